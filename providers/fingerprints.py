"""How names are compared: by a column that is one for all their forms, and letter by letter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.functions import Lower
from django.db.models.sql.compiler import SQLCompiler

from documents.addresses import told_apart_by
from documents.identity import fingerprint

if TYPE_CHECKING:
    _Text = models.CharField[str, str]
else:
    _Text = models.CharField


class Fingerprint(_Text):
    """The fingerprint of another column's text, taken whenever the row is saved or inserted.

    To the database, and to migrations, it is a text of a fixed length like any other. It may be null, for
    SQLite makes a table anew, without its triggers, to add a column that may not.
    """

    def __init__(self, of: str = "", **options: Any) -> None:
        self.of = of
        super().__init__(**{"max_length": 24, "null": True, "editable": False, "db_index": True} | options)

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        """As a plain column of text."""
        name, _, arguments, options = super().deconstruct()
        return str(name), "django.db.models.CharField", arguments, options

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """Take it anew: what it is of may have changed."""
        value = self.taken(getattr(model_instance, self.of))
        setattr(model_instance, self.attname, value)
        return value

    def taken(self, text: str) -> str:
        """The fingerprint of a text."""
        return fingerprint(text) if text else ""


class NameFingerprint(Fingerprint):
    """The fingerprint of a name that no two rows may share.

    Of rows that shared one before fingerprints were compared, the eldest holds it. The others hold none
    until their names are their own.
    """

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Take it anew, unless the row has held none so far because another holds it."""
        held = getattr(model_instance, self.attname)
        taken = super().pre_save(model_instance, add)
        if add or held is not None:
            return taken
        others = type(model_instance)._default_manager.exclude(pk=model_instance.pk)
        if others.filter(**{self.attname: taken}).exists():
            setattr(model_instance, self.attname, None)
        return getattr(model_instance, self.attname)


class AddressFingerprint(Fingerprint):
    """The fingerprint of a canonical address, in which escapes are letters as well."""

    def taken(self, text: str) -> str:
        """The fingerprint of an address."""
        return super().taken(told_apart_by(text))


class AsciiLower(Lower):
    """A text with the letters of ASCII in lower case and all others as they are, on either database.

    What PostgreSQL's LOWER() makes of other letters depends on its collation; of *İ* it makes the *i* of *I*,
    which is another letter.
    """

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> tuple[str, Any]:
        """Lower case of PostgreSQL's plain collation."""
        template = '%(function)s((%(expressions)s) COLLATE "C")'
        return self.as_sql(compiler, connection, template=template, **context)
