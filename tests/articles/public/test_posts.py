"""Real posts of other generators on their pages; tests/articles/exporting/test_posts.py has their bytes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client

from articles.models import Article
from tests.support.sites import import_site

pytestmark = pytest.mark.django_db

# What other generators run stands in code alone.
CODE = re.compile(r"<(code|pre)\b.*?</\1>", re.DOTALL)


def test_posts_are_shown_without_what_their_generators_run(client: Client, shared: Path) -> None:
    for family in sorted(shared.glob("corpus/posts-*")):
        import_site(family)
    Article.objects.update(published=True, state="published")
    assert Article.objects.count() > 150
    for article in Article.objects.with_body():
        page = client.get(article.get_absolute_url())
        assert page.status_code == 200, article.path
        shown = page.content.decode().partition('class="text"')[2].partition("</article>")[0]
        assert bool(shown) == bool(article.body.strip()), article.path
        assert not re.search(r"\{%|\{\{", CODE.sub("", shown)), article.path
