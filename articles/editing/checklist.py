"""What a story should have before readers see it. Nothing here forbids: an editor may know better."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models import Article


@dataclass(frozen=True, slots=True)
class Check:
    """One thing to have; `key` is for machines, `advice` says what to do where it is not met.

    `short` is what the note in a row of the list calls it; empty where a mark beside says so already.
    """

    key: str
    name: str
    is_met: bool
    advice: str
    short: str = ""


def checks(article: Article) -> list[Check]:
    """All of them, in the order of the form; pictures and topics should be at hand."""
    # One that is not saved yet has neither.
    pictures = list(article.images.all()) if article.pk else []
    topics = list(article.listings.all()) if article.pk else []
    return [
        Check(
            "title",
            _("Title"),
            bool(article.title.strip()),
            _("Without one, lists call it by its address."),
        ),
        Check(
            "excerpt",
            _("Excerpt"),
            bool(article.excerpt.strip()),
            _("Say in a sentence or two why to read it."),
            _("excerpt"),
        ),
        Check(
            "topic",
            _("Topic"),
            bool(topics),
            _("Without a topic it stands on no topic’s page."),
            _("topic"),
        ),
        Check(
            "text",
            _("Undamaged text"),
            not article.is_damaged,
            _("Title or excerpt hold signs that were read wrongly."),
        ),
        *_provider(article),
        _picture(any(picture.url for picture in pictures), bool(pictures and pictures[0].title.strip())),
    ]


def unmet(article: Article) -> list[Check]:
    """Those that an article lacks."""
    return [check for check in checks(article) if not check.is_met]


def missing_as_text(articles: Sequence[Article]) -> str:
    """What stories that go out lack, in a sentence; empty where they have all of it."""
    lacking = [missing for article in articles if (missing := unmet(article))]
    if not lacking:
        return ""
    if len(articles) > 1:
        text = ngettext(
            "%(count)d of them lacks something of the checklist.",
            "%(count)d of them lack something of the checklist.",
            len(lacking),
        )
        return text % {"count": len(lacking)}
    text = ngettext(
        "%(count)d thing is missing: %(names)s.", "%(count)d things are missing: %(names)s.", len(lacking[0])
    )
    return text % {"count": len(lacking[0]), "names": ", ".join(check.name for check in lacking[0])}


def briefly(article: Article) -> str:
    """What a story lacks, for its row in the list, beside the marks that stand there."""
    names = ", ".join(check.short for check in unmet(article) if check.short)
    return _("lacks: %(names)s") % {"names": names} if names else ""


# Addresses at which somebody else has published it.
_ELSEWHERE: Final = ("web_url", "original_url", "amp_web_url", "cdn_amp_web_url")


def _provider(article: Article) -> list[Check]:
    """Whose story it is; nothing to ask of one that was published nowhere but here."""
    if not article.provider_id and not any(getattr(article, name) for name in _ELSEWHERE):
        return []
    advice = _("It links elsewhere: say whose story it is.")
    return [Check("provider", _("Provider"), bool(article.provider_id), advice)]


def _picture(is_there: bool, is_told: bool) -> Check:
    if is_there:
        advice = _("Say in the first picture’s title what it shows, for who cannot see it.")
    else:
        advice = _("Cards and pages look bare without one.")
    short = _("picture text") if is_there else ""
    return Check("picture", _("Picture with alternative text"), is_there and is_told, advice, short)
