from typing import Any

from django.db import migrations, models
from django.utils import timezone


def ask_about_retractions(apps: Any, schema_editor: Any) -> None:
    """Whether a story is public is not frozen any more: of what was, an editor decides."""
    frozen = apps.get_model("articles", "FrozenField").objects.filter(key="published")
    conflicts = apps.get_model("articles", "Conflict").objects
    public = apps.get_model("articles", "Article").objects.filter(published=True)
    asked = conflicts.filter(key="published", settled__isnull=True, superseded_by__isnull=True)
    paths = set(public.filter(path__in=frozen.values("path")).values_list("path", flat=True))
    said = {"base": {"value": True}, "theirs": {"value": False}, "ours": {"value": True}}
    for path in paths - set(asked.values_list("path", flat=True)):
        conflicts.create(path=path, key="published", found=timezone.now(), **said)
    frozen.delete()


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0021_what_went_out"),
    ]

    operations = [
        # What was frozen before does not follow its source.
        migrations.AddField(
            model_name="frozenfield",
            name="is_held",
            field=models.BooleanField(
                default=True,
                help_text="Somebody chose what it says: the source is not followed.",
                verbose_name="held",
            ),
        ),
        migrations.AlterField(
            model_name="frozenfield",
            name="is_held",
            field=models.BooleanField(
                default=False,
                help_text="Somebody chose what it says: the source is not followed.",
                verbose_name="held",
            ),
        ),
        migrations.AddField(
            model_name="frozenfield",
            name="thawed",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="thawed"),
        ),
        migrations.RunPython(ask_about_retractions, migrations.RunPython.noop),
    ]
