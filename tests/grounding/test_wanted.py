"""What kind of sentence a question wants is read from its words."""

import pytest

from assistant.grounding.roles import ROLES
from assistant.grounding.wanted import METHOD, PROBLEM, RESULTS, Wanted, wanted


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
        ("Do owls find mice by hearing?", None),
        ("Which owls hunt by day?", None),
        ("what is the best way to count birds from the air in spring", METHOD),
        ("", None),
    ],
)
def test_a_question_wants_its_kind_of_sentence(question: str, kind: Wanted | None) -> None:
    assert wanted([question]) == kind


def test_a_follow_up_wants_what_its_first_telling_phrasing_wants() -> None:
    assert wanted(["and the owls?", "How does the tracking of owls work?"]) == METHOD


@pytest.mark.parametrize(("kind", "role"), [(METHOD, "method"), (RESULTS, "result"), (PROBLEM, "background")])
def test_each_kind_wants_its_own_role_most(kind: Wanted, role: str) -> None:
    assert len(kind) == len(ROLES)
    assert max(ROLES, key=lambda each: kind[ROLES.index(each)]) == role
