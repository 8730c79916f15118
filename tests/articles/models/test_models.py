"""What the database itself promises, whoever writes to it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, connection, transaction

from articles.models import Article, Image, Listing, Topic
from documents import layout, schema
from tests.support.make import LONG_AGO, make_article, make_provider, make_related, make_topic

pytestmark = pytest.mark.django_db

Write = Callable[[Topic, Topic], object]


def assert_refused(write: Callable[[], object], constraint: str) -> None:
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        write()
    # SQLite names the column of an index on a plain column, the constraint otherwise.
    assert constraint in str(caught.value)


# ---- Pictures


def test_image_of_nobody_is_refused() -> None:
    assert_refused(lambda: Image.objects.create(url="/a.jpg"), "image_has_one_owner")


def test_image_of_two_is_refused() -> None:
    article, provider = make_article(), make_provider()
    assert_refused(
        lambda: Image.objects.create(url="/a.jpg", article=article, provider=provider), "image_has_one_owner"
    )


def test_image_takes_no_second_owner_by_update() -> None:
    article, provider = make_article(images=[{"url": "/a.jpg"}]), make_provider()
    assert_refused(lambda: article.images.update(provider=provider), "image_has_one_owner")


def test_image_takes_no_second_owner_in_bulk() -> None:
    article, provider = make_article(), make_provider()
    image = Image(url="/a.jpg", article=article, provider=provider)
    assert_refused(lambda: Image.objects.bulk_create([image]), "image_has_one_owner")


@pytest.mark.parametrize("owner", ["article", "related_link", "provider"])
def test_image_of_one_is_taken(owner: str) -> None:
    article = make_article()
    owners = {
        "article": article,
        "related_link": make_related(article),
        "provider": make_provider(),
    }
    assert Image.objects.create(url="/a.jpg", **{owner: owners[owner]}).pk


# ---- Names


def test_topic_name_is_unique_without_case() -> None:
    make_topic("Artificial Intelligence")
    assert_refused(lambda: make_topic("artificial INTELLIGENCE", slug="other"), "topic_name_unique")


def test_topic_name_stays_unique_by_update() -> None:
    make_topic("World")
    other = make_topic("Sport")
    assert_refused(
        lambda: Topic.objects.filter(pk=other.pk).update(name="WORLD"), "topic_name_unique_without_case"
    )


def test_topics_with_one_slug_get_two_addresses() -> None:
    assert [make_topic("Art & Design").slug, make_topic("Art, Design").slug] == ["art-design", "art-design-2"]


def test_topic_paths_are_unique_save_the_empty_one() -> None:
    Topic.objects.bulk_create([Topic(name="A", slug="a"), Topic(name="B", slug="b")])
    path = make_topic("C").path
    assert_refused(lambda: Topic.objects.filter(name="A").update(path=path), "path")


# ---- The tree of topics


@pytest.fixture
def three() -> list[Topic]:
    """A topic, one below it, and one below that."""
    top = make_topic("Top")
    middle = make_topic("Middle", parent=top)
    return [top, middle, make_topic("Bottom", parent=middle)]


def save(topic: Topic, parent: Topic) -> None:
    topic.parent = parent
    topic.save()


def update(topic: Topic, parent: Topic) -> None:
    Topic.objects.filter(pk=topic.pk).update(parent=parent)


def bulk_update(topic: Topic, parent: Topic) -> None:
    topic.parent = parent
    Topic.objects.bulk_update([topic], ["parent"])


def upsert(topic: Topic, parent: Topic) -> None:
    topic.parent = parent
    Topic.objects.bulk_create([topic], update_conflicts=True, unique_fields=["id"], update_fields=["parent"])


def raw(topic: Topic, parent: Topic) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE articles_topic SET parent_id = %s WHERE id = %s", [parent.pk, topic.pk])


@pytest.mark.parametrize("write", [save, update, bulk_update, upsert, raw])
def test_loop_of_three_is_refused(three: list[Topic], write: Write) -> None:
    top, _, bottom = three
    assert_refused(lambda: write(top, bottom), "topic")


@pytest.mark.parametrize("write", [save, update, bulk_update, upsert, raw])
def test_loop_of_two_is_refused(three: list[Topic], write: Write) -> None:
    top, middle, _ = three
    assert_refused(lambda: write(top, middle), "topic")


@pytest.mark.parametrize("write", [save, update, bulk_update, upsert, raw])
def test_topic_is_not_its_own_parent(three: list[Topic], write: Write) -> None:
    assert_refused(lambda: write(three[0], three[0]), "topic")


@pytest.mark.parametrize("write", [save, update, bulk_update, upsert, raw])
def test_topic_moves_where_no_loop_comes_of_it(three: list[Topic], write: Write) -> None:
    top, _, bottom = three
    write(bottom, top)
    bottom.refresh_from_db()
    assert bottom.parent == top


def test_insert_below_itself_is_refused() -> None:
    topic = Topic(id=999, name="Own", slug="own", parent_id=999)
    assert_refused(lambda: Topic.objects.bulk_create([topic]), "topic")


def test_form_names_the_field_of_a_loop(three: list[Topic]) -> None:
    three[0].parent = three[2]
    with pytest.raises(ValidationError) as caught:
        three[0].full_clean()
    assert list(caught.value.message_dict) == ["parent"]


# ---- Lengths


LIMITS = [
    ("title", schema.TITLE_LIMIT),
    ("original_url", schema.URL_LIMIT),
    ("web_url", schema.URL_LIMIT),
    ("amp_web_url", schema.URL_LIMIT),
    ("cdn_amp_web_url", schema.URL_LIMIT),
    ("type", schema.WORD_LIMIT),
    ("category", schema.WORD_LIMIT),
    ("path", layout.PATH_LIMIT),
]


@pytest.mark.parametrize(("field", "limit"), LIMITS)
def test_text_that_does_not_fit_names_its_field(field: str, limit: int) -> None:
    article = Article(**{"title": "A", "path": "_news/a.md", "slug": "a", field: "x" * (limit + 1)})
    with pytest.raises(ValidationError) as caught:
        article.full_clean()
    assert field in caught.value.message_dict


@pytest.mark.parametrize(("field", "limit"), LIMITS)
def test_text_that_fits_comes_back_whole(field: str, limit: int) -> None:
    text = "é" * limit
    fields: dict[str, Any] = {field: text}
    article = make_article(**fields)
    assert getattr(Article.objects.get(pk=article.pk), field) == text


def test_text_is_never_cut() -> None:
    article = make_article()
    long = "x" * (schema.TITLE_LIMIT + 1)
    if connection.vendor == "postgresql":
        with pytest.raises(DataError), transaction.atomic():
            Article.objects.filter(pk=article.pk).update(title=long)
    else:
        Article.objects.filter(pk=article.pk).update(title=long)
        assert Article.objects.get(pk=article.pk).title == long


# ---- What an article keeps true


def test_new_article_gets_a_path_of_its_own() -> None:
    paths = [make_article(path="", title="One title").path for _ in range(3)]
    assert paths == [
        "_news/2021-06-01-one-title.md",
        "_news/2021-06-01-one-title-2.md",
        "_news/2021-06-01-one-title-3.md",
    ]


def test_paths_are_unique() -> None:
    make_article(path="_news/a.md")
    assert_refused(lambda: make_article(path="_news/a.md"), "path")


def test_listings_follow_their_article() -> None:
    topic = make_topic()
    article = make_article(topics=[topic])
    article.published = None
    article.published_date_time = LONG_AGO.replace(year=2022)
    article.save()
    listing = Listing.objects.get(article=article)
    assert (listing.published, listing.published_date_time) == (False, article.published_date_time)


def test_article_stands_once_in_a_topic() -> None:
    topic = make_topic()
    article = make_article(topics=[topic])
    assert_refused(lambda: Listing.objects.create(article=article, topic=topic), "")


def test_topic_with_articles_is_not_deleted() -> None:
    topic = make_topic()
    make_article(topics=[topic])
    with pytest.raises(IntegrityError):
        topic.delete()


def test_paths_sort_by_their_bytes() -> None:
    for name in ("b", "B", "a", "é", "_", "Z"):
        make_article(path=f"_news/{name}.md")
    paths = list(Article.objects.order_by("path").values_list("path", flat=True))
    assert paths == sorted(paths, key=str.encode)
