"""Who may use the admin, for the command that makes the first one."""

from __future__ import annotations

import secrets
from typing import Final

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User

# Random bytes in a password; more than anybody can guess, few enough to type once.
_STRENGTH: Final = 15


def make_editor(name: str) -> str | None:
    """Make a user who may do everything in the admin; its password, or None where the name is taken.

    Raises ValidationError for a name that no user can have.
    """
    User(username=name).clean_fields(exclude=["password"])
    password = secrets.token_urlsafe(_STRENGTH)
    _, is_new = User.objects.get_or_create(
        username=name,
        defaults={"password": make_password(password), "is_staff": True, "is_superuser": True},
    )
    return password if is_new else None
