"""What an export leaves over in a folder: told with the reason, and removed only where nothing is lost."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.editing.arranging_topics import CannotMove, step
from articles.editing.history import Actor
from articles.editing.merging import merge_providers, merge_topics
from articles.editing.withholding import lift
from articles.exporting import Exported, Fate, Selection, export_documents
from articles.importing import Outcome
from articles.models import Article, ImportRun, Listing, Revision, Topic, Withheld
from documents.layout import Kind
from providers.models import Provider
from tests.support.make import delete_articles, make_article, make_topic
from tests.support.sites import (
    document,
    export_site,
    files_in,
    import_site,
    provider_document,
    reasons,
    topic_document,
    write_site,
)

pytestmark = pytest.mark.django_db

A, B, C = "_news/a.md", "_news/b.md", "_news/c.md"
CULTURE, SPORT, WORLD = (f"_data/topics/{name}.yaml" for name in ("04-culture", "07-sport", "00-world"))
GULL, KELP = "_data/organizations/gull.example.md", "_data/organizations/kelp.example.md"
SITE = {
    WORLD: topic_document("World", _id="world"),
    CULTURE: topic_document("Culture", _id="culture"),
    SPORT: topic_document("Sport", _id="sport", parent="World"),
    GULL: provider_document("gull.example", _id="gull.example", name="Gull"),
    KELP: provider_document("kelp.example", _id="kelp.example", name="Kelp"),
    A: document(title="Alpha", webUrl="https://gull.example/a", topics=["Culture", "World"]),
    B: document(title="Beta", webUrl="https://gull.example/b", topics=["Sport"], published=False),
    C: document(title="Gamma", webUrl="https://kelp.example/c", provider={"domain": "kelp.example"}),
    "_news/.keep": b"",
}


def actor() -> Actor:
    return Actor(None, Revision.Origin.FORM, timezone.now())


def topic(name: str) -> Topic:
    return Topic.objects.get(name=name)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A folder with a site, which has been imported."""
    folder = write_site(tmp_path / "site", SITE)
    import_site(folder)
    return folder


def export(folder: Path, *, delete: bool = False) -> Exported:
    return export_documents(str(folder), selection=Selection(), stdout=io.BytesIO(), delete_left_over=delete)


def told(exported: Exported) -> list[str]:
    return [str(one) for one in exported.left_over]


def move_up(name: str) -> None:
    step(topic(name), "up", actor())


def rename(name: str, to: str) -> None:
    row = topic(name)
    row.name = to
    row.save()


def move_article(article: Article) -> None:
    article.path = article.path.replace(".md", "-moved.md")
    article.save()


# ---- What is left over, and why


def lose(path: str) -> None:
    delete_articles(Article.objects.get(path=path))


def withhold(path: str) -> None:
    delete_articles(Article.objects.filter(path=path), "Not ours\nto tell")


def edit_title() -> None:
    article = Article.objects.get(path=A)
    article.title = "Another"
    article.save()


def move_and_rename() -> None:
    move_up("Culture")
    rename("Culture", "Kultur")


def merge_and_rename() -> None:
    merge_topics(topic("Sport"), topic("Culture"), actor())
    rename("Culture", "Kultur")


def merge_gull_into_kelp() -> None:
    merge_providers(Provider.objects.get(name="Gull"), Provider.objects.get(name="Kelp"), actor())


WAYS: dict[str, tuple[Callable[[], object], dict[str, str]]] = {
    "nothing": (lambda: None, {}),
    "an edit": (edit_title, {}),
    "a move": (
        lambda: move_up("Culture"),
        {
            WORLD: "moved to _data/topics/04-world.yaml",
            CULTURE: "moved to _data/topics/00-culture.yaml",
        },
    ),
    "a move with a new name": (
        move_and_rename,
        {
            WORLD: "moved to _data/topics/04-world.yaml",
            CULTURE: "moved to _data/topics/00-culture.yaml",
        },
    ),
    "a new name": (lambda: rename("Culture", "Kultur"), {}),
    "a merge": (
        lambda: merge_topics(topic("Sport"), topic("Culture"), actor()),
        {SPORT: "merged into “Culture”"},
    ),
    "a merge into what has another name by now": (
        merge_and_rename,
        {SPORT: "merged into “Kultur”"},
    ),
    "a topic deleted": (
        lambda: (Listing.objects.filter(topic__name="Sport").delete(), topic("Sport").delete()),
        {SPORT: "deleted here"},
    ),
    "a provider merged": (
        merge_gull_into_kelp,
        {GULL: "merged into “Kelp”"},
    ),
    "a provider deleted": (lambda: Provider.objects.get(name="Gull").delete(), {GULL: "deleted here"}),
    "an article deleted": (lambda: lose(A), {A: "deleted here"}),
    "an article withheld": (lambda: withhold(A), {A: "withheld: Not ours to tell"}),
    "an article moved": (
        lambda: move_article(Article.objects.get(path=A)),
        {A: "moved to _news/a-moved.md"},
    ),
}


@pytest.mark.parametrize(("do", "expected"), WAYS.values(), ids=WAYS)
def test_what_is_left_over_is_told_with_the_reason(
    site: Path, do: Callable[[], object], expected: dict[str, str]
) -> None:
    do()
    exported = export(site)
    assert {one.path: one.why for one in exported.left_over} == expected
    assert {one.fate for one in exported.left_over} <= {Fate.LEFT}
    assert SITE.keys() <= files_in(site).keys()


@pytest.mark.parametrize(("do", "expected"), WAYS.values(), ids=WAYS)
def test_what_is_left_over_is_removed_where_that_is_asked_for(
    site: Path, do: Callable[[], object], expected: dict[str, str]
) -> None:
    do()
    exported = export(site, delete=True)
    assert {one.path for one in exported.left_over if one.fate is Fate.REMOVED} == expected.keys()
    assert files_in(site).keys() & expected.keys() == set()
    assert export(site, delete=True).left_over == []
    export(site.parent / "new")
    assert files_in(site) == files_in(site.parent / "new")


def test_one_that_is_kept_out_by_its_address_is_left_over(site: Path) -> None:
    withhold(A)
    write_site(site, {"_news/again.md": document(title="Again", webUrl="http://www.gull.example/a/")})
    import_site(site)
    assert told(export(site, delete=True)) == [
        "left over, removed: _news/a.md: withheld: Not ours to tell",
        "left over, removed: _news/again.md: withheld, by its address",
    ]


def test_what_was_lifted_is_not_left_over(site: Path) -> None:
    export(site)
    lose(A)
    lift(Withheld.objects.all(), by=None, now=timezone.now())
    assert export(site, delete=True).left_over == []
    assert import_site(site).counts[Kind.ARTICLE, Outcome.CREATED] == 1


def test_what_an_undone_import_brought_is_unknown(site: Path) -> None:
    export(site)
    call_command("undo_import", str(ImportRun.objects.get().pk), verbosity=0)
    assert export(site, delete=True).left_over == []
    assert import_site(site).counts[Kind.ARTICLE, Outcome.CREATED] == 3


# ---- What is never removed


def test_file_that_was_changed_is_named_and_kept(site: Path) -> None:
    merge_topics(topic("Sport"), topic("Culture"), actor())
    (site / SPORT).write_bytes(b"name: Sport\n# A word of mine.\n")
    why = "merged into “Culture”; is not as it last came in or went out"
    assert told(export(site)) == [f"left over: {SPORT}: {why}"]
    assert told(export(site, delete=True)) == [f"left over, kept: {SPORT}: {why}"]
    assert (site / SPORT).exists()


def test_file_that_this_database_does_not_know_is_not_told_of(site: Path) -> None:
    unknown = {
        "_news/new.md": document(title="New"),
        "_data/topics/09-new.yaml": topic_document("New"),
        "_data/topics/.04-culture.yaml.swp": b"x",
        "README.md": b"x",
    }
    write_site(site, unknown)
    lose(A)
    assert [one.path for one in export(site, delete=True).left_over] == [A]
    assert unknown.items() <= files_in(site).items()


def test_withheld_article_that_never_came_in_is_named_and_kept(site: Path) -> None:
    path = "_news/kept-out.md"
    Withheld.objects.create(path=path, withheld=timezone.now())
    write_site(site, {path: document()})
    assert told(export(site, delete=True)) == [
        f"left over, kept: {path}: deleted here; is not as it last came in or went out"
    ]


def test_nothing_is_removed_through_a_link(site: Path, tmp_path: Path) -> None:
    lose(A)
    merge_topics(topic("Sport"), topic("Culture"), actor())
    elsewhere = write_site(tmp_path / "elsewhere", {"a.md": SITE[A]})
    (site / A).unlink()
    (site / A).symlink_to(elsewhere / "a.md")
    exported = export(site, delete=True)
    assert [(one.path, one.fate) for one in exported.left_over] == [(A, Fate.KEPT), (SPORT, Fate.REMOVED)]
    assert exported.left_over[0].hindrance == "is a link, or behind one"
    assert (site / A).is_symlink()
    assert files_in(elsewhere) == {"a.md": SITE[A]}


def test_nothing_is_removed_through_a_folder_that_is_a_link(site: Path, tmp_path: Path) -> None:
    lose(A)
    (site / "_news").rename(site / "news")
    (site / "_news").symlink_to(site / "news")
    assert [one.fate for one in export(site, delete=True).left_over] == [Fate.KEPT]
    assert (site / "news/a.md").exists()


def test_folder_and_pipe_are_no_files(site: Path) -> None:
    lose(A)
    lose(B)
    (site / A).unlink()
    (site / A).mkdir()
    (site / B).unlink()
    os.mkfifo(site / B)
    assert [one.hindrance for one in export(site, delete=True).left_over] == ["is no file", "is no file"]


def test_path_that_leads_out_of_the_folder_is_left_alone(site: Path) -> None:
    outside = site.parent / "a.md"
    outside.write_bytes(SITE[A])
    Withheld.objects.create(path="_news/../../a.md", withheld=timezone.now())
    assert export(site, delete=True).left_over == []
    assert outside.exists()


def test_document_whose_successor_could_not_be_written_stays(site: Path) -> None:
    move_up("Culture")
    (site / "_data/topics/00-culture.yaml").mkdir()
    exported = export(site, delete=True)
    assert [problem.path for problem in exported.problems] == ["_data/topics/00-culture.yaml"]
    assert [one.path for one in exported.left_over] == [WORLD]
    assert (site / CULTURE).exists()


def test_part_of_a_site_leaves_nothing_over(site: Path) -> None:
    lose(A)
    assert export_site(site, published=True).left_over == []


# ---- What went out from here and never came in


def test_earlier_place_is_known_by_what_went_out(site: Path) -> None:
    make_topic("Kelp", slug="kelp", keywords=["a"])
    export(site, delete=True)
    rename("Kelp", "Kelp forests")
    for name in ("Kelp forests", "Culture"):
        move_up(name)
        export(site)
    row = topic("Kelp forests")
    row.keywords = ["b"]
    row.save()
    move_up("Kelp forests")
    assert {one.fate for one in export(site, delete=True).left_over} == {Fate.REMOVED}
    export(site.parent / "new")
    assert files_in(site) == files_in(site.parent / "new")


def test_article_that_was_written_here_went_out_and_was_deleted_is_removed(tmp_path: Path) -> None:
    make_article(path=A)
    export(tmp_path)
    lose(A)
    assert told(export(tmp_path, delete=True)) == [f"left over, removed: {A}: deleted here"]


def test_what_was_deleted_here_and_is_gone_from_the_folder_is_not_kept_here(site: Path) -> None:
    lose(A)
    merge_topics(topic("Sport"), topic("Culture"), actor())
    export(site, delete=True)
    assert import_site(site).gone == []


# ---- The command


def run(capsys: pytest.CaptureFixture[str], *arguments: str, **options: Any) -> tuple[str, str]:
    call_command("export_articles", *arguments, **options)
    said = capsys.readouterr()
    return said.out, said.err


def test_command_tells_what_is_left_over_and_ends_well(
    site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lose(A)
    out, _ = run(capsys, str(site), report=tmp_path / "report.json")
    assert out.splitlines()[0] == f"left over: {A}: deleted here"
    assert "1 left over in the folder and no longer part of the site" in out
    report = json.loads((tmp_path / "report.json").read_text("utf-8"))
    assert report["left_over_counts"] == {"left": 1, "removed": 0, "kept": 0}
    assert report["left_over"] == [{"path": A, "why": "deleted here", "fate": "left", "hindrance": ""}]
    assert run(capsys, str(site), verbosity=0) == ("", "")


def test_command_says_on_standard_error_what_it_kept(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lose(A)
    lose(B)
    (site / A).write_bytes(b"changed")
    out, error = run(capsys, str(site), delete_left_over=True)
    assert out.splitlines()[0] == f"left over, removed: {B}: deleted here"
    assert f"left over, kept: {A}: deleted here; is not as it last came in or went out\n" in error
    _, error = run(capsys, str(site), delete_left_over=True, verbosity=0)
    assert error == f"left over, kept: {A}: deleted here; is not as it last came in or went out\n"


@pytest.mark.parametrize("options", [{"published": True}, {"format": "api"}, {"format": "csv"}])
def test_removing_goes_with_a_whole_site_in_a_folder_alone(tmp_path: Path, options: dict[str, Any]) -> None:
    with pytest.raises(SystemExit) as end:
        call_command("export_articles", str(tmp_path / "site"), delete_left_over=True, **options)
    assert end.value.code == 2
    assert not (tmp_path / "site").exists()


def test_tar_does_not_hold_what_is_left_over(site: Path) -> None:
    lose(A)
    stream = io.BytesIO()
    assert export_documents("-", selection=Selection(), stdout=stream).left_over == []
    assert A.encode() not in stream.getvalue()


# ---- The promise: the folder is the site, whatever was done here


@contextmanager
def database_of_its_own() -> Iterator[None]:
    """All that the block writes is gone behind it: an empty database is empty again."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def tree() -> list[tuple[Any, ...]]:
    rows = Topic.objects.exclude(path="")
    return sorted((row.file_path, row.name, row.parent and row.parent.name, row.keywords) for row in rows)


def stories() -> list[tuple[Any, ...]]:
    return [
        (
            article.path,
            article.title,
            article.published,
            [listing.topic.name for listing in article.listings.select_related("topic")],
        )
        for article in Article.objects.order_by("path")
    ]


def assert_another_database_says_the_same(folder: Path, expected: tuple[Any, ...], out: Path) -> None:
    with database_of_its_own():
        report = import_site(folder)
        assert (reasons(report), report.conflicts) == ([], [])
        assert (tree(), stories()) == expected
        assert export(out).changed == []
        assert files_in(out) == files_in(folder)


def test_folder_is_the_same_site_elsewhere_after_all_that_can_be_done_to_it(
    whole_site: Path, tmp_path: Path
) -> None:
    folder = write_site(
        tmp_path / "site",
        {path: data for path, data in files_in(whole_site).items() if path.startswith(("_news/", "_data/"))},
    )
    with database_of_its_own():
        import_site(folder)
        topics = list(Topic.objects.exclude(path="").order_by("path"))
        for row in topics[3:9:2]:
            move_up(row.name)
        merge_topics(topics[1], topics[2], actor())
        rename(topics[4].name, "Another name")
        articles = list(Article.objects.order_by("path"))
        delete_articles(Article.objects.filter(pk__in=[article.pk for article in articles[:3]]), "x")
        delete_articles(articles[10])
        move_article(articles[20])
        articles[30].title = "Another title"
        articles[30].save()
        exported = export(folder, delete=True)
        assert {one.fate for one in exported.left_over} == {Fate.REMOVED}
        expected = (tree(), stories())
    assert_another_database_says_the_same(folder, expected, tmp_path / "out")


class Hand:
    """Somebody who does one thing after another to a site, each to the row whose number comes up."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.names = count(1)

    def do(self, what: str, number: int) -> None:
        topics = list(Topic.objects.exclude(path="").order_by("name"))
        articles = list(Article.objects.order_by("path"))
        if what in {"up", "in", "out"}:
            with suppress(CannotMove):
                step(topics[number % len(topics)], what, actor())
        elif what == "merge" and len(topics) > 1:
            merge_topics(topics[number % len(topics)], topics[(number + 1) % len(topics)], actor())
        elif what == "rename":
            rename(topics[number % len(topics)].name, f"Name {next(self.names)}")
        elif what == "keywords":
            topics[number % len(topics)].keywords = [f"word {number}"]
            topics[number % len(topics)].save()
        elif what == "write":
            make_article(path="", title=f"Written {number}", topics=[topics[number % len(topics)]])
        elif articles and what == "title":
            articles[number % len(articles)].title = f"Title {number}"
            articles[number % len(articles)].save()
        elif articles and what == "delete":
            delete_articles(articles[number % len(articles)])
        elif articles and what == "move":
            move_article(articles[number % len(articles)])
        elif what in {"export", "clean"}:
            export(self.folder, delete=what == "clean")
        elif what == "import":
            import_site(self.folder)


DEEDS = (
    *("up", "in", "out", "merge", "rename", "keywords", "write", "title", "delete", "move"),
    *("export", "clean", "import"),
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(0, 9)), max_size=12))
def test_folder_is_the_same_site_elsewhere_whatever_was_done(
    tmp_path_factory: pytest.TempPathFactory, deeds: list[tuple[str, int]]
) -> None:
    place = tmp_path_factory.mktemp("site")
    folder = write_site(place / "site", SITE)
    with database_of_its_own():
        import_site(folder)
        hand = Hand(folder)
        for what, number in deeds:
            hand.do(what, number)
        exported = export(folder, delete=True)
        assert {one.fate for one in exported.left_over} <= {Fate.REMOVED}
        expected = (tree(), stories())
    assert_another_database_says_the_same(folder, expected, place / "out")
