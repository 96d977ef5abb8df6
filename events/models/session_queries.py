"""What one asks of sessions, each by its name."""

from datetime import timedelta

from django.db.models import Case, F, Q, When

from events.models.edition import Day, Edition
from events.models.sourced import SourcedQuerySet
from search.asking import Reading, all_of
from search.documents import Document, Text
from sources.models import Basis

# What a word asked of sessions may name.
NAMED = ("session", "speaker", "organisation", "session_text", "appearance")


class SessionQuerySet(SourcedQuerySet):
    def get_by_natural_key(self, session_uuid):
        return self.get(uuid=session_uuid)

    def published(self):
        return self.filter(self.model.is_public())

    def on(self, day):
        """Sessions of a day, and those of the edition's parts on the same date."""
        if not day.date:
            return self.filter(day=day)
        of_part = Q(date=day.date, edition__part_of=day.edition_id)
        days = Day.objects.filter(Q(pk=day.pk) | of_part).order_by()
        return self.filter(day__in=days.values("pk"))

    def of(self, edition):
        """Sessions of an edition and of its parts, and the item elsewhere that is the edition."""
        days = Day.objects.filter(Q(edition=edition) | Q(edition__part_of=edition)).values("pk")
        sessions = self.model._base_manager.order_by()
        # Each by its index: in one condition, the sessions of all years would be looked through.
        own = sessions.filter(day__in=days).values("pk")
        elsewhere = sessions.filter(stands_for=edition).values("pk")
        return self.filter(pk__in=own.union(elsewhere, all=True))

    def with_speaker(self, speaker):
        return self.filter(pk__in=speaker.appearances.sourced().values("session"))

    def involving(self, organisation):
        """Sessions somebody appeared in for the organisation, or that it took part in itself."""
        from events.models.appearance import Appearance
        from events.models.involvement import Involvement

        appearances = Appearance.objects.made_for(organisation)
        involvements = Involvement.objects.sourced().of(organisation).taking_part()
        return self.filter(
            Q(pk__in=appearances.values("session"))
            | Q(pk__in=involvements.filter(session__isnull=False).values("session"))
        )

    def answering(self, reading: Reading):
        """Every word is in the title, the edition's, the text, or names who appears, as what."""
        from events.models.appearance import Appearance

        def found_by(asked):
            named = Appearance.objects.naming(asked)
            return (
                Q(pk__in=asked.ids("session"))
                | Q(pk__in=asked.ids("session_text"))
                | Q(pk__in=named.values("session"))
            )

        return self.filter(all_of(reading, found_by))

    def documents(self):
        """What the search knows of a session's name; the latest comes first."""
        for session in self.select_related("day__edition"):
            names = (session.title, session.day.edition.title)
            date = session.day.date
            yield Document(session.pk, names, date.toordinal() if date else 0, is_title=True)

    def texts(self):
        """What the search knows of a session beside its name; the latest comes first."""
        for session in self.select_related("day__edition").prefetch_related("topics"):
            topics = [topic.name for topic in session.topics.all()]
            parts = (session.title, session.day.edition.title, *topics, session.track)
            date = session.day.date
            yield Text(session.pk, (*parts, session.summary), date.toordinal() if date else 0)

    def timed(self):
        return self.filter(starts_at__isnull=False)

    def years(self) -> list[int]:
        """The years of the dated sessions, latest first."""
        dates = self.dated().dates("day__date", "year", order="DESC")
        return [date.year for date in dates]

    def dated(self):
        return self.filter(day__date__isnull=False)

    def in_calendars(self):
        """Sessions with a date, and those that lost theirs: calendars may hold them there."""
        return self.filter(Q(day__date__isnull=False) | Q(stamp__was_on__isnull=False))

    def called_off(self):
        """Cancelled themselves, or with an edition that they are in or stand for."""
        return self.filter(self.is_off())

    def is_off(self) -> Q:
        cancelled = Edition.Status.CANCELLED
        return (
            Q(status=self.model.Status.CANCELLED)
            | Q(day__edition__status=cancelled)
            | Q(day__edition__part_of__status=cancelled)
            | Q(stands_for__status=cancelled)
        )

    def with_off(self):
        """`off`: whether somebody called it off, for rows of values."""
        return self.annotate(off=Case(When(self.is_off(), then=True), default=False))

    def expected(self):
        """What the clock may speak of: the hour is stated, and nobody called it off."""
        called_off = Q(status=self.model.Status.CANCELLED) | Q(
            day__edition__status=Edition.Status.CANCELLED
        )
        return self.timed().exclude(start_basis=Basis.INFERRED).exclude(called_off)

    def begun_lately(self, now):
        """Begun within the last day; whether they are still on, `events.now` says."""
        begun = self.expected().filter(starts_at__lte=now, starts_at__gt=now - timedelta(days=1))
        return begun.order_by("starts_at", "pk")

    def after(self, now):
        return self.expected().filter(starts_at__gt=now).order_by("starts_at", "pk")

    def disagreeing_with(self, session):
        """Sessions of the same day whose known start contradicts their place beside `session`."""
        earlier = Q(position__lt=session.position, starts_at__gt=session.starts_at)
        later = Q(position__gt=session.position, starts_at__lt=session.starts_at)
        return self.filter(earlier | later, day=session.day_id)

    def newest_first(self):
        """The latest dates first, each day in its running order; undated days last."""
        return self.order_by(
            F("day__date").desc(nulls_last=True), "day__edition__slug", "day__position", "position"
        )

    def staged(self):
        """Sessions where somebody is said to have sat at a table."""
        at_table = {"appearances__role__in": ["panellist", "moderator"]}
        return self.filter(appearances__unsourced=False, **at_table).distinct()

    def in_order(self):
        """The running order: by date, undated days last, then edition, day and position."""
        return self.order_by(
            F("day__date").asc(nulls_last=True), "day__edition__slug", "day__position", "position"
        )

    def with_place(self):
        return self.select_related(
            "day__edition__part_of", "day__venue", "venue", "room__venue", "stamp", "stands_for"
        )

    def with_day(self):
        """What an outline of the programme says: the place and the day, with its sources."""
        return self.with_place().cited()

    def with_room(self):
        """What a short row says of the session itself; `Appearance.objects.billing` tells who."""
        return self.defer("summary").prefetch_related("venue", "stands_for")

    def with_lineup(self):
        """All that a session's page and its row say."""
        from events.models.involvement import Involvement

        involvements = Involvement.objects.sourced().with_organisation()
        return self.with_entry().attached(involvements=involvements)

    def with_entry(self):
        """What its entry in a calendar says."""
        from events.models.appearance import Appearance

        lineup = Appearance.objects.in_lineup()
        return self.with_place().prefetch_related("topics").attached(appearances=lineup).cited()

    def with_links(self):
        """What the page of a session says, and no list."""
        return self.select_related("day__edition__venue").prefetch_related("links")
