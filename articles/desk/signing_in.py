"""Signing in again in the middle of one's work: what was sent stays on the page, and is done then."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import Any, Final

from django.contrib.admin import AdminSite
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

PREFIX: Final = "again"


def sign_in_again(
    site: AdminSite, request: HttpRequest, go_on: Callable[[HttpRequest], HttpResponseBase]
) -> HttpResponseBase:
    """Ask who it is that sent something without being signed in, and do what they sent once it is known.

    The request has passed the check of its token already. Files and passwords are not kept: browsers fill in
    neither, so that the page that is sent then asks for them. Scripts are told in words (403).
    """
    if "application/json" in request.headers.get("Accept", ""):
        problem = _("You are signed out. Load the page again and sign in; what you decided here is kept.")
        return JsonResponse({"problem": problem}, status=HTTPStatus.FORBIDDEN)
    is_answer = f"{PREFIX}-username" in request.POST
    form = AdminAuthenticationForm(request, request.POST if is_answer else None, prefix=PREFIX)
    if is_answer and form.is_valid():
        login(request, form.get_user())
        kept = request.POST.copy()
        for name in [name for name in kept if name.startswith(f"{PREFIX}-")]:
            del kept[name]
        request.POST = kept  # type: ignore[assignment]  # a copy that may still be changed
        return go_on(request)
    context = {
        **site.each_context(request),
        "title": _("Sign in again"),
        "form": form,
        "kept": [*_kept(request)],
        "address": request.get_full_path(),
    }
    return TemplateResponse(request, "admin/sign_in_again.html", context, status=HTTPStatus.FORBIDDEN)


def _kept(request: HttpRequest) -> Iterator[tuple[str, Any]]:
    """What was sent, field by field."""
    for name, values in request.POST.lists():
        if name.startswith(f"{PREFIX}-") or name == "csrfmiddlewaretoken" or "password" in name:
            continue
        for value in values:
            yield name, value
