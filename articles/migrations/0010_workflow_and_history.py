"""Where an article stands and who decided so, and who changed what."""

import django.core.serializers.json
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

import articles.models.indexes

LIVE = """
    UPDATE articles_article SET state = 'published', is_waiting = %s WHERE published
"""
triggers: list[str] = []


def set_triggers_aside(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """SQLite makes a table anew for each of these columns, and forgets its triggers."""
    if editor.connection.vendor == "sqlite":
        with editor.connection.cursor() as cursor:
            found = cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
            triggers[:] = [sql for _, sql in found]
            for name, _ in found:
                cursor.execute(f"DROP TRIGGER {editor.quote_name(name)}")


def bring_triggers_back(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """The same again."""
    for sql in triggers:
        editor.execute(sql, None)
    triggers.clear()


def follow_published(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """What is public stands as published; all else waits in the inbox."""
    with editor.connection.cursor() as cursor:
        cursor.execute(LIVE, [False])


def nothing(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """The columns go."""


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0009_search_pause"),
        ("providers", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(set_triggers_aside, bring_triggers_back),
        migrations.CreateModel(
            name="Revision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("path", models.CharField(max_length=500, verbose_name="document")),
                ("at", models.DateTimeField(verbose_name="at")),
                (
                    "actor",
                    models.CharField(
                        blank=True,
                        help_text="The name at that time, which outlives the account.",
                        max_length=255,
                        verbose_name="by",
                    ),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("form", "form"),
                            ("bulk", "several at once"),
                            ("triage", "list"),
                            ("conflict", "conflict settled"),
                            ("restore", "restored"),
                            ("undo", "taken back"),
                            ("repair", "text repaired"),
                            ("merge", "merged"),
                            ("block", "provider blocked"),
                            ("schedule", "its time came"),
                            ("command", "command"),
                        ],
                        max_length=8,
                        verbose_name="from where",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="note")),
                (
                    "changes",
                    models.JSONField(
                        default=list,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        verbose_name="changes",
                    ),
                ),
            ],
            options={
                "verbose_name": "change",
                "verbose_name_plural": "changes",
                "ordering": ("-at", "-id"),
            },
        ),
        migrations.AlterModelOptions(
            name="article",
            options={
                "ordering": (
                    models.OrderBy(models.F("published_date_time"), descending=True, nulls_last=True),
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
        migrations.AddField(
            model_name="article",
            name="changed_at_source",
            field=models.JSONField(
                db_default=models.Value([], models.JSONField()),
                default=list,
                editable=False,
                help_text="Keys of what the source changed since somebody here decided.",
                verbose_name="changed at the source",
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="created_by",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                help_text="Who began it here; empty where it came from the source.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="written by",
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="decided_at",
            field=models.DateTimeField(
                editable=False,
                help_text="When somebody here decided about it; empty while it stands as its source has it.",
                null=True,
                verbose_name="decided at",
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="decided_by",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="decided by",
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="is_damaged",
            field=models.BooleanField(
                db_default=False,
                default=False,
                editable=False,
                help_text="Whether title or excerpt hold entities or characters that were read wrongly.",
                verbose_name="damaged text",
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="is_waiting",
            field=models.BooleanField(
                db_default=True,
                default=True,
                editable=False,
                help_text="Whether somebody here has yet to decide, or to decide again.",
                verbose_name="waiting",
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="publish_at",
            field=models.DateTimeField(
                editable=False,
                help_text="When a scheduled story becomes public.",
                null=True,
                verbose_name="publish at",
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="reason",
            field=models.TextField(
                blank=True,
                db_default="",
                default="",
                editable=False,
                help_text="Why it was rejected or withdrawn.",
                verbose_name="reason",
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="state",
            field=models.CharField(
                choices=[
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
        migrations.AddField(
            model_name="listing",
            name="publish_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="publish at"),
        ),
        migrations.AddIndex(
            model_name="article",
            index=articles.models.indexes.UndatedLastIndex(
                models.OrderBy(models.F("published_date_time"), descending=True, nulls_last=True),
                models.F("path"),
                condition=models.Q(("is_waiting", True)),
                name="article_newest_waiting",
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=articles.models.indexes.UndatedLastIndex(
                models.F("state"),
                models.OrderBy(models.F("published_date_time"), descending=True, nulls_last=True),
                models.F("path"),
                condition=models.Q(("state__in", ["scheduled", "rejected", "withdrawn"])),
                name="article_newest_set_aside",
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                models.F("created_by"),
                condition=models.Q(("created_by__isnull", False)),
                name="article_created_by",
            ),
        ),
        migrations.RunPython(follow_published, nothing),
        migrations.AddConstraint(
            model_name="article",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("published", True), ("state__in", ["published", "scheduled"])),
                    models.Q(
                        models.Q(("state__in", ["published", "scheduled"]), _negated=True),
                        models.Q(("published", False), ("published__isnull", True), _connector="OR"),
                    ),
                    _connector="OR",
                ),
                name="article_state_is_what_published_says",
            ),
        ),
        migrations.AddConstraint(
            model_name="article",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("publish_at__isnull", False), ("state", "scheduled")),
                    models.Q(models.Q(("state", "scheduled"), _negated=True), ("publish_at__isnull", True)),
                    _connector="OR",
                ),
                name="article_scheduled_has_its_time",
            ),
        ),
        migrations.AddField(
            model_name="revision",
            name="undone_by",
            field=models.ForeignKey(
                blank=True,
                help_text="The change that took this one back.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="undoes",
                to="articles.revision",
            ),
        ),
        migrations.AddField(
            model_name="revision",
            name="user",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                to=settings.AUTH_USER_MODEL,
                verbose_name="user",
            ),
        ),
        migrations.AddIndex(
            model_name="revision",
            index=models.Index(fields=["path", "-at"], name="revision_history"),
        ),
        migrations.AddIndex(
            model_name="revision",
            index=models.Index(
                condition=models.Q(("user__isnull", False)), fields=["user", "-at"], name="revision_of_user"
            ),
        ),
        migrations.RunPython(bring_triggers_back, set_triggers_aside),
    ]
