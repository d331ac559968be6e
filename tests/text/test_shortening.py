"""Shortening leaves parts out, and never a part that limits what is said."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.text.sentences import LONGEST
from assistant.text.shortening import shorten
from assistant.text.words import numbers


@pytest.mark.parametrize(
    ("sentence", "short"),
    [
        (
            "In this paper, we propose Kestrel, a cache for long texts.",
            "We propose Kestrel, a cache for long texts.",
        ),
        ("We show that owls hunt best in dark nights.", "Owls hunt best in dark nights."),
        (
            "However, in this work we show that owls hunt best in dark nights.",
            "Owls hunt best in dark nights.",
        ),
        ("To address these issues, we give robots a memory of cloth.", "We give robots a memory of cloth."),
        (
            "We propose Heron (a laundry robot) that folds shirts well.",
            "We propose Heron that folds shirts well.",
        ),
        ("Experiments show that Heron folds nine of ten shirts.", "Heron folds nine of ten shirts."),
        (
            "Owls find mice by hearing alone [12], in the dark.",
            "Owls find mice by hearing alone, in the dark.",
        ),
        (
            "mBERT reads a hundred languages; moreover, it writes them badly in tests",
            "mBERT reads a hundred languages.",
        ),
        (
            "We propose a cache for long texts, which is trained on three sets.",
            "We propose a cache for long texts.",
        ),
        (
            "We propose a cache for long texts, achieving high accuracy on three sets.",
            "We propose a cache for long texts.",
        ),
        ("To read long texts faster, we propose a cache that forgets.", "We propose a cache that forgets."),
    ],
)
def test_what_can_be_done_without_goes(sentence: str, short: str) -> None:
    assert shorten(sentence) == short


@pytest.mark.parametrize(
    "sentence",
    [
        "Experiments show that owls hunt at night and find nine of ten mice.",
        "Our model, which is trained on three sets of owls, outperforms the baseline.",
        "Heron folds most shirts of a household, but not those with buttons.",
        "Kestrel cuts the memory of all models, while not losing accuracy anywhere.",
        "Kestrel cuts the memory of models by up to 40 percent.",
        "When cloth is crumpled, using a second camera helps the robot much.",
        "We suggest that owls hear better than they see at night.",
        "The method works well for birds (only when they sit still).",
        "The loss is $f (x) + g (y)$ for each of the pairs.",
        "Heron is trained by watching hours and hours of videos.",
    ],
)
def test_what_limits_or_may_be_the_main_clause_stays(sentence: str) -> None:
    assert shorten(sentence) == sentence


def test_no_more_goes_than_must() -> None:
    sentence = "In this paper, we propose a cache for long texts, which is trained on three sets."
    assert shorten(sentence, 30) == "We propose a cache for long texts, which is trained on three sets."
    assert shorten(sentence, 10) == "We propose a cache for long texts."


PIECES = st.sampled_from(
    [
        "In this paper,",
        "we show that",
        "However,",
        "we propose Kestrel",
        "(see 3)",
        "(not 4)",
        ", which is",
        ", achieving 90.5 %",
        "of 12 owls",
        "and propose",
        "; we",
        "by using",
        "not",
        ", while only",
        "$x (y)$",
        "mBERT",
        "[7]",
        "“so",
        "”",
        ".",
        "To see,",
        "it is up to 5",
    ]
)


@given(st.one_of(st.lists(PIECES, max_size=12).map(" ".join), st.text(max_size=80)), st.integers(1, 30))
def test_a_shortened_sentence_has_the_words_of_the_sentence_and_no_others(sentence: str, words: int) -> None:
    short = shorten(sentence, words)
    ours, theirs = (re.findall(r"\w+", text.casefold()) for text in (short, sentence))
    assert is_within(ours, theirs)
    assert numbers(short) <= numbers(sentence)
    assert len(short) <= len(" ".join(sentence.split())) + 1  # a full stop
    assert shorten(short, words) == short


def is_within(part: list[str], whole: list[str]) -> bool:
    """Whether the words of `part` stand in `whole` in the same order."""
    rest = iter(whole)
    return all(word in rest for word in part)


def test_an_endless_sentence_stays_as_it_is() -> None:
    endless = "In this paper, we propose owls" + ", i.e. birds of prey" * (LONGEST // 10) + "."
    assert shorten(endless, 25) == endless
    assert shorten(endless[:LONGEST], 25) != endless[:LONGEST]
