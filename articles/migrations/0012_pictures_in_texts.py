"""Which pictures the texts of articles name, and an index by which the pictures of lists are found.

Articles whose texts name one are due for search: what follows these notes writes down the pictures, too.
"""

import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0011_drafts"),
        ("providers", "0002_provider_identity_key"),
    ]

    operations = [
        migrations.CreateModel(
            name="PictureUse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("path", models.CharField(db_index=True, max_length=200, verbose_name="path")),
            ],
            options={
                "verbose_name": "picture in a text",
                "verbose_name_plural": "pictures in texts",
            },
        ),
        migrations.AddIndex(
            model_name="image",
            index=django.contrib.postgres.indexes.HashIndex(models.F("url"), name="image_at_url"),
        ),
        migrations.AddField(
            model_name="pictureuse",
            name="article",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="articles.article"
            ),
        ),
        migrations.AddConstraint(
            model_name="pictureuse",
            constraint=models.UniqueConstraint(
                models.F("article"), models.F("path"), name="picture_use_once"
            ),
        ),
        migrations.RunSQL(
            "INSERT INTO articles_searchdue (article) "
            "SELECT id FROM articles_article WHERE body LIKE '%/assets/images/%' ORDER BY id",
            migrations.RunSQL.noop,
        ),
    ]
