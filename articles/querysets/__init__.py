"""The verbs: what can be asked of rows, and what changes many of them at once."""

from articles.querysets.articles import ArticleManager, ArticleQuerySet, ImageQuerySet, RelatedLinkQuerySet
from articles.querysets.edition import EditionQuerySet
from articles.querysets.imports import (
    ConflictQuerySet,
    ExportedDocumentQuerySet,
    FrozenFieldQuerySet,
    ImportRunQuerySet,
    LeftDocumentQuerySet,
    PlannedDocumentQuerySet,
    SourceDocumentQuerySet,
    WithheldQuerySet,
    to_decide_q,
)
from articles.querysets.public import (
    HOTTEST,
    NEWEST,
    PLACED_AT,
    dated_q,
    placed_q,
    published_q,
    released_q,
    scheduled_q,
)
from articles.querysets.records import (
    LinkCheckQuerySet,
    PictureQuerySet,
    PictureUseQuerySet,
    RedirectQuerySet,
    RevisionQuerySet,
    SavedFilterQuerySet,
    SentFormQuerySet,
    UncopiedPictureQuerySet,
)
from articles.querysets.topics import ListingQuerySet, TopicAliasQuerySet, TopicQuerySet

__all__ = [
    "ArticleManager",
    "ArticleQuerySet",
    "ConflictQuerySet",
    "EditionQuerySet",
    "ExportedDocumentQuerySet",
    "FrozenFieldQuerySet",
    "HOTTEST",
    "ImageQuerySet",
    "ImportRunQuerySet",
    "LeftDocumentQuerySet",
    "LinkCheckQuerySet",
    "ListingQuerySet",
    "NEWEST",
    "PLACED_AT",
    "PictureQuerySet",
    "PictureUseQuerySet",
    "PlannedDocumentQuerySet",
    "RedirectQuerySet",
    "RelatedLinkQuerySet",
    "RevisionQuerySet",
    "SavedFilterQuerySet",
    "SentFormQuerySet",
    "SourceDocumentQuerySet",
    "TopicAliasQuerySet",
    "TopicQuerySet",
    "UncopiedPictureQuerySet",
    "WithheldQuerySet",
    "dated_q",
    "placed_q",
    "published_q",
    "released_q",
    "scheduled_q",
    "to_decide_q",
]
