from datetime import date

from django.urls import path, register_converter

from events.views import home, index, lists, programme, search


class IsoDate:
    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value):
        return date.fromisoformat(value)  # ValueError: no match, so 404

    def to_url(self, value):
        return value if isinstance(value, str) else value.isoformat()


class SessionFormat:
    """The formats of a list of sessions."""

    regex = "ics|json"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


class RowFormat(SessionFormat):
    """The formats of a list that is no calendar."""

    regex = "json"


register_converter(IsoDate, "isodate")
register_converter(SessionFormat, "sessionformat")
register_converter(RowFormat, "rowformat")

app_name = "events"

EDITION = "events/<slug:edition>"
DAY = f"{EDITION}/<isodate:date>"
SESSION = f"{EDITION}/sessions/<slug:session>"


def with_formats(address, view, name, converter="sessionformat"):
    """The page, and the same address with its last slash replaced by a format's extension."""
    return [
        path(f"{address}/", view, name=name),
        path(f"{address}.<{converter}:fmt>", view, name=f"{name}_as"),
    ]


urlpatterns = [
    path("", home.home, name="home"),
    *with_formats("events", programme.edition_list, "edition_list", "rowformat"),
    *with_formats(EDITION, programme.edition, "edition"),
    *with_formats(DAY, programme.day, "day"),
    *with_formats(SESSION, programme.session, "session"),
    *with_formats("sessions", lists.session_list, "session_list"),
    *with_formats("panels", lists.panel_list, "panel_list"),
    *with_formats("appearances", lists.appearance_list, "appearance_list", "rowformat"),
    *with_formats("search", search.search, "search", "rowformat"),
    path("sitemap.xml", index.sitemap, name="sitemap"),
    path("robots.txt", index.robots, name="robots"),
]
