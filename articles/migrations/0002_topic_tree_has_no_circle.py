"""What no constraint can say: a topic is not its own ancestor; and paths sort by their bytes."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

ABOVE = """
    WITH RECURSIVE above(id) AS (
        SELECT NEW.parent_id
        UNION
        SELECT topic.parent_id FROM articles_topic topic JOIN above ON topic.id = above.id
        WHERE topic.parent_id IS NOT NULL
    ) SELECT id FROM above
"""

SQLITE = [
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

POSTGRESQL = [
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

UNDO_SQLITE = [
    "DROP TRIGGER topic_tree_has_no_circle_insert",
    "DROP TRIGGER topic_tree_has_no_circle_update",
]
UNDO_POSTGRESQL = [
    "DROP TRIGGER topic_tree_has_no_circle ON articles_topic",
    "DROP FUNCTION topic_tree_has_no_circle()",
]


def _run(editor: BaseDatabaseSchemaEditor, statements: dict[str, list[str]]) -> None:
    for statement in statements[editor.connection.vendor]:
        editor.execute(statement)


def add(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    _run(editor, {"sqlite": SQLITE, "postgresql": POSTGRESQL})


def remove(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    _run(editor, {"sqlite": UNDO_SQLITE, "postgresql": UNDO_POSTGRESQL})


class Migration(migrations.Migration):
    dependencies = [("articles", "0001_initial")]
    operations = [migrations.RunPython(add, remove)]
