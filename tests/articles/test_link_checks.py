"""Which originals are found dead, and that nobody is led into a private network."""

import io
import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import pytest
import time_machine
from django.core.management import call_command

from articles.link_checks import ask, check_links
from articles.models import Article, LinkCheck
from tests.support.make import make_article

NOW = datetime(2031, 1, 1, tzinfo=UTC)


class Host(BaseHTTPRequestHandler):
    """Answers with the status that the path names, `/HEAD/GET` with one for each; `/to/URL` leads there."""

    asked: ClassVar[list[str]] = []

    def do_HEAD(self) -> None:
        self.asked.append(f"{self.command} {self.path} {self.headers['Host']}")
        place = self.path.partition("?")[0].strip("/")
        if place.startswith("to/"):
            self.send_response(302)
            self.send_header("Location", place.removeprefix("to/"))
        else:
            first, _, other = place.partition("/")
            self.send_response(int(first if self.command == "HEAD" or not other else other))
        self.end_headers()

    do_GET = do_HEAD  # noqa: N815  the name that http.server asks for

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def host() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Host)
    Host.asked.clear()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def anywhere(address: str, port: int) -> bool:
    return True


@pytest.mark.parametrize(
    ("place", "there", "gone"),
    [
        ("200", True, False),
        ("401", True, False),
        ("403", True, False),
        ("404", False, True),
        ("410", False, True),
        ("503", False, False),
        ("400/404", False, True),
        ("403/404", False, True),
        ("405/200", True, False),
        ("501/200", True, False),
        ("404/200", False, True),
    ],
)
def test_an_answer_is_judged_by_its_status(host: str, place: str, there: bool, gone: bool) -> None:
    answer = ask(f"{host}/{place}", is_allowed=anywhere)
    assert (answer.is_there, answer.is_gone) == (there, gone)


def test_redirects_are_followed_and_the_host_keeps_its_name(host: str) -> None:
    assert ask(f"{host}/to/{host}/404", is_allowed=anywhere).is_gone
    assert {line.rpartition(" ")[2] for line in Host.asked} == {host.removeprefix("http://")}
    assert ask(f"{host}/to//to/200", is_allowed=anywhere).text == "redirects without end"


def test_what_an_address_asks_for_goes_along_and_who_asks_does_not(host: str) -> None:
    name = host.removeprefix("http://")
    assert ask(f"http://me:secret@{name}/200?a=1&b=2", is_allowed=anywhere).is_there
    assert Host.asked == [f"HEAD /200?a=1&b=2 {name}"]


def test_a_name_is_looked_up_once_and_asked_where_it_was_found(
    host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who answers for a name could say another address the second time."""
    names: list[str] = []
    look_up = socket.getaddrinfo

    def resolve(name: str, port: int, *args: Any, **options: Any) -> Any:
        names.append(name)
        return look_up("127.0.0.1", port, *args, **options)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    port = host.rpartition(":")[2]
    assert ask(f"http://turns.example:{port}/200", is_allowed=anywhere).is_there
    assert names.count("turns.example") == 1


def test_a_name_that_nobody_knows_is_told_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object, **options: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    assert ask("http://nowhere.example/").text == "no such host"


def test_nobody_is_led_into_a_private_network(host: str) -> None:
    assert "private network" in ask(f"{host}/200").text
    assert Host.asked == []

    # A public host may lead there: the second address passes the same gate.
    first = host.rpartition(":")[2]
    answer = ask(f"{host}/to/http://127.0.0.2:1/", is_allowed=lambda address, port: str(port) == first)
    assert "private network" in answer.text
    assert len(Host.asked) == 1


@pytest.mark.parametrize("order", [1, -1])
def test_a_name_with_a_public_and_a_private_address_is_not_asked(
    monkeypatch: pytest.MonkeyPatch, order: int
) -> None:
    """Whichever comes first: the next resolver may answer in another order."""
    addresses = ["93.184.216.34", "127.0.0.1"][::order]

    def resolve(host: str, port: int, **options: object) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    asked: list[object] = []
    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(
        "urllib3.connection.HTTPConnection.connect", lambda *args, **options: asked.append(args)
    )
    assert "private network" in ask("http://both.example/").text
    assert asked == []


def test_a_name_without_an_address_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **options: [])
    assert "private network" in ask("http://nowhere.example/", is_allowed=anywhere).text


@pytest.mark.parametrize("url", ["", "ftp://example.org/", "http://", "http://[", "http://localhost:99999/"])
def test_nonsense_is_no_error(url: str) -> None:
    assert not ask(url, is_allowed=anywhere).is_there


def checked(now: datetime = NOW) -> list[LinkCheck]:
    return [check for _, check in check_links(100, now=now, is_allowed=anywhere)]


@pytest.mark.django_db(transaction=True)
def test_a_missing_page_is_dead_at_once_and_a_failing_host_after_three_times(host: str) -> None:
    make_article(web_url=f"{host}/404")
    failing = make_article(web_url=f"{host}/503")
    make_article(web_url=f"{host}/200")
    make_article(web_url="")
    dead = []
    for week in range(3):
        dead.append(
            sorted(check.url[-3:] for check in checked(NOW + timedelta(days=8 * week)) if check.is_dead)
        )
    assert dead == [["404"], ["404"], ["404", "503"]]
    Article.objects.filter(pk=failing.pk).update(web_url=f"{host}/200")
    assert [check.failures for check in checked(NOW + timedelta(days=17))] == [0]


@pytest.mark.django_db(transaction=True)
def test_failures_are_those_of_the_address_that_stands_now(host: str) -> None:
    article = make_article(web_url=f"{host}/503")
    weeks = (NOW + timedelta(days=8 * week) for week in range(4))
    assert [check.failures for _ in range(2) for check in checked(next(weeks))] == [1, 2]
    Article.objects.filter(pk=article.pk).update(web_url=f"{host}/500")
    assert [(check.failures, check.is_dead) for check in checked(next(weeks))] == [(1, False)]
    assert [(check.failures, check.is_dead) for check in checked(next(weeks))] == [(2, False)]


@pytest.mark.django_db(transaction=True)
def test_each_is_asked_once_a_week(host: str) -> None:
    make_article(web_url=f"{host}/200")
    assert len(checked()) == 1
    assert checked(NOW + timedelta(days=6)) == []
    assert len(checked(NOW + timedelta(days=8))) == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("limit", "asked"), [("2", [2, 1]), ("0", []), ("-1", []), ("9", [2, 1, 0])])
def test_the_command_asks_about_the_newest_up_to_its_limit(limit: str, asked: list[int]) -> None:
    for day in range(3):
        make_article(
            web_url=f"http://127.0.0.1/{day}", published_date_time=datetime(2021, 6, 1 + day, tzinfo=UTC)
        )
    out = io.StringIO()
    call_command("check_links", "--limit", limit, stdout=out)
    assert out.getvalue().startswith(f"{len(asked)} asked: ")
    urls = LinkCheck.objects.order_by("-article__published_date_time").values_list("url", flat=True)
    assert [*urls] == [f"http://127.0.0.1/{day}" for day in asked]


@pytest.mark.django_db(transaction=True)
def test_the_command_names_a_link_that_failed_three_times() -> None:
    make_article(path="_news/a.md", web_url="http://127.0.0.1/a")
    out = io.StringIO()
    with time_machine.travel(NOW) as now:
        for _ in range(3):
            now.shift(timedelta(days=8))
            call_command("check_links", stdout=out)
    assert [line.partition(": leads")[0] for line in out.getvalue().splitlines()] == [
        "1 asked: 0 answer, 1 fails for now, 0 dead.",
        "1 asked: 0 answer, 1 fails for now, 0 dead.",
        "_news/a.md: http://127.0.0.1/a",
        "1 asked: 0 answer, 0 fail for now, 1 dead.",
    ]


@pytest.mark.django_db(transaction=True)
def test_the_command_names_the_dead_and_counts() -> None:
    make_article(path="_news/a.md", web_url="http://127.0.0.1/a")
    out = io.StringIO()
    call_command("check_links", stdout=out)
    assert out.getvalue() == "1 asked: 0 answer, 1 fails for now, 0 dead.\n"
    assert LinkCheck.objects.get().answer.startswith("leads into a private network")
