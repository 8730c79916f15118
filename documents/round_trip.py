"""Whether values that did not come from a document could stand in one: what an editor typed, say."""

from __future__ import annotations

import re
from typing import Final

from documents.document import Problem, Values
from documents.layout import Kind
from documents.reader import read
from documents.schema import BODY
from documents.validation import validate
from documents.writer import compose

# No file is read, and no message names it.
_PATHS: Final = {Kind.ARTICLE: "typed.md", Kind.TOPIC: "typed.yaml", Kind.PROVIDER: "typed.md"}


def misfits(kind: Kind, values: Values, *, member_of: str = "") -> dict[str, str]:
    """Why some values could not stand in a document of a kind, by key; empty where all could.

    With `member_of` the values are a record in that list of the document: an image, a related link.
    A document is written and read back, so what passes here passes every later import.

    >>> misfits(Kind.ARTICLE, {"url": "javascript:", "width": -1}, member_of="images")["width"]
    '-1 is out of range (0 to 2147483647)'
    """
    if not values:
        return {}
    document = read(_PATHS[kind], compose(kind, {member_of: [values]} if member_of else values))
    if isinstance(document, Problem):
        return {document.field if document.field == BODY.key else next(iter(values)): document.reason}
    found: dict[str, str] = {}
    for problem in validate(document, kind, leave_out=False).problems:
        # `related[1].webUrl` is the member's webUrl, `keywords[2]` one of the keywords.
        name = problem.field.partition(".")[2] if member_of else problem.field
        key = re.split(r"[.\[]", name)[0]
        if problem.is_error and key in values:
            found.setdefault(key, problem.reason)
    return found
