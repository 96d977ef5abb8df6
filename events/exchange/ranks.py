"""The ranks of a day in which something comes, goes or moves; all others keep theirs.

Who asks for a rank gets it and the others make room. Who asks for none stands by the hour; without
an hour, behind the row above in the file.
"""

from events.exchange.lines import Line
from events.models import Session


def give_ranks(sessions: list[Session], lines: list[Line], kept: list[Line]) -> None:
    """`sessions` are all of the edition, on their new days; `kept` the lines that are written."""
    moved = [line for line in kept if line.rank or "day" in line.wanted]
    asked = {id(line.session): (line.rank, 0, line.number) for line in moved if line.rank}
    arrived = {id(line.session) for line in moved if not line.rank}
    by_day = {line.session.day_id: [] for line in moved}
    for session in sessions:
        if session.day_id in by_day and id(session) not in arrived:
            asked.setdefault(id(session), (session.position, 1, 0))
            by_day[session.day_id].append(session)
    for of_day in by_day.values():
        of_day.sort(key=lambda session: asked[id(session)])
    above = None
    for line in lines:
        if id(line.session) in arrived:
            insert(by_day[line.session.day_id], line.session, above)
        above = line.session
    for of_day in by_day.values():
        last = 0
        for session in of_day:
            wish = asked.get(id(session), (0,))[0]
            session.position = last = max(wish, last + 1)


def insert(of_day: list[Session], session: Session, above: Session | None) -> None:
    """Before what starts later; without an hour behind the row above; else at the end."""
    later = [at for at, other in enumerate(of_day) if starts_later(other, session)]
    followed = [at for at, other in enumerate(of_day) if other is above]
    if later:
        of_day.insert(later[0], session)
    elif followed and not session.starts_at:
        of_day.insert(followed[0] + 1, session)
    else:
        of_day.append(session)


def starts_later(other: Session, session: Session) -> bool:
    return bool(other.starts_at and session.starts_at and other.starts_at > session.starts_at)
