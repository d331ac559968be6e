"""A conversation taken away: one safe file, or exactly the cited papers."""

import json

import pytest

from assistant.export.conversation import as_form
from assistant.export.forms import FORMS
from tests.conftest import paper
from tests.output.helpers import ATTACKS, hostile, quoting, reply_of, sources
from tests.output.test_html import Read

TWO = sources(paper(1), paper(2), paper(3))


def test_exactly_the_cited_papers_are_exported_each_once() -> None:
    first = reply_of(quoting(TWO[0]), quoting(TWO[1]), papers=TWO)
    second = reply_of(quoting(TWO[1]), papers=TWO)
    items = json.loads(as_form([first, second], "csl"))
    assert [item["number"] for item in items] == ["arXiv:2501.00001", "arXiv:2501.00002"]
    assert as_form([first, second], "bibtex").count("@misc") == as_form([first], "ris").count("TY  -") == 2


@pytest.mark.parametrize("text", ATTACKS)
def test_the_page_is_one_file_without_scripts_whatever_was_written(text: str) -> None:
    page = Read(as_form([hostile(text)], "html"))
    expected = Read(as_form([hostile("owl")], "html"))
    assert page.tags == expected.tags
    assert not {"script", "link", "img", "iframe"} & {tag[0] for tag in page.tags}
    assert ("content", "default-src 'none'; style-src 'unsafe-inline'") in page.values


def test_the_page_has_question_answer_verdicts_and_sources() -> None:
    page = Read(as_form([reply_of(quoting(TWO[0]), papers=TWO, question="Who sings?")], "html"))
    assert "Who sings?" in page.text and "1 claim: 1 quoted" in page.text and "Paper number 1" in page.text
    assert "popover" in {name for tag in page.tags for name in tag}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_can_be_written_of_an_answer_with_no_sources(form: str) -> None:
    assert isinstance(as_form([reply_of()], form), str)
