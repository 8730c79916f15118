"""The last stories of a provider are found at once, however many it has: what its record is made of.

On PostgreSQL an index of provider and key takes the place of the foreign key's own, which it serves as
well. SQLite's indexes end on the key anyway.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

NAME = "article_of_provider_as_it_came"


def add(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Make the index, then drop the one that it replaces."""
    if editor.connection.vendor != "postgresql":
        return
    with editor.connection.cursor() as cursor:
        found = editor.connection.introspection.get_constraints(cursor, "articles_article")
    editor.execute(f"CREATE INDEX {NAME} ON articles_article (provider_id, id)")
    for name, about in found.items():
        if about["columns"] == ["provider_id"] and about["index"] and not about["foreign_key"]:
            editor.execute(f"DROP INDEX {editor.quote_name(name)}")


def remove(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """The foreign key's own index again."""
    if editor.connection.vendor == "postgresql":
        editor.execute("CREATE INDEX articles_article_provider_id_46888aac ON articles_article (provider_id)")
        editor.execute(f"DROP INDEX {NAME}")


class Migration(migrations.Migration):
    dependencies = [("articles", "0015_the_queue")]
    operations = [migrations.RunPython(add, remove)]
