"""What a browser keeps of a form until it is saved, see typed.js: it is told here that it was."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

# As a page names what it keeps.
_NAME: Final = re.compile("[0-9a-f]{16}")
_DAYS: Final = timedelta(days=30)


def told_saved(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The answer to a form that was saved: the next page of the desk takes what was kept of it away."""
    name = request.POST.get("typed", "")
    if _NAME.fullmatch(name):
        response.set_cookie(
            f"typed-{name}",
            "saved",
            max_age=_DAYS,
            path=reverse("admin:index"),
            secure=bool(settings.SESSION_COOKIE_SECURE),
            samesite="Strict",
        )
    return response
