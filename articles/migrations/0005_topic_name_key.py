"""Topics' names are compared by a key, and no two topics have one key."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from documents.identity import fingerprint


def fill(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Give each topic its key; of those that are one by name, the eldest alone."""
    topics = apps.get_model("articles", "Topic").objects.using(editor.connection.alias)
    held = set()
    for pk, name in list(topics.order_by("pk").values_list("pk", "name")):
        key = fingerprint(name)
        if key not in held:
            topics.filter(pk=pk).update(name_key=key)
        held.add(key)


class Migration(migrations.Migration):
    dependencies = [("articles", "0004_edition")]

    operations = [
        migrations.AddField(
            "topic",
            "name_key",
            models.CharField(db_index=True, editable=False, max_length=24, null=True),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddConstraint(
            "topic",
            models.UniqueConstraint(
                models.F("name_key"),
                condition=models.Q(("name_key", None), _negated=True),
                name="topic_name_unique_as_compared",
            ),
        ),
    ]
