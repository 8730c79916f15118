"""The filters of the list of articles: what may be asked, and how each finds its rows."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from articles.models import Image, ImportedDocument, Listing, Topic
from articles.querysets import ArticleQuerySet, dated_q
from articles.reading.parameters import end_of, start_of
from providers.models import Provider
from providers.querysets import keys_at

ORDERS: Final = {"newest": _("newest first"), "hottest": _("hottest first"), "quality": _("best first")}
_LARGEST: Final = 2**31 - 1


def _number(label: Any) -> forms.IntegerField:
    return forms.IntegerField(required=False, label=label, min_value=-_LARGEST, max_value=_LARGEST)


def _day(label: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(required=False, label=label, widget=widget)


def _by_typing(model: str, field: str) -> forms.TextInput:
    """A field that the desk's script completes; without it, a name is typed whole."""
    return forms.TextInput(attrs={"data-choices": f"{model}.{field}", "autocomplete": "off"})


class ListFilters(forms.Form):
    """The filters of the list."""

    topic = forms.CharField(required=False, label=_("Topic"), widget=_by_typing("listing", "topic"))
    provider = forms.CharField(
        required=False, label=_("Provider or domain"), widget=_by_typing("article", "provider")
    )
    type = forms.CharField(required=False, label=_("Type"))
    since = _day(_("From"))
    until = _day(_("To"))
    quality_from = _number(_("Quality from"))
    quality_to = _number(_("Quality to"))
    heat_from = _number(_("Heat from"))
    heat_to = _number(_("Heat to"))
    picture = forms.ChoiceField(
        required=False,
        label=_("Picture"),
        choices=[("", _("with or without")), ("yes", _("with")), ("no", _("without"))],
    )
    run = forms.IntegerField(required=False, label=_("Import number"), min_value=1, max_value=2**62)
    sort = forms.ChoiceField(required=False, label=_("Order"), choices=[("", _("usual")), *ORDERS.items()])

    def clean(self) -> dict[str, Any]:
        """An end before its beginning finds nothing: say so where it was typed."""
        said = super().clean() or {}
        ranges = (("since", "until"), ("quality_from", "quality_to"), ("heat_from", "heat_to"))
        for first, last in ranges:
            if said.get(first) is not None and said.get(last) is not None and said[first] > said[last]:
                self.add_error(last, _("This ends before it begins."))
        return said

    def in_index(self, rows: ArticleQuerySet) -> ArticleQuerySet:
        """What a range of an index answers."""
        said = self.cleaned_data
        if said.get("provider"):
            rows = rows.filter(provider=Subquery(provider_named(said["provider"])))
        if said.get("since"):
            rows = rows.filter(dated_q(gte=start_of(said["since"])))
        if said.get("until"):
            rows = rows.filter(dated_q(lte=end_of(said["until"])))
        return rows

    def beyond_index(self) -> list[Q]:
        """What has to be looked for, story by story."""
        said, asked = self.cleaned_data, []
        if said.get("topic"):
            # Its key is looked up once. No EXISTS: PostgreSQL would first read all that the topic lists.
            listed = Listing.objects.filter(
                topic=Subquery(topic_named(said["topic"])), article=OuterRef("pk")
            )
            asked.append(Q(pk=Subquery(listed.order_by().values("article")[:1])))
        if said.get("type"):
            asked.append(Q(type=said["type"]))
        for column in ("quality", "heat"):
            for end, lookup in (("from", "gte"), ("to", "lte")):
                if said.get(f"{column}_{end}") is not None:
                    asked.append(Q(**{f"{column}__{lookup}": said[f"{column}_{end}"]}))
        if said.get("picture"):
            pictured = Q(Exists(Image.objects.filter(article=OuterRef("pk"))))
            asked.append(pictured if said["picture"] == "yes" else ~pictured)
        if said.get("run"):
            brought = ImportedDocument.objects.filter(path=OuterRef("path"), run=said["run"])
            asked.append(Q(Exists(brought)))
        return asked


def topic_named(name: str) -> QuerySet[Any, Any]:
    """The key of the one with a name; part of the list's own query."""
    return Topic.objects.called(name).order_by().values("pk")[:1]


def provider_named(text: str) -> QuerySet[Any, Any]:
    """The key of the one with a domain or, failing that, a name."""
    rows = Provider.objects.alias(lower_domain=Lower("domain"), lower_name=Lower("name"))
    named = rows.filter(
        Q(lower_domain=text.lower()) | Q(lower_name=text.lower()) | Q(identity_key__in=keys_at(text))
    )
    return named.order_by("-domain").values("pk")[:1]
