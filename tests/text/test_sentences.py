"""Abstracts are split where their sentences end, and every sentence is a slice of the abstract."""

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.text.sentences import sentences_of, split, split_text
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


ATTACKS = [
    "<script>alert(1)</script>",
    '<a href="data:text/html;base64,PHNj">read two words</a>',
    """`"'><img src=x onerror=javascript:alert(1)>""",
    "<IMG SRC=\"javascript:alert('owl')\"",
    "<html onMouseLeave='alert(1)'></html onMouseLeave>",
    "<!--[if<img src=x onerror=javascript:alert(1)//]> -->",
    '&lt;A HREF=\\"http&#58;//1113982867/\\"&gt;XSS&lt;/A&gt;',
    "![an owl](https://owl.example/seen.png?q=1)",
    "javascript:window.onerror=alert;throw%20document.cookie",
    '"onerror="alert(1)',
]


@pytest.mark.parametrize("at", [0, 1, 2])
@pytest.mark.parametrize("attack", ATTACKS)
def test_markup_beside_sentences_leaves_them_and_their_numbers_as_they_were(attack: str, at: int) -> None:
    clean = ["Owls hear mice under snow.", "We count them."]
    sentences = sentences_of(paper(abstract=" ".join([*clean[:at], attack, *clean[at:]])))
    assert [(s.number, s.text) for s in sentences] == [(1, clean[0]), (2, clean[1])]


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_sentence_with_markup_in_it_is_left_out(attack: str) -> None:
    sentences = sentences_of(paper(abstract=f"Owls hear {attack} mice. We count them."))
    assert [(s.number, s.text) for s in sentences] == [(1, "We count them.")]


@pytest.mark.parametrize(
    "sentence",
    [
        "The rate holds for $a < b$ and p < 0.05, with n = 3 > 2.",
        "It writes <think> and </think>, <eos>, <img>, <a> and CO<sub>2</sub>.",
        "Code is at https://owl.example/a?on=1 and [here](https://owl.example).",
        "We confirm (twice) that data: text and JavaScript: code differ.",
        "For [n]! [k] (all of them) we alert owls.",
    ],
)
def test_formulas_tokens_and_addresses_are_no_markup(sentence: str) -> None:
    assert [s.text for s in sentences_of(paper(abstract=sentence))] == [sentence]
