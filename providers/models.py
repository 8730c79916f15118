"""Who publishes what the site points at."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from documents import layout, round_trip, schema
from documents.addresses import is_host_name
from documents.document import Values
from documents.layout import Kind
from providers.fingerprints import AsciiLower, NameFingerprint
from providers.querysets import ProviderAliasQuerySet, ProviderQuerySet


class Documented(models.Model):
    """A row whose columns are keys of a document of a kind, or of a record in one of its lists.

    A form refuses in it what a document could not say, in the words in which an import would.
    """

    kind: ClassVar[Kind]
    member_of: ClassVar[str] = ""

    class Meta:
        abstract = True

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        """Refuse what a document could not say, by field."""
        super().clean_fields(exclude=exclude)
        reasons = round_trip.misfits(self.kind, self._said(exclude or ()), member_of=self.member_of)
        if reasons:
            raise ValidationError({_attribute(key): reason for key, reason in reasons.items()})

    def _said(self, exclude: Collection[str]) -> Values:
        columns = {field.name for field in self._meta.concrete_fields if not field.is_relation}
        known = schema.fields_of(self.kind, member_of=self.member_of)
        keys = (field.key for field in (known if self.member_of else schema.all_fields_of(self.kind)))
        said = {key: getattr(self, name) for key in keys if (name := _attribute(key)) in columns - {*exclude}}
        return {key: value for key, value in said.items() if value not in (None, "", [], {})}


def _attribute(key: str) -> str:
    """The model field of a document's key: the house invents no second name."""
    return re.sub("[A-Z]", lambda capital: f"_{capital.group().lower()}", key)


class Provider(Documented):
    """A publisher of originals, told apart by domain without case; one without a domain, by name."""

    kind = Kind.PROVIDER

    path = models.CharField(
        _("document"),
        max_length=layout.PATH_LIMIT,
        blank=True,
        editable=False,
        help_text=_("Where its document lies in the site; empty while only articles name it."),
    )
    name = models.CharField(_("name"), max_length=schema.NAME_LIMIT, blank=True)
    domain = models.CharField(_("domain"), max_length=schema.DOMAIN_LIMIT, blank=True)
    identity_key = NameFingerprint("told_apart_by")
    other_names = models.JSONField(_("other names"), default=list, blank=True)
    description = models.TextField(_("description"), blank=True)

    objects = ProviderQuerySet.as_manager()

    class Meta:
        verbose_name = _("provider")
        verbose_name_plural = _("providers")
        permissions = (
            ("merge_provider", _("Can merge providers")),
            ("block_provider", _("Can block providers")),
        )
        ordering = ("name", "domain")
        constraints = (
            # Identity, and what an import looks providers up by.
            models.UniqueConstraint(
                AsciiLower("domain"),
                name="provider_domain_unique_without_case",
                condition=~models.Q(domain=""),
                violation_error_message=_("Another provider has this domain."),
            ),
            models.UniqueConstraint(
                AsciiLower("name"),
                name="provider_name_unique_without_domain",
                condition=models.Q(domain=""),
                violation_error_message=_("Another provider without a domain has this name."),
            ),
            # All letters, in whatever form their marks are written.
            models.UniqueConstraint(
                "identity_key",
                name="provider_unique_as_compared",
                condition=~models.Q(identity_key=None),
            ),
            # One document, one row.
            models.UniqueConstraint("path", name="provider_path_unique", condition=~models.Q(path="")),
        )

    def __str__(self) -> str:
        return self.name or self.domain

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save what a person decided: a provider with a domain has a document of its own from now on.

        An import, which also makes the providers that articles merely name, writes in bulk instead.
        """
        if not self.path and self.domain:
            self.path = layout.provider_path(self.domain)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """Its page on this site: at its domain; without one, at its name."""
        return reverse("articles:provider", args=[self.address])

    @property
    def address(self) -> str:
        """What its page is called: its domain; without one, its name."""
        return self.domain or self.name

    @property
    def told_apart_by(self) -> str:
        """Its domain; without one, `name:` and its name: the `provider_key` of the mapping, unfolded."""
        return self.domain or (f"name:{self.name}" if self.name else "")

    def clean(self) -> None:
        """Refuse a domain, or a name without one, that is another's, in words that a form can show."""
        others = Provider.objects.exclude(pk=self.pk).told_apart_by([self.told_apart_by])
        if self.told_apart_by and others.exists():
            raise ValidationError(
                {"domain": _("Another provider has this domain.")}
                if self.domain
                else {"name": _("Another provider without a domain has this name.")}
            )

    @property
    def home(self) -> str:
        """The address of its own site; empty without a domain, or with one that could lead elsewhere."""
        return f"https://{self.domain}/" if is_host_name(self.domain) else ""

    def leave_to_mentions(self) -> None:
        """Give up its document, and all that only that said; articles go on naming it."""
        self.path, self.other_names, self.description = "", [], ""
        super().save()


class ProviderAlias(models.Model):
    """What a provider that went into another was known by: articles that come under it belong to that."""

    key = models.CharField(
        max_length=3 * schema.DOMAIN_LIMIT,
        unique=True,
        help_text=_("The domain in lower case; without one, “name:” and the name, case folded."),
    )
    provider = models.ForeignKey(
        Provider, on_delete=models.CASCADE, related_name="aliases", verbose_name=_("provider")
    )

    objects = ProviderAliasQuerySet.as_manager()

    class Meta:
        verbose_name = _("other name of a provider")
        verbose_name_plural = _("other names of providers")
        ordering = ("key",)

    def __str__(self) -> str:
        return self.key.removeprefix("name:")


class Block(models.Model):
    """That a provider is blocked: nothing more of theirs comes to the public; by whom, when and why."""

    provider = models.OneToOneField(
        Provider, on_delete=models.CASCADE, related_name="block", verbose_name=_("provider")
    )
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("block")
        verbose_name_plural = _("blocks")
        ordering = ("-at",)

    def __str__(self) -> str:
        return str(self.provider)
