"""A story that is written here is a draft until its writer says that it is ready for review.

What was written here and waits in the inbox stays there, first in line: its writer had no other way to hand
it in, and an editor can send it back.
"""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

SET_ASIDE = ["draft", "scheduled", "rejected", "withdrawn"]


def send_for_review(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Count what waits as handed in when it was made."""
    articles = apps.get_model("articles", "Article").objects.using(editor.connection.alias)
    own = articles.filter(created_by__isnull=False, state="inbox", decided_at__isnull=True)
    own.filter(made_at__isnull=False).update(sent_for_review_at=models.F("made_at"))


def hand_in(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Put drafts into the inbox: a database before this one knows no other place for them."""
    articles = apps.get_model("articles", "Article").objects.using(editor.connection.alias)
    drafts = articles.filter(state="draft")
    drafts.update(state="inbox", is_waiting=True, decided_at=None, decided_by=None, reason="")


class Migration(migrations.Migration):
    dependencies = [("articles", "0010_typed_texts_of_conflicts")]
    operations = [
        migrations.AddField(
            "article",
            "sent_for_review_at",
            models.DateTimeField(
                editable=False,
                help_text="When its writer was done with it; empty where it waits for no review.",
                null=True,
                verbose_name="ready for review since",
            ),
        ),
        migrations.AlterField(
            "article",
            "state",
            models.CharField(
                choices=[
                    ("draft", "draft"),
                    ("inbox", "inbox"),
                    ("scheduled", "scheduled"),
                    ("published", "published"),
                    ("rejected", "rejected"),
                    ("withdrawn", "withdrawn"),
                ],
                db_default="inbox",
                default="inbox",
                editable=False,
                max_length=9,
                verbose_name="state",
            ),
        ),
        migrations.AlterField(
            "article",
            "reason",
            models.TextField(
                blank=True,
                db_default="",
                default="",
                editable=False,
                help_text="Why it was rejected, withdrawn or sent back.",
                verbose_name="reason",
            ),
        ),
        migrations.RemoveIndex("article", "article_newest_set_aside"),
        migrations.AddIndex(
            "article",
            models.Index(
                models.F("state"),
                models.functions.Coalesce(
                    "published_date_time", "made_at", output_field=models.DateTimeField()
                ).desc(),
                models.F("path"),
                name="article_newest_set_aside",
                condition=models.Q(state__in=SET_ASIDE),
            ),
        ),
        migrations.AddIndex(
            "article",
            models.Index(
                "sent_for_review_at",
                "path",
                name="article_sent_for_review",
                condition=models.Q(sent_for_review_at__isnull=False),
            ),
        ),
        migrations.RunPython(send_for_review, hand_in),
    ]
