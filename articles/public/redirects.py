"""Where former addresses lead."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from articles.editing.stock_reasons import BY_SOURCE, public_reason
from articles.models import Article, Redirect, Topic
from articles.models.workflow import State
from articles.public.providers import public_providers
from documents.identity import identity
from providers.models import Provider


def moved_to(address: str) -> Article | Topic | Provider | None:
    """What the public may see of what has an address in other letters, or had it; None: it is gone.

    Addresses are such as `news/STEM` and `topics/SLUG`. Raises Http404 where there never was anything,
    or nothing that is public.
    """
    kind, _, name = address.partition("/")
    if (found := _IN_ANOTHER_FORM[kind](name)) is not None:
        return found
    former = Redirect.objects.select_related("article", "topic", "provider").at(address)
    if former is None:
        raise Http404
    target = former.target()
    if target is not None and not _public(target).filter(pk=target.pk).exists():
        raise Http404
    return target


def _article(slug: str) -> Article | None:
    return Article.objects.published().in_another_form(slug).newest().first()


def _topic(slug: str) -> Topic | None:
    wanted = identity(slug)
    others = (topic for topic in Topic.objects.public().order_by("pk") if topic.slug != slug)
    return next((topic for topic in others if identity(topic.slug) == wanted), None)


_IN_ANOTHER_FORM: Final[dict[str, Callable[[str], Article | Topic | Provider | None]]] = {
    "news": _article,
    "topics": _topic,
    "providers": lambda address: public_providers().at(address),
}


def reason_for_readers(slug: str) -> str:
    """Why the story at an address was withdrawn, as far as readers are told; in their language."""
    held = Article.objects.filter(slug=slug, state=State.WITHDRAWN).values_list("reason", "decided_at")
    reason, decided = held.first() or ("", timezone.now())
    return public_reason(BY_SOURCE if decided is None else reason)


def _public(target: Article | Topic | Provider) -> QuerySet[Any]:
    if isinstance(target, Article):
        return Article.objects.published()
    return Topic.objects.public() if isinstance(target, Topic) else public_providers()
