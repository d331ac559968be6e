import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.export import shapes
from assistant.jsonable import to_json
from assistant.library.filters import Filters, organization_key
from tests.conftest import paper

GOOD = settings(max_examples=100, deadline=None, derandomize=True)
DAY, NEXT = date(2025, 1, 1), date(2025, 1, 2)
FULL = Filters(DAY, NEXT, NEXT, NEXT, ("cs.CL", "cs.LG"), ("Nap Lab",), ("2501.00001", "2501.00002"))
DAYS = st.none() | st.dates()
NAMES = st.lists(st.text(min_size=1, max_size=5), max_size=2).map(tuple)
FILTERS = st.builds(Filters, DAYS, DAYS, DAYS, DAYS, NAMES, NAMES, NAMES)


@pytest.mark.parametrize(
    ("filters", "admitted"),
    [
        (Filters(), True),
        (Filters(since=DAY, until=DAY), True),
        (Filters(since=NEXT), False),
        (Filters(until=date(2024, 12, 31)), False),
        (Filters(featured_since=NEXT, featured_until=NEXT), True),
        (Filters(featured_since=date(2025, 1, 3)), False),
        (Filters(categories=("cs.LG", "cs.CL")), True),
        (Filters(categories=("cs.C",)), False),
        (Filters(organizations=("Else", "nap  LAB ")), True),
        (Filters(organizations=("Nap",)), False),
        (Filters(papers=("2501.00001",)), True),
        (Filters(papers=("2501.0000",)), False),
        (Filters(since=DAY, categories=("cs.LG",)), False),
        (FULL, True),
    ],
)
def test_a_paper_is_admitted_when_it_meets_every_condition(filters: Filters, admitted: bool) -> None:
    assert filters.admit(paper(featured=NEXT, categories=("cs.CL",), organization="Nap Lab")) is admitted


@pytest.mark.parametrize(
    "filters",
    [
        Filters(since=date.min),
        Filters(until=date.max),
        Filters(featured_since=date.min),
        Filters(categories=("cs.CL",)),
        Filters(organizations=("Nap Lab",)),
    ],
)
def test_what_is_not_known_meets_no_condition(filters: Filters) -> None:
    assert not filters.admit(paper(published=None))


@pytest.mark.parametrize(
    ("filters", "labels"),
    [
        (Filters(), {}),
        (Filters(since=DAY), {"since until": "published since 2025-01-01"}),
        (Filters(until=DAY), {"since until": "published until 2025-01-01"}),
        (Filters(since=DAY, until=DAY), {"since until": "published on 2025-01-01"}),
        (
            Filters(featured_since=DAY, featured_until=NEXT),
            {"featured_since featured_until": "featured 2025-01-01 to 2025-01-02"},
        ),
        (Filters(categories=("cs.CL", "cs.LG")), {"categories": "in cs.CL or cs.LG"}),
        (Filters(organizations=("A", "B")), {"organizations": "from A or B"}),
        (Filters(papers=("1", "2")), {"papers": "2 chosen papers"}),
    ],
)
def test_each_condition_has_a_label_in_words(filters: Filters, labels: dict[str, str]) -> None:
    assert filters.labels() == labels


@pytest.mark.parametrize("names", FULL.labels())
def test_taking_a_label_away_takes_just_its_condition(names: str) -> None:
    left = FULL.without(names)
    assert left.labels() == {key: label for key, label in FULL.labels().items() if key != names}


def test_said_conditions_stand_over_those_that_were_there() -> None:
    said, there = Filters(since=NEXT, categories=("cs.CV",)), Filters(until=DAY, organizations=("Nap Lab",))
    assert said.over(there) == Filters(since=NEXT, categories=("cs.CV",), organizations=("Nap Lab",))


@GOOD
@given(FILTERS, FILTERS)
def test_over_keeps_all_of_one_and_fills_up_from_the_other(one: Filters, other: Filters) -> None:
    assert one.over(other).labels() == other.labels() | one.labels()
    assert one.over(Filters()) == Filters().over(one) == one.over(one) == one


@GOOD
@given(FILTERS)
def test_taking_all_labels_away_leaves_no_condition(filters: Filters) -> None:
    assert bool(filters) == bool(filters.labels()) == bool(to_json(filters, shapes.Filters))
    for names in filters.labels():
        filters = filters.without(names)
    assert filters == Filters() and not filters


@GOOD
@given(FILTERS)
def test_filters_become_plain_json_of_what_is_set(filters: Filters) -> None:
    values: dict[str, Any] = json.loads(json.dumps(to_json(filters, shapes.Filters)))
    days = ("since", "until", "featured_since", "featured_until")
    read = {k: date.fromisoformat(v) if k in days else tuple(v) for k, v in values.items()}
    assert Filters(**read) == filters
    assert filters.has_period == any(name in values for name in days)


@pytest.mark.parametrize(("name", "key"), [(" Nap  LAB", "nap lab"), ("", ""), (None, "")])
def test_an_organization_is_compared_without_case_and_spacing(name: str | None, key: str) -> None:
    assert organization_key(name) == key
