"""What history takes down: by whom, when, from where, field by field; and a version put together again."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from articles.editing.history import Actor, recorded, snapshots, timeline, version
from articles.importing.settling_conflicts import settle
from articles.models import Article, Conflict, Listing, Revision
from documents.json_values import pack, unpack
from tests.support.make import make_article, make_provider, make_topic, make_user

pytestmark = pytest.mark.django_db
NOW = datetime(2031, 11, 23, 12, tzinfo=UTC)
FORM = Revision.Origin.FORM


def test_a_change_says_who_when_from_where_and_what() -> None:
    article, topic, user = make_article(title="Before"), make_topic("AI"), make_user("anna")
    with transaction.atomic(), recorded([article], Actor(user, FORM, NOW, "a note")):
        article.title = "After"
        article.save()
        Listing.objects.create(article=article, topic=topic)
    revision = Revision.objects.get()
    assert (revision.path, revision.at, revision.user, revision.actor) == (article.path, NOW, user, "anna")
    assert (revision.origin, revision.note) == (FORM, "a note")
    changes = {item["key"]: (unpack(item["before"]), unpack(item["after"])) for item in revision.changes}
    assert changes["title"] == ("Before", "After")
    assert changes["topics"][1] == ["AI"]
    assert changes.keys() == {"title", "topics"}


def test_nothing_changed_takes_nothing_down() -> None:
    article = make_article()
    with recorded([article], Actor(None, FORM, NOW)):
        article.save()
    assert not Revision.objects.exists()


def test_the_name_outlives_the_account() -> None:
    user, topic = make_user("anna", first_name="Anna", last_name="Ash"), make_topic("AI")
    with recorded([topic], Actor(user, FORM, NOW)):
        topic.name = "Machines"
        topic.save()
    user.delete()
    assert [entry.actor for entry in timeline(topic.path)] == ["Anna Ash"]


def test_a_provider_has_a_history_too() -> None:
    provider = make_provider(name="Old")
    with recorded([provider], Actor(None, FORM, NOW)):
        provider.name = "New"
        provider.save()
    assert [change["key"] for change in Revision.objects.get().changes] == ["name"]


def test_an_earlier_version_is_put_together_by_walking_back() -> None:
    article = make_article(title="One", excerpt="first")
    for number, (field, value) in enumerate((("title", "Two"), ("excerpt", "second"), ("title", "Three"))):
        with recorded([article], Actor(None, FORM, NOW + timedelta(hours=number))):
            setattr(article, field, value)
            article.save()
    (now,) = snapshots([article]).values()
    entries = timeline(article.path)
    said = [version(now, entries[:steps]) for steps in range(4)]
    assert [unpack(item["title"]) for item in said] == ["Three", "Two", "Two", "One"]
    assert [unpack(item["excerpt"]) for item in said] == ["second", "second", "first", "first"]


def test_a_settled_conflict_is_taken_down() -> None:
    article, user = make_article(title="Ours"), make_user()
    conflict = Conflict.objects.create(path=article.path, key="title", theirs=pack("Theirs"), found=NOW)
    assert settle(conflict, Conflict.Choice.THEIRS, user=user, now=NOW)
    assert Article.objects.get().title == "Theirs"
    assert (Revision.objects.get().origin, Revision.objects.get().user) == ("conflict", user)
