"""What a page says of an article to machines: canonical address, Open Graph, JSON-LD."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from articles.models import Article
from articles.reading.embeds import Embed
from articles.reading.fragments import read_fragment
from providers.models import Provider

# What could end a script element, or a line of JavaScript, as JSON may say it too.
_ESCAPES: Final = {ord(sign): f"\\u{ord(sign):04X}" for sign in "<>&\u2028\u2029"}
# What has a letter or a digit, up to a blank: signs of Markdown alone are none. editor.js counts the same.
_WORDS: Final = re.compile(r"[^\W_]\S*")


@dataclass(frozen=True, slots=True)
class Metadata:
    """For the head of an article's page."""

    canonical: str
    image: str
    json_ld: SafeString


def web_address(url: str) -> str:
    """An address that a link may lead to; empty for any other.

    >>> web_address("javascript:alert(1)"), web_address("https://bank.example@evil.example/")
    ('', '')
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    is_plain = parts.netloc and "@" not in parts.netloc
    return url if parts.scheme in {"http", "https"} and is_plain else ""


def metadata_of(article: Article, image: str, *, address: str, site: str, embed: Embed | None) -> Metadata:
    """A linked article's page stands for its source; a hosted one for itself. `image` is a whole address."""
    source = web_address(article.web_url)
    story: dict[str, Any] = {
        "@type": "VideoObject" if embed and not source else "NewsArticle",
        "headline": article.title,
        "description": read_fragment(article.summary).text,
        "datePublished": _time(article),
        "image": image,
        "inLanguage": article.language or settings.SITE_LANGUAGE,
        "publisher": _publisher(article.provider),
    }
    if source:
        told: dict[str, Any] = {
            "@type": "WebPage",
            "url": address,
            "name": article.title,
            "inLanguage": settings.SITE_LANGUAGE,
            "isBasedOn": {**story, "url": source},
            "publisher": {"@type": "Organization", "name": site},
        }
    else:
        told = {**story, "url": address, "mainEntityOfPage": address}
        told["publisher"] = told["publisher"] or {"@type": "Organization", "name": site}
        if embed:
            told |= {
                "name": article.title,
                "embedUrl": embed.frame,
                "uploadDate": _time(article),
                "thumbnailUrl": image,
            }
        else:
            told["wordCount"] = len(_WORDS.findall(article.body)) or None
    return Metadata(source or address, image, as_json_ld({"@context": "https://schema.org", **told}))


def as_json_ld(value: dict[str, Any]) -> SafeString:
    """JSON for a script element, without what is empty; nothing in it can end the element."""
    text = json.dumps(_filled(value), ensure_ascii=False)
    return mark_safe(text.translate(_ESCAPES))


def _filled(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    return {key: _filled(member) for key, member in value.items() if member not in (None, "", {})}


def _time(article: Article) -> str:
    return article.published_date_time.isoformat() if article.published_date_time else ""


def _publisher(provider: Provider | None) -> dict[str, str]:
    if provider is None:
        return {}
    return {"@type": "Organization", "name": str(provider), "url": provider.home}
