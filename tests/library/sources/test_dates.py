"""Dates as people and databases write them."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.library.sources.dates import best_date, from_parts

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
FORMS = ["%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%d %B %Y", "%B %d, %Y", "%Y %b %d", "%a, %d %b %Y 20:10:27 GMT"]


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=30, deadline=None, derandomize=True)
@given(day=DAYS)
def test_a_whole_date_is_read_in_every_usual_form(form: str, day: date) -> None:
    assert best_date(day.strftime(form)) == best_date("no date", day.strftime(form)) == day


@pytest.mark.parametrize(
    ("fields", "meant"),
    [
        (("2018", "SEP"), date(2018, 9, 1)),
        (("2019", "APR 15"), date(2019, 4, 15)),
        (("APR 15", "2019"), date(2019, 4, 15)),
        (("2019", "2019/05/03/"), date(2019, 5, 3)),
        (("2021", "2019/05/03"), date(2021, 1, 1)),
        (("12/2019",), date(2019, 12, 1)),
        (("May 3, 2019",), date(2019, 5, 3)),
        (("3rd May 2019",), date(2019, 5, 3)),
        (("Sept 2019",), date(2019, 9, 1)),
        (("2014//",), date(2014, 1, 1)),
        (("2018/09//",), date(2018, 9, 1)),
        (("2018///Spring",), date(2018, 1, 1)),
        (("Winter 2019",), date(2019, 1, 1)),
        (("2019-21",), date(2019, 1, 1)),
        (("2020 Jan-Feb",), date(2020, 1, 1)),
        (("2019-06-30/2019-07-01",), date(2019, 6, 30)),
        (("18.03.2025",), date(2025, 3, 18)),
        (("3/18/2025",), date(2025, 3, 18)),
        (("04/05/2025",), date(2025, 1, 1)),
        (("2025-02-30",), date(2025, 2, 1)),
        (("2025-13-01",), date(2025, 1, 1)),
        (("2014-00-00",), date(2014, 1, 1)),
        (("2025-03-18T10:00:00Z",), date(2025, 3, 18)),
        (("c2019",), date(2019, 1, 1)),
        (("2019.0",), date(2019, 1, 1)),
        ((2019,), date(2019, 1, 1)),
        (("in press",), None),
        (("SEP", "15"), None),
        ((None, True, [], {}), None),
    ],
)
def test_the_best_date_is_taken_field_by_field(fields: tuple[Any, ...], meant: date | None) -> None:
    assert best_date(*fields) == meant


@pytest.mark.parametrize(
    ("parts", "meant"), [([2025, 3, 18], date(2025, 3, 18)), (["2025", "3"], date(2025, 3, 1)), ([], None)]
)
def test_a_date_in_parts_is_read(parts: list[Any], meant: date | None) -> None:
    assert from_parts(parts) == meant


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.lists(st.none() | st.text(max_size=30) | st.integers() | st.floats(), max_size=4))
def test_whatever_a_field_holds_is_a_date_or_none(values: list[Any]) -> None:
    assert isinstance(best_date(*values), date | None)
