"""SQLite's search index can wait for the end of a batch: see articles/importing/indexing.py."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

LEARN = """
    INSERT INTO articles_searchindex (rowid, title, excerpt, provider, topics)
    VALUES (new.article_id, new.title, new.excerpt, new.provider, new.topics);
"""
# A row of it lives within one transaction, in which nobody else writes.
PAUSE = "CREATE TABLE articles_searchpause (after integer NOT NULL)"
DROP = "DROP TRIGGER search_text_insert"
PATIENT = f"""
    CREATE TRIGGER search_text_insert AFTER INSERT ON articles_searchtext
    WHEN NOT EXISTS (SELECT 1 FROM articles_searchpause) BEGIN {LEARN} END
"""
EAGER = f"CREATE TRIGGER search_text_insert AFTER INSERT ON articles_searchtext BEGIN {LEARN} END"


def _run(editor: BaseDatabaseSchemaEditor, *statements: str) -> None:
    if editor.connection.vendor == "sqlite":
        for statement in statements:
            editor.execute(statement, None)


def add(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    _run(editor, PAUSE, DROP, PATIENT)


def remove(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    _run(editor, DROP, EAGER, "DROP TABLE articles_searchpause")


class Migration(migrations.Migration):
    dependencies = [("articles", "0008_find_by_web_url_and_provider")]
    operations = [migrations.RunPython(add, remove)]
