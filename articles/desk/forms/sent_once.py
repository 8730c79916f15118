"""What is sent twice is saved once: by a double click, a page loaded again, or the way back and again.

A form that makes something carries a token of its own. Whoever sends it first writes the token down in the
transaction that saves what it makes, in which another sending of it waits; that one leads to what was made.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

from django.contrib import messages
from django.contrib.admin.models import ADDITION, LogEntry
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from articles.desk.forms.read_only import signed_in
from articles.models import SentForm

# The field of a form that is saved in one transaction, and that of one which is not.
FIELD: Final = "_once"
FIELD_IN_STEPS: Final = "_once_in_steps"
# Nobody goes back to a form that long.
KEPT: Final = timedelta(days=7)
_TOKEN: Final = re.compile(r"[\w-]{20,64}")


def once_field(name: str = FIELD) -> SafeString:
    """The hidden field with the token of a form that makes something."""
    return format_html('<input type="hidden" name="{}" value="{}">', name, secrets.token_urlsafe(18))


def served_once(request: HttpRequest, serve: Callable[[], Any]) -> Any:
    """The answer to a form; where what it made is there already, the way to it."""
    token = _token(request, FIELD)
    if not token:
        return serve()
    with transaction.atomic():
        form = _claim(request, token)
        if form is None:
            return led_to_what_it_made(request, token)
        last = LogEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        response = serve()
        entry = LogEntry.objects.filter(pk__gt=last, user=request.user.pk, action_flag=ADDITION).first()
        keep(form, (entry.get_admin_url() or "") if entry else "")
    return response


def begun_once(request: HttpRequest) -> SentForm | None:
    """The note about a form that is saved in steps: `keep` ends it. None where it was sent before.

    Without a token, one that nobody sends again.
    """
    return _claim(request, _token(request, FIELD_IN_STEPS) or secrets.token_urlsafe(18))


def keep(form: SentForm, made: str) -> None:
    """Note what a form made; forget one that made nothing, for it comes again corrected."""
    noted = SentForm.objects.filter(pk=form.pk)
    if made:
        noted.note(made)
    else:
        noted.delete()


def led_to_what_it_made(request: HttpRequest, token: str = "", *, otherwise: str = "") -> HttpResponse:
    """The way to what a form made that was sent before; `otherwise` leads while that is being made."""
    sent = SentForm.objects.filter(token=token or _token(request, FIELD_IN_STEPS)).first()
    if sent is None or sent.user_id != request.user.pk or not sent.made:
        messages.warning(request, _("This was sent before, and is being saved."))
        return HttpResponseRedirect(otherwise or request.path)
    told = _("This was sent before, and saved once: here it is. What you changed since, change here.")
    messages.info(request, told)
    return HttpResponseRedirect(sent.made)


def _token(request: HttpRequest, name: str) -> str:
    token = request.POST.get(name, "") if request.method == "POST" else ""
    return token if _TOKEN.fullmatch(token) else ""


def _claim(request: HttpRequest, token: str) -> SentForm | None:
    """The note that a form is being saved; None where another sending of it made one."""
    now, user = timezone.now(), signed_in(request)
    if user is None:
        raise PermissionDenied
    SentForm.objects.sent_before(now - KEPT).delete()
    try:
        with transaction.atomic():
            return SentForm.objects.create(token=token, user=user, at=now)
    except IntegrityError:
        return None
