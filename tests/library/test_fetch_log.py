"""A day without papers always says why."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from assistant.export import shapes
from assistant.jsonable import to_json
from assistant.library.fetch_log import Fetched, FetchLog, Reason, calendar, explained, why_empty

FRIDAY = date(2025, 11, 14)
THAT_MORNING = datetime(2025, 11, 14, 8, tzinfo=UTC)
LATER = datetime(2025, 11, 17, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "fetched", "reason"),
    [
        (FRIDAY, None, Reason.NOT_FETCHED),
        (FRIDAY, Fetched(trouble="huggingface.co does not answer."), Reason.UNREACHABLE),
        (FRIDAY, Fetched(LATER, 0), Reason.NOTHING),
        (FRIDAY, Fetched(THAT_MORNING, 0), Reason.NOTHING_YET),
        (FRIDAY, Fetched(LATER, 0, "cut off"), Reason.NOTHING),
        (FRIDAY, Fetched(LATER, 12), Reason.REMOVED),
        (FRIDAY + timedelta(days=1), None, Reason.WEEKEND),
        (FRIDAY + timedelta(days=2), Fetched(LATER, 0), Reason.WEEKEND),
        (FRIDAY + timedelta(days=7), None, Reason.FUTURE),
        (FRIDAY + timedelta(days=8), None, Reason.FUTURE),
    ],
)
def test_each_empty_day_has_its_own_reason(day: date, fetched: Fetched | None, reason: Reason) -> None:
    assert why_empty(day, fetched, today=FRIDAY + timedelta(days=3)) is reason
    assert explained(reason, fetched)


def test_tomorrow_is_the_persons_own() -> None:
    assert why_empty(FRIDAY, None, today=FRIDAY) is Reason.NOT_FETCHED
    assert why_empty(FRIDAY, None, today=FRIDAY - timedelta(days=1)) is Reason.FUTURE


def test_what_was_fetched_is_remembered_and_a_failure_forgets_no_answer(tmp_path: Path) -> None:
    book = FetchLog(tmp_path)
    assert book.get(FRIDAY) is None and book.all() == {}
    book.failed(FRIDAY, "no answer")
    assert book.get(FRIDAY) == Fetched(trouble="no answer")
    book.answered(FRIDAY, 0, THAT_MORNING)
    assert book.get(FRIDAY) == Fetched(THAT_MORNING, 0)
    book.failed(FRIDAY, "no answer")
    assert book.get(FRIDAY) == Fetched(THAT_MORNING, 0, "no answer")
    book.answered(FRIDAY, 27, LATER)
    assert FetchLog(tmp_path).all() == {FRIDAY: Fetched(LATER, 27)}


def test_a_day_is_settled_only_when_it_was_fetched_well_after_its_end() -> None:
    end = datetime(2025, 11, 15, tzinfo=UTC)
    assert not Fetched(THAT_MORNING, 9).is_settled(FRIDAY)
    assert not Fetched(end + timedelta(hours=23), 9).is_settled(FRIDAY)
    assert Fetched(end + timedelta(hours=24), 9).is_settled(FRIDAY)
    assert not Fetched(trouble="no answer").is_settled(FRIDAY)


def test_the_calendar_has_every_day_with_its_count_or_its_reason() -> None:
    found = list(
        calendar(date(2025, 11, 13), date(2025, 11, 16), {FRIDAY: 1}, {FRIDAY: Fetched(LATER, 1)}, FRIDAY)
    )
    assert [day.text for day in found] == ["not fetched", "1 paper", "still to come", "still to come"]
    assert to_json(found[1], shapes.Day) == {
        "day": "2025-11-14",
        "papers": 1,
        "reason": None,
        "text": "1 paper",
        "fetched": "2025-11-17T08:00:00+00:00",
    }
    assert to_json(found[0], shapes.Day)["reason"] == "not fetched"
