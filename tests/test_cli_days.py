"""`papers days`: every day with its papers, or why there are none."""

import json
from datetime import date

import pytest

from assistant.library.library import Library
from tests.conftest import Run, paper


@pytest.fixture
def one_day(library: Library) -> None:
    library.put([paper(1, featured=date(2025, 11, 14)), paper(2, featured=date(2025, 11, 14))])
    library.store.close()


@pytest.mark.usefixtures("one_day")
def test_a_month_is_shown_day_by_day(run: Run) -> None:
    code, out, err = run("days", "--month", "2025-11")
    lines = out.splitlines()
    assert (code, err, len(lines)) == (0, "", 30)
    assert lines[13] == "Fri 2025-11-14  2 papers"
    assert lines[14].startswith("Sat 2025-11-15  a weekend") and lines[16].endswith("not fetched")
    days = json.loads(run("days", "--month", "2025-11", "--json")[1])["days"]
    assert [day["papers"] for day in days] == [2 * (number == 13) for number in range(30)]
    assert days[16]["reason"] == "not fetched"


def test_a_month_that_is_none_is_refused_with_what_to_write(run: Run) -> None:
    assert run("days", "--month", "2025-13") == (
        2,
        "",
        "2025-13 is not a date. Write 2025, 2025-06 or 2025-06-03.\n",
    )
