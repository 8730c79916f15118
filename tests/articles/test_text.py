"""An article's text from its document to the row and back: imports, exports, merges, the API and the form."""

import json
import re
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.importing.settling_conflicts import settle
from articles.models import Article, Conflict, Revision, SearchDue
from articles.search.index import follow
from documents.json_values import unpack
from documents.reader import BODY_LIMIT
from tests.support.forms import save, sent_by_browser
from tests.support.make import make_article
from tests.support.sites import export_site, files_in, import_site, write_site

pytestmark = pytest.mark.django_db

NAME = "_news/2021-06-01-fires.md"
FRONT = b'---\ntitle: "Fires"\nbody: opaque\npublished: true\n---\n'


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return tmp_path / "site"


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("ada"))
    return client


def bring(site: Path, body: bytes, front: bytes = FRONT) -> Article:
    write_site(site, {NAME: front + body})
    import_site(site)
    return story()


def story() -> Article:
    return Article.objects.get(path=NAME)


def taken_out(folder: Path) -> bytes:
    export_site(folder)
    return files_in(folder)[NAME]


def write(text: str) -> None:
    article = story()
    article.body = text
    article.save()


# ---- In and out


@pytest.mark.parametrize(
    "body", [b"", b"\n", b"\r\nOne\r\n\r\nTwo\r\n\r\n", b"One\rTwo\nno line end", b"\xef\xbb\xbf\n"]
)
def test_an_untouched_text_goes_out_as_it_came(site: Path, tmp_path: Path, body: bytes) -> None:
    bring(site, body)
    assert taken_out(tmp_path / "out") == FRONT + body


def test_an_edit_changes_its_lines_and_nothing_before_them(site: Path, tmp_path: Path) -> None:
    front = b"\xef\xbb\xbf" + FRONT.replace(b"\n", b"\r\n")
    article = bring(site, b"\r\nOne\r\n\r\nTwo\r\n\r\n\r\n", front)
    assert article.body == "One\n\nTwo\n\n"
    write("One\n\nThree\n\n")
    assert taken_out(tmp_path / "out") == front + b"\r\nOne\r\n\r\nThree\r\n\r\n\r\n"


def test_an_edited_title_never_moves_the_text(site: Path, tmp_path: Path) -> None:
    article = bring(site, b"\n  One \r\n\n")
    article.title = "Bonfires"
    article.save()
    assert taken_out(tmp_path / "out") == FRONT.replace(b"Fires", b"Bonfires") + b"\n  One \r\n\n"


def test_a_story_written_here_leaves_with_its_text_and_comes_in_the_same(tmp_path: Path) -> None:
    article = make_article(title="Fires", body="One\n\nTwo", path=NAME)
    data = taken_out(tmp_path / "out")
    assert data.endswith(b"---\n\nOne\n\nTwo\n")
    import_site(tmp_path / "out")
    article.refresh_from_db()
    assert (article.body, Conflict.objects.count()) == ("One\n\nTwo", 0)


def test_an_exported_edit_is_no_news_when_it_comes_in_again(site: Path, tmp_path: Path) -> None:
    bring(site, b"\nOne\n")
    write("One\n\nTwo")
    export_site(tmp_path / "out")
    import_site(tmp_path / "out")
    assert (story().body, Conflict.objects.count()) == ("One\n\nTwo", 0)


def test_lists_say_the_first_paragraph_where_there_is_no_excerpt(site: Path, tmp_path: Path) -> None:
    bring(site, b"\n# Fires\n\nSix *fires* at [the head](/map).\n\nMore.\n")
    assert story().summary == "Six fires at the head."
    bring(site, b"\nSeven fires.\n")
    assert story().summary == "Seven fires."
    write("Eight fires.")
    assert story().summary == "Eight fires."
    assert b"excerpt" not in taken_out(tmp_path / "out")


# ---- Merged


def test_changes_that_do_not_meet_become_one_text(site: Path) -> None:
    bring(site, b"\nOne\n\nTwo\n\nThree\n")
    write("One\n\nTwo\n\nThree, edited here")
    assert (
        bring(site, b"\nOne, edited there\n\nTwo\n\nThree\n").body
        == "One, edited there\n\nTwo\n\nThree, edited here"
    )
    assert not Conflict.objects.exists()


def test_changes_that_meet_wait_and_neither_side_loses_the_rest(site: Path) -> None:
    bring(site, b"\nOne\n\nTwo\n\nThree\n")
    write("One here\n\nTwo here\n\nThree")
    assert bring(site, b"\nOne\n\nTwo there\n\nThree there\n").body == "One here\n\nTwo here\n\nThree there"
    conflict = Conflict.objects.get()
    assert (conflict.key, unpack(conflict.theirs)) == ("body", "One here\n\nTwo there\n\nThree there")
    settle(conflict, Conflict.Choice.THEIRS, user=None, now=timezone.now())
    assert story().body == "One here\n\nTwo there\n\nThree there"


def test_a_source_that_changes_line_ends_alone_changes_no_text(site: Path, tmp_path: Path) -> None:
    bring(site, b"\nOne\nTwo\n")
    write("One\n2")
    bring(site, b"\r\nOne\r\nTwo\r\n")
    assert not Conflict.objects.exists()
    assert taken_out(tmp_path / "out") == FRONT + b"\r\nOne\r\n2\r\n"


# ---- The API and the search


@pytest.mark.parametrize(
    ("form", "expected"), [("2021", "\r\nOne\r\n\r\n2\r\n"), ("2023", "\r\nOne\r\n\r\n2\r\n")]
)
def test_the_api_says_the_text_as_the_document_would(
    site: Path, client: Client, settings: object, form: str, expected: str
) -> None:
    settings.API_FORM = form  # type: ignore[attr-defined]  # pytest-django's
    bring(site, b"\nOne\n\nTwo\n")
    write("One\n\n2")
    (article,) = json.loads(client.get("/api/news/index.json").content)["value"]
    assert article["content"] == expected


def test_a_story_is_found_by_a_word_of_its_text(site: Path, client: Client) -> None:
    bring(site, b"\nThe [bonfire](https://nowhere.example/) at Brannock.\n")
    assert "Fires" in client.get("/search/", {"q": "brannock"}).content.decode()
    write("At Pell's Landing.")
    assert SearchDue.objects.exists()
    follow()
    assert ">Fires<" not in client.get("/search/", {"q": "brannock"}).content.decode()


# ---- At the desk


def test_a_text_is_typed_and_kept_to_the_letter(desk: Client, site: Path, tmp_path: Path) -> None:
    article = bring(site, b"\r\nOne\r\n\r\nTwo\r\n")
    address = reverse("admin:articles_article_change", args=[article.pk])
    save(desk, address, "article", title="Bonfires")
    assert taken_out(tmp_path / "a").endswith(b"\r\nOne\r\n\r\nTwo\r\n")
    save(desk, address, "article", body="    code\r\n\r\nTwo  \r\n\r\n")
    assert story().body == "    code\n\nTwo  \n\n"
    assert taken_out(tmp_path / "b").endswith(b"---\n\r\n    code\r\n\r\nTwo  \r\n\r\n\r\n")
    assert [change["key"] for change in Revision.objects.latest("pk").changes] == ["body"]


def test_a_text_too_long_for_its_document_is_refused(desk: Client, site: Path) -> None:
    article = bring(site, b"\nOne\n")
    address = reverse("admin:articles_article_change", args=[article.pk])
    sent = sent_by_browser(desk, address, "article") | {"body": "x" * (BODY_LIMIT + 1)}
    page = desk.post(address, sent)
    assert page.status_code == 200
    assert "has 1,048,577 bytes of text" in page.content.decode()


def test_a_text_of_a_megabyte_goes_every_way(desk: Client, site: Path, tmp_path: Path) -> None:
    """In and out, edited in the form, told by the API, found, shown, and compared."""
    front = FRONT.replace(b"\n", b"\r\n")
    text = "\r\n".join(["Fires é"] * (BODY_LIMIT // 10))
    article = bring(site, front + f"\r\n{text}\r\n".encode(), b"")
    address = reverse("admin:articles_article_change", args=[article.pk])
    save(desk, address, "article", body=f"Bonfires\r\n{text}")
    assert taken_out(tmp_path / "out") == front + f"\r\nBonfires\r\n{text}\r\n".encode()
    (told,) = json.loads(desk.get("/api/news/index.json").content)["value"]
    assert told["content"] == f"\r\nBonfires\r\n{text}\r\n"
    assert "Fires" in desk.get("/search/", {"q": "bonfires"}).content.decode()
    assert desk.get(story().get_absolute_url()).content.decode().count("é") >= BODY_LIMIT // 10
    history = desk.get(reverse("admin:articles_article_history", args=[article.pk])).content.decode()
    # Each side of a change is shown once, and nothing is compared word by word without end.
    assert history.count("é") <= 3 * BODY_LIMIT // 10


def test_two_people_in_one_text_both_keep_what_they_wrote(desk: Client, site: Path) -> None:
    article = bring(site, b"\nOne\n\nTwo\n\nThree\n")
    address = reverse("admin:articles_article_change", args=[article.pk])
    sent = sent_by_browser(desk, address, "article")
    write("One, by Bo\n\nTwo\n\nThree")
    assert desk.post(address, sent | {"body": "One\r\n\r\nTwo\r\n\r\nThree, by Ada"}).status_code == 302
    assert story().body == "One, by Bo\n\nTwo\n\nThree, by Ada"


def test_two_people_in_one_line_are_asked(desk: Client, site: Path) -> None:
    article = bring(site, b"\nOne\n")
    address = reverse("admin:articles_article_change", args=[article.pk])
    sent = sent_by_browser(desk, address, "article")
    write("One, by Bo")
    page = desk.post(address, sent | {"body": "One, by Ada"})
    assert page.status_code == 200
    assert "One, by Bo" in page.content.decode()
    assert story().body == "One, by Bo"


# ---- Who reads it


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/search/?q=fires",
        "/sitemap.xml",
        "/archive/",
        "/admin/articles/article/",
        "/admin/",
        "/providers/",
    ],
)
def test_no_list_reads_the_texts(desk: Client, site: Path, address: str) -> None:
    bring(site, b"\nOne\n")
    follow()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        desk.get(address)
    assert len(queries) > 0
    # Whether there is one may be asked, which reads none.
    assert not [query["sql"] for query in queries if re.search(r'"body"(?! = )', query["sql"])]
