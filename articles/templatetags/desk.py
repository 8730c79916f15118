"""What only the desk's templates ask."""

from __future__ import annotations

from django import template

from articles import roles
from articles.desk.forms.error_summary import faults_of
from articles.editing import stock_reasons

register = template.Library()
register.filter("called", roles.display_name)
register.filter("told", stock_reasons.as_text)
register.simple_tag(stock_reasons.for_readers, name="public_reasons")
register.simple_tag(faults_of, name="faults")
