"""What compared papers say together: quoted on both sides, numbers only where metric and dataset agree."""

import re

from assistant.comparing.cells import QuotingCells
from assistant.comparing.compare import compare, finished
from assistant.grounding.aspects import STANDARD, aspects_named
from assistant.library.embeddings import Embedder
from tests.birds import PAPERS
from tests.conftest import paper


def said(embedder: Embedder, *abstracts: str) -> list[str]:
    papers = [paper(n, abstract=text, title=f"Bird{n}: Owls and more") for n, text in enumerate(abstracts, 1)]
    one = finished(compare(papers, aspects_named(list(STANDARD)), QuotingCells(embedder)))
    return [claim.marked for claim in one.synthesis]


def test_numbers_stand_side_by_side_where_metric_and_dataset_agree(embedder: Embedder) -> None:
    told = said(
        embedder,
        "We propose an owl net. It achieves 92.1% accuracy on OwlNet.",
        "We train bigger nets. They reach an accuracy of 90.3% on OwlNet.",
        "We test on hawks. They reach an accuracy of 95.0% on HawkNet.",
    )
    (line,) = [text for text in told if "as each paper reports it" in text]
    assert line == "Accuracy on OwlNet, as each paper reports it: Bird1 92.1%, Bird2 90.3%. [1][2]"


def test_a_tension_is_named_only_with_both_sides_quoted(embedder: Embedder) -> None:
    one = "Results show that pretraining on synthetic owl calls improves owl detection accuracy."
    other = "Results show that pretraining on synthetic owl calls hurts owl detection accuracy."
    lead = "We study owl calls. "
    (line,) = [text for text in said(embedder, lead + one, lead + other) if "tension" in text]
    assert one.rstrip(".") in line and other.rstrip(".") in line and line.endswith("[1][2]")
    assert not [text for text in said(embedder, one, one.replace("owl", "frog")) if "tension" in text]


def test_whatever_is_quoted_stands_in_a_paper(embedder: Embedder) -> None:
    one = finished(compare(PAPERS, aspects_named(list(STANDARD)), QuotingCells(embedder)))
    for claim in one.synthesis:
        for quoted in re.findall("“(.*?)”", claim.text):
            part = quoted.strip(" …")
            assert any(part in each.sentence.text for each in claim.evidence)
