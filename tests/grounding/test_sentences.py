"""Abstracts are split where their sentences end, and every sentence is a slice of the abstract."""

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.grounding.sentences import sentences_of, split, split_text
from tests.conftest import paper


@pytest.mark.parametrize(
    "sentences",
    [
        ["Abel et al. found it.", "We follow them."],
        ["It costs less, e.g. Half the memory.", "It is also faster."],
        ["See Fig. 2 for the curve.", "See Eq. 3 too."],
        ["It gains 3.5 points, i.e. 12.1 % in all.", "Nothing else changes."],
        ["The rate $x.y$ is fixed.", "$z$ is free."],
        ["Code is at https://example.org/a.b?c=d.", "It is free."],
        ["Does it hold?", "It does!", "We prove it."],
        ["We make two claims: (1) it is small.", "(2) It is fast."],
        ["J. Abel wrote it.", "B. Berg read it."],
        ["It is “done.”", "We stop."],
    ],
)
def test_sentences_end_where_a_reader_ends_them(sentences: list[str]) -> None:
    assert split_text(" ".join(sentences)) == sentences


@given(st.text(max_size=400))
@settings(max_examples=100, deadline=None, derandomize=True)
def test_every_sentence_is_a_slice_in_order_and_no_word_is_lost(text: str) -> None:
    spans = split(text)
    assert all(start < end for start, end in spans)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
    assert "".join("".join(text[a:b] for a, b in spans).split()) == "".join(text.split())


def test_sentences_are_numbered_from_one_and_carry_their_place() -> None:
    one = paper(abstract="First is here.  Second follows.")
    sentences = sentences_of(one)
    assert [sentence.number for sentence in sentences] == [1, 2]
    assert all(one.abstract[s.start : s.end] == s.text for s in sentences)


@pytest.mark.data
def test_gold_splits_of_computer_science_abstracts_are_met(data: Path) -> None:
    """F1 of boundaries on CSAbstruct dev; SciTLDR's gold is cut at line ends inside sentences and caps at .96."""
    right = found = wanted = 0
    for line in (data / "csabstruct" / "dev.jsonl").read_text(encoding="utf-8").splitlines():
        gold = [sentence.strip() for sentence in json.loads(line)["sentences"] if sentence.strip()]
        ours, theirs = boundaries(split_text(" ".join(gold))), boundaries(gold)
        right, found, wanted = right + len(ours & theirs), found + len(ours), wanted + len(theirs)
    assert 2 * right / (found + wanted) >= 0.98


def boundaries(sentences: list[str]) -> set[int]:
    ends, at = set(), 0
    for sentence in sentences[:-1]:
        at += len("".join(sentence.split()))
        ends.add(at)
    return ends


def test_a_list_inside_a_sentence_stays_in_it() -> None:
    text = "It has two parts: (1) a cache that is small, and (2) a clock. Both are new."
    assert split_text(text) == [text[: text.index("Both")].strip(), "Both are new."]
