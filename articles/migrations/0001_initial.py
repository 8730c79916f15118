"""The tables of articles, with the triggers that Django cannot make."""

import django.contrib.postgres.indexes
import django.core.serializers.json
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

# ---- What no constraint can say: a topic is not its own ancestor; and paths sort by their bytes.

ABOVE = """
    WITH RECURSIVE above(id) AS (
        SELECT NEW.parent_id
        UNION
        SELECT topic.parent_id FROM articles_topic topic JOIN above ON topic.id = above.id
        WHERE topic.parent_id IS NOT NULL
    ) SELECT id FROM above
"""
CIRCLE_SQLITE = [
    f"""
    CREATE TRIGGER topic_tree_has_no_circle_{event} BEFORE {event.upper()} {columns} ON articles_topic
    WHEN NEW.parent_id IS NOT NULL
    BEGIN
        SELECT RAISE(ABORT, 'topic_tree_has_no_circle: a topic cannot be below itself')
        WHERE NEW.id IN ({ABOVE});
    END
    """
    for event, columns in (("insert", ""), ("update", "OF parent_id"))
]
CIRCLE_POSTGRESQL = [
    f"""
    CREATE FUNCTION topic_tree_has_no_circle() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NEW.id IN ({ABOVE}) THEN
            RAISE EXCEPTION 'a topic cannot be below itself'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'topic_tree_has_no_circle';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER topic_tree_has_no_circle BEFORE INSERT OR UPDATE OF parent_id ON articles_topic
    FOR EACH ROW WHEN (NEW.parent_id IS NOT NULL) EXECUTE FUNCTION topic_tree_has_no_circle()
    """,
    # "Equal times by path" is a contract of the API, whatever language the database sorts by.
    'ALTER TABLE articles_article ALTER COLUMN path TYPE varchar(500) COLLATE "C"',
    'ALTER TABLE articles_listing ALTER COLUMN path TYPE varchar(500) COLLATE "C"',
    'ALTER TABLE articles_sourcedocument ALTER COLUMN path TYPE varchar(500) COLLATE "C"',
]
UNDO_CIRCLE_SQLITE = [
    "DROP TRIGGER topic_tree_has_no_circle_insert",
    "DROP TRIGGER topic_tree_has_no_circle_update",
]
UNDO_CIRCLE_POSTGRESQL = ["DROP FUNCTION topic_tree_has_no_circle() CASCADE"]

# ---- When an article's words last changed; kept by a trigger, so that every way of writing counts.

# What people decide. Heat, quality, their score and what is merely derived never count.
EDITORIAL = (
    "category",
    "title",
    "excerpt",
    "published_date_time",
    "original_url",
    "web_url",
    "amp_web_url",
    "cdn_amp_web_url",
    "type",
    "published",
    "featured_content",
    "provider_id",
)
OLD = f"({', '.join(f'OLD.{column}' for column in EDITORIAL)})"
NEW = OLD.replace("OLD.", "NEW.")

# Whoever saves a row that was read before the last edit would set the time back: the trigger alone sets it.
EDITED_SQLITE = [
    f"""
    CREATE TRIGGER article_edited_at AFTER UPDATE ON articles_article
    WHEN {OLD} IS NOT {NEW} OR OLD.edited_at IS NOT NEW.edited_at
    BEGIN
        UPDATE articles_article SET edited_at = CASE
            WHEN {OLD} IS NOT {NEW} THEN strftime('%Y-%m-%d %H:%M:%f000', 'now') ELSE OLD.edited_at
        END WHERE id = NEW.id;
    END
    """
]
EDITED_POSTGRESQL = [
    f"""
    CREATE FUNCTION articles_article_edited_at() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        NEW.edited_at := CASE WHEN {OLD} IS DISTINCT FROM {NEW} THEN clock_timestamp() ELSE OLD.edited_at END;
        RETURN NEW;
    END $$
    """,
    f"""
    CREATE TRIGGER article_edited_at BEFORE UPDATE ON articles_article FOR EACH ROW
    WHEN ({OLD} IS DISTINCT FROM {NEW} OR OLD.edited_at IS DISTINCT FROM NEW.edited_at)
    EXECUTE FUNCTION articles_article_edited_at()
    """,
]
UNDO_EDITED_SQLITE = ["DROP TRIGGER article_edited_at"]
UNDO_EDITED_POSTGRESQL = ["DROP FUNCTION articles_article_edited_at() CASCADE"]


def _run(editor: BaseDatabaseSchemaEditor, sqlite: list[str], postgresql: list[str]) -> None:
    for statement in sqlite if editor.connection.vendor == "sqlite" else postgresql:
        # Without parameters, so that a % means itself.
        editor.execute(statement, None)


def add(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Make the triggers, and let paths sort by their bytes."""
    _run(editor, CIRCLE_SQLITE, CIRCLE_POSTGRESQL)
    _run(editor, EDITED_SQLITE, EDITED_POSTGRESQL)


def remove(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Drop the triggers; the tables go after them, with their indexes."""
    _run(editor, UNDO_CIRCLE_SQLITE, UNDO_CIRCLE_POSTGRESQL)
    _run(editor, UNDO_EDITED_SQLITE, UNDO_EDITED_POSTGRESQL)


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("providers", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Article",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
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
                (
                    "publish_at",
                    models.DateTimeField(
                        editable=False,
                        help_text="When a scheduled story becomes public.",
                        null=True,
                        verbose_name="publish at",
                    ),
                ),
                (
                    "reason",
                    models.TextField(
                        blank=True,
                        db_default="",
                        default="",
                        editable=False,
                        help_text="Why it was rejected or withdrawn.",
                        verbose_name="reason",
                    ),
                ),
                (
                    "decided_at",
                    models.DateTimeField(
                        editable=False,
                        help_text="When somebody here decided about it; empty while it stands as its source has it.",
                        null=True,
                        verbose_name="decided at",
                    ),
                ),
                (
                    "changed_at_source",
                    models.JSONField(
                        db_default=models.Value([], models.JSONField()),
                        default=list,
                        editable=False,
                        help_text="Keys of what the source changed since somebody here decided.",
                        verbose_name="changed at the source",
                    ),
                ),
                (
                    "is_waiting",
                    models.BooleanField(
                        db_default=True,
                        default=True,
                        editable=False,
                        help_text="Whether somebody here has yet to decide, or to decide again.",
                        verbose_name="waiting",
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=1000, verbose_name="title")),
                ("excerpt", models.TextField(blank=True, verbose_name="excerpt")),
                (
                    "published_date_time",
                    models.DateTimeField(blank=True, null=True, verbose_name="published at"),
                ),
                (
                    "original_url",
                    models.CharField(blank=True, max_length=2000, verbose_name="original address"),
                ),
                ("web_url", models.CharField(blank=True, max_length=2000, verbose_name="web address")),
                ("amp_web_url", models.CharField(blank=True, max_length=2000, verbose_name="AMP address")),
                (
                    "cdn_amp_web_url",
                    models.CharField(blank=True, max_length=2000, verbose_name="AMP address at the cache"),
                ),
                ("type", models.CharField(blank=True, max_length=60, verbose_name="type")),
                ("quality", models.IntegerField(blank=True, null=True, verbose_name="quality")),
                ("heat", models.IntegerField(blank=True, null=True, verbose_name="heat")),
                (
                    "provider_mention",
                    models.JSONField(
                        blank=True,
                        editable=False,
                        help_text="Documents name one provider in several ways, with several logos; each is kept.",
                        null=True,
                        verbose_name="provider as the document gives it",
                    ),
                ),
                ("path", models.CharField(blank=True, max_length=500, unique=True, verbose_name="document")),
                (
                    "slug",
                    models.CharField(
                        db_index=True,
                        editable=False,
                        help_text="Its public address: the stem of its document's name, unless another has that.",
                        max_length=500,
                        verbose_name="slug",
                    ),
                ),
                ("path_key", models.CharField(db_index=True, editable=False, max_length=24, null=True)),
                ("slug_key", models.CharField(db_index=True, editable=False, max_length=24, null=True)),
                (
                    "category",
                    models.CharField(blank=True, default="news", max_length=60, verbose_name="category"),
                ),
                (
                    "published",
                    models.BooleanField(
                        blank=True,
                        help_text="Only “yes” is public; “unknown” leaves the key out of the document.",
                        null=True,
                        verbose_name="published",
                    ),
                ),
                ("featured_content", models.TextField(blank=True, verbose_name="featured content")),
                (
                    "heat_score",
                    models.FloatField(
                        default=0.0,
                        editable=False,
                        help_text="What “hottest” orders by: see articles/models/heat.py.",
                        verbose_name="heat with age",
                    ),
                ),
                (
                    "edited_at",
                    models.DateTimeField(
                        editable=False,
                        help_text="When people last changed a word of it, whether here or at the source; feeds call it updated. Only the database writes it (migration 0001_initial): heat and quality never move it.",
                        null=True,
                        verbose_name="edited at",
                    ),
                ),
                (
                    "is_damaged",
                    models.BooleanField(
                        db_default=False,
                        default=False,
                        editable=False,
                        help_text="Whether title or excerpt hold entities or characters that were read wrongly.",
                        verbose_name="damaged text",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        editable=False,
                        help_text="What its document names as its own; without one, that of the site (SITE_LANGUAGE).",
                        max_length=12,
                        null=True,
                        verbose_name="language",
                    ),
                ),
                (
                    "left_as_is",
                    models.JSONField(
                        editable=False,
                        help_text="Which texts somebody said are as they should be: see articles/models/damage.py.",
                        null=True,
                        verbose_name="left as it is",
                    ),
                ),
                (
                    "made_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now,
                        editable=False,
                        help_text="When it was written here or came in; what has no date stands there in lists.",
                        null=True,
                        verbose_name="made at",
                    ),
                ),
                (
                    "revoked_links",
                    models.PositiveIntegerField(
                        editable=False,
                        help_text="How often all links to its preview that were made so far were ended.",
                        null=True,
                        verbose_name="revoked links",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
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
                (
                    "decided_by",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "provider",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="providers.provider",
                        verbose_name="provider",
                    ),
                ),
            ],
            options={
                "verbose_name": "article",
                "verbose_name_plural": "articles",
                "ordering": (
                    models.OrderBy(
                        django.db.models.functions.comparison.Coalesce(
                            "published_date_time", "made_at", output_field=models.DateTimeField()
                        ),
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
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ExportedDocument",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("path", models.CharField(max_length=500, unique=True, verbose_name="path")),
                (
                    "digest",
                    models.BinaryField(
                        help_text="SHA-256 of the bytes.", max_length=32, verbose_name="digest"
                    ),
                ),
            ],
            options={
                "verbose_name": "exported document",
                "verbose_name_plural": "exported documents",
                "ordering": ("path",),
            },
        ),
        migrations.CreateModel(
            name="SearchDue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("article", models.BigIntegerField()),
            ],
            options={
                "verbose_name": "article to be indexed",
                "verbose_name_plural": "articles to be indexed",
            },
        ),
        migrations.CreateModel(
            name="SearchText",
            fields=[
                (
                    "article",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="search_text",
                        serialize=False,
                        to="articles.article",
                    ),
                ),
                ("title", models.TextField()),
                ("excerpt", models.TextField()),
                ("provider", models.TextField()),
                ("topics", models.TextField(help_text="Their names, in the article's order.")),
            ],
            options={
                "verbose_name": "search text",
                "verbose_name_plural": "search texts",
            },
        ),
        migrations.CreateModel(
            name="ImportRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("started", models.DateTimeField(verbose_name="started")),
                ("finished", models.DateTimeField(null=True, verbose_name="finished")),
                (
                    "source",
                    models.TextField(help_text="What was imported, as it was named.", verbose_name="source"),
                ),
                (
                    "process",
                    models.CharField(
                        help_text="Who ran it: user, host and process.",
                        max_length=255,
                        verbose_name="process",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("running", "running"),
                            ("done", "done"),
                            ("stopped", "stopped"),
                            ("failed", "failed"),
                        ],
                        default="running",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "revision",
                    models.CharField(
                        blank=True,
                        help_text="The commit, where the source is git.",
                        max_length=64,
                        verbose_name="revision",
                    ),
                ),
                (
                    "author",
                    models.CharField(
                        blank=True, help_text="Of that commit.", max_length=255, verbose_name="author"
                    ),
                ),
                (
                    "dated",
                    models.DateTimeField(
                        blank=True,
                        help_text="When the source said so: the commit's date.",
                        null=True,
                        verbose_name="dated",
                    ),
                ),
                (
                    "mentioned",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        editable=False,
                        help_text="Keys of the topics and providers that it made because articles name them.",
                        verbose_name="mentioned",
                    ),
                ),
                ("undone", models.DateTimeField(blank=True, null=True, verbose_name="undone")),
                (
                    "report",
                    models.JSONField(
                        default=dict,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        verbose_name="report",
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="user",
                    ),
                ),
            ],
            options={
                "verbose_name": "import",
                "verbose_name_plural": "imports",
                "ordering": ("-started", "-id"),
                "permissions": (("undo_importrun", "Can take imports back"),),
            },
        ),
        migrations.CreateModel(
            name="ImportedDocument",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("path", models.CharField(max_length=500, verbose_name="document")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("created", "created"),
                            ("updated", "updated"),
                            ("withheld", "withheld"),
                            ("conflict", "in conflict only"),
                        ],
                        max_length=8,
                        verbose_name="outcome",
                    ),
                ),
                (
                    "changes",
                    models.JSONField(
                        default=list,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        help_text="For each field that the import set: its key, what we said before, what we say since.",
                        verbose_name="changes",
                    ),
                ),
                (
                    "is_editorial",
                    models.BooleanField(
                        default=False,
                        help_text="Whether a change is one that an editor would care about.",
                        verbose_name="editorial",
                    ),
                ),
                (
                    "content_before",
                    models.BinaryField(
                        help_text="The source document until then, as a patch on what it became.",
                        null=True,
                        verbose_name="content before",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="documents",
                        to="articles.importrun",
                    ),
                ),
            ],
            options={
                "verbose_name": "imported document",
                "verbose_name_plural": "imported documents",
                "ordering": ("run_id", "path"),
            },
        ),
        migrations.CreateModel(
            name="FrozenField",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("path", models.CharField(max_length=500, verbose_name="document")),
                (
                    "key",
                    models.CharField(help_text="The document's key.", max_length=60, verbose_name="field"),
                ),
                (
                    "values",
                    models.JSONField(
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        help_text="It flips between them.",
                        verbose_name="values",
                    ),
                ),
                ("since", models.DateTimeField(verbose_name="since")),
                (
                    "is_held",
                    models.BooleanField(
                        default=False,
                        help_text="Somebody chose what it says: the source is not followed.",
                        verbose_name="held",
                    ),
                ),
                (
                    "thawed",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="thawed"),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="frozen_fields",
                        to="articles.importrun",
                    ),
                ),
            ],
            options={
                "verbose_name": "frozen field",
                "verbose_name_plural": "frozen fields",
                "ordering": ("-since", "path", "key"),
            },
        ),
        migrations.CreateModel(
            name="Conflict",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("path", models.CharField(max_length=500, verbose_name="document")),
                (
                    "key",
                    models.CharField(help_text="The document's key.", max_length=60, verbose_name="field"),
                ),
                (
                    "base",
                    models.JSONField(
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        null=True,
                        verbose_name="as last imported",
                    ),
                ),
                (
                    "theirs",
                    models.JSONField(
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        null=True,
                        verbose_name="at the source",
                    ),
                ),
                (
                    "ours",
                    models.JSONField(
                        encoder=django.core.serializers.json.DjangoJSONEncoder, null=True, verbose_name="ours"
                    ),
                ),
                ("found", models.DateTimeField(verbose_name="found")),
                (
                    "choice",
                    models.CharField(
                        blank=True,
                        choices=[("ours", "ours"), ("theirs", "theirs")],
                        max_length=6,
                        verbose_name="choice",
                    ),
                ),
                ("settled", models.DateTimeField(blank=True, null=True, verbose_name="settled")),
                (
                    "settled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="conflicts",
                        to="articles.importrun",
                    ),
                ),
                (
                    "superseded_by",
                    models.ForeignKey(
                        blank=True,
                        help_text="The import that found the field changed again, or back.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="articles.importrun",
                    ),
                ),
            ],
            options={
                "verbose_name": "conflict",
                "verbose_name_plural": "conflicts",
                "ordering": ("-found", "path", "key"),
            },
        ),
        migrations.CreateModel(
            name="LeftDocument",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("path", models.CharField(max_length=500, unique=True, verbose_name="document")),
                (
                    "digest",
                    models.BinaryField(
                        help_text="SHA-256 of the bytes.", max_length=32, verbose_name="digest"
                    ),
                ),
                ("left_out", models.DateTimeField(verbose_name="left out")),
                (
                    "left_out_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "document that was left out",
                "verbose_name_plural": "documents that were left out",
                "ordering": ("path",),
            },
        ),
        migrations.CreateModel(
            name="MetricSample",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="at")),
                ("quality", models.IntegerField(null=True, verbose_name="quality")),
                ("heat", models.IntegerField(null=True, verbose_name="heat")),
                (
                    "article",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="samples",
                        to="articles.article",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="samples",
                        to="articles.importrun",
                    ),
                ),
            ],
            options={
                "verbose_name": "sample",
                "verbose_name_plural": "samples",
                "ordering": ("at",),
            },
        ),
        migrations.CreateModel(
            name="RelatedLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=1000, verbose_name="title")),
                ("excerpt", models.TextField(blank=True, verbose_name="excerpt")),
                (
                    "published_date_time",
                    models.DateTimeField(blank=True, null=True, verbose_name="published at"),
                ),
                (
                    "original_url",
                    models.CharField(blank=True, max_length=2000, verbose_name="original address"),
                ),
                ("web_url", models.CharField(blank=True, max_length=2000, verbose_name="web address")),
                ("amp_web_url", models.CharField(blank=True, max_length=2000, verbose_name="AMP address")),
                (
                    "cdn_amp_web_url",
                    models.CharField(blank=True, max_length=2000, verbose_name="AMP address at the cache"),
                ),
                ("type", models.CharField(blank=True, max_length=60, verbose_name="type")),
                ("quality", models.IntegerField(blank=True, null=True, verbose_name="quality")),
                ("heat", models.IntegerField(blank=True, null=True, verbose_name="heat")),
                (
                    "provider_mention",
                    models.JSONField(
                        blank=True,
                        editable=False,
                        help_text="Documents name one provider in several ways, with several logos; each is kept.",
                        null=True,
                        verbose_name="provider as the document gives it",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="related_links",
                        to="articles.article",
                    ),
                ),
                (
                    "provider",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="providers.provider",
                        verbose_name="provider",
                    ),
                ),
            ],
            options={
                "verbose_name": "related link",
                "verbose_name_plural": "related links",
                "ordering": ("position",),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Image",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                ("url", models.CharField(blank=True, max_length=2000, verbose_name="address")),
                ("width", models.PositiveIntegerField(blank=True, null=True, verbose_name="width")),
                ("height", models.PositiveIntegerField(blank=True, null=True, verbose_name="height")),
                ("title", models.CharField(blank=True, max_length=1000, verbose_name="title")),
                ("is_cached", models.BooleanField(blank=True, null=True, verbose_name="is cached")),
                ("attribution", models.CharField(blank=True, max_length=1000, verbose_name="attribution")),
                (
                    "article",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="images",
                        to="articles.article",
                    ),
                ),
                (
                    "provider",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="logos",
                        to="providers.provider",
                    ),
                ),
                (
                    "related_link",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="images",
                        to="articles.relatedlink",
                    ),
                ),
            ],
            options={
                "verbose_name": "image",
                "verbose_name_plural": "images",
                "ordering": ("position",),
            },
        ),
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
                (
                    "undone_by",
                    models.ForeignKey(
                        blank=True,
                        help_text="The change that took this one back.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="undoes",
                        to="articles.revision",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="user",
                    ),
                ),
            ],
            options={
                "verbose_name": "change",
                "verbose_name_plural": "changes",
                "ordering": ("-at", "-id"),
            },
        ),
        migrations.CreateModel(
            name="SavedFilter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("query", models.TextField(blank=True, verbose_name="query")),
                (
                    "is_shared",
                    models.BooleanField(default=False, verbose_name="shared with everybody at the desk"),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="owner",
                    ),
                ),
            ],
            options={
                "verbose_name": "saved filter",
                "verbose_name_plural": "saved filters",
                "ordering": ("name", "pk"),
            },
        ),
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("word", models.CharField(max_length=40)),
                ("letters", models.PositiveSmallIntegerField()),
                ("first", models.CharField(max_length=1)),
                ("last", models.CharField(max_length=2)),
                ("english", models.CharField(blank=True, max_length=40)),
                ("german", models.CharField(blank=True, max_length=40)),
            ],
            options={
                "verbose_name": "known word",
                "verbose_name_plural": "known words",
                "indexes": [
                    models.Index(fields=["word"], name="search_word"),
                    models.Index(fields=["english"], name="search_word_english"),
                    models.Index(fields=["german"], name="search_word_german"),
                    models.Index(fields=["first", "letters"], name="search_word_first"),
                    models.Index(fields=["last", "letters"], name="search_word_last"),
                ],
            },
        ),
        migrations.CreateModel(
            name="SourceDocument",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("path", models.CharField(max_length=500, unique=True, verbose_name="path")),
                ("path_key", models.CharField(db_index=True, editable=False, max_length=24, null=True)),
                (
                    "is_loose",
                    models.BooleanField(
                        help_text="It came from beside any site, and goes back there: its path without the first folder.",
                        null=True,
                        verbose_name="loose",
                    ),
                ),
                (
                    "is_carried",
                    models.BooleanField(
                        default=False,
                        help_text="A file beside the documents, of which no row is made.",
                        verbose_name="carried",
                    ),
                ),
                (
                    "digest",
                    models.BinaryField(
                        help_text="SHA-256 of the bytes.", max_length=32, verbose_name="digest"
                    ),
                ),
                ("content", models.BinaryField(verbose_name="content")),
                (
                    "run",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="source_documents",
                        to="articles.importrun",
                        verbose_name="import",
                    ),
                ),
            ],
            options={
                "verbose_name": "source document",
                "verbose_name_plural": "source documents",
                "ordering": ("path",),
            },
        ),
        migrations.CreateModel(
            name="Topic",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "path",
                    models.CharField(
                        blank=True,
                        editable=False,
                        help_text="Where its document lies in the site; empty while only articles name it.",
                        max_length=500,
                        verbose_name="document",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "slug",
                    models.SlugField(allow_unicode=True, max_length=200, unique=True, verbose_name="slug"),
                ),
                ("shortname", models.CharField(blank=True, max_length=200, verbose_name="short name")),
                (
                    "position",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="The number in its document's name, by which topics are displayed.",
                        null=True,
                        verbose_name="position",
                    ),
                ),
                ("keywords", models.JSONField(blank=True, default=list, verbose_name="keywords")),
                ("hashtags", models.JSONField(blank=True, default=list, verbose_name="hashtags")),
                ("services", models.JSONField(blank=True, default=dict, verbose_name="services")),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="articles.topic",
                        verbose_name="parent",
                    ),
                ),
            ],
            options={
                "verbose_name": "topic",
                "verbose_name_plural": "topics",
                "ordering": (models.OrderBy(models.F("position"), nulls_last=True), "path", "name"),
                "permissions": (("merge_topic", "Can merge topics"),),
            },
        ),
        migrations.CreateModel(
            name="Redirect",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "address",
                    models.CharField(
                        help_text="Such as news/STEM, topics/SLUG or providers/DOMAIN.",
                        max_length=510,
                        unique=True,
                        verbose_name="former address",
                    ),
                ),
                ("address_key", models.CharField(db_index=True, editable=False, max_length=24, null=True)),
                (
                    "article",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to="articles.article",
                        verbose_name="article",
                    ),
                ),
                (
                    "provider",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="providers.provider",
                        verbose_name="provider",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to="articles.topic",
                        verbose_name="topic",
                    ),
                ),
            ],
            options={
                "verbose_name": "redirect",
                "verbose_name_plural": "redirects",
                "ordering": ("address",),
            },
        ),
        migrations.CreateModel(
            name="Listing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="In the article's list of topics; the most specific is first.",
                        verbose_name="position",
                    ),
                ),
                ("published", models.BooleanField(default=False, editable=False, verbose_name="published")),
                (
                    "published_date_time",
                    models.DateTimeField(editable=False, null=True, verbose_name="published at"),
                ),
                ("made_at", models.DateTimeField(editable=False, null=True, verbose_name="made at")),
                ("publish_at", models.DateTimeField(editable=False, null=True, verbose_name="publish at")),
                ("path", models.CharField(editable=False, max_length=500)),
                ("heat_score", models.FloatField(default=0.0, editable=False, verbose_name="heat with age")),
                (
                    "article",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="listings",
                        to="articles.article",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="listings",
                        to="articles.topic",
                        verbose_name="topic",
                    ),
                ),
            ],
            options={
                "verbose_name": "listing",
                "verbose_name_plural": "listings",
                "ordering": ("position",),
            },
        ),
        migrations.AddField(
            model_name="article",
            name="topics",
            field=models.ManyToManyField(
                related_name="articles",
                through="articles.Listing",
                to="articles.topic",
                verbose_name="topics",
            ),
        ),
        migrations.CreateModel(
            name="TopicAlias",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(help_text="The name, case folded.", max_length=600, unique=True)),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="aliases",
                        to="articles.topic",
                        verbose_name="topic",
                    ),
                ),
            ],
            options={
                "verbose_name": "other name of a topic",
                "verbose_name_plural": "other names of topics",
                "ordering": ("name",),
            },
        ),
        migrations.CreateModel(
            name="Upload",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=255, verbose_name="file")),
                (
                    "kept_as",
                    models.CharField(
                        help_text="Its name in the folder of uploads.",
                        max_length=64,
                        unique=True,
                        verbose_name="kept as",
                    ),
                ),
                ("size", models.PositiveBigIntegerField(help_text="In bytes.", verbose_name="size")),
                ("uploaded", models.DateTimeField(verbose_name="uploaded")),
                (
                    "planned",
                    models.DateTimeField(
                        help_text="When its plan was last made; empty while that is under way.",
                        null=True,
                        verbose_name="planned",
                    ),
                ),
                (
                    "report",
                    models.JSONField(
                        default=dict,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        verbose_name="report",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="user",
                    ),
                ),
            ],
            options={
                "verbose_name": "upload",
                "verbose_name_plural": "uploads",
                "ordering": ("-uploaded", "-id"),
            },
        ),
        migrations.CreateModel(
            name="PlannedDocument",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("path", models.CharField(max_length=756, verbose_name="document")),
                ("kind", models.CharField(blank=True, max_length=10, verbose_name="kind")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("created", "new"),
                            ("updated", "changed"),
                            ("unchanged", "unchanged"),
                            ("refused", "refused"),
                            ("withheld", "kept out"),
                            ("left", "left out before"),
                        ],
                        max_length=9,
                        verbose_name="outcome",
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=1000, verbose_name="title")),
                (
                    "canonical_url",
                    models.CharField(blank=True, max_length=2000, verbose_name="canonical address"),
                ),
                (
                    "changes",
                    models.JSONField(
                        default=list,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        verbose_name="changes",
                    ),
                ),
                (
                    "conflicts",
                    models.JSONField(
                        default=list,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        verbose_name="conflicts",
                    ),
                ),
                (
                    "problems",
                    models.JSONField(
                        default=list,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        verbose_name="problems",
                    ),
                ),
                (
                    "duplicates",
                    models.JSONField(
                        default=list,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        verbose_name="possible duplicates",
                    ),
                ),
                ("by_field", models.BooleanField(default=False, verbose_name="by field")),
                ("is_editorial", models.BooleanField(default=False, verbose_name="editorial")),
                ("is_conflicted", models.BooleanField(default=False, verbose_name="in conflict")),
                ("is_duplicate", models.BooleanField(default=False, verbose_name="possibly a duplicate")),
                (
                    "choice",
                    models.CharField(
                        choices=[
                            ("take", "take it"),
                            ("leave", "leave it out"),
                            ("keep_out", "keep it out for good"),
                        ],
                        default="take",
                        max_length=8,
                        verbose_name="choice",
                    ),
                ),
                (
                    "rejected",
                    models.JSONField(
                        default=list,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        verbose_name="fields left out",
                    ),
                ),
                (
                    "upload",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="documents",
                        to="articles.upload",
                    ),
                ),
            ],
            options={
                "verbose_name": "planned document",
                "verbose_name_plural": "planned documents",
                "ordering": ("path", "id"),
            },
        ),
        migrations.CreateModel(
            name="Withheld",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("path", models.CharField(max_length=500, verbose_name="document")),
                ("path_key", models.CharField(db_index=True, editable=False, max_length=24, null=True)),
                (
                    "canonical_url",
                    models.CharField(
                        blank=True,
                        help_text="See documents.addresses.",
                        max_length=2000,
                        verbose_name="canonical address",
                    ),
                ),
                ("address_key", models.CharField(db_index=True, editable=False, max_length=24, null=True)),
                ("title", models.CharField(blank=True, max_length=1000, verbose_name="title")),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                ("withheld", models.DateTimeField(verbose_name="withheld")),
                ("lifted", models.DateTimeField(blank=True, null=True, verbose_name="lifted")),
                (
                    "lifted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "withheld_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "withheld article",
                "verbose_name_plural": "withheld articles",
                "ordering": ("-withheld", "path"),
            },
        ),
        migrations.CreateModel(
            name="LinkCheck",
            fields=[
                (
                    "article",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="link_check",
                        serialize=False,
                        to="articles.article",
                    ),
                ),
                ("url", models.CharField(max_length=2000, verbose_name="address")),
                ("checked", models.DateTimeField(db_index=True, verbose_name="checked")),
                ("failures", models.PositiveSmallIntegerField(default=0, verbose_name="failures in a row")),
                ("is_dead", models.BooleanField(default=False, verbose_name="dead")),
                ("answer", models.CharField(blank=True, max_length=200, verbose_name="answer")),
            ],
            options={
                "verbose_name": "link check",
                "verbose_name_plural": "link checks",
                "indexes": [
                    models.Index(
                        models.F("is_dead"), condition=models.Q(("is_dead", True)), name="link_check_dead"
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="importrun",
            index=models.Index(
                models.F("revision"),
                condition=models.Q(("revision", ""), _negated=True),
                name="import_run_revision",
            ),
        ),
        migrations.AddIndex(
            model_name="importeddocument",
            index=models.Index(models.F("path"), models.F("run"), name="imported_document_history"),
        ),
        migrations.AddConstraint(
            model_name="frozenfield",
            constraint=models.UniqueConstraint(models.F("path"), models.F("key"), name="frozen_field_once"),
        ),
        migrations.AddIndex(
            model_name="conflict",
            index=models.Index(
                condition=models.Q(("settled__isnull", True), ("superseded_by__isnull", True)),
                fields=["-found", "-id"],
                name="conflict_newest_waiting",
            ),
        ),
        migrations.AddConstraint(
            model_name="conflict",
            constraint=models.UniqueConstraint(
                models.F("path"),
                models.F("key"),
                condition=models.Q(("settled__isnull", True), ("superseded_by__isnull", True)),
                name="conflict_open_once",
            ),
        ),
        migrations.AddIndex(
            model_name="metricsample",
            index=models.Index(models.F("article"), models.F("at"), name="metric_sample_series"),
        ),
        migrations.AddIndex(
            model_name="image",
            index=models.Index(
                models.F("article"), condition=models.Q(("article__isnull", False)), name="image_of_article"
            ),
        ),
        migrations.AddIndex(
            model_name="image",
            index=models.Index(
                models.F("related_link"),
                condition=models.Q(("related_link__isnull", False)),
                name="image_of_related_link",
            ),
        ),
        migrations.AddIndex(
            model_name="image",
            index=models.Index(
                models.F("provider"),
                condition=models.Q(("provider__isnull", False)),
                name="image_of_provider",
            ),
        ),
        migrations.AddConstraint(
            model_name="image",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("article__isnull", False), ("provider__isnull", True), ("related_link__isnull", True)
                    ),
                    models.Q(
                        ("article__isnull", True), ("provider__isnull", True), ("related_link__isnull", False)
                    ),
                    models.Q(
                        ("article__isnull", True), ("provider__isnull", False), ("related_link__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="image_has_one_owner",
                violation_error_message="A picture belongs to one article, one related link or one provider.",
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
        migrations.AddConstraint(
            model_name="savedfilter",
            constraint=models.UniqueConstraint(
                models.F("owner"), models.F("name"), name="saved_filter_once_per_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="topic",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Lower("name"),
                name="topic_name_unique_without_case",
                violation_error_message="Another topic has this name.",
            ),
        ),
        migrations.AddConstraint(
            model_name="topic",
            constraint=models.UniqueConstraint(
                models.F("path"), condition=models.Q(("path", ""), _negated=True), name="topic_path_unique"
            ),
        ),
        migrations.AddConstraint(
            model_name="topic",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("parent__isnull", True),
                    models.Q(("parent", models.F("id")), _negated=True),
                    _connector="OR",
                ),
                name="topic_not_its_own_parent",
                violation_error_message="A topic cannot be its own parent.",
            ),
        ),
        migrations.AddIndex(
            model_name="listing",
            index=models.Index(
                models.F("topic"),
                models.OrderBy(
                    django.db.models.functions.comparison.Coalesce(
                        "published_date_time", "made_at", output_field=models.DateTimeField()
                    ),
                    descending=True,
                ),
                models.F("path"),
                condition=models.Q(("published", True)),
                name="listing_newest_in_topic",
            ),
        ),
        migrations.AddIndex(
            model_name="listing",
            index=models.Index(
                models.F("topic"),
                models.OrderBy(models.F("heat_score"), descending=True),
                models.F("path"),
                condition=models.Q(("published", True)),
                name="listing_hottest_in_topic",
            ),
        ),
        migrations.AddConstraint(
            model_name="listing",
            constraint=models.UniqueConstraint(
                models.F("article"), models.F("topic"), name="listing_once_per_topic"
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                models.OrderBy(
                    django.db.models.functions.comparison.Coalesce(
                        "published_date_time", "made_at", output_field=models.DateTimeField()
                    ),
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
                    django.db.models.functions.comparison.Coalesce(
                        "published_date_time", "made_at", output_field=models.DateTimeField()
                    ),
                    descending=True,
                ),
                models.F("path"),
                name="article_newest",
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                models.OrderBy(models.F("heat_score"), descending=True),
                models.F("path"),
                condition=models.Q(("published", True)),
                name="article_hottest_published",
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                models.F("provider"),
                models.OrderBy(
                    django.db.models.functions.comparison.Coalesce(
                        "published_date_time", "made_at", output_field=models.DateTimeField()
                    ),
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
                models.F("provider"),
                models.OrderBy(models.F("heat_score"), descending=True),
                models.F("path"),
                condition=models.Q(("published", True)),
                name="article_hottest_of_provider",
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                models.OrderBy(
                    django.db.models.functions.comparison.Coalesce(
                        "published_date_time", "made_at", output_field=models.DateTimeField()
                    ),
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
                    django.db.models.functions.comparison.Coalesce(
                        "published_date_time", "made_at", output_field=models.DateTimeField()
                    ),
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
                    django.db.models.functions.comparison.Coalesce(
                        "published_date_time", "made_at", output_field=models.DateTimeField()
                    ),
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
                    django.db.models.functions.comparison.Coalesce(
                        "published_date_time", "made_at", output_field=models.DateTimeField()
                    ),
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
                    django.db.models.functions.comparison.Coalesce(
                        "published_date_time", "made_at", output_field=models.DateTimeField()
                    ),
                    descending=True,
                ),
                models.F("path"),
                condition=models.Q(("is_damaged", True)),
                name="article_newest_damaged",
            ),
        ),
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
            model_name="article",
            index=models.Index(
                models.F("created_by"),
                condition=models.Q(("created_by__isnull", False)),
                name="article_created_by",
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=django.contrib.postgres.indexes.HashIndex(models.F("web_url"), name="article_at_web_url"),
        ),
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
        migrations.AddIndex(
            model_name="planneddocument",
            index=models.Index(models.F("upload"), models.F("path"), name="planned_document_page"),
        ),
        migrations.AddIndex(
            model_name="planneddocument",
            index=models.Index(
                models.F("upload"), models.F("outcome"), models.F("path"), name="planned_document_outcome"
            ),
        ),
        migrations.AddIndex(
            model_name="withheld",
            index=models.Index(
                models.F("address_key"),
                condition=models.Q(("lifted__isnull", True)),
                name="withheld_by_address",
            ),
        ),
        migrations.AddConstraint(
            model_name="withheld",
            constraint=models.UniqueConstraint(
                models.F("path"), condition=models.Q(("lifted__isnull", True)), name="withheld_once"
            ),
        ),
        migrations.RunPython(add, remove),
    ]
