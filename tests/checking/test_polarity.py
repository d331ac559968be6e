"""Whether two sentences point the opposite way, with the real word vectors."""

import pytest

from assistant.checking.polarity import directions, disagreement
from assistant.evidence.ranking import similarity_by
from assistant.reader.embeddings import Embedder

ABSTRACT = (
    "Sharing rollouts increases the reward of every node. Memory use falls to a half without extra disks.",
    "The method does not improve translation, and larger nodes need more power.",
)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Sharing rollouts increases the reward.", ""),
        ("Sharing rollouts enhances the reward of nodes.", ""),
        ("Sharing rollouts reduces the reward.", "“increases” where this says “reduces”"),
        ("The method improves translation.", "“not improve” where this says “improves”"),
        ("The method does not improve translation.", ""),
        ("Nodes are unable to share rollouts.", "do not say “unable”"),
        ("Memory use falls to a half with extra disks.", "“without disks”, this “with disks”"),
    ],
)
def test_only_what_points_the_other_way_of_the_same_thing_disagrees(
    text: str, reason: str, embedder: Embedder
) -> None:
    found = disagreement(similarity_by(embedder)(text, ABSTRACT))
    assert reason in found and bool(reason) == bool(found)


def test_a_denial_reaches_three_words_and_is_found_in_a_contraction() -> None:
    found = directions(["It", "doesn", "'", "t", "improve", "the", "lower", "bound"])
    assert [(each.word, each.denied) for each in found] == [("improve", True), ("lower", True)]
    assert directions(["not", "a", "b", "c", "improve"])[0].denied is False
