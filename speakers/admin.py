from django.contrib import admin

from desk.correcting import CorrectableAdmin
from desk.creating import CreatableAdmin
from desk.hidden import DiscreetAdmin
from desk.merge_admin import MergeableAdmin
from desk.versions import VersionedAdmin
from images.admin import PicturesAdmin
from speakers.models import Speaker, SpeakerName
from speakers.sorting import sort_name


class SpeakerNameInline(admin.TabularInline):
    model = SpeakerName
    extra = 0


@admin.register(Speaker)
class SpeakerAdmin(
    CreatableAdmin,
    CorrectableAdmin,
    DiscreetAdmin,
    MergeableAdmin,
    PicturesAdmin,
    VersionedAdmin,
    admin.ModelAdmin,
):
    inlines = [SpeakerNameInline]
    list_display = ["sort_name", "name", "qualifier"]
    search_fields = ["name", "sort_key", "names__name", "names__key"]
    prepopulated_fields = {"slug": ["name"]}

    def from_name(self, name):
        speaker = super().from_name(name)
        speaker.sort_name = sort_name(name)[:200]
        return speaker
