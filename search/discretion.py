"""What was printed, as the public may read it: a hidden name gives way to the present one.

The row keeps what was printed, and shows it again when the name is no longer hidden.
"""

from django.db.models.query import ModelIterable, QuerySet

from search.normalise import WORD, words


class HiddenNames:
    """The hidden names of people, or of organisations, and what they are called today."""

    def __init__(self, model):
        hidden = model.names.rel.related_model.objects.filter(hidden=True)
        owner = model.names.field.attname
        present = f"{model.names.field.name}__name"
        self.of: dict[int, list[tuple[list[str], str]]] = {}
        for pk, name, now in hidden.values_list(owner, "name", present):
            # What is a part of the present name hides nothing.
            if not run_of(words(name), words(now)):
                self.of.setdefault(pk, []).append((words(name), now))

    def without(self, text: str, owner: int | None) -> str:
        """`text` with the present name in place of every hidden one of `owner`."""
        for hidden, present in self.of.get(owner, ()):
            text = replaced(text, hidden, present)
        return text


def run_of(part: list[str], whole: list[str]) -> bool:
    """Do the words stand in this order, one after the other, in `whole`?"""
    return any(part == whole[at : at + len(part)] for at in range(len(whole) - len(part) + 1))


def replaced(text: str, hidden: list[str], present: str) -> str:
    """Without regard to case, accents and signs, as names are compared everywhere."""
    found = [(word, folded) for word in WORD.finditer(text) for folded in words(word.group())]
    for at in range(len(found) - len(hidden), -1, -1):
        run = found[at : at + len(hidden)]
        if hidden and [folded for _word, folded in run] == hidden:
            text = text[: run[0][0].start()] + present + text[run[-1][0].end() :]
            return replaced(text[: run[0][0].start()], hidden, present) + text[run[0][0].start() :]
    return text


class DiscreetIterable(ModelIterable):
    def __iter__(self):
        model = self.queryset.model
        owner = model._meta.get_field(model.PRINTED_OF)
        hidden = HiddenNames(owner.related_model)
        for row in super().__iter__():
            for name in model.PRINTED if hidden.of else ():
                setattr(row, name, hidden.without(getattr(row, name), getattr(row, owner.attname)))
            yield row


class DiscreetQuerySet(QuerySet):
    """Of a model with texts `PRINTED` that may name its `PRINTED_OF`."""

    def discreet(self):
        """For reading, never for saving."""
        found = self._chain()
        found._iterable_class = DiscreetIterable
        return found
