"""Whether the originals that stories lead to still answer."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from articles.querysets import LinkCheckQuerySet
from documents import schema


class LinkCheck(models.Model):
    """What an article's web address answered when it was last asked; see articles/link_checks.py."""

    article = models.OneToOneField(
        Article, on_delete=models.CASCADE, primary_key=True, related_name="link_check"
    )
    url = models.CharField(_("address"), max_length=schema.URL_LIMIT)
    checked = models.DateTimeField(_("checked"), db_index=True)
    failures = models.PositiveSmallIntegerField(_("failures in a row"), default=0)
    is_dead = models.BooleanField(_("dead"), default=False)
    answer = models.CharField(_("answer"), max_length=200, blank=True)

    objects = LinkCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("link check")
        verbose_name_plural = _("link checks")
        indexes = (models.Index("is_dead", name="link_check_dead", condition=models.Q(is_dead=True)),)

    def __str__(self) -> str:
        return f"{self.url}: {self.answer}"
