"""Stored data and printed JSON carry a number: an older home opens and gets it, a newer one says to update."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from assistant.comparing.comparison import Comparison, Row
from assistant.errors import LibraryError
from assistant.evidence.aspects import aspects_named
from assistant.export.saved_comparison import from_saved, to_saved
from assistant.key_value_store import FILE, VERSION, KeyValueStore
from assistant.library.chroma import SCHEMA
from assistant.library.fetch_log import FetchLog
from assistant.library.keywords import LAYOUT
from assistant.library.library import Library
from assistant.library.syncing import SyncSources, to_sync
from assistant.versions import JSON_VERSION
from tests.conftest import Run, paper
from tests.library.helpers import found_by_keywords, open_library

NEWER = r"written by a newer version of papers .*Update papers"
DAY = date(2025, 1, 6)


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """A home whose database has no number, as the first version made it."""
    with closing(sqlite3.connect(tmp_path / FILE)) as db, db:
        db.execute("CREATE TABLE kept (shelf TEXT, key TEXT, value TEXT, PRIMARY KEY (shelf, key))")
        rows = [
            ("follow", "owls", '{"kind": "topic"}'),
            ("days", "2025-01-06", '{"when": "2025-01-08T00:00:00+00:00", "papers": 3}'),
            ("sync", "daily", '{"kind": "daily", "what": "", "since": "2025-01-01", "last": null}'),
        ]
        db.executemany("INSERT INTO kept VALUES (?, ?, ?)", rows)
    return tmp_path


def number_of(home: Path) -> int:
    with closing(sqlite3.connect(home / FILE)) as db:
        return int(db.execute("PRAGMA user_version").fetchone()[0])


def set_number(home: Path, number: int) -> None:
    with closing(sqlite3.connect(home / FILE)) as db:
        db.execute(f"PRAGMA user_version = {number}")


def test_an_older_database_opens_whole_and_gets_the_number(older: Path) -> None:
    assert number_of(older) == 0
    assert KeyValueStore(older, "follow").get("owls") == {"kind": "topic"}
    fetched = FetchLog(older).get(DAY)
    assert fetched and fetched.papers == 3
    assert [each.label for each in SyncSources(older).all()] == ["daily"]
    assert number_of(older) == VERSION


USES: dict[str, Callable[[Path], object]] = {
    "values": lambda home: KeyValueStore(home, "follow").get("owls"),
    "all values": lambda home: KeyValueStore(home, "comparison").items(),
    "writing": lambda home: KeyValueStore(home, "follow").put("bees", 1),
    "days": lambda home: FetchLog(home).get(DAY),
    "a fetched day": lambda home: FetchLog(home).answered(DAY, 1, datetime.now(UTC)),
    "sources": lambda home: SyncSources(home).all(),
    "a source": lambda home: SyncSources(home).add(to_sync("daily", "", DAY)),
}


@pytest.mark.parametrize("use", USES)
def test_a_newer_database_says_to_update_and_stays_as_it_is(older: Path, use: str) -> None:
    set_number(older, VERSION + 1)
    before = (older / FILE).read_bytes()
    with pytest.raises(LibraryError, match=NEWER):
        USES[use](older)
    assert (older / FILE).read_bytes() == before


def test_a_newer_home_is_one_line_on_the_command_line(run: Run, tmp_path: Path) -> None:
    run("follow", "add", "owls")
    set_number(tmp_path / "home", VERSION + 1)
    code, out, err = run("follow", "list")
    assert (code, out) == (1, "") and "Update papers" in err and err.count("\n") == 1


def without_schema(library: Library) -> None:
    """As the first version left its collection."""
    library.store.put([paper(1)], library.embedder.embed(["a"]))
    collection = library.store._open()
    metadata = {name: value for name, value in collection.metadata.items() if name != "schema"}
    collection.modify(metadata=metadata)
    library.store.close()


def test_an_older_library_opens_and_gets_the_number_when_it_is_written(tmp_path: Path) -> None:
    without_schema(open_library(tmp_path))
    library = open_library(tmp_path)
    assert len(library) == 1 and "schema" not in library.store._open().metadata
    library.put([paper(2)])
    library.store.close()
    again = open_library(tmp_path)
    assert len(again) == 2 and again.store._open().metadata["schema"] == SCHEMA
    again.store.close()


def test_a_new_library_has_the_number_from_the_start(tmp_path: Path) -> None:
    library = open_library(tmp_path)
    assert library.store._open().metadata["schema"] == SCHEMA
    library.store.close()


def test_a_newer_library_says_to_update(tmp_path: Path) -> None:
    library = open_library(tmp_path)
    collection = library.store._open()
    collection.modify(metadata=collection.metadata | {"schema": SCHEMA + 1})
    library.store.close()
    newer = open_library(tmp_path)
    with pytest.raises(LibraryError, match=NEWER):
        len(newer)
    newer.store.close()


def test_an_older_keyword_index_is_built_anew_and_a_newer_one_left_alone(tmp_path: Path) -> None:
    library = open_library(tmp_path)
    library.put([paper(1)])
    assert found_by_keywords(library) == {paper(1).id}
    mark = tmp_path / "keywords.revision"
    revision = mark.read_text().split()[1]
    mark.write_text(f"{LAYOUT - 1} {revision}")
    library.store.close()
    older = open_library(tmp_path)
    assert found_by_keywords(older) == {paper(1).id} and mark.read_text().split()[0] == str(LAYOUT)
    older.store.close()
    mark.write_text(f"{LAYOUT + 1} {revision}")
    newer = open_library(tmp_path)
    with pytest.raises(LibraryError, match=NEWER):
        found_by_keywords(newer)
    assert mark.read_text() == f"{LAYOUT + 1} {revision}"
    newer.store.close()


def test_a_comparison_is_saved_with_the_number_and_opens_without(run: Run, tmp_path: Path) -> None:
    one = Comparison(aspects_named(["results"]), (Row(paper(1)), Row(paper(2))), finished=True)
    saved = to_saved(one)
    assert saved["version"] == JSON_VERSION
    assert from_saved(saved) == from_saved(saved | {"version": 0}) == one
    older = {name: value for name, value in saved.items() if name != "version"}
    assert from_saved(older) == one
    newer = {"version": JSON_VERSION + 1, "tables": []}
    with pytest.raises(LibraryError, match=NEWER):
        from_saved(newer)
    KeyValueStore(tmp_path / "home", "comparison").put("mine", newer)
    for command in ("list",), ("open", "mine"):
        code, out, err = run("comparisons", *command)
        assert (code, out) == (1, "") and "Update papers" in err


RESULTS = (
    ("ask", "How does Kestrel cut memory?"),
    ("search", "owls"),
    ("explain", "2501.00001"),
    ("compare", "2501.00001", "2501.00002"),
    ("digest", "2025-03"),
    ("days",),
    ("doctor",),
    ("follow", "list"),
    ("sync", "list"),
    ("subscribe",),
    ("comparisons", "list"),
    ("sample", "remove"),
)


@pytest.mark.usefixtures("birds_at_home")
@pytest.mark.parametrize("command", RESULTS, ids=" ".join)
def test_every_result_in_json_carries_the_number(run: Run, command: tuple[str, ...]) -> None:
    assert json.loads(run(*command, "--json")[1])["version"] == JSON_VERSION
