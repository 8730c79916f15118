"""Who may use the admin, for the command that makes the first one."""

from __future__ import annotations

import secrets
from typing import Final

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User

# Random bytes: more than anybody can guess. In hexadecimal, so that a double click takes all of it.
_STRENGTH: Final = 10


def make_editor(name: str) -> str | None:
    """Make a user who may do everything in the admin; its password, or None where the name is taken.

    Raises ValidationError for a name that no user can have.
    """
    User(username=name).clean_fields(exclude=["password"])
    password = secrets.token_hex(_STRENGTH)
    _, is_new = User.objects.get_or_create(
        username=name,
        defaults={"password": make_password(password), "is_staff": True, "is_superuser": True},
    )
    return password if is_new else None
