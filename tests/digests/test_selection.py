"""Which papers a digest is of: the right days, the right order, what was left out, and why there is nothing."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from assistant.digests.following import Following
from assistant.digests.selection import Request, Selection, days_of, newest_day, newest_span, select
from assistant.library.fetch_log import FetchLog
from assistant.library.library import Library
from assistant.spans import read_span
from tests.conftest import TODAY, paper
from tests.days import DAY, day_papers


@pytest.fixture
def days(tmp_path: Path) -> FetchLog:
    return FetchLog(tmp_path / "home")


def chosen(library: Library, days: FetchLog, when: str = "2025-11-12", **request: object) -> Selection:
    return select(Request(read_span(when, TODAY), **request), library, days, TODAY)


def test_a_day_is_of_the_papers_featured_then_and_of_those_published_then_and_never_featured(
    library: Library, days: FetchLog
) -> None:
    library.put(
        [
            paper(1, featured=DAY, published=date(2025, 11, 5), upvotes=1),
            paper(2, published=DAY, upvotes=9),
            paper(3, featured=date(2025, 11, 14), published=DAY),
            paper(4, published=date(2025, 11, 11)),
            paper(5, featured=DAY, withdrawn=True),
        ]
    )
    found = chosen(library, days)
    assert [one.id for one in found.papers] == ["2501.00002", "2501.00001"]
    assert (found.featured, found.published, found.why_empty) == (1, 1, "")
    assert days_of(library) == {DAY, date(2025, 11, 14), date(2025, 11, 11)}
    assert newest_day(library) == date(2025, 11, 14)


def test_most_upvotes_come_first_and_what_is_beyond_the_top_is_counted(
    library: Library, days: FetchLog
) -> None:
    library.put([paper(n, featured=DAY, upvotes=n or None) for n in range(5)])
    found = chosen(library, days, top=2)
    assert [one.upvotes for one in found.papers] == [4, 3]
    assert found.beyond_top == 3


def test_a_topic_leaves_only_the_papers_on_it_and_counts_the_others(library: Library, days: FetchLog) -> None:
    library.put(day_papers())
    found = chosen(library, days, following=Following(topics=("yeast for bread",)))
    assert {one.title for one in found.papers} == {p.title for p in day_papers()[3:6]}
    assert set(found.topics) == {("yeast for bread",)}
    assert found.off_topic == 6
    assert chosen(library, days, following=Following(topics=("medieval trade law",))).papers == ()


def test_each_of_several_topics_is_told_of(library: Library, days: FetchLog) -> None:
    library.put(day_papers())
    found = chosen(library, days, following=Following(topics=("bread yeast", "violin wood")))
    assert set(found.topics) == {("bread yeast",), ("violin wood",)}
    assert len(found.papers) == 6


def test_muted_papers_are_hidden_and_counted(library: Library, days: FetchLog) -> None:
    library.put(day_papers())
    found = chosen(library, days, following=Following(muted=("glacier",)))
    assert (len(found.papers), found.muted) == (6, 3)


def test_a_day_of_four_hundred_papers_is_one_of_the_fifty_best(library: Library, days: FetchLog) -> None:
    library.put([paper(n, featured=DAY, upvotes=n, abstract="One. Two.") for n in range(400)])
    found = chosen(library, days)
    assert len(found.papers) == 50 and found.beyond_top == 350


@pytest.mark.parametrize(
    ("when", "why"),
    [
        ("2025-11-15", "weekend"),
        ("2025-11-13", "not fetched"),
        ("2026-12-24", "still to come"),
        ("2025-W30", "no paper of 21 to 27 July 2025"),
    ],
)
def test_an_empty_day_says_why(library: Library, days: FetchLog, when: str, why: str) -> None:
    library.put(day_papers()[:1])
    assert why in chosen(library, days, when).why_empty


def test_a_day_on_which_nothing_was_featured_is_not_called_unfetched(
    library: Library, days: FetchLog
) -> None:
    library.put(day_papers()[:1])
    days.answered(date(2025, 11, 13), 0, datetime(2025, 11, 20, tzinfo=UTC))
    assert "nothing was featured" in chosen(library, days, "2025-11-13").why_empty


def test_an_empty_library_says_so(library: Library, days: FetchLog) -> None:
    assert "Your library is empty" in chosen(library, days).why_empty
    assert newest_day(library) is None


@pytest.mark.parametrize(
    ("of_november", "kind"),
    [((12, 12, 12, 12, 3), "day"), ((12, 12, 12, 10), "week"), ((12, 3, 4, 5), "month"), ((12,), "month")],
)
def test_one_opens_on_the_newest_day_or_on_its_week_or_month_where_it_has_few_papers(
    library: Library, of_november: tuple[int, ...], kind: str
) -> None:
    library.put([paper(n, featured=date(2025, 11, day)) for n, day in enumerate(of_november)])
    span = newest_span(library, TODAY)
    assert span.kind == kind and span.first <= DAY <= span.last


def test_an_empty_library_opens_on_this_month(library: Library) -> None:
    assert newest_span(library, TODAY).first == TODAY.replace(day=1)
