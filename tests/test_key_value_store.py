"""What a person keeps: it comes back as it was, shelves are apart, and of many who claim a key one gets it."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.errors import LibraryError, SavedDataError
from assistant.key_value_store import FILE, KeyValueStore

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
SAME_FOLDER = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None
)


@SAME_FOLDER
@given(key=st.text(st.characters(codec="utf-8")), value=JSON)
def test_what_is_kept_comes_back(tmp_path: Path, key: str, value: object) -> None:
    store = KeyValueStore(tmp_path, "one")
    store.put(key, value)
    assert store.get(key) == value == store.items()[key]
    assert store.remove(key) and not store.remove(key)
    assert store.get(key) is None


def test_shelves_are_apart(tmp_path: Path) -> None:
    one, two = KeyValueStore(tmp_path, "one"), KeyValueStore(tmp_path, "two")
    one.put("a", 1)
    two.put("a", 2)
    two.put("b", 3)
    assert two.clear() == 2
    assert (one.items(), two.items()) == ({"a": 1}, {})


def test_of_many_who_claim_a_key_one_gets_it(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        got = list(pool.map(lambda n: KeyValueStore(tmp_path, "one").put_new("today", n), range(40)))
    assert got.count(True) == 1
    assert KeyValueStore(tmp_path, "one").get("today") == got.index(True)


def test_a_file_that_is_no_shelf_says_so(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("no database, but long enough to be read as the head of one " * 20)
    with pytest.raises(LibraryError, match="cannot be used"):
        KeyValueStore(tmp_path, "one").get("a")


def test_a_broken_value_says_so(tmp_path: Path) -> None:
    KeyValueStore(tmp_path, "one").put("a", 1)
    with closing(sqlite3.connect(tmp_path / FILE)) as db, db:
        db.execute("UPDATE kept SET value = '{half'")
    with pytest.raises(SavedDataError, match=r"one 'a' in .* is damaged"):
        KeyValueStore(tmp_path, "one").get("a")
    with pytest.raises(SavedDataError):
        KeyValueStore(tmp_path, "one").items()
