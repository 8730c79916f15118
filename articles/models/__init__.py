"""What is published, and what is known of where it came from."""

from articles.models.article import Article, Image, RelatedLink
from articles.models.imports import Conflict, ImportRun, SourceDocument
from articles.models.topic import Listing, Topic

__all__ = [
    "Article",
    "Conflict",
    "Image",
    "ImportRun",
    "Listing",
    "RelatedLink",
    "SourceDocument",
    "Topic",
]
