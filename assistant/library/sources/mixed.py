"""JSON objects and rows of tables: whose they are, told by their fields, and the papers in them.

An answer of the Daily Papers API, a line of the arXiv snapshot, an item of CSL-JSON, or a row of a person's own.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import chain, islice
from typing import Any

from assistant.library.papers import Paper
from assistant.library.sources import bibliography, huggingface, kaggle, rows
from assistant.library.sources.entries import Entry, Refused, Remark, Unreadable

LOOKED_AT = 50
"""Rows whose fields are seen before columns are guessed: the first one may leave some out."""
OWN = "file"
"""The source of papers from a person's own rows."""

Numbered = tuple[str, Any]
"""Where a value stands in its file, and the value, or the Unreadable that says why there is none."""


def read_answer(value: Any, file: str, featured: date | None = None) -> Iterator[Entry]:
    """The papers of a whole JSON value: a list, an object that holds one list of them, or one paper."""
    if isinstance(value, dict) and "paper" not in value and "title" not in value:
        lists = [each for each in value.values() if isinstance(each, list)]
        value = lists[0] if len(lists) == 1 else value
    values = value if isinstance(value, list) else [value]
    return read(((str(number), each) for number, each in enumerate(values, 1)), file, featured)


def read(values: Iterable[Numbered], file: str, featured: date | None = None) -> Iterator[Entry]:
    """The papers of these values, all of one kind; InputError where they have no title or no abstract."""
    rest = iter(values)
    first = list(islice(rest, LOOKED_AT))
    make, remark = _maker([value for _, value in first if not isinstance(value, Unreadable)], featured)
    if remark:
        yield Remark(file, remark)
    for where, value in chain(first, rest):
        try:
            if isinstance(value, Unreadable):
                raise value
            yield make(value)
        except Unreadable as reason:
            yield Refused(file, where, str(reason))


def _maker(values: list[Any], featured: date | None) -> tuple[Callable[[Any], Paper], str]:
    """What makes a Paper of each of these values, and what a person should know of it."""
    objects = [value for value in values if isinstance(value, dict)]
    if not objects or any(map(huggingface.recognises, objects)):
        return lambda value: huggingface.paper(value, featured), ""
    if kaggle.recognises(objects[0]):
        return _of_object(kaggle.paper), ""
    if bibliography.is_csl(objects[0]):
        return _of_object(bibliography.csl_paper), ""
    columns = rows.columns_among(dict.fromkeys(name for each in objects for name in each))
    return _of_object(lambda row: rows.paper(row, columns, OWN)), f"columns: {rows.described(columns)}"


def _of_object(make: Callable[[dict[str, Any]], Paper]) -> Callable[[Any], Paper]:
    def checked(value: Any) -> Paper:
        if not isinstance(value, dict):
            raise Unreadable("it is not an object")
        return make(value)

    return checked
