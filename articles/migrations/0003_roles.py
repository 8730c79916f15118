"""Contributors, editors and chief editors: see articles/roles.py."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from articles.roles import make_roles


def add(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Make the groups."""
    make_roles(apps)


def keep(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Groups stay: people are in them."""


class Migration(migrations.Migration):
    dependencies = [("articles", "0002_search"), ("providers", "0001_initial")]
    operations = [migrations.RunPython(add, keep)]
