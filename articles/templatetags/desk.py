"""What only the desk's templates ask."""

from __future__ import annotations

from django import template

from articles import people, reasons
from articles.faults import faults_of

register = template.Library()
register.filter("called", people.called)
register.filter("told", reasons.told)
register.simple_tag(reasons.for_readers, name="public_reasons")
register.simple_tag(faults_of, name="faults")
