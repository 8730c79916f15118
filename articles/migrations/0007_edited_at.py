"""When an article's words last changed; kept by a trigger, so that every way of writing counts."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

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
SQLITE = [
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
POSTGRESQL = [
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
UNDO_SQLITE = ["DROP TRIGGER article_edited_at"]
UNDO_POSTGRESQL = ["DROP FUNCTION articles_article_edited_at() CASCADE"]


def _run(editor: BaseDatabaseSchemaEditor, statements: dict[str, list[str]]) -> None:
    for statement in statements[editor.connection.vendor]:
        # Without parameters, so that a % means itself.
        editor.execute(statement, None)


def add(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    _run(editor, {"sqlite": SQLITE, "postgresql": POSTGRESQL})


def remove(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    _run(editor, {"sqlite": UNDO_SQLITE, "postgresql": UNDO_POSTGRESQL})


class Migration(migrations.Migration):
    dependencies = [("articles", "0006_uploads")]
    operations = [
        migrations.AddField(
            model_name="article",
            name="edited_at",
            field=models.DateTimeField(
                editable=False,
                help_text="When people last changed a word of it, whether here or at the source; feeds call it updated. Only the database writes it (migration edited_at): heat and quality never move it.",
                null=True,
                verbose_name="edited at",
            ),
        ),
        migrations.RunPython(add, remove),
    ]
