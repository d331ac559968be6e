"""A sentence that leans on another, announces or releases counts a little less than one that tells something."""

import pytest

from assistant.evidence.ranking import rank_sentences
from assistant.evidence.self_containedness import LITTLE, informativeness
from assistant.library.papers import Hit
from assistant.reader.embeddings import Embedder
from tests.conftest import paper


@pytest.mark.parametrize(
    "sentence",
    [
        "However, this paradigm suffers from two limitations.",
        "That model was not made for owls.",
        "It also hears mice.",
        "(3) Through a survey, we investigate how owls hunt.",
        "This report outlines open problems of owls.",
        "We reexamine the hearing of owls and its quality.",
        "We release our code and all models.",
        "We perform experiments on owls of both sexes.",
        "We carry out 168 flights and analyze 12 hours of calls.",
        "We believe our lures matter to the field.",
        "The paper list is available at https://owl.example.",
        "The code and samples are at https://owl.example.",
        "Our recordings offer valuable insights into how owls hunt.",
        "The hearing of owls has gained much attention.",
    ],
)
def test_what_leans_announces_promises_or_releases_tells_little(sentence: str) -> None:
    assert informativeness(sentence) == LITTLE


@pytest.mark.parametrize(
    "sentence",
    [
        "Owls hear mice under snow.",
        "These results show that owls hear mice.",
        "This paper introduces a lure for owls.",
        "It has been shown that owls hear mice.",
        "We study owls and find that they hear mice.",
        "We evaluate lures, achieving 94% recall of owls.",
        "We conduct flights, which indicate that owls hear mice.",
        "We release owls at dusk and count their calls.",
    ],
)
def test_what_says_something_by_itself_tells(sentence: str) -> None:
    assert informativeness(sentence) == 1.0


def test_of_two_sentences_as_near_the_telling_one_goes_first(embedder: Embedder) -> None:
    one = paper(title="Owls", abstract="Owls hear mice under the snow. This owl hears mice under the snow.")
    first, second = rank_sentences(["Do owls hear mice under the snow?"], [Hit(one, 1.0, 1, 1)], embedder)
    assert (first.sentence.number, second.sentence.number) == (1, 2)
