"""What Django's autodiscovery imports: every screen of the desk registers itself."""

from articles.desk import (
    articles,
    conflicts,
    imports,
    people,
    pictures,
    providers,
    topics,
    uploads,
    withholding,
)
from articles.desk.article_form import related_links

__all__ = [
    "articles",
    "conflicts",
    "imports",
    "people",
    "pictures",
    "providers",
    "related_links",
    "topics",
    "uploads",
    "withholding",
]
