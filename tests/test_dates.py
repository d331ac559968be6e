"""The time that a question speaks of: obeyed whole, or named as not understood. The tests' today is a Monday."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.dates import Time, bounds, find_time
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
        ("from 2025", "2025-01-01", "2025-12-31"),
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
        ("from April 2025", "2025-04-01", "2025-04-30"),
        ("since April", "2026-04-01", ""),
        ("since December", "2025-12-01", ""),
        ("between 5 and 16 April 2025", "2025-04-05", "2025-04-16"),
        ("from April 5 to 16, 2025", "2025-04-05", "2025-04-16"),
        ("from April to June 2025", "2025-04-01", "2025-06-30"),
        ("from November 2025 to February", "2025-11-01", "2026-02-28"),
        ("from 2023-2024", "2023-01-01", "2024-12-31"),
        ("in 2023–24", "2023-01-01", "2024-12-31"),
        ("in 2024-2025", "2024-01-01", "2025-12-31"),
        ("prior to 2024", "", "2023-12-31"),
        ("older than 2020", "", "2019-12-31"),
        ("by the end of 2024", "", "2024-12-31"),
        ("no later than March 2024", "", "2024-03-31"),
        ("since the beginning of 2025", "2025-01-01", ""),
        ("before 2024 and after 2020", "2021-01-01", "2023-12-31"),
        ("after 2020, before 2024", "2021-01-01", "2023-12-31"),
        ("in week 15 of 2025", "2025-04-07", "2025-04-13"),
        ("in 2025-W15", "2025-04-07", "2025-04-13"),
        ("in Q2 2025", "2025-04-01", "2025-06-30"),
        ("from Q4 2024 to Q1 2025", "2024-10-01", "2025-03-31"),
        ("in the second quarter of 2025", "2025-04-01", "2025-06-30"),
        ("in the first half of 2025", "2025-01-01", "2025-06-30"),
        ("from 2025 onwards", "2025-01-01", ""),
        ("from 2025 or later", "2025-01-01", ""),
        ("from 2025 to now", "2025-01-01", "2026-11-23"),
        ("in 2024 and 2025", "2024-01-01", "2025-12-31"),
        ("in the 2010s", "2010-01-01", "2019-12-31"),
        ("from last Friday", "2026-11-20", "2026-11-20"),
    ],
)
def test_a_period_is_read_and_taken_out_of_the_text(text: str, first: str, last: str) -> None:
    expected = (day(first), day(last))
    assert find_time(text, TODAY) == Time("", expected)
    assert find_time(f"What about robots {text}?", TODAY) == Time("What about robots?", expected)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024 papers on robots", "2024-01-01", "2024-12-31"),
        ("April 2025 papers on robots", "2025-04-01", "2025-04-30"),
        ("robots 2023-2024", "2023-01-01", "2024-12-31"),
        ("Q2 2025", "2025-04-01", "2025-06-30"),
        ("What methods were proposed in 2012?", "2012-01-01", "2012-12-31"),
    ],
)
def test_a_date_without_a_preposition_and_a_year_of_publishing_are_meant(
    text: str, first: str, last: str
) -> None:
    assert find_time(text, TODAY).period == (day(first), day(last))


@pytest.mark.parametrize(
    "text",
    [
        "on 2025-02-30",
        "since 2025-13",
        "since 31 February 2025",
        "since early 2025",
        "from late 2024",
        "in mid-2024",
        "since last summer",
        "between 2023 and last summer",
        "in the last few months",
        "in 2021 and 2024",
        "on 03/04/2025",
        "not in 2024",
        "after 2024 and before 2020",
        "since 2024 or before 2020",
    ],
)
def test_what_is_not_understood_is_named_and_left_in_the_text(text: str) -> None:
    assert find_time(f"robots {text}?", TODAY) == Time(f"robots {text}?", None, (text,))


def test_a_phrase_that_is_not_understood_does_not_hide_one_that_is() -> None:
    time = find_time("robots since 2025-13 in 2024", TODAY)
    assert time == Time("robots since 2025-13", (date(2024, 1, 1), date(2024, 12, 31)), ("since 2025-13",))


@pytest.mark.parametrize(
    "text",
    [
        "of 2000 tokens",
        "in 2048 tokens",
        "from 2048 to 4096 tokens",
        "attention over the last 2000 frames",
        "in 20255",
        "in 1850",
        "after 9999",
        "after 9999-12-31",
        "before 0001-01-01",
        "since 2025-06-031",
        "in the last 3 layers",
        "LLaMA 2025",
        "trained on COCO 2017",
        "the 2024 version of it",
        "Has asthma increased over a decade (2001-2009)?",
        "by April Wang",
        "in may",
        "What may happen to agents?",
        "Why did AlexNet win on ImageNet in 2012?",
        "what happened",
        "",
    ],
)
def test_what_is_no_date_of_papers_is_left_alone(text: str) -> None:
    assert find_time(text, TODAY) == Time(text)


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
    assert find_time(text, date.fromisoformat(today)).period == (day(first), day(last))


WORDS = (
    "since after before until between from and to in on of the last past this week month year days 3 99 999 "
    "two June Sept. Feb 2024 2025 2025-02-30 2025-06 9999 0001 0001-01-01 9999-12-31 2025-11-03 ' ’s - / ٢٠٢٥"
)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(
    st.lists(st.sampled_from(WORDS.split()) | st.text(max_size=5), max_size=12),
    st.dates(date(1990, 1, 1), date(2100, 1, 1)),
)
def test_no_text_breaks_the_reading_and_every_period_is_ordered(words: list[str], today: date) -> None:
    text = " ".join(words)
    time = find_time(text, today)
    assert all(phrase in text for phrase in time.not_understood)
    if time.period:
        assert time.period != (None, None)
        assert (time.period[0] or date.min) <= (time.period[1] or date.max)
        assert len(time.rest) < len(text)


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
