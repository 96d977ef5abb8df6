from datetime import date

from django.conf import settings
from django.urls import include, path, register_converter
from django.urls.converters import StringConverter
from django.utils.translation import get_language

from events.views import (
    accessibility,
    cards,
    changes,
    corrections,
    exports,
    home,
    lists,
    offline,
    programme,
    schedule,
    search,
    together,
)


class IsoDate:
    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value):
        return date.fromisoformat(value)  # ValueError: no match, so 404

    def to_url(self, value):
        return value if isinstance(value, str) else value.isoformat()


class Format:
    """The extensions that a kind of list has; in French alone, so none below /en/ or /de/."""

    def to_python(self, value):
        if get_language() != settings.LANGUAGE_CODE:
            raise ValueError("machine formats have no language prefix")  # no match, so 404
        return value

    def to_url(self, value):
        return value


class SessionsFormat(Format):
    regex = "ics|atom|json|csv"


class OneSessionFormat(Format):
    regex = "ics|json"


class AppearancesFormat(Format):
    regex = "json|csv|atom|xlsx"


class ChangesFormat(Format):
    regex = "atom|json"


class DirectoryFormat(Format):
    regex = "json|csv"


class CorrectionsFormat(Format):
    regex = "atom|json"


class ScheduleFormat(Format):
    regex = "xml|json"


class JsonFormat(Format):
    regex = "json"


class CardFormat(Format):
    regex = "png"


class PressKitFormat(Format):
    regex = "sqlite|zip"


class OtherLanguage(StringConverter):
    """French is the one without a prefix."""

    regex = "|".join(code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE)


class Digest(StringConverter):
    regex = "[0-9a-f]{8}"


register_converter(IsoDate, "isodate")
register_converter(SessionsFormat, "sessions")
register_converter(OneSessionFormat, "session")
register_converter(AppearancesFormat, "appearances")
register_converter(ChangesFormat, "changes")
register_converter(DirectoryFormat, "directory")
register_converter(CorrectionsFormat, "corrections")
register_converter(ScheduleFormat, "schedule")
register_converter(JsonFormat, "json")
register_converter(CardFormat, "card")
register_converter(PressKitFormat, "press_kit")
register_converter(OtherLanguage, "language")
register_converter(Digest, "digest")

app_name = "events"

EDITION = "events/<slug:edition>"
DAY = f"{EDITION}/<isodate:date>"
SESSION = f"{EDITION}/sessions/<slug:session>"
PICTURE = "<digest:digest>.<card:fmt>"


def with_formats(address, view, name, formats="sessions"):
    """The page, and the same address with its last slash replaced by a format's extension."""
    return [
        path(f"{address}/", view, name=name),
        path(f"{address}.<{formats}:fmt>", view, name=f"{name}_as"),
    ]


CARDS = [
    path(f"site-{PICTURE}", cards.site, name="site_card"),
    path(f"edition/<slug:edition>-{PICTURE}", cards.edition, name="edition_card"),
    path(f"day/<slug:edition>/<isodate:date>-{PICTURE}", cards.day, name="day_card"),
    path(f"session/<slug:code>-{PICTURE}", cards.session, name="session_card"),
    path(f"speaker/<slug:speaker>-{PICTURE}", cards.speaker, name="speaker_card"),
    path(
        f"organisation/<slug:organisation>-{PICTURE}", cards.organisation, name="organisation_card"
    ),
]

urlpatterns = [
    path("", home.home, name="home"),
    path("offline/", offline.not_kept, name="offline"),
    *with_formats("events", programme.edition_list, "edition_list"),
    *with_formats(EDITION, programme.edition, "edition"),
    path(f"{EDITION}/schedule.<schedule:fmt>", schedule.schedule, name="schedule"),
    *with_formats(DAY, programme.day, "day"),
    *with_formats(SESSION, programme.session, "session", "session"),
    *with_formats(f"{EDITION}/changes", changes.changes, "changes", "changes"),
    *with_formats("sessions", lists.session_list, "session_list"),
    *with_formats("panels", lists.panel_list, "panel_list"),
    *with_formats("appearances", lists.appearance_list, "appearance_list", "appearances"),
    *with_formats("appearances/with", together.together, "together", "directory"),
    *with_formats("corrections", corrections.correction_list, "correction_list", "corrections"),
    *with_formats("search", search.search, "search", "json"),
    path("cards/", include(CARDS)),
    path("cards/<language:language>/", include(CARDS)),
    path("export/", exports.press_kit, name="press_kit"),
    path("export/tableronde.<press_kit:fmt>", exports.press_kit_as, name="press_kit_as"),
    path("accessibilite/", accessibility.accessibility, name="accessibility"),
]
