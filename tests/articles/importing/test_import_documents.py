"""Documents into rows: what goes in, what is refused, and what is left as it is."""

from __future__ import annotations

import gzip
import io
import random
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.importing import Outcome, batches, import_documents
from articles.models import Article, Conflict, ImportRun, Listing, SourceDocument, Topic
from documents.sources import Sources
from providers.models import Provider
from tests.support.make import delete_articles, make_topic
from tests.support.sites import (
    document,
    export_site,
    files_in,
    import_site,
    provider_document,
    reasons,
    topic_document,
    write_site,
    write_tar,
    write_zip,
)

pytestmark = pytest.mark.django_db

A, B = "_news/a.md", "_news/b.md"
AI = "_data/topics/00-ai.yaml"


def topic_path(name: str) -> str:
    return f"_data/topics/{name}.yaml"


# ---- Once, and again


def test_second_import_writes_nothing(tmp_path: Path, root: Path) -> None:
    import_site(root / "fixtures/site")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        report = import_site(root / "fixtures/site")
    assert report.total(Outcome.UNCHANGED) == sum(report.counts.values()) == 80
    assert written_by(queries) == {"articles_importrun"}


def written_by(queries: CaptureQueriesContext) -> set[str]:
    """The tables that some queries changed."""
    statements = [query["sql"].split() for query in queries.captured_queries]
    return {
        words[{"INSERT": 2, "UPDATE": 1, "DELETE": 2, "COPY": 1}[words[0].upper()]].strip('"')
        for words in statements
        if words[0].upper() in {"INSERT", "UPDATE", "DELETE", "COPY"}
    }


def test_number_of_queries_does_not_grow_with_the_documents(tmp_path: Path) -> None:
    counts = []
    for size in (2, 40):
        folder = tmp_path / str(size)
        write_site(
            folder,
            {
                f"_news/{size}-{n}.md": document(topics=["AI"], images=[{"url": "/a.jpg"}])
                for n in range(size)
            },
        )
        with CaptureQueriesContext(connection) as queries:
            import_site(folder)
        counts.append(len(queries))
    assert counts[0] == pytest.approx(counts[1], abs=6)  # the first one makes the topic


def test_changed_document_changes_its_row(tmp_path: Path) -> None:
    import_site(write_site(tmp_path, {A: document(title="Before", heat=1), B: document()}))
    report = import_site(write_site(tmp_path, {A: document(title="After", heat=2)}))
    assert report.total(Outcome.UPDATED) == 1
    assert report.total(Outcome.UNCHANGED) == 1
    assert report.changes == [(A, ("title", "heat"))]
    article = Article.objects.get(path=A)
    assert (article.title, article.heat) == ("After", 2)


def test_publishing_at_the_source_reaches_the_listings(tmp_path: Path) -> None:
    import_site(write_site(tmp_path, {A: document(topics=["AI"], published=False)}))
    assert not Listing.objects.get().published
    import_site(write_site(tmp_path, {A: document(topics=["AI"], published=True)}))
    assert Listing.objects.get().published


def test_text_that_an_editor_changed_stays_and_is_asked_about(tmp_path: Path) -> None:
    import_site(write_site(tmp_path, {A: document(title="Before")}))
    article = Article.objects.get()
    article.title = "Ours"
    article.save()
    report = import_site(write_site(tmp_path, {A: document(title="Theirs")}))
    assert [clash.key for _, clash in report.conflicts] == ["title"]
    assert Article.objects.get().title == "Ours"
    conflict = Conflict.objects.get()
    assert (conflict.base, conflict.theirs, conflict.ours) == (
        {"value": "Before"}, {"value": "Theirs"}, {"value": "Ours"}
    )  # fmt: skip


def test_lists_that_both_changed_are_merged(tmp_path: Path) -> None:
    import_site(write_site(tmp_path, {A: document(topics=["AI", "World"])}))
    article = Article.objects.get()
    Listing.objects.create(article=article, topic=make_topic("Ours"), position=2)
    import_site(write_site(tmp_path, {A: document(topics=["Theirs", "AI", "World"])}))
    names = [listing.topic.name for listing in article.listings.select_related("topic")]
    assert names == ["Theirs", "AI", "World", "Ours"]


def test_gone_file_is_told_and_its_article_kept(tmp_path: Path) -> None:
    import_site(write_site(tmp_path, {A: document(), B: document()}))
    (tmp_path / A).unlink()
    report = import_site(tmp_path)
    assert report.gone == [A]
    assert Article.objects.count() == 2


def test_file_that_can_not_be_read_any_more_is_not_gone(tmp_path: Path) -> None:
    import_site(write_site(tmp_path, {A: document(), B: document()}))
    write_site(tmp_path, {A: b"x" * 2_000_000})
    report = import_site(tmp_path)
    assert report.gone == []
    assert report.total(Outcome.REFUSED) == 1


def test_part_of_a_site_leaves_the_rest_alone(tmp_path: Path) -> None:
    import_site(write_site(tmp_path, {A: document(), AI: topic_document("AI")}))
    assert import_site(tmp_path / "_news").gone == []
    assert import_site(tmp_path / A).gone == []


# ---- What was deleted here


def test_deleted_article_stays_deleted_and_does_not_go_out(tmp_path: Path) -> None:
    import_site(write_site(tmp_path / "in", {A: document(heat=1), B: document()}))
    delete_articles(Article.objects.get(path=A))
    import_site(tmp_path / "in")
    report = import_site(write_site(tmp_path / "in", {A: document(heat=2)}))
    assert report.total(Outcome.WITHHELD) == 1
    assert "1 withheld" in report.as_text()
    assert [article.path for article in Article.objects.all()] == [B]
    export_site(tmp_path / "out")
    assert list(files_in(tmp_path / "out")) == [B]


def test_deleted_topic_stays_deleted(tmp_path: Path) -> None:
    import_site(write_site(tmp_path, {AI: topic_document("AI")}))
    Topic.objects.get().delete()
    report = import_site(write_site(tmp_path, {AI: topic_document("AI", shortname="A.I.")}))
    assert report.total(Outcome.WITHHELD) == 1
    assert not Topic.objects.exists()


# ---- Whom articles name


def test_those_whom_only_articles_name_get_no_document(tmp_path: Path) -> None:
    files = {A: document(topics=["AI"], provider={"name": "A", "domain": "a.example"})}
    import_site(write_site(tmp_path / "in", files))
    assert (Topic.objects.get().path, Provider.objects.get().path) == ("", "")
    export_site(tmp_path / "out")
    assert files_in(tmp_path / "out") == files


def test_topic_is_named_in_any_case(tmp_path: Path) -> None:
    files = {AI: topic_document("AI"), A: document(topics=["ai"]), B: document(topics=["Ai", "AI"])}
    import_site(write_site(tmp_path / "in", files))
    assert Topic.objects.get().articles.count() == 2
    export_site(tmp_path / "out")
    assert files_in(tmp_path / "out") == files


@pytest.mark.parametrize("name", ["Öko", "ŁÓDŹ", "Straße", "東京", "I\u0307stanbul"])
def test_topic_is_named_in_any_case_of_any_script(tmp_path: Path, name: str) -> None:
    files = {A: document(topics=[name]), B: document(topics=[name.swapcase()])}
    import_site(write_site(tmp_path, files))
    assert Topic.objects.get().articles.count() == 2


@pytest.mark.parametrize("domain", ["a.example", "MÜNCHEN.example", "Ünï.example"])
def test_provider_is_named_in_any_case(tmp_path: Path, domain: str) -> None:
    mentions = [{"name": "A", "domain": domain}, {"name": "Other", "domain": domain.swapcase()}]
    files = {A: document(provider=mentions[0]), B: document(provider=mentions[1])}
    import_site(write_site(tmp_path / "in", files))
    import_site(write_site(tmp_path / "in", {"_news/c.md": document(provider=mentions[1])}))
    assert Provider.objects.get().articles.count() == 3
    export_site(tmp_path / "out")
    assert files_in(tmp_path / "out") == files_in(tmp_path / "in")


def test_provider_without_a_domain_is_known_by_name(tmp_path: Path) -> None:
    files = {A: document(provider={"name": "A Paper"}), B: document(provider={"name": "a paper"})}
    import_site(write_site(tmp_path / "in", files))
    assert Provider.objects.get().articles.count() == 2
    export_site(tmp_path / "out")
    assert files_in(tmp_path / "out") == files


def test_document_takes_over_those_whom_articles_named(tmp_path: Path) -> None:
    mention = {"name": "A", "domain": "a.example", "images": [{"url": "/mention.jpg", "width": 50}]}
    import_site(write_site(tmp_path / "in", {A: document(topics=["Ai"], provider=mention)}))
    later = {
        AI: topic_document("AI", shortname="A.I."),
        "_data/organizations/a.example.md": provider_document(
            "A.example", name="The A", images=[{"url": "/logo.jpg", "width": 400}]
        ),
    }
    report = import_site(write_site(tmp_path / "in", later))
    assert report.total(Outcome.CREATED) == 2
    topic, provider = Topic.objects.get(), Provider.objects.get()
    assert (topic.name, topic.shortname, topic.path) == ("AI", "A.I.", AI)
    assert (provider.name, [logo.url for logo in provider.logos.all()]) == ("The A", ["/logo.jpg"])
    assert provider.articles.count() == topic.articles.count() == 1
    export_site(tmp_path / "out")
    assert files_in(tmp_path / "out") == files_in(tmp_path / "in")


def test_document_takes_its_slug_from_a_topic_that_only_articles_name(tmp_path: Path) -> None:
    import_site(write_site(tmp_path / "in", {A: document(topics=["C++"])}))
    report = import_site(write_site(tmp_path / "in", {topic_path("00-c"): topic_document("C", _id="c")}))
    assert reasons(report) == []
    assert dict(Topic.objects.values_list("name", "slug")) == {"C": "c", "C++": "c-2"}


def test_topic_renamed_at_the_source(tmp_path: Path) -> None:
    before = {AI: topic_document("AI", _id="ai"), A: document(topics=["AI"]), B: document(topics=["AI"])}
    import_site(write_site(tmp_path / "in", before))
    report = import_site(
        write_site(
            tmp_path / "in",
            {AI: topic_document("Machines", _id="machines"), A: document(topics=["Machines"])},
        )
    )
    assert reasons(report) == []
    listed = {topic.name: [a.path for a in topic.articles.all()] for topic in Topic.objects.all()}
    assert listed == {"AI": [B], "Machines": [A]}
    assert Topic.objects.get(name="Machines").slug == "machines"
    export_site(tmp_path / "out")
    assert files_in(tmp_path / "out") == files_in(tmp_path / "in")


def test_topic_renamed_in_its_case_alone(tmp_path: Path) -> None:
    import_site(write_site(tmp_path / "in", {AI: topic_document("Ai", _id="ai"), A: document(topics=["Ai"])}))
    import_site(write_site(tmp_path / "in", {AI: topic_document("AI", _id="ai")}))
    topic = Topic.objects.get()
    assert (topic.name, topic.slug, topic.articles.count()) == ("AI", "ai", 1)
    export_site(tmp_path / "out")
    assert files_in(tmp_path / "out") == files_in(tmp_path / "in")


def test_provider_that_moves_to_another_domain(tmp_path: Path) -> None:
    path = "_data/organizations/a.example.md"
    mention = {"name": "A", "domain": "a.example"}
    import_site(
        write_site(tmp_path / "in", {path: provider_document("a.example"), A: document(provider=mention)})
    )
    report = import_site(write_site(tmp_path / "in", {path: provider_document("b.example")}))
    assert reasons(report) == []
    assert Provider.objects.get(path=path).domain == "b.example"
    assert Article.objects.get().provider == Provider.objects.get(domain="a.example")
    export_site(tmp_path / "out")
    assert files_in(tmp_path / "out") == files_in(tmp_path / "in")


def test_name_that_two_documents_claim_is_refused(tmp_path: Path) -> None:
    files = {topic_path("00-a"): topic_document("AI"), topic_path("01-b"): topic_document("ai")}
    report = import_site(write_site(tmp_path, files))
    assert reasons(report) == ["name: _data/topics/00-a.yaml has “ai” already; use another"]


# ---- The tree of topics


def family(**parents: str) -> dict[str, bytes]:
    """Topic documents, each with its parent."""
    return {
        topic_path(name): topic_document(name, _id=name, **({"parent": parent} if parent else {}))
        for name, parent in parents.items()
    }


def tree() -> dict[str, str]:
    return {topic.name: topic.parent.name if topic.parent else "" for topic in Topic.objects.all()}


def test_parent_may_come_later(tmp_path: Path) -> None:
    import_site(write_site(tmp_path, family(a="b")))
    import_site(write_site(tmp_path, family(b="c", c="")))
    assert tree() == {"a": "b", "b": "c", "c": ""}


@pytest.mark.parametrize("circle", [{"a": "a"}, {"a": "b", "b": "a"}, {"a": "b", "b": "c", "c": "a"}])
def test_circle_of_parents_is_refused(tmp_path: Path, circle: dict[str, str]) -> None:
    report = import_site(write_site(tmp_path, family(**circle, d="")))
    assert len(reasons(report)) == 1
    assert reasons(report)[0].startswith("parent: would put the topic below itself")
    assert "d" in tree()


def test_circle_with_those_that_came_before_is_refused(tmp_path: Path) -> None:
    import_site(write_site(tmp_path, family(a="b", b="c", c="")))
    report = import_site(write_site(tmp_path, family(c="a")))
    assert reasons(report) == ["parent: would put the topic below itself: c > a > b > c"]
    assert tree() == {"a": "b", "b": "c", "c": ""}


def test_parent_and_child_may_change_places(tmp_path: Path) -> None:
    import_site(write_site(tmp_path, family(a="b", b="")))
    report = import_site(write_site(tmp_path, family(a="", b="a")))
    assert reasons(report) == []
    assert tree() == {"a": "", "b": "a"}


def test_parent_and_child_may_change_places_in_any_order(tmp_path: Path) -> None:
    import_site(write_site(tmp_path, family(a="", b="a", c="b")))
    report = import_site(write_site(tmp_path, family(a="b", b="c", c="")))
    assert reasons(report) == []
    assert tree() == {"a": "b", "b": "c", "c": ""}


# ---- Whence documents come


def test_one_path_is_taken_once(tmp_path: Path) -> None:
    one = write_site(tmp_path / "one", {A: document(title="One")})
    two = write_site(tmp_path / "two", {A: document(title="Two"), B: document()})
    report = import_site(one, two)
    assert reasons(report) == ["path: _news/a.md came before in this import; keep one of them"]
    assert Article.objects.get(path=A).title == "One"
    assert not Conflict.objects.exists()
    export_site(tmp_path / "out")
    assert files_in(tmp_path / "out")[A] == document(title="One")


def test_one_path_is_taken_once_in_different_batches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "COUNT", 1)
    one = write_site(tmp_path / "one", {A: document(title="One"), B: document()})
    two = write_site(tmp_path / "two", {A: document(title="Two")})
    assert len(reasons(import_site(one, two))) == 1
    assert Article.objects.get(path=A).title == "One"


@pytest.fixture
def site() -> dict[str, bytes]:
    return {
        A: document(topics=["AI"], provider={"domain": "a.example"}),
        B: document(title="Süß").replace(b"\n", b"\r\n"),
        AI: topic_document("AI"),
        "_data/organizations/a.example.md": provider_document("a.example"),
        "_news/.keep": b"",
    }


@pytest.mark.parametrize("packed", ["a.tar", "a.tar.gz", "a.tgz", "a.zip", "folder"])
@pytest.mark.parametrize("prefix", ["", "./", "site/", "deep/er/site/"])
def test_archives_hold_what_folders_hold(
    tmp_path: Path, site: dict[str, bytes], packed: str, prefix: str
) -> None:
    files = {f"{prefix}{path}": data for path, data in site.items()}
    target = tmp_path / packed
    if packed == "folder":
        write_site(target, files)
    elif packed == "a.zip":
        write_zip(target, files)
    else:
        write_tar(target, files, "w:gz" if packed.endswith("gz") else "w")
    report = import_site(target)
    assert reasons(report) == []
    export_site(tmp_path / "out")
    assert files_in(tmp_path / "out") == site


def test_archive_comes_through_standard_input(tmp_path: Path, site: dict[str, bytes]) -> None:
    archive = write_tar(tmp_path / "a.tar", site).read_bytes()
    for data in (archive, gzip.compress(archive), write_zip(tmp_path / "a.zip", site).read_bytes()):
        report = import_documents(Sources(["-"], stdin=io.BytesIO(data)), workers=1)
        assert reasons(report) == []
    export_site(tmp_path / "out")
    assert files_in(tmp_path / "out") == site


def test_document_from_standard_input_is_known_again() -> None:
    def give(data: bytes) -> dict[Outcome, int]:
        report = import_documents(Sources(["-"], stdin=io.BytesIO(data)), workers=1)
        return {outcome: report.total(outcome) for outcome in Outcome if report.total(outcome)}

    assert give(document(heat=1)) == {Outcome.CREATED: 1}
    assert give(document(heat=1)) == {Outcome.UNCHANGED: 1}
    assert give(document(heat=2)) == {Outcome.UPDATED: 1}
    assert Article.objects.get().path == "_news/2021-06-02-a-title.md"
    assert not Conflict.objects.exists()


def test_loose_file_is_an_article(tmp_path: Path) -> None:
    write_site(tmp_path, {"some article.txt": document()})
    assert reasons(import_site(tmp_path / "some article.txt")) == []
    assert Article.objects.get().path == "_news/some article.txt"


def test_large_documents_make_small_batches(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(batches, "SIZE", 1000)
    write_site(tmp_path, {f"_news/{n}.md": document(excerpt="x" * 400) for n in range(7)})
    sizes = [len(batch) for batch in batches.Batches(Sources([str(tmp_path)]))]
    assert sizes == [2, 2, 2, 1]


# ---- Ways to import


def test_dry_run_writes_nothing_at_all(tmp_path: Path, site: dict[str, bytes]) -> None:
    write_site(tmp_path, site)
    with CaptureQueriesContext(connection) as queries:
        report = import_site(tmp_path, dry_run=True)
    assert written_by(queries) == set()
    assert report.total(Outcome.CREATED) == len(site)
    assert report.as_text().startswith("Nothing was written. It would be:")


@pytest.mark.django_db(transaction=True)
def test_dry_run_of_a_change_needs_no_transaction(tmp_path: Path, site: dict[str, bytes]) -> None:
    import_site(write_site(tmp_path, site))
    report = import_site(write_site(tmp_path, {A: document(title="Other")}), dry_run=True)
    assert report.total(Outcome.UPDATED) == 1
    assert Article.objects.get(path=A).title == "A title"


def test_strict_takes_all_or_nothing(tmp_path: Path, site: dict[str, bytes]) -> None:
    write_site(tmp_path, site | {"_news/bad.md": b"---\nheat: warm\n---\n"})
    report = import_site(tmp_path, strict=True)
    assert report.rolled_back
    assert report.as_text().startswith("Nothing went in")
    assert not SourceDocument.objects.exists()
    assert not Article.objects.exists()
    assert not Topic.objects.exists()
    (tmp_path / "_news/bad.md").unlink()
    assert not import_site(tmp_path, strict=True).rolled_back
    assert Article.objects.count() == 2


def test_each_import_is_recorded(tmp_path: Path) -> None:
    write_site(tmp_path, {A: document(), "_news/bad.md": b""})
    report = import_site(tmp_path)
    run = ImportRun.objects.get()
    assert (run.state, run.source, run.report) == (ImportRun.State.DONE, str(tmp_path), report.as_json())
    assert run.finished is not None


def test_interrupted_import_says_so_and_is_completed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "COUNT", 2)
    write_site(tmp_path, {f"_news/{n}.md": document(title=str(n)) for n in range(7)})

    def interrupt(done: int, expected: int) -> None:
        if done == 4:
            raise KeyboardInterrupt

    report = import_site(tmp_path, progress=interrupt)
    assert report.stopped == "interrupted"
    assert (report.total(Outcome.CREATED), Article.objects.count()) == (4, 4)
    assert ImportRun.objects.get().state == ImportRun.State.STOPPED
    again = import_site(tmp_path)
    assert (again.total(Outcome.CREATED), again.total(Outcome.UNCHANGED)) == (3, 4)


# ---- What the database refuses


def test_document_that_the_database_refuses_is_named_and_the_others_go_in(tmp_path: Path) -> None:
    """A constraint that planning knows nothing of: somebody's own."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE articles_article ADD CONSTRAINT no_x CHECK (title <> 'X')")
        else:
            cursor.execute(
                "CREATE TEMP TRIGGER no_x BEFORE INSERT ON main.articles_article WHEN NEW.title = 'X' "
                "BEGIN SELECT RAISE(ABORT, 'no_x'); END"
            )
    try:
        files = {A: document(title="X"), B: document(), "_news/.keep": b"", "_news/bad.md": b""}
        report = import_site(write_site(tmp_path, files))
    finally:
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("DROP TRIGGER no_x")
    refused = reasons(report)
    assert len(refused) == 2
    assert any("the database refuses it" in reason and "no_x" in reason for reason in refused)
    assert [article.path for article in Article.objects.all()] == [B]
    assert report.total(Outcome.CREATED) == 2


def test_shuffled_site_is_the_same_site(tmp_path: Path, root: Path) -> None:
    """Whatever comes first, articles or those whom they name."""
    paths = [path for path in sorted((root / "fixtures/site").rglob("*.*")) if "assets" not in path.parts]
    random.Random(1).shuffle(paths)
    import_site(*paths)
    export_site(tmp_path)
    exported = files_in(tmp_path)
    assert exported == {
        path: data for path, data in files_in(root / "fixtures/site").items() if path in exported
    }
    assert len(exported) == 80
