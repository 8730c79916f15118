"""Every role at every door of the desk, against a table kept as data: permissions.csv."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.urls import reverse
from django.utils import timezone

from articles.editing import workflow
from articles.editing.assignment import change_topics
from articles.editing.history import Actor
from articles.editing.repairs import repair
from articles.models import (
    Article,
    Conflict,
    FrozenField,
    ImportedDocument,
    ImportRun,
    Revision,
    SavedFilter,
    SourceDocument,
    Topic,
    Upload,
    Withheld,
)
from articles.models.workflow import State
from articles.roles import CHIEF, CONTRIBUTOR, EDITOR
from articles.search import follow
from documents.json_values import pack
from tests.support.doors import ROLES, Door, Visitor, doors, opened, table
from tests.support.make import make_article, make_picture, make_provider, make_related, make_topic, make_user

pytestmark = pytest.mark.django_db
OTHERS = ("OPTIONS", "PUT", "PATCH", "DELETE")
PLACES = sorted({door.place for door in doors()})
DAMAGED = "the harbour cafÃ©"
OTHER = f"Overheard at {DAMAGED}"


@pytest.fixture
def people() -> dict[str, User]:
    """Somebody of each role."""
    return {
        "contributor": make_user("contributor", CONTRIBUTOR),
        "editor": make_user("editor", EDITOR),
        "chief": make_user("chief", CHIEF),
        "superuser": User.objects.create_superuser("superuser", password="a long enough password"),
    }


@pytest.fixture
def visitors(people: dict[str, User]) -> dict[str, Visitor]:
    """Each of them at the doors, and nobody."""
    return {role: Visitor(people.get(role)) for role in ROLES}


@pytest.fixture
def rows(people: dict[str, User]) -> dict[str, int]:
    """A row of each kind, by screen; where rows are somebody's, one of the contributor's and another."""
    contributor, editor = people["contributor"], people["editor"]
    listed = make_topic("Listed")
    own = make_article(
        published=False, created_by=contributor, state=State.DRAFT, title=DAMAGED, excerpt=DAMAGED
    )
    decided = make_article(
        published=False, created_by=contributor, state=State.DRAFT, title=DAMAGED, excerpt=DAMAGED
    )
    other = make_article(published=None, title=OTHER, excerpt=DAMAGED)
    made: dict[str, Any] = {
        "other topic": make_topic("Other topic"),
        "articles/topic": make_topic("Topic"),
        "other provider": make_provider(),
        "providers/provider": make_provider(),
        "articles/picture:own": make_picture("assets/images/own.jpg", uploaded_by=contributor),
        "articles/picture:other": make_picture("assets/images/other.jpg"),
        "articles/savedfilter:own": SavedFilter.objects.create(owner=contributor, name="Own"),
        "articles/savedfilter:other": SavedFilter.objects.create(owner=editor, name="Other"),
        "auth/group": Group.objects.create(name="Others"),
    }
    for kind, story, by in (
        ("own", own, contributor),
        ("decided", decided, contributor),
        ("other", other, editor),
    ):
        made |= _worked_on(kind, story, by, listed)
    actor = Actor(editor, Revision.Origin.TRIAGE, timezone.now())
    workflow.move(Article.objects.filter(pk=decided.pk), State.INBOX, actor)
    moved = workflow.move(Article.objects.filter(pk=decided.pk), State.PUBLISHED, actor)
    made["decision:decided"] = moved.revisions[decided.pk]
    made |= _brought(other.path) | _accounts()
    # A look writes nothing only where nothing is due.
    follow()
    assert own.state == State.DRAFT
    return {name: row.pk for name, row in made.items()}


def _worked_on(kind: str, story: Article, by: User, topic: Topic) -> dict[str, Any]:
    """A story with a link, a topic that somebody added, and one of two damaged texts repaired by them."""
    only, now = Article.objects.filter(pk=story.pk), timezone.now()
    changed = change_topics(only, Actor(by, Revision.Origin.TRIAGE, now), add=[topic])
    repaired = repair(only, Actor(by, Revision.Origin.REPAIR, now), fields=["excerpt"])
    return {
        f"articles/article:{kind}": story,
        f"articles/relatedlink:{kind}": make_related(story),
        f"change:{kind}": changed[story.pk],
        f"decision:{kind}": changed[story.pk],
        f"repair:{kind}": repaired[story.pk],
    }


def _brought(path: str) -> dict[str, Any]:
    """What an import leaves."""
    now = timezone.now()
    run = ImportRun.objects.create(
        started=now - timedelta(days=1), source="site", process="test", state="done"
    )
    sides = {"base": pack("a"), "theirs": pack("b"), "ours": pack("c")}
    return {
        "articles/importrun": run,
        "articles/importeddocument": ImportedDocument.objects.create(run=run, path=path, outcome="updated"),
        "articles/sourcedocument": SourceDocument.objects.create(path=path, digest=b"", content=b""),
        "articles/conflict": Conflict.objects.create(path=path, key="title", run=run, found=now, **sides),
        "articles/frozenfield": FrozenField.objects.create(
            path="x", key="title", values=[], run=run, since=now
        ),
        "articles/upload": Upload.objects.create(name="x.md", size=1, uploaded=now, kept_as="x.md"),
        "articles/withheld": Withheld.objects.create(path="_news/kept-out.md", withheld=now),
    }


def _accounts() -> dict[str, Any]:
    """Somebody of no role, somebody who may do what no role may, and a superuser."""
    more = make_user("more", CHIEF)
    more.user_permissions.add(Permission.objects.get(codename="delete_user"))
    return {
        "auth/user:lower": User.objects.create_user("somebody"),
        "auth/user:more": more,
        "auth/user:superuser": User.objects.create_superuser("another superuser"),
    }


@pytest.mark.parametrize("place", PLACES)
def test_each_role_gets_what_the_table_says(
    place: str, visitors: dict[str, Visitor], rows: dict[str, int]
) -> None:
    said = table()
    wrong = []
    for door in (door for door in doors() if door.place == place):
        came = {role: opened(door, rows, visitors[role]) for role in ROLES}
        if said.get(door.key) != came:
            wrong.append(_line(door, came))
    assert not wrong, "permissions.csv lacks, or says otherwise than:\n" + "\n".join(wrong)


# Signing in and out is open to everybody, and Django's own views say what they take.
@pytest.mark.parametrize("place", [place for place in PLACES if place not in ("login/", "logout/")])
def test_no_other_method_opens_what_the_table_closes(
    place: str, visitors: dict[str, Visitor], rows: dict[str, int]
) -> None:
    """HEAD is what GET is in the table; the others get nowhere, and write nothing."""
    said = table()
    wrong = []
    for door in (door for door in doors() if door.place == place and door.method == "GET"):
        for role, visitor in visitors.items():
            head = opened(replace(door, method="HEAD"), rows, visitor)
            came = {opened(replace(door, method=method), rows, visitor) for method in OTHERS}
            if head != said[door.key][role] or not came <= {"405", "login"}:
                wrong.append((door.address, door.row, role, head, came))
    assert wrong == []


def test_no_form_is_taken_without_its_token(people: dict[str, User], rows: dict[str, int]) -> None:
    """Whoever is signed in: another site's page may send anything in their name, but not that."""
    wrong = []
    for role, user in people.items():
        visitor = Visitor(user, enforce_csrf_checks=True)
        for door in (door for door in doors() if door.method == "POST"):
            response, written = visitor.ask(door, rows)
            if response.status_code != 403 or b"CSRF" not in response.content or written:
                wrong.append((door.address, door.row, role, response.status_code, written))
    assert wrong == []


def test_no_door_shows_a_contributor_what_others_wrote(
    visitors: dict[str, Visitor], rows: dict[str, int]
) -> None:
    """Lists and answers to scripts are open to everybody: they have other rows for each role."""
    assert _showing(visitors["contributor"], rows, doors()) == []
    lists = [Door(f"articles/article/{name}", "", "GET") for name in ("", "advice/", "ours/")]
    assert _showing(visitors["editor"], rows, lists) == lists


def _showing(visitor: Visitor, rows: dict[str, int], among: Iterable[Door]) -> list[Door]:
    """The doors behind which somebody reads the other story's title."""
    looks = (door for door in among if door.method == "GET")
    return [door for door in looks if "Overheard" in visitor.ask(door, rows)[0].content.decode()]


def test_table_has_no_door_that_is_gone() -> None:
    known = {door.key for door in doors()}
    assert [key for key in table() if key not in known] == []


def test_every_list_of_ours_is_behind_a_door() -> None:
    assert len(PLACES) >= 15
    assert "articles/article" in PLACES


def _line(door: Door, came: dict[str, str]) -> str:
    return ",".join([*door.key, *came.values()])


# ---- People as a site may make them, in no role of ours


@pytest.mark.parametrize("address", ["articles/article/decide/", "articles/article/reject_many"])
def test_who_may_decide_about_their_own_decides_about_no_other(
    address: str, people: dict[str, User], rows: dict[str, int]
) -> None:
    visitor = _who_may(people["contributor"], "publish_article", "reject_article")
    ready = Actor(None, Revision.Origin.FORM, timezone.now())
    workflow.move(Article.objects.filter(pk=rows["articles/article:own"]), State.INBOX, ready)
    method = "POST" if address.endswith("/") else "ACTION"
    came = {kind: opened(Door(address, kind, method), rows, visitor) for kind in ("own", "other")}
    assert came == {"own": "302 and wrote", "other": "302"}


@pytest.mark.parametrize("name", ["decide", "topics"])
def test_scripts_are_told_nothing_of_what_is_not_open(
    name: str, people: dict[str, User], rows: dict[str, int]
) -> None:
    """Of a story that stands otherwise than it was seen, the answer would say how; of others, their rows."""
    visitor = _who_may(people["contributor"], "publish_article", "reject_article")
    key = rows["articles/article:other"]
    sent = {"to": State.REJECTED, "ids": key, f"seen_{key}": "published "}
    address = reverse(f"admin:articles_article_{name}")
    said = visitor.client.post(address, sent, headers={"accept": "application/json"}).json()
    assert (said["done"], said["refused"], said["rows"]) == ([], {}, {})


def test_who_may_delete_accounts_deletes_none_that_may_do_more(
    people: dict[str, User], rows: dict[str, int]
) -> None:
    visitor = _who_may(people["chief"], "delete_user")
    kinds = ("lower", "superuser")
    one = {
        kind: opened(Door("auth/user/<path:object_id>/delete/", kind, "POST"), rows, visitor)
        for kind in kinds
    }
    many = {kind: opened(Door("auth/user/delete_selected", kind, "ACTION"), rows, visitor) for kind in kinds}
    assert one == {"lower": "302 and wrote", "superuser": "403"}
    assert many == {"lower": "302 and wrote", "superuser": "403"}


def test_who_lost_their_role_reads_and_writes_nothing_more(
    people: dict[str, User], rows: dict[str, int]
) -> None:
    """Not even what they wrote."""
    people["contributor"].groups.clear()
    visitor = Visitor(people["contributor"])
    came = {door: opened(door, rows, visitor) for door in doors()}
    assert [door for door, word in came.items() if "wrote" in word] == [_MINE]
    assert {door.address for door, word in came.items() if door.method == "GET" and word == "200"} == {
        "", "jsi18n/", "password_change/", "password_change/done/",
    }  # fmt: skip
    assert {word for door, word in came.items() if door.address.startswith("r/")} == {"404"}


# A saved filter is nobody else's business.
_MINE = Door("articles/article/filters/<int:pk>/delete/", "own", "POST")


def _who_may(user: User, *permissions: str) -> Visitor:
    """Somebody with more permissions than their role has."""
    user.user_permissions.add(*Permission.objects.filter(codename__in=permissions))
    return Visitor(user)
