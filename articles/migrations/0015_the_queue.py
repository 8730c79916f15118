"""What the list of articles asks for as a queue, and the filters that people keep of it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import articles.models.indexes


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0014_aliases"),
        ("providers", "0002_roles"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SavedFilter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("query", models.TextField(blank=True, verbose_name="query")),
                (
                    "is_shared",
                    models.BooleanField(default=False, verbose_name="shared with everybody at the desk"),
                ),
            ],
            options={
                "verbose_name": "saved filter",
                "verbose_name_plural": "saved filters",
                "ordering": ("name", "pk"),
            },
        ),
        migrations.AddIndex(
            model_name="article",
            index=articles.models.indexes.UndatedLastIndex(
                models.F("provider"),
                models.OrderBy(models.F("published_date_time"), descending=True, nulls_last=True),
                models.F("path"),
                condition=models.Q(("is_waiting", True)),
                name="article_waiting_of_provider",
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=articles.models.indexes.UndatedLastIndex(
                models.F("provider"),
                models.OrderBy(models.F("published_date_time"), descending=True, nulls_last=True),
                models.F("path"),
                condition=models.Q(("state__in", ["rejected", "withdrawn"])),
                name="article_refused_of_provider",
            ),
        ),
        migrations.AddField(
            model_name="savedfilter",
            name="owner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="owner",
            ),
        ),
        migrations.AddConstraint(
            model_name="savedfilter",
            constraint=models.UniqueConstraint(
                models.F("owner"), models.F("name"), name="saved_filter_once_per_name"
            ),
        ),
    ]
