"""The home and the databases in it are for their owner alone, and can be read where nothing can be written."""

import sqlite3
from pathlib import Path

import pytest

from assistant.errors import LibraryError, SavedDataError
from assistant.home import make_home
from assistant.key_value_store import FILE, KeyValueStore


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_a_new_home_and_its_databases_are_for_their_owner_alone(tmp_path: Path) -> None:
    home = tmp_path / "above" / "home"
    KeyValueStore(home, "subscriptions").put("ada@example.org", {})
    assert (mode(home), mode(home / FILE)) == (0o700, 0o600)


def test_a_home_that_is_there_keeps_its_rights(tmp_path: Path) -> None:
    tmp_path.chmod(0o750)
    make_home(tmp_path)
    assert mode(tmp_path) == 0o750


def test_a_database_that_an_older_version_made_for_all_is_closed_to_them(tmp_path: Path) -> None:
    store = KeyValueStore(tmp_path, "subscriptions")
    store.put("ada@example.org", 1)
    (tmp_path / FILE).chmod(0o644)
    assert store.get("ada@example.org") == 1 and mode(tmp_path / FILE) == 0o600


def test_reading_writes_nothing(tmp_path: Path) -> None:
    store = KeyValueStore(tmp_path / "home", "follow")
    assert (store.get("x"), store.items()) == (None, {})
    assert not (tmp_path / "home").exists()


def test_a_damaged_value_is_said_with_its_name_and_the_others_stand(tmp_path: Path) -> None:
    store = KeyValueStore(tmp_path, "follow")
    store.put("whole", 1)
    store.put("broken", 2)
    with sqlite3.connect(tmp_path / FILE) as db:
        db.execute("UPDATE kept SET value = '{' WHERE key = 'broken'")
    db.close()
    with pytest.raises(SavedDataError, match="follow 'broken'"):
        store.get("broken")
    assert store.get("whole") == 1


def test_a_damaged_database_is_a_sentence_of_ours(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"no database " * 100)
    with pytest.raises(LibraryError, match="cannot be used"):
        KeyValueStore(tmp_path, "follow").get("x")
