"""An edition's programme out to a spreadsheet and back: a file, its columns, a trial, a report."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from desk.journal import journal_of
from events.admin.ownership import own
from events.exchange import files
from events.exchange.columns import COLUMNS
from events.exchange.directory import NEW
from events.exchange.sheet import as_csv, as_xlsx
from events.exchange.tables import MAX_BYTES, MAX_ROWS, Table
from events.models import Edition, ProgrammeFile
from events.recording import whole_programme
from sources.models import Source

EXPORTS = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
# Whatever a file may bring about.
NEEDED = [
    *(f"events.{action}_{kind}" for action in ("add", "change", "delete")
      for kind in ("appearance", "position", "involvement", "citation")),
    "events.add_session", "events.change_session", "events.add_day", "events.add_venue",
    "events.add_room", "events.add_topic", "speakers.add_speaker",
    "organisations.add_organisation", "sources.add_source",
]  # fmt: skip


class UploadForm(forms.Form):
    file = forms.FileField(
        label="Fichier",
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx,.xml,.json"}),
        error_messages={"required": "Choisissez un fichier.", "empty": "Le fichier est vide."},
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(f"Le fichier dépasse {MAX_BYTES // 2**20} Mo, la limite.")
        return file

    def keep(self, edition: Edition, by) -> ProgrammeFile | None:
        """Keeps the file, or says in the form why it cannot be read."""
        file = self.cleaned_data["file"]
        try:
            return files.keep(edition=edition, name=file.name, data=file.read(), by=by)
        except (files.TableError, files.ScheduleError) as error:
            self.add_error("file", str(error))
            return None


class ColumnsForm(forms.Form):
    """Which column of the file is which, and who says what the file says."""

    source = forms.ModelChoiceField(
        Source.objects.order_by("publication", "title"), required=False, label="Source",
        empty_label="L’organisation elle-même : son propre programme",
        help_text="Qui dit ce que dit le fichier : la source de ce qu’il ajoute ou change. "
        "Le reste garde les siennes.",
    )  # fmt: skip

    def __init__(self, file: ProgrammeFile, table: Table, data=None):
        super().__init__(data, initial={"source": file.source_id})
        self.file, self.table = file, table
        choices = [("", "ne pas importer"), *((c.name, c.heading) for c in COLUMNS)]
        for at, column in enumerate(file.columns):
            self.fields[f"column-{at}"] = forms.ChoiceField(
                choices=choices, required=False, initial=column, label=table.headings[at] or "–"
            )

    def columns(self):
        """Each column's field, with some of what is in it."""
        for at in range(len(self.table.headings)):
            cells = dict.fromkeys(row.cells[at].strip() for row in self.table.rows[:200])
            yield self[f"column-{at}"], [cell[:60] for cell in cells if cell][:3]

    def clean(self):
        cleaned = super().clean()
        names = [cleaned.get(f"column-{at}", "") for at in range(len(self.table.headings))]
        for at, name in enumerate(names):
            if name and name in names[:at]:
                self.add_error(f"column-{at}", "Une autre colonne est déjà celle-ci.")
        if not {"title", "code"} & set(names):
            raise forms.ValidationError(
                "Dites quelle colonne est le titre, ou le code : sans l’un des deux, on ne sait "
                "de quelle séance parle une ligne."
            )
        cleaned["columns"] = names
        return cleaned

    def save(self) -> None:
        self.file.columns = self.cleaned_data["columns"]
        self.file.source = self.cleaned_data["source"]
        self.file.save(update_fields=["columns", "source"])


class ExchangePages:
    """Mixed into the admin of editions."""

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/export.<str:form>", wrap(self.export_view),
                 name="events_edition_export"),
            path("<int:pk>/import/", wrap(self.import_view), name="events_edition_import"),
            path("<int:pk>/import/<int:file>/columns/", wrap(self.columns_view),
                 name="events_edition_import_columns"),
            path("<int:pk>/import/<int:file>/", wrap(self.trial_view),
                 name="events_edition_import_trial"),
            *super().get_urls(),
        ]  # fmt: skip

    def own_edition(self, request, pk) -> Edition:
        edition = get_object_or_404(own(Edition.objects.all(), request.user), pk=pk)
        if not self.has_change_permission(request, edition):
            raise PermissionDenied
        return edition

    def own_file(self, request, pk, file) -> ProgrammeFile:
        if not request.user.has_perms(NEEDED):
            raise PermissionDenied
        edition = self.own_edition(request, pk)
        return get_object_or_404(ProgrammeFile, pk=file, edition=edition)

    def exchange_page(self, request, template: str, title: str, edition, **context):
        context |= {**self.admin_site.each_context(request), "opts": self.opts, "title": title}
        context |= {"media": self.media, "changelist": reverse("admin:events_edition_changelist")}
        context |= {"edition": edition}
        return TemplateResponse(request, f"admin/exchange/{template}.html", context)

    def export_view(self, request, pk, form):
        edition = self.own_edition(request, pk)
        if form not in EXPORTS:
            return redirect("admin:events_edition_import", edition.pk)
        write, content_type = EXPORTS[form]
        answer = HttpResponse(write(edition), content_type=content_type)
        answer["Content-Disposition"] = f'attachment; filename="{edition.slug}.{form}"'
        answer["Cache-Control"] = "private, no-store"
        return answer

    def import_view(self, request, pk):
        edition = self.own_edition(request, pk)
        if not request.user.has_perms(NEEDED):
            raise PermissionDenied
        form = UploadForm(*([request.POST, request.FILES] if request.method == "POST" else []))
        if form.is_valid() and (file := form.keep(edition, request.user)):
            return redirect(self.step_after_upload(file), edition.pk, file.pk)
        earlier = edition.programme_files.defer("content").select_related("uploaded_by")[:10]
        return self.exchange_page(request, "upload", "Importer, exporter", edition, form=form,
                                  earlier=earlier, max_rows=MAX_ROWS,
                                  megabytes=MAX_BYTES // 2**20)  # fmt: skip

    @staticmethod
    def step_after_upload(file: ProgrammeFile) -> str:
        return f"admin:events_edition_import_{'columns' if file.headings else 'trial'}"

    def columns_view(self, request, pk, file):
        file = self.own_file(request, pk, file)
        trial = redirect("admin:events_edition_import_trial", pk, file.pk)
        if file.imported_at or not file.headings:
            return trial
        form = ColumnsForm(file, files.read(bytes(file.content)), request.POST or None)
        if request.method == "POST" and form.is_valid():
            form.save()
            return trial
        return self.exchange_page(request, "columns", "Les colonnes du fichier", file.edition,
                                  form=form, file=file)  # fmt: skip

    def trial_view(self, request, pk, file):
        file = self.own_file(request, pk, file)
        if file.imported_at:
            return self.report(request, file)
        try:
            result, seen = self.attempted(request, file)
        except files.ScheduleError as error:
            messages.error(request, str(error))
            return redirect("admin:events_edition_import", pk)
        if result.kept:
            return redirect("admin:events_edition_import_trial", pk, file.pk)
        if seen:
            messages.warning(request, CHANGED)
        return self.exchange_page(request, "trial", "Essai de l’import", file.edition, file=file,
                                  result=result, new=NEW)  # fmt: skip

    def asked(self, request, file: ProgrammeFile) -> str:
        """The digest of the trial that is to be kept; nothing where somebody was chosen anew."""
        if request.method != "POST":
            return ""
        chosen = {name.removeprefix("who:"): value for name, value in request.POST.items()
                  if name.startswith("who:") and value}  # fmt: skip
        choices = file.choices | chosen
        if choices != file.choices:
            file.choices = choices
            file.save(update_fields=["choices"])
        return request.POST.get("seen", "") if "keep" in request.POST else ""

    @transaction.atomic
    def attempted(self, request, file: ProgrammeFile):
        """A trial, or the import itself: one act in the history of all that it changes."""
        seen = self.asked(request, file)
        if not seen:
            return files.attempt(file), seen
        with whole_programme(journal_of(request), file.edition):
            result = files.attempt(file, seen)
        if result.kept:
            said = DONE.format(**result.counts)
            self.log_change(request, file.edition, f"import de {file.name} : {said}")
            messages.success(request, f"Importé : {said}.")
        return result, seen

    def report(self, request, file: ProgrammeFile):
        return self.exchange_page(request, "report", "Compte rendu de l’import", file.edition,
                                  file=file, report=file.report)  # fmt: skip


CHANGED = (
    "Rien n’est importé : l’édition, ou l’un de vos choix, a changé depuis l’essai que vous avez "
    "vu. Voici l’essai refait ; regardez-le, puis importez."
)
DONE = (
    "séances créées {created}, modifiées {updated}, font place {pushed}, telles quelles "
    "{unchanged}, refusées {refused}"
)
