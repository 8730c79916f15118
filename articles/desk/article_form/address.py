"""The address of a story that is written here, in its form: the title proposes it, its writer changes it."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.desk.forms.history import by_form
from articles.editing.naming import is_known_to_readers, is_ours, known_in_folders, proposed, readdress
from articles.models import Article
from documents.layout import slug_in


def _follows_title(article: Article, title: str) -> bool:
    """Whether the address is still the one that a title proposed, and nobody may know it."""
    meant = re.escape(proposed(title, article.language))
    if not is_ours(article) or not re.fullmatch(rf"{meant}(-\d+)?", slug_in(article.path)):
        return False
    return not is_known_to_readers(article, timezone.now()) and not known_in_folders([article])


def take_address(screen: ModelAdmin[Article], request: HttpRequest, form: Any) -> None:
    """Give a story that was just saved the address that the form wants, and say what comes of it."""
    article: Article = form.instance
    wanted = _wanted(form) if is_ours(article) else ""
    if not wanted or wanted == slug_in(article.path):
        return
    former = readdress(article, wanted, by_form(request))
    if slug_in(article.path) != wanted and "address" in form.changed_data:
        told = _("Another story has or had the address “%(wanted)s”; this one got “%(address)s”.")
        said = {"wanted": wanted, "address": slug_in(article.path)}
        screen.message_user(request, told % said, messages.WARNING)
    if former:
        told = _("Its address is %(address)s now. Whoever opens %(former)s is led there.")
        said = {"address": f"news/{article.slug}/", "former": f"news/{former}/"}
        screen.message_user(request, told % said, messages.WARNING)


def _wanted(form: Any) -> str:
    """What was typed or, where that is nothing, what the title proposes; empty to leave it as it is."""
    article, typed = form.instance, form.cleaned_data.get("address", "")
    if "address" in form.changed_data:
        return typed or proposed(article.title, article.language)
    if "title" in form.changed_data and _follows_title(article, form.initial.get("title") or ""):
        return proposed(article.title, article.language)
    return ""
