"""Read the dates of a phrase: one, a range ("5 to 16 April"), or a list ("2024 and 2025"), and what is no date but looks like one.

Pure. `None` for days: the words speak of time, but not of days that are known ("early 2025", "31 February").
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from assistant.dates.partial import Days, PartialDate, both
from assistant.dates.single import UNITS, Found, date_at, day_number, year_at
from assistant.dates.tokens import Tokens

Read = tuple[Days | None, int]
"""The days, None where they are not understood, and the index of the word after the dates."""

TO, DASHES, LISTED = ("to", "until", "till", "through"), ("-", "–", "—"), ("and", "or", ",", "&")
_VAGUE = ("early", "late", "mid", "around", "circa")
_EDGES, _PIECES = (
    ("end", "beginning", "start"),
    ("middle", "week", "half", "days", "part", "first", "last", "second", "third"),
)
_SEASONS = ("spring", "summer", "autumn", "fall", "winter")
_COUNTS = "zero one two three four five six seven eight nine ten eleven twelve".split()
_DAYS_OF = {"day": 1, "week": 7, "month": 30, "quarter": 91, "year": 365}
_AMOUNTS = frozenset(
    """token tokens step steps sample samples example examples image images frame frames word words hour hours gpu gpus question
    questions task tasks parameters layers epochs dollars sentences documents people participants seconds minutes""".split()
)
OLDEST, AHEAD = 1900, 10
"""Years before and so many after today's are numbers of something."""


@dataclass(frozen=True, slots=True)
class DateReader:
    """Reads dates among the words of one text."""

    tokens: Tokens
    today: date

    def read(self, at: int, kind: str) -> Read | None:
        """The dates that begin with this word; `kind` is that of the preposition before them, which decides what may follow."""
        return self._counted(at) or self._vague(at) or self._dates(at, kind)

    def is_amount(self, found: Found) -> bool:
        """Whether it is a number of something, or part of a name: "2000 frames", "2024-style"."""
        year, end = found[0].year, found[1]
        following = self.tokens.word(end + 1)
        named = self.tokens.word(end) == "-" and self.tokens.touches(end) and self.tokens.touches(end + 1)
        named = named and not (following.isdecimal() and len(following) in (2, 4))
        named = named and following != "present" and not date_at(self.tokens, end + 1, self.today)
        outside = year is not None and not OLDEST <= year <= self.today.year + AHEAD
        return self.tokens.word(end) in _AMOUNTS or named or outside

    def _counted(self, at: int) -> Read | None:
        """`the last three months`, `past week`, `two weeks ago`; not "last week", which is one of the calendar."""
        older = self.tokens.word(at - 1) == "than"
        has_article = self.tokens.word(at) == "the"
        at += has_article
        back = self.tokens.word(at) in ("last", "past")
        count = self._count(at + back)
        after = at + back + (count is not None) + 1
        unit = self.tokens.word(after - 1).removesuffix("s")
        if unit not in UNITS:
            return (None, after) if unit == "hour" and back else None
        since = self.today - timedelta(days=_DAYS_OF[unit] * (1 if count is None else count))
        if back and (count or has_article or self.tokens.word(at) == "past"):
            return (since, self.today), after
        ago = self.tokens.word(after) == "ago"
        return ((since, since), after + ago) if count and (ago or older) else None

    def _count(self, at: int) -> int | None:
        text = self.tokens.word(at)
        if text.isdecimal() and len(text) < 4:
            return int(text)
        return _COUNTS.index(text) if text in _COUNTS else None

    def _vague(self, at: int) -> Read | None:
        """`early 2025`, `last summer`, `the past few months`, `next week`, and `03/04/2025`, which is read in two ways."""
        at += self.tokens.word(at) == "the"
        if self.tokens.word(at) in _VAGUE:
            found = date_at(self.tokens, at + 1 + (self.tokens.word(at + 1) == "-"), self.today)
            return (None, found[1]) if found and not self.is_amount(found) else None
        return self._vague_units(at) or self._season(at) or self._slashed(at)

    def _vague_units(self, at: int) -> Read | None:
        which, following = self.tokens.word(at), self.tokens.word(at + 1)
        if which in ("last", "past", "next") and following in ("few", "several", "couple", "some", "many"):
            at += 1 + (self.tokens.word(at + 2) == "of")
        elif which != "next":
            return None
        return (None, at + 2) if self.tokens.word(at + 1).removesuffix("s") in UNITS else None

    def _season(self, at: int) -> Read | None:
        relative = self.tokens.word(at) in ("last", "past", "next", "this")
        year, end = year_at(self.tokens, at + relative + 1)
        return (None, end) if self.tokens.word(at + relative) in _SEASONS and (relative or year) else None

    def _slashed(self, at: int) -> Read | None:
        day, mark, month, again, year = (self.tokens.word(at + i) for i in range(5))
        numbers = (
            all(each.isdecimal() for each in (day, month, year)) and len(day) < 3 and len(year) in (2, 4)
        )
        return (None, at + 5) if numbers and mark == again and mark in "/." else None

    def _dates(self, at: int, kind: str) -> Read | None:
        edge = ""
        if not (found := self._first(at)):
            edge, at = self._edge(at)
            found = self._first(at) if edge else None
        if not found or self.is_amount(found):
            return None
        try:
            days, end = self._all(found, at, kind)
        except ValueError:  # no calendar has it
            return None, found[1]
        if not edge or not days:
            return days, end
        day = days[edge == "end"]
        return (None if kind in ("within", "") or edge not in _EDGES else (day, day)), end

    def _edge(self, at: int) -> tuple[str, int]:
        """`the end of`, `the beginning of`, and what has no days of its own: `the first week of`."""
        start = at + (self.tokens.word(at) == "the")
        while self.tokens.word(start) in _PIECES + _EDGES and self.tokens.word(start + 1) != "of":
            start += 1
        is_edge = self.tokens.word(start) in _EDGES + _PIECES and self.tokens.word(start + 1) == "of"
        return (self.tokens.word(start), start + 2) if is_edge else ("", at)

    def _first(self, at: int) -> Found | None:
        """A date, or the day that a range begins with: the 5 of "5 to 16 April"."""
        if found := date_at(self.tokens, at, self.today):
            return found
        day = day_number(self.tokens.word(at))
        joined = self.tokens.word(at + 1) in TO + DASHES + LISTED
        following = date_at(self.tokens, at + 2, self.today) if day and joined else None
        return (replace(following[0], day=day), at + 1) if following and following[0].day else None

    def _all(self, found: Found, at: int, kind: str) -> Read:
        first, end = found
        days = first.days(self.today)
        join = self.tokens.word(end)
        if join not in (TO + DASHES + LISTED if kind == "within" else () if kind else TO + DASHES):
            return days, end
        if vague := self._vague(end + 1):
            return vague
        if join in LISTED and self.tokens.word(at - 1) != "between":
            return self._listed(first, end)
        if not (second := self._second(first, end + 1)):
            return days, end
        one, other = both(first, second[0], self.today)
        return (min(one[0], other[0]), max(one[1], other[1])), second[1]

    def _listed(self, first: PartialDate, end: int) -> Read:
        """Dates in a row; they are understood where no day is missing between them."""
        row = [first]
        while self.tokens.word(end) in LISTED:
            at = end + 1 + (self.tokens.word(end + 1) in LISTED)
            if not (following := self._second(row[-1], at)):
                break
            row.append(following[0])
            end = following[1]
        pairs = [both(one, row[-1], self.today)[0] for one in row[:-1]] + [
            both(row[0], row[-1], self.today)[1]
        ]
        if len(row) == 1:
            pairs = [first.days(self.today)]
        whole = all(one[1] + timedelta(days=1) >= other[0] >= one[0] for one, other in pairwise(pairs))
        return ((pairs[0][0], pairs[-1][1]) if whole else None), end

    def _second(self, first: PartialDate, at: int) -> Found | None:
        """What a range ends with, perhaps only a day or two digits of a year: "April 5 to 16, 2025", "2023-24"."""
        text = self.tokens.word(at)
        if first.year and first.is_year and len(text) == 2 and text.isdecimal() and self.tokens.touches(at):
            return PartialDate(first.year - first.year % 100 + int(text)), at + 1
        if text in ("now", "present"):
            return PartialDate(fixed=(self.today, self.today)), at + 1
        if found := date_at(self.tokens, at, self.today):
            return None if self.is_amount(found) else found
        if not (first.day and (day := day_number(text))):
            return None
        year, end = year_at(self.tokens, at + 1)
        return replace(first, day=day, year=year or first.year), end
