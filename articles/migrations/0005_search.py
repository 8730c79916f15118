"""What articles are found by, kept by triggers: whoever writes, and however, search knows.

On SQLite: FTS5 over the texts ("external content", so that they are not stored twice). On PostgreSQL: a
generated tsvector with a GIN index. Both fold case and accents, take letters and digits for words and
all else for gaps, and stem nothing.
"""

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

PROVIDER = "COALESCE((SELECT name FROM providers_provider WHERE id = {article}.provider_id), '')"
TOPICS = """COALESCE((
    SELECT {concat} FROM (
        SELECT topic.name FROM articles_listing listing
        JOIN articles_topic topic ON topic.id = listing.topic_id
        WHERE listing.article_id = {article_id} ORDER BY listing.position, topic.id
    ) named
), '')"""


def topics(article_id: str, vendor: str) -> str:
    concat = "group_concat(name, ', ')" if vendor == "sqlite" else "string_agg(name, ', ')"
    return TOPICS.format(article_id=article_id, concat=concat)


def fill(vendor: str) -> str:
    return f"""
        INSERT INTO articles_searchtext (article_id, title, excerpt, provider, topics)
        SELECT article.id, article.title, article.excerpt, {PROVIDER.format(article="article")},
            {topics("article.id", vendor)}
        FROM articles_article article
    """


# ---- SQLite

COLUMNS = "title, excerpt, provider, topics"
OLD = "old.article_id, old.title, old.excerpt, old.provider, old.topics"
NEW = OLD.replace("old.", "new.")
FORGET = (
    f"INSERT INTO articles_searchindex (articles_searchindex, rowid, {COLUMNS}) VALUES ('delete', {OLD});"
)
LEARN = f"INSERT INTO articles_searchindex (rowid, {COLUMNS}) VALUES ({NEW});"
INDEX = [
    f"""
    CREATE VIRTUAL TABLE articles_searchindex USING fts5(
        {COLUMNS}, content='articles_searchtext', content_rowid='article_id',
        tokenize='unicode61 remove_diacritics 2', prefix='2 3'
    )
    """,
    f"CREATE TRIGGER search_text_insert AFTER INSERT ON articles_searchtext BEGIN {LEARN} END",
    f"CREATE TRIGGER search_text_delete AFTER DELETE ON articles_searchtext BEGIN {FORGET} END",
    f"""
    CREATE TRIGGER search_text_update AFTER UPDATE ON articles_searchtext
    WHEN (old.title, old.excerpt, old.provider, old.topics)
        IS NOT (new.title, new.excerpt, new.provider, new.topics)
    BEGIN {FORGET} {LEARN} END
    """,
]


def relist(event: str, row: str, columns: str = "") -> str:
    """Topics come and go after their article has its text; before, there is nothing to change."""
    return f"""
        CREATE TRIGGER search_listing_{event}{"_to" if columns and row == "new" else ""}
        AFTER {event.upper()} {columns} ON articles_listing
        WHEN EXISTS (SELECT 1 FROM articles_searchtext WHERE article_id = {row}.article_id)
        BEGIN
            UPDATE articles_searchtext SET topics = {topics(f"{row}.article_id", "sqlite")}
            WHERE article_id = {row}.article_id;
        END
    """


MOVES = "OF article_id, topic_id, position"
SQLITE = [
    *INDEX,
    fill("sqlite"),
    f"""
    CREATE TRIGGER search_article_insert AFTER INSERT ON articles_article BEGIN
        INSERT INTO articles_searchtext (article_id, {COLUMNS})
        VALUES (new.id, new.title, new.excerpt, {PROVIDER.format(article="new")}, {topics("new.id", "sqlite")});
    END
    """,
    f"""
    CREATE TRIGGER search_article_update AFTER UPDATE OF title, excerpt, provider_id ON articles_article
    WHEN (old.title, old.excerpt, old.provider_id) IS NOT (new.title, new.excerpt, new.provider_id)
    BEGIN
        UPDATE articles_searchtext SET
            title = new.title, excerpt = new.excerpt, provider = {PROVIDER.format(article="new")}
        WHERE article_id = new.id;
    END
    """,
    """
    CREATE TRIGGER search_article_delete AFTER DELETE ON articles_article BEGIN
        DELETE FROM articles_searchtext WHERE article_id = old.id;
    END
    """,
    relist("insert", "new"),
    relist("delete", "old"),
    relist("update", "old", MOVES),
    relist("update", "new", MOVES),
    f"""
    CREATE TRIGGER search_topic_update AFTER UPDATE OF name ON articles_topic WHEN old.name <> new.name
    BEGIN
        UPDATE articles_searchtext SET topics = {topics("articles_searchtext.article_id", "sqlite")}
        WHERE article_id IN (SELECT article_id FROM articles_listing WHERE topic_id = new.id);
    END
    """,
    """
    CREATE TRIGGER search_provider_update AFTER UPDATE OF name ON providers_provider WHEN old.name <> new.name
    BEGIN
        UPDATE articles_searchtext SET provider = new.name
        WHERE article_id IN (SELECT id FROM articles_article WHERE provider_id = new.id);
    END
    """,
]
UNDO_SQLITE = [
    *(
        f"DROP TRIGGER {name}"
        for name in (
            "search_article_insert",
            "search_article_update",
            "search_article_delete",
            "search_listing_insert",
            "search_listing_delete",
            "search_listing_update",
            "search_listing_update_to",
            "search_topic_update",
            "search_provider_update",
            "search_text_insert",
            "search_text_delete",
            "search_text_update",
        )
    ),
    "DROP TABLE articles_searchindex",
]

# ---- PostgreSQL

# Accents go by decomposition, since unaccent is an extension that a host may lack; articles.search folds
# the words of a query alike. Signs become gaps, or the parser would take "AI/ML" for the name of a file.
VECTOR = """
CREATE FUNCTION articles_search_fold(words text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT regexp_replace(
        regexp_replace(normalize(words, NFKD), '[\\u0300-\\u036f]', '', 'g'),
        '[\\u0001-\\u002f\\u003a-\\u0040\\u005b-\\u0060\\u007b-\\u00bf\\u2000-\\u206f\\u2190-\\u2bff\\u3000-\\u303f]+',
        ' ', 'g'
    )
$$
"""
POSTGRESQL = [
    VECTOR,
    """
    ALTER TABLE articles_searchtext ADD COLUMN vector tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('pg_catalog.simple', articles_search_fold(title)), 'A')
        || setweight(to_tsvector('pg_catalog.simple', articles_search_fold(topics)), 'B')
        || setweight(to_tsvector('pg_catalog.simple', articles_search_fold(provider)), 'C')
        || setweight(to_tsvector('pg_catalog.simple', articles_search_fold(excerpt)), 'D')
    ) STORED
    """,
    fill("postgresql"),
    "CREATE INDEX articles_searchtext_vector ON articles_searchtext USING gin (vector)",
    # Once for a statement, however many rows it inserts: an import inserts hundreds at a time.
    f"""
    CREATE FUNCTION articles_search_article_insert() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO articles_searchtext (article_id, title, excerpt, provider, topics)
        SELECT article.id, article.title, article.excerpt, {PROVIDER.format(article="article")},
            {topics("article.id", "postgresql")}
        FROM new_rows article;
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER search_article_insert AFTER INSERT ON articles_article
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION articles_search_article_insert()
    """,
    f"""
    CREATE FUNCTION articles_search_article_update() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        UPDATE articles_searchtext SET
            title = NEW.title, excerpt = NEW.excerpt, provider = {PROVIDER.format(article="NEW")}
        WHERE article_id = NEW.id;
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER search_article_update AFTER UPDATE OF title, excerpt, provider_id ON articles_article
    FOR EACH ROW WHEN ((OLD.title, OLD.excerpt, OLD.provider_id) IS DISTINCT FROM
        (NEW.title, NEW.excerpt, NEW.provider_id))
    EXECUTE FUNCTION articles_search_article_update()
    """,
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
    f"""
    CREATE FUNCTION articles_search_listing() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        UPDATE articles_searchtext SET topics = {topics("articles_searchtext.article_id", "postgresql")}
        WHERE article_id IN (SELECT article_id FROM changed);
        RETURN NULL;
    END $$
    """,
    f"""
    CREATE FUNCTION articles_search_listing_update() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        UPDATE articles_searchtext SET topics = {topics("articles_searchtext.article_id", "postgresql")}
        WHERE article_id IN (OLD.article_id, NEW.article_id);
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER search_listing_insert AFTER INSERT ON articles_listing
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION articles_search_listing()
    """,
    """
    CREATE TRIGGER search_listing_delete AFTER DELETE ON articles_listing
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION articles_search_listing()
    """,
    """
    CREATE TRIGGER search_listing_update AFTER UPDATE OF article_id, topic_id, position ON articles_listing
    FOR EACH ROW WHEN ((OLD.article_id, OLD.topic_id, OLD.position) IS DISTINCT FROM
        (NEW.article_id, NEW.topic_id, NEW.position))
    EXECUTE FUNCTION articles_search_listing_update()
    """,
    f"""
    CREATE FUNCTION articles_search_topic_update() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        UPDATE articles_searchtext SET topics = {topics("articles_searchtext.article_id", "postgresql")}
        WHERE article_id IN (SELECT article_id FROM articles_listing WHERE topic_id = NEW.id);
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER search_topic_update AFTER UPDATE OF name ON articles_topic
    FOR EACH ROW WHEN (OLD.name <> NEW.name) EXECUTE FUNCTION articles_search_topic_update()
    """,
    """
    CREATE FUNCTION articles_search_provider_update() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        UPDATE articles_searchtext SET provider = NEW.name
        WHERE article_id IN (SELECT id FROM articles_article WHERE provider_id = NEW.id);
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER search_provider_update AFTER UPDATE OF name ON providers_provider
    FOR EACH ROW WHEN (OLD.name <> NEW.name) EXECUTE FUNCTION articles_search_provider_update()
    """,
]
UNDO_POSTGRESQL = [
    *(
        f"DROP FUNCTION articles_search_{name}() CASCADE"
        for name in (
            "article_insert",
            "article_update",
            "article_delete",
            "listing",
            "listing_update",
            "topic_update",
            "provider_update",
        )
    ),
    "ALTER TABLE articles_searchtext DROP COLUMN vector",
    "DROP FUNCTION articles_search_fold(text)",
]


def _run(editor: BaseDatabaseSchemaEditor, statements: dict[str, list[str]]) -> None:
    for statement in statements[editor.connection.vendor]:
        # With parameters, or a % would be taken for one; without, SQLite's driver runs it as it is.
        editor.execute(statement, None)


def add(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    _run(editor, {"sqlite": SQLITE, "postgresql": POSTGRESQL})


def remove(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    _run(editor, {"sqlite": UNDO_SQLITE, "postgresql": UNDO_POSTGRESQL})


class Migration(migrations.Migration):
    dependencies = [("articles", "0004_heat_and_redirects"), ("providers", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="SearchText",
            fields=[
                (
                    "article",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
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
            options={"verbose_name": "search text", "verbose_name_plural": "search texts"},
        ),
        migrations.RunPython(add, remove),
    ]
