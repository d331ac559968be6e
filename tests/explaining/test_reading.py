"""What to read first and next: near, on the right side of the day, with a reason."""

from datetime import date

import pytest

from assistant.explaining.reading import read_first, read_next
from assistant.library.library import Library
from assistant.library.papers import Paper
from tests.conftest import paper


def owl(number: int, day: date | None, **fields: object) -> Paper:
    abstract = f"Owls hunt mice by hearing at night. We propose hearing model {number} for hunting owls."
    return paper(number, title=f"How owls hear, part {number}", abstract=abstract, published=day, **fields)


@pytest.fixture
def owls(library: Library) -> Library:
    days = {1: date(2025, 1, 1), 2: date(2025, 3, 1), 3: date(2025, 6, 1), 4: None}
    library.put([owl(n, day, keywords=("hearing",) if n < 3 else ()) for n, day in days.items()])
    library.put(
        [
            paper(
                9,
                title="Bread",
                abstract="We bake bread with rye. It tastes good.",
                published=date(2025, 1, 5),
            )
        ]
    )
    library.put([owl(7, date(2025, 2, 1), withdrawn=True)])
    return library


def test_earlier_papers_come_first_and_later_ones_next(owls: Library) -> None:
    one = owls.get(["2501.00002"])["2501.00002"]
    assert [each.paper.id for each in read_first(one, owls)] == ["2501.00001"]
    assert [each.paper.id for each in read_next(one, owls)] == ["2501.00003"]


def test_the_reason_is_what_both_are_on_or_what_the_other_says(
    owls: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = owls.get(["2501.00002"])["2501.00002"]
    assert read_next(one, owls)[0].why == "“We propose hearing model 3 for hunting owls.”"
    assert read_first(one, owls)[0].why.startswith("“")  # a keyword that all have says nothing
    monkeypatch.setattr("assistant.explaining.reading.COMMON", 0.5)
    assert read_first(one, owls)[0].why == "Also on hearing."


def test_a_paper_without_a_day_has_neither_before_nor_after(owls: Library) -> None:
    one = owls.get(["2501.00004"])["2501.00004"]
    assert read_first(one, owls) == read_next(one, owls) == ()


def test_a_paper_that_is_not_in_the_library_has_none(owls: Library) -> None:
    assert read_first(owl(8, date(2026, 1, 1)), owls) == ()
