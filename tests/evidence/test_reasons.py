"""Questions that ask for a reason, and sentences that give one, are told by their words."""

import pytest

from assistant.evidence.ranking import rank_sentences
from assistant.evidence.reasons import asks_why, gives_reason
from assistant.library.papers import Hit
from assistant.reader.embeddings import Embedder
from tests.conftest import paper


@pytest.mark.parametrize(
    "question",
    [
        "Why do owls fly silently?",
        "In winter, why do owls starve?",
        "What causes owls to leave a nest?",
        "What are the main reasons for empty nests?",
        "What makes an owl's flight silent?",
        "How come owls hear so well?",
    ],
)
def test_a_question_for_a_reason_is_known(question: str) -> None:
    assert asks_why(question)


@pytest.mark.parametrize(
    "question", ["What do owls hear?", "How do owls fly silently?", "Do owls hear mice?", ""]
)
def test_other_questions_ask_for_no_reason(question: str) -> None:
    assert not asks_why(question)


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

    def first(question: str) -> int:
        return rank_sentences([question], [Hit(one, 1.0, 1, 1)], embedder)[0].sentence.number

    assert first("owls fly very silently at night") == 1
    assert first("why owls fly very silently at night") == 2
