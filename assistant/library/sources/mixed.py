"""JSON objects and rows of tables: whose they are, told by their fields, and the papers in them.

An answer of the Daily Papers API, a line of the arXiv snapshot, an item of CSL-JSON, a paper of Semantic Scholar, a work of
OpenAlex, or a row of a person's own.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import chain, islice
from typing import Any

from assistant.library.papers import Paper
from assistant.library.sources import csl, huggingface, kaggle, openalex, rows, semantic_scholar
from assistant.library.sources.entries import Entry, Remark, Unreadable, refused

LOOKED_AT = 50
"""Rows whose fields are seen before columns are guessed: the first one may leave some out."""
KINDS = (kaggle, openalex, csl, semantic_scholar)
"""Modules of the formats of an object a paper, each of which recognises its own."""
_DEEPEST = 4

Numbered = tuple[str, Any]
"""Where a value stands in its file, and the value, or the Unreadable that says why there is none."""


def read_answer(value: Any, file: str, featured: date | None = None) -> Iterator[Entry]:
    """The papers of a whole JSON value: a list, an object that somewhere holds a list of them, or one paper."""
    values = value if isinstance(value, list) else _list_in(value) or [value]
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
            yield refused(file, where, reason)


def _maker(values: list[Any], featured: date | None) -> tuple[Callable[[Any], Paper], str]:
    """What makes a Paper of each of these values, and what a person should know of it."""
    objects = [value for value in values if isinstance(value, dict)]
    if not objects or any(map(huggingface.recognises, objects)):
        return lambda value: huggingface.paper(value, featured), ""
    for kind in KINDS:
        if kind.recognises(objects[0]):
            return _of_object(kind.paper), ""
    columns = rows.columns_among(dict.fromkeys(name for each in objects for name in rows.flat(each)))
    return _of_object(lambda row: rows.paper(rows.flat(row), columns)), f"columns: {rows.described(columns)}"


def _list_in(value: Any, depth: int = _DEEPEST) -> list[Any]:
    """The longest list of objects that an object holds, as APIs wrap their papers; empty where it is a paper itself."""
    if not isinstance(value, dict) or not depth or {"paper", "title"} & value.keys():
        return []
    lists = [each if isinstance(each, list) else _list_in(each, depth - 1) for each in value.values()]
    return max((each for each in lists if each and isinstance(each[0], dict)), key=len, default=[])


def _of_object(make: Callable[[dict[str, Any]], Paper]) -> Callable[[Any], Paper]:
    def checked(value: Any) -> Paper:
        if not isinstance(value, dict):
            raise Unreadable("it is not an object")
        return make(value)

    return checked
