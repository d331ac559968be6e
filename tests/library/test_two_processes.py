"""Another process writes to the library, or is killed while it does."""

import random
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.library.importing import import_papers
from assistant.library.library import Library
from tests.conftest import paper
from tests.library.helpers import found_by_keywords, found_by_meaning, open_library, other_process, tell

COUNT = 300


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


@pytest.mark.parametrize("seed", range(4))
def test_a_killed_import_keeps_what_it_reported_and_the_next_one_completes_it(
    ours: Library, other: subprocess.Popen[str], seed: int
) -> None:
    moment = random.Random(seed)
    said = [tell(other, f"import {COUNT}")]
    assert other.stdout
    said += [other.stdout.readline().strip() for _ in range(moment.randint(0, 3))]
    time.sleep(moment.uniform(0, 0.1))
    other.send_signal(signal.SIGKILL)
    said += other.stdout.read().split()
    reported = max(int(line) for line in said if line.isdigit())
    assert {paper(i).id for i in range(reported)} <= known(ours)
    report = import_papers(map(paper, range(COUNT)), ours)
    assert report.added + report.unchanged == COUNT and report.unchanged >= reported
    assert known(ours) == {paper(i).id for i in range(COUNT)}
