"""Whether a new article may be one that is here already: the same canonical address under another path."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from articles.importing.report import Outcome
from articles.importing.steps import Step
from articles.models import Article
from documents.addresses import canonical, canonical_of, told_apart_by
from documents.layout import Kind


class Duplicates:
    """Knows the addresses of all articles, and of the new ones that it was asked about."""

    def among(self, steps: Sequence[Step]) -> dict[str, list[str]]:
        """For each new article the paths of those that lead to the same address, if any."""
        found = {}
        for step in steps:
            if step.kind is Kind.ARTICLE and step.outcome is Outcome.CREATED and step.values is not None:
                addresses = {told_apart_by(address) for address in canonical_of(step.values)}
                twins = {path for address in addresses for path in self.known.get(address, ())}
                if twins := twins - {step.path}:
                    found[step.path] = sorted(twins)
                for address in addresses:
                    self.known.setdefault(address, []).append(step.path)
        return found

    @cached_property
    def known(self) -> dict[str, list[str]]:
        """Paths by canonical address; read once, when the first new article asks."""
        known: dict[str, list[str]] = {}
        columns = ("path", "original_url", "web_url", "amp_web_url", "cdn_amp_web_url")
        for path, *urls in Article.objects.order_by().values_list(*columns).iterator():
            for address in {told_apart_by(canonical(url)) for url in {*urls} if url} - {""}:
                known.setdefault(address, []).append(path)
        return known
