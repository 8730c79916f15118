"""Keys of documents by the names under which an editor knows them, as forms call their fields.

The API, reports and commands keep the document's own keys: those are for whoever runs the site.
"""

from __future__ import annotations

from typing import Final

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from articles import mapping
from articles.models import Article, Image, RelatedLink, Topic
from articles.models.conflict import FILE_KEY
from documents.layout import Kind
from providers.models import Provider

_MODELS: Final = {Kind.ARTICLE: Article, Kind.TOPIC: Topic, Kind.PROVIDER: Provider}
# Lists, which are rows of their own.
_LISTS: Final = {
    (Kind.ARTICLE, "topics"): _("topics"),
    (Kind.ARTICLE, "images"): _("pictures"),
    (Kind.ARTICLE, "related"): _("related links"),
    (Kind.PROVIDER, "images"): _("logos"),
}
# What is said at the desk and in no document.
_AT_THE_DESK: Final = {
    FILE_KEY: _("file"),
    "address": _("address"),
    "state": _("state"),
    "publishAt": _("publish at"),
    "reason": _("reason"),
    "sentForReviewAt": _("ready for review since"),
    "position": _("position"),
    "isBlocked": _("blocked"),
}
# Of records in a document's lists: the model and the field that hold a key.
_MEMBERS: Final = {
    column.key: (model, column.attribute)
    for model, table in (
        (Provider, mapping.MENTION),
        (RelatedLink, mapping.RELATED),
        (Image, mapping.IMAGE),
    )
    for column in table
}


def has_label(kind: Kind, key: str) -> bool:
    """Whether editors know a key at all; others are carried in documents, or kept for machines."""
    return key in _AT_THE_DESK or mapping.has_column(kind, key)


def label_of(kind: Kind | None, key: str) -> str:
    """What an editor calls a key of a kind of document, None being any; a key without a name is its own."""
    if kind is None:
        return next((label for one in Kind if (label := label_of(one, key)) != key), key)
    known = _AT_THE_DESK.get(key) or _LISTS.get((kind, key))
    if known is not None:
        return str(known)
    return _named(_MODELS[kind], mapping.attribute_of(kind, key), key)


def label_within(key: str) -> str:
    """What an editor calls a key of a record in a document: a picture, a related link, a mention."""
    if key in _MEMBERS:
        return _named(*_MEMBERS[key], key)
    return label_of(Kind.ARTICLE, key) if key in {"provider", "images"} else key


def _named(model: type[Model], attribute: str | None, key: str) -> str:
    return str(getattr(model._meta.get_field(attribute), "verbose_name", key)) if attribute else key
