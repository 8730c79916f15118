"""The article's screen: the list in which editors decide, and the form in which they write."""

from __future__ import annotations

from typing import Any

from django.contrib import admin

from articles.desk.article_form.screen import WritesArticles
from articles.desk.article_list.screen import Triage
from articles.desk.forms.history import HasTimeline
from articles.desk.repairs import Repairs
from articles.desk.withholding import Withholds
from articles.models import Article


@admin.register(Article)
class ArticleAdmin(Triage, Withholds, Repairs, HasTimeline, WritesArticles):
    """Articles: see `triage` for the list, `writing` for the form."""

    actions: Any = (*Triage.actions, *Withholds.actions)
