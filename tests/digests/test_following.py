"""What a person follows: kept once however it is spelled, and muted words hide whole words only."""

from pathlib import Path

import pytest

from assistant.digests.following import LONGEST, Following, follow, following, unfollow
from assistant.errors import InputError
from assistant.key_value_store import KeyValueStore
from tests.conftest import paper


@pytest.fixture
def store(tmp_path: Path) -> KeyValueStore:
    return KeyValueStore(tmp_path, "follow")


def test_topics_and_muted_words_are_kept_apart_and_once(store: KeyValueStore) -> None:
    assert follow(store, "topic", "  KV-cache\ncompression ")
    assert not follow(store, "topic", "kv cache Compression")
    assert follow(store, "muted", "medical")
    assert following(store) == Following(("KV-cache compression",), ("medical",))


def test_what_is_removed_is_gone_however_it_is_spelled(store: KeyValueStore) -> None:
    follow(store, "topic", "World models")
    assert unfollow(store, "world MODELS") and not unfollow(store, "world models")
    assert not following(store)


@pytest.mark.parametrize("text", ["", " \n", "…!", "x" * (LONGEST + 1)])
def test_what_is_no_topic_is_refused(store: KeyValueStore, text: str) -> None:
    with pytest.raises(InputError):
        follow(store, "topic", text)


def test_a_muted_word_hides_whole_words_in_title_abstract_and_keywords() -> None:
    muted = Following(muted=("owl", "cold rooms"))
    assert muted.mutes(paper(title="The Owl: a bird"))
    assert muted.mutes(paper(abstract="We keep cold-rooms."))
    assert muted.mutes(paper(keywords=("OWL",)))
    assert not muted.mutes(paper(title="Owlish growls", abstract="Cold in rooms."))
