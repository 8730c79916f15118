"""The edition: what moves it, what does not, and what is kept under it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import connection, models, transaction
from time_machine import TimeMachineFixture

from articles.models import Article, Edition, Image, Listing, Redirect, SourceDocument, Topic
from articles.reading.counts import by_topic
from articles.reading.edition import CurrentEdition, current_edition, kept
from providers.models import Provider
from tests.support.make import delete_articles, make_article, make_provider, make_related, make_topic

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("edition_at_once")]
migration = import_module("articles.migrations.0004_edition")
texts = import_module("articles.migrations.0006_texts_of_articles")
pictures = import_module("articles.migrations.0008_pictures")
NOW = datetime(2031, 11, 23, 12, tzinfo=UTC)

# What no page of the public site shows. Keys of rows never change.
UNSEEN = {
    "articles_article": {
        "path_key",
        "changed_at_source",
        "created_by_id",
        "decided_by_id",
        "is_damaged",
        "is_waiting",
        "left_as_is",
        "revoked_links",
        "sent_for_review_at",
    },
    # What names are compared by.
    "articles_topic": {"name_key"},
    "providers_provider": {"identity_key"},
    # Who sent it and when; how large the file is that goes out.
    "articles_picture": {"path_key", "size", "uploaded_by_id", "uploaded_at"},
    # What two paths are compared by; which run brought it. A digest changes with the content.
    "articles_sourcedocument": {"path_key", "is_loose", "is_carried", "run_id", "digest"},
}


def current() -> CurrentEdition:
    found = current_edition()
    assert found is not None
    return found


def test_every_column_either_moves_the_edition_or_is_seen_by_nobody() -> None:
    tables = {model._meta.db_table: model for model in apps.get_models()}
    for table in {*migration.SEEN, *migration.SOURCES, pictures.TABLE}:
        seen = {
            *(texts.TEXTS if table == "articles_article" else ()),
            *(pictures.SEEN if table == pictures.TABLE else ()),
            *migration.SEEN.get(table, ()),
            *migration.HEAT.get(table, ()),
            *migration.SOURCES.get(table, ()),
        }
        keys = {field.column for field in tables[table]._meta.concrete_fields if field.primary_key}
        columns = {field.column for field in tables[table]._meta.concrete_fields}
        assert columns - keys == seen | UNSEEN.get(table, set()), table


def test_triggers_outlive_all_migrations() -> None:
    """A migration that alters a table on SQLite makes it anew, without its triggers."""
    is_sqlite = connection.vendor == "sqlite"
    sql = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if is_sqlite
        else "SELECT tgname FROM pg_trigger"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql)
        there = {name for (name,) in cursor.fetchall()}
    own = {f"edition_picture_{event}" for event in ("insert", "delete", "update")}
    assert {*migration.NAMES, *own} <= there


def _raw() -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE articles_article SET title = 'By hand'")


CHANGES: dict[str, Callable[[], object]] = {
    "a new article": make_article,
    "an article saved": lambda: Article.objects.get().save(),
    "a title in bulk": lambda: Article.objects.update(title="Other"),
    "raw SQL": _raw,
    "a withdrawal": lambda: Article.objects.update(published=False, state="withdrawn"),
    "an article deleted": lambda: delete_articles(Article.objects.all()),
    "a topic renamed": lambda: Topic.objects.update(name="Other"),
    "a new topic": lambda: make_topic("New"),
    "a listing moved": lambda: Listing.objects.update(position=7),
    "a listing deleted": lambda: Listing.objects.all().delete(),
    "a provider": lambda: Provider.objects.update(name="Other"),
    "a picture": lambda: Image.objects.create(article=Article.objects.get(), url="https://example.org/a.jpg"),
    "a related link": lambda: make_related(Article.objects.get()),
    "an address that moved": lambda: Redirect.objects.create(address="news/former"),
    "by hand": Edition.objects.move,
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_readers_see_moves_the_edition(change: Callable[[], object]) -> None:
    article = make_article(topics=[make_topic("Tides")], provider=make_provider("p.example"))
    before = current()
    change()
    if change is CHANGES["an article saved"]:
        assert article.title
        assert current().number == before.number
    else:
        assert current().number != before.number


def test_what_nobody_sees_moves_nothing() -> None:
    make_article()
    before = current()
    Article.objects.update(left_as_is=["title"], changed_at_source=["title"], is_waiting=True)
    Article.objects.update(title=models.F("title"), heat=models.F("heat"))
    delete_articles(Article.objects.filter(title="no such"))
    assert current() == before


def test_heat_moves_its_own_number_when_the_minute_is_over() -> None:
    make_article(heat=1)
    before = current()
    Article.objects.update(heat=2)
    Article.objects.update(heat=3)
    row = Edition.objects.get()
    assert (row.number, row.heat_before) == (before.number, before.heat)
    assert row.heat != before.heat
    Edition.objects.update(heat_minute=models.F("heat_minute") - 1)
    assert current() == before._replace(heat=row.heat)
    # The next change comes in another minute: until that is over, what stood before it counts.
    Article.objects.update(heat=4)
    assert Edition.objects.get().heat_before == row.heat


def test_bytes_of_documents_have_a_number_of_their_own() -> None:
    before = current()
    SourceDocument.objects.create(path="_news/a.md", content=b"---\n---\n", digest=b"1")
    assert current().number == before.number
    assert current().sources != before.sources


def test_change_that_is_taken_back_leaves_nothing_behind() -> None:
    before = current()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        make_article()
        raise ZeroDivisionError
    assert current() == before


# ---- What is kept


def test_it_is_made_once_for_an_edition() -> None:
    made = []
    for _ in range(2):
        kept("name", lambda: made.append(1))
    make_article()
    kept("name", lambda: made.append(1))
    assert len(made) == 2


def test_nothing_is_kept_before_a_transaction_that_changed_something_ends() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite moves the edition with the change itself")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS edition_move DEFERRED")
    before = current()
    make_article()
    assert current_edition() is None
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS edition_move IMMEDIATE")
    assert current().number != before.number


def test_count_ends_when_the_next_article_becomes_public(time_machine: TimeMachineFixture) -> None:
    topic = make_topic("Tides")
    time_machine.move_to(NOW, tick=False)
    make_article(topics=[topic], published_date_time=NOW + timedelta(seconds=10))
    assert by_topic() == {}
    time_machine.move_to(NOW + timedelta(seconds=10), tick=False)
    assert by_topic() == {topic.pk: 1}


def test_database_that_was_emptied_keeps_nothing() -> None:
    Edition.objects.all().delete()
    assert current_edition() is None
    assert kept("name", lambda: 1) == 1
    assert cache.get("name:0") is None
