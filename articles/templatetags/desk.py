"""What the desk's templates ask: people, reasons, pictures, addresses, the faults of a form."""

from __future__ import annotations

from collections.abc import Mapping

from django import template

from articles import roles
from articles.desk.article_form.source_values import AtSource
from articles.desk.forms.error_summary import faults_of
from articles.desk.forms.sent_once import once_field
from articles.editing import stock_reasons
from articles.public.environment import site_name
from articles.public.metadata import web_address
from articles.public.plain_text import plain
from articles.reading.placeholders import letter

register = template.Library()
register.filter("called", roles.display_name)
register.filter("letter", letter)
register.filter("plain", plain)
register.filter("told", stock_reasons.as_text)
register.filter("web_address", web_address)
register.simple_tag(stock_reasons.for_readers, name="public_reasons")
register.simple_tag(faults_of, name="faults")
register.simple_tag(once_field, name="once")
register.simple_tag(site_name)


@register.filter
def of_field(differences: Mapping[str, AtSource] | None, name: str) -> AtSource | None:
    """How a field or a list of a form differs from the source; None where it does not."""
    return differences.get(name) if differences else None
