"""Two values of a field side by side, with what differs marked: by lines and strokes, not by colour alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import Any, Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from articles.desk.forms.labels import label_within
from documents.document import ABSENT, Absent, Value
from documents.json_values import unpack

# Words on a side beyond which a passage is marked whole: comparing takes time by the square of them.
WORDS: Final = 400
# Of the words of two texts, the share that they have in common, below which one is another text and not a
# changed one. Of 4,000 pairs of unrelated titles of a real site 99 of 100 have less, of excerpts even more;
# a title that lost or gained a half has 0.57 or more, one in which four words of ten were replaced 0.6 (one
# in twenty of those less than 0.35, and they are as hard to read word by word).
LIKE: Final = 0.4
_NOTHING: Final = mark_safe("")


def shown(packed: Any) -> SafeString:
    """A packed value, lists as lists."""
    return _shown(unpack(packed))


def marked(before: Any, after: Any) -> SafeString:
    """A packed value with what was taken away and added since another one."""
    return _marked(unpack(before), unpack(after))


def _shown(value: Value | Absent) -> SafeString:
    if value is ABSENT or value is None or value in ("", [], {}):
        word = _("not there") if value is ABSENT else _("empty")
        return format_html('<span class="nothing">({})</span>', word)
    if isinstance(value, bool):
        return format_html("{}", _("yes") if value else _("no"))
    if isinstance(value, list):
        return _list(_shown(item) for item in value)
    if isinstance(value, dict):
        return _terms((key, _shown(inner)) for key, inner in value.items())
    return format_html("{}", str(value))


def _marked(before: Value | Absent, after: Value | Absent) -> SafeString:
    if before == after and isinstance(before, bool) == isinstance(after, bool):
        return _shown(after)
    if isinstance(before, list) and isinstance(after, list):
        return _marked_list(before, after)
    if isinstance(before, dict) and isinstance(after, dict):
        keys = [*after, *(key for key in before if key not in after)]
        return _terms((key, _marked(before.get(key, ABSENT), after.get(key, ABSENT))) for key in keys)
    if isinstance(before, str) and isinstance(after, str) and before and after:
        return _marked_text(before, after)
    gone = _NOTHING if before is ABSENT else _gone(_shown(before))
    return _join([gone, _shown(after) if after is ABSENT else _new(_shown(after))], " ")


def _marked_list(before: list[Value], after: list[Value]) -> SafeString:
    """Members that came, went, or changed within; a member is known by its address or its name."""
    left = {_identity(item): item for item in before}
    items = []
    for item in after:
        old = left.pop(_identity(item), ABSENT)
        items.append(_new(_shown(item)) if old is ABSENT else _marked(old, item))
    gone = [_gone(_shown(item)) for item in left.values()]
    kept = [name for item in after if (name := _identity(item)) in {_identity(old) for old in before}]
    is_moved = kept != [name for item in before if (name := _identity(item)) in kept]
    note = format_html('<span class="quiet">{}</span> ', _("(in another order)")) if is_moved else _NOTHING
    return _join([note, _list([*items, *gone])], "")


def _identity(item: Value) -> str:
    if isinstance(item, dict):
        item = item.get("url") or item.get("webUrl") or item.get("originalUrl") or item.get("name")
    return str(item)


def _marked_text(before: str, after: str) -> SafeString:
    old, new = re.findall(r"\s+|[^\s]+", before), re.findall(r"\s+|[^\s]+", after)
    start = next(
        (n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new))
    )
    tails = zip(reversed(old[start:]), reversed(new[start:]), strict=False)
    end = next((n for n, (a, b) in enumerate(tails) if a != b), min(len(old), len(new)) - start)
    old_middle, new_middle = old[start : len(old) - end], new[start : len(new) - end]
    steps: Sequence[tuple[str, int, int, int, int]] = [("replace", 0, len(old_middle), 0, len(new_middle))]
    if len(old_middle) <= WORDS and len(new_middle) <= WORDS:
        steps = SequenceMatcher(None, old_middle, new_middle, autojunk=False).get_opcodes()
    kept = [new_middle[j1:j2] for kind, _i1, _i2, j1, j2 in steps if kind == "equal"]
    same = _words(new[:start]) + sum(map(_words, kept)) + _words(new[len(new) - end :])
    if 2 * same < LIKE * (_words(old) + _words(new)):
        return _join([_gone_text(old), _new_text(new)], "")
    parts = [format_html("{}", "".join(new[:start]))]
    for kind, i1, i2, j1, j2 in steps:
        if kind == "equal":
            parts.append(format_html("{}", "".join(new_middle[j1:j2])))
        else:
            parts += [_gone_text(old_middle[i1:i2]), _new_text(new_middle[j1:j2])]
    parts.append(format_html("{}", "".join(new[len(new) - end :])))
    return _join(parts, "")


def _words(parts: list[str]) -> int:
    """How many there are among words and what is between them."""
    return sum(not part.isspace() for part in parts)


def _gone_text(words: list[str]) -> SafeString:
    return _gone(format_html("{}", "".join(words))) if words else _NOTHING


def _new_text(words: list[str]) -> SafeString:
    return _new(format_html("{}", "".join(words))) if words else _NOTHING


# Few readers aloud tell of <del> and <ins>: the words say it to them.
def _gone(content: SafeString) -> SafeString:
    return format_html(
        '<del><span class="aloud">[{} </span>{}<span class="aloud">]</span></del>', _("gone:"), content
    )


def _new(content: SafeString) -> SafeString:
    return format_html(
        '<ins><span class="aloud">[{} </span>{}<span class="aloud">]</span></ins>', _("new:"), content
    )


def _list(items: Iterable[SafeString]) -> SafeString:
    return format_html(
        '<ol class="values">{}</ol>', format_html_join("", "<li>{}</li>", ((i,) for i in items))
    )


def _terms(pairs: Iterable[tuple[str, SafeString]]) -> SafeString:
    named = ((label_within(key), said) for key, said in pairs)
    rows = format_html_join("", "<div><dt>{}</dt><dd>{}</dd></div>", named)
    return format_html('<dl class="values">{}</dl>', rows)


def _join(parts: Iterable[SafeString], between: str) -> SafeString:
    return format_html_join(between, "{}", ((part,) for part in parts if part))
