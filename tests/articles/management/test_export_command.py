"""manage.py export_articles as a person meets it: which articles go out, what it says, how it ends."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.support.make import make_article, make_provider, make_topic
from tests.support.sites import document, files_in, import_site, write_site

pytestmark = pytest.mark.django_db
FIRST, MIDDLE, LAST = "_news/2021-06-01-a.md", "_news/2021-06-02-b.md", "_news/2021-06-03-c.md"


@pytest.fixture(autouse=True)
def _three_days_and_one_without() -> None:
    sea, town = make_topic("Sea & Sky"), make_topic("Town")
    provider = make_provider("post.example")
    rows: dict[str, dict[str, Any]] = {
        FIRST: {"published_date_time": datetime(2021, 6, 1, tzinfo=UTC), "topics": [sea]},
        MIDDLE: {"published_date_time": datetime(2021, 6, 2, 23, 59, 59, tzinfo=UTC), "topics": [sea, town]},
        LAST: {"published_date_time": datetime(2021, 6, 3, tzinfo=UTC), "provider": provider},
        "_news/d.md": {"published_date_time": None, "published": False},
    }
    for path, values in rows.items():
        make_article(path=path, **values)


def run(target: object, *arguments: str) -> tuple[int, str, str]:
    """The exit code, and what was said on both outputs."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("export_articles", str(target), *arguments, stdout=out, stderr=err)
    except SystemExit as stopped:
        return int(stopped.code or 0), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


@pytest.mark.parametrize(
    ("arguments", "paths"),
    [
        (["--topic", "Sea & Sky"], [FIRST, MIDDLE]),
        (["--topic", "sea & sky"], [FIRST, MIDDLE]),
        (["--topic", "sea-sky"], [FIRST, MIDDLE]),
        (["--provider", "post.example"], [LAST]),
        (["--provider", "POST.example"], [LAST]),
        (["--since", "2021-06-02"], [MIDDLE, LAST]),
        (["--until", "2021-06-02"], [FIRST, MIDDLE]),
        (["--since", "2021-06-02", "--until", "2021-06-02"], [MIDDLE]),
        (["--since", "2021-06-03T00:00:00Z"], [LAST]),
        (["--since", "2021-06-03T00:00:01Z"], []),
        (["--until", "2021-06-03T00:00:00"], [FIRST, MIDDLE, LAST]),
        (["--until", "2021-06-03T01:00:00+02:00"], [FIRST]),
        (["--until", "9999-12-31"], [FIRST, MIDDLE, LAST]),
        (["--topic", "Town", "--provider", "post.example"], []),
        (["--published"], [FIRST, MIDDLE, LAST]),
    ],
    ids=" ".join,
)
def test_only_what_is_selected_goes_out(tmp_path: Path, arguments: list[str], paths: list[str]) -> None:
    """Without topics and providers, which go with a whole site only."""
    code, _, err = run(tmp_path / "out", *arguments)
    assert (code, err) == (0, "")
    assert [*files_in(tmp_path / "out")] == paths
    assert run(tmp_path / "rows.json", "--format", "json", *arguments)[0] == 0
    assert [row["path"] for row in json.loads((tmp_path / "rows.json").read_text())] == paths


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--topic", "Sea"], "--topic: there is no topic “Sea”"),
        (["--provider", "post"], "--provider: there is no provider “post”"),
        (["--format", "api", "--topic", "Town"], "--format api: the API is always all that is public"),
        (["--delete-left-over", "--topic", "Town"], "--delete-left-over: only where a whole site goes"),
        (["--delete-left-over", "--format", "json"], "--delete-left-over: only where a whole site goes"),
    ],
    ids=" ".join,
)
def test_what_can_not_be_selected_ends_with_code_2(tmp_path: Path, arguments: list[str], reason: str) -> None:
    code, out, err = run(tmp_path / "out", *arguments)
    assert (code, out) == (2, "")
    assert err.startswith(reason)
    assert not (tmp_path / "out").exists()


def test_empty_target_is_not_the_folder_in_which_one_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, _, err = run("")
    assert (code, err) == (2, "DIR is empty; is a variable of the shell not set?\n")
    assert not any(tmp_path.iterdir())


# The last two are no days of any calendar, once they are in UTC.
@pytest.mark.parametrize(
    "date",
    [
        *("2021", "2021-6-1", "yesterday", "2021-02-30", "2021-06-01T25:00"),
        *("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"),
    ],
)
@pytest.mark.parametrize("option", ["--since", "--until"])
def test_what_is_no_date_is_refused_with_an_example(tmp_path: Path, option: str, date: str) -> None:
    with pytest.raises(CommandError, match=f"{option}: expected a date such as 2020-02-24 or"):
        call_command("export_articles", str(tmp_path / "out"), option, date)


def test_what_can_not_be_written_is_named_and_ends_with_code_1(tmp_path: Path) -> None:
    (tmp_path / "out" / FIRST).mkdir(parents=True)
    report = tmp_path / "report.json"
    code, out, err = run(tmp_path / "out", "--published", "--report", str(report))
    assert code == 1
    assert [line.partition(":")[0] for line in err.splitlines()] == [FIRST]
    assert (tmp_path / "out" / MIDDLE).is_file()
    assert (tmp_path / "out" / LAST).is_file()
    assert [problem["file"] for problem in json.loads(report.read_text())["problems"]] == [FIRST]
    assert run(tmp_path / "out", "--published", "--verbosity", "0")[:2] == (1, "")


def test_detailed_export_names_what_changed_and_a_quiet_one_nothing(tmp_path: Path) -> None:
    folder = write_site(tmp_path / "in", {"_news/e.md": document(), "_news/f.md": document()})
    import_site(folder)
    make_article(path="_news/g.md")
    code, out, err = run(tmp_path / "out", "--verbosity", "2")
    assert (code, err) == (0, "")
    assert {"_news/g.md", FIRST} <= {*out.splitlines()}
    assert "_news/e.md" not in out.splitlines()
    assert run(tmp_path / "other", "--verbosity", "0") == (0, "", "")
