"""The Markdown of a conversation: readable, and no stranger's text is more than text."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from assistant.asking.reply import Notice
from assistant.export import markdown
from tests.conftest import paper
from tests.output.helpers import ATTACKS, hostile, payloads, quoting, reply_of, sources

PLAIN = {"text", "softbreak", "text_special"}


def tokens(text: str) -> list[Token]:
    """Every token of the text as GitHub would read it, inline ones too."""
    blocks = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)
    return [token for block in blocks for token in (block, *(block.children or []))]


def shown(text: str) -> str:
    """What a reader sees of the text."""
    return " ".join("".join(token.content or " " for token in tokens(text) if token.type in PLAIN).split())


def is_plain(text: str) -> None:
    escaped = markdown.escaped(text)
    kinds = {token.type for token in tokens(escaped)} - {"paragraph_open", "paragraph_close", "inline"}
    assert kinds <= PLAIN
    assert shown(escaped) == " ".join(text.split())


@pytest.mark.parametrize("text", [text for text in ATTACKS if "\n" not in text])
def test_an_attack_reads_as_it_is_written(text: str) -> None:
    is_plain(text)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(
    st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=40)
    | st.text("[]()!<>*_`#-+=1. :/ab&;~|$\\", max_size=20)
)
def test_every_line_reads_as_it_is_written(text: str) -> None:
    is_plain(text)


@pytest.mark.data
def test_every_known_payload_reads_as_it_is_written(data: Path) -> None:
    for text in payloads(data):
        is_plain(text)


@pytest.mark.parametrize("text", ATTACKS)
def test_in_a_conversation_only_our_own_links_are_links(text: str) -> None:
    found = tokens(markdown.conversation([hostile(text), hostile("owl")]))
    assert not {t.type for t in found} & {
        "html_block",
        "html_inline",
        "image",
        "code_inline",
        "fence",
        "table_open",
    }
    links = {token.attrGet("href") for token in found if token.type == "link_open"}
    assert links == {"https://arxiv.org/abs/2501.00001"}
    assert [t.tag for t in found if t.type == "heading_open"] == ["h2", "h2"]


def test_an_answer_has_question_filters_claims_verdicts_and_references() -> None:
    papers = sources(paper(1, title="On * stars"), paper(2, authors=(), published=None, source="sample"))
    reply = reply_of(
        quoting(papers[0]),
        quoting(papers[1], 2, text="Method 2 works.", verdict="supported", prefix="\n\n"),
        papers=papers,
        question="memory since 2025?",
    )
    assert markdown.conversation([reply]) == (
        "## memory since 2025?\n\n*Only: published since 2025-01-01*\n\n"
        "“The problem is hard.” [1]\n\nMethod 2 works. [2]\n\n*2 claims: 1 supported, 1 quoted*\n\n"
        "1. Ada Abel & Bo Berg (2025). On \\* stars. <https://arxiv.org/abs/2501.00001>\n"
        "2. Paper number 2. <https://arxiv.org/abs/2501.00002> (sample: described in our own words)\n"
    ).replace("Abel & Bo", "Abel \\& Bo")


def test_a_notice_stands_where_there_is_no_answer() -> None:
    reply = reply_of(question="owls?")
    reply.notice = Notice("nothing found", "Nothing answers this.", "Ask again.")
    assert markdown.reply(reply) == "## owls?\n\nNothing answers this. Ask again."


def test_replies_follow_one_another() -> None:
    one, two = (reply_of(question=text) for text in ("First?", "Second?"))
    assert [t.content for t in tokens(markdown.conversation([one, two])) if t.type == "text"] == [
        "First?",
        "Second?",
    ]
    assert markdown.conversation([]) == "\n"


def test_a_reference_tells_the_year_of_publication() -> None:
    (source,) = sources(paper(1, published=date(1999, 12, 31), featured=date(2025, 1, 1)))
    assert "(1999)" in markdown.reply(reply_of(quoting(source), papers=(source,)))


def test_half_a_sentence_at_the_end_of_a_stopped_answer_is_kept_as_such() -> None:
    papers = sources(paper(1))
    stopped = reply_of(quoting(papers[0]), papers=papers)
    stopped.pending = "It *keeps"
    assert " [1] It \\*keeps …\n" in markdown.reply(stopped)
