"""The languages that articles' documents name, for feeds, sitemaps and pages to tell."""

from collections import defaultdict

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from documents.languages import language_in

CHUNK = 500


def find(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Read the languages that the documents of what is here name."""
    sources = apps.get_model("articles", "SourceDocument")._base_manager
    articles = apps.get_model("articles", "Article")._base_manager
    paths: dict[str, list[str]] = defaultdict(list)
    rows = sources.order_by().filter(is_carried=False).values_list("path", "content")
    for path, content in rows.iterator(CHUNK):
        tag = language_in(path, bytes(content))
        if tag:
            paths[tag].append(path)
    for tag, found in paths.items():
        for start in range(0, len(found), CHUNK):
            articles.filter(path__in=found[start : start + CHUNK]).update(language=tag)


def nothing(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """The column goes."""


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0026_links_to_previews_can_be_ended"),
    ]

    operations = [
        migrations.AddField(
            model_name="article",
            name="language",
            field=models.CharField(
                editable=False,
                help_text="What its document names as its own; without one, that of the site (SITE_LANGUAGE).",
                max_length=12,
                null=True,
                verbose_name="language",
            ),
        ),
        migrations.RunPython(find, nothing),
    ]
