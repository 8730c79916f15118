"""The page on which a topic or a provider goes into another: choose, look at what would move, confirm."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, ClassVar, Final, NamedTuple

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import quote
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied
from django.db.models import PROTECT, Field
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.desk.forms.read_only import signed_in
from articles.editing.history import Actor
from articles.editing.merging import CannotMerge, ProviderMerge, TopicMerge
from articles.models import Article, Listing, Revision

if TYPE_CHECKING:
    _Screen = admin.ModelAdmin[Any]
else:
    _Screen = object


class Merging(NamedTuple):
    """How two rows of a kind become one: what that would do, the deed, and the first in words."""

    foresee: Callable[[Any, Any], Any]
    merge: Callable[[Any, Any, Actor], Any]
    foretell: Callable[[Any], Iterator[str]]


class Merges(_Screen):
    """What the screens of topics and of providers have in common."""

    merge_permission: ClassVar[str]
    # A field that leads to such rows: by it the choice completes what is typed.
    chosen_by: ClassVar[Field[Any, Any]]
    merging: ClassVar[Merging]

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.merge_view)
        name = f"{self.opts.app_label}_{self.opts.model_name}_merge"
        return [path("<int:pk>/merge/", view, name=name), *super().get_urls()]

    def merge_address(self, row: Any) -> str:
        """Where the page for a row is."""
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_merge", args=[row.pk])

    def has_merge_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(self.merge_permission)

    def merge_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Choose the other; look; confirm: only what is sent as a form does anything."""
        if not self.has_merge_permission(request):
            raise PermissionDenied
        source = get_object_or_404(self.model, pk=pk)
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
            **self.admin_site.each_context(request),
            "title": _("Merge “%(name)s” into another") % {"name": source},
            "opts": self.opts,
            "original": source,
            "form": form,
            "media": self.media + form.media,
            **said,
        }
        return TemplateResponse(request, "admin/articles/merge.html", context)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Django would name each of a hundred thousand articles that one is used by: their number says it."""
        in_use = [*_in_use(objs)]
        if not in_use:
            return super().get_deleted_objects(objs, request)
        return [str(row) for row in objs], {}, set(), in_use

    def _form(self, sent: Any) -> forms.Form:
        rows = self.model._default_manager.all()
        widget = AutocompleteSelect(self.chosen_by, self.admin_site)
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
        self.message_user(request, told % said, messages.SUCCESS)
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
        return HttpResponseRedirect(reverse(name, args=[quote(target.pk)]))


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
