"""Rows to documents: the bytes as they came, and after an edit only the changed lines."""

from __future__ import annotations

import io
import shutil
import subprocess
import tarfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from articles.exporting import Selection, export_documents
from articles.models import Article, Image, Listing, RelatedLink, SourceDocument, Topic
from documents.layout import Kind
from documents.writer import compose
from providers.models import Provider
from tests.support.make import make_article, make_provider, make_related, make_topic
from tests.support.sites import (
    MOMENT,
    document,
    export_site,
    files_in,
    import_site,
    provider_document,
    topic_document,
    write_site,
)

pytestmark = pytest.mark.django_db

A, B = "_news/a.md", "_news/b.md"
LINK = {
    "title": "Other",
    "webUrl": "https://b.example/",
    "heat": 3,
    "images": [{"url": "/r.jpg", "width": 8}],
}
FULL = {
    "title": "Before",
    "excerpt": "Short",
    "webUrl": "https://a.example/",
    "quality": 5,
    "heat": 7,
    "published": True,
    "provider": {"name": "A", "domain": "a.example"},
    "topics": ["AI", "World"],
    "images": [{"url": "/1.jpg", "width": 10, "title": "One"}, {"url": "/2.jpg"}],
    "related": [LINK, {"title": "Third", "webUrl": "https://c.example/"}],
}
Edit = Callable[[Article], object]


# ---- Byte for byte


def site_files_in(folder: Path) -> dict[str, bytes]:
    """What of a site's folder is ours."""
    return {path: data for path, data in files_in(folder).items() if path.startswith(("_news/", "_data/"))}


def pictures_in(folder: Path) -> dict[str, bytes]:
    """The pictures of a site's folder."""
    return {path: data for path, data in files_in(folder).items() if path.startswith("assets/images/")}


def test_whole_site_comes_out_byte_for_byte(whole_site: Path, tmp_path: Path) -> None:
    import_site(whole_site)
    export_site(tmp_path)
    assert site_files_in(tmp_path) == site_files_in(whole_site)
    assert pictures_in(tmp_path).items() <= pictures_in(whole_site).items()
    assert "_news/.keep" in files_in(tmp_path)


@pytest.fixture(params=["made-up", "real"])
def lone_document(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A document with no site around it: a made-up one, then the one that taught us the format."""
    if request.param == "real":
        corpus: Path = request.getfixturevalue("shared") / "corpus"
        return next(corpus.glob("2020-*.md"))
    found = sorted((request.getfixturevalue("made_up_site") / "_news").glob("*.md"))[-1]
    return Path(shutil.copy(found, tmp_path))


def test_lone_document_comes_out_byte_for_byte(lone_document: Path, tmp_path: Path) -> None:
    import_site(lone_document)
    export_site(tmp_path / "out")
    assert files_in(tmp_path / "out") == {f"_news/{lone_document.name}": lone_document.read_bytes()}


def test_sample_site_comes_out_byte_for_byte(root: Path, tmp_path: Path) -> None:
    import_site(root / "fixtures/site")
    export_site(tmp_path)
    # All pictures of the sample are named by its documents.
    assert files_in(tmp_path) == files_in(root / "fixtures/site")


def test_second_export_writes_nothing(tmp_path: Path) -> None:
    import_site(write_site(tmp_path / "in", {A: document(**FULL)}))
    assert export_site(tmp_path / "out").written == 1
    assert export_site(tmp_path / "out").written == 0


# ---- After an edit


def set_title(article: Article) -> None:
    article.title = "After"
    article.save()


def unpublish(article: Article) -> None:
    article.published = False
    article.save()


def forget_published(article: Article) -> None:
    article.published = None
    article.save()


def set_excerpt(article: Article) -> None:
    article.excerpt = 'Two\nlines, "quoted", ü'
    article.save()


def add_topic(article: Article) -> None:
    Listing.objects.create(article=article, topic=make_topic("Third"), position=9)


def drop_topic(article: Article) -> None:
    Listing.objects.get(article=article, topic__name="AI").delete()


def swap_topics(article: Article) -> None:
    Listing.objects.filter(article=article, topic__name="AI").update(position=9)


def add_image(article: Article) -> None:
    Image.objects.create(article=article, position=9, url="/3.jpg", width=1, height=2)


def drop_image(article: Article) -> None:
    article.images.get(url="/2.jpg").delete()


def set_image_title(article: Article) -> None:
    article.images.filter(url="/1.jpg").update(title="Uno")


def set_link_title(article: Article) -> None:
    article.related_links.filter(web_url="https://b.example/").update(title="Another")


def set_link_image(article: Article) -> None:
    Image.objects.filter(related_link__article=article).update(width=9)


def drop_link(article: Article) -> None:
    RelatedLink.objects.get(article=article, title="Third").delete()


def set_provider(article: Article) -> None:
    article.provider = make_provider("b.example", name="B")
    article.save()


EDITS: list[tuple[Edit, list[bytes], list[bytes]]] = [
    (set_title, [b'title: "Before"'], [b'title: "After"']),
    (unpublish, [b"published: true"], [b"published: false"]),
    (forget_published, [b"published: true"], []),
    (set_excerpt, [b'excerpt: "Short"'], ['excerpt: "Two\\nlines, \\"quoted\\", ü"'.encode()]),
    (add_topic, [], [b"  - Third"]),
    (drop_topic, [b"  - AI"], []),
    (swap_topics, [b"  - AI"], [b"  - AI"]),
    (add_image, [], [b'  - url: "/3.jpg"', b"    width: 1", b"    height: 2"]),
    (drop_image, [b'  - url: "/2.jpg"'], []),
    (set_image_title, [b'    title: "One"'], [b'    title: "Uno"']),
    (set_link_title, [b'  - title: "Other"'], [b'  - title: "Another"']),
    (set_link_image, [b"        width: 8"], [b"        width: 9"]),
    (drop_link, [b'  - title: "Third"', b'    webUrl: "https://c.example/"'], []),
    (set_provider, [b"  name: A", b"  domain: a.example"], [b"  name: B", b"  domain: b.example"]),
]


def numstat(before: bytes, after: bytes, folder: Path) -> tuple[list[bytes], list[bytes]]:
    """The lines that git says were taken out and put in."""
    (folder / "before").write_bytes(before)
    (folder / "after").write_bytes(after)
    told = subprocess.run(
        ["git", "-c", "core.autocrlf=false", "diff", "--no-index", "--unified=0", "before", "after"],
        cwd=folder, capture_output=True, check=False,
    ).stdout.split(b"\n")  # fmt: skip
    lines = [line.rstrip(b"\r") for line in told[4:]]
    taken, put = ([line[1:] for line in lines if line[:1] == sign] for sign in (b"-", b"+"))
    return taken, put


@pytest.mark.parametrize("newline", [b"\n", b"\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize(("edit", "taken", "put"), EDITS, ids=[edit.__name__ for edit, *_ in EDITS])
def test_edit_changes_its_lines_alone(
    tmp_path: Path, edit: Edit, taken: list[bytes], put: list[bytes], newline: bytes
) -> None:
    source = document(**FULL).replace(b"---\n\n", b'\nsecured: "abc"\n---\n\n').replace(b"\n", newline)
    import_site(write_site(tmp_path / "in", {A: source, B: document()}))
    edit(Article.objects.get(path=A))
    exported = export_site(tmp_path / "out")
    written = files_in(tmp_path / "out")
    assert numstat(source, written[A], tmp_path) == (taken, put)
    assert written[A].count(newline) == written[A].count(b"\n")
    assert written[B] == document()
    assert A in exported.changed
    assert B not in exported.changed


def test_edit_of_any_document_changes_one_line(whole_site: Path, tmp_path: Path) -> None:
    import_site(whole_site)
    for article in Article.objects.all():
        article.title = f"{article.title} (edited)"
        article.save()
    export_site(tmp_path / "out")
    (tmp_path / "scratch").mkdir()
    changed = set()
    for path, data in files_in(tmp_path / "out").items():
        before = (whole_site / path).read_bytes()
        if before != data:
            taken, put = numstat(before, data, tmp_path / "scratch")
            assert (len(taken), len(put)) == (1, 1)
            changed.add(path)
    assert changed == {article.path for article in Article.objects.all()}
    assert len(changed) > 100


def test_document_in_another_style_keeps_it(tmp_path: Path) -> None:
    source = (
        b"\xef\xbb\xbf---   \n# A comment.\ntitle:   'It''s so'   # why\nunknown: {a: [1, 2]}\n"
        b"topics: [AI, 'World']\nexcerpt: >\n  folded\n  text\nheat: 007\n...\nA body.\n"
    )
    import_site(write_site(tmp_path / "in", {A: source}))
    set_title(article := Article.objects.get())
    add_topic(article)
    export_site(tmp_path / "out")
    expected = source.replace(b"'It''s so'", b"'After'").replace(b"'World']", b"'World', \"Third\"]")
    assert files_in(tmp_path / "out")[A] == expected


def test_edit_taken_back_leaves_no_trace(tmp_path: Path) -> None:
    import_site(write_site(tmp_path / "in", {A: document(**FULL)}))
    article = Article.objects.get()
    set_title(article)
    article.title = "Before"
    article.save()
    assert export_site(tmp_path / "out").changed == []


def test_edited_site_comes_in_again_without_a_change(tmp_path: Path) -> None:
    import_site(write_site(tmp_path / "in", {A: document(**FULL)}))
    for edit, *_ in EDITS:
        edit(Article.objects.get())
    export_site(tmp_path / "out")
    report = import_site(tmp_path / "out")
    assert (report.conflicts, report.changes) == ([], [])
    assert export_site(tmp_path / "out").changed == []


def test_edited_topic_changes_its_lines_alone(tmp_path: Path) -> None:
    path = "_data/topics/00-ai.yaml"
    source = topic_document("AI", _id="ai", shortname="AI", parent="World", keywords=["ai", "ml"])
    import_site(write_site(tmp_path / "in", {path: source}))
    topic = Topic.objects.get(name="AI")
    topic.shortname, topic.keywords = "A.I.", ["ai", "ml", "agents"]
    topic.save()
    export_site(tmp_path / "out")
    taken, put = numstat(source, files_in(tmp_path / "out")[path], tmp_path)
    assert (taken, put) == ([b"shortname: AI"], [b"shortname: A.I.", b"  - agents"])


def test_renamed_topic_is_renamed_in_its_articles(tmp_path: Path) -> None:
    path = "_data/topics/00-ai.yaml"
    import_site(
        write_site(tmp_path / "in", {path: topic_document("AI", _id="ai"), A: document(topics=["AI"])})
    )
    topic = Topic.objects.get()
    topic.name = "Machines"
    topic.save()
    export_site(tmp_path / "out")
    assert files_in(tmp_path / "out") == {
        path: topic_document("Machines", _id="ai"), A: document(topics=["Machines"])
    }  # fmt: skip


def test_edited_provider_changes_its_lines_alone(tmp_path: Path) -> None:
    path = "_data/organizations/a.example.md"
    source = provider_document(
        "a.example", _id="a.example", name="A", images=[{"url": "/a.jpg", "width": 50}]
    )
    import_site(write_site(tmp_path / "in", {path: source, A: document(provider={"domain": "a.example"})}))
    provider = Provider.objects.get()
    provider.name = "The A"
    provider.save()
    export_site(tmp_path / "out")
    assert files_in(tmp_path / "out") == {
        path: source.replace(b"name: A", b"name: The A"),
        A: document(provider={"domain": "a.example"}),
    }


def test_what_an_import_of_another_wrote_comes_out_as_it_came(tmp_path: Path) -> None:
    """An update at the source, after an edit here of another field."""
    import_site(write_site(tmp_path / "in", {A: document(**FULL)}))
    set_title(Article.objects.get())
    import_site(write_site(tmp_path / "in", {A: document(**FULL | {"heat": 99})}))
    export_site(tmp_path / "out")
    assert files_in(tmp_path / "out")[A] == document(**FULL | {"heat": 99, "title": "After"})


# ---- Without a source


def test_new_article_is_composed_in_house_style(tmp_path: Path) -> None:
    article = make_article(
        path="",
        title="New: “here”",
        web_url="",
        type="",
        provider=make_provider("a.example", name="A"),
        topics=[make_topic("AI")],
        images=[{"url": "/1.jpg", "width": 3}],
        heat=-1,
        published_date_time=MOMENT,
    )
    make_related(article, web_url="https://b.example/", type="")
    export_site(tmp_path)
    assert files_in(tmp_path)["_news/2021-06-02-new-here.md"] == compose(
        Kind.ARTICLE,
        {
            "category": "news",
            "title": "New: “here”",
            "publishedDateTime": MOMENT,
            "heat": -1,
            "published": True,
            "provider": {"name": "A", "domain": "a.example"},
            "topics": ["AI"],
            "images": [{"url": "/1.jpg", "width": 3}],
            "related": [{"title": "Related", "webUrl": "https://b.example/"}],
        },
    )


def test_new_rows_come_in_again_without_a_change(tmp_path: Path) -> None:
    provider = make_provider("a.example")
    Image.objects.create(provider=provider, url="/logo.jpg", width=50)
    parent = make_topic("World", keywords=["a"], services={"rss": "/rss"})
    make_article(topics=[make_topic("AI", parent=parent)], provider=provider, images=[{"url": "/1.jpg"}])
    exported = export_site(tmp_path / "out")
    assert sorted(exported.changed) == sorted(files_in(tmp_path / "out"))
    report = import_site(tmp_path / "out")
    assert (report.problems, report.conflicts, report.changes) == ([], [], [])
    assert export_site(tmp_path / "out").changed == []
    assert SourceDocument.objects.count() == 4


def test_article_whose_path_leads_out_is_named_and_the_others_go_out(tmp_path: Path) -> None:
    make_article(path="_news/../../out.md")
    make_article(path=f"_news/{'x' * 300}.md")
    make_article(path=B)
    exported = export_site(tmp_path / "out")
    assert list(files_in(tmp_path)) == [f"out/{B}"]
    assert len(exported.problems) == 2
    assert {problem.field for problem in exported.problems} == {"path"}


# ---- Selected


def test_selection_is_what_all_filters_leave(tmp_path: Path) -> None:
    topic, provider = make_topic("AI"), make_provider("a.example")
    day = timedelta(days=1)
    make_article(path="_news/all.md", topics=[topic], provider=provider, published_date_time=MOMENT)
    make_article(path="_news/old.md", topics=[topic], published_date_time=MOMENT - day)
    make_article(path="_news/draft.md", provider=provider, published=None, published_date_time=MOMENT)
    make_article(path="_news/undated.md", published_date_time=None)

    def names(**selected: object) -> list[str]:
        folder = tmp_path / repr(sorted(selected))
        export_site(folder, **selected)
        return [Path(path).stem for path in files_in(folder)]

    assert names(topic=topic) == ["all", "old"]
    assert names(provider=provider) == ["all", "draft"]
    assert names(published=True) == ["all", "old", "undated"]
    assert names(since=MOMENT) == ["all", "draft"]
    assert names(until=MOMENT) == ["old"]
    assert names(topic=topic, provider=provider, published=True, since=MOMENT, until=MOMENT + day) == ["all"]


def test_site_goes_to_standard_output_as_a_tar(tmp_path: Path, root: Path) -> None:
    import_site(root / "fixtures/site")
    stream = io.BytesIO()
    export_documents("-", selection=Selection(), stdout=stream)
    with tarfile.open(fileobj=io.BytesIO(stream.getvalue())) as archive:
        assert all(info.isfile() for info in archive)
        archive.extractall(tmp_path, filter="data")
    site = root / "fixtures/site"
    assert files_in(tmp_path) == site_files_in(site) | pictures_in(site)
