"""Search texts are folded by articles.search, and no longer by the databases, each in its own way.

Triggers note which articles are due; FTS5 and the tsvector take the folded words as they are.
"""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from articles.search.index import index_all

BEFORE = [
    import_module(f"articles.migrations.{name}")
    for name in (
        "0005_search",
        "0009_search_pause",
        "0018_search_for_beginnings",
        "0019_search_without_delay",
    )
]
COLUMNS = "title, excerpt, provider, topics"

# ---- SQLite

NOTE = "INSERT INTO articles_searchdue (article)"
# The tokenizer takes every character beyond ASCII for a letter and folds none: words come folded.
INDEX = f"""
    CREATE VIRTUAL TABLE articles_searchindex USING fts5(
        {COLUMNS}, content='articles_searchtext', content_rowid='article_id',
        tokenize='ascii', prefix='2 3 4 5'
    )
"""


def note_listing(event: str, row: str, when: str) -> str:
    """Topics come before their article when it is new, which notes itself then."""
    return f"""
        CREATE TRIGGER search_listing_{event} {when} ON articles_listing
        WHEN EXISTS (SELECT 1 FROM articles_article WHERE id = {row}.article_id)
        BEGIN {NOTE} VALUES ({row}.article_id); END
    """


MOVED = "AFTER UPDATE OF article_id, topic_id, position"
SQLITE = [
    INDEX,
    f"""
    CREATE TRIGGER search_text_delete AFTER DELETE ON articles_searchtext BEGIN
        INSERT INTO articles_searchindex (articles_searchindex, rowid, {COLUMNS})
        VALUES ('delete', old.article_id, old.title, old.excerpt, old.provider, old.topics);
    END
    """,
    f"""
    CREATE TRIGGER search_article_insert AFTER INSERT ON articles_article
    BEGIN {NOTE} VALUES (new.id); END
    """,
    f"""
    CREATE TRIGGER search_article_update AFTER UPDATE OF title, excerpt, provider_id ON articles_article
    WHEN (old.title, old.excerpt, old.provider_id) IS NOT (new.title, new.excerpt, new.provider_id)
    BEGIN {NOTE} VALUES (new.id); END
    """,
    """
    CREATE TRIGGER search_article_delete AFTER DELETE ON articles_article
    BEGIN DELETE FROM articles_searchtext WHERE article_id = old.id; END
    """,
    note_listing("insert", "new", "AFTER INSERT"),
    note_listing("delete", "old", "AFTER DELETE"),
    note_listing("update", "old", MOVED),
    note_listing("update_to", "new", MOVED),
    f"""
    CREATE TRIGGER search_topic_update AFTER UPDATE OF name ON articles_topic WHEN old.name <> new.name
    BEGIN {NOTE} SELECT article_id FROM articles_listing WHERE topic_id = new.id; END
    """,
    f"""
    CREATE TRIGGER search_provider_update AFTER UPDATE OF name ON providers_provider WHEN old.name <> new.name
    BEGIN {NOTE} SELECT id FROM articles_article WHERE provider_id = new.id; END
    """,
]
TRIGGERS = (
    "text_delete",
    "article_insert",
    "article_update",
    "article_delete",
    "listing_insert",
    "listing_delete",
    "listing_update",
    "listing_update_to",
    "topic_update",
    "provider_update",
)
UNDO_SQLITE = [*(f"DROP TRIGGER search_{name}" for name in TRIGGERS), "DROP TABLE articles_searchindex"]

# ---- PostgreSQL

# PostgreSQL's own parser would cut words as the locale of the database has it.
VECTOR = """
    CREATE FUNCTION articles_search_vector(words text, weight text) RETURNS tsvector
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT COALESCE(string_agg(
            '''' || word || ''':' || least(place, 16383) || weight, ' '
        ), '')::tsvector
        FROM unnest(string_to_array(words, ' ')) WITH ORDINALITY AS cut (word, place)
        WHERE word <> ''
    $$
"""


def noting(name: str, table: str, when: str, each: str, articles: str) -> list[str]:
    """A trigger that notes the articles of a query as due."""
    return [
        f"""
        CREATE FUNCTION articles_search_{name}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            {NOTE} {articles};
            RETURN NULL;
        END $$
        """,
        f"CREATE TRIGGER search_{name} AFTER {when} ON {table} {each} "
        f"EXECUTE FUNCTION articles_search_{name}()",
    ]


# Once for a statement, however many rows it changes: an import inserts hundreds at a time.
NEW_ROWS = "REFERENCING NEW TABLE AS changed FOR EACH STATEMENT"
OLD_ROWS = "REFERENCING OLD TABLE AS changed FOR EACH STATEMENT"
LISTED = """
    SELECT DISTINCT article_id FROM changed
    WHERE EXISTS (SELECT 1 FROM articles_article WHERE id = changed.article_id)
"""
POSTGRESQL = [
    VECTOR,
    """
    ALTER TABLE articles_searchtext ADD COLUMN vector tsvector GENERATED ALWAYS AS (
        articles_search_vector(title, 'A') || articles_search_vector(topics, 'B')
        || articles_search_vector(provider, 'C') || articles_search_vector(excerpt, 'D')
    ) STORED
    """,
    # In kilobytes, what may lie unsorted: every search reads through it.
    """
    CREATE INDEX articles_searchtext_vector ON articles_searchtext USING gin (vector)
    WITH (gin_pending_list_limit = 64)
    """,
    *noting("article_insert", "articles_article", "INSERT", NEW_ROWS, "SELECT id FROM changed"),
    *noting(
        "article_update",
        "articles_article",
        "UPDATE OF title, excerpt, provider_id",
        """FOR EACH ROW WHEN ((OLD.title, OLD.excerpt, OLD.provider_id) IS DISTINCT FROM
            (NEW.title, NEW.excerpt, NEW.provider_id))""",
        "VALUES (NEW.id)",
    ),
    """
    CREATE FUNCTION articles_search_article_delete() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        DELETE FROM articles_searchtext WHERE article_id IN (SELECT id FROM old_rows);
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER search_article_delete AFTER DELETE ON articles_article
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION articles_search_article_delete()
    """,
    *noting("listing_insert", "articles_listing", "INSERT", NEW_ROWS, LISTED),
    *noting("listing_delete", "articles_listing", "DELETE", OLD_ROWS, LISTED),
    *noting(
        "listing_update",
        "articles_listing",
        "UPDATE OF article_id, topic_id, position",
        """FOR EACH ROW WHEN ((OLD.article_id, OLD.topic_id, OLD.position) IS DISTINCT FROM
            (NEW.article_id, NEW.topic_id, NEW.position))""",
        "VALUES (OLD.article_id), (NEW.article_id)",
    ),
    *noting(
        "topic_update",
        "articles_topic",
        "UPDATE OF name",
        "FOR EACH ROW WHEN (OLD.name <> NEW.name)",
        "SELECT article_id FROM articles_listing WHERE topic_id = NEW.id",
    ),
    *noting(
        "provider_update",
        "providers_provider",
        "UPDATE OF name",
        "FOR EACH ROW WHEN (OLD.name <> NEW.name)",
        "SELECT id FROM articles_article WHERE provider_id = NEW.id",
    ),
]
FUNCTIONS = (
    "article_insert",
    "article_update",
    "article_delete",
    "listing_insert",
    "listing_delete",
    "listing_update",
    "topic_update",
    "provider_update",
)
UNDO_POSTGRESQL = [
    *(f"DROP FUNCTION articles_search_{name}() CASCADE" for name in FUNCTIONS),
    "ALTER TABLE articles_searchtext DROP COLUMN vector",
    "DROP FUNCTION articles_search_vector(text, text)",
]


def _run(editor: BaseDatabaseSchemaEditor, sqlite: list[str], postgresql: list[str]) -> None:
    for statement in sqlite if editor.connection.vendor == "sqlite" else postgresql:
        # With parameters, or a % would be taken for one; without, SQLite's driver runs it as it is.
        editor.execute(statement, None)


def add(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    first = BEFORE[0]
    _run(editor, [*first.UNDO_SQLITE, "DROP TABLE articles_searchpause"], first.UNDO_POSTGRESQL)
    editor.execute("DELETE FROM articles_searchtext", None)
    _run(editor, SQLITE, POSTGRESQL)


def fill(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    index_all()


def remove(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    _run(editor, UNDO_SQLITE, UNDO_POSTGRESQL)
    editor.execute("DELETE FROM articles_searchtext", None)
    for module in BEFORE:
        for operation in module.Migration.operations:
            if isinstance(operation, migrations.RunPython):
                operation.code(apps, editor)


class Migration(migrations.Migration):
    dependencies = [("articles", "0022_frozen_fields_held_or_thawed")]
    operations = [
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
        migrations.AlterField(
            model_name="searchtext",
            name="article",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.DO_NOTHING,
                primary_key=True,
                related_name="search_text",
                serialize=False,
                to="articles.article",
            ),
        ),
        migrations.RunPython(add, remove),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
