"""Changes to a public edition, prepared in a draft: what they are, their preview, their release."""

from datetime import datetime, timedelta

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from desk.journal import journal_of
from desk.models import Change
from desk.versions import VersionedAdmin
from events.admin.ownership import OwnedAdmin, own
from events.models import Edition, Release, WorkingCopy
from events.recording import whole_programme
from events.releases import previewing, wording
from events.releases.applying import Pending, prospect, release_changes
from events.releases.comparing import Conflict
from events.releases.preparing import ReleaseError, drop_changes, prepare_changes
from events.releases.prevailing import let_draft_prevail
from events.releases.scheduling import schedule, unschedule

# Of a draft: it is public at no time, and its address is nobody's.
FIXED = ["status", "embargoed_until", "slug", "part_of"]


class ReleaseForm(forms.Form):
    at = forms.DateTimeField(
        label="À quel moment", required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
        help_text="À l’heure de l’édition. Vide : maintenant.",
    )  # fmt: skip
    note = forms.CharField(
        label="Un mot aux lecteurs", required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 60}),
        help_text="Facultatif, public, en tête de la liste des changements.",
    )  # fmt: skip

    def __init__(self, edition: Edition, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.zone = edition.zone

    def clean_at(self):
        at = self.cleaned_data["at"]
        at = at and at.replace(tzinfo=self.zone)
        if at and at <= timezone.now():
            raise forms.ValidationError(_("Ce moment est passé."))
        return at

    def carry_out(self, copy: WorkingCopy) -> str:
        """Does it, or sees to it that it is done, and says so."""
        at, note = self.cleaned_data["at"], self.cleaned_data["note"]
        if at:
            schedule(copy=copy, at=at, note=note)
            return _("Les changements seront publiés au moment choisi.")
        release_changes(copy=copy, now=timezone.now(), note=note)
        return _("Les changements sont publiés.")


@admin.register(Release)
class ReleaseAdmin(OwnedAdmin, VersionedAdmin, admin.ModelAdmin):
    """What was released stays; what was written about it may be corrected."""

    fields = ["note"]
    list_display = ["edition", "number", "released_at"]
    list_filter = ["edition"]
    list_select_related = ["edition"]

    def has_add_permission(self, request):
        return False


class LinkForm(forms.Form):
    days = forms.IntegerField(
        label="Valable combien de jours", min_value=1, max_value=90, initial=7,
        help_text="Qui a le lien voit le brouillon, sans compte, jusque-là.",
    )  # fmt: skip

    def link(self, draft: Edition) -> str:
        until = timezone.now() + timedelta(days=self.cleaned_data["days"])
        token = previewing.token_for(edition=draft, until=until)
        return settings.SITE_URL + reverse("preview", args=[token])


class ChangesPage:
    """Mixed into the admin of editions."""

    def get_urls(self):
        page = self.admin_site.admin_view(self.changes_view)
        return [
            path("<int:pk>/changes/", page, name="events_edition_changes"),
            *super().get_urls(),
        ]

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        return [*fields, *FIXED] if is_draft(obj) else fields

    def get_prepopulated_fields(self, request, obj=None):
        return {} if is_draft(obj) else super().get_prepopulated_fields(request, obj)

    def changes_view(self, request, pk):
        edition = get_object_or_404(own(Edition.objects.all(), request.user), pk=pk)
        if not self.has_change_permission(request, edition):
            raise PermissionDenied
        if is_draft(edition):
            return redirect("admin:events_edition_changes", edition.draft_of.edition_id)
        copies = WorkingCopy.objects.filter(edition=edition).select_related("draft")
        hidden = unreleased(edition, copies.first())
        form = ReleaseForm(edition, sent(request, "release"))
        links = LinkForm(sent(request, "link"))
        link = links.link(hidden) if hidden and links.is_valid() else ""
        if request.method == "POST" and not link and (there := self.done(request, edition, form)):
            return redirect(there)
        copy = copies.first()
        context = {
            **self.admin_site.each_context(request), "opts": self.opts, "edition": edition,
            "title": _("Changements et aperçu"), "media": self.media, "form": form, "copy": copy,
            "hidden": hidden, "links": links, "link": link,
            "releases": edition.releases.newest_first()[:20],
            "changelist": reverse("admin:events_edition_changelist"),
            **(outlook(copy) if copy else {}),
        }  # fmt: skip
        return TemplateResponse(request, "admin/changes.html", context)

    def carried_through(self, request, edition: Edition, copy: WorkingCopy, form) -> str:
        """The release, as one act in the history of all that it changes."""
        journal = journal_of(request)
        with whole_programme(journal, edition):
            said = form.carry_out(copy)
        journal.write(Change.Verb.CHANGED, said)
        self.log_change(request, edition, said)
        return said

    def done(self, request, edition: Edition, form: ReleaseForm) -> str | None:
        """Does what was asked; where to go then, or None where it could not be done."""
        do, copy = request.POST.get("do"), WorkingCopy.objects.filter(edition=edition).first()
        try:
            if do == "prepare":
                copy = prepare_changes(edition=edition, by=request.user)
                return reverse("admin:events_edition_programme", args=[copy.draft_id])
            if do == "release" and copy and form.is_valid():
                messages.success(request, self.carried_through(request, edition, copy, form))
            elif do == "drop" and not request.POST.get("sure"):
                messages.error(request, _("Cochez que le brouillon peut être perdu."))
            elif do in VERBS:
                messages.success(request, VERBS[do](edition, copy))
            elif copy:
                return None
        except ReleaseError as error:
            messages.error(request, str(error))
            return None
        return reverse("admin:events_edition_changes", args=[edition.pk])


def dropped(edition: Edition, copy: WorkingCopy | None) -> str:
    if copy:
        drop_changes(copy=copy)
    return _("Le brouillon est abandonné.")


def prevailed(edition: Edition, copy: WorkingCopy | None) -> str:
    if copy:
        let_draft_prevail(copy=copy)
    return _("Le brouillon l’emporte.")


def revoked(edition: Edition, copy: WorkingCopy | None) -> str:
    previewing.revoke(edition=copy.draft if copy else edition)
    return _("Les liens donnés ne montrent plus rien.")


def unscheduled(edition: Edition, copy: WorkingCopy | None) -> str:
    if copy:
        unschedule(copy=copy)
    return _("Rien n’est plus prévu.")


VERBS = {"drop": dropped, "unschedule": unscheduled, "prevail": prevailed, "revoke": revoked}


def sent(request, do: str):
    """What was typed, if this is what was asked."""
    return request.POST if request.POST.get("do") == do else None


def unreleased(edition: Edition, copy: WorkingCopy | None) -> Edition | None:
    """What there is to be seen before it is public."""
    if copy:
        return copy.draft
    return edition if edition.status == Edition.Status.DRAFT or edition.embargoed_until else None


def is_draft(edition: Edition | None) -> bool:
    return getattr(edition, "draft_of", None) is not None


def outlook(copy: WorkingCopy) -> dict:
    """What a release would change, and what stands against it."""
    pending = Pending(copy)
    zone = copy.edition.zone
    try:
        told = [wording.sentence(change, zone) for change in prospect(pending)]
    except ReleaseError as error:
        return {"obstacles": [str(error)], "changes": []}
    obstacles = [contradiction(pending, conflict) for conflict in pending.comparison.conflicts]
    due = wording.moment_said(copy.release_at, zone) if copy.release_at else ""
    unchanged = pending.comparison.is_empty
    return {"changes": told, "obstacles": obstacles, "unchanged": unchanged, "due": due}


def contradiction(pending: Pending, conflict: Conflict) -> str:
    """A conflict in a sentence: what it is about, what the site says, what the draft says."""
    public = pending.public.records[conflict.kind].get(conflict.pk)
    draft = pending.there(conflict.kind, conflict.pk)
    record = public or draft
    about = f"{record._meta.verbose_name} « {record} »"
    if session := getattr(record, "session", None):
        about += f", « {session} »"
    if public is None:
        return _("%s : changé dans le brouillon, retiré du site.") % about
    if draft is None:
        return _("%s : retiré du brouillon, changé sur le site.") % about
    if conflict.is_order:
        return _("%s : l’ordre des séances a changé des deux côtés.") % about
    said = [
        _("%(fact)s (sur le site : %(public)s ; dans le brouillon : %(draft)s)") % {
            "fact": label(record, name), "public": shown(public, name), "draft": shown(draft, name),
        }
        for name in conflict.facts
    ]  # fmt: skip
    return f"{about} : {', '.join(said)}."


def label(record, name: str) -> str:
    return str(record._meta.get_field(name.removesuffix("_id")).verbose_name)


def shown(record, name: str) -> str:
    name = name.removesuffix("_id")
    display = getattr(record, f"get_{name}_display", None)
    value = display() if display else getattr(record, name)
    if hasattr(value, "all"):
        value = ", ".join(str(one) for one in value.all())
    elif isinstance(value, datetime):
        value = f"{value.astimezone(record.day.edition.zone):%d/%m/%Y %H:%M}"
    return "–" if value in (None, "") else str(value)
