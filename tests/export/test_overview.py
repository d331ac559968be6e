"""An overview in the forms people take away: numbered, escaped, and the same sentences in each."""

import json
import re

import pytest

from assistant.export.forms import FORMS
from assistant.export.overview import MarkdownCursor, in_form
from assistant.library.filters import Filters
from assistant.library.library import Library
from assistant.overviews.make import make
from assistant.overviews.overview import Chosen, Overview
from assistant.overviews.quoted import QuotedSections
from tests.birds import HOSTILE
from tests.conftest import paper
from tests.overviews.helpers import subjects


@pytest.fixture
def grown(library: Library) -> list[Overview]:
    """The overview after each section."""
    hostile = paper(99, title="<script>alert(1)</script> owl cameras", abstract=HOSTILE)
    library.put([*subjects(), hostile])
    chosen = Chosen("owls & <b>ice</b>", Filters(categories=("cs.CL",)), (*subjects(), hostile), ("A note.",))
    return list(make(chosen, library, QuotedSections(library.embedder)))


def test_markdown_has_every_sentence_with_its_citations_and_a_numbered_list(grown: list[Overview]) -> None:
    text = in_form(grown[-1], "markdown")
    assert text.startswith("# owls \\& \\<b\\>ice\\</b\\>\n\n*13 papers; in cs.CL; quoted*")
    places = [text.index(f"## {section.heading}") for section in grown[-1].sections]
    assert places == sorted(places)
    assert all(claim.citation_markers in text for claim in grown[-1].claims)
    assert "## Open questions" in text and "\n13. " in text and "*A note.*" in text
    assert "<script>" not in text.replace("\\<", "")


def test_what_is_shown_as_it_comes_is_never_changed_and_is_all_in_the_end(grown: list[Overview]) -> None:
    cursor = MarkdownCursor()
    pieces = [cursor.more(one) for one in grown]
    text = "".join(pieces)
    for section in grown[-1].sections:
        assert text.count(f"## {section.heading}") == 1
    assert text.index("## In short") < text.index("## Open questions") < text.index("## Papers")
    assert pieces[0].startswith("# ") and cursor.more(grown[-1]) != pieces[0]


def test_json_has_exactly_what_is_promised(grown: list[Overview]) -> None:
    told = json.loads(in_form(grown[-1], "json"))
    promised = "topic filters summary sections open sources model usage timings"
    assert set(told) == {*promised.split(), "version", "notes", "error", "removed_citations"}
    assert set(told["sections"][0]) == {"heading", "papers", "claims"}
    assert told["filters"] == {"categories": ["cs.CL"]} and told["model"] == {"name": "quotations"}
    numbers = {source["number"] for source in told["sources"]}
    assert {number for section in told["sections"] for number in section["papers"]} == numbers
    assert told["summary"][0]["verdict"] == "quoted" and told["summary"][0]["evidence"]


def test_html_is_one_page_whose_citations_open_cards(grown: list[Overview]) -> None:
    page = in_form(grown[-1], "html")
    assert "<script>" not in page and "&lt;script&gt;" in page
    opened, cards = re.findall(r'popovertarget="([^"]+)"', page), re.findall(r'popover id="([^"]+)"', page)
    assert set(opened) == set(cards) and len(set(cards)) == len(cards)


@pytest.mark.parametrize("form", [form for form in FORMS if form not in ("markdown", "html")])
def test_its_papers_are_references(form: str, grown: list[Overview]) -> None:
    assert all(paper.id in in_form(grown[-1], form) for paper in grown[-1].papers)
