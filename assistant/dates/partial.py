"""A date as far as it is given, and the days that it stands for. Pure."""

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta

Days = tuple[date, date]
"""The first and the last day, both included."""


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as far as it is given; `months` are the first and the last. `fixed` are days known already: "last week"."""

    year: int | None = None
    months: tuple[int, int] | None = None
    week: int | None = None
    day: int | None = None
    fixed: Days | None = None

    @property
    def is_year(self) -> bool:
        """Whether it is a year and nothing else."""
        return self.year is not None and not (self.months or self.week)

    def days(self, today: date) -> Days:
        """The days that are meant, without a year the latest that have begun; ValueError for 31 February."""
        if self.fixed:
            return self.fixed
        if self.year is not None:
            return self._in(self.year)
        this_year = self._in(today.year)
        return this_year if this_year[0] <= today else self._in(today.year - 1)

    def _in(self, year: int) -> Days:
        if self.week:
            first = date.fromisocalendar(year, self.week, 1)
            return first, first + timedelta(days=6)
        low, high = self.months or (1, 12)
        first = date(year, low, 1 if self.day is None else self.day)
        return first, first if self.day is not None else date(year, high, monthrange(year, high)[1])


def both(first: PartialDate, last: PartialDate, today: date) -> tuple[Days, Days]:
    """The days of the two ends of a range, each with the year that only the other has."""
    if last.year is None and first.year is not None and not last.fixed:
        last = replace(last, year=first.year)
        if last.days(today) < first.days(today):
            last = replace(last, year=first.year + 1)
    later = last.days(today)
    if first.year is None and not first.fixed:
        first = replace(first, year=later[0].year)
        if first.days(today) > later:
            first = replace(first, year=later[0].year - 1)
    return first.days(today), later
