"""What a keystroke asks of the index: one statement for names of every kind, one for texts.

Written out: put together by querysets, they take longer to make than to answer.
"""

import json

from django.db import connection

from search.asking import Asked, Reading, Terms, required

# Of more that answer, the heaviest are rated, and those that have the very words.
MOST = 100

# The heaviest that answer, found in an index alone, …
NAMED = (
    "SELECT MIN(t.kind) AS kind, MIN(t.object_id) AS object_id FROM search_searchtoken t "
    "WHERE t.kind = %s AND ({})"
)
NAMED_ALSO = (
    "EXISTS (SELECT 1 FROM search_searchtoken o WHERE o.kind = %s "
    "AND o.object_id = t.object_id AND ({}))"
)
# The plus: or else SQLite goes through all objects to have them in groups.
HEAVIEST_NAMED = f"GROUP BY +t.object_id ORDER BY MAX(t.weight) DESC, MIN(t.object_id) LIMIT {MOST}"
SAYING = "SELECT e.kind, e.object_id FROM search_searchentry e WHERE e.kind = %s AND {}"
SAID = (
    "e.id IN (SELECT n.entry FROM search_searchmention n WHERE n.word IN "
    "(SELECT w.id FROM search_searchword w WHERE w.kind = %s AND ({})))"
)
HEAVIEST_SAYING = f"ORDER BY e.weight DESC, e.object_id LIMIT {MOST}"
# … and what is known of them; of what is out of date, nothing.
KNOWN = (
    "SELECT e.kind, e.object_id, e.weight, e.forms, e.words FROM ({}) AS found "
    "JOIN search_searchentry e ON e.kind = found.kind AND e.object_id = found.object_id "
    "WHERE NOT EXISTS (SELECT 1 FROM search_searchmark m WHERE m.kind = e.kind "
    "AND m.object_id = e.object_id)"
)

# By id of the record, weight, forms and words.
Entries = dict[int, tuple[int, list, str]]


def names(kinds, reading: Reading) -> dict[str, Entries]:
    """By kind, weight and forms of the heaviest entries whose names answer."""
    wanted = longest_first(required(reading))
    found = entries({kind: named(kind, [w.terms(kind) for w in wanted]) for kind in kinds})
    cut = [kind for kind in kinds if len(found[kind]) == MOST]
    exact = entries({kind: named(kind, [w.exactly() for w in wanted]) for kind in cut})
    return {kind: found[kind] | exact.get(kind, {}) for kind in kinds}


def texts(kinds, reading: Reading) -> dict[str, Entries]:
    """The same of texts. A short word beside longer ones is held against what they find."""
    wanted = required(reading)
    asked = [word for word in wanted if word.is_alone or not word.is_short] or wanted
    return entries({kind: said(kind, [word.terms(kind) for word in asked]) for kind in kinds})


def longest_first(wanted: Reading) -> list[Asked]:
    """The longest word has the fewest answers: each of them is asked for the others."""
    return sorted(wanted, key=lambda asked: -len(asked.word))


def named(kind: str, terms: list[Terms]) -> tuple[str, list]:
    conditions, parameters = each(kind, terms, [NAMED] + [NAMED_ALSO] * (len(terms) - 1))
    return f"{conditions} {HEAVIEST_NAMED}", parameters


def said(kind: str, terms: list[Terms]) -> tuple[str, list]:
    conditions, parameters = each(kind, terms, [SAID] * len(terms))
    return f"{SAYING.format(conditions)} {HEAVIEST_SAYING}", [kind, *parameters]


def each(kind: str, terms: list[Terms], conditions: list[str]) -> tuple[str, list]:
    written, parameters = [], []
    for condition, wanted in zip(conditions, terms, strict=True):
        words, values = wanted.sql()
        written.append(condition.format(words))
        parameters += [kind, *values]
    return " AND ".join(written), parameters


def entries(statements: dict[str, tuple[str, list]]) -> dict[str, Entries]:
    found: dict[str, Entries] = {kind: {} for kind in statements}
    if not statements:
        return found
    # In brackets of its own each: SQLite has no other way to limit a part of a union.
    ids = " UNION ALL ".join(
        f"SELECT * FROM ({one}) AS {kind}"  # noqa: S608 - kinds are ours, values are parameters
        for kind, (one, _) in statements.items()
    )
    with connection.cursor() as cursor:
        cursor.execute(
            KNOWN.format(ids), [value for _, values in statements.values() for value in values]
        )
        for kind, object_id, weight, forms, words in cursor.fetchall():
            found[kind][object_id] = weight, json.loads(forms), words
    return found
