"""All that a database holds of a site, without keys and times of its own: to compare two states of it."""

from __future__ import annotations

from typing import Any

from articles import mapping
from articles.models import Article, Conflict, FrozenField, SourceDocument, Topic, Withheld
from documents.document import ABSENT
from documents.json_values import pack
from documents.layout import Kind
from documents.schema import fields_of
from providers.models import Provider


def content() -> dict[str, Any]:
    """What rows say, what their sources were, and what waits for an editor."""
    return {
        "articles": [
            (row.slug, _said(Kind.ARTICLE, row)) for row in Article.objects.for_export().order_by("path")
        ],
        "topics": [
            (row.slug, row.path, row.position, _said(Kind.TOPIC, row))
            for row in Topic.objects.order_by("slug")
        ],
        "providers": [
            (row.path, _said(Kind.PROVIDER, row)) for row in Provider.objects.order_by("domain", "name")
        ],
        "listings": sorted(
            (
                listing.path,
                listing.topic.name,
                listing.position,
                listing.published,
                str(listing.published_date_time),
            )
            for topic in Topic.objects.all()
            for listing in topic.listings.select_related("topic")
        ),
        "sources": [
            (row.path, bytes(row.content), bytes(row.digest)) for row in SourceDocument.objects.all()
        ],
        "conflicts": sorted(Conflict.objects.waiting().values_list("path", "key")),
        "frozen": sorted(FrozenField.objects.values_list("path", "key")),
        "withheld": sorted(Withheld.objects.standing().values_list("path", flat=True)),
    }


def _said(kind: Kind, row: Any) -> dict[str, Any]:
    return {
        field.key: pack(mapping.value_of(row, field.key, ABSENT))
        for field in fields_of(kind)
        if mapping.has_column(kind, field.key)
    }
