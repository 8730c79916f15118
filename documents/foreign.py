"""What begins as no document does: front matter in other languages, and what stands in for a file."""

from __future__ import annotations

import re
from typing import Final


def foreign(text: str) -> str | None:
    """Why a text is refused by how it begins; None where it may be a document."""
    return next((reason for begins, reason in _KINDS if begins.match(text)), None)


_KINDS: Final = tuple(
    (re.compile(pattern), reason)
    for pattern, reason in (
        (
            r"\+\+\+[ \t]*(\r?\n|\Z)",
            "has TOML front matter (+++); only YAML between lines of three dashes is read, so convert it",
        ),
        (
            r"(---[ \t]*(toml|json5?|js|javascript|coffee|cson|xml)[ \t]*|;;;[ \t]*)(\r?\n|\Z)",
            "has front matter in another language; only YAML between lines of three dashes is read, "
            "so convert it",
        ),
        (
            r"version https?://(git-lfs\.github\.com|hawser\.github\.com|git-media\.io)/",
            "is a pointer of Git LFS and not the document; run `git lfs pull` in a clone, import its folder",
        ),
        (
            r"(\S{0,300}/)?annex/objects/\S{1,300}\s*\Z",
            "is a pointer of git-annex and not the document; run `git annex get` and `git annex unlock` "
            "in a clone, import its folder",
        ),
    )
)
