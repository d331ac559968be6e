"""Which days of Daily Papers are in the library, and why a day is not: a day without papers never stays unexplained.

What was fetched is remembered in a KeyValueStore, with when and how many, so that "nothing was featured", "not fetched" and
"could not be reached" are three different things. A day is always the day a paper was `featured`, never the day
arXiv published it; `today` is the person's own, handed in. Nothing is fetched here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from pathlib import Path

from assistant.jsonable import from_json, to_json
from assistant.key_value_store import KeyValueStore

SATURDAY = 5
SETTLING = timedelta(days=1)
"""How long after its end (UTC) a day may still change; all 479 recorded days were whole by then."""


class Reason(StrEnum):
    """Why a day has no papers in the library."""

    FUTURE = "in the future"
    WEEKEND = "weekend"
    NOT_FETCHED = "not fetched"
    UNREACHABLE = "source unreachable"
    NOTHING_YET = "nothing featured yet"
    NOTHING = "nothing was featured"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Fetched:
    """What is known of the fetching of a day.

    `when` is the last time that the source answered, None where it never did; `papers` is how many it named then;
    `trouble` is what went wrong at the last try, empty where it answered.
    """

    when: datetime | None = None
    papers: int = 0
    trouble: str = ""

    def is_settled(self, day: date) -> bool:
        """Whether the day was over for long enough when it was fetched, so that it need not be fetched again."""
        end = datetime.combine(day + timedelta(days=1), time(), UTC)
        return self.when is not None and self.when >= end + SETTLING


@dataclass(frozen=True, slots=True)
class Day:
    """One day: how many papers of it the library has, and where it has none, why."""

    day: date
    papers: int
    reason: Reason | None
    fetched: Fetched | None

    @property
    def text(self) -> str:
        """The day's state in words: `27 papers`, or the reason why there are none."""
        if not self.reason:
            return f"{self.papers} paper{'s' * (self.papers != 1)}"
        return explained(self.reason, self.fetched)


class FetchLog:
    """What was fetched, day by day; safe with several threads and processes."""

    def __init__(self, home: Path) -> None:
        self._store = KeyValueStore(home, "days")

    def answered(self, day: date, papers: int, now: datetime) -> None:
        """Remember that the source named so many papers; call it when they are in the library."""
        self._store.put(day.isoformat(), to_json(Fetched(now, papers)))

    def failed(self, day: date, trouble: str) -> None:
        """Remember that the source could not be asked; an answer it gave before is not forgotten."""
        known = self.get(day) or Fetched()
        self._store.put(day.isoformat(), to_json(replace(known, trouble=trouble)))

    def get(self, day: date) -> Fetched | None:
        """What is known of one day; None where it was never asked for."""
        value = self._store.get(day.isoformat())
        return from_json(Fetched, value) if value else None

    def all(self) -> dict[date, Fetched]:
        """What is known of every day that was ever asked for."""
        return {
            date.fromisoformat(key): from_json(Fetched, value) for key, value in self._store.items().items()
        }


def why_empty(day: date, fetched: Fetched | None, today: date) -> Reason:
    """Why the library has no papers of a day, from what its `DayBook` knows of it."""
    if day > today:
        return Reason.FUTURE
    if fetched and fetched.papers:
        return Reason.REMOVED
    if is_weekend(day):
        return Reason.WEEKEND
    if fetched and fetched.when:
        return Reason.NOTHING if fetched.when.date() > day else Reason.NOTHING_YET
    return Reason.UNREACHABLE if fetched and fetched.trouble else Reason.NOT_FETCHED


def explained(reason: Reason, fetched: Fetched | None) -> str:
    """The reason as a sentence without its full stop, with what the person can do about it."""
    when = f"{fetched.when:%Y-%m-%d %H:%M} UTC" if fetched and fetched.when else ""
    return {
        Reason.FUTURE: "still to come",
        Reason.WEEKEND: "a weekend: Daily Papers features nothing then",
        Reason.NOT_FETCHED: "not fetched",
        Reason.UNREACHABLE: f"could not be fetched: {(fetched.trouble if fetched else '').rstrip('.')}",
        Reason.NOTHING_YET: f"nothing was featured yet when it was fetched ({when})",
        Reason.NOTHING: f"nothing was featured (fetched {when})",
        Reason.REMOVED: "its papers were removed, or featured again on a later day",
    }[reason]


def calendar(
    first: date, last: date, papers: Mapping[date, int], fetched: Mapping[date, Fetched], today: date
) -> Iterator[Day]:
    """Every day from `first` to `last`; `papers` says how many of each day the library has."""
    for number in range(first.toordinal(), last.toordinal() + 1):
        day = date.fromordinal(number)
        known, count = fetched.get(day), papers.get(day, 0)
        yield Day(day, count, None if count else why_empty(day, known, today), known)


def is_weekend(day: date) -> bool:
    """Whether the day is a Saturday or Sunday, when Daily Papers features nothing."""
    return day.weekday() >= SATURDAY
