"""What was put right on a record, and what those concerned say of it."""

from django import template

from events import corrections

register = template.Library()


@register.simple_tag
def lately(record):
    """Its `corrections` and `replies`; asked once for the head of the page and its foot."""
    return corrections.lately(record)
