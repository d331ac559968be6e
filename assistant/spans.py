"""A day, a week or a month of the calendar: read from what a person writes, named, and stepped through.

Pure. Weeks begin on Monday and are named as ISO 8601 does (`2025-W46`); whose days they are is not known here.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

from assistant.errors import InputError

SpanKind = Literal["day", "week", "month"]
SPAN_KINDS: tuple[SpanKind, ...] = get_args(SpanKind)
_WEEK = re.compile(r"(\d{4})-?W(\d{1,2})", re.IGNORECASE)
_MONTH = re.compile(r"(\d{4})-(\d{1,2})")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The days from `first` to `last`, both included."""

    first: date
    last: date
    kind: SpanKind

    @property
    def name(self) -> str:
        """As it is typed and kept: `2025-11-12`, `2025-W46`, `2025-11`."""
        if self.kind == "week":
            year, week, _ = self.first.isocalendar()
            return f"{year}-W{week:02}"
        return f"{self.first:%Y-%m}" if self.kind == "month" else self.first.isoformat()

    @property
    def label(self) -> str:
        """As it is read: `Wednesday, 12 November 2025`, `10 to 16 November 2025`, `November 2025`."""
        if self.kind == "month":
            return f"{self.first:%B %Y}"
        if self.kind == "day":
            return f"{self.first:%A}, {_spelled(self.first)}"
        first = f"{self.first.day}"
        if self.first.month != self.last.month:
            first += f" {self.first:%B}"
        if self.first.year != self.last.year:
            first += f" {self.first.year}"
        return f"{first} to {_spelled(self.last)}"

    def __contains__(self, day: date) -> bool:
        """Whether the day is one of these."""
        return self.first <= day <= self.last

    @property
    def days(self) -> tuple[date, ...]:
        """All its days."""
        return tuple(self.first + timedelta(days=i) for i in range((self.last - self.first).days + 1))


def span_of(kind: SpanKind, day: date) -> Span:
    """The day, week or month that this day lies in."""
    if kind == "day":
        return Span(day, day, kind)
    if kind == "week":
        first = day - timedelta(days=day.weekday())
        return Span(first, first + timedelta(days=6), kind)
    following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return Span(day.replace(day=1), following - timedelta(days=1), kind)


def read_span(text: str, today: date, kind: SpanKind | None = None) -> Span:
    """The span that is written `2025-11-12`, `today`, `yesterday`, `2025-W46` or `2025-11`.

    With a `kind`, the span of that kind that begins where the written one does. InputError for anything else.
    """
    try:
        found = _read(text.strip().lower(), today)
    except ValueError as error:
        raise InputError(
            f"{text!r} is not a day, week or month.",
            "Write 2025-11-12, 2025-W46, 2025-11, today or yesterday.",
        ) from error
    return span_of(kind, found.first) if kind else found


def neighbours(span: Span, days: Iterable[date]) -> tuple[Span | None, Span | None]:
    """The nearest span of the same kind before and after that has one of these days in it."""
    days = list(days)
    before = max((day for day in days if day < span.first), default=None)
    after = min((day for day in days if day > span.last), default=None)
    return span_of(span.kind, before) if before else None, span_of(span.kind, after) if after else None


def _read(text: str, today: date) -> Span:
    if text in ("today", "yesterday"):
        return span_of("day", today - timedelta(days=text == "yesterday"))
    if week := _WEEK.fullmatch(text):
        return span_of("week", date.fromisocalendar(int(week[1]), int(week[2]), 1))
    if month := _MONTH.fullmatch(text):
        return span_of("month", date(int(month[1]), int(month[2]), 1))
    return span_of("day", date.fromisoformat(text))


def _spelled(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
