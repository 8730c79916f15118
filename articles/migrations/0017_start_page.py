"""What the start page of the desk asks for, and what editors may see of what came in."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from articles.roles import make_roles


def add(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Give the roles what they lack."""
    make_roles(apps)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0016_stories_of_a_provider_as_they_came"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                models.F("publish_at"),
                models.F("path"),
                condition=models.Q(("state", "scheduled")),
                name="article_next_scheduled",
            ),
        ),
        migrations.AddIndex(
            model_name="conflict",
            index=models.Index(
                fields=["-found", "-id"],
                condition=models.Q(("settled__isnull", True), ("superseded_by__isnull", True)),
                name="conflict_newest_waiting",
            ),
        ),
        migrations.RunPython(add, migrations.RunPython.noop),
    ]
