"""SQLite's search index knows the beginnings of words up to five letters: see docs/performance.md."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

INDEX = """
    CREATE VIRTUAL TABLE articles_searchindex USING fts5(
        title, excerpt, provider, topics, content='articles_searchtext', content_rowid='article_id',
        tokenize='unicode61 remove_diacritics 2', prefix='{lengths}'
    )
"""


def _make(editor: BaseDatabaseSchemaEditor, lengths: str) -> None:
    if editor.connection.vendor == "sqlite":
        editor.execute("DROP TABLE articles_searchindex", None)
        editor.execute(INDEX.format(lengths=lengths), None)
        editor.execute("INSERT INTO articles_searchindex (articles_searchindex) VALUES ('rebuild')", None)


def add(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    _make(editor, "2 3 4 5")


def remove(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    _make(editor, "2 3")


class Migration(migrations.Migration):
    dependencies = [("articles", "0017_start_page")]
    operations = [migrations.RunPython(add, remove)]
