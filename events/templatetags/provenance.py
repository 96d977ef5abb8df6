from django import template
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events.formats.quoting import OUTER
from events.provenance import Footnotes, citations_for, is_inferred
from events.readings import shown
from events.templatetags.typography import NO_BREAK, lang, typo
from sources.models import Basis

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
    return figures(page_footnotes(context).marks(subject, fact))


def figures(marks, *, with_locators=True):
    """The links themselves; a narrow column leaves the paragraphs to the notes.

    What a source says otherwise stands before its figure, behind an unequal sign.
    """
    marks = list(marks)
    said = [mark.locator if with_locators else "" for mark in marks]
    return format_html_join(
        " ",
        '{}<a class="ref" href="#n{}"><span class="vh">{} </span><sup>{}{}</sup>{}</a>',
        (
            # The space is the figure's, so that no line is drawn under it.
            (
                otherwise(mark) if mark.differing_reading else "",
                mark.number, _("note"), mark.number, NO_BREAK if locator else "", typo(locator),
            )
            for mark, locator in zip(marks, said, strict=True)
        ),
    )  # fmt: skip


def otherwise(mark):
    return format_html(
        '<span class="otherwise"><span class="vh">{} </span>'
        '<span aria-hidden="true">≠</span> {}</span> ',
        _("autre lecture"), quoted(mark.differing_reading, mark.language),
    )  # fmt: skip


@register.simple_tag
def quoted(text, language):
    """The words of a source between the marks of the page's language."""
    start, end = OUTER[get_language()]
    return format_html("{}<span{}>{}</span>{}", start, lang(language), typo(text), end)


@register.simple_tag(takes_context=True)
def cite_differing(context, subject, fact):
    """What a source says otherwise of a fact that stands in a list without its sources."""
    marks = page_footnotes(context).differing(subject, fact)
    return format_html(" {}", figures(marks, with_locators=False)) if marks else ""


@register.simple_tag(takes_context=True)
def cite_own(context, subject, fact):
    """The same, only where the fact is known otherwise than the rest of its record."""
    own, whole = citations_for(subject, fact), citations_for(subject)
    known = {(c.source_id, c.locator, c.basis, c.note, c.differing_reading) for c in whole}
    if all((c.source_id, c.locator, c.basis, c.note, c.differing_reading) in known for c in own):
        return ""
    return format_html(" {}", cite(context, subject, fact))


@register.simple_tag(takes_context=True)
def cite_place(context, session):
    """The mark of where a session is held: its own place, or its day's.

    Who contradicts the day's place as to this session stands beside that.
    """
    if session.venue_id or session.room_id:
        return cite(context, session, "venue")
    of_day = cite(context, session.day, "venue")
    return format_html("{}{}", of_day, cite_differing(context, session, "venue"))


@register.simple_tag(takes_context=True)
def cite_part(context, sessions):
    """How the part of the day is known of those sessions of whom no source states it."""
    notes = page_footnotes(context)
    marks = {
        mark.number: mark
        for session in sessions
        for citation in citations_for(session, "part_of_day")
        if session.part_of_day and citation.basis != Basis.STATED
        for mark in [notes.mark(citation)]
    }
    return figures(marks.values())


@register.simple_tag(takes_context=True)
def cite_briefly(context, subject, fact=""):
    """Figures alone, for a narrow column: the notes have the paragraphs."""
    return figures(page_footnotes(context).marks(subject, fact), with_locators=False)


@register.simple_tag(takes_context=True)
def cite_date(context, day):
    """The mark of a day's date, for a narrow column; a date nobody gives has none."""
    return cite_briefly(context, day, "date") if day.date else ""


@register.simple_tag(takes_context=True)
def cite_hour(context, session):
    """The mark of an hour that is known otherwise than the session."""
    if not session.starts_at:
        return ""
    notes = page_footnotes(context)
    told = {mark.number for mark in notes.marks(session)}
    marks = [mark for mark in notes.marks(session, "starts_at") if mark.number not in told]
    return figures(marks, with_locators=False)


@register.simple_tag
def said(subject, fact, text):
    """The text, in square brackets where the fact is inferred and not written."""
    text = typo(text)
    return format_html("[{}]", text) if is_inferred(subject, fact) else text


@register.simple_tag
def said_place(session):
    own = session.venue_id or session.room_id
    return said(session if own else session.day, "venue", capfirst(session.place.full_name))


@register.inclusion_tag("events/_notes.html", takes_context=True)
def notes(context, heading=""):
    """The notes called for since the last `{% notes %}`: the margin of a section, or one of its own
    with a `heading`; nothing at all where there are none."""
    return {"notes": page_footnotes(context).take(), "heading": heading}


@register.simple_tag
def upheld(note):
    """What is published where the note's source says otherwise, with the figures of who says so."""
    subject, fact = note.disputed
    words = shown(subject, fact)
    said = quoted(words, get_language()) if words else _("non précisé")
    return format_html("{} {}", said, figures(note.upheld_by))


@register.simple_tag
def reading(fact):
    """What is published of a fact."""
    return typo(shown(fact.subject, fact.field))
