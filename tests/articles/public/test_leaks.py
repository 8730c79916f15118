"""What is not public leaves by no address: two hundred articles, a word of its own in each field, a crawl."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from articles.editing.history import Actor
from articles.editing.workflow import move
from articles.importing import import_documents
from articles.models import Article, Revision, Topic
from articles.models.workflow import State
from documents.sources import Sources
from providers.models import Provider
from tests.support.make import delete_articles

pytestmark = pytest.mark.django_db

HIDDEN = 200
SHOWN = 30
# Nothing else has it; a number follows.
WORD = "leakxq"
HUSH = "hushxq"

ADDRESSES = ("originalUrl", "webUrl", "ampWebUrl", "cdnAmpWebUrl")
FUTURE = "2999-01-01T00:00:00Z"
SOON = datetime(2999, 1, 1, tzinfo=UTC)


def document(word: str, *, published: str, when: str, topics: list[str], web_url: bool = True) -> str:
    """An article that says the word in every field that it has."""
    url = f"https://{word}.example/{word}"
    urls = [f'{key}: "{url}-{key}"' for key in ADDRESSES if web_url or key == "originalUrl"]
    lines = [
        "---",
        f"category: {word}" if WORD in word else "category: news",
        f'title: "Title {word} solar"',
        f'excerpt: "Excerpt {word}"',
        f"publishedDateTime: {when}",
        *urls,
        f"type: {'article' if len(word) % 2 else 'video'}",
        "heat: 5",
        *([f"published: {published}"] if published else []),
        "",
        f'featuredContent: "<iframe src=\\"https://www.youtube.com/embed/{word[:11]}\\"></iframe>{word}"',
        "",
        "provider:",
        f"  name: Provider {word}",
        f"  domain: {word}.example",
        "  images:",
        f'    - url: "{url}/logo.jpg"',
        "",
        "topics:",
        *(f"  - {topic}" for topic in topics),
        "",
        "images:",
        f'  - url: "{url}.jpg"',
        f'    title: "Image {word}"',
        f"    attribution: By {word}",
        "",
        "related:",
        f'  - title: "Related {word}"',
        f'    excerpt: "Related excerpt {word}"',
        f'    webUrl: "{url}/related"',
        "    provider:",
        f"      name: Other {word}",
        f"      domain: other.{word}.example",
        "",
        f"locale: {word}",
        "tags:",
        f"  - {word}",
        f"highlight: {word}",
        f'sourceUrl: "{url}/source"',
        f'unheardOf: "{HUSH} {word}"',
        f'secured: "{HUSH}{word}=="',
        "---",
        "",
        f"Body {word}",
    ]
    return "\n".join(lines) + "\n"


@pytest.fixture
def site(tmp_path: Path) -> None:
    """Thirty articles to be seen, and two hundred that are not.

    Undecided ones and those to come; what an editor scheduled, rejected and withdrew; and drafts.
    """
    folder = tmp_path / "_news"
    folder.mkdir()
    for number in range(HIDDEN):
        word = f"{WORD}{number:03}"
        published = ("false", "", "true")[number % 3]
        when = FUTURE if published == "true" else "2021-06-01T12:00:00Z"
        text = document(
            word, published=published, when=when, topics=["AI", f"Topic {word}"], web_url=number % 2 == 0
        )
        (folder / f"2021-06-01-{word}.md").write_text(text)
    for number in range(SHOWN):
        text = document(f"shown{number:03}", published="true", when="2021-06-02T12:00:00Z", topics=["AI"])
        if number == 0:
            # A public article may point at one that is not.
            text = text.replace(
                '"https://shown000.example/shown000/related"', '"https://elsewhere.example/a"'
            )
        (folder / f"2021-06-02-shown{number:03}.md").write_text(text)
    hosted = document("hosted", published="true", when="2021-06-03T12:00:00Z", topics=["AI"], web_url=False)
    (folder / "2021-06-03-hosted.md").write_text(hosted)
    import_documents(Sources([str(tmp_path)]), workers=1)
    Article.objects.filter(path=f"_news/2021-06-01-{WORD}000.md").update(
        web_url="https://elsewhere.example/a"
    )
    for place, state in enumerate((State.SCHEDULED, State.REJECTED, State.WITHDRAWN)):
        decided = Article.objects.filter(slug__regex=f"{WORD}[0-9]*[{3 * place}-{3 * place + 2}]$")
        actor = Actor(None, Revision.Origin.COMMAND, timezone.now(), note=f"Because {HUSH}")
        if state == State.WITHDRAWN:
            # Published first: dated ones of them, or the public would have seen the others.
            decided = decided.exclude(published_date_time__lt=timezone.now())
            move(decided, State.PUBLISHED, actor)
        assert move(decided, state, actor, publish_at=SOON).revisions
    drafts = Article.objects.filter(slug__regex=f"{WORD}[0-9]*9$")
    assert drafts.update(state=State.DRAFT, published=False, is_waiting=False, reason=f"Because {HUSH}")
    cache.clear()


def seeds() -> Iterator[str]:
    """Addresses that a person or a program could think of; of those for what is hidden, some of each kind."""
    topics, providers = (
        [name for name in names if not re.search(rf"{WORD}|^other", name) or "7" in name]
        for names in (
            Topic.objects.values_list("slug", flat=True),
            Provider.objects.values_list("domain", flat=True),
        )
    )
    yield from (
        "/",
        "/topics/",
        "/providers/",
        "/archive/",
        "/search/",
        "/search/?q=solar",
        "/search/?q=title",
    )
    yield from ("/sitemap.xml", "/news-sitemap.xml", "/robots.txt", "/healthz")
    yield from ("/api/", "/api/news/", "/api/news/index.json", "/api/news/?page=2", "/api/topics/index.json")
    subjects = [f"topics/{quote(slug)}/" for slug in topics]
    subjects += [f"providers/{domain}/" for domain in providers]
    for form in ("rss.xml", "atom.xml", "feed.json"):
        yield f"/feeds/{form}"
        yield f"/feeds/search/{form}?q=solar"
        yield from (f"/feeds/{subject}{form}" for subject in subjects)
    for slug in topics:
        yield from (f"/api/news/{slug}/", f"/topics/{slug}/", f"/topics/{slug}/?order=hottest")
    yield from (f"/providers/{domain}/" for domain in providers)
    yield from (f"/news/{slug}/" for slug in Article.objects.values_list("slug", flat=True))


def links(html: str, page: str) -> Iterator[str]:
    for link in re.findall(r'(?:(?:href|action|src)="|<loc>)([^"<]*)', html):
        parts = urlsplit(unescape(link))
        if parts.netloc in {"", "testserver"} and not parts.path.startswith("/static/"):
            query = f"?{parts.query}" if parts.query else ""
            yield (parts.path or urlsplit(page).path) + query


def crawl(client: Client) -> dict[str, str]:
    """What each address answers: the seeds, and all that pages link to."""
    answers: dict[str, str] = {}
    waiting = list(seeds())
    while waiting:
        address = waiting.pop()
        if address in answers:
            continue
        response = client.get(address)
        assert response.status_code in {200, 301, 302, 404, 410}, f"{address}: {response.status_code}"
        # Headers leak as well as bodies do.
        answers[address] = response.content.decode() + str(response.headers)
        if response["Content-Type"].startswith("text/html"):
            waiting += links(response.content.decode(), address)
    return answers


def said(answers: dict[str, str], word: str) -> list[str]:
    """The addresses whose answers say a word, though nobody asked for it."""
    return [address for address, answer in answers.items() if word in answer.replace(address.rstrip("/"), "")]


@pytest.mark.usefixtures("site")
def test_not_one_word_leaves(client: Client) -> None:
    assert Article.objects.count() == HIDDEN + SHOWN + 1
    assert Article.objects.published().count() == SHOWN + 1
    for _ in range(2):  # the second time from what was kept
        answers = crawl(client)
        assert said(answers, WORD) == []
        # Opaque keys of public articles do not leave either.
        assert said(answers, HUSH) == []
        assert [address for address, answer in answers.items() if '"secured"' in answer] == []
        # The crawl has seen what there is to see.
        for number in range(SHOWN):
            assert len(said(answers, f"shown{number:03}")) > 5


@pytest.mark.usefixtures("site")
def test_search_finds_no_hidden_word(client: Client) -> None:
    for number in range(0, HIDDEN, 10):
        word = f"{WORD}{number:03}"
        nothing = "zzzzzz999"
        for address in ("/search/?q=", "/feeds/search/feed.json?q=", "/feeds/search/rss.xml?q="):
            ours = client.get(address + word).content.decode().replace(word, nothing)
            # Identities and the like are made from the address: of the same length is near enough.
            assert ours.count("<item>") == 0
            assert "Title" not in ours.replace("<title>", "")
            assert len(ours) == len(client.get(address + nothing).content.decode())


@pytest.mark.usefixtures("site")
def test_withdrawn_article_is_gone_at_once(client: Client) -> None:
    article = Article.objects.get(slug="2021-06-02-shown007")
    delete_articles(Article.objects.exclude(slug__in=[article.slug, "2021-06-02-shown008"]))
    assert said(crawl(client), "shown007")
    article.published = False
    article.save()
    assert said(crawl(client), "shown007") == []
