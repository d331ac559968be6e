"""Read one date as people write it: `2025`, `April 2025`, `5 April`, `Q2 2025`, `week 15 of 2025`, `2025-06-03`.

Pure. What stands around a date, as "since" or "between", is read in `periods.py`. Weeks begin on Monday. Where the year is
missing, the latest such days that have begun are meant.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

Days = tuple[date, date]
"""The first and the last day, both included."""

MONTHS = "january february march april may june july august september october november december".split()
WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
UNITS = "day week month quarter year".split()
_HALF_YEARS, _QUARTERS = ("h1", "h2"), ("q1", "q2", "q3", "q4")
_ORDINALS = {word: i for i, words in enumerate(("first 1st", "second 2nd", "third 3rd", "fourth 4th")) for word in words.split()}  # fmt: skip
_TOKEN = re.compile(r"[^\W_]+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or mark of a text, in lower case, and where it stands."""

    text: str
    start: int
    end: int
    capital: bool


def tokens_of(text: str) -> list[Token]:
    """The words, numbers and marks of the text."""
    return [Token(m[0].lower(), m.start(), m.end(), m[0][:1].isupper()) for m in _TOKEN.finditer(text)]


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as far as it is given; `days` completes it. `fixed` are days that are known already, as of "last week"."""

    year: int | None = None
    months: tuple[int, int] | None = None
    week: int | None = None
    day: int | None = None
    fixed: Days | None = None

    @property
    def is_year(self) -> bool:
        """Whether it is a year and nothing else, which may be a number of something."""
        return self.year is not None and not (self.months or self.week)

    def days(self, today: date) -> Days:
        """The days that are meant; ValueError where there are none, as on 31 February."""
        if self.fixed:
            return self.fixed
        if self.year is not None:
            return self._in(self.year)
        latest = (replace(self, year=year).days(today) for year in (today.year, today.year - 1))
        return next(days for days in latest if days[0] <= today)

    def _in(self, year: int) -> Days:
        if self.week:
            first = date.fromisocalendar(year, self.week, 1)
            return first, first + timedelta(days=6)
        low, high = self.months or (1, 12)
        if self.day:
            return date(year, low, self.day), date(year, low, self.day)
        date(year, high, 1)
        following = date(year + high // 12, high % 12 + 1, 1) if year < date.max.year else date.max
        return date(year, low, 1), following - timedelta(days=1)


def bounds(text: str) -> Days:
    """The first and last day of `2025`, `2025-06`, `June 2025`, `2025-06-03`, `June 3, 2025`; ValueError if none."""
    tokens = tokens_of(text)
    found = date_at(tokens, 0, date.max)
    if not found or found[0].year is None or found[1] != len(tokens):
        raise ValueError(f"{text!r} is not a date")
    return found[0].days(date.max)


Found = tuple[PartialDate, int]
"""A date and the index of the token after it."""


def date_at(tokens: Sequence[Token], at: int, today: date) -> Found | None:
    """The longest date that begins with this token; it may be one that no calendar has."""
    if word(tokens, at) == "the":
        at += 1
    readers = (_numeric, _week, _part_of_year, _month_and_day, _decade, _relative)
    found = [each for read in readers if (each := read(tokens, at, today))]
    return max(found, key=lambda each: each[1], default=None)


def word(tokens: Sequence[Token], at: int) -> str:
    """The token's text; empty before the first and after the last."""
    return tokens[at].text if 0 <= at < len(tokens) else ""


def year_at(tokens: Sequence[Token], at: int) -> tuple[int | None, int]:
    """The year that stands here, perhaps after "of", "in" or a comma, and the index after it."""
    after = at + (word(tokens, at) in ("of", "in", ",", "'s"))
    text = word(tokens, after)
    return (int(text), after + 1) if len(text) == 4 and text.isdecimal() else (None, at)


def _touching(tokens: Sequence[Token], at: int, marks: str) -> bool:
    """Whether the token is one of these marks and touches its neighbours."""
    return (
        bool(word(tokens, at)) and word(tokens, at) in marks
        and tokens[at - 1].end == tokens[at].start and at + 1 < len(tokens)
        and tokens[at].end == tokens[at + 1].start
    )  # fmt: skip


def _numeric(tokens: Sequence[Token], at: int, today: date) -> Found | None:
    year, after = year_at(tokens, at)
    if year is None or after != at + 1:
        return None
    parts = []
    while len(parts) < 2 and _touching(tokens, after, "-/") and word(tokens, after + 1).isdecimal():
        if len(word(tokens, after + 1)) > 2:
            break
        parts.append(int(word(tokens, after + 1)))
        after += 2
    if parts and not 0 <= parts[0] <= 31 or (len(parts) == 1 and parts[0] > 12 and parts[0] == year % 100 + 1):
        return PartialDate(year), at + 1  # 2023-24 is a range of years
    if not parts and _touching(tokens, after, "-") and re.fullmatch(r"w\d\d?", word(tokens, after + 1)):
        return PartialDate(year, week=int(word(tokens, after + 1)[1:])), after + 2
    months = (parts[0], parts[0]) if parts else None
    return PartialDate(year, months, day=parts[1] if len(parts) > 1 else None), after


def _week(tokens: Sequence[Token], at: int, today: date) -> Found | None:
    at += word(tokens, at) == "calendar"
    number = word(tokens, at + 1)
    if word(tokens, at) != "week" or not (number.isdecimal() and len(number) < 3):
        return None
    year, after = year_at(tokens, at + 2)
    return PartialDate(year, week=int(number)), after


def _part_of_year(tokens: Sequence[Token], at: int, today: date) -> Found | None:
    """`Q2 2025`, `2025 Q2`, `H1 of 2025`, `second quarter of 2025`, `first half of 2025`."""
    year, start = year_at(tokens, at) if word(tokens, at).isdecimal() else (None, at)
    text, after = word(tokens, start), start + 1
    if whole := re.fullmatch(r"(\d{4})([qh]\d)", text):
        year, text = int(whole[1]), whole[2]
    ordinal = _ORDINALS.get(text)
    if ordinal is not None and word(tokens, after) in ("quarter", "half"):
        text, after = f"{word(tokens, after)[0]}{ordinal + 1}", after + 1
    if year is None:
        year, after = year_at(tokens, after)
    if text in _QUARTERS:
        first = 3 * _QUARTERS.index(text) + 1
        return PartialDate(year, (first, first + 2)), after
    if text in _HALF_YEARS and year:
        first = 6 * _HALF_YEARS.index(text) + 1
        return PartialDate(year, (first, first + 5)), after
    return None


def _month_and_day(tokens: Sequence[Token], at: int, today: date) -> Found | None:
    """`April`, `April 2025`, `5 April`, `April 5, 2025`. A month in short or in lower case needs a number beside it."""
    day = day_number(word(tokens, at))
    after = at + (day is not None)
    after += day is not None and word(tokens, after) == "of"
    month = _month(word(tokens, after))
    if month is None:
        return None
    named = after
    after += 1 + (word(tokens, after + 1) == "." and len(word(tokens, after)) < 5)
    if day is None and (day := day_number(word(tokens, after))):
        after += 1
    year, after = year_at(tokens, after)
    text = word(tokens, named)
    is_plain = len(text) > 4 or text in ("june", "july", "sept") or tokens[named].capital
    return (PartialDate(year, (month, month), day=day), after) if day or year or is_plain else None


def _decade(tokens: Sequence[Token], at: int, today: date) -> Found | None:
    text = word(tokens, at)
    if not re.fullmatch(r"(?:19|20)\d0s", text):
        return None
    first = int(text[:4])
    return PartialDate(fixed=(date(first, 1, 1), date(first + 9, 12, 31))), at + 1


def _relative(tokens: Sequence[Token], at: int, today: date) -> Found | None:
    """`today`, `yesterday`, `this week`, `last month`, `last Monday`."""
    text, unit = word(tokens, at), word(tokens, at + 1)
    if text in ("today", "yesterday"):
        day = today - timedelta(days=text == "yesterday")
        return PartialDate(fixed=(day, day)), at + 1
    if text in ("this", "current") and unit in UNITS:
        return PartialDate(fixed=(_first_of(unit, today), today)), at + 2
    if text in ("last", "previous") and unit in UNITS:
        last = _first_of(unit, today) - timedelta(days=1)
        return PartialDate(fixed=(_first_of(unit, last), last)), at + 2
    name = at + (text == "last")
    if word(tokens, name) in WEEKDAYS:
        day = today - timedelta(days=(today.weekday() - WEEKDAYS.index(word(tokens, name)) - 1) % 7 + 1)
        return PartialDate(fixed=(day, day)), name + 1
    return None


def _first_of(unit: str, day: date) -> date:
    """The first day of the week, month, quarter or year that the day lies in."""
    firsts = {
        "day": day,
        "week": day - timedelta(days=day.weekday()),
        "month": day.replace(day=1),
        "quarter": day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1),
        "year": day.replace(month=1, day=1),
    }
    return firsts[unit]


def _month(text: str) -> int | None:
    if len(text) < 3:
        return None
    return next((i for i, name in enumerate(MONTHS, 1) if text in (name, name[:3]) or text == "sept" == name[:4]), None)


def day_number(text: str) -> int | None:
    found = re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)?", text, re.ASCII)
    return int(found[1]) if found else None
