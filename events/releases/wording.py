"""A change in a reader's words, in the language of the page; the same on the page and in Atom."""

from datetime import date, datetime

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from events.models import Appearance, Change, Session
from events.templatetags.typography import day_month, hour, long_date

FACTS = {
    "kind": gettext_lazy("sorte"),
    "number": gettext_lazy("numéro"),
    "summary": gettext_lazy("présentation"),
    "language": gettext_lazy("langue"),
    "track": gettext_lazy("parcours"),
    "topics": gettext_lazy("sujets"),
    "links": gettext_lazy("liens"),
    "organisations": gettext_lazy("organisations"),
    "sources": gettext_lazy("sources"),
    "starts_on": gettext_lazy("premier jour"),
    "ends_on": gettext_lazy("dernier jour"),
    "venue": gettext_lazy("lieu"),
    "admission": pgettext_lazy("fact", "entrée"),
}


def subject(change: Change) -> str:
    """What it is about: a session or a day by its title, or the edition as a whole."""
    if change.what == What.REMOVED:
        return change.title or _("Une séance")
    return change.title or (day_said(change) if "date" in change.now else _("L’édition"))


def detail(change: Change, zone) -> str:
    """What has changed of it, beside the word for it; "" where that says it all."""
    return DETAILS[change.what](change, zone)


def sentence(change: Change, zone) -> str:
    """The whole of it in a line of text."""
    told = detail(change, zone)
    label = change.get_what_display()
    return f"{label} : {subject(change)}" + (f" – {told}" if told else "")


def name_of(change: Change) -> str:
    return change.name_as_printed or _("nom non précisé")


def roles(said: dict) -> str:
    labels = dict(Appearance.Role.choices)
    return ", ".join(str(labels[role]) for role in dict.fromkeys(said["roles"]))


def facts(change: Change) -> str:
    return ", ".join(str(FACTS[name]) for name in change.now["facts"])


def day_said(change: Change) -> str:
    on = change.now["date"]
    return capfirst(long_date(date.fromisoformat(on))) if on else _("date non précisée")


def moved(change: Change, zone) -> dict[str, str]:
    """What stood and what stands; the date and the place only where they differ."""
    unchanged = {name for name in ("date", "place") if change.was[name] == change.now[name]}
    if hours(change.was, zone) == hours(change.now, zone):
        unchanged.add("hours")
    return {
        "was": where(change.was, zone, without=unchanged),
        "now": where(change.now, zone, without=unchanged),
    }


def where(said: dict, zone, without=frozenset()) -> str:
    parts = {
        "date": long_date(date.fromisoformat(said["date"])) if said["date"]
        else _("date non précisée"),
        "hours": hours(said, zone),
        "place": said["place"] or (_("lieu non précisé") if without else ""),
    }  # fmt: skip
    return ", ".join(text for name, text in parts.items() if text and name not in without)


def hours(said: dict, zone) -> str:
    if not said["starts_at"]:
        of_day = dict(Session.PartOfDay.choices)[said["part_of_day"]]
        return _("heure non précisée") + (f" ({of_day})" if said["part_of_day"] else "")
    start, end = (
        said[name] and hour(datetime.fromisoformat(said[name]).astimezone(zone))
        for name in ("starts_at", "ends_at")
    )
    return f"{start} – {end}" if end else _("dès %(hour)s") % {"hour": start}


def moment_said(moment: datetime, zone) -> str:
    """« 22 novembre 2026, 14 h 05 », on the clock of the edition."""
    at = moment.astimezone(zone)
    return f"{day_month(at.date())} {at.year}, {hour(at)}"


def renamed(change: Change, zone) -> str:
    return _("auparavant « %s »") % change.was["title"] if change.was["title"] else ""


What = Change.What
DETAILS = {
    What.ADDED: lambda change, zone: where(change.now, zone),
    What.REMOVED: lambda change, zone: where(change.was, zone),
    What.CANCELLED: lambda change, zone: change.now["because"],
    What.REINSTATED: lambda change, zone: "",
    What.RENAMED: renamed,
    What.MOVED: lambda change, zone: _("%(now)s, au lieu de : %(was)s") % moved(change, zone),
    What.JOINED: lambda change, zone: f"{name_of(change)} ({roles(change.now)})",
    What.LEFT: lambda change, zone: name_of(change),
    What.RECAST: lambda change, zone: f"{name_of(change)} ({roles(change.now)})",
    What.REORDERED: lambda change, zone: day_said(change),
    What.DETAILED: lambda change, zone: facts(change),
}
