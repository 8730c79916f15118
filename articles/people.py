"""What people at the desk are called."""

from __future__ import annotations

from django.contrib.auth.models import User


def called(person: User | None) -> str:
    """Somebody's name, or what they sign in with where they gave none; empty for nobody."""
    return (person.get_full_name() or person.get_username()) if person else ""
