"""Acronyms that a text explains itself, and those it only uses."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.text.acronyms import acronyms_explained, acronyms_used, same_meaning


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("We use large language models (LLMs) daily.", "LLM", "large language models"),
        ("a Mixture-of-Experts (MoE) layer", "MoE", "Mixture-of-Experts"),
        ("the Abstraction and Reasoning Corpus (ARC) is hard", "ARC", "Abstraction and Reasoning Corpus"),
        ("and in-context learning (ICL) helps", "ICL", "in-context learning"),
        ("with self-supervised learning (SSL)", "SSL", "self-supervised learning"),
        ("called 3D Gaussian Splatting (3DGS)", "3DGS", "3D Gaussian Splatting"),
        ("the “Blink-Think-Link” (BTL) loop", "BTL", "Blink-Think-Link"),
        ("reinforcement learning (RL; see below)", "RL", "reinforcement learning"),
        ("by low-rank adaptation (LoRA) of weights", "LoRA", "low-rank adaptation"),
    ],
)
def test_a_long_form_before_a_bracket_explains_it(text: str, short: str, long: str) -> None:
    assert [(each.short, each.long) for each in acronyms_explained(text)] == [(short, long)]
    (found,) = acronyms_explained(text)
    assert text[found.start :].startswith(long[0]) and text[: found.end].endswith(")")


@pytest.mark.parametrize(
    "text",
    [
        "It improves (i) image quality and (ii) interest in it.",
        "Models of many sizes (7B) were tried.",
        "Despite all the non-autoregressive potential of diffusion language models (dLLMs) in",
        "Owls sing (SING) at night",  # no letters in order
        "It was first shown. Larks sing (FSLS) too.",  # not across sentences
        "owls (see Figure 2) and larks (LRK",
        "(LLM)",
        "",
    ],
)
def test_what_does_not_explain_is_left_alone(text: str) -> None:
    assert not list(acronyms_explained(text))


def test_acronyms_in_use_are_told_from_names_words_and_numbers() -> None:
    assert acronyms_used(
        "LLMs and an LLM with KV caches, MoE, GPT-4 and DeepSeek in Part II; We use it."
    ) == (
        "LLM",
        "KV",
        "MoE",
    )


def test_two_spellings_mean_the_same() -> None:
    assert same_meaning("Large Language Models", "large-language model")
    assert not same_meaning("automated audio captioning", "advanced audio coding")


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.text('aAbB (LM)s.-,"é', max_size=60))
def test_any_text_is_read_and_every_long_form_stands_in_it(text: str) -> None:
    for found in acronyms_explained(text):
        assert found.long in text and 0 <= found.start < found.end <= len(text)


def test_an_endless_list_of_brackets_is_read_at_once() -> None:
    start = time.perf_counter()
    assert len(list(acronyms_explained("deep net (DN) " * 1_400))) == 1_400
    assert time.perf_counter() - start < 10
