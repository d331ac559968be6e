"""What kind of sentence a question wants is read from its words."""

import pytest

from assistant.evidence.role_preference import (
    METHOD,
    PROBLEM,
    RESULTS,
    RolePreference,
    thing_to_define,
    wanted,
)
from assistant.reader.roles import ROLES


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How does speculative decoding work?", METHOD),
        ("How are owls tracked in the dark?", METHOD),
        ("Which methods find nests from the air?", METHOD),
        ("how to count birds", METHOD),
        ("How well do trackers find owls?", RESULTS),
        ("How much faster is it?", RESULTS),
        ("How do drones compare with people?", RESULTS),
        ("What are the results of tracking owls?", RESULTS),
        ("What problem does sparse attention solve?", PROBLEM),
        ("What is reward hacking?", PROBLEM),
        ("What does test-time scaling mean?", PROBLEM),
        ("Owls find mice by hearing.", None),
        ("Do owls find mice by hearing?", RESULTS),
        ("Barn owls in spring: is there a difference between the sexes?", RESULTS),
        ("Can you say more of owls?", None),
        ("Which benchmarks test owl trackers?", METHOD),
        ("What datasets exist of owl calls?", METHOD),
        ("What problems do models of owls have?", PROBLEM),
        ("Papers about silent flight", METHOD),
        ("Tell me about owls.", METHOD),
        ("Who tracks owls by radar?", METHOD),
        ("Are there any good benchmarks for owl trackers?", None),
        ("Can drones find nests, and how do they work?", METHOD),
        ("Which owls hunt by day?", None),
        ("what is the best way to count birds from the air in spring", METHOD),
        ("", None),
    ],
)
def test_a_question_wants_its_kind_of_sentence(question: str, kind: RolePreference | None) -> None:
    assert wanted([question]) == kind


def test_a_follow_up_wants_what_its_first_telling_phrasing_wants() -> None:
    assert wanted(["and the owls?", "How does the tracking of owls work?"]) == METHOD


@pytest.mark.parametrize(("kind", "role"), [(METHOD, "method"), (RESULTS, "result"), (PROBLEM, "background")])
def test_each_kind_wants_its_own_role_most(kind: RolePreference, role: str) -> None:
    assert len(kind) == len(ROLES)
    assert max(ROLES, key=lambda each: kind[ROLES.index(each)]) == role


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
    assert thing_to_define(question) == thing
