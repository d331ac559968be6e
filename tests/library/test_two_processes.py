"""Another process writes to the library, or is killed while it does."""

import multiprocessing
import random
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.library.importing import import_papers
from assistant.library.library import Library
from tests.conftest import paper
from tests.library.helpers import found_by_keywords, found_by_meaning, open_library, other_process, tell
from tests.library.other import import_a_telling, import_slowly

COUNT = 1_000


@pytest.fixture
def other(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    with other_process(tmp_path / "home") as process:
        yield process
        process.kill()


@pytest.fixture
def ours(tmp_path: Path) -> Iterator[Library]:
    library = open_library(tmp_path / "home")
    yield library
    library.store.close()


def known(library: Library) -> set[str]:
    """The ids in the library; both searches and the count must say the same."""
    ids = {each.id for each in library.store}
    assert found_by_meaning(library) == found_by_keywords(library) == ids
    assert len(library) == library.inventory().papers == len(ids)
    return ids


def test_what_another_process_adds_changes_or_removes_is_seen_at_once(
    ours: Library, other: subprocess.Popen[str]
) -> None:
    ours.put([paper(1, title="Old title"), paper(2)])
    assert known(ours) == {paper(1).id, paper(2).id}
    assert tell(other, "add 3") == "done"
    assert known(ours) == {paper(1).id, paper(2).id, paper(3).id}
    assert paper(3) in [hit.paper for hit in ours.search(paper(3).title)]
    assert tell(other, "remove 2") == "done"
    assert known(ours) == {paper(1).id, paper(3).id}
    assert tell(other, "add 1") == "done"
    assert ours.get([paper(1).id]) == {paper(1).id: paper(1)}
    assert not found_by_keywords(ours, "old")
    ours.remove([paper(1).id])
    assert tell(other, "add 4") == "done"
    assert known(ours) == {paper(3).id, paper(4).id}


def test_an_import_killed_at_twenty_moments_keeps_what_it_reported_and_the_next_one_completes_it(
    ours: Library, tmp_path: Path
) -> None:
    processes = multiprocessing.get_context(
        "forkserver"
    )  # quick to start again: the heavy imports are done once
    processes.set_forkserver_preload(["chromadb", "tantivy", "tests.library.other"])
    moment, reported = random.Random(0), processes.Value("i", 0)
    for _ in range(20):
        importing = processes.Process(target=import_slowly, args=(tmp_path / "home", COUNT, reported))
        importing.start()
        importing.join(moment.uniform(0.2, 0.6))
        importing.kill()
        importing.join()
        assert {paper(i).id for i in range(reported.value)} <= known(ours)
    assert 0 < reported.value < COUNT, "the kills should strike in the midst of the import"
    report = import_papers(map(paper, range(COUNT)), ours)
    assert report.added + report.unchanged == COUNT and report.unchanged >= reported.value
    assert known(ours) == {paper(i).id for i in range(COUNT)}


def test_two_imports_at_once_lose_and_double_nothing(ours: Library, tmp_path: Path) -> None:
    processes = multiprocessing.get_context("forkserver")
    reported = [processes.Value("i", 0) for _ in range(2)]
    arguments = [(tmp_path / "home", 200, each) for each in reported]
    both = [processes.Process(target=import_slowly, args=each) for each in arguments]
    for importing in both:
        importing.start()
    for importing in both:
        importing.join(60)
    assert [importing.exitcode for importing in both] == [0, 0]
    assert [each.value for each in reported] == [200, 200]
    assert known(ours) == {paper(i).id for i in range(200)}


def test_three_imports_at_once_lose_nothing_and_count_each_paper_once(ours: Library, tmp_path: Path) -> None:
    count = 80
    records: list[dict[str, Any]] = [
        {"source": "arxiv", "categories": ("cs.CL",)},
        {"source": "huggingface", "upvotes": 3},
        {"source": "bibliography", "keywords": ("tea",)},
    ]
    processes = multiprocessing.get_context("spawn")
    added = processes.Value("i", 0)
    imports = [
        processes.Process(target=import_a_telling, args=(tmp_path / "home", count, fields, added))
        for fields in records
    ]
    for each in imports:
        each.start()
    for each in imports:
        each.join()
    found = list(ours.store)
    assert added.value == len(found) == count
    told = {(each.categories, each.upvotes, each.keywords, each.source) for each in found}
    assert told == {(("cs.CL",), 3, ("tea",), "arxiv")}
