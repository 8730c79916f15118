"""Every role at every door of the desk, against a table kept as data: permissions.csv."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.utils import timezone
from pytest_django import Settings

from articles import workflow
from articles.history import Edit
from articles.models import (
    Article,
    Conflict,
    FrozenField,
    ImportedDocument,
    ImportRun,
    Revision,
    SourceDocument,
    Upload,
    Withheld,
)
from articles.models.workflow import State
from articles.roles import CHIEF, CONTRIBUTOR, EDITOR
from documents.packing import pack
from tests.articles.admin.doors import ROLES, Door, doors, opened, path_of, table
from tests.make import make_article, make_provider, make_related, make_topic, make_user

pytestmark = pytest.mark.django_db
OTHERS = ("OPTIONS", "PUT", "PATCH", "DELETE")
PLACES = sorted({door.place for door in doors()})


@pytest.fixture
def people(settings: Settings) -> dict[str, User | None]:
    """Somebody of each role."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return {
        "anonymous": None,
        "contributor": make_user("contributor", CONTRIBUTOR),
        "editor": make_user("editor", EDITOR),
        "chief": make_user("chief", CHIEF),
        "superuser": User.objects.create_superuser("superuser", password="a long enough password"),
    }


@pytest.fixture
def rows(people: dict[str, User | None]) -> dict[str, int]:
    """A row of each kind, by screen; where rows are somebody's, one of the contributor's and another."""
    now = timezone.now()
    own = make_article(published=None, created_by=people["contributor"], title="Own")
    decided = make_article(published=None, created_by=people["contributor"], title="Decided")
    workflow.move(
        Article.objects.filter(pk=decided.pk),
        State.PUBLISHED,
        Edit(people["editor"], Revision.Origin.TRIAGE, now),
    )
    other = make_article(title="Other")
    run = ImportRun.objects.create(
        started=now - timedelta(days=1), source="site", process="test", state="done"
    )
    conflict = {"base": pack("a"), "theirs": pack("b"), "ours": pack("c")}
    made = {
        "articles/article:own": own,
        "articles/article:decided": decided,
        "articles/article:other": other,
        "articles/relatedlink:own": make_related(own),
        "articles/relatedlink:decided": make_related(decided),
        "articles/relatedlink:other": make_related(other),
        "articles/topic": make_topic(),
        "articles/importrun": run,
        "articles/importeddocument": ImportedDocument.objects.create(
            run=run, path=other.path, outcome="updated"
        ),
        "articles/sourcedocument": SourceDocument.objects.create(path=other.path, digest=b"", content=b""),
        "articles/conflict": Conflict.objects.create(
            path=other.path, key="title", run=run, found=now, **conflict
        ),
        "articles/frozenfield": FrozenField.objects.create(
            path="x", key="title", values=[], run=run, since=now
        ),
        "articles/upload": Upload.objects.create(name="x.md", size=1, uploaded=now, kept_as="x.md"),
        "articles/withheld": Withheld.objects.create(path="_news/kept-out.md", withheld=now),
        "providers/provider": make_provider(),
        "auth/user:lower": User.objects.create_user("somebody"),
        "auth/user:superuser": User.objects.create_superuser("another superuser"),
        "auth/group": Group.objects.create(name="Others"),
    }
    assert own.state == State.INBOX
    return {name: row.pk for name, row in made.items()}


@pytest.mark.parametrize("place", PLACES)
def test_each_role_gets_what_the_table_says(
    place: str, people: dict[str, User | None], rows: dict[str, int]
) -> None:
    said = table()
    wrong = []
    for door in (door for door in doors() if door.place == place):
        path = path_of(door, rows)
        came = {role: opened(door, path, people[role]) for role in ROLES}
        if said.get(door.key) != came:
            wrong.append(_line(door, came))
    assert not wrong, "permissions.csv lacks, or says otherwise than:\n" + "\n".join(wrong)


# Signing in and out is open to everybody, and Django's own views say what they take.
@pytest.mark.parametrize("place", [place for place in PLACES if place not in ("login/", "logout/")])
def test_no_other_method_opens_what_the_table_closes(
    place: str, people: dict[str, User | None], rows: dict[str, int]
) -> None:
    """HEAD is what GET is in the table; the others get nowhere, and write nothing."""
    said = table()
    wrong = []
    for door in (door for door in doors() if door.place == place and door.method == "GET"):
        path = path_of(door, rows)
        for role in ROLES:
            head = opened(replace(door, method="HEAD"), path, people[role])
            came = {opened(replace(door, method=method), path, people[role]) for method in OTHERS}
            if head != said[door.key][role] or not came <= {"405", "login"}:
                wrong.append((door.address, door.row, role, head, came))
    assert wrong == []


def test_table_has_no_door_that_is_gone() -> None:
    known = {door.key for door in doors()}
    assert [key for key in table() if key not in known] == []


def test_every_list_of_ours_is_behind_a_door() -> None:
    assert len(PLACES) >= 15
    assert "articles/article" in PLACES


def _line(door: Door, came: dict[str, str]) -> str:
    return ",".join([*door.key, *came.values()])
