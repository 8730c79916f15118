"""A score by heat and age, the indexes that the public pages read, and former addresses."""

import math

import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

import articles.models.indexes

BATCH = 2000


def score(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """What articles/models/heat.py says, as it was when this migration landed."""
    articles = apps.get_model("articles", "Article").objects
    batch = []
    for article in articles.only("heat", "published_date_time").iterator(BATCH):
        seconds = article.published_date_time.timestamp() if article.published_date_time else 0.0
        article.heat_score = math.log2(max(article.heat or 0, 1)) + seconds / (3 * 86_400)
        batch.append(article)
        if len(batch) == BATCH:
            articles.bulk_update(batch, ["heat_score"], batch_size=500)
            batch = []
    articles.bulk_update(batch, ["heat_score"], batch_size=500)
    now = articles.filter(pk=models.OuterRef("article")).values("heat_score")
    apps.get_model("articles", "Listing").objects.update(heat_score=models.Subquery(now))


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0003_reviewable_imports"),
        ("providers", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Redirect",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "address",
                    models.CharField(
                        help_text="Such as news/STEM or topics/SLUG.",
                        max_length=510,
                        unique=True,
                        verbose_name="former address",
                    ),
                ),
            ],
            options={
                "verbose_name": "redirect",
                "verbose_name_plural": "redirects",
                "ordering": ("address",),
            },
        ),
        migrations.AddField(
            model_name="article",
            name="heat_score",
            field=models.FloatField(
                default=0.0,
                editable=False,
                help_text="What “hottest” orders by: see articles/models/heat.py.",
                verbose_name="heat with age",
            ),
        ),
        migrations.AddField(
            model_name="listing",
            name="heat_score",
            field=models.FloatField(default=0.0, editable=False, verbose_name="heat with age"),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                models.OrderBy(models.F("heat_score"), descending=True),
                models.F("path"),
                condition=models.Q(("published", True)),
                name="article_hottest_published",
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=articles.models.indexes.UndatedLastIndex(
                models.F("provider"),
                models.OrderBy(models.F("published_date_time"), descending=True, nulls_last=True),
                models.F("path"),
                condition=models.Q(("published", True)),
                name="article_newest_of_provider",
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=django.contrib.postgres.indexes.HashIndex(
                models.F("web_url"),
                condition=models.Q(("web_url", ""), _negated=True),
                name="article_at_web_url",
            ),
        ),
        migrations.AddIndex(
            model_name="listing",
            index=models.Index(
                models.F("topic"),
                models.OrderBy(models.F("heat_score"), descending=True),
                models.F("path"),
                condition=models.Q(("published", True)),
                name="listing_hottest_in_topic",
            ),
        ),
        migrations.AddField(
            model_name="redirect",
            name="article",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                to="articles.article",
                verbose_name="article",
            ),
        ),
        migrations.AddField(
            model_name="redirect",
            name="topic",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                to="articles.topic",
                verbose_name="topic",
            ),
        ),
        migrations.RunPython(score, migrations.RunPython.noop),
    ]
