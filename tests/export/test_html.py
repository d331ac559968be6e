"""The HTML of a reply: every stranger's text is text, whatever it holds."""

from collections.abc import Callable
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.asking.reply import Reply
from assistant.export import html
from assistant.library.papers import Paper
from tests.conftest import paper
from tests.export.helpers import ATTACKS, hostile, payloads, quoting, reply_of, sources


class Read(HTMLParser):
    """Tags with the names of their attributes, attributes' values, and the text."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, ...]] = []
        self.values: list[tuple[str, str | None]] = []
        self.text = ""
        self.marked = ""
        self._marking = False
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, *(name for name, _ in attrs)))
        self.values += attrs
        self._marking = tag == "mark"

    def handle_endtag(self, tag: str) -> None:
        self.tags.append(("/" + tag,))
        self._marking = False

    def handle_data(self, data: str) -> None:
        self.text += data
        self.marked += data if self._marking else ""

    def handle_comment(self, data: str) -> None:
        self.tags.append(("comment",))

    def handle_decl(self, decl: str) -> None:
        self.tags.append(("declaration",))

    unknown_decl = handle_pi = handle_decl


PAGES: dict[str, Callable[[Reply], str]] = {
    "answer": lambda reply: html.answer(reply, "a"),
    "sources": lambda reply: html.sources(reply.cited),
    "papers": lambda reply: html.papers([reply.sources[0].paper]),
    "paper": lambda reply: html.paper(reply.sources[0].paper),
    "step": lambda reply: html.step(reply.question.text),
}
EXPECTED = {name: Read(page(hostile("owl"))).tags for name, page in PAGES.items()}


def is_harmless(text: str) -> None:
    """The page has the tags that it has for a word, and the text stands in it as it is."""
    for name, page in PAGES.items():
        read = Read(page(hostile(text)))
        assert read.tags == EXPECTED[name], name
        assert (" ".join(text.split()) if name == "step" else text.strip()) in read.text
        links = [value for attribute, value in read.values if attribute in ("href", "src")]
        assert all(str(link).startswith(("https://", "explain?paper=")) for link in links)


@pytest.mark.parametrize("text", ATTACKS)
def test_no_attack_becomes_a_tag_or_an_attribute(text: str) -> None:
    is_harmless(text)


@settings(max_examples=50, deadline=None, derandomize=True)
@given(
    st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1)
    | st.text("<>\"'&/= abc!-", min_size=1)
)
def test_no_text_becomes_a_tag_or_an_attribute(text: str) -> None:
    is_harmless(text.strip() or "x")


@pytest.mark.data
def test_no_known_payload_becomes_a_tag_or_an_attribute(data: Path) -> None:
    assert len(payloads(data)) > 500
    for text in filter(None, payloads(data)):
        is_harmless(text)


def test_the_page_of_a_word_has_only_the_tags_that_are_meant() -> None:
    tags = {tag[0].lstrip("/") for name in PAGES for tag in EXPECTED[name]}
    assert tags == {"div", "p", "li", "ul", "ol", "b", "br", "a", "button", "span", "mark"}
    assert not any(name.startswith("on") for tags in EXPECTED.values() for tag in tags for name in tag[1:])


def test_a_click_on_a_citation_opens_the_card_of_its_source() -> None:
    papers = sources(paper(1), paper(2))
    reply = reply_of(quoting(papers[0]), quoting(papers[1], 2), quoting(papers[0], 3), papers=papers)
    page = html.answer(reply, "a") + html.answer(reply, "b") + html.answer(reply, "b-1")
    values = Read(page).values
    ids = [value for name, value in values if name == "id"]
    assert len(ids) == len(set(ids)) == 9
    targets = [value for name, value in values if name == "popovertarget"]
    assert sorted(targets) == sorted(ids * 2), "each card has a button to open it and one to close it"


def test_only_what_is_supported_is_shown_on_demand() -> None:
    (source,) = sources(paper(1))
    reply = reply_of(
        quoting(source, text="Owl one.", verdict="unsupported"),
        quoting(source, text="Owl two.", verdict="supported"),
        quoting(source, text="Owl three."),
        papers=(source,),
    )
    text = Read(html.answer(reply, "a", only_supported=True)).text
    assert "Owl one." not in text and "Owl two." in text and "“Owl three.”" in text


def test_a_doubtful_claim_says_why() -> None:
    (source,) = sources(paper(1))
    reply = reply_of(quoting(source, verdict="unsure", reason="Half of it."), papers=(source,))
    read = Read(html.answer(reply, "a"))
    assert "? unsure" in read.text and "Unsure. Half of it." in read.text
    assert ("title", "Half of it.") in read.values


def test_a_card_marks_the_sentence_the_claim_rests_on() -> None:
    (source,) = sources(paper(1))
    read = Read(html.answer(reply_of(quoting(source, 2), papers=(source,)), "a"))
    assert read.marked == "We propose method 1." and source.paper.abstract in read.text


def test_a_sample_is_labelled_wherever_it_shows() -> None:
    one = paper(1, source="sample")
    reply = reply_of(quoting(sources(one)[0]), papers=sources(one))
    pages = (html.answer(reply, "a"), html.sources(reply.cited), html.papers([one]), html.paper(one))
    assert all(html.SAMPLE_NOTE in unescape(page) for page in pages)
    assert not any("sample" in page for page in (html.paper(paper(1)), html.papers([paper(1)])))


def test_a_withdrawn_paper_is_marked() -> None:
    assert html.about(paper(withdrawn=True)).startswith("withdrawn · ")
    assert "withdrawn" not in html.about(paper())


def test_long_lists_of_authors_are_cut_and_counted() -> None:
    text = Read(html.paper(paper(authors=tuple(f"A{n}" for n in range(20))))).text
    assert "A7 and 12 more" in text and "A8" not in text


@settings(max_examples=100, deadline=None, derandomize=True)
@given(
    st.text(st.sampled_from("ab <>&\"'é\U0001f989"), max_size=40),
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=4),
)
def test_marking_changes_no_letter_of_the_abstract(abstract: str, places: list[tuple[int, int]]) -> None:
    spans = [(min(p), min(max(p), len(abstract))) for p in places if min(p) < min(max(p), len(abstract))]
    read = Read(html.render("parts.marked", Paper("1", "t", abstract), spans))
    assert read.text == abstract
    covered = {at for start, end in spans for at in range(start, end)}
    assert read.marked == "".join(abstract[at] for at in sorted(covered))
    assert {tag[0] for tag in read.tags} <= {"mark", "/mark"}
