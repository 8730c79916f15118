"""Values -> bytes: a new document in house style, or a changed one with only its changed lines changed."""

from documents.writer.house import compose
from documents.writer.rewriting import rewrite, write_anew

__all__ = ["compose", "rewrite", "write_anew"]
