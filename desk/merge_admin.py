"""The pages on which two records are compared, merged, told apart, and un-merged."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from desk.duplicates import probable
from desk.journal import journal_of
from desk.merging import MergeError, holdings, merge_records, obstacles, undo_merge


class ReasonForm(forms.Form):
    reason = forms.CharField(
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2, "cols": 60}),
        error_messages={"required": "Dites pourquoi : un jour, quelqu’un demandera."},
    )


class MergeableAdmin:
    """A ModelAdmin of records that may be one and the same: suggestions, merge, undo."""

    actions = ["merge_two"]
    change_list_template = "admin/mergeable_change_list.html"

    def get_queryset(self, request):
        """What was merged is chosen for nothing new."""
        return super().get_queryset(request).filter(merged_into=None)

    def may_undo(self, request, found):
        """Who is part of another one by now is in no list, and in the directory all the same."""
        if found.after is None:
            return super().may_undo(request, found)
        return found.before is None or self.has_change_permission(request)

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("duplicates/", wrap(self.duplicates_view), name=self.named("duplicates")),
            path("<int:kept>/merge/<int:merged>/", wrap(self.merge_view), name=self.named("merge")),
            path("<int:one>/apart/<int:other>/", wrap(self.apart_view), name=self.named("apart")),
            path("merges/<int:pk>/undo/", wrap(self.undo_view), name=self.named("undo_merge")),
            *super().get_urls(),
        ]

    def named(self, page: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{page}"

    def to(self, page: str, *args) -> str:
        return reverse(f"admin:{self.named(page)}", args=args)

    def must_be_allowed(self, request):
        if not (self.has_change_permission(request) and self.has_delete_permission(request)):
            raise PermissionDenied

    def page(self, request, template: str, title: str, **context):
        context |= {**self.admin_site.each_context(request), "opts": self.opts, "title": title}
        context |= {"media": self.media, "changelist": self.to("changelist")}
        return TemplateResponse(request, f"admin/{template}.html", context)

    @admin.action(description="Fusionner les deux fiches choisies…", permissions=["delete"])
    def merge_two(self, request, queryset):
        chosen = list(queryset.order_by("pk")[:3])
        if len(chosen) != 2:
            self.message_user(request, _("Choisissez exactement deux fiches."), messages.ERROR)
            return None
        return redirect(self.to("merge", *(record.pk for record in chosen)))

    def duplicates_view(self, request):
        self.must_be_allowed(request)
        apart = self.distinctions().pairs()
        pairs = probable(self.get_queryset(request), apart)
        return self.page(request, "duplicates", _("Doublons probables"), pairs=[
            (pair, self.to("merge", pair.one.pk, pair.other.pk)) for pair in pairs[:100]
        ], total=len(pairs))  # fmt: skip

    def distinctions(self):
        return self.model.distinctions()

    def merge_view(self, request, kept, merged):
        self.must_be_allowed(request)
        kept, merged = (get_object_or_404(self.model, pk=pk) for pk in (kept, merged))
        form = ReasonForm(request.POST or None)
        against = obstacles(kept, merged)
        if request.method == "POST" and form.is_valid() and not against:
            journal_of(request).about([kept, merged])
            try:
                merge = merge_records(
                    kept=kept, merged=merged, reason=form.cleaned_data["reason"], by=request.user
                )
            except MergeError as error:
                against = [str(error)]
            else:
                self.log_change(request, kept, f"{merge} : {merge.reason}")
                self.message_user(request, _("Fusionnés : %s.") % merge)
                return redirect(self.to("change", kept.pk))
        both = [(record, list(holdings(record))) for record in (kept, merged)]
        return self.page(
            request, "merge", _("Fusionner deux fiches"), kept=kept, merged=merged, both=both,
            form=form, obstacles=against, swap=self.to("merge", merged.pk, kept.pk),
            apart=self.to("apart", kept.pk, merged.pk),
            told_apart=self.distinctions().between(kept, merged).first(),
        )  # fmt: skip

    def apart_view(self, request, one, other):
        self.must_be_allowed(request)
        one, other = (get_object_or_404(self.model, pk=pk) for pk in (one, other))
        if request.method == "POST" and not self.distinctions().between(one, other).exists():
            reason = request.POST.get("reason", "").strip()[:300]
            self.distinctions().create(one=one, other=other, reason=reason, made_by=request.user)
            self.message_user(request, _("Retenu : « %(one)s » et « %(other)s » sont deux fiches.")
                              % {"one": one, "other": other})  # fmt: skip
        return redirect(self.to("duplicates"))

    def undo_view(self, request, pk):
        self.must_be_allowed(request)
        merge = get_object_or_404(self.model().merge_model, pk=pk)
        if request.method == "POST":
            journal_of(request).about([merge.kept, merge.merged])
            try:
                undo_merge(merge=merge, by=request.user)
            except MergeError as error:
                self.message_user(request, str(error), messages.ERROR)
            else:
                self.log_change(request, merge.kept, f"défait : {merge}")
                self.message_user(request, _("De nouveau deux fiches : %s.") % merge)
            return redirect(self.to("change", merge.kept_id))
        return self.page(request, "undo_merge", _("Défaire la fusion"), merge=merge)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj and self.has_delete_permission(request):
            context["merges"] = [(m, self.to("undo_merge", m.pk)) for m in obj.merges]
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def changelist_view(self, request, extra_context=None):
        extra = {"duplicates": self.to("duplicates")} | (extra_context or {})
        return super().changelist_view(request, extra)
