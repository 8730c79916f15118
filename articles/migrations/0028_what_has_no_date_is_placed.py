"""What has no date is placed by when it was made."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from articles.models.heat import heat_score


def fill(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Take for the time at which a row was made when it came in or, failing that, first changed here."""
    article, listing, document, revision = (
        apps.get_model("articles", name) for name in ("Article", "Listing", "ImportedDocument", "Revision")
    )
    imported = document._base_manager.filter(path=OuterRef("path"), outcome="created").order_by("-run_id")
    came = imported.values_list(Coalesce("run__dated", "run__started"))[:1]
    changed = revision._base_manager.filter(path=OuterRef("path")).order_by("at").values("at")[:1]
    article._base_manager.update(made_at=Coalesce(Subquery(came), Subquery(changed), timezone.now()))
    undated = article._base_manager.filter(published_date_time__isnull=True)
    scores = [
        (heat_score(heat, made_at), key)
        for key, heat, made_at in undated.values_list("pk", "heat", "made_at")
    ]
    with editor.connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {article._meta.db_table} SET heat_score = %s WHERE id = %s", scores)
    own = article._base_manager.filter(pk=OuterRef("article"))
    listing._base_manager.update(
        made_at=Subquery(own.values("made_at")), heat_score=Subquery(own.values("heat_score"))
    )


def nothing(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """The columns go."""


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0027_languages_of_articles"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="article",
            options={
                "ordering": (
                    models.OrderBy(
                        Coalesce("published_date_time", "made_at", output_field=models.DateTimeField()),
                        descending=True,
                    ),
                    "path",
                ),
                "permissions": (
                    (
                        "edit_every_article",
                        "Can see and edit what others wrote, and what came from the source",
                    ),
                    ("publish_article", "Can publish, schedule and withdraw articles"),
                    ("reject_article", "Can reject articles"),
                ),
                "verbose_name": "article",
                "verbose_name_plural": "articles",
            },
        ),
        migrations.RemoveIndex(
            model_name="article",
            name="article_newest_published",
        ),
        migrations.RemoveIndex(
            model_name="article",
            name="article_newest",
        ),
        migrations.RemoveIndex(
            model_name="article",
            name="article_newest_of_provider",
        ),
        migrations.RemoveIndex(
            model_name="article",
            name="article_newest_waiting",
        ),
        migrations.RemoveIndex(
            model_name="article",
            name="article_newest_set_aside",
        ),
        migrations.RemoveIndex(
            model_name="article",
            name="article_newest_damaged",
        ),
        migrations.RemoveIndex(
            model_name="article",
            name="article_waiting_of_provider",
        ),
        migrations.RemoveIndex(
            model_name="article",
            name="article_refused_of_provider",
        ),
        migrations.RemoveIndex(
            model_name="listing",
            name="listing_newest_in_topic",
        ),
        # Without its default, for which SQLite would make the table anew, without the triggers of search.
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.AddField(
                    model_name="article",
                    name="made_at",
                    field=models.DateTimeField(
                        editable=False,
                        help_text="When it was written here or came in; what has no date stands there in lists.",
                        null=True,
                        verbose_name="made at",
                    ),
                ),
            ],
            state_operations=[
                migrations.AddField(
                    model_name="article",
                    name="made_at",
                    field=models.DateTimeField(
                        default=timezone.now,
                        editable=False,
                        help_text="When it was written here or came in; what has no date stands there in lists.",
                        null=True,
                        verbose_name="made at",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="listing",
            name="made_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="made at"),
        ),
        migrations.RunPython(fill, nothing),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                models.OrderBy(
                    Coalesce("published_date_time", "made_at", output_field=models.DateTimeField()),
                    descending=True,
                ),
                models.F("path"),
                condition=models.Q(("published", True)),
                name="article_newest_published",
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                models.OrderBy(
                    Coalesce("published_date_time", "made_at", output_field=models.DateTimeField()),
                    descending=True,
                ),
                models.F("path"),
                name="article_newest",
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                models.F("provider"),
                models.OrderBy(
                    Coalesce("published_date_time", "made_at", output_field=models.DateTimeField()),
                    descending=True,
                ),
                models.F("path"),
                condition=models.Q(("published", True)),
                name="article_newest_of_provider",
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                models.OrderBy(
                    Coalesce("published_date_time", "made_at", output_field=models.DateTimeField()),
                    descending=True,
                ),
                models.F("path"),
                condition=models.Q(("is_waiting", True)),
                name="article_newest_waiting",
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                models.F("provider"),
                models.OrderBy(
                    Coalesce("published_date_time", "made_at", output_field=models.DateTimeField()),
                    descending=True,
                ),
                models.F("path"),
                condition=models.Q(("is_waiting", True)),
                name="article_waiting_of_provider",
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                models.F("provider"),
                models.OrderBy(
                    Coalesce("published_date_time", "made_at", output_field=models.DateTimeField()),
                    descending=True,
                ),
                models.F("path"),
                condition=models.Q(("state__in", ["rejected", "withdrawn"])),
                name="article_refused_of_provider",
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                models.F("state"),
                models.OrderBy(
                    Coalesce("published_date_time", "made_at", output_field=models.DateTimeField()),
                    descending=True,
                ),
                models.F("path"),
                condition=models.Q(("state__in", ["scheduled", "rejected", "withdrawn"])),
                name="article_newest_set_aside",
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                models.OrderBy(
                    Coalesce("published_date_time", "made_at", output_field=models.DateTimeField()),
                    descending=True,
                ),
                models.F("path"),
                condition=models.Q(("is_damaged", True)),
                name="article_newest_damaged",
            ),
        ),
        migrations.AddIndex(
            model_name="listing",
            index=models.Index(
                models.F("topic"),
                models.OrderBy(
                    Coalesce("published_date_time", "made_at", output_field=models.DateTimeField()),
                    descending=True,
                ),
                models.F("path"),
                condition=models.Q(("published", True)),
                name="listing_newest_in_topic",
            ),
        ),
    ]
