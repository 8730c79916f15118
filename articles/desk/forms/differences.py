"""Two values of a field side by side, with what differs marked: by lines and strokes, not by colour alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import Any, Final

from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.desk.forms.labels import label_within
from documents.body.alignment import shared_lines
from documents.document import ABSENT, Absent, Value
from documents.json_values import unpack

# Words on a side beyond which a passage is marked whole: comparing takes time by the square of them.
WORDS: Final = 400
# Characters of what is the same beyond which its middle is only counted, and those of any one value.
SAME: Final = 2000
SHOWN: Final = 20_000
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
    return without_the_middle(str(value), most=SHOWN)


def _marked(before: Value | Absent, after: Value | Absent) -> SafeString:
    if before == after and isinstance(before, bool) == isinstance(after, bool):
        return _shown(after)
    if isinstance(before, list) and isinstance(after, list):
        return _marked_list(before, after)
    if isinstance(before, dict) and isinstance(after, dict):
        keys = [*after, *(key for key in before if key not in after)]
        return _terms((key, _marked(before.get(key, ABSENT), after.get(key, ABSENT))) for key in keys)
    if isinstance(before, str) and isinstance(after, str) and before and after:
        return marked_text(before, after)
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


def marked_text(before: str, after: str) -> SafeString:
    """A text with what was taken away and added since another one; of long ones, line by line."""
    if max(len(before), len(after)) <= SAME:
        return _marked_words(before, after)
    old, new = before.split("\n"), after.split("\n")
    parts: list[SafeString] = []
    here = there = 0
    for a, b, count in [*shared_lines(old, new), (len(old), len(new), 0)]:
        gone, came = "\n".join(old[here:a]), "\n".join(new[there:b])
        if a > here or b > there:
            parts += [_marked_words(gone, came), format_html("{}", "\n" if count else "")]
        here, there = a + count, b + count
        same = "\n".join(new[b:there]) + ("\n" if there < len(new) else "")
        parts.append(without_the_middle(same, at_start=b == 0, at_end=there == len(new)))
    return _join(parts, "")


def without_the_middle(
    text: str, *, at_start: bool = True, at_end: bool = True, most: int = SAME
) -> SafeString:
    """A text of which a long middle is only counted; of what is the same, what stands beside a difference."""
    kept = most // 4
    head = 0 if at_start and not at_end else kept
    tail = 0 if at_end and not at_start else kept
    left_out = len(text) - head - tail
    if len(text) <= most or left_out <= 0:
        return format_html("{}", text)
    note = ngettext("… %(count)s character more …", "… %(count)s characters more …", left_out) % {
        "count": number_format(left_out, force_grouping=True)
    }
    return format_html(
        '{}<span class="quiet">[{}]</span>{}', text[:head], note, text[len(text) - tail :] if tail else ""
    )


def _marked_words(before: str, after: str) -> SafeString:
    if not (before and after):
        return _join(
            [_gone_text([before]) if before else _NOTHING, _new_text([after]) if after else _NOTHING], ""
        )
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
    return _gone(without_the_middle("".join(words), most=SHOWN)) if words else _NOTHING


def _new_text(words: list[str]) -> SafeString:
    return _new(without_the_middle("".join(words), most=SHOWN)) if words else _NOTHING


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
