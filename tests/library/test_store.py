import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import filelock
import numpy as np
import pytest

from assistant.errors import EmbeddingMismatch, LibraryBusy, LibraryError
from assistant.library import chroma
from assistant.library import store as store_module
from assistant.library.chroma import ChromaLocation
from assistant.library.filters import Filters
from assistant.library.library import Library
from assistant.library.papers import id_from_title
from assistant.library.store import Store
from tests.conftest import paper
from tests.library.helpers import ALL, HashEmbedder, found_by_keywords, found_by_meaning, open_library


def test_more_papers_than_a_page_are_stored_read_and_removed(small: Library) -> None:
    papers = {p.id: p for p in map(paper, range(2_010))}
    small.put(list(papers.values()))
    assert len(small) == 2_010
    assert {p.id: p for p in small.store} == small.get(list(papers)) == papers
    assert len(small.store.named([p.title for p in papers.values()], [])) == 2_010
    small.remove(list(papers)[:2_005])
    assert {p.id for p in small.store} == set(list(papers)[2_005:])


def test_a_read_of_more_ids_than_sqlite_takes_works(small: Library) -> None:
    small.put([paper(1)])
    ids = [str(i) for i in range(40_000)]
    assert list(small.get([*ids, paper(1).id])) == [paper(1).id]
    assert found_by_meaning(small, filters=Filters(papers=(*ids, paper(1).id))) == {paper(1).id}


def test_putting_a_paper_again_replaces_it_whole(small: Library) -> None:
    small.put([paper(stars=3, organization="Lab", keywords=("tea",))])
    small.put([paper(title="Other")])
    assert small.get([paper().id]) == {paper().id: paper(title="Other")}
    assert len(small) == 1


def test_nothing_to_do_is_no_new_revision_and_unknown_ids_do_not_matter(small: Library) -> None:
    small.put([paper(1)])
    before = small.store.revision
    small.put([])
    small.remove([])
    assert small.store.revision == before
    small.remove(["unknown"])
    assert len(small) == 1
    assert small.get([]) == small.store.vectors([]) == {} and small.store.named([], []) == []


def test_the_revision_rises_with_each_write_and_says_what_came_since(small: Library) -> None:
    revisions = [small.store.revision]
    for number in (1, 2, 3):
        small.put([paper(number)])
        revisions.append(small.store.revision)
    assert revisions == sorted(set(revisions))
    later = [{p.id for p in small.store.since(revision)} for revision in revisions]
    assert later == [{paper(i).id for i in range(n, 4)} for n in (1, 2, 3, 4)]


def test_vectors_come_back_as_they_were_given(small: Library) -> None:
    given = HashEmbedder().embed(["a", "b"])
    small.put([paper(1), paper(2)], given)
    kept = small.store.vectors([paper(2).id, paper(1).id, "unknown"])
    assert set(kept) == {paper(1).id, paper(2).id}
    assert np.allclose([kept[paper(1).id], kept[paper(2).id]], given, atol=1e-6)


def test_nearest_gives_cosines_best_first(small: Library) -> None:
    vectors = np.eye(8, dtype=np.float32)[:3]
    vectors[1] = (vectors[0] + vectors[1]) / np.sqrt(2)
    small.put([paper(1), paper(2), paper(3)], vectors)
    found = small.store.nearest(vectors[0], ALL, 10)
    assert [p.id for p, _ in found] == [paper(1).id, paper(2).id, paper(3).id]
    assert [score for _, score in found] == pytest.approx([1, 0.7071, 0], abs=1e-3)
    assert len(small.store.nearest(vectors[0], ALL, 2)) == 2


def test_an_empty_library_is_asked_in_peace(small: Library) -> None:
    assert not len(small) and not list(small.store) and not list(small.store.since(-1))
    assert not found_by_meaning(small) and not found_by_keywords(small)
    assert small.search("tea") == [] == small.newest(ALL, 5)


def test_papers_are_found_by_title_however_it_is_spelt_and_by_doi(small: Library) -> None:
    numberless = paper(title="A Théory of Tea", id=id_from_title("A Théory of Tea"))
    numbered, other = paper(1, title="a theory of tea"), paper(2, title="Biscuits", doi="10.1000/x")
    small.put([numbered, numberless, other])
    found = small.store.named(["A THEORY, of tea!", "unheard of"], [])
    assert {each.id for each in found} == {numberless.id, numbered.id}
    assert small.store.named([], ["10.1000/x", "10.1000/y"]) == [other]


def test_a_library_of_another_embedding_says_what_to_type(small: Library) -> None:
    small.put([paper()])
    small.store.close()
    other = HashEmbedder()
    other.name = "other"
    library = Library(small.location, other)
    for _ in range(2):  # asked again it is no better
        with pytest.raises(EmbeddingMismatch) as caught:
            len(library)
    assert "made with the embedding hash, but other is set" in caught.value.message
    assert "PAPERS_EMBEDDING=hash" in caught.value.hint and "PAPERS_HOME" in caught.value.hint


def test_a_server_that_does_not_answer_is_told_with_its_address(tmp_path: Path) -> None:
    store = Store(ChromaLocation(tmp_path, "http://127.0.0.1:9"), HashEmbedder())
    with pytest.raises(LibraryError, match=r"No Chroma server answers at http://127\.0\.0\.1:9\.") as told:
        len(store)
    assert "PAPERS_CHROMA_URL" in told.value.hint


def serve(answer: bytes) -> Iterator[str]:
    """The address of a server that gives every request this answer; with none, it is silent."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        done = threading.Event()

        def take() -> None:
            held = []
            while not done.is_set():
                connection, _ = listening.accept()
                held.append(connection)
                if answer:
                    connection.recv(4096)
                    connection.sendall(answer)
            for connection in held:
                connection.close()

        thread = threading.Thread(target=take)
        thread.start()
        port = listening.getsockname()[1]
        yield f"http://127.0.0.1:{port}"
        done.set()
        socket.create_connection(("127.0.0.1", port)).close()
        thread.join()


def test_a_silent_server_is_given_up_after_a_while(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chroma, "CONNECT_TIMEOUT", 0.2)
    with contextmanager(serve)(b"") as url, pytest.raises(LibraryError, match="No Chroma server answers"):
        len(Store(ChromaLocation(tmp_path, url), HashEmbedder()))


def test_a_server_that_wants_another_key_is_said_as_such(tmp_path: Path) -> None:
    answer = b"HTTP/1.1 401 Unauthorized\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
    with (
        contextmanager(serve)(answer) as url,
        pytest.raises(LibraryError, match="does not accept the key") as told,
    ):
        len(Store(ChromaLocation(tmp_path, url, key="sesame"), HashEmbedder()))
    assert "sesame" not in str(told.value)


def test_a_damaged_database_is_a_sentence_of_ours(small: Library) -> None:
    small.put([paper(1)])
    small.store.close()
    (small.location.folder / "chroma" / "chroma.sqlite3").write_bytes(b"no database " * 1_000)
    with pytest.raises(LibraryError, match="cannot be used"):
        len(small)


@pytest.mark.parametrize("lost", ["folder", "database", "papers"])
def test_a_lost_library_is_not_taken_for_a_new_one(small: Library, lost: str) -> None:
    small.put([paper(1), paper(2)])
    small.store.close()
    folder = small.location.folder / "chroma"
    if lost == "papers":
        other = open_library(folder.parent / "other")
        len(other)
        other.store.close()
        shutil.rmtree(folder)
        shutil.copytree(folder.parent / "other" / "chroma", folder)
    elif lost == "database":
        (folder / "chroma.sqlite3").unlink()
    else:
        shutil.rmtree(folder)
    for _ in range(2):
        with pytest.raises(LibraryError, match="The library is gone: it had 2 papers") as told:
            len(small)
        small.store.close()
    assert lost != "folder" or not folder.exists()
    assert str(small.location.folder / "papers-count") in told.value.hint
    (small.location.folder / "papers-count").unlink()
    assert len(small) == 0


def test_a_library_that_was_emptied_on_purpose_is_empty(small: Library) -> None:
    small.put([paper(1)])
    small.remove([paper(1).id])
    small.store.close()
    assert len(small) == 0


def test_a_library_is_read_where_no_lock_can_be_made(small: Library) -> None:
    small.put([paper(1)])
    small.store.close()
    lock = small.location.folder / "opening.lock"
    lock.unlink(missing_ok=True)
    lock.mkdir()
    assert len(small) == 1


def test_a_writer_that_waits_too_long_says_that_another_is_writing(
    small: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_module, "LOCK_WAIT", 0.05)
    waiting = Store(small.location, HashEmbedder())
    other = filelock.FileLock(small.location.folder / "writing.lock")
    with other, pytest.raises(LibraryBusy, match="Another process has been writing"):
        waiting.put([paper()], HashEmbedder().embed(["a"]))
    waiting.put([paper()], HashEmbedder().embed(["a"]))
    assert len(waiting) == 1
    waiting.close()


def test_a_closed_store_opens_again_when_asked(small: Library) -> None:
    small.put([paper()])
    small.store.close()
    assert len(small) == 1
    assert small.location == ChromaLocation(small.location.folder)
    assert small.get([paper().id])[paper().id].published == date(2025, 1, 1)


class Stopping(np.ndarray[Any, Any]):
    """Vectors whose second page is not to be had: a writer stopped in the middle."""

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, slice) and key.start:
            raise KeyboardInterrupt
        return np.asarray(self)[key]


def test_what_a_stopped_writer_left_is_found_by_meaning_and_by_keywords(
    small: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    small.put([paper(1)])
    assert found_by_keywords(small) == {paper(1).id}
    small.store.close()
    monkeypatch.setattr(store_module, "PAGE", 2)
    stopped = open_library(small.location.folder)
    with pytest.raises(KeyboardInterrupt):
        stopped.put([paper(2), paper(3), paper(4)], HashEmbedder().embed(["a", "b", "c"]).view(Stopping))
    stopped.store.close()
    again = open_library(small.location.folder)
    left = {paper(1).id, paper(2).id, paper(3).id}
    assert {p.id for p in again.store} == found_by_keywords(again) == found_by_meaning(again) == left
    again.store.close()


def test_a_library_is_opened_by_one_process_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two that open a new one at the same moment would both make its tables."""
    monkeypatch.setattr(store_module, "LOCK_WAIT", 0.05)
    library = open_library(tmp_path)
    with filelock.FileLock(tmp_path / "opening.lock"), pytest.raises(LibraryBusy):
        len(library)
    assert len(library) == 0
    library.store.close()
