"""Who is on stage, written as on a poster: a line each, with what they come as."""

import re
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.creating import clean as cleaned
from desk.creating import free_slug
from desk.duplicates import Named, compare
from events.forms import SessionForm
from events.models import Appearance, Session
from organisations.models import Organisation
from speakers.models import Speaker
from speakers.sorting import sort_name

# « Ada Muster, CTO, Musterwerk (animation) »
LINE = re.compile(r"^(?P<name>[^,()]+)(?:,(?P<printed>[^()]*))?(?:\((?P<role>[^()]*)\))?$")
ROLES = {str(role.label).lower(): role for role in Appearance.Role}
MOST_ALIKE = 5


@dataclass(frozen=True)
class Written:
    name: str
    printed: str
    role: str | None


def read(line: str) -> Written:
    """Raises ValidationError of what is no line."""
    found = LINE.match(line.strip())
    role = (found["role"] or "").strip().lower() if found else ""
    if not found or not cleaned(found["name"]):
        raise forms.ValidationError(_("« %s » : écrivez « Nom, fonction (rôle) ».") % line)
    if role and role not in ROLES:
        known = ", ".join(ROLES)
        raise forms.ValidationError(
            _("« %(role)s » n’est pas un rôle : %(known)s.") % {"role": role, "known": known}
        )
    return Written(cleaned(found["name"]), cleaned(found["printed"] or ""), ROLES.get(role))


class LineupForm(SessionForm):
    """A session with people to be added to its lineup; without a script that is the way to."""

    on_stage = forms.CharField(
        label=gettext_lazy("Ajouter sur scène"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        help_text=gettext_lazy(
            "Une personne par ligne, comme imprimé : « Ada Muster, CTO, Musterwerk (animation) ». "
            "Qui n’est pas encore dans l’annuaire y entre."
        ),
    )
    anyway = forms.BooleanField(
        label=gettext_lazy("Ce sont d’autres personnes que celles dont le nom ressemble"),
        required=False,
    )

    def clean_on_stage(self) -> list[tuple[Written, Speaker | None]]:
        lines = [line for line in self.cleaned_data["on_stage"].splitlines() if line.strip()]
        return [(written, self.known(written.name)) for written in map(read, lines)]

    def known(self, name: str) -> Speaker | None:
        """Who has exactly that name; None: somebody new."""
        living = Speaker.objects.filter(merged_into=None)
        found = list(living.filter(name=name)[:2])
        if len(found) > 1:
            raise forms.ValidationError(_("Plusieurs s’appellent « %s » : choisissez.") % name)
        if not found and not self.data.get("anyway"):
            typed = Named.called(None, [name])
            for speaker in living.matching(name).with_names()[:MOST_ALIKE]:
                if evidence := compare(typed, Named.of(speaker))[1]:
                    raise forms.ValidationError(_("Est-ce « %(who)s » ? %(evidence)s.") % {
                        "who": speaker, "evidence": evidence[0].upper() + evidence[1:],
                    })  # fmt: skip
        return found[0] if found else None


def put_on_stage(
    *, session: Session, written: list[tuple[Written, Speaker | None]]
) -> list[Speaker]:
    """Adds them after those who are there, in that role once each; returns whom nobody had yet."""
    new = []
    usual = Appearance.Role.PANELLIST if session.is_panel else Appearance.Role.SPEAKER
    last = max(session.appearances.values_list("order", flat=True), default=0)
    for order, (line, known) in enumerate(written, start=last + 1):
        speaker = known or make_speaker(line.name)
        if not known:
            new.append(speaker)
        appearance, made = session.appearances.get_or_create(
            speaker=speaker, role=line.role or usual,
            defaults={"name_as_printed": line.name, "order": order},
        )  # fmt: skip
        if made and line.printed:
            title, _comma, last_words = line.printed.rpartition(", ")
            house = Organisation.objects.filter(name=last_words, merged_into=None).first()
            appearance.positions.create(
                as_printed=line.printed, title=title if house else "", organisation=house
            )
    return new


def make_speaker(name: str) -> Speaker:
    slug = free_slug(Speaker, name)
    return Speaker.objects.create(name=name, slug=slug, sort_name=sort_name(name)[:200])
