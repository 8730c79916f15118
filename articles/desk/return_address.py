"""Back to where a form was sent from."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme


def back(request: HttpRequest, otherwise: str) -> HttpResponseRedirect:
    """To the page that a form names as its own, or elsewhere where it names none, or one of another site."""
    wanted = request.POST.get("back", "")
    is_ours = bool(wanted) and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return HttpResponseRedirect(wanted if is_ours else otherwise)
