"""What an article is found by."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article


class SearchText(models.Model):
    """The words of one article, its provider and its topics, side by side; only the database writes it.

    Triggers (migration 0005_search) keep it true on every write, in bulk or by hand, and keep the index
    over it true too: FTS5 on SQLite, a tsvector with a GIN index on PostgreSQL. `articles.search` asks.
    """

    article = models.OneToOneField(
        Article, on_delete=models.CASCADE, primary_key=True, related_name="search_text"
    )
    title = models.TextField()
    excerpt = models.TextField()
    provider = models.TextField()
    topics = models.TextField(help_text=_("Their names, in the article's order."))

    class Meta:
        verbose_name = _("search text")
        verbose_name_plural = _("search texts")

    def __str__(self) -> str:
        return self.title
