"""An edition as its organiser sees it: the whole programme, what is wrong, what is missing."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import chain

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from desk.journal import journal_of
from desk.models import Change
from events import planning
from events.admin.adding import LineForm
from events.admin.ownership import own
from events.conflicts import Note, notes_of
from events.copying import copy_edition
from events.models import Appearance, Day, Edition, Room, Session
from events.placing import seen

# Sessions on one page; a longer edition shows a day at a time.
MOST_AT_ONCE = 200


class BulkForm(forms.Form):
    """One thing done to several sessions of the edition."""

    PUBLISH, WITHDRAW, CANCEL, SHIFT, ROOM, DAY = (
        "publish", "withdraw", "cancel", "shift", "room", "day",
    )  # fmt: skip
    chosen = forms.ModelMultipleChoiceField(Session.objects.none(), required=False)
    whole = forms.ModelMultipleChoiceField(Day.objects.none(), required=False)
    do = forms.ChoiceField(choices=[
        (PUBLISH, "publier"), (WITHDRAW, "remettre en brouillon"), (CANCEL, "annuler, parce que …"),
        (SHIFT, "décaler de … minutes"), (ROOM, "mettre dans la salle …"),
        (DAY, "passer au jour …"),
    ])  # fmt: skip
    minutes = forms.IntegerField(required=False, min_value=-1440, max_value=1440)
    because = forms.CharField(required=False, max_length=300)
    room = forms.ModelChoiceField(Room.objects.none(), required=False, empty_label="aucune salle")
    day = forms.ModelChoiceField(Day.objects.none(), required=False, empty_label="")

    def __init__(self, edition: Edition, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["chosen"].queryset = (
            Session.objects.filter(of_whole(edition)).select_related("day__edition").in_order()
        )
        self.fields["room"].queryset = Room.objects.select_related("venue").order_by(
            "venue__name", "name"
        )
        self.fields["day"].queryset = self.fields["whole"].queryset = days_of(edition)

    def clean(self):
        cleaned = super().clean()
        if whole := cleaned.get("whole"):
            of_days = self.fields["chosen"].queryset.filter(day__in=whole)
            cleaned["chosen"] = of_days | cleaned["chosen"]
        if not cleaned.get("chosen") and "chosen" not in self.errors:
            self.add_error("chosen", _("Cochez au moins une séance, ou un jour."))
        elif other := self.changed_meanwhile():
            said = _("Rien n’est fait, car ceci a changé depuis que vous avez ouvert la page : %s. "
                     "Regardez, puis appliquez de nouveau.")  # fmt: skip
            self.add_error("chosen", said % ", ".join(f"« {session} »" for session in other[:5]))
        needed = {self.SHIFT: "minutes", self.DAY: "day"}.get(cleaned.get("do"))
        if needed and not cleaned.get(needed):
            self.add_error(needed, _("Dites de combien de minutes, ou à quel jour."))
        return cleaned

    def changed_meanwhile(self) -> list[Session]:
        """Of the chosen, those that do not stand there as they were shown."""
        shown = self.data.getlist("seen")
        chosen = self.cleaned_data.get("chosen") or ()
        return [s for s in chosen if f"{s.pk}:{seen(s)}" not in shown] if shown else []

    def carry_out(self) -> str:
        """Does it, and says so; raises PlanningError."""
        do, chosen = self.cleaned_data["do"], list(self.cleaned_data["chosen"])
        statuses = {self.PUBLISH: Session.Status.PUBLISHED, self.WITHDRAW: Session.Status.DRAFT}
        if status := statuses.get(do):
            planning.set_status(sessions=chosen, status=status)
        elif do == self.CANCEL:
            planning.cancel(sessions=chosen, because=self.cleaned_data["because"])
        elif do == self.SHIFT:
            by = timedelta(minutes=self.cleaned_data["minutes"])
            shifted = planning.shift(sessions=chosen, by=by)
            return _("%(shifted)d séances décalées ; %(without)d n’ont pas d’heure.") % {
                "shifted": shifted, "without": len(chosen) - shifted,
            }  # fmt: skip
        elif do == self.ROOM:
            planning.set_room(sessions=chosen, room=self.cleaned_data["room"])
        else:
            planning.move_to_day(sessions=chosen, day=self.cleaned_data["day"])
        return _("Fait pour %d séances.") % len(chosen)


class CopyForm(forms.ModelForm):
    """What tells the new edition from the old one."""

    class Meta:
        model = Edition
        fields = ["title", "slug", "starts_on"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["starts_on"].required = True
        self.fields["starts_on"].widget = forms.DateInput(attrs={"type": "date"})


@dataclass
class Row:
    """A session in its day's table."""

    session: Session
    conflicts: list[Note]
    missing: list[Note]
    form: str  # the address of its form

    @property
    def seen(self) -> str:
        return seen(self.session)

    @property
    def lineup(self) -> list[Appearance]:
        return list(self.session.appearances.all())


@dataclass
class DayTable:
    day: Day
    rows: list[Row]
    add: str
    line: LineForm | None = None


def of_whole(edition: Edition, prefix="day__edition") -> Q:
    return Q(**{prefix: edition}) | Q(**{f"{prefix}__part_of": edition})


def days_of(edition: Edition):
    days = Day.objects.filter(of_whole(edition, "edition")).select_related("edition", "venue")
    return days.order_by("edition__part_of_id", "edition", "position")


def tables(days: list[Day], sent: LineForm | None = None, again=None) -> list[DayTable]:
    """The days with their sessions; `sent` is a line that could not be added.

    The day `again` has just got one: one goes on writing there.
    """
    notes = notes_of(Session.objects.filter(day__in=days))
    found = {day.pk: DayTable(day, [], adding(day)) for day in days}
    for session in notes.sessions:
        form = reverse("admin:events_session_change", args=[session.pk])
        told = (notes.conflicts[session.pk], notes.missing[session.pk])
        found[session.day_id].rows.append(Row(session, *told, form))
    for table in found.values():
        last = max((row.session.position for row in table.rows), default=0)
        table.add += f"&position={last + 1}"
        is_sent = sent is not None and sent.instance.day_id == table.day.pk
        table.line = sent if is_sent else line_after(table)
        if is_sent or str(table.day.pk) == again:
            table.line.fields["title"].widget.attrs["autofocus"] = True
    return list(found.values())


def line_after(table: DayTable) -> LineForm:
    return LineForm.after(table.day, table.rows[-1].session if table.rows else None)


def in_view(days: list[Day], asked: str | None) -> list[Day]:
    """All days of an ordinary edition; of one that is too long to be read at once, one of them."""
    if Session.objects.filter(day__in=days).count() <= MOST_AT_ONCE:
        return days
    return [chosen(days, asked)]


def chosen(days: list[Day], asked: str | None) -> Day | None:
    """The day that is asked for; else the first that has a date."""
    return min(days, key=lambda day: (str(day.pk) != asked, day.date is None), default=None)


def adding(day: Day) -> str:
    return f"{reverse('admin:events_session_add')}?day={day.pk}"


def there(records, pk: str | None):
    """404 also for what is no id."""
    if not (pk and pk.isascii() and pk.isdecimal()):
        raise Http404
    return get_object_or_404(records, pk=pk)


def asked_day(request) -> str:
    day = request.GET.get("day", "")
    return f"?day={day}" if day.isdecimal() else ""


class ProgrammePage:
    """Mixed into the admin of editions."""

    def get_urls(self):
        page = self.admin_site.admin_view(self.programme_view)
        return [
            path("<int:pk>/programme/", page, name="events_edition_programme"),
            path("<int:pk>/copy/", self.admin_site.admin_view(self.copy_view),
                 name="events_edition_copy"),
            *super().get_urls(),
        ]  # fmt: skip

    def copy_view(self, request, pk):
        edition = get_object_or_404(own(Edition.objects.all(), request.user), pk=pk)
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = CopyForm(request.POST or None, initial={"title": edition.title})
        if request.method == "POST" and form.is_valid():
            copy = copy_edition(edition=edition, **form.cleaned_data)
            if not own(Edition.objects.filter(pk=copy.pk), request.user).exists():
                copy.organisers.add(request.user)  # who organises the whole copied a part
            self.log_addition(request, copy, f"copie de {edition}")
            return redirect("admin:events_edition_programme", copy.pk)
        context = {
            **self.admin_site.each_context(request), "opts": self.opts, "edition": edition,
            "title": _("Copier l’édition"), "form": form, "media": self.media,
            "changelist": reverse("admin:events_edition_changelist"),
        }  # fmt: skip
        return TemplateResponse(request, "admin/copy_edition.html", context)

    def to_change(self, request, pk: int) -> Edition:
        edition = get_object_or_404(own(Edition.objects.all(), request.user), pk=pk)
        if not self.has_change_permission(request, edition):
            raise PermissionDenied
        return edition

    def programme_view(self, request, pk):
        edition, line = self.to_change(request, pk), None
        days, form = list(days_of(edition)), BulkForm(edition)
        if "line" in request.POST:
            line = self.line_sent(request, edition)
            if line.is_valid():
                return self.added(request, line)
        elif request.method == "POST":
            form = BulkForm(edition, request.POST)
            if self.carried_out(request, edition, form):
                return redirect(f"{request.path}{asked_day(request)}")
        in_sight = in_view(days, request.GET.get("day"))
        shown = tables(in_sight, line, again="more" in request.GET and request.GET.get("day"))
        rows = [row for table in shown for row in table.rows]
        context = {
            **self.admin_site.each_context(request), "opts": self.opts, "title": _("Programme"),
            "media": self.media, "changelist": reverse("admin:events_edition_changelist"),
            "edition": edition, "tables": shown, "form": form, "days": days,
            "in_part": len(in_sight) < len(days), "shown": in_sight,
            "conflicts": [(row, note) for row in rows for note in row.conflicts],
            "chosen": {int(pk) for pk in request.POST.getlist("chosen") if pk.isdecimal()},
            "total": len(rows), "missing": sum(1 for row in rows if row.missing),
        }  # fmt: skip
        return TemplateResponse(request, "admin/programme.html", context)

    def line_sent(self, request, edition: Edition) -> LineForm:
        if not request.user.has_perm("events.add_session"):
            raise PermissionDenied
        return LineForm(there(days_of(edition), request.POST["line"]), request.POST)

    @transaction.atomic
    def added(self, request, line: LineForm):
        session = line.add()
        self.log_addition(request, session, _("ajoutée au programme"))
        return redirect(f"{request.path}?day={session.day_id}&more=1")

    @transaction.atomic
    def carried_out(self, request, edition: Edition, form: BulkForm) -> bool:
        """Was what was sent done? Otherwise the page says why not, with what was typed."""
        journal = journal_of(request)
        try:
            if move := request.POST.get("move"):
                direction, _colon, pk = move.partition(":")
                session = there(Session.objects.filter(of_whole(edition)), pk)
                if direction == "place":
                    day = there(days_of(edition), request.POST.get("to"))
                    sent = request.POST.get("order", "").split(",")
                    order = [int(n) for n in sent if n.isdecimal()]
                    displaced = (
                        s for s in day.sessions.all() if order[s.position - 1 :][:1] != [s.pk]
                    )
                    journal.about([session, *displaced])
                    planning.arrange(session=session, day=day, order=order)
                else:
                    at = session.position
                    journal.about(session.day.sessions.filter(position__range=(at - 1, at + 1)))
                    planning.move_by_one(session=session, down=direction == "down")
            elif form.is_valid():
                journal.about(form.cleaned_data["chosen"])
                messages.success(request, form.carry_out())
            else:
                # Said at the top, too: below a long programme nobody sees it.
                messages.error(request, " ".join(chain.from_iterable(form.errors.values())))
                return False
        except planning.PlanningError as error:
            messages.error(request, str(error))
            return False
        journal.write(Change.Verb.CHANGED, _("page du programme"))
        return True
