"""A chief editor adds people and gives them roles, and reaches no further than that by any form."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from django.urls import reverse

from articles.roles import CHIEF, CONTRIBUTOR, EDITOR
from tests.support.make import make_user

pytestmark = pytest.mark.django_db
# All that a form of Django's own would take.
EVERYTHING = {
    "is_active": "on",
    "is_staff": "on",
    "is_superuser": "on",
    "date_joined_0": "2026-01-01",
    "date_joined_1": "12:00",
}


@pytest.fixture
def chief(client: Client) -> User:
    user = make_user("chief", CHIEF)
    client.force_login(user)
    return user


def address(user: User, page: str = "change") -> str:
    return reverse(f"admin:auth_user_{page}", args=[user.pk])


def permissions(*names: str) -> list[int]:
    return list(Permission.objects.filter(codename__in=names).values_list("pk", flat=True))


def send(client: Client, user: User, **said: object) -> None:
    """The form of an account with all that could be tried."""
    client.post(address(user), {"username": user.username, **EVERYTHING, **said})
    user.refresh_from_db()


def test_chief_adds_somebody_who_can_sign_in(client: Client, chief: User) -> None:
    password = "a rather long password"
    client.post(
        reverse("admin:auth_user_add"),
        {
            "username": "new",
            "usable_password": "true",
            "password1": password,
            "password2": password,
            "is_superuser": "on",
        },
    )
    new = User.objects.get(username="new")
    assert (new.is_staff, new.is_superuser, new.groups.count()) == (True, False, 0)
    send(client, new, groups=[Group.objects.get(name=EDITOR).pk])
    assert [group.name for group in new.groups.all()] == [EDITOR]
    assert client.login(username="new", password=password)


def test_chief_makes_no_superuser_and_gives_no_permission(client: Client, chief: User) -> None:
    user = make_user("somebody", CONTRIBUTOR)
    send(client, user, user_permissions=permissions("delete_user", "add_group"))
    assert (user.is_superuser, user.user_permissions.count()) == (False, 0)


def test_chief_puts_nobody_into_other_groups_and_takes_nobody_out(client: Client, chief: User) -> None:
    user = make_user("somebody", CONTRIBUTOR)
    outside, inside = Group.objects.create(name="Operators"), Group.objects.create(name="Readers")
    user.groups.add(inside)
    send(client, user, groups=[outside.pk])
    assert outside not in user.groups.all()
    send(client, user, groups=[Group.objects.get(name=EDITOR).pk])
    assert {group.name for group in user.groups.all()} == {EDITOR, "Readers"}


@pytest.mark.parametrize("page", ["change", "password_change", "delete"])
def test_chief_does_not_touch_a_superuser(client: Client, chief: User, page: str) -> None:
    above = User.objects.create_superuser("above", password="a long enough password")
    said = {
        "username": "above",
        "usable_password": "true",
        "password1": "taken over by a chief",
        "password2": "taken over by a chief",
        "post": "yes",
    }
    assert client.post(address(above, page), said).status_code == 403
    above.refresh_from_db()
    assert above.check_password("a long enough password")


@pytest.mark.parametrize("is_active", [True, False])
def test_chief_does_not_take_over_who_may_do_more(client: Client, chief: User, is_active: bool) -> None:
    other = make_user("operator", CONTRIBUTOR, is_active=is_active)
    group = Group.objects.create(name="Operators")
    group.permissions.add(*permissions("delete_user"))
    other.groups.add(group)
    assert (
        client.post(address(other, "password_change"), {"password1": "x", "password2": "x"}).status_code
        == 403
    )
    assert client.post(address(other), {"username": "operator", **EVERYTHING}).status_code == 403


def test_chief_does_not_raise_or_lock_out_themselves(client: Client, chief: User) -> None:
    send(
        client,
        chief,
        groups=[Group.objects.get(name=EDITOR).pk],
        user_permissions=permissions("delete_user"),
        first_name="Ada",
    )
    assert chief.first_name == "Ada"
    assert not chief.is_superuser
    assert chief.user_permissions.count() == 0
    assert [group.name for group in chief.groups.all()] == [CHIEF]
    client.post(address(chief), {"username": "chief"})
    chief.refresh_from_db()
    assert chief.is_active


def test_superuser_still_has_all_of_the_form(client: Client) -> None:
    client.force_login(User.objects.create_superuser("above", password="a long enough password"))
    user = make_user("somebody", CONTRIBUTOR)
    send(client, user, user_permissions=permissions("delete_user"))
    assert user.is_superuser
    assert user.user_permissions.count() == 1


def test_superuser_ticks_roles_and_other_groups(client: Client) -> None:
    client.force_login(User.objects.create_superuser("above", password="a long enough password"))
    user, other = make_user("somebody", CONTRIBUTOR), Group.objects.create(name="Operators")
    page = client.get(address(user)).content.decode()
    ticked = re.findall(r'<input type="checkbox" name="groups" value="(\d+)"', page)
    assert [Group.objects.get(pk=key).name for key in ticked] == [CONTRIBUTOR, EDITOR, CHIEF, other.name]
    assert '<select name="user_permissions"' in page
    send(client, user, groups=[other.pk])
    assert [group.name for group in user.groups.all()] == ["Operators"]
