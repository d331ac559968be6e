from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import permutations
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assistant.library.importing import STEP, ImportReport, import_papers
from assistant.library.library import Library
from assistant.library.papers import Paper, id_from_title
from assistant.library.sources import huggingface, sample
from assistant.library.sources.entries import Entry, Refused
from tests.conftest import paper
from tests.library.helpers import entry, found_by_keywords, found_by_meaning, open_library, page, read

REFUSED = Refused("day.json", "3", "it has no title")
PAGE = paper(
    title="On Tea", id=id_from_title("On Tea"), abstract="From the page.", authors=(), comments=5, source="saved page"
)
REAL = paper(title="On tea", abstract="The real one.", upvotes=3)


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Library]:
    library = open_library(tmp_path / "home")
    yield library
    library.store.close()


def brought(library: Library, *entries: Entry) -> tuple[int, int, int, int]:
    """Import, and give the counts: added, updated, unchanged, refused."""
    report = import_papers(entries, library)
    assert report.read == len(entries)
    return report.added, report.updated, report.unchanged, len(report.refused)


def contents(library: Library) -> dict[str, Paper]:
    """All papers; both searches must know the same ones."""
    papers = {each.id: each for each in library.store}
    assert found_by_meaning(library, "x") == set(papers)
    words = " ".join(each.text for each in papers.values())
    assert found_by_keywords(library, words or "x") == set(papers)
    return papers


def asked(library: Library) -> int:
    """How many texts were embedded so far."""
    return library.embedder.asked.total()  # type: ignore[attr-defined,no-any-return]


def test_the_report_counts_what_was_added_updated_unchanged_and_refused(small: Library) -> None:
    assert brought(small, paper(1), paper(2), REFUSED) == (2, 0, 0, 1)
    assert brought(small, paper(1), paper(2, upvotes=9), paper(3), REFUSED) == (1, 1, 1, 1)
    assert contents(small) == {p.id: p for p in (paper(1), paper(2, upvotes=9), paper(3))}


def test_importing_again_changes_nothing_not_even_the_revision(small: Library) -> None:
    papers = [paper(i) for i in range(STEP + 5)]
    assert brought(small, *papers) == (STEP + 5, 0, 0, 0)
    before, embedded = small.store.revision, asked(small)
    assert brought(small, *papers) == (0, 0, STEP + 5, 0)
    assert (small.store.revision, asked(small)) == (before, embedded)


def test_progress_is_told_after_each_stored_step(small: Library) -> None:
    steps: list[tuple[int, int]] = []
    entries = [REFUSED, *(paper(i) for i in range(2 * STEP))]
    import_papers(entries, small, lambda report: steps.append((report.read, len(small))))
    assert steps == [(STEP, STEP - 1), (2 * STEP, 2 * STEP - 1), (2 * STEP + 1, 2 * STEP)]


def test_a_report_becomes_plain_values() -> None:
    assert ImportReport(1, 2, 3, [REFUSED]).as_dict() == {
        "added": 1,
        "updated": 2,
        "unchanged": 3,
        "refused": [{"file": "day.json", "entry": "3", "reason": "it has no title"}],
    }


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
@pytest.mark.parametrize("together", [True, False])
def test_a_paper_of_two_days_is_one_with_the_later_days_upvotes(
    small: Library, order: tuple[int, int], together: bool
) -> None:
    days = [
        list(huggingface.read([entry(1, upvotes=upvotes), entry(other)], f"{day}.json", day))
        for upvotes, other, day in ((5, 2, date(2025, 1, 3)), (9, 3, date(2025, 1, 4)))
    ]
    first, second = (days[i] for i in order)
    if together:
        assert brought(small, *first, *second)[0] == 3
    else:
        assert brought(small, *first)[0] == 2
        assert brought(small, *second)[0] == 1
    found = contents(small)
    assert (found["2501.00001"].upvotes, found["2501.00001"].featured) == (9, date(2025, 1, 4))
    assert brought(small, *first, *second) == brought(small, *second, *first) == (0, 0, 4, 0)
    assert contents(small) == found


def test_a_changed_abstract_is_embedded_anew_and_an_unchanged_one_keeps_its_vector(small: Library) -> None:
    one, two = paper(1), paper(2)
    brought(small, one, two)
    before, embedded = small.store.vectors([one.id, two.id]), asked(small)
    assert brought(small, replace(one, abstract="Other words."), replace(two, upvotes=9)) == (0, 2, 0, 0)
    after = small.store.vectors([one.id, two.id])
    assert asked(small) == embedded + 1
    assert not np.allclose(before[one.id], after[one.id], atol=1e-3)
    assert np.allclose(before[two.id], after[two.id], atol=1e-6)
    assert np.allclose(after[one.id], small.embedder.embed([f"{one.title}\nOther words."])[0], atol=1e-6)
    assert contents(small)[two.id].upvotes == 9


@pytest.mark.parametrize("together", [True, False])
def test_a_numberless_paper_becomes_one_with_its_arxiv_telling(small: Library, together: bool) -> None:
    steps = [[PAGE, REAL]] if together else [[PAGE], [REAL]]
    for step in steps:
        brought(small, *step)
    assert contents(small) == {REAL.id: replace(REAL, comments=5)}
    assert brought(small, PAGE, REAL) == (0, 0, 2, 0)


def test_a_numberless_telling_adds_to_the_numbered_paper_it_names(small: Library) -> None:
    assert brought(small, REAL) == (1, 0, 0, 0)
    assert brought(small, PAGE) == (0, 1, 0, 0)
    assert asked(small) == 1
    assert contents(small) == {REAL.id: replace(REAL, comments=5)}


def test_a_numberless_paper_beside_its_numbered_self_is_taken_in(small: Library) -> None:
    """As it is after a new title on arXiv, or a kill between the adding of one and the removing of the other."""
    small.put([PAGE, replace(REAL, title="An older title")])
    brought(small, REAL)
    assert contents(small) == {REAL.id: replace(REAL, comments=5)}


def test_two_numbered_papers_of_one_title_stay_two(small: Library) -> None:
    assert brought(small, paper(1, title="Editorial"), paper(2, title="Editorial")) == (2, 0, 0, 0)
    assert brought(small, paper(1, title="Editorial"), paper(2, title="Editorial")) == (0, 0, 2, 0)
    assert len(contents(small)) == 2


TELLINGS: list[Paper] = [PAGE, REAL, replace(REAL, title="A new title", featured=date(2025, 1, 4), upvotes=7)]


@pytest.mark.parametrize("order", list(permutations(range(3))), ids=str)
def test_three_tellings_in_any_order_are_one_paper_and_settle(small: Library, order: tuple[int, ...]) -> None:
    told = [TELLINGS[i] for i in order]
    for each in told:
        brought(small, each)
    numbered = [found for found in contents(small).values() if found.has_arxiv_id]
    assert [found.id for found in numbered] == [REAL.id]
    for _ in range(2):
        brought(small, *told)
        settled = contents(small)
    brought(small, *told)
    assert contents(small) == settled


def test_a_sample_never_replaces_a_real_abstract_and_gives_way_to_it(small: Library) -> None:
    ours = paper(abstract="Our own description.", source="sample", project="https://a.example")
    brought(small, ours)
    brought(small, paper())
    assert contents(small) == {paper().id: replace(paper(), project="https://a.example")}
    assert brought(small, ours) == (0, 0, 1, 0)
    assert small.sample_ids() == []


def interrupted(entries: list[Paper], after: int) -> Iterator[Paper]:
    yield from entries[:after]
    raise OSError("the disk went away")


@pytest.mark.parametrize("after", [0, STEP - 1, STEP, 2 * STEP + 3])
def test_an_interrupted_import_keeps_its_stored_steps_and_the_next_goes_on(small: Library, after: int) -> None:
    papers = [paper(i) for i in range(3 * STEP)]
    with pytest.raises(OSError, match="went away"):
        import_papers(interrupted(papers, after), small)
    kept = after // STEP * STEP
    assert set(contents(small)) == {p.id for p in papers[:kept]}
    assert brought(small, *papers) == (3 * STEP - kept, 0, kept, 0)
    assert contents(small) == {p.id: p for p in papers}


def test_an_embedder_that_fails_leaves_the_library_as_it_was(
    small: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    brought(small, paper(1))
    before = small.store.revision

    def fail(texts: Any) -> Any:
        raise RuntimeError("no vectors")

    with monkeypatch.context() as patch:
        patch.setattr(small.embedder, "embed", fail)
        with pytest.raises(RuntimeError):
            import_papers([paper(1, abstract="Changed."), paper(2)], small)
    assert small.store.revision == before
    assert contents(small) == {paper(1).id: paper(1)}


def test_a_page_from_a_file_becomes_one_with_the_day_that_has_its_papers(small: Library, tmp_path: Path) -> None:
    text = page(("Paper Number 1", "From the page.", "Nap Lab", "Sep 10, 2024 4"))
    brought(small, *read(tmp_path / "page.txt", text))
    brought(small, *read(tmp_path / "2025-01-03.json", [entry(1)]))
    [found] = contents(small).values()
    assert (found.id, found.abstract, found.organization) == ("2501.00001", "We propose method 1.", "Nap Lab")


@pytest.mark.data
def test_the_seed_page_updates_the_sample_papers_and_keeps_their_ids_and_authors(
    small: Library, data: Path
) -> None:
    samples = {each.id: each for each in sample.read()}
    seed = read(next((data.parent / "seeds").glob("*.txt")))
    assert brought(small, *samples.values()) == (48, 0, 0, 0)
    assert brought(small, *seed) == (0, 24, 0, 0)
    found = contents(small)
    assert set(found) == set(samples) and len(small.sample_ids()) == 24
    real = [each for each in found.values() if not each.is_sample]
    assert {each.abstract for each in real} == {each.abstract for each in seed if isinstance(each, Paper)}
    assert all(each.authors == samples[each.id].authors != () for each in real)
    assert brought(small, *seed) == (0, 0, 24, 0)
    assert brought(small, *samples.values()) == (0, 0, 48, 0)


@pytest.mark.data
def test_two_real_days_import_once_and_the_seed_page_alone_has_no_doubles(small: Library, data: Path) -> None:
    days = sorted((data / "hf_daily" / "days").iterdir())[200:202]
    entries = [each for day in days for each in read(day)]
    added, updated, unchanged, refused = brought(small, *entries)
    assert added + updated + unchanged == len(entries) and added > 20 and not refused
    assert brought(small, *entries) == (0, 0, len(entries), 0)
    assert brought(small, *read(next((data.parent / "seeds").glob("*.txt"))))[0] == 24
