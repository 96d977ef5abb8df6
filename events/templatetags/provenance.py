from django import template
from django.utils.html import format_html_join
from django.utils.translation import gettext as _

from events.provenance import Footnotes, citations_for
from events.templatetags.typography import NO_BREAK, typo

register = template.Library()


def page_footnotes(context) -> Footnotes:
    """One `Footnotes` for the page: kept on the request, which templates share."""
    request = context["request"]
    if not hasattr(request, "footnotes"):
        request.footnotes = Footnotes()
    return request.footnotes


@register.simple_tag(takes_context=True)
def cite(context, subject, fact=""):
    """Figures that lead from a fact to its notes, with the paragraphs."""
    marks = page_footnotes(context).marks(subject, fact)
    return format_html_join(
        " ",
        '<a class="ref" href="#n{}"><span class="vh">{} </span><sup>{}</sup>{}</a>',
        (
            (m.number, _("note"), m.number, typo(f"{NO_BREAK}{m.locator}" if m.locator else ""))
            for m in marks
        ),
    )


@register.simple_tag(takes_context=True)
def cite_own(context, subject, fact):
    """The same, only where the fact is known otherwise than the rest of its record."""
    own, whole = citations_for(subject, fact), citations_for(subject)
    known = {(c.source_id, c.locator, c.basis, c.note) for c in whole}
    if all((c.source_id, c.locator, c.basis, c.note) in known for c in own):
        return ""
    return cite(context, subject, fact)


@register.inclusion_tag("events/_notes.html", takes_context=True)
def notes(context):
    """The notes called for since the last `{% notes %}`: the margin of a section."""
    return {"notes": page_footnotes(context).take()}
