"""What is published, and what is known of where it came from."""

from articles.models.article import Article, Image, RelatedLink
from articles.models.conflict import Conflict, FrozenField
from articles.models.imports import ImportedDocument, ImportRun, MetricSample, SourceDocument
from articles.models.redirect import Redirect
from articles.models.search import SearchText
from articles.models.topic import Listing, Topic
from articles.models.upload import PlannedDocument, Upload
from articles.models.withheld import Withheld

__all__ = [
    "Article",
    "Conflict",
    "FrozenField",
    "Image",
    "ImportRun",
    "ImportedDocument",
    "Listing",
    "MetricSample",
    "PlannedDocument",
    "Redirect",
    "RelatedLink",
    "SearchText",
    "SourceDocument",
    "Topic",
    "Upload",
    "Withheld",
]
