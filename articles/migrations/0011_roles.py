"""Contributors, editors and chief editors: see articles/roles.py."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from articles.roles import make_roles


def add(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Make the groups."""
    make_roles(apps)


def keep(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Groups stay: people are in them."""


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0010_workflow_and_history"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="importrun",
            options={
                "ordering": ("-started", "-id"),
                "permissions": (("undo_importrun", "Can take imports back"),),
                "verbose_name": "import",
                "verbose_name_plural": "imports",
            },
        ),
        migrations.AlterModelOptions(
            name="topic",
            options={
                "ordering": (models.OrderBy(models.F("position"), nulls_last=True), "path", "name"),
                "permissions": (("merge_topic", "Can merge topics"),),
                "verbose_name": "topic",
                "verbose_name_plural": "topics",
            },
        ),
        migrations.RunPython(add, keep),
    ]
