"""What an editor deleted or rejected stays away, under whatever name it comes again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from articles.models import ExportedDocument, Withheld
from documents.addresses import canonical_of
from documents.parsing import Parsed


def withheld_among(documents: Sequence[Parsed]) -> set[str]:
    """The paths of those documents that are on the withheld list, by path or by canonical address."""
    standing = Withheld.objects.standing()
    if not standing.exists():
        # Spares a first import some thousand addresses to compare with nothing.
        return set()
    return standing.among({parsed.path: canonical_of(parsed.values or {}) for parsed in documents})


def sent_among(digests: Mapping[str, bytes]) -> set[str]:
    """The paths of those documents that went out from here last with the very bytes that come in."""
    sent = ExportedDocument.objects.filter(path__in=list(digests))
    return {path for path, digest in sent.values_list("path", "digest") if bytes(digest) == digests[path]}
