"""Links by which somebody without an account may look at one story for a week.

Nothing is stored: the address itself is signed. A new SECRET_KEY ends all of them at once.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.core import signing
from django.urls import reverse

from articles.models import Article

LIFETIME: Final = timedelta(days=7)
_SIGNER: Final = "articles.sharing"


class Expired(Exception):
    """The link was good, and its time is over."""


def shared_address(article: Article) -> str:
    """The address, without a host, under which a story is open from now on for LIFETIME."""
    token = signing.TimestampSigner(salt=_SIGNER).sign(str(article.pk))
    return reverse("articles:shared", args=[token])


def shared_key(token: str) -> int | None:
    """The key of the article that a link was made for; None where no such link was ever made.

    Raises Expired.
    """
    try:
        return int(signing.TimestampSigner(salt=_SIGNER).unsign(token, max_age=LIFETIME))
    except signing.SignatureExpired:
        raise Expired from None
    except (signing.BadSignature, ValueError):
        return None
