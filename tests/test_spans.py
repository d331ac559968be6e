"""A day, week or month: what is written is what is meant, and stepping goes from one with papers to the next."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import InputError
from assistant.spans import SPAN_KINDS, Span, neighbours, read_span, span_of
from tests.conftest import TODAY


@pytest.mark.parametrize(
    ("written", "kind", "name", "label"),
    [
        ("2025-11-12", None, "2025-11-12", "Wednesday, 12 November 2025"),
        ("2025-11-12", "week", "2025-W46", "10 to 16 November 2025"),
        ("2025-11-12", "month", "2025-11", "November 2025"),
        ("2025-w46", None, "2025-W46", "10 to 16 November 2025"),
        ("2025-02", None, "2025-02", "February 2025"),
        ("2024-12-31", "week", "2025-W01", "30 December 2024 to 5 January 2025"),
        (" Today ", None, "2026-11-23", "Monday, 23 November 2026"),
        ("yesterday", None, "2026-11-22", "Sunday, 22 November 2026"),
    ],
)
def test_what_is_written_is_the_span_that_is_meant(
    written: str, kind: str | None, name: str, label: str
) -> None:
    span = read_span(written, TODAY, kind)
    assert (span.name, span.label) == (name, label)


@pytest.mark.parametrize("written", ["", "soon", "2025-13", "2025-W54", "2025-02-30", "12/11/2025", "2025"])
def test_what_is_no_span_is_refused_with_examples(written: str) -> None:
    with pytest.raises(InputError, match="2025-W46"):
        read_span(written, TODAY)


@given(st.dates(date(1991, 1, 1), date(2100, 1, 1)), st.sampled_from(SPAN_KINDS))
def test_a_span_holds_its_day_and_its_name_leads_back(day: date, kind: str) -> None:
    span = span_of(kind, day)
    assert day in span and span.days[0] == span.first and span.days[-1] == span.last
    assert read_span(span.name, TODAY) == span
    assert span_of(span.kind, span.last + timedelta(days=1)).first == span.last + timedelta(days=1)


def test_neighbours_are_the_nearest_that_have_papers() -> None:
    days = [date(2025, 11, d) for d in (3, 7, 12, 13, 20)]
    day = span_of("day", date(2025, 11, 10))
    assert [span and span.name for span in neighbours(day, days)] == ["2025-11-07", "2025-11-12"]
    week = span_of("week", date(2025, 11, 12))
    assert [span and span.name for span in neighbours(week, days)] == ["2025-W45", "2025-W47"]
    assert neighbours(Span(date(2025, 11, 1), date(2025, 11, 30), "month"), days) == (None, None)
