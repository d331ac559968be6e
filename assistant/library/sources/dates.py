"""Dates as people and databases write them. Pure.

A date is read piece by piece: the year is what must be there, month and day are taken where they are certain. A year alone
counts as its first day, a month as its first.
"""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

_MONTHS = "january february march april may june july august september october november december".split()
_TIME = re.compile(r"T?\d{1,2}:\d{2}\S*")
_PIECE = re.compile(r"\d+|[^\W\d_]+")
_LONGEST = 100


def best_date(*values: Any) -> date | None:
    """The fullest date that the fields of a record give together, the likeliest field first; None without a year.

    What a field says without a year (`SEP`, `APR 15`) belongs to the year that another one gives.
    """
    read = [_read(value) for value in values]
    year = next((year for year, _, _ in read if year), None)
    if year is None:
        return None
    fitting = [(month, day) for its_year, month, day in read if its_year in (None, year) and month]
    month, day = max(fitting, key=lambda found: found[1] is not None, default=(None, None))
    return _date(year, month or 1, day or 1) or date(year, month or 1, 1)


def from_parts(parts: Sequence[Any]) -> date | None:
    """The date of a list `[year, month, day]` as CSL and Crossref have it, the last two perhaps missing."""
    return best_date("-".join(str(part) for part in parts[:3])) if parts else None


def _read(value: Any) -> tuple[int | None, int | None, int | None]:
    """Year, month and day, as far as the text says them."""
    text = str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value
    if not isinstance(text, str):
        return None, None, None
    pieces = _PIECE.findall(_TIME.sub(" ", text[:_LONGEST]))
    if pieces and len(pieces[0]) == 8 and pieces[0].isdecimal():  # 20250318
        pieces[:1] = [pieces[0][:4], pieces[0][4:6], pieces[0][6:]]
    at = next((i for i, piece in enumerate(pieces) if _is_year(piece)), None)
    year = int(pieces[at]) if at is not None else None
    numbers = [int(piece) for piece in pieces if piece.isdecimal() and len(piece) <= 2]
    named = [month for piece in pieces if (month := _month(piece))]
    if named:
        return year, named[0], next((number for number in numbers if 1 <= number <= 31), None)
    return year, *_month_and_day(numbers, year is not None and at == 0)


def _month_and_day(numbers: list[int], after_year: bool) -> tuple[int | None, int | None]:
    """Which number is the month and which the day; behind a year the month comes first, else only what is certain."""
    first, second = [*numbers, None, None][:2]
    if first is None or not 1 <= max(first, second or 0) <= 31:
        return None, None
    if second is None or after_year:
        return (first, second or None) if 1 <= first <= 12 else (None, None)
    if first == second or (first <= 12 < second):
        return first, second
    return (second, first) if second <= 12 < first else (None, None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _is_year(piece: str) -> bool:
    return len(piece) == 4 and piece.isdecimal() and "1500" <= piece <= "2199"


def _month(word: str) -> int | None:
    """The month of an English name or its beginning, `Sep` and `Sept` alike."""
    word = word.casefold()
    fits = (i for i, name in enumerate(_MONTHS, 1) if len(word) >= 3 and name.startswith(word))
    return next(fits, None)
