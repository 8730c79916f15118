"""What stands in a document is text on every public page, and a template that errs says so."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.template import engines
from django.test import Client, RequestFactory
from jinja2 import UndefinedError
from pytest_django import Settings

from articles.models import Article, Topic
from articles.models.workflow import State
from articles.public import preview_links
from articles.public.article_page import render_page
from articles.public.preview_links import shared_address
from articles.reading.markdown import as_html
from providers.models import Provider
from tests.support.make import make_article, make_provider, make_related, make_topic

pytestmark = pytest.mark.django_db

HOSTILE = """"><evil onevil='1'>&amp;<!--' onevil="2" >"""


class Tags(HTMLParser):
    """The elements of a page, and the attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found |= {tag, *(name for name, _ in attrs)}


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> Iterator[set[str]]:
    """The names of templates that are read while the test runs."""
    environment: Any = engines["public"]
    environment.env.cache.clear()
    names: set[str] = set()
    load = environment.env.loader.load

    def remembering(env: Any, name: str, *rest: Any) -> Any:
        names.add(name)
        return load(env, name, *rest)

    monkeypatch.setattr(environment.env.loader, "load", remembering)
    yield names


def hostile_pages(client: Client, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Each kind of page, of a site whose every text would be markup."""
    provider = make_provider("hostile.example", name=HOSTILE, description=HOSTILE)
    topic = make_topic(HOSTILE)
    texts: dict[str, Any] = {
        "title": HOSTILE,
        "excerpt": HOSTILE + " solar",
        "topics": [topic],
        "provider": provider,
    }
    story, *_ = [make_article(**texts, featured_content=HOSTILE) for _ in range(8)]
    make_related(story, title=HOSTILE)
    withdrawn = make_article(**texts, slug="gone")
    Article.objects.filter(pk=withdrawn.pk).update(published=False, state=State.WITHDRAWN, reason=HOSTILE)
    draft = make_article(**texts, published=False)
    day = story.published_date_time
    assert day is not None
    addresses = [
        "/",
        "/news/",
        "/topics/",
        "/topics/?after=x",
        "/providers/",
        "/archive/",
        "/feeds/",
        "/nowhere/",
    ]
    addresses += [f"/archive/{day:%Y}/", f"/archive/{day:%Y/%-m}/", f"/archive/{day:%Y/%-m/%-d}/"]
    addresses += [thing.get_absolute_url() for thing in (story, withdrawn)]
    addresses += [f"/topics/{Topic.objects.get().slug}/", f"/providers/{Provider.objects.get().domain}/"]
    addresses += ["/search/", "/search/?q=solar", shared_address(draft)]
    asked = {"q": HOSTILE, "since": HOSTILE, "type": HOSTILE, "minimum_heat": HOSTILE, "provider": HOSTILE}
    for address in addresses:
        yield client.get(address).content.decode()
        yield client.get(address, asked).content.decode()
    monkeypatch.setattr(preview_links, "LIFETIME", -preview_links.LIFETIME)
    yield client.get(shared_address(draft)).content.decode()
    written = render_page(
        RequestFactory().get("/"), "text.html", text=as_html(HOSTILE), language_of_text="ar"
    )
    yield written.content.decode()
    for template in ("410.html", "500.html", "503.html"):
        page = render_page(RequestFactory().get("/"), template, reason=HOSTILE)
        yield page.content.decode()


def test_no_text_of_a_site_becomes_markup_on_any_page(
    client: Client, settings: Settings, root: Path, loaded: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SITE_NAME = HOSTILE
    for page in hostile_pages(client, monkeypatch):
        assert not {"evil", "onevil"} & Tags(page).found
    assert {path.name for path in (root / "templates/public").iterdir()} - loaded == set()


def test_templates_turn_no_escaping_off(root: Path) -> None:
    environment: Any = engines["public"]
    assert environment.env.autoescape is True
    texts = {path.name: path.read_text("utf-8") for path in (root / "templates/public").iterdir()}
    assert [name for name, text in texts.items() if "autoescape" in text or "safe" in text] == []


def test_name_that_is_not_there_is_an_error() -> None:
    environment: Any = engines["public"]
    with pytest.raises(UndefinedError):
        environment.env.from_string("{{ articel }}").render()
    with pytest.raises(UndefinedError):
        environment.env.from_string("{{ article.titel }}").render(article=SimpleNamespace(title="A"))
