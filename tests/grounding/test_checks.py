"""The layers of the check, each with a sentence that only it can tell."""

from collections.abc import Sequence

import pytest

from assistant.grounding.checks import check

TITLE = "SAPO: sharing rollouts"
ABSTRACT = (
    "SAPO is a decentralized algorithm for training language models.",
    "Nodes share their rollouts with each other across the network.",
    "It increases the cumulative reward by 94% without extra memory.",
)


def near(text: str, sentences: Sequence[str]) -> list[float]:
    """A stand-in for meaning: the share of common words, so that the layers can be told apart."""
    said = set(text.lower().split())
    return [len(said & set(s.lower().split())) / max(len(said), 1) for s in sentences]


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
    assert "49" in reason


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


def test_no_source_is_uncited() -> None:
    finding = check("Anything.", [], [], near)
    assert (finding.verdict, finding.scores) == ("uncited", ())
