"""Where former addresses lead."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from articles.models import Article, Redirect, Topic
from articles.publishers import public_providers
from providers.models import Provider


def moved_to(address: str) -> Article | Topic | Provider | None:
    """What the public may see of what had an address (`news/STEM`, `topics/SLUG`); None: it is gone.

    Raises Http404 where there never was anything, or nothing that is public.
    """
    former = Redirect.objects.select_related("article", "topic", "provider").filter(address=address).first()
    if former is None:
        raise Http404
    target = former.target()
    if target is not None and not _public(target).filter(pk=target.pk).exists():
        raise Http404
    return target


def _public(target: Article | Topic | Provider) -> QuerySet[Any]:
    if isinstance(target, Article):
        return Article.objects.published()
    return Topic.objects.public() if isinstance(target, Topic) else public_providers()
