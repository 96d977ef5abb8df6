"""The pages of a record's history and of what was deleted, and the ways back from there."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from desk import returning, trees
from desk.comparing import Line, lines
from desk.journal import journal_of
from desk.models import Change, ChangedRecord
from desk.undo_admin import UndoableAdmin

A_PAGE = 20
SIDES = ("before", "after")


@dataclass
class Entry:
    """What one act changed of a record, or, without a `record`, something outside the admin."""

    lines: list[Line]
    record: ChangedRecord | None = None
    revert: str = ""
    # How many records the act changed, and where all of it is undone.
    together: int = 0
    undo: str = ""
    correct: str = ""


@dataclass
class Deletion:
    """What went in one act and is not back."""

    change: Change
    name: str
    kind: str
    others: str
    restore: str


class RecordedAdmin(UndoableAdmin):
    """A ModelAdmin that writes down what it changes, shows it, and goes back to it."""

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("deleted/", wrap(self.deleted_view), name=self.page_name("deleted")),
            path("deleted/<int:pk>/", wrap(self.restore_view), name=self.page_name("restore")),
            path("<int:pk>/history/<int:entry>/<slug:side>/", wrap(self.revert_view),
                 name=self.page_name("revert")),
            *super().get_urls(),
        ]  # fmt: skip

    def page_name(self, page: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{page}"

    # What is written down

    def save_form(self, request, form, change):
        record = super().save_form(request, form, change)
        if change:
            journal_of(request).about([self.model._base_manager.get(pk=record.pk), record])
        return record

    def save_formset(self, request, form, formset, change):
        journal = journal_of(request)
        changed = [f.instance.pk for f in formset.initial_forms if f.has_changed()]
        journal.about(formset.model._base_manager.filter(pk__in=changed))
        journal.doomed(f.instance for f in getattr(formset, "deleted_forms", ()) if f.instance.pk)
        super().save_formset(request, form, formset, change)
        journal.made(formset.new_objects)

    def log_addition(self, request, obj, message):
        journal = journal_of(request)
        journal.made([obj])
        journal.write(Change.Verb.ADDED)
        return super().log_addition(request, obj, message)

    def log_change(self, request, obj, message):
        note = message if isinstance(message, str) else ""
        change = journal_of(request).write(Change.Verb.CHANGED, note)
        self.after_change(request, obj, change)
        return super().log_change(request, obj, message)

    def after_change(self, request, obj, change: Change | None):
        """For who does more with a change that was written down."""

    def delete_model(self, request, obj):
        journal_of(request).doomed([obj])
        super().delete_model(request, obj)
        journal_of(request).write(Change.Verb.DELETED)

    @transaction.atomic
    def delete_queryset(self, request, queryset):
        journal_of(request).doomed(queryset)
        super().delete_queryset(request, queryset)
        journal_of(request).write(Change.Verb.DELETED)

    # What is shown

    def shown(self, request, template: str, title: str, **context):
        context |= {**self.admin_site.each_context(request), "opts": self.opts, "title": title}
        changelist = reverse(f"admin:{self.page_name('changelist')}")
        context |= {"media": self.media, "changelist": changelist}
        return TemplateResponse(request, f"admin/{template}.html", context)

    def zone_of(self, record):
        """The zone in which its hours are told."""
        return timezone.get_current_timezone()

    def own_record(self, request, pk):
        """404 for what is not this user's."""
        if not str(pk).isdecimal():
            raise Http404
        return get_object_or_404(self.get_queryset(request), pk=pk)

    def history_view(self, request, object_id, extra_context=None):
        record = self.own_record(request, object_id)
        if not self.has_view_or_change_permission(request, record):
            raise PermissionDenied
        whole = trees.whole_of(record)
        if whole and type(whole)._meta.concrete_model is not self.model._meta.concrete_model:
            return redirect(f"admin:{whole._meta.app_label}_{whole._meta.model_name}_history",
                            whole.pk)  # fmt: skip
        found = ChangedRecord.objects.filter(self.in_history(record)).newest_first()
        page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
        with timezone.override(self.zone_of(record)):
            entries = list(self.entries(request, record, page))
        return self.shown(request, "record_history", _("Historique"), record=record,
                          kind=trees.label(self.model), entries=entries, page=page)  # fmt: skip

    def in_history(self, record) -> Q:
        """Its own changes, and those of what its form shows below it."""
        return Q(kind=trees.label(type(record)), object_id=record.pk)

    def entries(self, request, record, page) -> Iterator[Entry]:
        """Newest first; between two acts also what neither of them did."""
        now = current(page.object_list)
        newer = dict(now) if page.number == 1 else {}
        may_change = self.has_change_permission(request, record)
        may_correct = self.may_correct(request, record)
        together = counted(found.change_id for found in page)
        for found in page:
            key = (found.kind, found.object_id)
            if key in newer and not trees.same(found.after, newer[key]):
                yield Entry(lines(found.after, newer[key]))
            newer[key] = found.before
            differs = may_change and found.after and not trees.same(found.after, now.get(key))
            yield Entry(
                lines(found.before, found.after), found,
                revert=self.to_revert(found, "after") if differs else "",
                together=together[found.change_id],
                undo=self.to_undo(found.change) if may_change else "",
                correct=self.to_correct(record, found) if may_correct else "",
            )  # fmt: skip
            last = found
        if page and not page.has_next() and may_change and last.before:
            yield Entry([], None, self.to_revert(last, "before"))

    def to_revert(self, found: ChangedRecord, side: str) -> str:
        meta = found.model._meta
        name = f"admin:{meta.app_label}_{meta.model_name}_revert"
        return reverse(name, args=[found.object_id, found.pk, side])

    def may_correct(self, request, record) -> bool:
        """May a change of it be published as a correction? (`desk/correcting.py`)"""
        return False

    def to_correct(self, record, found: ChangedRecord) -> str:
        if not (found.before and found.after):
            return ""
        return reverse(f"admin:{self.page_name('correct')}", args=[record.pk, found.pk])

    def to_undo(self, change: Change) -> str:
        return reverse(f"admin:{self.page_name('undo')}", args=[change.pk])

    # The ways back

    def revert_view(self, request, pk, entry, side):
        record = self.own_record(request, pk)
        if not self.has_change_permission(request, record):
            raise PermissionDenied
        found = get_object_or_404(ChangedRecord.objects.of(record), pk=entry)
        state = getattr(found, side, None) if side in SIDES else None
        if not state:
            raise Http404
        with transaction.atomic(), timezone.override(self.zone_of(record)):
            return self.reverted(request, record, found, state)

    def reverted(self, request, record, found, state):
        """Previews, or does it where what was previewed is still what is there."""
        model = self.model._meta.concrete_model
        list(model._base_manager.select_for_update().filter(pk=record.pk).values("pk"))
        [now] = trees.take(model, [record.pk]).values()
        target = returning.as_it_would_be(state, now)
        said = [*returning.moved([target]), *returning.lost_pictures([target])]
        reasons = returning.obstacles([target], [now])
        reasons += self.out_of_reach(request, now, target)
        if request.method == "POST" and not reasons:
            if request.POST.get("version") != trees.digest(now):
                reasons = [_("La fiche a changé depuis que vous avez vu cette page : comparez "
                             "de nouveau, puis confirmez.")]  # fmt: skip
            else:
                try:
                    return self.go_back(request, record, found, target)
                except returning.ReturnError as error:
                    reasons = error.reasons
        return self.shown(
            request, "revert_record", _("Revenir à un état antérieur"), record=record,
            found=found, lines=lines(now, target), notes=said, reasons=reasons,
            version=trees.digest(now), may=bool(lines(now, target)),
        )  # fmt: skip

    def go_back(self, request, record, found, target):
        journal = journal_of(request)
        journal.about([record])
        returning.bring_back([target])
        if not self.get_queryset(request).filter(pk=record.pk).exists():
            raise PermissionDenied  # it would belong to somebody else
        when = timezone.localtime(found.change.made_at).strftime("%d.%m.%Y %H:%M")
        journal.write(Change.Verb.REVERTED, _("état du %s") % when)
        self.log_change(request, record, f"revient à l’état du {when}")
        self.message_user(request, _("« %s » est de nouveau comme alors.") % record)
        return redirect(f"admin:{self.page_name('history')}", record.pk)

    def changelist_view(self, request, extra_context=None):
        extra = extra_context or {}
        if self.model._meta.concrete_model in trees.KINDS and self.has_delete_permission(request):
            extra |= {"deleted": reverse(f"admin:{self.page_name('deleted')}")}
        return super().changelist_view(request, extra)

    def out_of_reach(self, request, now, target) -> list[str]:
        """What this user could not choose in the form either."""
        return []

    def may_restore(self, request, found: ChangedRecord) -> bool:
        return self.has_delete_permission(request) and self.has_add_permission(request)

    def within_reach(self, request, deleted):
        """Of deleted records, those that this user might bring back: here, of no programme."""
        return deleted.filter(scope_id=None)

    def deleted_view(self, request):
        if not self.has_delete_permission(request):
            raise PermissionDenied
        deleted = self.within_reach(request, ChangedRecord.objects.deleted())
        scope = request.GET.get("scope", "")
        if scope.isdecimal():
            deleted = deleted.filter(scope_id=scope)
        else:
            deleted = deleted.filter(kind=trees.label(self.model))
        changes = Change.objects.filter(pk__in=deleted.values("change"))
        page = Paginator(changes, A_PAGE).get_page(request.GET.get("page"))
        return self.shown(request, "deleted_records", _("Ce qui a été supprimé"), page=page,
                          deletions=list(self.deletions(page)))  # fmt: skip

    def deletions(self, changes) -> Iterator[Deletion]:
        found = ChangedRecord.objects.deleted().filter(change__in=[c.pk for c in changes])
        found = list(found.defer("before", "after").order_by("change", "pk"))
        there = still_there(found)
        by_change = {pk: list(of) for pk, of in groupby(found, lambda record: record.change_id)}
        for change in changes:
            gone = [r for r in by_change[change.pk] if (r.kind, r.object_id) not in there]
            if gone:
                others = Counter(r.model._meta.verbose_name_plural for r in gone[1:])
                restore = reverse(f"admin:{self.page_name('restore')}", args=[change.pk])
                yield Deletion(
                    change, gone[0].name, gone[0].model._meta.verbose_name,
                    ", ".join(f"{n} {kind}" for kind, n in others.items()), restore,
                )  # fmt: skip

    def restore_view(self, request, pk):
        change = get_object_or_404(Change, pk=pk)
        deleted = list(change.records.deleted().order_by("pk"))
        if not deleted:
            raise Http404
        for found in deleted:
            admin = self.admin_site._registry[found.model]
            if not admin.within_reach(request, ChangedRecord.objects.filter(pk=found.pk)).exists():
                raise Http404
            if not admin.may_restore(request, found):
                raise PermissionDenied
        with transaction.atomic():
            return self.restored(request, change, deleted)

    def restored(self, request, change, deleted):
        there = still_there(deleted)
        targets = [r.before for r in deleted if (r.kind, r.object_id) not in there]
        targets += loosened(change)
        said = [*returning.moved(targets), *returning.lost_pictures(targets)]
        reasons = returning.obstacles(targets, returning.current(targets))
        if len(there) == len(deleted):
            reasons = [_("Tout est déjà de nouveau là.")]
        if request.method == "POST" and not reasons:
            journal = journal_of(request)
            journal.coming(targets)
            try:
                returning.bring_back(targets)
            except returning.ReturnError as error:
                reasons = error.reasons
            else:
                journal.write(Change.Verb.RESTORED)
                self.message_user(request, _("Restauré : %s.") % deleted[0], messages.SUCCESS)
                meta = deleted[0].model._meta
                return redirect(f"admin:{meta.app_label}_{meta.model_name}_change",
                                deleted[0].object_id)  # fmt: skip
        shown = [(r, lines(None, r.before)) for r in deleted[:A_PAGE]]
        return self.shown(
            request, "restore_records", _("Restaurer"), change=change, deleted=shown,
            more=max(len(deleted) - A_PAGE, 0), notes=said, reasons=reasons,
        )  # fmt: skip


def counted(changes) -> dict[int, int]:
    """By act, how many records it changed."""
    found = ChangedRecord.objects.filter(change__in=list(changes)).order_by()
    return dict(found.values_list("change").annotate(n=Count("pk")))


def current(found: list[ChangedRecord]) -> dict[tuple, trees.Tree]:
    """By kind and id, the records as they are now."""
    states = {}
    for model in {record.model for record in found}:
        ids = {record.object_id for record in found if record.model is model}
        taken = trees.take(model, ids)
        states |= {(trees.label(model), pk): taken.get(pk) for pk in ids}
    return states


def still_there(found: list[ChangedRecord]) -> set[tuple[str, int]]:
    there = set()
    for kind in {record.kind for record in found}:
        ids = [record.object_id for record in found if record.kind == kind]
        model = next(record.model for record in found if record.kind == kind)
        there |= {(kind, row.pk) for row in trees.rows_of(model, "pk", ids)}
    return there


def loosened(change: Change) -> list[trees.Tree]:
    """What stayed and lost only its link to what went, with that link again."""
    found = []
    for record in change.records.filter(after__isnull=False, before__isnull=False):
        was, became = (tree["rows"][0]["values"] for tree in (record.before, record.after))
        for now in trees.take(record.model, [record.object_id]).values():
            values = now["rows"][0]["values"]
            lost = [n for n, value in became.items() if value is None and was[n] is not None]
            again = {name: was[name] for name in lost if values[name] is None}
            if again:
                values |= again
                found.append(now)
    return found
