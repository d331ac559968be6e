"""The terminal's lines: what stands there, and that no text can drive the terminal."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.checking.checks import Verdict
from assistant.export import terminal
from assistant.library.papers import Hit
from tests.conftest import paper
from tests.output.helpers import hostile, quoting, reply_of, sources

DRIVING = [chr(code) for code in (*range(0x0A), *range(0x0B, 0x20), *range(0x7F, 0xA0))]


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.text() | st.text(st.sampled_from([*DRIVING, "a", "\n"])))
def test_plain_text_has_no_control_characters_and_every_other_one(text: str) -> None:
    plain = terminal.plain(text)
    assert len(plain) == len(text) and not any(sign in plain for sign in DRIVING)
    assert all(new == old or (new == " " and old in DRIVING) for new, old in zip(plain, text, strict=True))


@pytest.mark.parametrize("sign", ["\x1b[31m", "\x9b2J", "\x07", "\r", "\x7f", "\x08"], ids=repr)
def test_no_line_can_drive_the_terminal(sign: str) -> None:
    reply = hostile(f"owl{sign}owl")
    lines = [*terminal.reply_lines(reply), *terminal.hit_lines(reply.sources[0].hit)]
    text = "\n".join(lines)
    assert "owl" in text and not any(control in text for control in DRIVING)


@pytest.mark.parametrize(
    ("meaning", "keywords", "why"),
    [
        (1, 1, "1st by meaning, 1st by keywords"),
        (2, None, "2nd by meaning"),
        (None, 3, "3rd by keywords"),
        (11, 12, "11th by meaning, 12th by keywords"),
        (21, 113, "21st by meaning, 113th by keywords"),
        (None, None, "newest with most upvotes"),
    ],
)
def test_a_hit_says_why_it_was_found(meaning: int | None, keywords: int | None, why: str) -> None:
    assert terminal.why_found(Hit(paper(), 1.0, meaning, keywords)) == why


def test_a_hit_is_title_who_where_and_why() -> None:
    one = paper(7, categories=("cs.CL", "cs.AI"), published=date(2025, 1, 2))
    assert terminal.hit_lines(Hit(one, 1.0, 1, None)) == [
        "Paper number 7",
        "  Ada Abel & Bo Berg · 2025-01-02 · cs.CL, cs.AI",
        "  https://arxiv.org/abs/2501.00007",
        "  1st by meaning",
    ]
    bare = paper(7, authors=(), published=None, source="sample")
    assert terminal.hit_lines(Hit(bare, 1.0, 1, None))[:2] == [
        "Paper number 7 (sample: described in our own words)",
        "  ",
    ]


@pytest.mark.parametrize(
    ("verdicts", "said"),
    [
        (["quoted"], "1 claim: 1 quoted"),
        (["unsure", "supported", "unsure"], "3 claims: 1 supported, 2 unsure"),
        (["uncited", "unsupported", "quoted"], "3 claims: 1 quoted, 1 unsupported, 1 uncited"),
    ],
)
def test_the_verdicts_are_counted(verdicts: list[Verdict], said: str) -> None:
    (source,) = sources(paper())
    assert terminal.summary(reply_of(*(quoting(source, verdict=v) for v in verdicts))) == said


def test_under_an_answer_stand_filters_doubts_and_sources() -> None:
    papers = sources(paper(1), paper(2), paper(3))
    reply = reply_of(
        quoting(papers[0]),
        quoting(papers[2], text="It is good.", verdict="unsure", reason="Only half."),
        papers=papers,
        question="memory since 2025",
    )
    lines = terminal.reply_lines(reply)
    assert "Only: published since 2025-01-01" in lines
    assert [line for line in lines if "It is good." in line and "Only half." in line and "? unsure" in line]
    assert "[1] Paper number 1" in lines and "[3] Paper number 3" in lines
    assert not any("Paper number 2" in line for line in lines)
    assert not any("The problem is hard" in line for line in lines)


def test_without_an_answer_only_the_nearest_papers_stand() -> None:
    reply = reply_of()
    reply.nearest = (Hit(paper(4), 1.0, 1, None),)
    assert terminal.reply_lines(reply) == [
        "",
        "Nearest papers",
        "  Paper number 4\n    https://arxiv.org/abs/2501.00004",
    ]
