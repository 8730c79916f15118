"""Readers of the environment: what they take, what they refuse, and in which words."""

import os
from pathlib import Path

import pytest

from newsroom.environment import Environment, SettingsRefused, read_env_file
from tests.support.databases import Database

FOLDER = Path("/somewhere")
LONG_KEY = "0123456789abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMN"


def given(text: str) -> Environment:
    return Environment({"NAME": text}, folder=FOLDER)


def refusal(read: Environment) -> str:
    with pytest.raises(SettingsRefused) as refused:
        read.finish()
    return str(refused.value)


@pytest.mark.parametrize("text", ["true", "True", "YES", "on", "1"])
def test_words_for_true(text: str) -> None:
    read = given(text)
    assert read.boolean("NAME", default=False) is True
    read.finish()


@pytest.mark.parametrize("text", ["false", "No", "OFF", "0"])
def test_words_for_false(text: str) -> None:
    read = given(text)
    assert read.boolean("NAME", default=True) is False
    read.finish()


@pytest.mark.parametrize("text", ["", "maybe", "2", " true", "truee"])
def test_boolean_refuses_other_words(text: str) -> None:
    read = given(text)
    assert read.boolean("NAME", default=False) is False
    assert refusal(read) == f"NAME: expected true or false, found {text!r}"


@pytest.mark.parametrize("text", ["", "-1", "1.5", "0x10", "1_000", "ten", "9999999999", "٣"])
def test_integer_refuses_what_is_not_plain_digits(text: str) -> None:
    read = given(text)
    assert read.integer("NAME", default=7) == 7
    assert refusal(read) == f"NAME: expected a whole number, 0 or more, found {text!r}"


def test_integer_refuses_less_than_least() -> None:
    read = given("0")
    read.integer("NAME", default=7, least=1)
    assert refusal(read) == "NAME: expected a whole number, 1 or more, found '0'"


@pytest.mark.parametrize("text", ["Pictures", "a", "-ab", "a_b", "a b", "a" * 64])
def test_bucket_refuses_what_no_server_would_call_one(text: str) -> None:
    read = given(text)
    assert read.bucket("NAME") == ""
    assert refusal(read) == f"NAME: expected the name of a bucket such as news-pictures, found {text!r}"


def test_secret_is_not_told_where_it_is_refused() -> None:
    read = given("my secret")
    assert read.secret("NAME") == ""
    assert "my secret" not in refusal(read)


def test_word_refuses_other_signs() -> None:
    read = given("eu central")
    assert read.word("NAME", default="a-1") == "a-1"
    assert "expected a word" in refusal(read)


def test_choice_names_the_choices() -> None:
    read = given("LOUD")
    assert read.choice("NAME", default="INFO", choices=["INFO", "ERROR"]) == "INFO"
    assert refusal(read) == "NAME: expected one of INFO, ERROR, found 'LOUD'"


def test_paths_start_at_the_project() -> None:
    assert given("var/x").path("NAME", default="") == FOLDER / "var/x"
    assert given("/srv/x").path("NAME", default="") == Path("/srv/x")


def test_empty_path_is_refused() -> None:
    read = given("")
    read.path("NAME", default="var/x")
    assert refusal(read) == "NAME: expected a path, found nothing"


@pytest.mark.parametrize(
    "host", ["example.org", ".example.org", "127.0.0.1", "[::1]", "*", "news-1.example.org"]
)
def test_hosts_are_taken(host: str) -> None:
    read = given(f"{host}, localhost,")
    assert read.hosts("NAME") == [host, "localhost"]
    read.finish()


@pytest.mark.parametrize(
    "host", ["https://example.org", "example.org:8000", "example.org/", "a b", "*.example.org"]
)
def test_hosts_refuse_what_would_never_match(host: str) -> None:
    read = given(host)
    read.hosts("NAME")
    assert refusal(read).endswith(f"found {host!r}")


@pytest.mark.parametrize(
    "origin", ["https://example.org", "https://*.example.org", "http://localhost:8000", "http://[::1]:8000"]
)
def test_origins_are_taken(origin: str) -> None:
    read = given(origin)
    assert read.origins("NAME") == [origin]
    read.finish()


@pytest.mark.parametrize("origin", ["example.org", "https://example.org/", "ftp://example.org", "https://"])
def test_origins_refuse_what_would_never_match(origin: str) -> None:
    read = given(origin)
    read.origins("NAME")
    assert refusal(read).endswith(f"found {origin!r}")


def test_header_becomes_the_name_in_meta() -> None:
    assert given("X-Forwarded-Proto").header("NAME") == "HTTP_X_FORWARDED_PROTO"
    assert Environment({}, folder=FOLDER).header("NAME") is None


def test_header_with_a_value_is_refused() -> None:
    read = given("X-Forwarded-Proto: https")
    read.header("NAME")
    assert "the name of a header" in refusal(read)


@pytest.mark.parametrize("key", ["short", "a" * 60, LONG_KEY[:49]])
def test_guessable_key_is_refused_and_not_repeated(key: str) -> None:
    read = given(key)
    read.secret_key("NAME", strict=True)
    assert refusal(read) == "NAME: too easy to guess; use 50 random characters or more"


def test_any_key_will_do_at_the_desk() -> None:
    read = given("short")
    assert read.secret_key("NAME", strict=False) == "short"
    read.finish()


def test_key_that_starts_with_a_dollar_is_taken_as_it_is() -> None:
    """django-environ's own reader would look for a variable of that name."""
    assert given("$" + LONG_KEY).secret_key("NAME", strict=True) == "$" + LONG_KEY


@pytest.mark.parametrize("strict", [True, False])
def test_missing_key_is_refused(strict: bool) -> None:
    read = Environment({}, folder=FOLDER)
    read.secret_key("NAME", strict=strict)
    assert refusal(read).startswith("NAME: missing")


def test_all_refusals_are_told_at_once() -> None:
    read = Environment({"A": "?", "B": "?"}, folder=FOLDER)
    read.boolean("A", default=False)
    read.integer("B", default=0)
    assert [line.split(":")[0] for line in refusal(read).splitlines()] == ["A", "B"]


# Databases


def test_sqlite_waits_its_turn_and_writes_ahead() -> None:
    config = given("sqlite:///var/news.sqlite3").database("NAME", default="", pool=True, pool_size=5)
    assert config["NAME"] == FOLDER / "var/news.sqlite3"
    assert config["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert config["OPTIONS"]["timeout"] == 20
    assert "journal_mode=WAL" in config["OPTIONS"]["init_command"]
    assert "pool" not in config["OPTIONS"]


def test_sqlite_takes_an_absolute_path_and_options() -> None:
    config = given("sqlite:////srv/news.sqlite3?timeout=5").database(
        "NAME", default="", pool=True, pool_size=5
    )
    assert config["NAME"] == Path("/srv/news.sqlite3")
    assert config["OPTIONS"]["timeout"] == 5


@pytest.mark.parametrize(
    ("written", "file"),
    [
        ("a+b/x", "a+b/x"),
        ("a%2Bb/x+", "a+b/x+"),
        ("a b%20c", "a b c"),
        ("a#b/x", "a#b/x"),
        ("what%3F", "what?"),
        ("100%", "100%"),
        ("a;b&c=d", "a;b&c=d"),
        ("Zürich%C3%BC", "Zürichü"),
        ("%FF", "\udcff"),
        ("a@b:c", "a@b:c"),
    ],
)
def test_sqlite_opens_the_very_file_that_is_named(written: str, file: str) -> None:
    for url, place in ((f"sqlite:////srv/{written}", Path("/srv")), (f"sqlite:///{written}", FOLDER)):
        for options in ("", "?timeout=5"):
            read = given(url + options)
            config = read.database("NAME", default="", pool=False, pool_size=5)
            read.finish()
            assert config["NAME"] == place / file
            assert config["OPTIONS"]["timeout"] == (5 if options else 20)


@pytest.mark.parametrize("written", ["what?.sqlite3", "what?/x", "a?b=1&c", "a?b.c=1"])
def test_a_question_mark_in_a_file_name_is_told_and_opens_no_other_file(written: str) -> None:
    read = given(f"sqlite:////srv/{written}")
    assert read.database("NAME", default="", pool=False, pool_size=5) == {}
    assert refusal(read).endswith("write a ? within a name as %3F")


def test_postgres_takes_plus_and_number_sign_as_they_are() -> None:
    config = given("postgres://m+e:p+a#s@db/a+b?sslmode=require").database(
        "NAME", default="", pool=False, pool_size=5
    )
    assert (config["USER"], config["PASSWORD"], config["NAME"]) == ("m+e", "p+a#s", "a+b")
    assert config["OPTIONS"]["sslmode"] == "require"


def test_database_named_with_a_plus_is_the_file_that_migrate_makes(tmp_path: Path) -> None:
    folder = tmp_path / "a+b #1"
    folder.mkdir()
    own = Database(f"sqlite:///{folder}/x")
    assert own.manage("showmigrations", "providers").returncode == 0
    assert [file.name for file in folder.iterdir()] == ["x"]


def test_postgres_comes_with_a_pool_of_the_size_asked_for() -> None:
    url = "postgres://me:p%40ss@db.example.org:5433/news?sslmode=require"
    config = given(url).database("NAME", default="", pool=True, pool_size=5)
    assert config["ENGINE"] == "django.db.backends.postgresql"
    assert (config["USER"], config["PASSWORD"]) == ("me", "p@ss")
    assert (config["HOST"], config["PORT"], config["NAME"]) == ("db.example.org", 5433, "news")
    assert config["OPTIONS"]["sslmode"] == "require"
    assert config["OPTIONS"]["pool"]["max_size"] == 5
    assert config.get("CONN_MAX_AGE", 0) == 0


def test_postgres_without_a_pool_keeps_its_connections() -> None:
    config = given("postgres://me@localhost/news").database("NAME", default="", pool=False, pool_size=5)
    assert "pool" not in config["OPTIONS"]
    assert config["CONN_MAX_AGE"] == 60


@pytest.mark.parametrize(
    "url",
    [
        "",
        "news.sqlite3",
        "mysql://me@localhost/news",
        "sqlite://",
        "sqlite://var/news.sqlite3",
        "postgres://me:secret@localhost",
        "postgres://me:secret@localhost:port/news",
    ],
)
def test_other_databases_are_refused_without_telling_the_password(url: str) -> None:
    read = given(url)
    assert read.database("NAME", default="", pool=True, pool_size=5) == {}
    assert refusal(read) == "NAME: expected sqlite:///FILE or postgres://USER:PASSWORD@HOST:PORT/NAME"


def test_pool_and_long_lived_connections_exclude_each_other() -> None:
    read = given("postgres://me@localhost/news?conn_max_age=60")
    read.database("NAME", default="", pool=True, pool_size=5)
    assert "DATABASE_POOL=false" in refusal(read)


# Caches


@pytest.mark.parametrize(
    ("url", "backend", "location"),
    [
        ("locmemcache://", "locmem.LocMemCache", ""),
        ("dummycache://", "dummy.DummyCache", ""),
        ("dbcache://cache_rows", "db.DatabaseCache", "cache_rows"),
        ("redis://127.0.0.1:6379/1", "redis.RedisCache", "redis://127.0.0.1:6379/1"),
        (
            "rediss://me:secret@cache.example.org/0",
            "redis.RedisCache",
            "rediss://me:secret@cache.example.org/0",
        ),
    ],
)
def test_caches_are_taken(url: str, backend: str, location: str) -> None:
    config = given(url).cache("NAME", default="")
    assert config["BACKEND"] == f"django.core.cache.backends.{backend}"
    assert config["LOCATION"] == location


@pytest.mark.parametrize(
    "url", ["", "redis:", "redis://", "dbcache://", "memcache://127.0.0.1", "http://cache"]
)
def test_other_caches_are_refused(url: str) -> None:
    read = given(url)
    read.cache("NAME", default="")
    assert refusal(read).startswith("NAME: expected locmemcache://")


# The file


def test_env_file_adds_what_the_environment_lacks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSROOM_TEST_A", "outer")
    monkeypatch.setenv("NEWSROOM_TEST_B", "")
    monkeypatch.delenv("NEWSROOM_TEST_B")
    file = tmp_path / ".env"
    file.write_text("# ours\n\nNEWSROOM_TEST_A=inner\nNEWSROOM_TEST_B=inner\n")
    read_env_file(file, must_exist=True)
    assert (os.environ["NEWSROOM_TEST_A"], os.environ["NEWSROOM_TEST_B"]) == ("outer", "inner")


def test_env_file_with_another_line_is_refused_without_repeating_it(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("DEBUG=true\nSECRET_KEY: hush\n")
    with pytest.raises(SettingsRefused) as refused:
        read_env_file(file, must_exist=False)
    assert str(refused.value) == f"{file}:2: expected NAME=value"


def test_env_file_may_be_missing_unless_it_was_named(tmp_path: Path) -> None:
    read_env_file(tmp_path / ".env", must_exist=False)
    with pytest.raises(SettingsRefused, match="there is no file"):
        read_env_file(tmp_path / ".env", must_exist=True)


def test_site_needs_no_slash_at_its_end() -> None:
    assert Environment({}, folder=FOLDER).site("NAME") == ""
    assert given("https://example.org/news/").site("NAME") == "https://example.org/news"


@pytest.mark.parametrize("text", ["example.org", "ftp://example.org", "https://example.org/?q", "https:///x"])
def test_site_refuses_what_is_no_address(text: str) -> None:
    read = given(text)
    assert read.site("NAME") == ""
    assert refusal(read) == f"NAME: expected an address such as https://example.org, found {text!r}"


def test_time_zone_refuses_what_is_none() -> None:
    assert given("Europe/Berlin").time_zone("NAME", default="UTC") == "Europe/Berlin"
    read = given("Mars/Olympus")
    assert read.time_zone("NAME", default="UTC") == "UTC"
    assert refusal(read) == "NAME: expected a time zone such as Europe/Berlin, found 'Mars/Olympus'"


def test_origin_is_scheme_and_host_and_nothing_else() -> None:
    assert Environment({}, folder=FOLDER).origin("NAME") == ""
    for url in ("https://example.org", "http://localhost:8000", "https://[::1]:443"):
        assert given(f"{url}/").origin("NAME") == url
    for url in (
        "example.org",
        "https://example.org/news",
        "https://a@b.example",
        "https://",
        "ftp://a.example",
    ):
        read = given(url)
        assert read.origin("NAME") == ""
        with pytest.raises(SettingsRefused, match="expected scheme and host"):
            read.finish()
