"""Looking up many values at once, within what a database takes in one statement."""

from collections.abc import Iterable, Iterator

SIZE = 500


def in_batches(values: Iterable) -> Iterator[list]:
    values = list(values)
    return (values[start : start + SIZE] for start in range(0, len(values), SIZE))


def batched_in(queryset, field: str, values: Iterable) -> Iterator:
    """The rows of `queryset` whose `field` is one of `values`."""
    for batch in in_batches(dict.fromkeys(values)):
        yield from queryset.filter(**{f"{field}__in": batch})
