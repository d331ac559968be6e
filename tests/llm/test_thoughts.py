"""What a model thinks aloud is never taken for its answer."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.llm.thoughts import Spoken, separated


@pytest.mark.parametrize(
    ("text", "thoughts", "answer"),
    [
        ("Claim one [1].", "", "Claim one [1]."),
        ("<think>\nSource [9] says 50%.\n</think>\nClaim one [1].", "Source [9] says 50%.", "Claim one [1]."),
        ("<thinking>Hm.</thinking>Yes [1].", "Hm.", "Yes [1]."),
        ("<THINK>Hm.</THINK> Yes [1].", "Hm.", " Yes [1]."),
        ("[THINK]Hm.[/THINK]Yes [1].", "Hm.", "Yes [1]."),
        ("◁think▷Hm.◁/think▷Yes [1].", "Hm.", "Yes [1]."),
        ("<seed:think>Hm.</seed:think>Yes [1].", "Hm.", "Yes [1]."),
        ("<|begin_of_thought|>Hm.<|end_of_thought|>Yes [1].", "Hm.", "Yes [1]."),
        ("Let me see. Source 2?\n</think>\n\nYes [1].", "Let me see. Source 2?", "Yes [1]."),
        ("<think>Let me see, there is", "Let me see, there is", ""),
        ("<think></think>\n\nYes [1].", "", "Yes [1]."),
        ("One [1]. <think>Two?</think>Two [2].", "Two?", "One [1]. Two [2]."),
        ("<think>a <think>b</think> c</think>Yes.", "a b c", "Yes."),
        ("<think>Hm.</think><answer>Yes [1].</answer>", "Hm.", "Yes [1]."),
        (
            "<|channel|>analysis<|message|>Hm.<|end|><|start|>assistant<|channel|>final<|message|>Yes [1].<|return|>",
            "Hm.",
            "Yes [1].",
        ),
        ("<|channel|>analysis<|message|>Only thoughts", "Only thoughts", ""),
        ("<|channel|>commentary to=x<|message|>Hm.<|end|><|channel|>final<|message|>Yes.", "Hm.", "Yes."),
        ("analysisWe need to cite.assistantfinalYes [1].", "We need to cite.", "Yes [1]."),
        (
            "analysis of caches shows that they shrink [1].",
            "",
            "analysis of caches shows that they shrink [1].",
        ),
        ("It writes <think> tokens [1]. It stops.", "", "It writes <think> tokens [1]. It stops."),
        ("It thinks between <think> and </think> [1].", "", "It thinks between <think> and </think> [1]."),
        ("I think so [1]. a < b and a <b> c.", "", "I think so [1]. a < b and a <b> c."),
    ],
)
def test_thoughts_and_answer_are_told_apart(text: str, thoughts: str, answer: str) -> None:
    spoken = separated(text)
    assert (spoken.thoughts, spoken.answer) == (thoughts, answer)


def test_thoughts_that_have_not_ended_are_open() -> None:
    assert separated("<think>Hm.").open and separated("<|channel|>analysis<|message|>Hm.").open
    assert not separated("<think>Hm.</think>Yes.").open


@given(st.integers(0, 40))
def test_no_part_of_a_tag_is_shown_while_it_comes(cut: int) -> None:
    text = "<think>Source [9].</think>Yes."
    assert "<" not in separated(text[:cut], final=False).answer


@pytest.mark.parametrize(
    "piece", ["<think>", "</think>", "<", "<|", "<|channel|>", "analysis", "[THINK", "<think:"]
)
def test_reading_takes_time_in_proportion_to_the_text(piece: str) -> None:
    start = time.perf_counter()
    separated(piece * 20_000)
    separated(piece * 20_000, final=False)
    assert time.perf_counter() - start < 2


def test_a_text_without_thoughts_stays_as_it_is() -> None:
    assert separated("Yes [1].\n\nNo [2].") == Spoken("", "Yes [1].\n\nNo [2].")
