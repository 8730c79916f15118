"""Topics' names are compared letter by letter by either database, and their slugs stand as browsers send them."""

import unicodedata

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from providers.fingerprints import AsciiLower


def compose(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Write slugs whose marks stand apart (NFD) in NFC, as an import does now, unless that is another's.

    Until then such a topic counted as changed here, and an export rewrote its `_id`.
    """
    topics = apps.get_model("articles", "Topic").objects.using(editor.connection.alias)
    rows = list(topics.order_by("pk").values_list("pk", "slug"))
    taken = {slug for _, slug in rows}
    for pk, slug in rows:
        composed = unicodedata.normalize("NFC", slug)
        if composed not in taken:
            topics.filter(pk=pk).update(slug=composed)
            taken.add(composed)


class Migration(migrations.Migration):
    dependencies = [("articles", "0006_texts_of_articles"), ("providers", "0002_provider_identity_key")]

    operations = [
        migrations.RemoveConstraint("topic", "topic_name_unique_without_case"),
        migrations.AddConstraint(
            "topic",
            models.UniqueConstraint(
                AsciiLower("name"),
                name="topic_name_unique_without_case",
                violation_error_message="Another topic has this name.",
            ),
        ),
        migrations.RunPython(compose, migrations.RunPython.noop),
    ]
