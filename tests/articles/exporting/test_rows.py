"""Articles as JSON, JSON Lines and CSV."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from articles.exporting import Selection, export_documents
from articles.exporting.rows import safe_cell
from tests.support.make import make_article, make_provider, make_related, make_topic
from tests.support.sites import MOMENT, document, import_site, write_site

pytestmark = pytest.mark.django_db


def exported(form: str) -> str:
    stream = io.BytesIO()
    export_documents("-", selection=Selection(), format=form, stdout=stream)
    assert not stream.closed
    return stream.getvalue().decode()


VALUES: dict[str, Any] = {
    "title": 'Ünï "quoted"\n, line',
    "heat": -1,
    "published": False,
    "provider": {"name": "A", "domain": "a.example"},
    "topics": ["AI", "World"],
    "images": [{"url": "/1.jpg", "width": 10}, {"url": "/2.jpg"}],
    "related": [{"title": "Other", "webUrl": "https://b.example/", "publishedDateTime": MOMENT}],
}


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_values_come_back(tmp_path: Path, form: str) -> None:
    import_site(write_site(tmp_path, {"_news/a.md": document(**VALUES, secured="no")}))
    text = exported(form)
    (row,) = json.loads(text) if form == "json" else map(json.loads, text.splitlines())
    expected = VALUES | {
        "path": "_news/a.md",
        "category": "news",
        "publishedDateTime": "2021-06-02T08:30:00Z",
    }
    expected["related"] = [VALUES["related"][0] | {"publishedDateTime": "2021-06-02T08:30:00Z"}]
    assert {key: value for key, value in row.items() if value is not None} == expected
    assert row["excerpt"] is None
    assert "secured" not in row


@pytest.mark.parametrize("form", ["json", "jsonl", "csv"])
@pytest.mark.parametrize("count", [0, 1, 3])
def test_each_article_is_one_row(form: str, count: int) -> None:
    for _ in range(count):
        make_article()
    text = exported(form)
    if form == "csv":
        rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    else:
        rows = json.loads(text) if form == "json" else [json.loads(line) for line in text.splitlines()]
    assert len(rows) == count


def test_csv_holds_plain_cells() -> None:
    article = make_article(
        path="_news/a.md",
        title="One\r\ntwo, “three”",
        provider=make_provider("a.example", name="A"),
        topics=[make_topic("AI"), make_topic("World")],
        images=[{"url": "/1.jpg"}, {"url": "/2.jpg"}],
        heat=-1,
    )
    make_related(article, web_url="https://b.example/")
    text = exported("csv")
    assert text.startswith("\ufeffpath,category,title,")
    (row,) = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    assert row["title"] == "One\r\ntwo, “three”"
    assert (row["provider"], row["topics"], row["images"]) == ("A", "AI, World", "/1.jpg /2.jpg")
    assert (row["related"], row["heat"], row["published"]) == ("https://b.example/", "-1", "true")
    assert (row["publishedDateTime"], row["excerpt"]) == ("2021-06-01T12:00:00Z", "")


FORMULAS = [
    "=1+1",
    "+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    "\xa0=1",
    "＝1",
    "=cmd|' /C calc'!A0",
]


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_is_a_formula(formula: str) -> None:
    provider = make_provider("a.example", name=formula)
    make_article(
        title=formula, excerpt=formula, type=formula, provider=provider, topics=[make_topic(formula)],
        featured_content=formula, category=formula, images=[{"url": formula}],
    )  # fmt: skip
    (row,) = csv.DictReader(io.StringIO(exported("csv").removeprefix("\ufeff"), newline=""))
    cells = [cell for cell in row.values() if formula.strip() in cell]
    assert len(cells) == 8
    assert all(cell.startswith("'") for cell in cells)


@pytest.mark.parametrize("formula", FORMULAS)
@pytest.mark.parametrize("before", ["a;", "a; ", "a\n", 'a;"', ";"])
def test_no_part_of_a_cell_is_a_formula_where_semicolons_part_cells(before: str, formula: str) -> None:
    make_article(path="_news/a.md", title=f"{before}{formula}", excerpt="", web_url="")
    line = exported("csv").removeprefix("\ufeff")
    # As a spreadsheet reads it whose language writes numbers with a comma.
    cells = [cell for row in csv.reader(io.StringIO(line, newline=""), delimiter=";") for cell in row]
    begun = [cell.lstrip(' \u00a0"\t\r\n')[:1] for cell in cells]
    assert not {*begun} & {*"=+-@＝＋－＠"}


@pytest.mark.parametrize(
    "text", ["", "a", "a=1", "(1)", "1", "https://a.example/?a=1", "'quoted'", "a; b", "a;b=1", "a-b; c-d"]
)
def test_plain_text_stays_as_it_is(text: str) -> None:
    assert safe_cell(text) == text


def test_file_gets_the_format_s_name(tmp_path: Path) -> None:
    make_article()
    for target, written in ((tmp_path / "out", "out/articles.csv"), (tmp_path / "mine.csv", "mine.csv")):
        export_documents(str(target), selection=Selection(), format="csv", stdout=io.BytesIO())
        assert (tmp_path / written).is_file()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine.csv", "out"]
