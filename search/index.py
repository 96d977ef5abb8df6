"""The index follows the records: who asks next works off what triggers have marked.

Why at the question and not at the write: docs/adr/0004.
"""

import logging
from collections import defaultdict
from contextlib import contextmanager
from itertools import islice

from django.db import DatabaseError, connection, transaction

from search.documents import Document, Text
from search.models import SearchEntry, SearchMark, SearchMention, SearchToken, SearchWord
from search.normalise import written_words

logger = logging.getLogger(__name__)

BATCH = 500
ADD_MENTION = "INSERT INTO search_searchmention (word, entry) VALUES (%s, %s)"
# A question waits for no more texts than this; what remains is the next one's.
MOST_AT_ONCE = 300
# Nor for longer than this, where somebody else is writing.
WAIT = 250  # milliseconds

# By kind, the manager of its records and what of their querysets hands over documents.
KINDS: dict[str, tuple] = {}
TEXTS: set[str] = set()


def register(model) -> None:
    """Records of `model` are found by their names: its querysets have `documents()`."""
    KINDS[model._meta.model_name] = model._default_manager, "documents"


def register_text(kind: str, model) -> None:
    """Records of `model` are found by what is said there: its querysets have `texts()`."""
    KINDS[kind] = model._default_manager, "texts"
    TEXTS.add(kind)


def refresh(most: int | None = MOST_AT_ONCE) -> None:
    """Brings marked entries up to date. Where that can't be written, they are left out instead."""
    if not SearchMark.objects.exists():
        return
    try:
        with short_wait(), transaction.atomic():
            work_off(most)
    except DatabaseError:
        logger.warning("search: the index could not be brought up to date", exc_info=True)


def settle() -> None:
    """After many writes: works off every mark, and lets the database count its rows.

    SQLite never counts them by itself, and without it a keystroke takes twice as long.
    """
    refresh(most=None)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    except DatabaseError:
        logger.warning("search: the rows could not be counted", exc_info=True)


@contextmanager
def short_wait():
    """Waits for another writer, but not as long as a write of somebody's own may."""
    if connection.vendor == "postgresql":  # there it is a setting of the transaction
        yield
        return
    with connection.cursor() as cursor:
        [usual] = cursor.execute("PRAGMA busy_timeout").fetchone()
        cursor.execute(f"PRAGMA busy_timeout = {WAIT}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {usual}")


def work_off(most: int | None) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = {WAIT}")
    # Locked: of two who ask at once, one works and the other waits.
    marks = next_marks(most)
    of_kind = defaultdict(set)
    for mark in marks:
        of_kind[mark.kind].add(mark.object_id)
    for kind, ids in sorted(of_kind.items()):
        for some in batches(sorted(ids)):
            replace(kind, some)
    for some in batches([mark.pk for mark in marks]):
        SearchMark.objects.filter(pk__in=some).delete()


def next_marks(most: int | None) -> list[SearchMark]:
    """Of texts, which take longer, `most`; of names ten times as many: None for all."""
    marks = SearchMark.objects.select_for_update().order_by("pk")
    names, texts = marks.exclude(kind__in=TEXTS), marks.filter(kind__in=TEXTS)
    return [*names[: most and 10 * most], *texts[:most]]


def rebuild() -> int:
    """Makes the whole index again, and says how many records are in it."""
    with transaction.atomic():
        for model in (SearchMark, SearchToken, SearchMention, SearchEntry, SearchWord):
            model.objects.all().delete()
        for kind, (records, _documents) in sorted(KINDS.items()):
            for ids in batches(records.order_by("pk").values_list("pk", flat=True)):
                replace(kind, ids)
        return SearchEntry.objects.exclude(kind__in=TEXTS).count()


def batches(items):
    items = iter(items)
    while some := list(islice(items, BATCH)):
        yield some


def replace(kind: str, ids: list[int]) -> None:
    """The entries of these records as they are now; a record that is gone has none."""
    old = SearchEntry.objects.filter(kind=kind, object_id__in=ids)
    # Their numbers, not a subquery: PostgreSQL would look through all mentions for it.
    if entries := list(old.values_list("pk", flat=True)):
        SearchMention.objects.filter(entry__in=entries).delete()
        SearchToken.objects.filter(kind=kind, object_id__in=ids).delete()
        old.delete()
    manager, documents = KINDS[kind]
    write = write_texts if kind in TEXTS else write_names
    write(kind, list(getattr(manager.filter(pk__in=ids), documents)()))


def write_names(kind: str, documents: list[Document]) -> None:
    SearchEntry.objects.bulk_create(
        SearchEntry(
            kind=kind,
            object_id=document.object_id,
            forms=[
                [form, [[word.written, *word.spellings] for word in written_words(form)]]
                for form in document.forms
            ],
            weight=document.weight,
        )
        for document in documents
    )
    found = [
        SearchToken(kind=kind, text=text, object_id=document.object_id, weight=document.weight)
        for document in documents
        for text in sorted(document.tokens())
    ]
    SearchToken.objects.bulk_create(found)
    learn(kind, {token.text for token in found})


def write_texts(kind: str, texts: list[Text]) -> None:
    words = {text.object_id: {*text.words, *text.name_words} for text in texts}
    entries = SearchEntry.objects.bulk_create(
        SearchEntry(
            kind=kind,
            object_id=text.object_id,
            forms=[" ".join(text.name_words)],
            words=" ".join(text.words),
            weight=text.weight,
        )
        for text in texts
    )
    vocabulary = set().union(*words.values())
    learn(kind, vocabulary)
    known = {}
    for some in batches(sorted(vocabulary)):
        known |= SearchWord.objects.filter(kind=kind, text__in=some).values_list("text", "pk")
    mentions = [(known[word], entry.pk) for entry in entries for word in words[entry.object_id]]
    if mentions:
        with connection.cursor() as cursor:  # a hundred a text: as records they take tenfold
            cursor.executemany(ADD_MENTION, mentions)


def learn(kind: str, vocabulary: set[str]) -> None:
    SearchWord.objects.bulk_create(
        (SearchWord(kind=kind, text=text) for text in sorted(vocabulary)), ignore_conflicts=True
    )
