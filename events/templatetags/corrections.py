"""What was put right on a record, and what those concerned say of it."""

from django import template

from events.corrections import lately

register = template.Library()


@register.inclusion_tag("events/_corrections.html")
def corrections(record):
    return lately(record)
