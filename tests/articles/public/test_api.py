"""The origin's API: its stored pages, and what they do not show."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from articles.importing import import_documents
from articles.models import Article, Image, Topic
from documents.sources import Sources
from tests.support.made_up_api import StoredApi, stored_topics
from tests.support.make import delete_articles, make_article, make_provider, make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    cache.clear()


def get(client: Client, address: str, status: int = 200) -> Any:
    response = client.get(address)
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/json"
    return response.json()


def import_folder(folder: Path) -> None:
    import_documents(Sources([str(folder)]), workers=1)


def write_article(folder: Path, front: str, body: str = "\n", name: str = "2021-06-01-a.md") -> None:
    (folder / "_news").mkdir(exist_ok=True)
    text = f"---\ntitle: A\npublishedDateTime: 2021-06-01T12:00:00Z\npublished: true\n{front}---\n{body}"
    (folder / "_news" / name).write_text(text, newline="")


# ---- The contract


def test_stored_pages_equal_ours_value_for_value(client: Client, stored_api: StoredApi) -> None:
    import_folder(stored_api.site)
    assert len(stored_api.pages) >= 6
    for page in stored_api.pages:
        stored = json.loads(page.read_bytes())
        ours = get(client, f"/api/news/page/{page.parent.name}/index.json")
        # As texts, for the order of keys counts too.
        assert json.dumps(ours, indent=1) == json.dumps(stored, indent=1), page
        assert get(client, f"/api/news/?page={stored['page']}") == stored
        for item in stored["value"]:
            alone = get(client, f"/api/news/{Path(item['path']).stem}/index.json")
            assert json.dumps(alone) == json.dumps(item)
    first = json.loads((stored_api.api / "news/index.json").read_bytes())
    assert get(client, "/api/news/index.json") == first


def test_following_next_page_gives_every_article_once(client: Client) -> None:
    topic = make_topic("AI")
    made = [make_article(topics=[topic]).path for _ in range(51)]
    seen = []
    page = 1
    while page:
        found = get(client, f"/api/news/{topic.slug}/page/{page}/index.json")
        seen += [article["path"] for article in found["value"]]
        page = found["nextPage"]
    assert seen == sorted(made)


def test_full_last_page_has_no_next_one(client: Client) -> None:
    for _ in range(25):
        make_article()
    assert get(client, "/api/news/")["nextPage"] is None
    get(client, "/api/news/?page=2", status=404)


def test_topic_shows_only_its_own_articles(client: Client) -> None:
    ai, other = make_topic("AI"), make_topic("Other")
    mine = make_article(topics=[other, ai])
    make_article(topics=[other])
    found = get(client, "/api/news/ai/index.json")["value"]
    assert [article["path"] for article in found] == [mine.path]
    assert found[0]["topics"] == ["Other", "AI"]
    assert get(client, "/api/news/ai/") == get(client, "/api/news/ai/page/1/index.json")


def test_site_without_articles_has_an_empty_first_page(client: Client) -> None:
    assert get(client, "/api/news/index.json") == {"page": 1, "value": [], "nextPage": None}


def test_hidden_articles_are_not_served(client: Client) -> None:
    make_article(published=False)
    make_article(published=None)
    make_article(published_date_time=timezone.now() + timedelta(hours=1))
    assert get(client, "/api/news/")["value"] == []


# ---- What each key comes from


def test_what_an_article_lacks_is_null(client: Client) -> None:
    Article.objects.create(path="_news/bare.md", published=True, category="")
    (shown,) = get(client, "/api/news/")["value"]
    said = {key: value for key, value in shown.items() if value is not None}
    assert said == {"path": "_news/bare.md", "content": "", "locale": "en-us"}
    assert len(shown) == 21


def test_times_are_the_origins_local_ones_in_the_older_form(client: Client, settings: Settings) -> None:
    settings.API_FORM = "2021"
    make_article(published_date_time=datetime(2021, 1, 1, 7, 59, tzinfo=UTC))
    assert get(client, "/api/news/")["value"][0]["publishedDateTime"] == "2020-12-31T23:59:00-08:00"
    settings.API_TIME_ZONE = "UTC"
    assert get(client, "/api/news/")["value"][0]["publishedDateTime"] == "2021-01-01T07:59:00+00:00"


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("2021-06-02T00:30:00Z", "2021-06-02T00:30:00Z"),
        ('"2021-06-02T00:30:00.250Z"  # local', "2021-06-02T00:30:00.250Z"),
        ("2020-07-29T08:03:07.4989511Z", "2020-07-29T08:03:07.4989511Z"),
        ("2021-06-02T00:30:00.5+02:00", "2021-06-01T22:30:00.5Z"),
        ("2021-06-02t00:30:00z", "2021-06-02T00:30:00Z"),
    ],
)
def test_times_are_told_in_utc_as_documents_have_them(
    client: Client, tmp_path: Path, written: str, told: str
) -> None:
    text = (
        f"---\ntitle: A\npublishedDateTime: {written}\nupdatedDateTime: {written}\npublished: true\n---\n\n"
    )
    (tmp_path / "_news").mkdir()
    (tmp_path / "_news" / "a.md").write_text(text)
    import_folder(tmp_path)
    (shown,) = get(client, "/api/news/")["value"]
    assert (shown["publishedDateTime"], shown["updatedDateTime"]) == (told, told)
    Article.objects.update(published_date_time=datetime(2021, 1, 1, tzinfo=UTC))
    assert get(client, "/api/news/")["value"][0]["publishedDateTime"] == "2021-01-01T00:00:00Z"


@pytest.mark.parametrize("front", ["", "highlight: true\n"])
def test_empty_body_in_both_forms(client: Client, tmp_path: Path, settings: Settings, front: str) -> None:
    write_article(tmp_path, front, body="\n")
    import_folder(tmp_path)
    for form, nothing in (("2021", "\r\n"), ("2023", "")):
        settings.API_FORM = form
        assert get(client, "/api/news/")["value"][0]["content"] == nothing


def test_one_article_has_a_page_of_its_own_unless_a_topic_has_its_name(client: Client) -> None:
    article, other = make_article(), make_article(path="_news/tides of may.md")
    make_article(path="_news/tides.md", topics=[make_topic("Tides")])
    hidden = make_article(published=False)
    for one, address in ((article, article.slug), (other, "tides%20of%20may")):
        for end in ("/", "/index.json", "/?page=7"):
            assert get(client, f"/api/news/{address}{end}")["path"] == one.path
    assert get(client, "/api/news/tides/")["page"] == 1
    for missing in (hidden.slug, f"{article.slug}/page/1", "%00"):
        assert set(get(client, f"/api/news/{missing}/index.json", status=404)) == {"error"}


def test_article_that_moved_leads_on(client: Client) -> None:
    article = make_article(path="_news/low water.md")
    article.path = "_news/high water.md"
    article.save()
    response = client.get("/api/news/low%20water/index.json")
    assert (response.status_code, response["Location"]) == (301, "/api/news/high%20water/index.json")
    delete_articles(article)
    assert set(get(client, "/api/news/high%20water/", status=404)) == {"error"}


def test_keys_without_a_column_are_told_from_the_document(client: Client, tmp_path: Path) -> None:
    write_article(
        tmp_path,
        "locale: de-de\nhighlight: true\ntags:\n  - x\n  - 2\nsourceUrl: 'https://s.example/'\n"
        "updatedDateTime: 2021-06-02T00:30:00Z\nsecured: 'hush'\ndeleted: 1\n",
        body="\nA body\nof two lines\n",
    )
    import_folder(tmp_path)
    for _ in range(2):  # the second time from the cache
        (shown,) = get(client, "/api/news/")["value"]
        assert shown["locale"] == "de-de"
        assert shown["highlight"] is True
        assert shown["tags"] == ["x", 2]
        assert shown["sourceUrl"] == "https://s.example/"
        assert shown["updatedDateTime"] == "2021-06-02T00:30:00Z"
        assert shown["content"] == "\r\nA body\r\nof two lines\r\n"
        assert "secured" not in shown
        assert "hush" not in str(shown)


def test_changed_document_is_told_anew(client: Client, tmp_path: Path) -> None:
    for locale in ("de-de", "fr-fr"):
        write_article(tmp_path, f"locale: {locale}\n")
        import_folder(tmp_path)
        assert get(client, "/api/news/")["value"][0]["locale"] == locale


def test_body_of_a_plain_document_needs_no_parser(client: Client, tmp_path: Path) -> None:
    write_article(tmp_path, "", body="One\r\nTwo\n")
    import_folder(tmp_path)
    assert get(client, "/api/news/")["value"][0]["content"] == "One\r\nTwo\r\n"


@pytest.mark.parametrize(
    ("origin", "url"), [("", "/l.jpg"), ("https://o.example/news", "https://o.example/news/l.jpg")]
)
def test_addresses_within_the_site_begin_at_the_origin(
    client: Client, tmp_path: Path, settings: Settings, origin: str, url: str
) -> None:
    settings.ORIGIN_URL = origin
    logo = '  images:\n    - url: "/l.jpg"\n      width: 50\n      height: 50\n'
    write_article(tmp_path, f"provider:\n  name: P\n  domain: p.example\n{logo}")
    import_folder(tmp_path)
    assert get(client, "/api/news/")["value"][0]["provider"] == {
        "name": "P",
        "domain": "p.example",
        "images": [
            {"url": url, "width": 50, "height": 50, "title": None, "attribution": None, "isCached": False}
        ],
        "publishers": None,
        "authors": None,
    }


def test_edited_article_is_shown_as_edited(client: Client, tmp_path: Path) -> None:
    write_article(tmp_path, "")
    import_folder(tmp_path)
    article = Article.objects.get()
    article.title = "B"
    article.save()
    assert get(client, "/api/news/")["value"][0]["title"] == "B"


@pytest.mark.usefixtures("made_anew")
def test_provider_that_an_editor_chose_is_named_with_its_logo(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(5):
        provider = make_provider(f"p{number}.example", name="P")
        Image.objects.create(provider=provider, url=f"https://p.example/{number}.jpg", width=50, height=50)
        make_article(provider=provider)
    with django_assert_max_num_queries(8):
        shown = get(client, "/api/news/")["value"]
    assert [article["provider"]["images"][0]["url"] for article in shown] == [
        f"https://p.example/{number}.jpg" for number in range(5)
    ]


# ---- Topics


def test_topics_in_the_order_of_their_files(client: Client, whole_site: Path) -> None:
    import_folder(whole_site)
    found = get(client, "/api/topics/index.json")
    assert found == get(client, "/api/topics/")
    # As texts, for the order of keys counts too, and services have the document's order on both databases.
    assert json.dumps(found["value"]) == json.dumps(stored_topics(whole_site))
    assert len(found["value"]) >= 7
    assert any(len(topic["services"]) > 1 for topic in found["value"])
    assert any("parent" in topic for topic in found["value"])


def test_topic_images_come_from_its_document(client: Client, tmp_path: Path) -> None:
    (tmp_path / "_data" / "topics").mkdir(parents=True)
    (tmp_path / "_data" / "topics" / "00-a.yaml").write_text("name: A\nimages:\n  - url: /a.jpg\n")
    import_folder(tmp_path)
    (topic,) = get(client, "/api/topics/")["value"]
    assert topic == {"name": "A", "shortname": "A", "id": "a", "images": [{"url": "/a.jpg"}], "services": []}


# ---- As an address


@pytest.mark.parametrize(
    "address",
    [
        "/api/news/?page=0",
        "/api/news/?page=-1",
        "/api/news/?page=x",
        "/api/news/?page=",
        "/api/news/?page=1.5",
        "/api/news/?page=%C2%B2",
        "/api/news/?page=%00",
        "/api/news/?page=99999999999999999999",
        "/api/news/page/2/index.json",
        "/api/news/page/x/index.json",
        "/api/news/no-such-topic/index.json",
        "/api/news/%00/index.json",
        "/api/news/page/1/index.html",
        "/api/nonsense",
    ],
)
def test_nonsense_is_a_404_that_programs_can_read(client: Client, address: str) -> None:
    assert set(get(client, address, status=404)) == {"error"}


@pytest.mark.parametrize("rest", ["", "index.json", "?page=2", "page/2/index.json"])
def test_topic_that_moved_leads_on(client: Client, rest: str) -> None:
    make_article(topics=[make_topic("Tides")])
    topic = Topic.objects.get()
    old, topic.slug = topic.slug, "high-water"
    topic.save()
    response = client.get(f"/api/news/{old}/{rest}")
    assert (response.status_code, response["Location"]) == (301, f"/api/news/high-water/{rest}")
    assert response["Access-Control-Allow-Origin"] == "*"


def test_topic_that_is_gone_or_hidden_leads_nowhere(client: Client) -> None:
    make_article(topics=[make_topic("Tides")])
    topic = Topic.objects.get()
    old, topic.slug = topic.slug, "high-water"
    topic.save()
    delete_articles(Article.objects.all())
    Topic.objects.update(path="")
    # Without a story and without a document, nobody sees it.
    assert set(get(client, f"/api/news/{old}/", status=404)) == {"error"}


def test_other_methods_are_refused(client: Client) -> None:
    assert client.post("/api/news/").status_code == 405


def test_second_request_with_the_etag_gives_304(client: Client) -> None:
    make_article()
    first = client.get("/api/news/")
    assert first["Cache-Control"] == "public, max-age=60"
    assert client.get("/api/news/", headers={"If-None-Match": first["ETag"]}).status_code == 304
    make_article()
    assert client.get("/api/news/", headers={"If-None-Match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize("address", ["/api/news/", "/api/news/ai/"])
@pytest.mark.parametrize("articles", [1, 25])
@pytest.mark.usefixtures("made_anew", "edition_at_once")
def test_any_number_of_articles_takes_the_same_few_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries, address: str, articles: int
) -> None:
    topic = make_topic("AI")
    for _ in range(articles):
        make_article(topics=[topic], provider=make_provider(), images=[{"url": "https://example.org/i.jpg"}])
    # The tree of topics is read once for an edition.
    get(client, address)
    with django_assert_max_num_queries(8):
        assert len(get(client, address)["value"]) == articles
