"""The page on which a topic or a provider goes into another: choose, look at what would move, confirm."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final, NamedTuple

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.utils import quote
from django.core.exceptions import PermissionDenied
from django.db.models import PROTECT, Field
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.desk.forms.autocomplete import OneOfMany
from articles.desk.forms.read_only import signed_in
from articles.editing.history import Actor
from articles.editing.merging import CannotMerge, ProviderMerge, TopicMerge
from articles.models import Article, Listing, Revision


class Merging(NamedTuple):
    """How two rows of a kind become one: what that would do, the deed, and the first in words."""

    foresee: Callable[[Any, Any], Any]
    merge: Callable[[Any, Any, Actor], Any]
    foretell: Callable[[Any], Iterator[str]]


class MergePage:
    """The page of a screen on which one of its rows goes into another.

    `chosen_by` is a field that leads to such rows: by it the choice completes what is typed.
    """

    def __init__(
        self, screen: ModelAdmin[Any], merging: Merging, *, permission: str, chosen_by: Field[Any, Any]
    ) -> None:
        self.screen, self.opts = screen, screen.opts
        self.merging, self.permission, self.chosen_by = merging, permission, chosen_by

    def urls(self) -> list[URLPattern]:
        """The page of each row."""
        view = self.screen.admin_site.admin_view(self.merge_view)
        name = f"{self.opts.app_label}_{self.opts.model_name}_merge"
        return [path("<int:pk>/merge/", view, name=name)]

    def tool(self, row: Any) -> tuple[str, str]:
        """The address of a row's page, and the name of the link to it."""
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_merge"
        return reverse(name, args=[row.pk]), _("Merge into another …")

    def is_open_to(self, user: Any) -> bool:
        """Whether somebody may merge rows."""
        return bool(user.has_perm(self.permission))

    def merge_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Choose the other; look; confirm: only what is sent as a form does anything."""
        if not self.is_open_to(request.user):
            raise PermissionDenied
        source = get_object_or_404(self.screen.model, pk=pk)
        form = self._form(request.POST or request.GET or None)
        said: dict[str, Any] = {}
        if form.is_valid():
            target = form.cleaned_data["into"]
            try:
                if request.method == "POST":
                    return self._merge(request, source, target)
                said = {
                    "target": target,
                    "lines": list(self.merging.foretell(self.merging.foresee(source, target))),
                }
            except CannotMerge as refusal:
                form.add_error("into", str(refusal))
        context = {
            **self.screen.admin_site.each_context(request),
            "title": _("Merge “%(name)s” into another") % {"name": source},
            "opts": self.opts,
            "original": source,
            "form": form,
            "media": self.screen.media + form.media,
            **said,
        }
        return TemplateResponse(request, "admin/articles/merge.html", context)

    def _form(self, sent: Any) -> forms.Form:
        rows = self.screen.model._default_manager.all()
        widget = OneOfMany(self.chosen_by, self.screen.admin_site)
        into = forms.ModelChoiceField(rows, label=_("Into"), widget=widget)
        # Django types it as Any.
        return type("Choice", (forms.Form,), {"into": into})(sent)  # type: ignore[no-any-return]

    def _merge(self, request: HttpRequest, source: Any, target: Any) -> HttpResponse:
        merged = self.merging.merge(
            source, target, Actor(signed_in(request), Revision.Origin.MERGE, timezone.now())
        )
        told = ngettext(
            "“%(source)s” is part of “%(target)s” now, and %(count)d article with it.",
            "“%(source)s” is part of “%(target)s” now, and %(count)d articles with it.",
            merged.articles,
        )
        said = {"source": source, "target": target, "count": merged.articles}
        self.screen.message_user(request, told % said, messages.SUCCESS)
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
        return HttpResponseRedirect(reverse(name, args=[quote(target.pk)]))


def rows_in_use(rows: Iterable[Any]) -> tuple[list[str], dict[str, int], set[str], list[str]] | None:
    """What `get_deleted_objects` returns of rows of which others need some; None where no row is needed.

    Django would name each of a hundred thousand articles that need one; here their number says it.
    """
    in_use = [*_in_use(rows)]
    return ([str(row) for row in rows], {}, set(), in_use) if in_use else None


# Whose listing a topic has is an article.
_HELD_BY: Final[dict[Any, Any]] = {Listing: Article}


def _in_use(rows: Iterable[Any]) -> Iterator[str]:
    """What keeps some rows from being deleted, a line each."""
    for row in rows:
        for relation in row._meta.related_objects:
            held = relation.related_model._base_manager.filter(**{relation.field.name: row})
            if relation.on_delete is PROTECT and (count := held.count()):
                kind: Any = _HELD_BY.get(relation.related_model, relation.related_model)
                yield f"{row}: {count} × {kind._meta.verbose_name}"


def of_topics(merge: TopicMerge) -> Iterator[str]:
    """What a merge of topics would do, a sentence each."""
    yield _articles(merge.articles)
    if merge.in_both:
        yield ngettext(
            "%(count)d of them is in both topics: it is listed once, at the better of its two places.",
            "%(count)d of them are in both topics: they are listed once, at the better of their two places.",
            merge.in_both,
        ) % {"count": merge.in_both}
    if merge.children:
        names = ", ".join(child.name for child in merge.children)
        yield _("Below “%(target)s” come: %(names)s.") % {"target": merge.target, "names": names}
    for label, added in (
        (_("keywords"), merge.keywords),
        (_("hashtags"), merge.hashtags),
        (_("services"), list(merge.services)),
    ):
        if added:
            yield _("It gets the %(what)s: %(added)s.") % {"what": label, "added": ", ".join(added)}
    address = {"old": merge.source.get_absolute_url(), "new": merge.target.get_absolute_url()}
    yield _("%(old)s leads to %(new)s from now on, its feeds too.") % address
    yield _(
        "“%(source)s” becomes another name of “%(target)s”: articles that come in with it belong to that, "
        "and imports leave the document of “%(source)s” out."
    ) % {"source": merge.source, "target": merge.target}
    yield _("The documents of these articles say “%(target)s” when they go out.") % {"target": merge.target}


def of_providers(merge: ProviderMerge) -> Iterator[str]:
    """What a merge of providers would do, a sentence each."""
    yield _articles(merge.articles)
    if merge.related:
        yield ngettext(
            "%(count)d related link moves too.", "%(count)d related links move too.", merge.related
        ) % {"count": merge.related}
    if merge.logos:
        yield ngettext(
            "“%(target)s” has no logo and takes this one’s.",
            "“%(target)s” has no logos and takes these %(count)d.",
            merge.logos,
        ) % {"target": merge.target, "count": merge.logos}
    if merge.uploaded:
        yield _("The logo that was uploaded for it goes along.")
    if merge.other_names:
        names = ", ".join(merge.other_names)
        yield _("Its other names grow by: %(names)s.") % {"names": names}
    address = {"old": merge.source.get_absolute_url(), "new": merge.target.get_absolute_url()}
    yield _("%(old)s leads to %(new)s from now on, its feeds too.") % address
    yield _(
        "What comes in from “%(source)s” belongs to “%(target)s”, and imports leave the document of "
        "“%(source)s” out."
    ) % {"source": merge.source, "target": merge.target}
    yield _("Documents go on naming the source as they do: not a byte of the articles changes.")


def _articles(count: int) -> str:
    if not count:
        return _("No article moves.")
    told = ngettext("%(count)d article moves.", "%(count)d articles move.", count)
    return told % {"count": count}
