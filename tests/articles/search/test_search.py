"""What is found, in which order, and that the index follows every write; alike on both databases."""

import random
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import hypothesis
import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import strategies as st

from articles import search as search_module
from articles.importing import import_documents
from articles.models import Article, Listing, SearchDue, SearchText, Topic
from articles.search import search, sqlite
from articles.search.folding import parts, tokens
from documents.sources import Sources
from providers.models import Provider
from tests.support.make import delete_articles, make_article, make_provider, make_topic

pytestmark = pytest.mark.django_db


def found(text: str) -> list[str]:
    titles = dict(Article.objects.values_list("pk", "title"))
    return [titles[key] for key in search(text, Article.objects.published())]


# ---- What is found


def test_more_than_twelve_words_ask_for_the_first_twelve() -> None:
    twelve = "a long query that somebody pasted from the text of a story"
    make_article(title=twelve)
    assert len(found(f"{twelve} nowhere else")) == 1
    assert found(f"nowhere {twelve}") == []


@pytest.mark.parametrize(
    "text",
    [
        "zurich",
        "ZÜRICH",
        "zür",
        "3,5",
        "3.5",
        "AI",
        "ml",
        "ai/ml",
        "x-ray",
        "ray",
        "o'neil",
        '"power apps"',
        "apps power",
        "excerpted",
        "Contoso",
        "apps contoso zur",
        "canvas",
        "смысл",
        "ﬁnance",
        "finance",
    ],
)
def test_words_are_found_wherever_they_stand(text: str) -> None:
    make_article(
        title="Power Apps (AI/ML) in Zürich: 3,5 X-ray O’Neil Смысл finance",
        excerpt="Excerpted words",
        provider=make_provider(name="Contoso Café"),
        topics=[make_topic("Canvas apps")],
    )
    make_article(title="Something else")
    assert len(found(text)) == 1


@pytest.mark.parametrize(
    "text",
    ["", " ", '"', '""', "*", "-", "()", "NEAR", "zzz", "apps zzz", '"apps power"', "ower", "zurich*x", "\0"],
)
def test_what_is_not_there_is_not_found(text: str) -> None:
    make_article(title="Power Apps in Zürich")
    assert found(text) == []


def test_only_the_last_word_may_be_unfinished() -> None:
    make_article(title="Power Apps")
    assert found("power ap") == ["Power Apps"]
    assert found("pow apps") == []


def test_title_counts_more_than_topic_and_topic_more_than_excerpt() -> None:
    topic = make_topic("Solar")
    make_article(title="C", excerpt="solar wind")
    make_article(title="B", excerpt="other wind", topics=[topic])
    make_article(title="Solar A", excerpt="other wind")
    assert found("solar") == ["Solar A", "B", "C"]


def test_only_what_the_public_may_see_is_found() -> None:
    make_article(title="solar draft", published=False)
    make_article(title="solar unknown", published=None)
    make_article(title="solar later", published_date_time=timezone.now() + timedelta(hours=1))
    shown = make_article(title="solar now")
    assert found("solar") == ["solar now"]
    shown.published = False
    shown.save()
    assert found("solar") == []


def test_hidden_matches_take_no_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_module, "MOST", 2)
    make_article(title="solar shown")
    for _ in range(3):
        make_article(title="solar hidden", published=False)
    assert found("solar") == ["solar shown"]


def test_enough_whole_words_leave_no_place_to_beginnings(monkeypatch: pytest.MonkeyPatch) -> None:
    if connection.vendor == "postgresql":
        pytest.skip("PostgreSQL's planner chooses by how many have a word")
    monkeypatch.setattr(sqlite, "ENOUGH", 2)
    for title in ("solar one", "solar two", "solaris"):
        make_article(title=title)
    assert sorted(found("solar")) == ["solar one", "solar two"]
    make_article(title="solar draft", published=False)
    assert sorted(found("solar")) == ["solar one", "solar two"]
    monkeypatch.setattr(sqlite, "ENOUGH", 3)
    assert sorted(found("solar")) == ["solar one", "solar two", "solaris"]


def test_newest_are_the_best_of_what_very_many_have(monkeypatch: pytest.MonkeyPatch) -> None:
    if connection.vendor == "postgresql":
        pytest.skip("PostgreSQL ranks a row by itself, however many there are")
    monkeypatch.setattr(sqlite, "COMMON", 3)
    make_article(title="solar wind")
    make_article(title="wind", excerpt="solar")
    assert found("solar") == ["solar wind", "wind"]
    make_article(title="rain", excerpt="solar")
    assert found("solar") == ["rain", "wind", "solar wind"]


def test_one_word_of_very_many_is_enough_wherever_it_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    if connection.vendor == "postgresql":
        pytest.skip("PostgreSQL ranks a row by itself, however many there are")
    monkeypatch.setattr(sqlite, "COMMON", 3)
    make_article(title="solar wind")
    make_article(title="calm", excerpt="solar wind")
    assert found("solar wind") == ["solar wind", "calm"]
    make_article(title="rain", excerpt="solar")
    assert found("wind") == ["solar wind", "calm"]
    assert found("solar wind") == found("wind solar") == ["calm", "solar wind"]


def test_filters_count_before_the_best_are_chosen() -> None:
    provider = make_provider()
    mine = make_article(title="solar", provider=provider)
    make_article(title="solar")
    assert search("solar", Article.objects.published().from_provider(provider)) == [mine.pk]


@hypothesis.settings(max_examples=200, suppress_health_check=list(hypothesis.HealthCheck))
@hypothesis.given(
    st.one_of(
        st.text(max_size=40),
        st.text("\"*-+():^&|!<>'\\:% \0aä", max_size=20),
        st.lists(st.sampled_from(["AND", "OR", "NOT", "NEAR(", "title:", '"', "a", "*", "{", "}"])).map(
            " ".join
        ),
    )
)
def test_any_text_is_a_query(text: str) -> None:
    assert search(text, Article.objects.published()) == []


# ---- The index follows


def expected() -> dict[int, tuple[str, str, str, str]]:
    """What the texts should be, worked out from the rows."""
    texts = {}
    for article in Article.objects.select_related("provider"):
        topics = article.listings.order_by("position", "topic_id").values_list("topic__name", flat=True)
        provider = article.provider.name if article.provider else ""
        held = (article.title, article.excerpt, provider, ", ".join(topics))
        first, second, third, fourth = (" ".join(tokens(parts(text))) for text in held)
        texts[article.pk] = (first, second, third, fourth)
    return texts


def assert_true() -> None:
    """The index says what the rows say, as soon as somebody searches."""
    search("anything", Article.objects.all())
    assert not SearchDue.objects.exists()
    fields = ("title", "excerpt", "provider", "topics")
    held = {text.pk: tuple(getattr(text, field) for field in fields) for text in SearchText.objects.all()}
    assert held == expected()
    if connection.vendor == "sqlite":
        # Fails where the index does not say what the texts do.
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO articles_searchindex(articles_searchindex, rank) VALUES('integrity-check', 1)"
            )


CHANGES: dict[str, Callable[[Article, Topic, Provider], object]] = {
    "save": lambda article, topic, provider: Article(
        **{**vars_of(article), "title": "Wind", "excerpt": "Changed"}
    ).save(),
    "bulk update": lambda article, topic, provider: Article.objects.update(title="Wind"),
    "new provider": lambda article, topic, provider: Article.objects.update(provider=make_provider()),
    "no provider": lambda article, topic, provider: Article.objects.update(provider=None),
    "provider renamed": lambda article, topic, provider: Provider.objects.update(name="Fabrikam"),
    "topic renamed": lambda article, topic, provider: Topic.objects.update(name="Wind"),
    "topic added": lambda article, topic, provider: Listing.objects.create(
        article=article, topic=make_topic("Wind"), position=1
    ),
    "topic gone": lambda article, topic, provider: Listing.objects.all().delete(),
    "topic swapped": lambda article, topic, provider: Listing.objects.update(topic=make_topic("Wind")),
    "bulk create": lambda article, topic, provider: Article.objects.bulk_create(
        [Article(path=f"_news/bulk-{n}.md", title="Wind", provider=provider) for n in range(3)]
    ),
    "delete": lambda article, topic, provider: delete_articles(article),
    "raw delete": lambda article, topic, provider: raw(
        "DELETE FROM articles_listing", "DELETE FROM articles_article"
    ),
}


def vars_of(article: Article) -> dict[str, object]:
    return {field.attname: getattr(article, field.attname) for field in article._meta.concrete_fields}


def raw(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@pytest.mark.parametrize("name", CHANGES)
def test_index_follows(name: str) -> None:
    topic, provider = make_topic("Solar"), make_provider(name="Contoso")
    article = make_article(title="First", topics=[topic], provider=provider)
    assert_true()
    CHANGES[name](article, topic, provider)
    assert_true()
    assert bool(found("first contoso solar")) is (name in {"topic added", "bulk create"})


def test_index_follows_whatever_is_done_in_whatever_order() -> None:
    chance = random.Random(5)
    topic, provider = make_topic("Solar"), make_provider(name="Contoso")
    for number in range(40):
        article = Article.objects.order_by("?").first() or make_article(topics=[topic], provider=provider)
        article.title = f"Title {number}"
        article.save()
        topic.name = f"Topic {number}"
        topic.save()
        provider.name = f"Provider {number}"
        provider.save()
        if chance.random() < 0.3:
            delete_articles(article)
        if chance.random() < 0.5:
            make_article(topics=[topic], provider=provider)
    assert_true()


def test_words_of_title_and_provider_find_a_story(whole_site: Path) -> None:
    import_documents(Sources([str(whole_site)]), workers=1)
    if whole_site.name == "site-2021":
        assert found("gpt-3 venturebeat")[0] == "Microsoft uses GPT-3 to add AI features to Power Apps"
    for story in Article.objects.published().newest().select_related("provider")[:20]:
        assert story.title in found(f"{story.title} {story.provider}")


def test_imports_are_found_and_updated(whole_site: Path, tmp_path: Path) -> None:
    import_documents(Sources([str(whole_site)]), workers=1)
    # An import leaves nothing to whoever searches first.
    assert not SearchDue.objects.exists()
    assert_true()
    changed = Article.objects.published().newest()[0]
    (tmp_path / "_news").mkdir()
    source = (whole_site / changed.path).read_bytes()
    (tmp_path / changed.path).write_bytes(source.replace(changed.title.encode(), b"Unheard of"))
    import_documents(Sources([str(tmp_path)]), workers=1)
    assert_true()
    assert found("unheard of") == ["Unheard of"]
    make_article(title="Afterwards")
    assert found("afterwards") == ["Afterwards"]
    assert_true()


# ---- The triggers


def test_triggers_outlive_all_migrations() -> None:
    """A migration that alters a table on SQLite makes it anew, without its triggers."""
    wanted = {
        "articles_article": {
            "article_edited_at",
            "search_article_insert",
            "search_article_update",
            "search_article_delete",
        },
        "articles_listing": {"search_listing_insert", "search_listing_delete", "search_listing_update"},
        "articles_topic": {"search_topic_update"},
        "providers_provider": {"search_provider_update"},
    }
    if connection.vendor == "sqlite":
        wanted["articles_listing"].add("search_listing_update_to")
        wanted["articles_searchtext"] = {"search_text_delete"}
        wanted["articles_topic"] |= {f"topic_tree_has_no_circle_{event}" for event in ("insert", "update")}
        sql = "SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'"
    else:
        wanted["articles_topic"].add("topic_tree_has_no_circle")
        sql = "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal"
    with connection.cursor() as cursor:
        cursor.execute(sql)
        there = cursor.fetchall()
    for table, names in wanted.items():
        assert names <= {name for place, name in there if place == table}
