"""What happened, where, when, with whom: one file per question."""

from events.models.appearance import Appearance, Position
from events.models.citation import Citation
from events.models.correction import Correction, Reply
from events.models.edition import Day, Edition, Series
from events.models.involvement import Involvement
from events.models.programme_file import ProgrammeFile
from events.models.release import Change, PreviewKey, Release, WorkingCopy
from events.models.session import Panel, Session, SessionLink
from events.models.topic import Topic
from events.models.traces import (
    EditionStamp,
    EditionTombstone,
    FormerSlug,
    Known,
    Revision,
    SessionStamp,
    Tombstone,
    TombstoneAppearance,
    TombstoneSubject,
    TombstoneText,
)
from events.models.venue import Room, Venue

__all__ = [
    "Appearance",
    "Change",
    "Citation",
    "Correction",
    "Day",
    "Edition",
    "EditionStamp",
    "EditionTombstone",
    "FormerSlug",
    "Involvement",
    "Known",
    "Panel",
    "Position",
    "PreviewKey",
    "ProgrammeFile",
    "Release",
    "Reply",
    "Revision",
    "Room",
    "Series",
    "Session",
    "SessionLink",
    "SessionStamp",
    "Tombstone",
    "TombstoneAppearance",
    "TombstoneSubject",
    "TombstoneText",
    "Topic",
    "Venue",
    "WorkingCopy",
]
