"""Read, write, compare."""

from __future__ import annotations

from pathlib import Path

from documents.document import Problem
from documents.self_check import check
from documents.sources import SourceFile, Sources

HOUSE = b'---\ncategory: news\ntitle: "Gulls"\n\ntopics:\n  - Harbour\n\nodd: [kept]\n---\n\n'


def files(*documents: bytes) -> list[SourceFile | Problem]:
    return [SourceFile(f"{number}.md", f"_news/{number}.md", data) for number, data in enumerate(documents)]


def test_house_style_is_written_anew_to_the_same_bytes() -> None:
    assert check(files(HOUSE, HOUSE.replace(b"\n", b"\r\n"))).same == 2


def test_another_style_is_named_and_not_refused() -> None:
    checkup = check(files(b"---\ntitle: 'Gulls'\n---\n"))
    assert (checkup.own_style, checkup.refused) == (["0.md"], 0)


def test_what_an_import_would_refuse_is_refused_with_its_reason() -> None:
    checkup = check(files(b"---\ntitle: x\nheat: hot\n---\n"))
    assert checkup.refused == 1
    assert str(checkup.problems[0]) == '0.md:3: heat: expected an integer, found "hot"'


def test_a_whole_site_is_house_style(whole_site: Path) -> None:
    checkup = check(Sources([str(whole_site)]))
    assert checkup.refused == 0
    assert checkup.same > 250
    # Three of a real site's providers have a space at the end of a line.
    own_style = {file.rpartition("/")[2] for file in checkup.own_style}
    assert len(own_style) == (3 if whole_site.name == "site-2021" else 0)
