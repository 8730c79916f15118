"""Who publishes what the site points at."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from documents import layout, schema
from django.urls import reverse


class Provider(models.Model):
    """A publisher of originals, told apart by domain without case; one without a domain, by name."""

    path = models.CharField(
        _("document"),
        max_length=layout.PATH_LIMIT,
        blank=True,
        editable=False,
        help_text=_("Where its document lies in the site; empty while only articles name it."),
    )
    name = models.CharField(_("name"), max_length=schema.NAME_LIMIT, blank=True)
    domain = models.CharField(_("domain"), max_length=schema.DOMAIN_LIMIT, blank=True)
    other_names = models.JSONField(_("other names"), default=list, blank=True)
    description = models.TextField(_("description"), blank=True)

    class Meta:
        verbose_name = _("provider")
        verbose_name_plural = _("providers")
        ordering = ("name", "domain")
        constraints = (
            # Identity, and what an import looks providers up by.
            models.UniqueConstraint(
                Lower("domain"),
                name="provider_domain_unique_without_case",
                condition=~models.Q(domain=""),
                violation_error_message=_("Another provider has this domain."),
            ),
            models.UniqueConstraint(
                Lower("name"),
                name="provider_name_unique_without_domain",
                condition=models.Q(domain=""),
                violation_error_message=_("Another provider without a domain has this name."),
            ),
            # One document, one row.
            models.UniqueConstraint("path", name="provider_path_unique", condition=~models.Q(path="")),
        )

    def __str__(self) -> str:
        return self.name or self.domain

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save what a person decided: such a provider has a document of its own from now on.

        An import, which also makes the providers that articles merely name, writes in bulk instead.
        """
        if not self.path:
            self.path = layout.provider_path(self.domain or layout.slug_of(self.name))
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """Its page on this site: at its domain; without one, at its name."""
        return reverse("articles:provider", args=[self.domain or self.name])

    def leave_to_mentions(self) -> None:
        """Give up its document, and all that only that said; articles go on naming it."""
        self.path, self.other_names, self.description = "", [], ""
        super().save()
