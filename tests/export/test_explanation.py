"""An explanation in every form: nothing of a stranger's becomes a tag, a link or a control character."""

import json
from datetime import date

import pytest

from assistant.checking.citations import Claim
from assistant.evidence.ranking import Evidence
from assistant.explaining.explanation import Explanation, Part
from assistant.explaining.glossary import Term
from assistant.explaining.readers import READERS
from assistant.explaining.reading import Suggestion
from assistant.export.explanation import as_form, as_markdown, body, lines, whole
from assistant.export.forms import FORMS
from tests.conftest import paper
from tests.output.helpers import ATTACKS, quoting, sentences, sources
from tests.output.test_html import Read


def explanation(text: str, term: str = "ITD") -> Explanation:
    """An explanation in which every text of a stranger is this one."""
    one = paper(1, title=text, abstract=f"{text} {term} is used.", published=date(2025, 1, 1))
    other = paper(2, title=text, abstract=text)
    (source,) = sources(one)
    claims = (
        quoting(source, text=f"{text} {term}s and {term}"),
        Claim(text, (), (), "analogy", "An analogy: it is not in the abstract."),
        Claim(text, (1,), (), "unsupported", text),
    )
    entry = Term(term, text, (Evidence(sentences(other)[0], 1.0),), other)
    near = (Suggestion(other, text),)
    return Explanation(one, READERS["child"], (Part("what", claims),), (entry,), 4.2, near, near)


@pytest.mark.parametrize("text", ATTACKS)
def test_no_attack_becomes_a_tag_or_an_attribute(text: str) -> None:
    read, plain = Read(whole(explanation(text), "e")), Read(whole(explanation("owl"), "e"))
    assert read.tags == plain.tags
    links = [value for name, value in read.values if name in ("href", "src")]
    assert all(str(link).startswith(("https://", "explain?paper=")) for link in links)


def test_a_term_is_a_button_that_opens_its_meaning_once_in_a_sentence() -> None:
    read = Read(body(explanation("owl"), "e"))
    targets = [value for name, value in read.values if name == "popovertarget"]
    ids = [value for name, value in read.values if name == "id"]
    assert targets.count("e-term-0") == 2 and set(targets) == set(ids) and len(ids) == len(set(ids))
    assert ("aria-label", "ITD: owl") in read.values and "owl ITDs and ITD" in read.text


def test_what_was_not_checked_or_does_not_hold_is_unmistakable() -> None:
    one = explanation("owl")
    assert "analogy" in Read(body(one, "e")).text and "✗ unsupported" in Read(body(one, "e")).text
    assert "owl (analogy)" in as_markdown(one) and "(unsupported)" in as_markdown(one)
    assert any("(analogy)" in line for line in lines(one))


def test_the_papers_that_are_cited_are_exported() -> None:
    numbers = [item["number"] for item in json.loads(as_form(explanation("owl"), "csl"))]
    assert numbers == ["arXiv:2501.00001", "arXiv:2501.00002"]


@pytest.mark.parametrize("form", [*FORMS, "json"])
def test_every_form_is_written(form: str) -> None:
    assert as_form(explanation("owl"), form).strip()


def test_the_json_has_the_parts_that_programs_read() -> None:
    told = json.loads(as_form(explanation("owl"), "json"))
    assert set(told) >= {"paper", "reader", "claims", "glossary", "grade"}
    assert told["glossary"][0]["evidence"][0]["paper"] == "2501.00002"
    assert told["claims"][1]["verdict"] == "analogy" and told["reader"] == "child"


def test_no_control_character_reaches_the_terminal() -> None:
    assert not any("\x1b" in line for line in lines(explanation("owl \x1b[31m")))
