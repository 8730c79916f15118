"""Which pictures a page can show, and where they stand."""

from __future__ import annotations

from collections.abc import Iterable

from articles.models import Image
from providers.logos import address_of, uploaded
from providers.models import Provider


def address_to_show(url: str) -> str:
    """The address at which a page can show a picture; empty where it can't.

    Pictures stay with their publishers, where the policy of the site asks for HTTPS; those that came
    with the site's documents are served from our media.
    """
    if ours := address_of(url):
        return ours
    if url.startswith("http://"):
        return f"https://{url.removeprefix('http://')}"
    return url if url.startswith("https://") else ""


def first_address_to_show(urls: Iterable[str]) -> str:
    """The address of the first that a page can show."""
    return next((found for url in urls if (found := address_to_show(url))), "")


def logo_of(provider: Provider, logos: Iterable[Image]) -> str:
    """The address of a provider's logo: one that was uploaded, else the largest that a page can show."""
    if ours := uploaded(provider.pk):
        return ours
    largest = sorted(logos, key=lambda logo: logo.width or 0, reverse=True)
    return first_address_to_show(logo.url for logo in largest)


def own_logo_of(provider: Provider) -> str:
    """The address of a provider's logo, from its own pictures; empty where a page can show none."""
    return logo_of(provider, provider.logos.all())
