"""Texts that somebody left as they are, and an index on articles with a text to repair."""

from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

import articles.models.indexes
from articles.models.damage import is_damaged

CHUNK = 2000


def find(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Look through what is here already: some ten seconds for a million articles."""
    articles = apps.get_model("articles", "Article")._base_manager
    texts = articles.order_by().values_list("pk", "title", "excerpt").iterator(CHUNK)
    found = [key for key, *said in texts if is_damaged(*said)]
    for start in range(0, len(found), CHUNK):
        articles.filter(pk__in=found[start : start + CHUNK]).update(is_damaged=True)


def nothing(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """The column stays; an import fills it again."""


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0011_roles"),
        ("providers", "0002_roles"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="article",
            name="left_as_is",
            field=models.JSONField(
                editable=False,
                help_text="Which texts somebody said are as they should be: see articles/models/damage.py.",
                null=True,
                verbose_name="left as it is",
            ),
        ),
        migrations.RunPython(find, nothing),
        migrations.AddIndex(
            model_name="article",
            index=articles.models.indexes.UndatedLastIndex(
                models.OrderBy(models.F("published_date_time"), descending=True, nulls_last=True),
                models.F("path"),
                condition=models.Q(("is_damaged", True)),
                name="article_newest_damaged",
            ),
        ),
    ]
