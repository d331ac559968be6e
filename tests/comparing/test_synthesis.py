"""What compared papers say together: quoted on both sides, or nothing."""

import re

from assistant.comparing.cells import QuotingCells
from assistant.comparing.compare import compare, finished
from assistant.evidence.aspects import STANDARD, aspects_named
from assistant.reader.embeddings import Embedder
from tests.birds import PAPERS
from tests.conftest import paper


def said(embedder: Embedder, *abstracts: str) -> list[str]:
    papers = [paper(n, abstract=text, title=f"Bird{n}: Owls and more") for n, text in enumerate(abstracts, 1)]
    one = finished(compare(papers, aspects_named(list(STANDARD)), QuotingCells(embedder)))
    return [claim.marked for claim in one.synthesis]


def test_costs_are_told_in_numbers_or_not_at_all(embedder: Embedder) -> None:
    one = "We propose an owl net. Results show that it cuts memory by 40%."
    other = "We propose a hawk net. Results show that it is 3x faster than throughput allows."
    vague = "We propose a frog net. Results show that it needs less memory."
    (line,) = [text for text in said(embedder, one, other, vague) if "Where cost decides" in text]
    assert "40%" in line and "3x" in line and line.endswith("[1][2]")
    assert not [text for text in said(embedder, one, vague) if "Where cost decides" in text]


def test_the_nearest_two_approaches_are_named_where_they_are_near(embedder: Embedder) -> None:
    owls = "We propose a tracker that hears owls at night with two microphones."
    others = "We propose a tracker that hears owls at night with a microphone in each tree."
    tax = "We present a survey of tax law in coastal towns."
    (line,) = [text for text in said(embedder, owls, others, tax) if "Nearest" in text]
    assert line.endswith("[1][2]") and owls.rstrip(".")[3:] in line
    frogs = "We introduce a compiler for matrix code on phones."
    assert not [text for text in said(embedder, owls, frogs, tax) if "Nearest" in text]


def test_whatever_is_quoted_stands_in_a_paper(embedder: Embedder) -> None:
    one = finished(compare(PAPERS, aspects_named(list(STANDARD)), QuotingCells(embedder)))
    for claim in one.synthesis:
        for quoted in re.findall("“(.*?)”", claim.text):
            part = quoted.strip(" …")
            assert any(part in each.sentence.text for each in claim.evidence)
