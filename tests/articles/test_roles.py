"""What roles may, as the page for operators says it, and which articles that is about."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, User

from articles.editing.assignment import change_topics
from articles.editing.history import Actor
from articles.editing.workflow import move
from articles.models import Article, Revision
from articles.models.workflow import LIVE, State
from articles.roles import CHIEF, CONTRIBUTOR, EDITOR, ROLES
from tests.support.make import make_article, make_topic, make_user
from tests.support.overtaking import overtaken

NOW = datetime(2031, 11, 23, 12, tzinfo=UTC)
TRIAGE = Revision.Origin.TRIAGE


def told(root: Path) -> dict[str, set[str]]:
    """What each role may, by the table."""
    text = (root / "docs/operations.md").read_text(encoding="utf-8")
    said: dict[str, set[str]] = {role: set() for role in ROLES}
    for permissions, first in re.findall(
        r"^\| .* \| ((?:`\w+\.[\w*]+` ?)+) \| ([\w ]+) \|$", text, re.MULTILINE
    ):
        names = {
            name.replace("*", verb)
            for name in re.findall(r"`([^`]+)`", permissions)
            for verb in ("view", "add", "change", "delete")
        }
        for role in (CONTRIBUTOR, EDITOR, CHIEF)[(CONTRIBUTOR, EDITOR, CHIEF).index(first) :]:
            said[role] |= names
    return said


def test_table_is_true(root: Path) -> None:
    assert told(root) == {role: set(permissions) for role, permissions in ROLES.items()}


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_migrated_group_has_what_its_role_says(role: str) -> None:
    assert Group.objects.filter(name=role).exists()
    assert make_user(role=role).get_all_permissions() == set(ROLES[role])


# ---- Which articles somebody may change


def without_a_role() -> User:
    user = make_user()
    user.groups.clear()
    return user


@pytest.mark.django_db
def test_one_article_and_many_are_changed_by_the_same_people() -> None:
    people = [*(make_user(role=role) for role in ROLES), without_a_role()]
    for state in State:
        for author in (*people, None):
            make_article(
                created_by=author,
                state=state,
                published=state in LIVE,
                publish_at=NOW if state == State.SCHEDULED else None,
            )
    counts = []
    for user in people:
        rows = {*Article.objects.changeable_by(user)}
        assert rows == {article for article in Article.objects.all() if article.may_be_changed_by(user)}
        assert rows == {*Article.objects.locked_for(user)}
        counts.append(len(rows))
    every = Article.objects.count()
    assert counts == [1, every, every, 0]


@pytest.mark.django_db
def test_a_draft_that_is_decided_before_it_is_locked_is_not_its_authors_any_more() -> None:
    user = make_user(role=CONTRIBUTOR)
    draft = make_article(created_by=user, published=False, state=State.DRAFT)
    with overtaken(lambda: move(Article.objects.all(), State.INBOX, Actor(None, TRIAGE, NOW))):
        changed = change_topics(Article.objects.all(), Actor(user, TRIAGE, NOW), add=[make_topic()])
    assert changed == {}
    assert not draft.topics.exists()
