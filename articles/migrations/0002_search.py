"""What articles are found by: texts folded by articles.search, in an index of the database.

Triggers note which articles are due; FTS5 and the tsvector take the folded words as they are.
The last articles of a provider are found by an index of their own.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

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


# What the record of a provider is made of: its last stories, however many it has. SQLite's indexes end on
# the key anyway.
OF_PROVIDER = "CREATE INDEX article_of_provider_as_it_came ON articles_article (provider_id, id)"


UNDO_PROVIDER = [
    "CREATE INDEX articles_article_provider_id_46888aac ON articles_article (provider_id)",
    "DROP INDEX article_of_provider_as_it_came",
]


def replace_provider_index(editor: BaseDatabaseSchemaEditor) -> None:
    """Let an index of provider and key take the place of the foreign key's own, which it serves as well."""
    with editor.connection.cursor() as cursor:
        found = editor.connection.introspection.get_constraints(cursor, "articles_article")
    editor.execute(OF_PROVIDER)
    for name, about in found.items():
        if about["columns"] == ["provider_id"] and about["index"] and not about["foreign_key"]:
            editor.execute(f"DROP INDEX {editor.quote_name(name)}")


def add(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    _run(editor, SQLITE, POSTGRESQL)
    if editor.connection.vendor == "postgresql":
        # Here, for Django makes the index of a foreign key at the end of the migration that makes the table.
        replace_provider_index(editor)


def remove(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    _run(editor, UNDO_SQLITE, [*UNDO_POSTGRESQL, *UNDO_PROVIDER])


class Migration(migrations.Migration):
    dependencies = [("articles", "0001_initial"), ("providers", "0001_initial")]
    operations = [migrations.RunPython(add, remove)]
