"""Names are found whatever their case and the form of their letters, and each address is one article's."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from documents.addresses import told_apart_by
from documents.identity import fingerprint, identity
from documents.layout import addresses_for

CHUNK = 2000


def fill(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Take the fingerprints of what is here; of articles with one address, the elder keeps it."""
    held: set[str] = set()

    def addressed(path: str) -> tuple[str, str, str]:
        slug = next(slug for slug in addresses_for(path) if fingerprint(slug) not in held)
        held.add(fingerprint(slug))
        return fingerprint(path), slug, fingerprint(slug)

    def known(path: str, address: str) -> tuple[str, str]:
        return fingerprint(path), fingerprint(told_apart_by(address)) if address else ""

    def model(name: str) -> Any:
        return apps.get_model("articles", name)

    _update(editor, model("Article"), ["path"], ["path_key", "slug", "slug_key"], addressed)
    _update(editor, model("SourceDocument"), ["path"], ["path_key"], lambda path: (fingerprint(path),))
    _update(editor, model("Redirect"), ["address"], ["address_key"], lambda address: (fingerprint(address),))
    _update(editor, model("Withheld"), ["path", "canonical_url"], ["path_key", "address_key"], known)
    _fold_aliases(apps)


def _update(
    editor: BaseDatabaseSchemaEditor, model: Any, said: list[str], columns: list[str], derive: Any
) -> None:
    rows: Iterator[Any] = model._base_manager.order_by("pk").values_list("pk", *said).iterator(CHUNK)
    derived = [(*derive(*texts), key) for key, *texts in rows]
    sets = ", ".join(f"{column} = %s" for column in columns)
    with editor.connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {model._meta.db_table} SET {sets} WHERE id = %s", derived)


def _fold_aliases(apps: StateApps) -> None:
    """Other names of topics and providers, which were compared in lower case; of two that are one, the elder."""
    for label, name in (("articles", "TopicAlias"), ("providers", "ProviderAlias")):
        aliases = apps.get_model(label, name)._base_manager
        for alias in aliases.order_by("pk"):
            key = identity(alias.key)
            if key != alias.key and aliases.filter(key=key).exists():
                alias.delete()
            elif key != alias.key:
                aliases.filter(pk=alias.pk).update(key=key)


def nothing(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """The columns go."""


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0024_documents_left_out"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="withheld",
            name="withheld_by_address",
        ),
        migrations.AddField(
            model_name="article",
            name="path_key",
            field=models.CharField(db_index=True, editable=False, max_length=24, null=True),
        ),
        migrations.AddField(
            model_name="article",
            name="slug_key",
            field=models.CharField(db_index=True, editable=False, max_length=24, null=True),
        ),
        migrations.AddField(
            model_name="redirect",
            name="address_key",
            field=models.CharField(db_index=True, editable=False, max_length=24, null=True),
        ),
        migrations.AddField(
            model_name="sourcedocument",
            name="is_loose",
            field=models.BooleanField(
                help_text="It came from beside any site, and goes back there: its path without the first folder.",
                null=True,
                verbose_name="loose",
            ),
        ),
        migrations.AddField(
            model_name="sourcedocument",
            name="path_key",
            field=models.CharField(db_index=True, editable=False, max_length=24, null=True),
        ),
        migrations.AddField(
            model_name="withheld",
            name="address_key",
            field=models.CharField(db_index=True, editable=False, max_length=24, null=True),
        ),
        migrations.AddField(
            model_name="withheld",
            name="path_key",
            field=models.CharField(db_index=True, editable=False, max_length=24, null=True),
        ),
        migrations.AlterField(
            model_name="article",
            name="slug",
            field=models.CharField(
                db_index=True,
                editable=False,
                help_text="Its public address: the stem of its document's name, unless another has that.",
                max_length=500,
                verbose_name="slug",
            ),
        ),
        migrations.AddIndex(
            model_name="withheld",
            index=models.Index(
                models.F("address_key"),
                condition=models.Q(("lifted__isnull", True)),
                name="withheld_by_address",
            ),
        ),
    ]
