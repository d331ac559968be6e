"""The periods of time that a question speaks of. The tests' today is a Monday."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.periods import bounds, find_period
from tests.conftest import TODAY


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def test_today_is_a_monday() -> None:
    assert TODAY.isoformat() == "2026-11-23" and TODAY.weekday() == 0


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("since 2025", "2025-01-01", ""),
        ("SINCE 2025", "2025-01-01", ""),
        ("from 2025", "2025-01-01", ""),
        ("starting June 2025", "2025-06-01", ""),
        ("since june 2025", "2025-06-01", ""),
        ("since Sept. 2025", "2025-09-01", ""),
        ("since 2025-06", "2025-06-01", ""),
        ("since 2025-06-03", "2025-06-03", ""),
        ("published since 2025", "2025-01-01", ""),
        ("since yesterday", "2026-11-22", ""),
        ("since today", "2026-11-23", ""),
        ("since last week", "2026-11-16", ""),
        ("since this month", "2026-11-01", ""),
        ("since June 3, 2025", "2025-06-03", ""),
        ("on 3 June 2025", "2025-06-03", "2025-06-03"),
        ("since last year", "2025-01-01", ""),
        ("after 2024", "2025-01-01", ""),
        ("after December 2024", "2025-01-01", ""),
        ("after 2025-02-28", "2025-03-01", ""),
        ("before 2024", "", "2023-12-31"),
        ("before March 2024", "", "2024-02-29"),
        ("before 2025-06-03", "", "2025-06-02"),
        ("until 2024", "", "2024-12-31"),
        ("up to May 2025", "", "2025-05-31"),
        ("till 2025-02", "", "2025-02-28"),
        ("between 2023 and 2024", "2023-01-01", "2024-12-31"),
        ("from 2024 to 2023", "2023-01-01", "2024-12-31"),
        ("from Jan 2025 until 2025-03", "2025-01-01", "2025-03-31"),
        ("between 2025-01-05 and 2025-01-31", "2025-01-05", "2025-01-31"),
        ("in the last 3 months", "2026-08-25", "2026-11-23"),
        ("in the last three months", "2026-08-25", "2026-11-23"),
        ("over the past 2 weeks", "2026-11-09", "2026-11-23"),
        ("the last 10 days", "2026-11-13", "2026-11-23"),
        ("last 2 years", "2024-11-23", "2026-11-23"),
        ("in the past year", "2025-11-23", "2026-11-23"),
        ("within the last week", "2026-11-16", "2026-11-23"),
        ("this week", "2026-11-23", "2026-11-23"),
        ("this week's", "2026-11-23", "2026-11-23"),
        ("of this month", "2026-11-01", "2026-11-23"),
        ("this year", "2026-01-01", "2026-11-23"),
        ("last week", "2026-11-16", "2026-11-22"),
        ("from last week", "2026-11-16", "2026-11-22"),
        ("last month’s", "2026-10-01", "2026-10-31"),
        ("last year", "2025-01-01", "2025-12-31"),
        ("today", "2026-11-23", "2026-11-23"),
        ("today's", "2026-11-23", "2026-11-23"),
        ("yesterday", "2026-11-22", "2026-11-22"),
        ("trending yesterday", "2026-11-22", "2026-11-22"),
        ("on 2025-11-03", "2025-11-03", "2025-11-03"),
        ("in June 2025", "2025-06-01", "2025-06-30"),
        ("during Feb 2024", "2024-02-01", "2024-02-29"),
        ("in 2025", "2025-01-01", "2025-12-31"),
        ("featured in 2025-12", "2025-12-01", "2025-12-31"),
    ],
)
def test_a_period_is_read_and_taken_out_of_the_text(text: str, first: str, last: str) -> None:
    expected = (day(first), day(last))
    assert find_period(text, TODAY) == ("", expected)
    assert find_period(f"What about {text} memory?", TODAY) == ("What about memory?", expected)


@pytest.mark.parametrize(
    "text",
    [
        "on 2025-02-30",
        "since 2025-13",
        "since 2025-00",
        "after 9999",
        "after 9999-12-31",
        "before 0001-01-01",
        "since 2025-06-031",
        "in 20255",
        "in 2024-2025",
        "in 1850",
        "of 2000 tokens",
        "since 31 February 2025",
        "in 2048 tokens",
        "from 2048 to 4096 tokens",
        "since 2027",
        "in the last 3 layers",
        "since last summer",
        "LLaMA 2025",
        "in may",
        "what happened",
        "",
    ],
)
def test_what_is_no_date_is_left_alone(text: str) -> None:
    assert find_period(text, TODAY) == (text, None)


def test_an_impossible_date_does_not_hide_a_possible_one() -> None:
    assert find_period("since 2025-13 in 2024", TODAY) == (
        "since 2025-13",
        (date(2024, 1, 1), date(2024, 12, 31)),
    )


@pytest.mark.parametrize(
    ("today", "text", "first", "last"),
    [
        ("2026-01-01", "last month", "2025-12-01", "2025-12-31"),
        ("2026-01-01", "yesterday", "2025-12-31", "2025-12-31"),
        ("2026-01-01", "this week", "2025-12-29", "2026-01-01"),
        ("2024-03-01", "last month", "2024-02-01", "2024-02-29"),
        ("2026-11-29", "this week", "2026-11-23", "2026-11-29"),
        ("2026-11-29", "last week", "2026-11-16", "2026-11-22"),
    ],
)
def test_periods_cross_months_and_years(today: str, text: str, first: str, last: str) -> None:
    assert find_period(text, date.fromisoformat(today))[1] == (day(first), day(last))


WORDS = (
    "since after before until between from and to in on of the last past this week month year days 3 99 999 "
    "two June Sept. Feb 2024 2025 2025-02-30 2025-06 9999 0001 0001-01-01 9999-12-31 2025-11-03 ' ’s - / ٢٠٢٥"
)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(WORDS.split()) | st.text(max_size=5), max_size=12), st.dates())
def test_no_text_breaks_the_reading_and_every_period_is_ordered(words: list[str], today: date) -> None:
    text = " ".join(words)
    rest, period = find_period(text, today)
    if period is None:
        assert rest == text
    else:
        assert period != (None, None)
        assert (period[0] or date.min) <= (period[1] or date.max)
        assert len(rest) < len(text)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2025", "2025-01-01", "2025-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2025-12", "2025-12-01", "2025-12-31"),
        (" June 2025 ", "2025-06-01", "2025-06-30"),
        ("sept. 2025", "2025-09-01", "2025-09-30"),
        ("2025-06-03", "2025-06-03", "2025-06-03"),
    ],
)
def test_a_date_has_a_first_and_a_last_day(text: str, first: str, last: str) -> None:
    assert bounds(text) == (day(first), day(last))


@pytest.mark.parametrize(
    "text", ["", "soon", "2025-13", "2025-02-30", "margarine 2025", "ju 2025", "0000", "20256"]
)
def test_what_has_no_days_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError):
        bounds(text)


@settings(max_examples=50, deadline=None, derandomize=True)
@given(st.dates(min_value=date(1000, 1, 1), max_value=date(9999, 11, 30)))
def test_a_month_ends_the_day_before_the_next_begins(any_day: date) -> None:
    last = bounds(f"{any_day:%Y-%m}")[1]
    following = last + timedelta(days=1)
    assert following.day == 1 and last.month == any_day.month
