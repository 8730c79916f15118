"""Rows for tests, made by what the test is about; all else has a plain value."""

import hashlib
from datetime import UTC, datetime
from itertools import count
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group, User
from django.utils import timezone

from articles.editing.withholding import withhold
from articles.models import Article, Image, Listing, Picture, RelatedLink, Topic
from articles.pictures.renditions import VERSION
from articles.querysets import ArticleQuerySet
from articles.roles import EDITOR, make_roles
from providers.models import Provider

# All as wide as one another, so that rows sorted by name stand in the order in which they were made.
_NUMBERS = (f"{number:06}" for number in count(1))
LONG_AGO = datetime(2021, 6, 1, 12, tzinfo=UTC)


def make_topic(name: str = "", **fields: Any) -> Topic:
    """A topic with a document of its own."""
    return Topic.objects.create(name=name or f"Topic {next(_NUMBERS)}", **fields)


def make_provider(domain: str = "", **fields: Any) -> Provider:
    """A provider with a document of its own."""
    domain = domain or f"provider-{next(_NUMBERS)}.example"
    return Provider.objects.create(**{"domain": domain, "name": domain.partition(".")[0].title()} | fields)


def make_article(
    *, topics: list[Topic] | None = None, images: list[dict[str, Any]] | None = None, **fields: Any
) -> Article:
    """An article that the public may see, unless told otherwise."""
    number = next(_NUMBERS)
    values = {
        "path": f"_news/2021-06-01-article-{number}.md",
        "title": f"Article {number}",
        "published": True,
        "published_date_time": LONG_AGO,
        "type": "article",
        "web_url": f"https://example.org/{number}",
    }
    article = Article.objects.create(**values | fields)
    for position, topic in enumerate(topics or []):
        Listing.objects.create(article=article, topic=topic, position=position)
    for position, image in enumerate(images or []):
        Image.objects.create(article=article, position=position, **image)
    return article


def delete_articles(articles: Article | ArticleQuerySet, reason: str = "") -> None:
    """Delete one article or several for good, as the desk does."""
    rows = Article.objects.filter(pk=articles.pk) if isinstance(articles, Article) else articles
    withhold(rows, by=None, now=timezone.now(), reason=reason)


def make_related(article: Article, **fields: Any) -> RelatedLink:
    """A related link under an article."""
    position = article.related_links.count()
    return RelatedLink.objects.create(
        article=article, **{"position": position, "title": "Related", "type": "article"} | fields
    )


def make_user(name: str = "", role: str = EDITOR, **fields: Any) -> User:
    """Somebody who may sign in at the desk, in one of the roles."""
    user = User.objects.create_user(
        name or f"user-{next(_NUMBERS)}", password="a long enough password", is_staff=True, **fields
    )
    # Tests that commit empty every table behind them, the roles too; to ask for each permission takes 0.2 s.
    if not Group.objects.filter(name=role).exists():
        make_roles(apps)
    user.groups.add(Group.objects.get(name=role))
    return user


def make_picture(path: str = "assets/images/articles/2026/11/harbour-1.jpg", **fields: Any) -> Picture:
    """A picture of the site of which all sizes were made, as far as its row says: there are no files."""
    digest = hashlib.sha256(path.encode()).hexdigest()
    values = {"digest": digest, "kind": "jpg", "size": 1000, "width": 2000, "height": 1500}
    return Picture.objects.create(**{"path": path, "renditions": VERSION} | values | fields)
