"""Whose programme it is: an organiser sees and edits the editions that are theirs, and no other."""

from functools import reduce
from operator import or_

from django.db.models import Q
from django.utils.translation import gettext as _

from events.admin.drafts import filter_by
from events.models import (
    Appearance,
    Correction,
    Day,
    Edition,
    Involvement,
    Position,
    Release,
    Reply,
    Session,
)

# From each kind of record to its edition.
TO_EDITION = {
    Edition: ("pk",),
    Day: ("edition",),
    Session: ("day__edition",),
    Appearance: ("session__day__edition",),
    Position: ("appearance__session__day__edition",),
    Involvement: ("edition", "session__day__edition"),
    Correction: ("edition", "session__day__edition"),
    Reply: ("edition", "session__day__edition"),
    Release: ("edition",),
}


def own(records, user):
    """`records` (a queryset of one of the kinds above) of the editions that `user` organises."""
    if user.has_perm("events.change_any_edition"):
        return records
    editions = Edition.objects.run_by(user).values("pk")
    paths = TO_EDITION[records.model._meta.concrete_model]
    return records.filter(reduce(or_, (Q(**{f"{path}__in": editions}) for path in paths)))


class OwnedAdmin:
    """A ModelAdmin of records of an edition; the others are not there at all."""

    def get_queryset(self, request):
        return own(super().get_queryset(request), request.user)

    def get_list_filter(self, request):
        paths = TO_EDITION[self.model._meta.concrete_model]
        return [filter_by(paths), *super().get_list_filter(request)]

    def zone_of(self, record):
        path = TO_EDITION[self.model._meta.concrete_model][0].replace("pk", "")
        return reduce(getattr, filter(None, path.split("__")), record).zone

    def within_reach(self, request, deleted):
        if request.user.has_perm("events.change_any_edition"):
            return deleted
        return deleted.filter(scope_id__in=Edition.objects.run_by(request.user).values("pk"))

    def out_of_reach(self, request, now, target):
        """An edition of somebody else's, to be a part of or to stand for."""
        was, wanted = (tree["rows"][0]["values"] for tree in (now, target))
        theirs = [
            wanted[field.attname]
            for field in self.model._meta.concrete_fields
            if field.related_model is Edition and wanted[field.attname] != was[field.attname]
        ]
        own_ids = Edition.objects.run_by(request.user).filter(pk__in=theirs)
        foreign = Edition.objects.filter(pk__in=theirs).exclude(pk__in=own_ids.values("pk"))
        return [_("« %s » n’est pas une de vos éditions.") % edition for edition in foreign]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field and field.queryset.model._meta.concrete_model in TO_EDITION:
            field.queryset = own(field.queryset, request.user)
        return field
