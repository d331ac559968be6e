from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.library.sources.entries import (
    MAX_NAMES,
    Refused,
    Unreadable,
    day,
    names,
    one_line,
    papers_among,
    required,
    web_address,
    whole_number,
)
from tests.conftest import paper

ANY = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.text()) | st.binary()
GOOD = settings(max_examples=100, deadline=None, derandomize=True)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (" a \n b\t c ", "a b c"),
        ("a\x00b\x1bc\x7fd", "a b c d"),
        ("lone \ud800 half", "lone half"),
        ("a\u00a0b\u2028c", "a b c"),
        ("", ""),
        ("x" * 11, ""),
        (None, ""),
        (["a"], ""),
    ],
)
def test_a_text_becomes_one_clean_line(value: Any, expected: str) -> None:
    assert one_line(value, 10) == expected


@GOOD
@given(ANY, st.integers(0, 20))
def test_one_line_is_bounded_printable_and_settled(value: Any, limit: int) -> None:
    line = one_line(value, limit)
    assert len(line) <= limit
    assert line == one_line(line, limit)
    line.encode()  # no half of a surrogate pair is left
    assert not any(ord(c) < 32 for c in line)


@pytest.mark.parametrize(
    ("value", "reason"), [("", "it has no title"), (3, "it has no title"), ("x" * 11, "longer than 10")]
)
def test_a_required_text_that_is_missing_or_too_long_says_so(value: Any, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        required(value, "title", 10)


def test_names_are_cleaned_kept_in_order_each_once_and_bounded() -> None:
    assert names(["b", " a ", "", None, "b", 3, "a"]) == ("b", "a")
    assert names("abc") == ()
    assert len(names([str(i) for i in range(MAX_NAMES + 10)])) == MAX_NAMES


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2025-01-02", date(2025, 1, 2)),
        ("2025-01-02T23:59:59.000Z", date(2025, 1, 2)),
        ("2025-02-30", None),
        ("yesterday", None),
        ("2025-\ud800", None),
        (20250102, None),
        (None, None),
    ],
)
def test_a_day_is_the_front_of_an_iso_time_or_none(value: Any, expected: date | None) -> None:
    assert day(value) == expected


@GOOD
@given(ANY)
def test_no_value_crashes_a_reading(value: Any) -> None:
    assert day(value) is None or isinstance(day(value), date)
    assert whole_number(value) is None or 0 <= value < 2**31
    assert (web_address(value) or "https://").startswith(("http://", "https://", "HTTP"))
    assert all(isinstance(name, str) and name for name in names(value))


def test_papers_are_picked_from_among_the_entries() -> None:
    assert papers_among([paper(1), Refused("f", "1", "no"), paper(2)]) == [paper(1), paper(2)]
