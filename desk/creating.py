"""A record that a form names and nobody has yet: made from its name, beside those alike."""

from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBadRequest, JsonResponse
from django.urls import path, reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from desk.duplicates import Named, compare
from desk.rows import KnownSelect
from search.normalise import fold

# Stands before the name in the choice that makes the record.
NEW = "new:"
# Before so many letters nobody means a new name.
SHORTEST = 3
MOST_ALIKE = 5


class Choices(AutocompleteJsonView):
    """The records found, then those of nearly that name, and at last a new one of that name."""

    def get(self, request, *args, **kwargs):
        self.term, self.model_admin, self.source_field, _to_field = self.process_request(request)
        if not self.has_perm(request):
            raise PermissionDenied
        self.object_list = self.get_queryset()
        context = self.get_context_data()
        found, page = list(context["object_list"]), context["page_obj"]
        results = [self.serialize_result(record, "pk") for record in found]
        name = clean(self.term)
        may = self.model_admin.has_add_permission(request)
        if may and page.number == 1 and len(name) >= SHORTEST:
            results += [self.told(*alike) for alike in self.alike(name, found)]
            results.append({"id": f"{NEW}{name}", "name": name, "text": _("Créer « %s »") % name})
        return JsonResponse({"results": results, "pagination": {"more": page.has_next()}})

    def serialize_result(self, obj, to_field_name):
        return super().serialize_result(obj, to_field_name) | {"name": obj.name}

    def told(self, record, evidence: str) -> dict:
        told = self.serialize_result(record, "pk")
        return told | {"text": f"{told['text']} : {evidence}"}

    def alike(self, name: str, found: list):
        """Who is written nearly so, with the evidence: to be looked at before somebody is made."""
        typed = Named.called(None, [name])
        near = (
            self.model_admin.get_queryset(self.request)
            .matching(name)
            .exclude(pk__in=[record.pk for record in found])
        )
        for record in near.with_names()[:MOST_ALIKE]:
            _likeness, evidence = compare(typed, Named.of(record))
            yield record, evidence or _("un nom qui ressemble")


def clean(name: str) -> str:
    return " ".join(name.split())


def free_slug(model, name: str) -> str:
    base = slugify(fold(name))[:70].strip("-") or model._meta.model_name
    slug, number = base, 1
    while model.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{base}-{number}"
    return slug


class CreatableAdmin:
    """A ModelAdmin of records that a name is enough for."""

    def get_urls(self):
        wrap, named = self.admin_site.admin_view, f"{self.opts.app_label}_{self.opts.model_name}"
        choices = wrap(Choices.as_view(admin_site=self.admin_site))
        return [
            path("choices/", choices, name=f"{named}_choices"),
            path("named/", wrap(self.named_view), name=f"{named}_named"),
            *super().get_urls(),
        ]

    def from_name(self, name: str):
        return self.model(name=name, slug=free_slug(self.model, name))

    def named_view(self, request):
        """Makes one of the name that was sent."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        name = clean(request.POST.get("name", ""))
        if (
            request.method != "POST"
            or not 0 < len(name) <= self.model._meta.get_field("name").max_length
        ):
            return HttpResponseBadRequest()
        record = self.from_name(name)
        record.save()
        self.log_addition(request, record, _("créée en la nommant"))
        return JsonResponse({"id": str(record.pk), "name": record.name, "text": str(record)})


class CreatingSelect(KnownSelect):
    """An autocomplete whose last choice makes what was typed; without a script, that of before."""

    class Media:
        js = ["js/creating.js"]

    def get_url(self):
        return reverse(f"{self.admin_site.name}:{self.stem}_choices")

    @property
    def stem(self) -> str:
        meta = self.field.remote_field.model._meta
        return f"{meta.app_label}_{meta.model_name}"

    def build_attrs(self, base_attrs, extra_attrs=None):
        create = reverse(f"{self.admin_site.name}:{self.stem}_named")
        return super().build_attrs(base_attrs, extra_attrs) | {"data-create": create}
