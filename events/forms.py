"""A session's hours as an organiser writes them: on the clock of the edition, or left empty."""

from datetime import UTC, datetime, time, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from events.models import Day, Edition, Session, WorkingCopy
from sources.models import Basis

# Up to here an hour is that of the night after the day the session is listed under.
NIGHT_ENDS = time(4)


def crosses(old: Edition, new: Edition) -> bool:
    """Would something leave a draft of changes, or come into one, but by a release?"""
    return old != new and WorkingCopy.objects.filter(draft__in=[old, new]).exists()


def instant(day: Day, clock: time) -> datetime:
    """When it is `clock` on a day: in UTC; another time of day where the clock skips it."""
    date = day.date + timedelta(days=1) if clock < NIGHT_ENDS else day.date
    return datetime.combine(date, clock, tzinfo=day.edition.zone).astimezone(UTC)


class DayForm(forms.ModelForm):
    class Meta:
        model = Day
        fields = ["edition", "position", "date", "date_basis", "title", "title_basis", "summary",
                  "venue"]  # fmt: skip

    def clean_edition(self):
        edition = self.cleaned_data["edition"]
        if self.instance.pk and crosses(self.instance.edition, edition):
            raise forms.ValidationError(_("Un brouillon et le programme public restent séparés."))
        return edition

    def clean_date(self):
        date = self.cleaned_data["date"]
        if not date and self.instance.pk and self.instance.sessions.timed().exists():
            raise forms.ValidationError(
                _("Des séances de ce jour ont une heure : il faut une date.")
            )
        return date


class SessionForm(forms.ModelForm):
    """`start` and `end` are local times; the model keeps UTC."""

    start = forms.TimeField(
        label=_("Début"),
        required=False,
        help_text=_(
            "Heure locale de l’édition, par exemple 14:00. Vide : heure non précisée. "
            "Entre 0 h et 4 h : la nuit qui suit."
        ),
    )
    end = forms.TimeField(label=_("Fin"), required=False, help_text=_("Vide : fin non précisée."))

    class Meta:
        model = Session
        fields = [
            "day", "position", "kind", "number", "title", "title_basis", "slug", "summary",
            "language", "track", "topics", "venue", "room", "status", "cancelled_because",
            "embargoed_until", "part_of_day", "start_basis", "stands_for",
        ]  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if basis := self.fields.get("start_basis"):
            basis.required = False  # an hour of an organiser's is stated
        if self.instance.pk:
            start, end = self.instance.local_start, self.instance.local_end
            self.initial.setdefault("start", start and start.time())
            self.initial.setdefault("end", end and end.time())

    def clean_day(self):
        day = self.cleaned_data["day"]
        if self.instance.pk and crosses(self.instance.day.edition, day.edition):
            raise forms.ValidationError(_("Un brouillon et le programme public restent séparés."))
        return day

    def clean(self):
        cleaned = super().clean()
        cleaned["start_basis"] = cleaned.get("start_basis") or Basis.STATED
        day = cleaned.get("day") or getattr(self.instance, "day", None)
        start, end = cleaned.get("start"), cleaned.get("end")
        if not day or {"start", "end"} & self.errors.keys():
            return cleaned
        if self.instance.pk and not {"start", "end", "day"} & set(self.changed_data):
            return cleaned  # hours nobody touched stay what they are, to the second
        if "start" in self.changed_data and "start_basis" not in self.changed_data:
            cleaned["start_basis"] = Basis.STATED  # the organiser knows
        if end and not start:
            self.add_error("end", _("Une fin sans début : donnez les deux, ou aucune."))
        elif (start or end) and not day.date:
            self.add_error("start", _("Ce jour n’a pas de date : une heure n’y est pas possible."))
        else:
            self.instance.starts_at = self.moment(day, "start", start)
            self.instance.ends_at = self.moment(day, "end", end)
            # The model's own check is left out, because its two fields are not in this form.
            if end and self.instance.ends_at < self.instance.starts_at:
                self.add_error("end", _("La fin est avant le début."))
        return cleaned

    def moment(self, day, name, clock: time | None) -> datetime | None:
        """The instant of a local hour of `day`, in UTC."""
        if clock is None:
            return None
        moment = instant(day, clock)
        if moment.astimezone(day.edition.zone).time() != clock:
            self.add_error(
                name, _("Cette heure n’existe pas : l’heure d’été commence cette nuit-là.")
            )
        return moment
