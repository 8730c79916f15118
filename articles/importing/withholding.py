"""What an editor deleted or rejected stays away, under whatever name it comes again."""

from __future__ import annotations

from collections.abc import Sequence

from articles.models import Withheld
from documents.addresses import canonical
from documents.document import Values
from documents.parsing import Parsed


def withheld_among(documents: Sequence[Parsed]) -> set[str]:
    """The paths of those documents that are on the withheld list, by path or by canonical address."""
    standing = Withheld.objects.standing()
    if not standing.exists():
        # Spares a first import some thousand addresses to compare with nothing.
        return set()
    addresses = {parsed.path: addresses_of(parsed.values or {}) for parsed in documents}
    paths = set(standing.filter(path__in=list(addresses)).values_list("path", flat=True))
    wanted = {address for found in addresses.values() for address in found}
    known = set(standing.filter(canonical_url__in=wanted).values_list("canonical_url", flat=True))
    return paths | {path for path, found in addresses.items() if found & known}


def addresses_of(values: Values) -> set[str]:
    """The canonical forms of the addresses under which an article's original is found."""
    given = (values.get(key) for key in ("originalUrl", "webUrl", "ampWebUrl", "cdnAmpWebUrl"))
    return {address for url in given if isinstance(url, str) and (address := canonical(url))}
