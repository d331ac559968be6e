"""What a person follows: kept once however it is spelled, and muted words hide whole words only."""

from pathlib import Path

import pytest

from assistant.digests.following import LONGEST, Following, follow, following, unfollow
from assistant.errors import InputError
from assistant.key_value_store import KeyValueStore
from tests.conftest import paper


@pytest.fixture
def shelf(tmp_path: Path) -> KeyValueStore:
    return KeyValueStore(tmp_path, "follow")


def test_topics_and_muted_words_are_kept_apart_and_once(shelf: KeyValueStore) -> None:
    assert follow(shelf, "topic", "  KV-cache\ncompression ")
    assert not follow(shelf, "topic", "kv cache Compression")
    assert follow(shelf, "muted", "medical")
    assert following(shelf) == Following(("KV-cache compression",), ("medical",))


def test_what_is_removed_is_gone_however_it_is_spelled(shelf: KeyValueStore) -> None:
    follow(shelf, "topic", "World models")
    assert unfollow(shelf, "world MODELS") and not unfollow(shelf, "world models")
    assert not following(shelf)


@pytest.mark.parametrize("text", ["", " \n", "…!", "x" * (LONGEST + 1)])
def test_what_is_no_topic_is_refused(shelf: KeyValueStore, text: str) -> None:
    with pytest.raises(InputError):
        follow(shelf, "topic", text)


def test_a_muted_word_hides_whole_words_in_title_abstract_and_keywords() -> None:
    muted = Following(muted=("owl", "cold rooms"))
    assert muted.mutes(paper(title="The Owl: a bird"))
    assert muted.mutes(paper(abstract="We keep cold-rooms."))
    assert muted.mutes(paper(keywords=("OWL",)))
    assert not muted.mutes(paper(title="Owlish growls", abstract="Cold in rooms."))
