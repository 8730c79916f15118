"""An article's text in a column of its own, read from the documents that are kept here.

The triggers that note when an article's words changed, which articles are due for search, and that what
the public sees has moved, watch the column from here on.
"""

import re
from importlib import import_module

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from articles.models.first_paragraph import first_paragraph
from documents.body import text_of

INITIAL = import_module("articles.migrations.0001_initial")
EDITION = import_module("articles.migrations.0004_edition")

TEXTS = ("body", "first_paragraph")
# As Django would, but on SQLite it would make the table anew, without its triggers.
COLUMNS = [f"ALTER TABLE articles_article ADD COLUMN {name} text DEFAULT '' NOT NULL" for name in TEXTS]
UNDO_COLUMNS = [f"ALTER TABLE articles_article DROP COLUMN {name}" for name in TEXTS]

WORDS = ("title", "excerpt", "provider_id")
EDITORIAL = INITIAL.EDITORIAL
SEEN = EDITION.SEEN["articles_article"]


def watching(
    sqlite: bool, words: tuple[str, ...], editorial: tuple[str, ...], seen: tuple[str, ...]
) -> list[str]:
    """The three triggers, each with the columns that it watches."""
    return (on_sqlite if sqlite else on_postgresql)(words, editorial, seen)


def on_sqlite(words: tuple[str, ...], editorial: tuple[str, ...], seen: tuple[str, ...]) -> list[str]:
    changed = f"{EDITION.values('OLD', editorial)} IS NOT {EDITION.values('NEW', editorial)}"
    return [
        "DROP TRIGGER search_article_update",
        "DROP TRIGGER article_edited_at",
        "DROP TRIGGER edition_article_update",
        f"""
        CREATE TRIGGER search_article_update AFTER UPDATE OF {", ".join(words)} ON articles_article
        WHEN {EDITION.values("old", words)} IS NOT {EDITION.values("new", words)}
        BEGIN INSERT INTO articles_searchdue (article) VALUES (new.id); END
        """,
        f"""
        CREATE TRIGGER article_edited_at AFTER UPDATE ON articles_article
        WHEN {changed} OR OLD.edited_at IS NOT NEW.edited_at
        BEGIN
            UPDATE articles_article SET edited_at = CASE
                WHEN {changed} THEN strftime('%Y-%m-%d %H:%M:%f000', 'now') ELSE OLD.edited_at
            END WHERE id = NEW.id;
        END
        """,
        EDITION.sqlite_update("update", "articles_article", seen, "number"),
    ]


def on_postgresql(words: tuple[str, ...], editorial: tuple[str, ...], seen: tuple[str, ...]) -> list[str]:
    changed = f"{EDITION.values('OLD', editorial)} IS DISTINCT FROM {EDITION.values('NEW', editorial)}"
    return [
        "DROP TRIGGER search_article_update ON articles_article",
        "DROP TRIGGER article_edited_at ON articles_article",
        "DROP TRIGGER edition_article_update ON articles_article",
        f"""
        CREATE TRIGGER search_article_update AFTER UPDATE OF {", ".join(words)} ON articles_article
        FOR EACH ROW
        WHEN ({EDITION.values("OLD", words)} IS DISTINCT FROM {EDITION.values("NEW", words)})
        EXECUTE FUNCTION articles_search_article_update()
        """,
        f"""
        CREATE OR REPLACE FUNCTION articles_article_edited_at() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            NEW.edited_at := CASE WHEN {changed} THEN clock_timestamp() ELSE OLD.edited_at END;
            RETURN NEW;
        END $$
        """,
        f"""
        CREATE TRIGGER article_edited_at BEFORE UPDATE ON articles_article FOR EACH ROW
        WHEN ({changed} OR OLD.edited_at IS DISTINCT FROM NEW.edited_at)
        EXECUTE FUNCTION articles_article_edited_at()
        """,
        EDITION.postgresql_update("update", "articles_article", seen, "number"),
    ]


OPENING = re.compile(r"\ufeff?---[ \t]*\r?\n")
CLOSING = re.compile(r"\n(?:---|\.\.\.)[ \t]*\r?(?:\n|\Z)")


def text_in(path: str, content: bytes) -> str:
    """The text of a document that was imported once; plain YAML has none."""
    data = content.decode("utf-8", "replace")
    opening = OPENING.match(data)
    closing = CLOSING.search(data, opening.end() - 1) if opening else None
    is_yaml = path.lower().endswith((".yaml", ".yml", ".json"))
    return text_of(data[closing.end() :]) if closing and not is_yaml else ""


def fill(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Read the texts of the documents; nobody edited one, so when words last changed stays."""
    articles = apps.get_model("articles", "Article").objects
    documents = apps.get_model("articles", "SourceDocument").objects.filter(path__in=articles.values("path"))
    # Few have a text: the two that a page of them may hold are no load.
    for path, content in documents.values_list("path", "content").iterator(100):
        if text := text_in(path, bytes(content)):
            articles.filter(path=path).update(body=text)
            articles.filter(path=path, excerpt="").update(first_paragraph=first_paragraph(text))


def add(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    run(editor, watching(editor.connection.vendor == "sqlite", (*WORDS, "body"), EDITORIAL, (*SEEN, *TEXTS)))
    fill(apps, editor)
    run(
        editor,
        watching(
            editor.connection.vendor == "sqlite", (*WORDS, "body"), (*EDITORIAL, "body"), (*SEEN, *TEXTS)
        ),
    )


def remove(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    run(editor, watching(editor.connection.vendor == "sqlite", WORDS, EDITORIAL, SEEN))


def run(editor: BaseDatabaseSchemaEditor, statements: list[str]) -> None:
    for statement in statements:
        # Without parameters, so that a % means itself.
        editor.execute(statement, None)


class Migration(migrations.Migration):
    dependencies = [("articles", "0005_topic_name_key")]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(add_it, drop_it)
                for add_it, drop_it in zip(COLUMNS, UNDO_COLUMNS, strict=True)
            ],
            state_operations=[
                migrations.AddField(
                    "article",
                    "body",
                    models.TextField(
                        blank=True,
                        db_default="",
                        default="",
                        verbose_name="text",
                        help_text="Markdown: an empty line between paragraphs, ## before a heading.",
                    ),
                ),
                migrations.AddField(
                    "article",
                    "first_paragraph",
                    models.TextField(
                        blank=True,
                        db_default="",
                        default="",
                        editable=False,
                        verbose_name="first paragraph",
                        help_text="Of the text, where there is no excerpt; lists and feeds say it instead.",
                    ),
                ),
            ],
        ),
        migrations.RunPython(add, remove),
    ]
