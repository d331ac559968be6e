"""Numbers are compared with their units; what is only written in another way is no difference."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.text.quantities import differing, quantities


@pytest.mark.parametrize(
    ("said", "given"),
    [
        ("by 94 %", "by 94% in 9 ms"),
        ("by 94 percent", "94%"),
        ("5 percentage points", "5 points"),
        ("94 %", "an accuracy of 0.94"),
        ("94 %", "94.3 %"),
        ("1,000 users", "1000 users"),
        ("a 7B model", "7 billion parameters"),
        ("10M tokens", "10 million tokens"),
        ("3x faster", "3× faster"),
        ("2.5-fold", "2.5 times"),
        ("5 to 10 %", "5–10%"),
        ("3 datasets", "three datasets"),
        ("twice the speed of 2x", "doubled"),
        ("GPT-4 and Llama 3", "GPT-4 and Llama-3-8B"),
        ("(2) it scales", "it scales"),
        ("three stages", "it has stages"),
        ("after 94 epochs", "94 ms"),
    ],
)
def test_the_same_number_written_in_another_way_is_no_difference(said: str, given: str) -> None:
    assert differing(said, given) == ""


@pytest.mark.parametrize(
    ("said", "given", "reason"),
    [
        ("by 49 %", "by 94 % in 9 ms", "The abstract gives 94 %, the answer says 49 %."),
        ("by 49 %", "by 20 %, 50 % or 94 %", "The abstract gives 50 %, the answer says 49 %."),
        ("in 94 ms", "by 94 %", "The abstract gives 94 %, the answer says 94 ms."),
        ("3x", "3 ms", "The abstract gives 3 ms, the answer says 3x."),
        (
            "costs $5 billion",
            "$750 million in 5 years",
            "The abstract gives $750 million, the answer says $5 billion.",
        ),
        ("a 7B model", "7 models", "The cited abstract does not give the number 7B."),
        ("3 times", "2.6 times", "The abstract gives 2.6 times, the answer says 3 times."),
        ("on 10 tasks", "on tasks", "The cited abstract does not give the number 10."),
    ],
)
def test_another_number_or_unit_is_named_beside_the_nearest(said: str, given: str, reason: str) -> None:
    assert differing(said, given) == reason


@given(st.text(alphabet="0123456789.,%xBMk-– $()a", max_size=40))
@settings(max_examples=150, deadline=None, derandomize=True)
def test_any_text_gives_the_numbers_of_itself(text: str) -> None:
    assert differing(text, text) == ""
    assert all(quantity.written in text for quantity in quantities(text) if "  " not in text)


def test_an_endless_word_is_read_once_and_not_from_each_of_its_letters() -> None:
    start = time.process_time()
    assert quantities("a" * 20_000 + " 7 days") == quantities(" 7 days")
    assert time.process_time() - start < 2
