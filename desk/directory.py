"""The admin of what the directory lists: people and organisations."""

from django.contrib import admin

from desk.correcting import CorrectableAdmin
from desk.creating import CreatableAdmin
from desk.hidden import DiscreetAdmin
from desk.merge_admin import MergeableAdmin
from desk.versions import VersionedAdmin
from images.admin import PicturesAdmin


class DirectoryAdmin(
    CreatableAdmin,
    CorrectableAdmin,
    DiscreetAdmin,
    MergeableAdmin,
    PicturesAdmin,
    VersionedAdmin,
    admin.ModelAdmin,
):
    """Searched by every name; made from a name typed elsewhere; merged, corrected, restored."""

    search_fields = ["name", "sort_key", "names__name", "names__key"]
    prepopulated_fields = {"slug": ["name"]}
