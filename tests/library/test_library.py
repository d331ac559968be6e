from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from assistant.library.filters import Filters
from assistant.library.library import Inventory, Library
from assistant.library.papers import Paper
from tests.conftest import paper
from tests.library.helpers import ALL, open_library

CATS = paper(1, title="Kittens asleep", abstract="Small felines nap on couches all day.")
BANKS = paper(2, title="Interest rates", abstract="Central banks raise the cost of loans.")
SHIPS = paper(3, title="Sailing boats", abstract="A hull in the wind.", withdrawn=True)
DAY = date(2025, 5, 20)


def ids(library: Library, filters: Filters = ALL, limit: int = 9, days: int | None = None) -> list[str]:
    return [hit.paper.id for hit in library.newest(filters, limit, days)]


def recent(number: int, days_ago: int, upvotes: int | None = None, **fields: object) -> Paper:
    return paper(number, featured=DAY - timedelta(days_ago), upvotes=upvotes, published=None, **fields)


def test_a_question_finds_by_meaning_what_shares_no_word_with_it(library: Library) -> None:
    library.put([CATS, BANKS])
    best = library.search("sleepy cats")[0]
    assert best.paper == CATS
    assert (best.meaning_rank, best.keyword_rank) == (1, None)


def test_a_question_finds_by_its_words_and_says_both_ranks(library: Library) -> None:
    library.put([CATS, BANKS])
    first, second = library.search("do banks raise interest rates?")
    assert (first.paper, first.meaning_rank, first.keyword_rank) == (BANKS, 1, 1)
    assert (second.paper, second.keyword_rank) == (CATS, None)
    assert 1 >= first.score > second.score >= 0


def test_a_withdrawn_paper_is_never_found(library: Library) -> None:
    library.put([CATS, SHIPS])
    assert [hit.paper for hit in library.search("sailing boats in the wind")] == [CATS]
    assert ids(library) == [CATS.id]


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_an_empty_question_finds_nothing(library: Library, text: str) -> None:
    library.put([CATS])
    assert library.search(text) == []


def test_the_newest_are_those_of_the_last_days_most_upvotes_first(tmp_path: Path) -> None:
    library = open_library(tmp_path)
    library.put([recent(1, 0, 3), recent(2, 6, 9), recent(3, 7, 99), recent(4, 1), recent(5, 0)])
    assert ids(library, days=7) == [paper(i).id for i in (2, 1, 5, 4)]
    assert ids(library, days=7, limit=2) == [paper(i).id for i in (2, 1)]
    assert ids(library) == [paper(i).id for i in (3, 2, 1, 5, 4)]
    until = Filters(featured_until=DAY - timedelta(1))
    assert ids(library, until, days=6) == [paper(2).id, paper(4).id]
    assert ids(library, Filters(featured_since=date(2026, 1, 1)), days=7) == []
    library.store.close()


def test_a_paper_never_featured_is_as_new_as_its_publication(tmp_path: Path) -> None:
    library = open_library(tmp_path)
    library.put([paper(1, published=DAY), paper(2, published=None), recent(3, 8)])
    assert ids(library, days=7) == [paper(1).id]
    assert ids(library, Filters(papers=(paper(2).id,)), days=7) == [paper(2).id]
    library.store.close()


def test_the_inventory_counts_what_is_there_and_sees_changes(tmp_path: Path) -> None:
    library = open_library(tmp_path)
    assert library.inventory() == Inventory(
        0, Counter(), Counter(), Counter(), Counter(), Counter(), Counter(), None, None, None
    )
    library.put(
        [
            recent(1, 0, categories=("cs.CL", "cs.LG"), keywords=("tea",), organization="Lab"),
            paper(2, published=DAY, source="sample", categories=("cs.CL",), keywords=("tea", "naps")),
            paper(3, source=""),
        ]
    )
    assert library.inventory() == Inventory(
        papers=3,
        by_source=Counter(huggingface=1, sample=1, unknown=1),
        by_category=Counter({"cs.CL": 2, "cs.LG": 1}),
        by_keyword=Counter(tea=2, naps=1),
        by_organization=Counter(Lab=1),
        by_day=Counter({DAY: 1}),
        never_featured=Counter({DAY: 1, date(2025, 1, 1): 1}),
        first_published=date(2025, 1, 1),
        last_published=DAY,
        last_featured=DAY,
    )
    assert library.inventory() is library.inventory()
    library.remove([paper(3).id])
    assert library.inventory().papers == 2
    library.store.close()


def test_sample_papers_are_known_by_id_until_the_real_abstract_comes(tmp_path: Path) -> None:
    library = open_library(tmp_path)
    assert library.sample_ids() == []
    library.put([paper(1, source="sample"), paper(2)])
    assert library.sample_ids() == [paper(1).id]
    library.put([paper(1)])
    assert library.sample_ids() == []
    library.store.close()


def test_the_newest_are_looked_up_anew_after_a_write(library: Library) -> None:
    library.put([paper(1, upvotes=1)])
    assert [hit.paper.id for hit in library.newest(Filters(), 5, 7)] == [paper(1).id]
    library.put([paper(2, upvotes=9)])
    assert [hit.paper.id for hit in library.newest(Filters(), 5, 7)] == [paper(2).id, paper(1).id]
