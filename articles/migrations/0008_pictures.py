"""The picture files of a site, each with what is known of it; who may do what with them.

They are seen by readers, so triggers move the edition with them.
"""

from importlib import import_module

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from articles.roles import make_roles

EDITION = import_module("articles.migrations.0004_edition")
TABLE = "articles_picture"
SEEN = (
    *("path", "digest", "kind", "width", "height", "is_opaque", "renditions"),
    *("alt", "caption", "credit", "focal_x", "focal_y"),
)


def add(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "sqlite":
        rows, update = EDITION.sqlite_rows, EDITION.sqlite_update
    else:
        rows, update = EDITION.postgresql_rows, EDITION.postgresql_update
    for statement in (*rows(TABLE, "number"), update("update", TABLE, SEEN, "number")):
        # Without parameters, so that a % means itself.
        editor.execute(statement, None)
    make_roles(apps)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0007_topic_names_in_any_letters"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Picture",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("path", models.CharField(max_length=200, unique=True, verbose_name="path")),
                ("path_key", models.CharField(db_index=True, editable=False, max_length=24, null=True)),
                (
                    "digest",
                    models.CharField(
                        db_index=True,
                        help_text="SHA-256 of the bytes that go out.",
                        max_length=64,
                        verbose_name="digest",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        help_text="By its content: jpg, png, webp, gif, avif.",
                        max_length=4,
                        verbose_name="kind",
                    ),
                ),
                ("size", models.PositiveIntegerField(help_text="In bytes.", verbose_name="size")),
                ("width", models.PositiveIntegerField(verbose_name="width")),
                ("height", models.PositiveIntegerField(verbose_name="height")),
                ("is_opaque", models.BooleanField(default=True, verbose_name="opaque")),
                (
                    "renditions",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="Which set of sizes was made of it; 0: none yet.",
                        verbose_name="renditions",
                    ),
                ),
                (
                    "alt",
                    models.CharField(
                        blank=True,
                        help_text="What is to be seen, for those who do not see it.",
                        max_length=1000,
                        verbose_name="alternative text",
                    ),
                ),
                ("caption", models.CharField(blank=True, max_length=1000, verbose_name="caption")),
                ("credit", models.CharField(blank=True, max_length=1000, verbose_name="credit")),
                ("focal_x", models.FloatField(default=0.5, verbose_name="focal point from the left")),
                ("focal_y", models.FloatField(default=0.5, verbose_name="focal point from the top")),
                (
                    "uploaded_at",
                    models.DateTimeField(blank=True, db_index=True, null=True, verbose_name="uploaded"),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="uploaded by",
                    ),
                ),
            ],
            options={
                "verbose_name": "picture",
                "verbose_name_plural": "pictures",
                "ordering": ("path",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("focal_x__range", (0, 1)), ("focal_y__range", (0, 1))),
                        name="picture_focal_point_in_it",
                    )
                ],
            },
        ),
        # The triggers go with the table.
        migrations.RunPython(add, migrations.RunPython.noop),
    ]
