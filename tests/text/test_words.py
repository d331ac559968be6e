"""What the words, numbers and names of a text count for."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.text.words import content, coverage, names, numbers, weight

PLAIN_WORDS = "model data learn train task predict sampl imag graph field energi spin galaxi quantum".split()


def test_function_words_count_for_nothing_and_rare_words_for_more() -> None:
    assert content("What does the paper say about it?") == frozenset()
    assert weight("rollout") > weight("model") > 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("94% of 1,000 runs", {"94", "1000"}),
        ("94.0 and 94.50", {"94", "94.5"}),
        ("a gain of 2-3x", {"2", "3"}),
        ("three seeds", {"3"}),
        ("GPT-4 and LLaMA2", set()),
        ("one of them", set()),
    ],
)
def test_numbers_are_compared_by_value_and_not_by_spelling(text: str, expected: set[str]) -> None:
    assert numbers(text) == expected


def test_names_are_words_with_inner_capitals_or_digits() -> None:
    assert names("We test LoRA, GPT-4 and SAPO on Transformers") == {"lora", "gpt-4", "sapo"}


@given(st.text(max_size=200), st.text(max_size=200))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_coverage_is_a_share_and_whole_of_itself(part: str, whole: str) -> None:
    assert 0 <= coverage(content(part), content(whole)) <= 1
    assert coverage(content(part), content(part)) == 1


def test_coverage_is_the_same_in_whatever_order_a_process_has_its_sets() -> None:
    words = [f"word{number}" for number in range(400)] + PLAIN_WORDS
    for first in range(0, 400, 8):
        part = [*words[first : first + 8], *PLAIN_WORDS]
        assert (
            coverage(part, frozenset(words)) == 1
        )  # the same stems, in two sets that list them in two orders
