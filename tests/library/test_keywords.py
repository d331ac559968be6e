import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from assistant.library import keywords as keywords_module
from assistant.library import presence
from assistant.library.filters import Filters
from assistant.library.library import Library
from assistant.library.store import Store
from assistant.text.stems import parts, stems
from tests.conftest import paper
from tests.library.helpers import ALL, found_by_keywords, open_library

FOUR = [paper(i, featured=date(2025, 1, 1), categories=("cs.CL",), organization="Lab") for i in range(4)]
IDS = {each.id for each in FOUR}
FILTERS = [
    ALL,
    Filters(featured_since=date(2025, 1, 1)),
    Filters(categories=("cs.CL",), organizations=("lab",)),
]


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Library]:
    """Four papers, indexed."""
    library = open_library(tmp_path / "home")
    library.put(FOUR)
    assert found_by_keywords(library) == IDS
    yield library
    library.store.close()


def reopened(library: Library) -> Library:
    return open_library(library.location.folder)


def index_folder(library: Library) -> Path:
    return library.location.folder / "keywords"


def test_words_are_found_in_any_form_and_rare_ones_rank_first(small: Library) -> None:
    small.put([paper(5, title="Teas of the world"), paper(6, title="A tea method"), paper(7, title="Other")])
    assert small.by_keywords("TEA, method?", ALL)[0][0] == paper(6).id
    assert found_by_keywords(small, "tea") == {paper(5).id, paper(6).id}
    assert found_by_keywords(small, "coffee") == set()
    scores = [score for _, score in small.by_keywords("tea method", ALL)]
    assert scores == sorted(scores, reverse=True)


def test_stems_are_those_of_the_index() -> None:
    assert stems("Running, RUNS; the runner's") == ["run", "run", "the", "runner", "s"]
    assert stems("") == stems("?!") == []


def test_parts_are_runs_of_four_letters_of_the_words_that_say_something() -> None:
    assert parts("The Owls of IL-2") == ["_owl", "owls", "wls_", "_il_", "_2_"]


def scores(library: Library, text: str) -> dict[str, float]:
    return dict(library.by_keywords(text, ALL))


def test_a_paper_with_a_kindred_word_or_the_words_side_by_side_ranks_before(small: Library) -> None:
    small.put(
        [
            paper(5, title="Cells", abstract="Myocyte growth."),
            paper(6, title="Cells", abstract="Neuron growth."),
            paper(7, title="Gene owl", abstract="Some maps of many other trees and therapy."),
            paper(8, title="Gene therapy", abstract="Some maps of many other trees and owl."),
        ]
    )
    kindred = scores(small, "cardiomyocyte growth")
    assert kindred[paper(5).id] > kindred[paper(6).id]
    together = scores(small, "gene therapy")
    assert together[paper(8).id] > together[paper(7).id]


def test_parts_of_words_alone_find_nothing(small: Library) -> None:
    small.put([paper(5, title="Steam engines"), paper(6, title="Tea")])
    assert found_by_keywords(small, "teams") == set()


def test_typical_words_are_shared_rare_and_not_the_questions(small: Library) -> None:
    small.put([paper(5, title="Owls hunt"), paper(6, title="Owls sleep alone")])
    found = dict(small._keywords.expansion_terms([("Owls hunt method method 5", 1.0)], besides="methods"))
    assert found["owl"] == 1.0
    assert "method" not in found and "alon" not in found


def test_related_words_raise_a_score_and_find_nothing(small: Library) -> None:
    small.put([paper(5, title="Owls method"), paper(6, title="Owls")])
    plain = dict(small._keywords.search("method", ALL, 10))
    raised = dict(small._keywords.search("method", ALL, 10, [("owl", 1.0)]))
    assert raised.keys() == plain.keys()
    assert [id_ for id_ in plain if raised[id_] > plain[id_] + 1e-6] == [paper(5).id, paper(6).id]


def test_the_limit_is_kept(small: Library) -> None:
    assert len(small._keywords.search("method", ALL, 2)) == 2
    assert small._keywords.search("method", ALL, 0) == []


def test_a_changed_abstract_is_found_by_its_new_words_only(small: Library) -> None:
    small.put([paper(1, abstract="About biscuits.", title="Other")])
    assert found_by_keywords(small, "biscuits") == {paper(1).id}
    assert found_by_keywords(small, "method") == IDS - {paper(1).id}


def test_a_removal_is_noticed_even_when_as_many_papers_came(small: Library) -> None:
    small.remove([paper(1).id])
    assert found_by_keywords(small) == IDS - {paper(1).id}
    small.remove([paper(2).id])
    small.put([paper(9)])
    assert found_by_keywords(small) == IDS - {paper(1).id, paper(2).id} | {paper(9).id}


def test_papers_that_go_are_taken_out_of_the_index_and_the_others_are_not_read_again(
    small: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    small.remove([paper(1).id, paper(2).id])
    monkeypatch.setattr(Store, "__iter__", lambda self: pytest.fail("every paper is read"))
    assert found_by_keywords(small) == IDS - {paper(1).id, paper(2).id}


def test_the_last_paper_that_goes_leaves_nothing_behind(small: Library) -> None:
    small.remove(list(IDS))
    assert found_by_keywords(small) == set() == found_by_keywords(reopened(small))


def test_what_is_up_to_date_is_not_built_again(small: Library) -> None:
    before = sorted((file.name, file.stat().st_mtime_ns) for file in index_folder(small).iterdir())
    again = reopened(small)
    assert found_by_keywords(again) == found_by_keywords(again) == IDS
    assert sorted((file.name, file.stat().st_mtime_ns) for file in index_folder(small).iterdir()) == before


@pytest.mark.parametrize("while_open", [True, False])
def test_a_deleted_index_is_built_anew(small: Library, while_open: bool) -> None:
    library = small if while_open else reopened(small)
    shutil.rmtree(index_folder(small), ignore_errors=True)
    assert found_by_keywords(library) == IDS
    library.put([paper(8)])
    assert found_by_keywords(library) == found_by_keywords(reopened(small)) == IDS | {paper(8).id}


DAMAGES: dict[str, Callable[[Path], object]] = {
    "deleted": Path.unlink,
    "emptied": lambda file: file.write_bytes(b""),
    "flipped": lambda file: file.write_bytes(
        bytes(
            byte ^ 0xFF if at == file.stat().st_size // 2 else byte
            for at, byte in enumerate(file.read_bytes())
        )
    ),
    "cut": lambda file: file.write_bytes(file.read_bytes()[: file.stat().st_size // 2]),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_index_is_built_anew_whichever_file_it_is(
    small: Library, damage: str, tmp_path: Path
) -> None:
    sound = shutil.copytree(index_folder(small), tmp_path / "sound")
    names = sorted(file.name for file in sound.iterdir())
    assert len(names) > 6
    for name in names:
        DAMAGES[damage](index_folder(small) / name)
        again = reopened(small)
        for filters in FILTERS:
            assert found_by_keywords(again, filters=filters) == IDS, name
        # tantivy's watching thread may put its lock file back while the folder is deleted
        shutil.rmtree(index_folder(small), ignore_errors=True)
        shutil.copytree(sound, index_folder(small), dirs_exist_ok=True)


@pytest.mark.parametrize(
    "mark", [None, b"", b"1", b"1 ", b"1 x", b"\xff", b"1 2 3", b"0 2", b"1 0", b"1 999999"]
)
def test_whatever_the_mark_says_the_index_is_right(small: Library, mark: bytes | None) -> None:
    file = small.location.folder / "keywords.revision"
    assert file.is_file()
    file.unlink() if mark is None else file.write_bytes(mark)
    assert found_by_keywords(reopened(small)) == IDS


def test_an_index_of_another_layout_is_built_anew(small: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    before = {file.name for file in index_folder(small).glob("*.idx")}
    monkeypatch.setattr(keywords_module, "LAYOUT", keywords_module.LAYOUT + 1)
    assert found_by_keywords(reopened(small)) == IDS
    assert before.isdisjoint(file.name for file in index_folder(small).glob("*.idx"))


def start_anew(library: Library) -> None:
    """Lose the papers, on purpose."""
    shutil.rmtree(library.location.folder / "chroma")
    (library.location.folder / presence.FILE).unlink()


def test_an_index_of_papers_that_chroma_no_longer_holds_is_built_anew(small: Library) -> None:
    for number in range(3):
        small.put([paper(number)])
    assert found_by_keywords(small) == IDS
    small.store.close()
    start_anew(small)
    again = reopened(small)
    others = [paper(i) for i in range(10, 14)]
    again.put(others)
    assert found_by_keywords(again) == {each.id for each in others}
    again.store.close()


def test_an_index_of_another_library_is_built_anew_although_it_is_no_newer(small: Library) -> None:
    for number in range(3):
        small.put([paper(number)])
    assert found_by_keywords(small) == IDS
    reached = small.store.revision
    small.store.close()
    start_anew(small)
    again = reopened(small)
    others = [paper(i) for i in range(10, 14)]
    again.put(others)
    while again.store.revision <= reached:
        again.put(others[:1])
    assert found_by_keywords(again) == {each.id for each in others}
    again.store.close()
