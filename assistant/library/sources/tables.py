"""Tables of a person's own, with a row a paper: how their columns are divided, and their rows within bounds."""

import csv
import io
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import chain, dropwhile, islice
from typing import Any

from assistant.library.sources import rows
from assistant.library.sources.decoding import DAMAGED, MAX_LINE, is_damaged
from assistant.library.sources.entries import Unreadable

DIVIDERS = ",;\t|"

Dialect = type[csv.Dialect]


def dialect_of(start: str) -> Dialect | None:
    """How the columns are divided, where the first line names a column that papers have."""
    csv.field_size_limit(MAX_LINE)  # of the process: references may be longer than Python's 131,072
    first = next(dropwhile(_is_preamble, start.splitlines()), "")
    for divider in DIVIDERS:
        header = next(csv.reader([first], delimiter=divider, skipinitialspace=True), [])
        if len(header) > 1 and rows.names_a_paper(header):
            return type("Divided", (csv.excel,), {"delimiter": divider, "skipinitialspace": True})
    return None


def header_of(start: str) -> list[str]:
    """The first row, where the first rows have as many columns; nothing where this is no table."""
    for divider in DIVIDERS:
        with suppress(csv.Error):
            first = list(islice(csv.reader(io.StringIO(start), delimiter=divider), 3))
            if len(first) > 1 and len(first[0]) > 1 and len({len(row) for row in first}) == 1:
                return first[0]
    return []


def read(lines: Iterable[str], dialect: Dialect) -> Iterator[tuple[str, Any]]:
    """Where each row of the table ends, and the row, or why it is none."""
    rest, before = iter(lines), 0
    for line in rest:
        if not _is_preamble(line):
            rest = chain([line], rest)
            break
        before += 1
    table = csv.DictReader(rest, dialect=dialect, restkey="")
    while (row := _next(table)) is not None:
        yield f"line {before + table.line_num}", row


def _next(table: "csv.DictReader[str]") -> Any:
    try:
        row = next(table)
    except StopIteration:
        return None
    except csv.Error as error:
        return Unreadable(f"its row is damaged: {str(error)[:100]}")
    damaged = any(is_damaged(value) for value in row.values() if isinstance(value, str))
    return Unreadable(DAMAGED) if damaged else row


def _is_preamble(line: str) -> bool:
    """Whether a line before the header is empty or Excel's `sep=;`."""
    return not line.strip() or line.startswith("sep=")
