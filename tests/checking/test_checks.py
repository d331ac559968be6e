"""The layers of the check, each with a sentence that only it can tell."""

import re
from collections.abc import Sequence

import numpy as np
import pytest

from assistant.checking.alignment import Alignment
from assistant.checking.checks import check

TITLE = "SAPO: sharing rollouts"
ABSTRACT = (
    "SAPO is a decentralized algorithm for training language models.",
    "Nodes share their rollouts with each other across the network.",
    "It increases the cumulative reward by 94% without extra memory.",
)


def near(text: str, sentences: Sequence[str]) -> list[Alignment]:
    """A stand-in for meaning: words are near where they share their first four letters, so that layers can be told apart."""
    words = tuple(re.findall(r"\w+", text))
    return [_aligned(words, tuple(re.findall(r"\w+", sentence))) for sentence in sentences]


def _aligned(words: tuple[str, ...], others: tuple[str, ...]) -> Alignment:
    pairs = [[float(a[:4].lower() == b[:4].lower()) for b in others] for a in words]
    return Alignment(words, others, np.array(pairs, np.float32).reshape(len(words), len(others)))


def verdict(text: str) -> tuple[str, str]:
    finding = check(text, ABSTRACT, [TITLE], near)
    return finding.verdict, finding.reason


def test_a_sentence_word_for_word_is_quoted_with_or_without_quote_marks() -> None:
    assert verdict(ABSTRACT[1])[0] == "quoted"
    assert verdict(f"“{ABSTRACT[1]}”")[0] == "quoted"
    assert verdict("share their rollouts with each other")[0] == "quoted"


def test_a_shortened_quotation_points_at_the_sentence_it_is_from() -> None:
    finding = check("Nodes share their rollouts with each other.", ABSTRACT, [TITLE], near)
    assert (finding.verdict, finding.scores) == ("quoted", (0.0, 1.0, 0.0))


@pytest.mark.parametrize(("front", "says"), [("However, it", "quoted"), ("However small, it", "unsure")])
def test_however_before_a_sentence_limits_nothing(front: str, says: str) -> None:
    assert (
        check("it improves accuracy on images.", [f"{front} improves accuracy on images."], [], near).verdict
        == says
    )


def test_a_quotation_that_leaves_out_what_limits_it_is_doubted_and_the_rest_shown() -> None:
    finding = check(
        "It improves accuracy on images", ["It improves accuracy on images, but only small ones."], [], near
    )
    assert (finding.verdict, "but only small ones" in finding.reason) == ("unsure", True)
    assert check(
        "it improves accuracy on images", ["We doubt if it improves accuracy on images."], [], near
    ).reason
    again = ["It improves accuracy on images, if small.", "Again it improves accuracy on images."]
    assert check("improves accuracy on images again", again, [], near).verdict != "quoted"
    assert (
        check("it improves accuracy on images", ["Again it improves accuracy on images."], [], near).reason
        == ""
    )


def test_half_a_word_is_no_quotation() -> None:
    assert (
        check("It can share all of the roll", ["It can share all of the rollouts."], [], near).verdict
        != "quoted"
    )


def test_a_few_words_are_no_quotation() -> None:
    assert verdict("Nodes share rollouts.")[0] != "quoted"


def test_a_faithful_rewording_is_supported() -> None:
    assert verdict("The nodes share rollouts with each other across the network.") == ("supported", "")


def test_a_number_that_is_not_there_is_unsupported_and_named() -> None:
    found, reason = verdict("It increases the cumulative reward by 49% without extra memory.")
    assert found == "unsupported"
    assert reason == "The abstract gives 94%, the answer says 49%."


def test_a_name_that_is_not_there_is_doubted_and_named() -> None:
    found, reason = verdict("With QLoRA the nodes share their rollouts with each other across the network.")
    assert found == "unsure"
    assert "QLoRA" in reason


@pytest.mark.parametrize(
    "text",
    [
        "It reduces the cumulative reward by 94% without extra memory.",
        "It does not increase the cumulative reward by 94% without extra memory.",
    ],
)
def test_a_reversed_direction_is_not_supported(text: str) -> None:
    found, reason = verdict(text)
    assert found == "unsure"
    assert reason


def test_with_and_without_are_opposed_only_of_the_same_thing() -> None:
    found, reason = verdict("It increases the cumulative reward by 94% with extra memory.")
    assert (found, "without memory" in reason) == ("unsure", True)
    assert (
        verdict("With SAPO it increases the cumulative reward by 94% without extra memory.")[0] == "supported"
    )


def test_another_topic_is_unsupported() -> None:
    assert verdict("Penguins breed on the ice in winter.")[0] == "unsupported"


def test_what_is_only_partly_there_is_doubted_with_the_words_that_are_not() -> None:
    found, reason = verdict("Nodes share their rollouts across the network of a telescope.")
    assert found == "unsure" and "“telescope”" in reason


def test_no_source_is_uncited() -> None:
    finding = check("Anything.", [], [], near)
    assert (finding.verdict, finding.scores) == ("uncited", ())
