"""The tables of providers."""

import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Provider",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "path",
                    models.CharField(
                        blank=True,
                        editable=False,
                        help_text="Where its document lies in the site; empty while only articles name it.",
                        max_length=500,
                        verbose_name="document",
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=200, verbose_name="name")),
                ("domain", models.CharField(blank=True, max_length=255, verbose_name="domain")),
                ("other_names", models.JSONField(blank=True, default=list, verbose_name="other names")),
                ("description", models.TextField(blank=True, verbose_name="description")),
            ],
            options={
                "verbose_name": "provider",
                "verbose_name_plural": "providers",
                "ordering": ("name", "domain"),
                "permissions": (
                    ("merge_provider", "Can merge providers"),
                    ("block_provider", "Can block providers"),
                ),
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("domain"),
                        condition=models.Q(("domain", ""), _negated=True),
                        name="provider_domain_unique_without_case",
                        violation_error_message="Another provider has this domain.",
                    ),
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("name"),
                        condition=models.Q(("domain", "")),
                        name="provider_name_unique_without_domain",
                        violation_error_message="Another provider without a domain has this name.",
                    ),
                    models.UniqueConstraint(
                        models.F("path"),
                        condition=models.Q(("path", ""), _negated=True),
                        name="provider_path_unique",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Block",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="at")),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "provider",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="block",
                        to="providers.provider",
                        verbose_name="provider",
                    ),
                ),
            ],
            options={
                "verbose_name": "block",
                "verbose_name_plural": "blocks",
                "ordering": ("-at",),
            },
        ),
        migrations.CreateModel(
            name="ProviderAlias",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        help_text="The domain in lower case; without one, “name:” and the name, case folded.",
                        max_length=765,
                        unique=True,
                    ),
                ),
                (
                    "provider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="aliases",
                        to="providers.provider",
                        verbose_name="provider",
                    ),
                ),
            ],
            options={
                "verbose_name": "other name of a provider",
                "verbose_name_plural": "other names of providers",
                "ordering": ("key",),
            },
        ),
    ]
