"""The rows and cells of a long timetable, written here and not in a template.

A day of 500 sessions has 10,000 values, and a template takes a third of a second for so many.
What comes from the programme is escaped where it enters; the rest is ours: hours, codes, addresses.
"""

from datetime import datetime, time, timedelta
from functools import cache

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from events.hyphens import soft
from events.models import Session
from events.templatetags.provenance import figures, page_footnotes
from events.templatetags.typography import hour, lang, typo

register = template.Library()

ROW = (
    '<li id="j{code}"{classes}><p class="tm">{when}{states}</p>'
    '<p class="ti"><a href="{address}"{lang}>{title}</a>{kind}{figures}</p>'
    '<p class="pl">{place}</p>{cast}</li>\n'
)
CELL = (
    '<td colspan="{span}" class="{classes}"><i>{when}</i> {states}'
    '<a href="{address}"{lang}>{title}</a></td>'
)
# Letters beside one another in a band of the board, on the narrowest screen that shows it.
LETTERS = 96
NOW_LINE = '<svg class="nowline" aria-hidden="true"{}><rect x="{}%" width="2" height="100%"/></svg>'
KEPT_IN_STEP = ' data-from="{}" data-to="{}" hidden'
GAP = '<td colspan="{}"></td>'


@register.simple_tag(takes_context=True)
def timetable_rows(context, rows):
    """Of each session: hour, title, what it is if no talk, how we know, room, who appears."""
    notes, clock, foreign = page_footnotes(context), cache(hour), cache(lang)
    kinds = {kind.value: capfirst(kind.label) for kind in Session.Kind}
    written = [
        ROW.format(
            code=row.session.code,
            classes=f' class="{said}"' if (said := classes(row)) else "",
            when=when(row, clock),
            states=states(row),
            address=row.address,
            lang=foreign(row.session.language),
            title=row.title,
            kind=kind_of(row.session, kinds),
            figures=noted(row.citations, notes),
            place=escape(row.place) if row.place else "",
            cast=cast(row.cast),
        )
        for row in rows
    ]
    return mark_safe("".join(written))  # noqa: S308 - see above


@register.simple_tag
def board_cells(cells):
    """The cells of one lane of the board: gaps, and sessions with their hour and title."""
    clock, foreign = cache(hour), cache(lang)
    letters = LETTERS / sum(cell.span for cell in cells)
    written = [
        board_cell(cell, clock, foreign, round(cell.span * letters) - 3)
        if cell.item
        else GAP.format(cell.span)
        for cell in cells
    ]
    return mark_safe("".join(written))  # noqa: S308 - see above


@register.simple_tag
def now_line(band, day, tried) -> str:
    """Where now is on the board: at the moment that is tried, else where the script puts it.

    A page is kept until something begins or ends; a line drawn by us would stand still till then.
    """
    midnight = datetime.combine(day.date, time.min, day.edition.zone)
    start, end = (midnight + timedelta(minutes=at) for at in (band.start, band.end))
    if tried is None:
        return format_html(NOW_LINE, format_html(KEPT_IN_STEP, *map(stamp, (start, end))), 0)
    x = 100 * (stamp(tried) - stamp(start)) / (stamp(end) - stamp(start))
    return format_html(NOW_LINE, "", f"{x:.2f}") if 0 <= x < 100 else ""


def stamp(moment: datetime) -> int:
    return int(moment.timestamp())


def board_cell(cell, clock, foreign, letters: int) -> str:
    """A word of more than so many letters may be broken, with a hyphen."""
    row = cell.item
    language = row.session.language
    when = _("suite") if cell.resumed else from_when(row, clock)
    if cell.brief and row.end:
        when = f"{when} – {clock(row.end)}"
    return CELL.format(
        span=cell.span,
        classes=classes(row, "s"),
        when=when,
        states=states(row),
        address=row.address,
        lang=foreign(language),
        title=mark_safe(soft(row.title, letters, language)),  # noqa: S308 - it was safe, and is only divided
    )


def classes(row, *others: str) -> str:
    return " ".join(filter(None, [*others, row.state, "off" if row.is_cancelled else ""]))


def from_when(row, clock) -> str:
    said = clock(row.start) if row.session.has_stated_start else f"[{clock(row.start)}]"
    return said if row.end else f"{_('dès')} {said}"


def when(row, clock) -> str:
    if not row.start:
        return f"<span>{_('heure non précisée')}</span>"
    iso = row.start.isoformat(timespec="minutes")
    said = f'<time datetime="{iso}">{from_when(row, clock)}</time>'
    return f"{said} <span>– {clock(row.end)}</span>" if row.end else said


def states(row) -> str:
    said = [str(row.state.label)] if row.state else []
    if row.is_cancelled:
        said.append(_("annulé"))
    return "".join(f" <em>{one}</em>" for one in said)


def kind_of(session, kinds) -> str:
    """What it is, unless it is a talk, or its title says so."""
    said = kinds[session.kind]
    told = session.kind == Session.Kind.TALK or said == session.title
    return "" if told else f" <span>{escape(said)}</span>"


def noted(citations, notes) -> str:
    return figures([notes.mark(c) for c in citations], with_locators=False) if citations else ""


def cast(people) -> str:
    if not people:
        return ""
    return f'<p class="who">{", ".join(map(credited, people))}</p>'


def credited(person) -> str:
    name = typo(person.name or _("nom non précisé"))
    name = f'<a href="{person.address}">{name}</a>' if person.address else name
    return f"{name} ({escape(person.role)})" if person.role else name
