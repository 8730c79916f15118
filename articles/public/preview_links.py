"""Links by which somebody without an account may look at one story for a week.

The address itself is signed; a story keeps only how often its links were revoked, which those made before
do not survive. A new SECRET_KEY ends all of them at once.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final, NamedTuple

from django.core import signing
from django.urls import reverse

from articles.models import Article

LIFETIME: Final = timedelta(days=7)
_SIGNER: Final = "articles.public.preview_links"


class Expired(Exception):
    """The link was good, and its time is over."""


class Link(NamedTuple):
    """Whose link it is, and how often the links to it had been revoked when it was made."""

    article: int
    revoked_before: int


def shared_address(article: Article) -> str:
    """The address, without a host, under which a story is open from now on for LIFETIME."""
    named = f"{article.pk}.{article.revoked_links}" if article.revoked_links else str(article.pk)
    token = signing.TimestampSigner(salt=_SIGNER).sign(named)
    return reverse("articles:shared", args=[token])


def shared_link(token: str) -> Link | None:
    """What a link was made for; None where no such link was ever made.

    Raises Expired.
    """
    try:
        named = signing.TimestampSigner(salt=_SIGNER).unsign(token, max_age=LIFETIME)
        key, _, revoked = named.partition(".")
        return Link(int(key), int(revoked or 0))
    except signing.SignatureExpired:
        raise Expired from None
    except (signing.BadSignature, ValueError):
        return None
