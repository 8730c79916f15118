"""What the database promises of providers."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from documents import schema
from providers.models import Provider
from tests.support.make import make_article, make_provider

pytestmark = pytest.mark.django_db


def test_domain_is_unique_without_case() -> None:
    make_provider(domain="example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_provider(domain="Example.ORG", path="_data/organizations/other.md")


def test_domain_stays_unique_by_update() -> None:
    make_provider(domain="example.org")
    other = make_provider()
    with pytest.raises(IntegrityError), transaction.atomic():
        Provider.objects.filter(pk=other.pk).update(domain="EXAMPLE.org")


def test_domain_stays_unique_in_bulk() -> None:
    make_provider(domain="example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        Provider.objects.bulk_create([Provider(name="Other", domain="EXAMPLE.ORG")])


def test_two_without_a_domain_differ_by_name() -> None:
    Provider.objects.bulk_create([Provider(name="One"), Provider(name="Two")])
    with pytest.raises(IntegrityError), transaction.atomic():
        Provider.objects.bulk_create([Provider(name="ONE")])


@pytest.mark.parametrize(("field", "limit"), [("name", schema.NAME_LIMIT), ("domain", schema.DOMAIN_LIMIT)])
def test_text_that_does_not_fit_names_its_field(field: str, limit: int) -> None:
    provider = Provider(**{"name": "A", "domain": "a.example", field: "x" * (limit + 1)})
    with pytest.raises(ValidationError) as caught:
        provider.full_clean()
    assert field in caught.value.message_dict


def test_provider_with_articles_is_not_deleted() -> None:
    provider = make_provider()
    make_article(provider=provider)
    with pytest.raises(IntegrityError):
        provider.delete()


@pytest.mark.parametrize("domain", ["../../elsewhere", "a/b", "/etc/passwd", ".."])
def test_document_of_a_strange_domain_stays_in_its_folder(domain: str) -> None:
    path = make_provider(domain=domain).path
    folder, _, name = path.rpartition("/")
    assert folder == "_data/organizations"
    assert not name.startswith(".")
