"""Sentences that give a reason are told by their words, and come first where one is asked for."""

import pytest

from assistant.evidence.preference import Preference
from assistant.evidence.ranking import rank_sentences
from assistant.evidence.reasons import gives_reason
from assistant.library.papers import Hit
from assistant.reader.embeddings import Embedder
from tests.conftest import paper


@pytest.mark.parametrize(
    "sentence",
    [
        "Owls are silent because their feathers are fringed.",
        "The silence stems mainly from fringed feathers.",
        "Empty nests are strongly associated with cold springs.",
        "Their silence is attributed to their feathers.",
        "The key factor is the shape of the face.",
    ],
)
def test_a_sentence_that_gives_a_reason_is_known(sentence: str) -> None:
    assert gives_reason(sentence)


@pytest.mark.parametrize(
    "sentence", ["Owls fly silently.", "We compare owls from two forests.", "Silence leads to more prey."]
)
def test_other_sentences_give_none(sentence: str) -> None:
    assert not gives_reason(sentence)


def test_a_question_why_is_answered_with_the_reason_first(embedder: Embedder) -> None:
    abstract = (
        "Owls fly very silently at night. Owls fly silently because the feathers of their wings are fringed."
    )
    one = paper(title="Owls", abstract=abstract)

    def first(preference: Preference) -> int:
        asked = ["owls fly very silently at night"]
        return rank_sentences(asked, [Hit(one, 1.0, 1, 1)], embedder, preference)[0].sentence.number

    assert first(Preference()) == 1
    assert first(Preference(gives_reason=True)) == 2
