"""Read what a text says of time: prepositions and the dates they belong to. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from assistant.dates.partial import Days
from assistant.dates.ranges import DateReader
from assistant.dates.single import date_at
from assistant.dates.tokens import Tokens

Period = tuple[date | None, date | None]
"""The first and the last day, each where there is one."""

_PREPOSITIONS = {
    "since": (
        "since",
        "not before",
        "no earlier than",
        "not older than",
        "no older than",
        "starting",
        "starting from",
        "starting in",
        "starting with",
        "as of",
        "beginning in",
    ),
    "after": ("after", "later than", "newer than", "younger than", "more recent than"),
    "before": ("before", "prior to", "earlier than", "older than"),
    "until": ("until", "till", "up to", "up until", "up to and including", "through", "by", "no later than"),
    "within": ("between", "from", "in", "during", "of", "on", "at", "within", "over", "throughout", "for"),
}
_LONGEST_FIRST = sorted(
    ((tuple(text.split()), kind) for kind, texts in _PREPOSITIONS.items() for text in texts),
    key=lambda each: -len(each[0]),
)
_NEGATIONS = ("not", "except", "excluding")
_PAPERS = frozenset("paper papers article articles publications work preprints".split())
VERBS = frozenset("featured published released submitted posted written trending".split())
"""Words before a time that say of it what it is the time of."""
_EVENT = frozenset("did was were win won wins beat".split())
_PUBLISHING = _PAPERS | VERBS | frozenset(
    """new publish release proposed introduced presented developed studied shown reported find found learn learned research
    methods approaches advances progress""".split()
)  # fmt: skip
"""Questions with these words ask what was published at a time, those with the ones of `_EVENT` else what happened then."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """The words from `first` up to `end` speak of time; there is no `period` where they are not understood."""

    first: int
    end: int
    period: Period | None


def phrases_in(tokens: Tokens, today: date) -> list[Phrase]:
    """What the text says of time, from left to right."""
    reader = _PhraseReader(tokens, today)
    found: list[Phrase] = []
    at = 0
    while at < len(tokens):
        phrase = reader.read(at)
        at = phrase.end if phrase else at + 1
        if phrase and found and phrase.first == found[-1].end + 1 and tokens.word(found[-1].end) == "or":
            phrase = Phrase(found.pop().first, phrase.end, None)  # no filter is the one or the other
        found += [phrase] if phrase else []
    return found


@dataclass(frozen=True, slots=True)
class _PhraseReader:
    tokens: Tokens
    today: date

    def read(self, at: int) -> Phrase | None:
        """The phrase that begins with this word, if one does."""
        start, kind = self._preposition(at)
        found = DateReader(self.tokens, self.today).read(start, kind)
        if not found or not self._is_meant(at, start, kind, found[1]):
            return None
        days, end = found
        more, open_end = self._goes_on(at, end)
        if self.tokens.word(at - 1) in _NEGATIONS:
            return Phrase(at - 1, end, None)
        if days is None:
            return Phrase(at, end, None)
        if open_end:
            return Phrase(at, more, _period(open_end, days))
        possessive = self.tokens.word(end) in ("'", "’") and self.tokens.word(end + 1) == "s"
        return Phrase(at, end + 2 * possessive, _period(kind, days))

    def _preposition(self, at: int) -> tuple[int, str]:
        """The index after the preposition that begins here, and its kind; this index where none does."""
        for words, kind in _LONGEST_FIRST:
            if self.tokens.words[at : at + len(words)] == words:
                return at + len(words), kind
        return at, ""

    def _goes_on(self, at: int, end: int) -> tuple[int, str]:
        """Where "from 2025 onwards" or "2025 or later" ends and what it means; this index and nothing for other dates."""
        text, following = self.tokens.word(end), self.tokens.word(end + 1)
        is_last = not following or not following.isalnum()  # not "from 2025 on robots"
        if text in ("onward", "onwards") or (text == "on" and is_last and self.tokens.word(at) == "from"):
            return end + 1, "since"
        if text not in ("and", "or") or date_at(
            self.tokens, end + 2, self.today
        ):  # "before 2024 and after 2020"
            return end, ""
        if following in ("later", "newer", "onwards", "after"):
            return end + 2, "since"
        return (end + 2, "until") if following in ("earlier", "older", "before") else (end, "")

    def _is_meant(self, at: int, start: int, kind: str, end: int) -> bool:
        """Whether the date is one of papers: not of an event, not a name, and not a year still to come."""
        found = date_at(self.tokens, start, self.today)
        if not found or found[0].fixed:
            return True
        day, after = found
        if not kind and after == end and not self._stands_alone(at, end):
            return False
        if day.year and day.year > self.today.year and kind in ("within", ""):
            return False
        following = self.tokens.word(after)
        if (
            day.is_year
            and self.tokens.word(start) == "the"
            and following.isalpha()
            and following not in _PAPERS
        ):
            return self.tokens.word(after - 2) == "year" or following in (
                "and",
                "or",
                "to",
            )  # "the 2024 version"
        if day.months and day.year is None and day.day is None and self.tokens.is_capital(after):
            return False  # "by April Wang"
        words = set(self.tokens.words)
        is_event = bool(words & _EVENT) and not words & _PUBLISHING
        return not is_event or self.tokens.word(at) not in ("in", "of", "on", "during", "at")

    def _stands_alone(self, at: int, end: int) -> bool:
        """Whether a date without a preposition is meant: "April 2025", "2024 papers", but not the 2017 of "COCO 2017"."""
        found = date_at(self.tokens, at, self.today)
        whole = found is not None and found[0].year is not None and not found[0].is_year
        whole = whole or self.tokens.word(at) == "year" or bool(self._goes_on(at, end)[1])
        return whole or self.tokens.word(end) in _PAPERS or (at == 0 and end == len(self.tokens))


def rest_of(tokens: Tokens, phrases: Sequence[Phrase]) -> str:
    """The text without the phrases that are understood, what joins them, and the verbs before them."""
    removed = set[int]()
    for phrase in phrases:
        first = phrase.first
        while phrase.period and tokens.word(first - 1) in VERBS:
            first -= 1
        removed |= set(range(first, phrase.end)) if phrase.period else set()
    removed |= {
        at
        for at in range(len(tokens))
        if tokens.word(at) in ("and", "but", ",") and {at - 1, at + 1} <= removed
    }
    kept, begun = "", 0
    for at in sorted(removed):
        kept += tokens.text[begun : tokens.spans[at][0]]
        begun = tokens.spans[at][1]
    return re.sub(r" (?=[?!.,;])", "", " ".join((kept + tokens.text[begun:]).split())).lstrip(" ,;")


def _period(kind: str, days: Days) -> Period:
    first, last = days
    one = timedelta(days=1)
    open_ended: dict[str, Period] = {
        "since": (first, None),
        "after": (last + one, None),
        "before": (None, first - one),
        "until": (None, last),
    }
    return open_ended.get(kind, days)
