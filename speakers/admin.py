from django.contrib import admin

from desk.directory import DirectoryAdmin
from speakers.models import Speaker, SpeakerName
from speakers.sorting import sort_name


class SpeakerNameInline(admin.TabularInline):
    model = SpeakerName
    extra = 0


@admin.register(Speaker)
class SpeakerAdmin(DirectoryAdmin):
    inlines = [SpeakerNameInline]
    list_display = ["sort_name", "name", "qualifier"]

    def from_name(self, name):
        speaker = super().from_name(name)
        speaker.sort_name = sort_name(name)[:200]
        return speaker
