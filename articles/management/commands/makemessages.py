"""Django's makemessages, which does not read Jinja2, with the texts of the public pages besides."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.commands import makemessages
from django.template import engines

_PUBLIC = "templates/public"


class _File(makemessages.BuildFile):
    """A file whose texts are collected; of a template in Jinja2, as a module that holds nothing else."""

    def preprocess(self) -> None:
        if self.is_templatized and Path(self.path).parent.as_posix().endswith(_PUBLIC):
            texts = texts_as_python(Path(self.path).read_text("utf-8"))
            Path(self.work_path).write_text(texts, "utf-8")
        else:
            super().preprocess()


class Command(makemessages.Command):
    """As Django's own."""

    build_file_class = _File


def texts_as_python(source: str) -> str:
    r"""What a template marks for translation, each text in its line, as a Python module would.

    >>> texts_as_python('<p>\n{{ _("All topics") }}')
    "\n_('All topics');"
    """
    lines = [""] * (source.count("\n") + 1)
    environment: Any = engines["public"]
    for number, function, found in environment.env.extract_translations(source):
        texts = [found] if isinstance(found, str) else [text for text in found if text is not None]
        # An ngettext asks for the number too.
        lines[number - 1] += f"{function}({', '.join(map(repr, texts))});"
    return "\n".join(lines)
