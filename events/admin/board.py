"""The board of a day: rooms side by side, hours down; sessions are put where they are to be."""

from dataclasses import dataclass
from datetime import timedelta

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from desk.journal import journal_of
from events.admin.desk import chosen, days_of, of_whole
from events.admin.grid import HOUR, build_grid
from events.board import Slot
from events.conflicts import Note, notes_of
from events.forms import instant
from events.models import Day, Edition, Room, Session
from events.placing import Place, at_hand, place, seen, take_back
from events.provenance import natural
from events.timetable import minute

# Where the last move stands in the organiser's session, so that it can be taken back.
LAST_MOVE = "board"
CHANGED = "changed"


@dataclass(frozen=True)
class Item:
    """A session on the board, or waiting beside it."""

    session: Session
    notes: list[Note]
    seen: str
    at: int | None  # the minute of the day on the clock

    @property
    def ends(self) -> int | None:
        end = self.session.ends_at
        return end and minute(self.session.local_end, self.session.day.date)

    @property
    def minutes(self) -> int | None:
        return length(self.session)

    @classmethod
    def of(cls, session: Session, notes: list[Note], day: Day):
        start = session.local_start if day.date else None
        return cls(session, notes, seen(session), start and minute(start, day.date))


def length(session: Session) -> int | None:
    if session.ends_at is None:
        return None
    return (session.ends_at - session.starts_at) // timedelta(minutes=1)


class PlaceForm(forms.Form):
    """Where a session goes. What is left empty is not known."""

    session = forms.ModelChoiceField(Session.objects.none(), widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput)
    day = forms.ModelChoiceField(Day.objects.none(), label="Jour", empty_label=None)
    room = forms.ModelChoiceField(
        Room.objects.none(), label="Salle", required=False, empty_label="non précisée"
    )
    start = forms.TimeField(
        label="Début", required=False, widget=forms.TimeInput({"type": "time"}, format="%H:%M")
    )
    minutes = forms.IntegerField(
        label="Minutes", required=False, min_value=0, max_value=24 * HOUR,
        widget=forms.NumberInput({"step": 5}),
    )  # fmt: skip

    def __init__(self, edition: Edition, rooms, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["session"].queryset = Session.objects.filter(of_whole(edition))
        self.fields["day"].queryset = days_of(edition)
        self.fields["room"].queryset = rooms

    @classmethod
    def of(cls, session: Session, edition: Edition, rooms):
        start = session.local_start
        return cls(edition, rooms, initial={
            "session": session.pk, "seen": seen(session), "day": session.day_id,
            "room": session.room_id, "start": start and start.time(), "minutes": length(session),
        })  # fmt: skip

    def see_again(self):
        """Who has seen what changed meanwhile, and moves it all the same, means it."""
        if self.has_error(forms.forms.NON_FIELD_ERRORS, CHANGED):
            self.data = self.data.copy()
            self.data["seen"] = seen(self.cleaned_data["session"])

    @cached_property
    def about(self) -> Session | None:
        """The session that is being moved."""
        picked = self["session"].value()
        if not str(picked or "").isdecimal():
            return None
        sessions = self.fields["session"].queryset.select_related("day__edition", "room")
        return sessions.filter(pk=picked).first()

    def clean_session(self):
        return at_hand(self.cleaned_data["session"])

    def clean(self):
        cleaned = super().clean()
        session, day, start = (cleaned.get(name) for name in ("session", "day", "start"))
        if not session or not day or self.errors:
            return cleaned
        if cleaned["seen"] != seen(session):
            text = _("« %s » a changé depuis : rien n’est déplacé. Voyez, puis déplacez.")
            raise forms.ValidationError(text % session, code=CHANGED)
        day = cleaned["day"] = day_of(session, day)
        if start and not day.date:
            self.add_error("start", _("Ce jour n’a pas de date : une heure n’y est pas possible."))
        elif start:
            cleaned["starts_at"] = instant(day, start)
            if cleaned["starts_at"].astimezone(day.edition.zone).time() != start:
                self.add_error("start", _("Cette heure n’existe pas : l’heure d’été commence."))
        return cleaned

    def place(self) -> Place:
        session, starts_at = self.cleaned_data["session"], self.cleaned_data.get("starts_at")
        minutes, room = self.cleaned_data["minutes"], self.cleaned_data["room"]
        lasts = timedelta(minutes=minutes or 0)
        if minutes == length(session):
            lasts = session.ends_at and session.ends_at - session.starts_at  # to the second
        ends_at = starts_at + lasts if starts_at and minutes is not None else None
        return Place(self.cleaned_data["day"], room and room.pk, starts_at, ends_at)


def day_of(session: Session, chosen: Day) -> Day:
    """What is of a part of the edition stays in that part, if it has a day of that date."""
    if chosen.date and chosen.edition_id != session.day.edition_id:
        same = session.day.edition.days.filter(date=chosen.date).select_related("edition").first()
        return same or chosen
    return chosen


def rooms_of(edition: Edition):
    """The rooms of the places where the edition is held; of all places while none is known."""
    editions = Edition.objects.filter(Q(pk=edition.pk) | Q(part_of=edition))
    sessions = Session.objects.filter(of_whole(edition)).order_by()
    venues = {
        *editions.values_list("venue", flat=True),
        *Day.objects.filter(edition__in=editions).order_by().values_list("venue", flat=True),
        *sessions.values_list("venue", flat=True).distinct(),
        *sessions.values_list("room__venue", flat=True).distinct(),
    } - {None}
    rooms = Room.objects.select_related("venue").order_by("venue__name", "name")
    return rooms.filter(venue__in=venues) if venues else rooms


def board(day: Day, rooms: list[Room]) -> dict:
    """The grid of a day, what waits beside it, and what is wrong with it."""
    notes = notes_of(Session.objects.on(day))
    items = [Item.of(session, notes.conflicts[session.pk], day) for session in notes.sessions]
    # What has an hour and no room has a column of its own: a small edition names none.
    columns = [*sorted(rooms, key=lambda room: (room.venue.name, natural(room.name))), None]
    timed = [item for item in items if item.at is not None]
    slots = [Slot(item.session.room, item.at, item.ends, item) for item in timed]
    return {
        "grid": build_grid(slots, columns) if day.date else None,
        "waiting": [item for item in items if item.at is None],
        "conflicts": [(item, note) for item in items for note in item.notes],
        "items": items,
    }


class BoardPage:
    """Mixed into the admin of editions."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.board_view)
        return [path("<int:pk>/board/", view, name="events_edition_board"), *super().get_urls()]

    def board_view(self, request, pk):
        edition = self.to_change(request, pk)
        rooms, form = rooms_of(edition), None
        if request.method == "POST":
            day, form = self.change(request, edition, rooms)
            if form is None:
                return redirect(f"{request.path}?day={day}")
        days = list(days_of(edition))
        day = chosen(days, request.POST.get("day") or request.GET.get("day"))
        shown = board(day, list(rooms)) if day else {}
        context = {
            **self.admin_site.each_context(request), "opts": self.opts, "title": _("Grille"),
            "media": self.media, "changelist": reverse("admin:events_edition_changelist"),
            "edition": edition, "days": days, "day": day, "last": last_move(request, edition),
            "form": form or self.picked(request, edition, rooms), **shown,
        }  # fmt: skip
        return TemplateResponse(request, "admin/board.html", context)

    @transaction.atomic
    def change(self, request, edition: Edition, rooms) -> tuple:
        """The day to show, and the form if what was sent cannot be done."""
        if "undo" in request.POST:
            return self.undo(request, edition), None
        form = PlaceForm(edition, rooms, request.POST)
        if not form.is_valid():
            form.see_again()
            return request.POST.get("day"), form
        session = form.cleaned_data["session"]
        journal_of(request).about([session])
        placed = place(session=session, at=form.place())
        request.session[LAST_MOVE] = placed | {"edition": edition.pk}
        self.log_change(request, session, _("placée sur la grille"))
        messages.success(request, _("« %s » est à sa nouvelle place.") % session)
        return request.POST["day"], None

    def undo(self, request, edition: Edition) -> int | str:
        """Takes the last move back, and tells on which day that was."""
        last = last_move(request, edition)
        if not last:
            return ""
        del request.session[LAST_MOVE]
        session = Session.objects.filter(pk=last["session"]).first()
        journal_of(request).about([session] if session else [])
        if take_back(placed=last):
            self.log_change(request, session, _("remise à sa place sur la grille"))
            messages.success(request, _("« %s » est de nouveau à sa place.") % last["title"])
        else:
            text = _("« %s » a changé depuis : le déplacement n’est pas annulé.")
            messages.warning(request, text % last["title"])
        return last["before"]["day_id"]

    def picked(self, request, edition: Edition, rooms) -> PlaceForm:
        """The form of the session that is to be moved; until one is chosen, the script's."""
        asked = request.GET.get("move", "")
        if not asked.isdecimal():
            return PlaceForm(edition, rooms, initial={"day": request.GET.get("day")})
        sessions = Session.objects.filter(of_whole(edition)).select_related("day__edition")
        return PlaceForm.of(get_object_or_404(sessions, pk=asked), edition, rooms)


def last_move(request, edition: Edition) -> dict | None:
    last = request.session.get(LAST_MOVE)
    return last if last and last["edition"] == edition.pk else None
