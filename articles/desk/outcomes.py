"""What came of documents, in the words of the desk; commands and stored reports have English ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.desk.forms.labels import label_of
from articles.importing import Outcome, Report
from articles.importing.undo import Kept, Why
from documents.document import Severity
from documents.layout import kind_of

# By their names in a stored report.
OUTCOMES: Final = {
    Outcome.CREATED.value: _("created"),
    Outcome.UPDATED.value: _("updated"),
    Outcome.UNCHANGED.value: _("unchanged"),
    Outcome.REFUSED.value: _("refused"),
    Outcome.WITHHELD.value: _("withheld"),
    Outcome.CONFLICT.value: _("in conflict only"),
    Outcome.LEFT.value: _("left out before"),
}
KINDS: Final = {
    "articles": _("articles"),
    "topics": _("topics"),
    "providers": _("providers"),
    "other files": _("other files"),
}
SEVERITIES: Final = {Severity.ERROR.value: _("error"), Severity.WARNING.value: _("warning")}
_KEPT: Final = {
    Why.CHANGED: _("changed since"),
    Why.BROUGHT_AGAIN: _("a later import brought it again"),
    Why.EDITED: _("edited since it came"),
}


def counted(counts: Mapping[str, int]) -> str:
    """How many documents came to what; empty for none."""
    return ", ".join(f"{counts[name]:,} {word}" for name, word in OUTCOMES.items() if counts.get(name))


def summary(report: Report) -> str:
    """What came of an import, in a sentence or two."""
    by_kind = report.as_json()["by_kind"]
    parts = [f"{capfirst(str(KINDS[kind]))}: {told}" for kind in by_kind if (told := counted(by_kind[kind]))]
    besides = (
        (len(report.conflicts), gettext("fields in conflict")),
        (len(report.gone), gettext("gone from the source")),
        (len(report.left_alone), gettext("left alone")),
        (report.not_understood.documents, gettext("with keys that were not understood")),
    )
    parts += [f"{count:,} {words}" for count, words in besides if count]
    told = f"{'; '.join(parts)}." if parts else gettext("Nothing was imported.")
    if report.stopped:
        stopped = gettext("The import stopped before its end: what is left waits in the upload.")
        return f"{stopped} {told}"
    return told


def why_kept(kept: Kept) -> str:
    """Why an undo leaves something as it is."""
    kind = kind_of(kept.path)
    fields = ", ".join(label_of(kind, key) for key in kept.keys)
    return f"{fields}: {_KEPT[kept.why]}" if fields else str(_KEPT[kept.why])
