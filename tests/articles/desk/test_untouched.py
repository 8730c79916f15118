"""A form that somebody opened and saved changes nothing but what they changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from articles.models import Article, RelatedLink, Topic
from providers.models import Provider
from tests.support.forms import save, sent_by_browser

pytestmark = pytest.mark.django_db

Export = Callable[[], dict[str, bytes]]
Site = dict[str, bytes]


@pytest.fixture
def client(client: Client, editor: User) -> Client:
    client.force_login(editor)
    return client


def change_address(row: Model) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def lines_that_differ(before: bytes, after: bytes) -> list[tuple[bytes, bytes]]:
    old, new = before.split(b"\n"), after.split(b"\n")
    assert len(old) == len(new)
    return [pair for pair in zip(old, new, strict=True) if pair[0] != pair[1]]


@pytest.mark.parametrize("model", [Article, RelatedLink, Topic, Provider])
def test_saving_every_form_unchanged_changes_no_byte(
    client: Client, site: Site, exported: Export, model: type[Model]
) -> None:
    for row in model._default_manager.all():
        save(client, change_address(row), str(model._meta.model_name))
    assert exported() == site


def test_line_ends_of_an_untouched_excerpt_stay(client: Client, site: Site, exported: Export) -> None:
    """One has `\\n`, the other `\\r\\n`; a browser sends both alike."""
    for stem in ("2026-02-14", "2026-09-12"):
        article = Article.objects.get(path__startswith=f"_news/{stem}")
        assert "\n" in article.excerpt
        save(client, change_address(article), "article", quality="1")
        [(path, data)] = [(path, data) for path, data in exported().items() if data != site[path]]
        assert [new for _, new in lines_that_differ(site[path], data)] == [b"quality: 1"]
        save(client, change_address(article), "article", quality=str(article.quality))
    assert exported() == site


def test_changed_text_keeps_its_kind_of_line_end(client: Client, site: Site) -> None:
    article = Article.objects.get(path__startswith="_news/2026-09-12")
    save(client, change_address(article), "article", excerpt="One.\r\nTwo. ")
    article.refresh_from_db()
    assert article.excerpt == "One.\r\nTwo."
    article = Article.objects.get(path__startswith="_news/2026-02-14")
    save(client, change_address(article), "article", excerpt="One.\r\nTwo. ")
    article.refresh_from_db()
    assert article.excerpt == "One.\nTwo."


def test_microseconds_and_spaces_stay(client: Client, site: Site) -> None:
    article = Article.objects.get(path__startswith="_news/2026-02-14")
    assert article.published_date_time is not None
    article.published_date_time = article.published_date_time.replace(microsecond=123456)
    article.title = "  spaced  "
    article.save()
    when = article.published_date_time
    save(client, change_address(article), "article", heat="7")
    article.refresh_from_db()
    assert (article.published_date_time, article.title, article.heat) == (when, "  spaced  ", 7)


@pytest.mark.parametrize(("to", "line"), [("", b"published: true"), ("withdrawn", b"published: false")])
def test_document_follows_what_was_decided_and_not_the_form(
    client: Client, site: Site, exported: Export, to: str, line: bytes
) -> None:
    article = Article.objects.get(path__startswith="_news/2026-02-14")
    save(client, change_address(article), "article", published="unknown", _move=to)
    lines = exported()[article.path].split(b"\n")
    assert [found for found in lines if found.startswith(b"published:")] == [line]


def test_one_title_is_one_line(client: Client, site: Site, exported: Export) -> None:
    article = Article.objects.get(path__startswith="_news/2026-03-21")
    save(client, change_address(article), "article", title="Another title")
    [(path, data)] = [(path, data) for path, data in exported().items() if data != site[path]]
    assert path == article.path
    assert [new for _, new in lines_that_differ(site[path], data)] == [b'title: "Another title"']


def test_untouched_topic_that_only_articles_name_gets_no_document(
    client: Client, site: Site, exported: Export
) -> None:
    topic = Topic.objects.get(name="Archaeology")
    save(client, change_address(topic), "topic")
    assert exported() == site


def test_slug_that_only_documents_allow_may_stay(client: Client, site: Site) -> None:
    topic = Topic.objects.get(slug="climate")
    Topic.objects.filter(pk=topic.pk).update(slug="climate-2.0")
    save(client, change_address(topic), "topic", shortname="Warm")
    topic.refresh_from_db()
    assert (topic.slug, topic.shortname) == ("climate-2.0", "Warm")


def test_lists_of_a_topic_are_lines(client: Client, site: Site, exported: Export) -> None:
    topic = Topic.objects.get(slug="skerrow-coast")
    save(client, change_address(topic), "topic", services="news: https://example.org/news\r\nempty:\r\n")
    topic.refresh_from_db()
    assert topic.services == {"news": "https://example.org/news", "empty": None}
    save(client, change_address(topic), "topic", keywords="a\r\n\r\n b ")
    topic.refresh_from_db()
    assert topic.keywords == ["a", "b"]


def test_what_came_in_while_a_form_was_open_stays(client: Client, site: Site) -> None:
    article = Article.objects.get(path__startswith="_news/2026-02-14")
    other = Provider.objects.exclude(pk=article.provider_id or 0).exclude(domain="")[0]
    sent = sent_by_browser(client, change_address(article), "article")
    article.title, article.heat, article.provider = "Theirs", 99, other
    article.save()
    response = client.post(change_address(article), sent | {"excerpt": "Ours"})
    assert response.status_code == 302
    article.refresh_from_db()
    assert (article.title, article.heat, article.provider) == ("Theirs", 99, other)
    assert article.excerpt == "Ours"


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("head", ["|", ">", "|+"])
def test_word_of_a_text_on_several_lines_is_one_line(
    client: Client, tmp_path: Path, head: str, newline: str
) -> None:
    """Browsers send the line end that ends such a text, and no form takes it away."""
    source = f"---\ntitle: >\n  One\n  noun\nexcerpt: {head}\n  The ferry.\n\n  At noun.\n  Tickets.\n---\n"
    data = source.replace("\n", newline).encode()
    (tmp_path / "in/_news").mkdir(parents=True)
    (tmp_path / "in/_news/a.md").write_bytes(data)
    call_command("import_articles", str(tmp_path / "in"), verbosity=0)
    article = Article.objects.get()
    sent = {name: getattr(article, name).replace("noun", "noon") for name in ("title", "excerpt")}
    sent["title"] = sent["title"].replace("\n", "")
    save(client, change_address(article), "article", **sent)
    call_command("export_articles", str(tmp_path / "out"), verbosity=0)
    pairs = lines_that_differ(data, (tmp_path / "out/_news/a.md").read_bytes())
    assert [new.strip() for _, new in pairs] == [b"noon", b"At noon."]


def test_blanks_around_a_text_stay_where_another_line_changed(client: Client, tmp_path: Path) -> None:
    """Where somebody types such blanks, they are taken away."""
    data = b"---\ntitle: a\nexcerpt: |2\n    Verse.\n  At noun.\n  Tickets. \n\n---\n"
    (tmp_path / "in/_news").mkdir(parents=True)
    (tmp_path / "in/_news/a.md").write_bytes(data)
    call_command("import_articles", str(tmp_path / "in"), verbosity=0)
    article = Article.objects.get()
    changed = article.excerpt.replace("noun", "noon")
    save(client, change_address(article), "article", excerpt=changed, title="  b ")
    call_command("export_articles", str(tmp_path / "out"), verbosity=0)
    pairs = lines_that_differ(data, (tmp_path / "out/_news/a.md").read_bytes())
    assert [new for _, new in pairs] == [b"title: b", b"  At noon."]
