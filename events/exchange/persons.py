r"""Who is in a session, in one cell: written, and read.

    Diego De Biasio (animation ; Technoport SA) | Anna Schmit (directrice de l’eau)

A bar or a line end stands between people. In brackets: the role, then each position as printed,
with semicolons between; without a role it is that of a speaker. « invité spécial » and
« implicite » may follow the role after a comma. `[anna-schmit]` after a name is the address in the
directory, `[?]` says that the name is nobody's, `[+]` that it is somebody new's, and « ? » alone is
somebody whom the source does not name.
A backslash before one of these signs makes it a letter.
"""

import re
from dataclasses import dataclass, replace

from events.exchange.cells import SEPARATOR, CellError, folded, label, spoken
from events.models import Appearance
from sources.models import Basis

Role = Appearance.Role
NAME_SIGNS, POSITION_SIGNS = r"\|()[];,", r"\|;"
GUEST = {"invite special", "invitee speciale", "special guest", "ehrengast", "invite dhonneur"}
IMPLIED = {"implicite", "implied", "implizit"}
# Beside what the site calls the roles.
ROLES = {
    "speaker": "intervenant intervenante orateur oratrice conferencier conferenciere vortrag",
    "panellist": "panelliste panelist participant participante podium",
    "moderator": "moderateur moderatrice moderation animateur animatrice moderatorin",
    "host": "hote hotesse gastgeber gastgeberin",
    "performer": "artiste",
    "interviewee": "interviewe interviewee interview",
    "present": "present presente anwesend",
}
OF_WORD = {word: role for role, words in ROLES.items() for word in words.split()}


@dataclass(frozen=True)
class Mention:
    """A person in a session as a cell says it. `slug` "?" is nobody of the directory."""

    name: str
    slug: str = ""
    role: str = Role.SPEAKER
    special_guest: bool = False
    basis: str = Basis.STATED
    positions: tuple[str, ...] = ()


def written(mention: Mention) -> str:
    text = escaped(mention.name, NAME_SIGNS) or "?"
    if mention.slug and mention.name:
        text += f" [{mention.slug}]"
    details = [escaped(position, POSITION_SIGNS) for position in mention.positions]
    plain = mention.role == Role.SPEAKER and not flags(mention)
    if not plain or (details and stated_by(mention.positions[0])):
        details.insert(0, ", ".join([label(Role, mention.role), *flags(mention)]))
    return f"{text} ({' ; '.join(details)})" if details else text


def written_all(mentions) -> str:
    return SEPARATOR.join(map(written, mentions))


def flags(mention: Mention) -> list[str]:
    guest = ["invité spécial"] if mention.special_guest else []
    return guest + (["implicite"] if mention.basis == Basis.IMPLIED else [])


def read_all(text: str) -> list[Mention]:
    parts = (part.strip() for part in split(text, "|\n"))
    return [read(part) for part in parts if part]


def read(text: str) -> Mention:
    name, details = halves(text)
    slug = ""
    if found := re.search(r"(?<!\\)\[([^\[\]]*)\]$", name):
        name, slug = name[: found.start()].strip(), found[1].strip()
    if re.search(r"(?<!\\)[;,]", name):
        raise CellError(
            f"« {text[:60]} » : une barre | sépare les personnes, leur fonction est entre "
            r"parenthèses ; une virgule qui est du nom s’écrit « \, »"
        )
    mention = Mention(unescaped(" ".join(name.split())), slug)
    if mention.name == "?":
        mention = replace(mention, name="", slug="?")
    if len(mention.name) > 200:
        raise CellError("un nom a plus de 200 caractères")
    return with_details(mention, details)


def halves(text: str) -> tuple[str, str]:
    """The name, and what stands in the brackets at the end."""
    opens = re.search(r"(?<!\\)\(", text)
    if not opens:
        if re.search(r"(?<!\\)\)", text):
            raise CellError(f"« {text[:60]} » : une parenthèse n’est pas ouverte")
        return text, ""
    if not re.search(r"(?<!\\)\)$", text):
        raise CellError(f"« {text[:60]} » : une parenthèse n’est pas fermée, ou du texte la suit")
    return text[: opens.start()].strip(), text[opens.end() : -1]


def with_details(mention: Mention, details: str) -> Mention:
    parts = [" ".join(unescaped(part).split()) for part in split(details, ";")]
    parts = [part for part in parts if part]
    if parts and (stated := stated_by(parts[0])):
        mention, parts = replace(mention, **stated), parts[1:]
    if any(len(part) > 300 for part in parts):
        raise CellError(f"{mention.name} : une fonction a plus de 300 caractères")
    return replace(mention, positions=tuple(parts))


def stated_by(part: str) -> dict:
    """The role and what follows it; nothing where any of it is no such word: it is a position."""
    stated = {}
    for word in part.split(","):
        if role := role_of(word):
            stated["role"] = role
        elif folded(word) in GUEST:
            stated["special_guest"] = True
        elif folded(word) in IMPLIED:
            stated["basis"] = Basis.IMPLIED
        else:
            return {}
    return stated


def role_of(text: str) -> str:
    word = folded(text)
    return spoken(Role).get(word) or OF_WORD.get(word, "")


def split(text: str, signs: str) -> list[str]:
    """At each of `signs` without a backslash before it."""
    return re.split(rf"(?<!\\)[{re.escape(signs)}]", text)


def escaped(text: str, signs: str) -> str:
    return re.sub(rf"[{re.escape(signs)}]", lambda found: f"\\{found[0]}", text)


def unescaped(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)
