"""The article's screen: the list in which editors decide, and the form in which they write."""

from __future__ import annotations

from typing import Any

from django.contrib import admin

from articles.admin.history import HasTimeline
from articles.admin.repairs import Repairs
from articles.admin.triage import Triage
from articles.admin.withholding import Withholds
from articles.admin.writing import WritesArticles
from articles.models import Article


@admin.register(Article)
class ArticleAdmin(Triage, Withholds, Repairs, HasTimeline, WritesArticles):
    """Articles: see `triage` for the list, `writing` for the form."""

    actions: Any = (*Triage.actions, *Withholds.actions)
