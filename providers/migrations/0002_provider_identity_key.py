"""Providers are compared by a key, and no two of them have one key."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from documents.identity import fingerprint
from providers.fingerprints import AsciiLower


def fill(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Give each provider its key; of those that are one by domain or name, the eldest alone."""
    providers = apps.get_model("providers", "Provider").objects.using(editor.connection.alias)
    held = set()
    for pk, domain, name in list(providers.order_by("pk").values_list("pk", "domain", "name")):
        text = domain or (f"name:{name}" if name else "")
        key = fingerprint(text) if text else ""
        if key not in held:
            providers.filter(pk=pk).update(identity_key=key)
        held.add(key)


class Migration(migrations.Migration):
    dependencies = [("providers", "0001_initial")]

    operations = [
        migrations.RemoveConstraint("provider", "provider_domain_unique_without_case"),
        migrations.RemoveConstraint("provider", "provider_name_unique_without_domain"),
        migrations.AddField(
            "provider",
            "identity_key",
            models.CharField(db_index=True, editable=False, max_length=24, null=True),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddConstraint(
            "provider",
            models.UniqueConstraint(
                models.F("identity_key"),
                condition=models.Q(("identity_key", None), _negated=True),
                name="provider_unique_as_compared",
            ),
        ),
        migrations.AddConstraint(
            "provider",
            models.UniqueConstraint(
                AsciiLower("domain"),
                condition=models.Q(("domain", ""), _negated=True),
                name="provider_domain_unique_without_case",
                violation_error_message="Another provider has this domain.",
            ),
        ),
        migrations.AddConstraint(
            "provider",
            models.UniqueConstraint(
                AsciiLower("name"),
                condition=models.Q(("domain", "")),
                name="provider_name_unique_without_domain",
                violation_error_message="Another provider without a domain has this name.",
            ),
        ),
    ]
