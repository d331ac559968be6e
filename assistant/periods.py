"""Find the time that a question speaks of: "since 2025", "from April to June 2025", "in the last two weeks".

Pure. "From 2023" is that year and "since 2023" all that came after it began; "after 2024" begins with 2025, "before 2024" ends with
2023. A phrase is obeyed whole or named as not understood. Left alone are numbers that are no date ("2048 tokens") and the
year of an event that is asked about ("did it win on ImageNet in 2012?").
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from assistant.dates import UNITS, Days, Found, PartialDate, Token, date_at, day_number, tokens_of, word, year_at

Period = tuple[date | None, date | None]
"""The first and the last day, each where there is one."""

_PREPOSITIONS = {
    "since": ("since", "starting", "starting from", "starting in", "starting with", "as of", "beginning in"),
    "after": ("after", "later than", "newer than", "more recent than"),
    "before": ("before", "prior to", "earlier than", "older than"),
    "until": ("until", "till", "up to", "up until", "through", "by", "no later than"),
    "within": ("between", "from", "in", "during", "of", "on", "at", "within", "over", "throughout", "for"),
}
_BY_LENGTH = sorted(
    ((text.split(), kind) for kind, texts in _PREPOSITIONS.items() for text in texts), key=lambda p: -len(p[0])
)  # fmt: skip
_TO, _LISTED = ("to", "until", "till", "through", "-", "–", "—"), ("and", "or", ",", "&")
_VAGUE = ("early", "late", "mid", "around", "circa", "the", "-")
_SEASONS = ("spring", "summer", "autumn", "fall", "winter")
_COUNTS = "zero one two three four five six seven eight nine ten eleven twelve".split()
_DAYS_OF = {"day": 1, "week": 7, "month": 30, "quarter": 91, "year": 365}
_PAPERS = frozenset("paper papers article articles publications work preprints".split())
_VERBS = frozenset("featured published released submitted posted written trending".split())
_AMOUNTS = frozenset(
    """tokens steps samples examples images frames words hours gpus questions tasks parameters layers epochs dollars sentences
    documents people participants seconds minutes token frame sample step""".split()
)
_EVENT = frozenset("did was were win won wins beat".split())
_PUBLISHING = _PAPERS | _VERBS | frozenset(
    """new publish release proposed introduced presented developed studied shown reported find found learn learned research
    methods approaches advances progress""".split()
)  # fmt: skip
OLDEST = 1900
AHEAD = 10
"""Years still to come that may be meant where a limit is named ("before 2030"); later ones are numbers of something."""


@dataclass(frozen=True, slots=True)
class Time:
    """What a text says of time: its rest without the phrases obeyed, their period, and the phrases not understood."""

    rest: str
    period: Period | None = None
    not_understood: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Phrase:
    """Tokens from `first` up to `end` that speak of time; no `period` where they are not understood."""

    first: int
    end: int
    period: Period | None


def find_period(text: str, today: date) -> Time:
    """The period of all phrases together: what each of them allows."""
    reader = _Reader(tokens_of(text), today)
    phrases = reader.alternatives(reader.phrases())
    obeyed = [phrase.period for phrase in phrases if phrase.period]
    since = max((period[0] for period in obeyed if period[0]), default=None)
    until = min((period[1] for period in obeyed if period[1]), default=None)
    if since and until and since > until:  # each excludes the other
        return Time(text, None, (reader.text(text, phrases[0].first, phrases[-1].end),))
    unknown = tuple(reader.text(text, phrase.first, phrase.end) for phrase in phrases if not phrase.period)
    return Time(reader.rest(text, phrases), (since, until) if obeyed else None, unknown)


@dataclass(frozen=True, slots=True)
class _Reader:
    tokens: Sequence[Token]
    today: date

    def word(self, at: int) -> str:
        return word(self.tokens, at)

    def text(self, text: str, first: int, end: int) -> str:
        return text[self.tokens[first].start : self.tokens[end - 1].end]

    def phrases(self) -> list[_Phrase]:
        found: list[_Phrase] = []
        at = 0
        while at < len(self.tokens):
            phrase = self.phrase(at)
            at = phrase.end if phrase else at + 1
            found += [phrase] if phrase else []
        return found

    def phrase(self, at: int) -> _Phrase | None:
        """The phrase that begins here: a preposition and one or two dates, or dates that need none."""
        start, kind = self.preposition(at)
        found = self.units(start) or self.vague(start) or self.dates(start, kind)
        if not found or (not kind and not self.stands_alone(at, found[1], found[0])):
            return None
        days, end = found
        first = at - (self.word(at - 1) in ("not", "except", "excluding"))
        onwards = self.word(end) in ("on", "onward", "onwards") and self.word(at) == "from"
        if days is None or first < at:
            return _Phrase(first, end, None)
        end += 2 if self.word(end) in "'’" and self.word(end + 1) == "s" else onwards
        return _Phrase(first, end, _period("since" if onwards else kind, days))

    def preposition(self, at: int) -> tuple[int, str]:
        for words, kind in _BY_LENGTH:
            if [self.word(at + i) for i in range(len(words))] == words:
                return at + len(words), kind
        return at, ""

    def units(self, at: int) -> tuple[Days | None, int] | None:
        """`the last three months`, `past week`, `two weeks ago`; none of "last week", which the calendar has."""
        at += (has_article := self.word(at) == "the")
        back = self.word(at) in ("last", "past")
        counted = self.count(at + back)
        unit = self.word(at + back + (counted is not None)).removesuffix("s")
        after = at + back + (counted is not None) + 1
        if unit not in UNITS:
            return None
        if back and (counted or has_article or self.word(at) == "past"):
            days = timedelta(days=_DAYS_OF[unit] * (counted or 1))
            return (self.today - days, self.today), after
        if counted and self.word(after) == "ago":
            day = self.today - timedelta(days=_DAYS_OF[unit] * counted)
            return (day, day), after + 1
        return None

    def count(self, at: int) -> int | None:
        text = self.word(at)
        if text in _COUNTS:
            return _COUNTS.index(text)
        return int(text) if text.isdecimal() and len(text) < 4 else None

    def vague(self, at: int) -> tuple[None, int] | None:
        """A time that has no days of its own: `early 2025`, `last summer`, `the past few months`, `03/04/2025`."""
        start = at
        while self.word(at) in _VAGUE:
            at += 1
        if at > start and {self.word(i) for i in range(start, at)} != {"the"}:
            found = date_at(self.tokens, at, self.today)
            return (None, found[1]) if found and not self.is_amount(found) else None
        relative = self.word(at) in ("last", "past", "next", "this")
        at += relative
        if relative and self.word(at) in ("few", "several", "couple", "some", "many"):
            at += 1 + (self.word(at + 1) == "of")
            return (None, at + 1) if self.word(at).removesuffix("s") in UNITS else None
        if self.word(at) in _SEASONS:
            year, end = year_at(self.tokens, at + 1)
            return (None, end) if relative or year else None
        if relative and self.word(at - 1) == "next" and self.word(at) in UNITS:
            return None, at + 1
        slashed = [self.word(at + i) for i in (0, 2, 4)]
        marks = {self.word(at + 1), self.word(at + 3)}
        is_slashed = all(each.isdecimal() and len(each) in (1, 2, 4) for each in slashed) and len(slashed[0]) < 3
        return (None, at + 5) if is_slashed and marks in ({"/"}, {"."}) and len(slashed[2]) != 1 else None

    def dates(self, at: int, kind: str) -> tuple[Days | None, int] | None:
        """One date, a range, or a list without gaps; no days where something of it is no date."""
        edge, at = self.edge(at)
        found = self.date(at)
        if not found or not self.is_time(found, at, kind):
            return None
        try:
            days, end = self.more(found, at, kind)
        except ValueError:
            return None, found[1]
        if edge and days:
            days = (days[0], days[0]) if edge != "end" else (days[1], days[1])
        return (None if edge and kind in ("within", "") else days), end

    def edge(self, at: int) -> tuple[str, int]:
        """`the end of`, `the beginning of`."""
        start = at + (self.word(at) == "the")
        if self.word(start) in ("end", "beginning", "start") and self.word(start + 1) == "of":
            return self.word(start), start + 2
        return "", at

    def date(self, at: int) -> Found | None:
        """A date, or the day that a range begins with: the 5 of "5 to 16 April"."""
        if found := date_at(self.tokens, at, self.today):
            return found
        day = day_number(self.word(at))
        following = date_at(self.tokens, at + 2, self.today) if day and self.word(at + 1) in _TO + _LISTED else None
        return (replace(following[0], day=day), at + 1) if following and following[0].day else None

    def more(self, found: Found, at: int, kind: str) -> tuple[Days | None, int]:
        first, end = found
        join = self.word(end)
        joins = _TO + _LISTED if kind == "within" else ("-", "–", "—") if not kind else ()
        if join not in joins:
            return first.days(self.today), end
        if vague := self.vague(end + 1):
            return None, vague[1]
        second = self.second(first, end + 1)
        if not second:
            return first.days(self.today), end
        last, after = second
        days = _both(first, last, self.today)
        if join in _LISTED and self.word(at - 1) != "between" and days[1][0] > days[0][1] + timedelta(days=1):
            return None, after
        if self.word(after) in _LISTED and (third := self.second(last, after + 1)):
            return None if third[0].days(self.today)[0] > days[1][1] + timedelta(days=1) else (
                days[0][0], third[0].days(self.today)[1]), third[1]  # fmt: skip
        return (min(days[0][0], days[1][0]), max(days[0][1], days[1][1])), after

    def second(self, first: PartialDate, at: int) -> Found | None:
        """What a range ends with, perhaps only a day: the 16 of "April 5 to 16, 2025"."""
        if found := date_at(self.tokens, at, self.today):
            return None if self.is_amount(found) else found
        day = day_number(self.word(at))
        if not (day and first.day):
            return None
        year, end = year_at(self.tokens, at + 1)
        return replace(first, day=day, year=year or first.year), end

    def is_amount(self, found: Found) -> bool:
        """Whether it is a number of something, or part of a name: "2000 frames", "2024-style"."""
        following = self.word(found[1])
        named = following == "-" and self.tokens[found[1]].start == self.tokens[found[1] - 1].end
        named = named and self.word(found[1] + 1).isalpha()
        year = found[0].year
        return following in _AMOUNTS or named or (year is not None and not OLDEST <= year <= self.today.year + AHEAD)

    def is_time(self, found: Found, at: int, kind: str) -> bool:
        """Whether these words are meant as a time, and as one of papers."""
        day, end = found
        if self.is_amount(found):
            return False
        if day.year and day.year > self.today.year and kind in ("within", ""):
            return False
        following = self.tokens[end] if end < len(self.tokens) else None
        if not day.year and not day.day and not day.fixed and following and following.capital:
            return False  # "by April Wang"
        words = {token.text for token in self.tokens}
        is_event = bool(words & _EVENT) and not words & _PUBLISHING and not day.fixed
        return not (is_event and self.word(at - 1) in ("in", "of", "on", "during", "at"))

    def stands_alone(self, at: int, end: int, days: Days | None) -> bool:
        """Whether dates without a preposition are meant: not the 2017 of "COCO 2017"."""
        found = date_at(self.tokens, at, self.today)
        if days is None or not found or found[1] < end:  # vague, counted, or a range
            return True
        day = found[0]
        is_whole = bool(day.fixed or (day.year and (day.months or day.week))) and self.word(at)[:1] not in "mtwfs"
        relative = self.word(at) in ("today", "this", "last", "yesterday")
        return relative or is_whole or self.word(end) in _PAPERS or (at == 0 and end == len(self.tokens))

    def alternatives(self, phrases: Sequence[_Phrase]) -> list[_Phrase]:
        """The phrases; two with "or" between them are one that is not understood."""
        found: list[_Phrase] = []
        for phrase in phrases:
            if found and phrase.first == found[-1].end + 1 and self.word(found[-1].end) == "or":
                phrase = _Phrase(found.pop().first, phrase.end, None)
            found.append(phrase)
        return found

    def rest(self, text: str, phrases: Sequence[_Phrase]) -> str:
        """The text without the phrases that are obeyed, what joins them, and the verbs before them."""
        kept, begun = "", 0
        for phrase, following in zip(phrases, [*phrases[1:], None], strict=False):
            if not phrase.period:
                continue
            first = phrase.first
            while self.word(first - 1) in _VERBS:
                first -= 1
            end = phrase.end
            if following and following.period and following.first == end + 1 and self.word(end) in ("and", "but", ","):
                end += 1
            kept += text[begun : self.tokens[first].start] + " "
            begun = self.tokens[end - 1].end
        return " ".join((kept + text[begun:]).split())


def _both(first: PartialDate, last: PartialDate, today: date) -> tuple[Days, Days]:
    """The days of two dates, each with the year that only the other has."""
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


def _period(kind: str, days: Days) -> Period:
    first, last = days
    one = timedelta(days=1)
    periods: dict[str, Period] = {
        "since": (first, None),
        "after": (last + one, None),
        "before": (None, first - one),
        "until": (None, last),
    }
    return periods.get(kind, days)
