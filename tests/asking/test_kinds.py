"""What the wording of a question tells: the role of the sentences that answer it, the thing to define, a wish for a reason."""

import pytest

from assistant.asking.intent import Role
from assistant.asking.kinds import read_kind


@pytest.mark.parametrize(
    ("question", "role"),
    [
        ("How does speculative decoding work?", "method"),
        ("How are owls tracked in the dark?", "method"),
        ("Which methods find nests from the air?", "method"),
        ("how to count birds", "method"),
        ("How well do trackers find owls?", "results"),
        ("How much faster is it?", "results"),
        ("How do drones compare with people?", "results"),
        ("What are the results of tracking owls?", "results"),
        ("What problem does sparse attention solve?", "problem"),
        ("What is reward hacking?", "problem"),
        ("What does test-time scaling mean?", "problem"),
        ("Owls find mice by hearing.", None),
        ("Do owls find mice by hearing?", "results"),
        ("Barn owls in spring: is there a difference between the sexes?", "results"),
        ("Can you say more of owls?", None),
        ("Which benchmarks test owl trackers?", "method"),
        ("What datasets exist of owl calls?", "method"),
        ("What problems do models of owls have?", "problem"),
        ("Papers about silent flight", "method"),
        ("Tell me about owls.", "method"),
        ("Who tracks owls by radar?", "method"),
        ("Are there any good benchmarks for owl trackers?", None),
        ("Can drones find nests, and how do they work?", "method"),
        ("Which owls hunt by day?", None),
        ("what is the best way to count birds from the air in spring", "method"),
        ("", None),
    ],
)
def test_a_question_wants_its_kind_of_sentence(question: str, role: Role | None) -> None:
    assert read_kind(question).role == role


@pytest.mark.parametrize(
    ("question", "thing"),
    [
        ("What is GRPO?", "GRPO"),
        ("what does MoE mean", "MoE"),
        ("What does OTN stand for?", "OTN"),
        ("What’s an owl-tracking network?", "owl-tracking network"),
        ("What are vision-language-action models?", "vision-language-action models"),
        ("Explain the KV cache.", "KV cache"),
        ("Define reward hacking", "reward hacking"),
        ("What is meant by GPT-4.5?", "GPT-4.5"),
        ("What is the definition of a nest?", "nest"),
        ("What is a mixture of experts?", "mixture of experts"),
        ("What are the limitations of owl tracking?", ""),
        ("What are the main benefits of nests?", ""),
        ("What are the pros and cons of drones?", ""),
        ("What are drones good for?", ""),
        ("What is it?", ""),
        ("Explain how owls hear", ""),
        ("What is the best way to find nests?", ""),
        ("What are the effects of noise?", ""),
        ("What is known of owls that hunt by day in the north?", ""),
        ("How does GRPO work?", ""),
        ("GRPO helps.", ""),
        ("", ""),
    ],
)
def test_a_question_for_a_definition_names_its_thing(question: str, thing: str) -> None:
    reading = read_kind(question)
    assert (reading.subjects if reading.kind == "define" else ()) == ((thing,) if thing else ())


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
    assert read_kind(question).kind == "why"


@pytest.mark.parametrize(
    ("question", "subjects"),
    [
        ("Compare SAPO and MAPPO-PIS", ("SAPO", "MAPPO-PIS")),
        ("How do methods compare with and without pruning?", ()),
        ("How does SAPO work?", ()),
    ],
)
def test_the_things_a_question_compares_are_told_apart(question: str, subjects: tuple[str, ...]) -> None:
    assert read_kind(question).subjects == subjects


@pytest.mark.parametrize(
    "question", ["How does “Why Models Fail: Limits of RL” work?", 'How does "What is GRPO?" work?']
)
def test_a_title_in_quotes_asks_nothing(question: str) -> None:
    assert read_kind(question).kind == "how"
