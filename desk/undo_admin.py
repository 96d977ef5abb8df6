"""The page on which a whole act is undone: an import, a release, twenty sessions shifted."""

from contextlib import ExitStack, contextmanager

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from desk import returning, trees, undoing
from desk.comparing import lines
from desk.journal import journal_of
from desk.models import Change, ChangedRecord

# Records of which the page tells what changes, fact by fact; the others by their names.
TOLD, NAMED = 20, 200


class UndoableAdmin:
    """A ModelAdmin in whose history acts may be undone as a whole."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.undo_act_view)
        name = f"{self.opts.app_label}_{self.opts.model_name}_undo"
        return [path("acts/<int:pk>/undo/", view, name=name), *super().get_urls()]

    def may_undo(self, request, found: ChangedRecord) -> bool:
        """404 for what is not this user's; False where it is, but to be changed by others alone."""
        if found.after is None:
            if not self.within_reach(request, ChangedRecord.objects.filter(pk=found.pk)).exists():
                raise Http404
            mine = found.change.made_by_id == request.user.pk and self.has_add_permission(request)
            return mine or self.may_restore(request, found)
        there = self.model._base_manager.filter(pk=found.object_id).exists()
        if there and not self.get_queryset(request).filter(pk=found.object_id).exists():
            raise Http404
        return found.before is None or self.has_change_permission(request)

    def may_delete_made(self, request, found: ChangedRecord) -> bool:
        """Whom somebody brought into the directory they may take out, while nobody relies on it."""
        theirs = found.change.made_by_id == request.user.pk and not trees.KINDS[found.model]
        return theirs or self.has_delete_permission(request)

    @contextmanager
    def while_undoing(self, request, found: list[ChangedRecord]):
        """For who has more to say when records of theirs go back."""
        yield

    def undo_act_view(self, request, pk):
        change = get_object_or_404(Change.objects.select_related("made_by"), pk=pk)
        records = list(change.records.order_by("pk").select_related("change"))
        of = {found.pk: self.admin_site._registry[found.model] for found in records}
        if not records:
            raise Http404
        allowed = {of[found.pk].may_undo(request, found) for found in records}
        if allowed != {True}:
            raise PermissionDenied
        with transaction.atomic(), timezone.override(of[records[0].pk].zone_of_act(records[0])):
            planned = undoing.plan(
                change, records, lambda found: of[found.pk].may_delete_made(request, found)
            )
            return self.undone(request, planned, of)

    def zone_of_act(self, found: ChangedRecord):
        record = self.model._base_manager.filter(pk=found.object_id).first()
        return self.zone_of(record) if record else timezone.get_current_timezone()

    def undone(self, request, planned: undoing.Undoing, of: dict):
        """Previews, or does it where what was previewed is still what is there."""
        version, reasons = planned.version, undoing.obstacles(planned)
        for found, target in planned.back:
            if now := planned.state_of(found):
                reasons += of[found.pk].out_of_reach(request, now, target)
        meant = request.method == "POST" and request.POST.get("version") == version
        if request.method == "POST" and not meant:
            reasons.append(_("Quelque chose a changé depuis que vous avez vu cette page : "
                             "regardez de nouveau, puis confirmez."))  # fmt: skip
        if not reasons:
            reasons = self.tried(request, planned, of, kept=meant)
            if meant and not reasons:
                return self.told_undone(request, planned)
        return self.undo_page(request, planned, version, reasons)

    def tried(self, request, planned: undoing.Undoing, of: dict, *, kept: bool) -> list[str]:
        """Does it, and takes it back unless it is to be kept; why it cannot be done."""
        journal = journal_of(request)
        save = transaction.savepoint()
        if kept:
            remember(journal, planned)
        try:
            undoing.carry_out(planned, lambda: self.all_around(request, planned, of))
            for found, _target in planned.back:
                theirs = of[found.pk].get_queryset(request)
                if not theirs.filter(pk=found.object_id).exists():
                    raise PermissionDenied  # it would belong to somebody else
        except returning.ReturnError as error:
            transaction.savepoint_rollback(save)
            return error.reasons
        if kept and not planned.is_empty:
            journal.write(Change.Verb.UNDONE, said_of(planned.change))
        else:
            transaction.savepoint_rollback(save)
        return []

    @contextmanager
    def all_around(self, request, planned: undoing.Undoing, of: dict):
        with ExitStack() as stack:
            for admin in set(of.values()):
                theirs = [found for found in planned.records if of[found.pk] is admin]
                stack.enter_context(admin.while_undoing(request, theirs))
            yield

    def told_undone(self, request, planned: undoing.Undoing):
        self.message_user(request, _("Annulé : %s.") % said_of(planned.change))
        for note in planned.notes:
            self.message_user(request, note)
        return redirect(after_undoing(planned))

    def undo_page(self, request, planned, version: str, reasons: list[str]):
        told = [(found, lines(planned.state_of(found), target)) for found, target in planned.back]
        context = {
            **self.admin_site.each_context(request), "opts": self.opts, "media": self.media,
            "title": _("Annuler un acte"), "changelist": reverse(
                f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"),
            "change": planned.change, "told": told[:TOLD], "more": told[TOLD:NAMED],
            "gone": planned.gone[:NAMED], "kept": planned.kept[:NAMED], "notes": planned.notes,
            "counts": {"back": len(told), "gone": len(planned.gone), "kept": len(planned.kept)},
            "version": version, "reasons": reasons, "may": not (reasons or planned.is_empty),
        }  # fmt: skip
        return TemplateResponse(request, "admin/undo_act.html", context)


def remember(journal, planned: undoing.Undoing) -> None:
    for model in {found.model for found in planned.gone}:
        journal.remember(model, [f.object_id for f in planned.gone if f.model is model])
    journal.coming([target for _found, target in planned.back])


def said_of(change: Change) -> str:
    when = timezone.localtime(change.made_at).strftime("%d.%m.%Y %H:%M")
    return f"{change.note or change.get_verb_display()}, {change.made_by_name}, {when}"


def after_undoing(planned: undoing.Undoing) -> str:
    """Where one sees it: the form of what came back first, else the list of what went."""
    for found, _target in planned.back:
        meta = found.model._meta
        return reverse(f"admin:{meta.app_label}_{meta.model_name}_history", args=[found.object_id])
    meta = (planned.gone or [found for found, _why in planned.kept])[0].model._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")
