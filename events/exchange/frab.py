"""A frab programme brought in by hand: the command's import, tried and told row by row."""

from datetime import date

from events.exchange.columns import folded
from events.exchange.directory import Directory
from events.exchange.trial import CREATED, Before, Outcome, Result, differences, tried, what_of
from events.importers.batches import batched_in
from events.importers.parsed import Schedule, ScheduleError
from events.importers.schedule import import_schedule
from events.models import Edition, Session
from speakers.models import Speaker


def try_schedule(*, edition: Edition, parsed: Schedule, read_on: date, seen: str = "") -> Result:
    refuse_sessions_of_others(edition, parsed)
    keys = {event.key for event in parsed.events} | {event.id for event in parsed.events} - {""}

    def write(edition: Edition, before: Before) -> Result:
        before.is_written_to()
        known = set(Speaker.objects.values_list("pk", flat=True))
        report = import_schedule(parsed=parsed, edition=edition.slug, read_on=read_on)
        new = [person for person in Speaker.objects.order_by("pk") if person.pk not in known]
        for person in new:
            before.sheet.directory.by_name.setdefault(folded(person.name), {person.pk})
        added = {"personnes": [str(person) for person in new]} if new else {}
        return Result(added=added, notes=report.warnings)

    def tell(result: Result, before: dict, after: dict) -> None:
        sessions = Session.objects.filter(day__edition=edition).in_bulk()
        for pk, row in after.items():
            session = sessions[pk]
            if not {session.external_id, str(session.uuid)} & keys:
                result.absent.append(row["title"])
                continue
            changes = list(differences(before.get(pk, {}), row))
            what = what_of(changes) if pk in before else CREATED
            result.outcomes.append(Outcome(None, row["title"], what, changes))

    return tried(edition, write, Directory(), tell, seen)


def refuse_sessions_of_others(edition: Edition, parsed: Schedule) -> None:
    """As the command, without telling one organiser what another plans."""
    guids = [event.guid for event in parsed.events if event.guid]
    others = Session.objects.exclude(day__edition=edition)
    if any(True for _other in batched_in(others, "uuid", guids)):
        raise ScheduleError(
            "Des séances de ce fichier sont déjà d’une autre édition : un fichier va dans celle où "
            "il est allé d’abord."
        )
