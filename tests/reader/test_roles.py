"""Each sentence of an abstract is told what it does, by its words, its place and the sentences around it."""

import json
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.reader.roles import ROLES, role_shares, roles

OWLS = (
    "Owls are among the most widespread birds of prey and hunt at night.",
    "However, little is known about how they find mice in the dark.",
    "In this paper, we propose a method for tracking the head of an owl in flight.",
    "We train a network on recordings of forty owls using two microphones.",
    "Experimental results show that our method outperforms earlier trackers by 12% in accuracy.",
)


def test_the_sentences_of_an_ordinary_abstract_are_told_apart() -> None:
    told = roles(OWLS)
    assert told[:2] == ("background", "background")
    assert told[2] in ("objective", "method")
    assert told[3:] == ("method", "result")


def test_the_sentences_around_and_the_place_count_too() -> None:
    sentence = "The birds hear a mouse under the snow."
    first = role_shares([sentence, *OWLS[2:]])[0]
    last = role_shares([*OWLS[2:], sentence])[-1]
    background, result = ROLES.index("background"), ROLES.index("result")
    assert first[background] > last[background] and last[result] > first[result]


def test_a_notice_of_rights_is_other() -> None:
    assert roles([*OWLS, "© 2012 Elsevier Ltd. All rights reserved."])[-1] == "other"


def test_no_sentences_have_no_roles() -> None:
    assert roles([]) == () and role_shares([]) == ()


@given(st.lists(st.text(max_size=80), min_size=1, max_size=40))
@settings(max_examples=50, deadline=None, derandomize=True)
def test_every_text_gets_shares_that_sum_to_one(sentences: list[str]) -> None:
    for shares in role_shares(sentences):
        assert sum(shares) == pytest.approx(1) and min(shares) >= 0


@pytest.mark.data
def test_roles_of_unseen_abstracts_are_told_right_as_often_as_measured(data: Path) -> None:
    lines = (data / "csabstruct" / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    role_shares(OWLS)
    start = time.process_time()
    right = [
        gold == told
        for row in rows
        for gold, told in zip(row["labels"], roles(row["sentences"]), strict=True)
    ]
    assert (time.process_time() - start) / len(right) < 0.002, "a sentence may not cost two milliseconds"
    assert sum(right) / len(right) >= 0.675
