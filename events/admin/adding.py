"""A session in one line of the programme's page: its title, what it is, from when to when."""

from django import forms
from django.db import transaction
from django.utils.text import slugify

from events.copying import free_slug
from events.forms import SessionForm
from events.models import Day, Session
from events.sourcing import cite_own_programme


class LineForm(SessionForm):
    """The rest is said in the session's own form; it is a draft until it is published."""

    field_order = ["title", "kind", "start", "end"]

    class Meta:
        model = Session
        fields = ["kind", "title"]

    def __init__(self, day: Day, *args, **kwargs):
        super().__init__(*args, prefix=f"d{day.pk}", **kwargs)
        self.instance.day = day
        self.fields["kind"].initial = Session.Kind.TALK
        self.fields["title"].widget = forms.TextInput(
            {"maxlength": 500, "placeholder": "Nouvelle séance : son titre"}
        )
        for name in ("start", "end"):
            self.fields[name].widget = forms.TimeInput({"type": "time"}, format="%H:%M")
        for name, field in self.fields.items():
            field.widget.attrs |= {"form": self.form_id, "aria-label": field.label}
            field.required = name == "title"

    @property
    def form_id(self) -> str:
        return f"ajout-{self.instance.day_id}"

    @classmethod
    def after(cls, day: Day, last: Session | None):
        """For what follows the last session of the day: of its kind, from its end on."""
        end = last and last.local_end
        return cls(day, initial={"kind": last.kind, "start": end and end.time()} if last else None)

    def clean_kind(self):
        return self.cleaned_data["kind"] or Session.Kind.OTHER

    @transaction.atomic
    def add(self) -> Session:
        session = self.save(commit=False)
        last = session.day.sessions.order_by("position").last()
        session.position = last.position + 1 if last else 1
        session.language = session.day.edition.language
        session.slug = slugify(session.title)[:120].strip("-")
        if not session.slug or Session.objects.filter(slug=session.slug).exists():
            session.slug = free_slug(session, session.day.edition)
        session.save()
        cite_own_programme(session=session, fields=["title"])
        return session
