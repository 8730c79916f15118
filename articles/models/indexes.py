"""An index that both databases can build."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement
from django.db.models.expressions import OrderBy


class UndatedLastIndex(models.Index):
    """An index by `….desc(nulls_last=True)`: SQLite keeps nulls last unasked, and refuses to be asked."""

    def create_sql(
        self,
        model: type[models.Model],
        schema_editor: BaseDatabaseSchemaEditor,
        using: str = "",
        **kwargs: Any,
    ) -> Statement:
        """Leave the order of nulls unsaid on SQLite."""
        if schema_editor.connection.vendor != "sqlite":
            return super().create_sql(model, schema_editor, using, **kwargs)
        unsaid = [
            OrderBy(expression.expression, descending=True) if isinstance(expression, OrderBy) else expression
            for expression in self.expressions
        ]
        plain = models.Index(*unsaid, name=self.name, condition=self.condition)
        return plain.create_sql(model, schema_editor, using, **kwargs)
