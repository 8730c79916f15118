"""PostgreSQL's search index keeps little unsorted: see docs/performance.md."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

INDEX = "articles_searchtext_vector"


def _run(editor: BaseDatabaseSchemaEditor, *statements: str) -> None:
    if editor.connection.vendor == "postgresql":
        for statement in statements:
            editor.execute(statement, None)


def limit(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    # In kilobytes. Every search reads through what is not sorted in yet, by default up to 4 MB: 3 ms.
    _run(editor, f"ALTER INDEX {INDEX} SET (gin_pending_list_limit = 64)")
    _run(editor, f"SELECT gin_clean_pending_list('{INDEX}')")


def forget(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    _run(editor, f"ALTER INDEX {INDEX} RESET (gin_pending_list_limit)")


class Migration(migrations.Migration):
    dependencies = [("articles", "0018_search_for_beginnings")]
    operations = [migrations.RunPython(limit, forget)]
