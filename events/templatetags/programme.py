from datetime import time
from textwrap import shorten

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from events import programme
from events.models import Appearance
from events.provenance import home_of, is_inferred
from events.roundtable import Seat, build_desk, build_mini, build_plan
from events.roundtable import initials as initials_of
from events.shape import WIDTH
from events.templatetags.typography import (
    NO_BREAK,
    day_month,
    hour,
    hour_alone,
    in_words,
    lang,
    raised,
    sign,
    typo,
)
from images.sizes import address
from sources.models import Basis, DateBasis

register = template.Library()

# How wide a seat of the plan is on a page, about.
SEAT = 40
# Of a title among others in a sentence.
MOST_OF_A_TITLE = 60


@register.inclusion_tag("events/_time.html")
def clock(session):
    """The hour in the edition's zone, in the study's three cells; dashes where none is stated.

    A view that knows the moment has given the session its `state` (`events.now.mark`).
    """
    start, end = session.local_start, session.local_end
    if not start:
        return {"cancelled": session.is_cancelled}
    return {
        "iso": start.isoformat(timespec="minutes"),
        "hour": start.hour,
        "minute": start.minute,
        "pre": "" if end else _("dès"),
        "say": _("à %s") % hour(end) if end else deduced(session),
        "cancelled": session.is_cancelled,
        "state": getattr(session, "state", ""),
    }


def deduced(session) -> str:
    return _("heure déduite") if session.start_basis == Basis.INFERRED else ""


def seats(session, here=None):
    """The people of a session as the picture needs them; `here` is the speaker to point out."""
    for appearance in session.appearances.all():
        speaker = appearance.speaker
        yield Seat(
            name=appearance.name_as_printed or None,
            positions_text=", ".join(p.as_printed for p in appearance.positions.all()),
            is_moderator=appearance.is_moderator,
            url=speaker.get_absolute_url() if speaker else None,
            is_self=bool(here and speaker and speaker.pk == here.pk),
            portrait=address(speaker.portrait, shown=SEAT) if speaker else "",
        )


@register.inclusion_tag("events/_mini.html")
def mini(session, here=None):
    return {"mini": build_mini(seats(session, here), session.number)}


@register.inclusion_tag("events/_desk.html")
def desk(session, here=None):
    return {"desk": build_desk(seats(session, here))}


@register.inclusion_tag("events/_roundtable.html")
def roundtable(session):
    return {"plan": build_plan(seats(session), session.number)}


@register.filter
def headline(session) -> str:
    """A title of the source in guillemets; a descriptive one of ours without."""
    return titled(session, session.title)


@register.filter
def short_headline(session) -> str:
    """The beginning of a long title, up to the end of a word."""
    title = shorten(session.title, MOST_OF_A_TITLE, placeholder=" …")
    return titled(session, session.title if title == "…" else title)


def titled(session, title: str) -> str:
    stated = getattr(session, "title_basis", None) == Basis.STATED
    return typo(f"« {title} »" if stated else title)


def dates(edition) -> str:
    """« 31 mars – 5 avril [2025] »: what is inferred stands in square brackets."""
    start, end = edition.starts_on, edition.ends_on
    if not start:
        return until(edition) if end else _("dates non précisées")
    years = str(start.year)
    if not end or end == start:
        said = day_month(start)
    elif (start.year, start.month) == (end.year, end.month):
        first = in_words(start, pgettext("day of the month", "j"))
        said = f"{first} – {day_month(end)}"
    elif start.year == end.year:
        said = f"{day_month(start)} – {day_month(end)}"
    else:
        said, years = f"{day_month(start)} {start.year} – {day_month(end)}", str(end.year)
    return bracketed(said, years, edition.date_basis)


def until(edition) -> str:
    """The first day is not known, the last one is."""
    end = edition.ends_on
    return _("jusqu’au %s") % bracketed(day_month(end), str(end.year), edition.date_basis)


def short_date(day) -> str:
    """« 2 avril [2025] »"""
    if not day.date:
        return _("date non précisée")
    return bracketed(day_month(day.date), str(day.date.year), day.date_basis)


def weekday_date(day) -> str:
    """« mercredi 2 avril [2025] »"""
    said = pgettext("weekday before a date", "%(weekday)s %(date)s")
    return said % {"weekday": date_format(day.date, "l", use_l10n=False), "date": short_date(day)}


# The same on a page, with the ending of « 1er » raised.


@register.filter(name="dates")
def dates_html(edition) -> str:
    return raised(dates(edition))


@register.filter(name="short_date")
def short_date_html(day) -> str:
    return raised(short_date(day))


@register.filter(name="weekday_date")
def weekday_date_html(day) -> str:
    return raised(weekday_date(day))


def bracketed(day_and_month: str, year: str, basis: str) -> str:
    if basis == DateBasis.YEAR_INFERRED:
        said = f"{day_and_month} [{year}]"
    elif basis == DateBasis.INFERRED:
        said = f"[{day_and_month} {year}]"
    else:
        said = f"{day_and_month} {year}"
    return said.replace(" ", NO_BREAK)


@register.filter
def positions(appearance) -> str:
    """The positions as printed, one after the other."""
    return typo(", ".join(position.as_printed for position in appearance.positions.all()))


@register.filter
def known_hours(sessions) -> int:
    return sum(1 for session in sessions if session.starts_at)


@register.filter
def panels_in(sessions) -> int:
    return sum(1 for session in sessions if session.kind == session.Kind.ROUND_TABLE)


@register.filter
def seated(session) -> bool:
    """Somebody is said to have sat at a table: only then is one drawn."""
    at_table = (Appearance.Role.PANELLIST, Appearance.Role.MODERATOR)
    return session.is_panel and any(a.role in at_table for a in session.appearances.all())


@register.filter
def by_role(session) -> list[tuple[str, list]]:
    """The involvements of a session, (role, those who have it), inferred roles in brackets."""
    groups: dict[str, list] = {}
    for involvement in session.involvements.all():
        label = involvement.get_role_display()
        label = f"[{label}]" if is_inferred(involvement) else label
        groups.setdefault(label, []).append(involvement)
    return list(groups.items())


@register.filter
def moderated(session) -> bool:
    return any(appearance.is_moderator for appearance in session.appearances.all())


@register.filter
def published(source) -> str:
    return bracketed(
        day_month(source.published_on), str(source.published_on.year), source.date_basis
    )


@register.filter
def initials(appearance) -> str:
    return initials_of(appearance.speaker.name if appearance.speaker else None)


@register.filter
def slices(day):
    """The outline of a day of the week, cut into its parts."""
    return programme.slices(day.outline)


@register.filter
def first_hour(day) -> str:
    return hour(day.starts[0].astimezone(day.edition.zone))


@register.inclusion_tag("events/_shape.html")
def shape(day):
    """How many of the day's sessions begin in each hour, drawn and in words."""
    told = [f"{hour_alone(bar.hour)}{sign(':')} {bar.count}" for bar in day.bars if bar.count]
    return {"bars": day.bars, "width": WIDTH * len(day.bars), "told": ", ".join(told)}


BOARD_ROWS = {"morning": "at-am", "midday": "at-noon", "afternoon": "at-pm", "evening": "at-eve"}


@register.filter
def parted(days) -> bool:
    """Some session of the week is known to be in a part of its day."""
    return any(programme.part_of(session) for day in days for session in day.outline)


@register.filter
def board_row(cut, day_slices) -> str:
    """The row of the week board; an unknown part spans all the time it may have been in."""
    if cut.part:
        return BOARD_ROWS[cut.part]
    if len(day_slices) == 1:
        return "at-any"
    return "at-before" if cut is day_slices[0] else "at-late"


@register.filter
def board_hour(minute: int) -> str:
    """What heads a column of the room board, whose minutes count from the day's midnight."""
    of_day = time(minute // 60 % 24, minute % 60)
    return hour(of_day) if of_day.minute else hour_alone(of_day.hour)


@register.filter
def organised(edition) -> bool:
    return any(involvement.is_organiser for involvement in edition.involvements.all())


@register.filter
def sorted_name(speaker) -> str:
    """« **De Biasio** Diego »: the part one looks up first, in bold."""
    family, _comma, given = speaker.sort_name.partition(", ")
    return format_html("<b>{}</b> {}", family, given) if given else format_html("<b>{}</b>", family)


@register.filter
def day_and_month(day) -> str:
    return day_month(day.date).replace(" ", NO_BREAK)


@register.filter
def year_said(day) -> str:
    year = str(day.date.year)
    return year if day.date_basis == DateBasis.STATED else f"[{year}]"


register.filter("initials_of", initials_of)


@register.filter
def quoted_title(source) -> str:
    return typo(f"« {source.title} »")


@register.filter
def about(citation) -> str:
    """The record a citation is about, linked to the page that shows it."""
    subject = citation.subject
    page = home_of(subject)
    title = format_html("<span{}>{}</span>", lang(), headline(page)) if lang() else headline(page)
    said = link(page.get_absolute_url(), title)
    match subject._meta.model_name:
        case "appearance":
            return format_html("{}, {}", name_of(subject), said)
        case "position":
            return format_html("{}, « {} », {}", name_of(subject.appearance), subject, said)
        case "involvement":
            body = subject.organisation
            return format_html("{}, {}", link(body.get_absolute_url(), body.name), said)
        case "day":
            return format_html(
                "{}, {}", link(page.get_absolute_url(), raised(short_date(page))), page.edition
            )
    return said


def name_of(appearance) -> str:
    speaker, name = appearance.speaker, str(appearance)
    return link(speaker.get_absolute_url(), name) if speaker else name


def link(address: str, said: str) -> str:
    return format_html('<a href="{}">{}</a>', address, said)


@register.filter
def year_in_columns(year: int) -> str:
    """« 2025 », whose century gives way where columns are narrow."""
    return format_html('<span class="cc">{}</span>{:02}', year // 100, year % 100)


@register.filter
def people(pair, apart_from=None) -> list:
    """Both of a pair; on a person's page the other one."""
    return pair.people(apart_from)


@register.filter
def speaker_slugs(session) -> str:
    """The people on stage, as the register's filter takes them."""
    return ",".join(a.speaker.slug for a in session.appearances.all() if a.speaker)
