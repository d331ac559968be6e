"""Tables of a person's own, with a row a paper: how their columns are divided, and their rows within bounds."""

import csv
import io
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from assistant.library.sources import rows
from assistant.library.sources.decoding import MAX_LINE, is_damaged
from assistant.library.sources.entries import DAMAGED, Unreadable

DIVIDERS = ",;\t|"
PREAMBLE = 10
"""Lines among which the names of the columns are looked for: Excel's `sep=;` or Dimensions' note may stand before them."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How the columns of a table are divided, and how many lines that are not empty stand before their names."""

    dialect: type[csv.Dialect]
    before: int


def layout_of(start: str) -> Layout | None:
    """The layout of a table, where one of its first lines names a column that papers have."""
    csv.field_size_limit(MAX_LINE)  # of the process: references may be longer than Python's 131,072
    first = islice((line for line in start.splitlines() if line.strip()), PREAMBLE)
    for before, line in enumerate(first):
        for divider in DIVIDERS:
            header = next(csv.reader([line], delimiter=divider, skipinitialspace=True), [])
            if len(header) > 1 and rows.names_a_paper(header):
                dialect = type("Divided", (csv.excel,), {"delimiter": divider, "skipinitialspace": True})
                return Layout(dialect, before)
    return None


def header_of(start: str) -> list[str]:
    """The first row, where the first rows have as many columns; nothing where this is no table."""
    for divider in DIVIDERS:
        with suppress(csv.Error):
            first = list(islice(csv.reader(io.StringIO(start), delimiter=divider), 3))
            if len(first) > 1 and len(first[0]) > 1 and len({len(row) for row in first}) == 1:
                return first[0]
    return []


def read(lines: Iterable[str], layout: Layout) -> Iterator[tuple[str, Any]]:
    """Where each row of the table ends, and the row, or why it is none."""
    rest, skipped, before = iter(lines), 0, layout.before
    for line in rest:
        if line.strip() and not before:
            rest = chain([line], rest)
            break
        skipped, before = skipped + 1, before - bool(line.strip())
    table = csv.DictReader(rest, dialect=layout.dialect, restkey="")
    while (row := _next(table)) is not None:
        yield f"line {skipped + table.line_num}", row


def _next(table: "csv.DictReader[str]") -> Any:
    try:
        row = next(table)
    except StopIteration:
        return None
    except csv.Error as error:
        return Unreadable(f"its row is damaged: {str(error)[:100]}")
    damaged = any(is_damaged(value) for value in row.values() if isinstance(value, str))
    return Unreadable(DAMAGED) if damaged else row
