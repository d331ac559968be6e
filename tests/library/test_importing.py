from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import tantivy

from assistant.errors import LibraryBusy
from assistant.export import shapes
from assistant.jsonable import to_json
from assistant.library import importing
from assistant.library.importing import MAX_LISTED, STEP, ImportReport, import_papers
from assistant.library.keywords import Keywords
from assistant.library.library import Library
from assistant.library.papers import Paper
from assistant.library.sources.entries import Refused
from tests.conftest import paper
from tests.library.helpers import asked, brought, contents

REFUSED = Refused("day.json", "3", "it has no title")


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
    steps: list[tuple[int, int, bool]] = []
    entries = [REFUSED, *(paper(i) for i in range(2 * STEP))]
    import_papers(entries, small, lambda r: steps.append((r.read, len(small), r.indexing)))
    stored = [(STEP, STEP - 1), (2 * STEP, 2 * STEP - 1), (2 * STEP + 1, 2 * STEP)]
    assert steps == [*((*each, False) for each in stored), (*stored[-1], True)]


def indexed(library: Library) -> int:
    """How many papers the keyword index on disk holds, without bringing it up to date."""
    return int(tantivy.Index.open(str(library.location.folder / "keywords")).searcher().num_docs)


def test_the_keyword_index_follows_on_the_way_and_is_whole_at_the_end(
    small: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "INDEXED", 2 * STEP)
    seen: list[tuple[int, int]] = []

    def trace(report: ImportReport) -> None:
        if not report.indexing and report.read > 2 * STEP:
            seen.append((report.read, indexed(small)))

    report = import_papers([paper(i) for i in range(5 * STEP + 1)], small, trace)
    assert seen == [
        (3 * STEP, 2 * STEP),
        (4 * STEP, 2 * STEP),
        (5 * STEP, 4 * STEP),
        (5 * STEP + 1, 4 * STEP),
    ]
    assert (indexed(small), report.indexing) == (5 * STEP + 1, False)


def test_where_nothing_changed_nothing_is_indexed(small: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    brought(small, paper(1))
    monkeypatch.setattr(Keywords, "_catch_up", lambda self: pytest.fail("nothing is to be indexed"))
    assert brought(small, paper(1)) == (0, 0, 1, 0)


def test_an_index_that_another_process_holds_up_does_not_spoil_an_import(
    small: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(small, "refresh", busy)
        assert brought(small, paper(1)) == (1, 0, 0, 0)
    assert contents(small) == {paper(1).id: paper(1)}


def busy() -> None:
    raise LibraryBusy("Another process is writing.", "Wait.")


def test_a_report_becomes_plain_values() -> None:
    assert to_json(ImportReport(1, 2, 3, [REFUSED]), shapes.ImportReport) == {
        "added": 1,
        "updated": 2,
        "unchanged": 3,
        "refused": [{"file": "day.json", "entry": "3", "reason": "it has no title"}],
        "remarks": [],
        "revised": [],
        "refused_total": 1,
    }


def test_a_million_refused_entries_are_counted_and_few_are_kept(small: Library) -> None:
    report = import_papers((REFUSED for _ in range(MAX_LISTED + 500)), small)
    assert (report.refused_total, len(report.refused), report.read) == (
        MAX_LISTED + 500,
        MAX_LISTED,
        MAX_LISTED + 500,
    )


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


def test_papers_whose_words_changed_are_named_and_others_are_not(small: Library) -> None:
    ours = paper(3, abstract="Our own description.", source="sample")
    brought(small, paper(1), paper(2), ours)
    told = [paper(1, abstract="Other words.", version=2), paper(2, upvotes=9), paper(3), paper(4)]
    assert import_papers(told, small).revised == [paper(1).id]
    assert import_papers(told, small).revised == []


def interrupted(entries: list[Paper], after: int) -> Iterator[Paper]:
    yield from entries[:after]
    raise OSError("the disk went away")


@pytest.mark.parametrize("after", [0, STEP - 1, STEP, 2 * STEP + 3])
def test_an_interrupted_import_keeps_its_stored_steps_and_the_next_goes_on(
    small: Library, after: int
) -> None:
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
