"""What an article is found by."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article


class SearchText(models.Model):
    """The words of one article, its provider and its topics, folded; only `articles.search.index` writes it.

    The database makes the index of it: FTS5 on SQLite, a tsvector with a GIN index on PostgreSQL.
    """

    # It goes with its article by a trigger: whoever writes it holds the article first.
    article = models.OneToOneField(
        Article, on_delete=models.DO_NOTHING, primary_key=True, related_name="search_text"
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


class SearchDue(models.Model):
    """A note that an article's search text is to be made anew; only triggers of the database write it.

    A number and no foreign key: nothing waits for anybody when a note is written, or is checked.
    """

    article = models.BigIntegerField()

    class Meta:
        verbose_name = _("article to be indexed")
        verbose_name_plural = _("articles to be indexed")

    def __str__(self) -> str:
        return str(self.article)


class SearchWord(models.Model):
    """A word that articles were indexed with: by its stems and by what is like it, others are found."""

    word = models.CharField(max_length=40)
    letters = models.PositiveSmallIntegerField()
    # Its first letter, and its last two.
    first = models.CharField(max_length=1)
    last = models.CharField(max_length=2)
    # Its stems.
    english = models.CharField(max_length=40, blank=True)
    german = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name = _("known word")
        verbose_name_plural = _("known words")
        indexes = (
            models.Index(fields=("word",), name="search_word"),
            models.Index(fields=("english",), name="search_word_english"),
            models.Index(fields=("german",), name="search_word_german"),
            models.Index(fields=("first", "letters"), name="search_word_first"),
            models.Index(fields=("last", "letters"), name="search_word_last"),
        )

    def __str__(self) -> str:
        return self.word
