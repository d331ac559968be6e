"""What compared papers say together: quoted on both sides, numbers only where metric and dataset agree."""

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


def test_what_papers_propose_is_told_in_their_own_words_where_it_is_not_all_of_a_sort(
    embedder: Embedder,
) -> None:
    method = "Owls are hard to hear. In this paper, we propose Strix, a training-free end-to-end owl framework that listens."
    survey = "To provide order, this paper presents a comprehensive survey of owl detection."
    other = "Frogs are loud. We introduce Rana, a training-free method for frogs."
    told = said(embedder, method, survey, other)
    assert (
        "What they propose, in their own words: “framework” (Bird1), “survey” (Bird2), “method” (Bird3). [1][2][3]"
        in told
    )
    assert "What some of these share: “training-free” (Bird1, Bird3). [1][3]" in told
    assert not [line for line in said(embedder, method, other) if "What they propose" in line]


def test_what_is_said_of_others_is_not_shared(embedder: Embedder) -> None:
    one = "We propose a distillation framework for owls."
    other = "While others use distillation for their owls, we propose a new kind of nest for owls."
    third = "We propose a survey of frogs."
    assert not [line for line in said(embedder, one, other, third) if "distillation” (" in line]


def test_data_that_more_than_one_names_is_told(embedder: Embedder) -> None:
    one = "We propose an owl net. Experiments on OwlNet show that it wins."
    other = "OwlNet is full of errors. We propose a hawk net."
    told = said(
        embedder, one, other, "We propose a frog net. Experiments on FrogNet show that it wins with LLMs."
    )
    assert "Named by more than one of them: “OwlNet” (Bird1, Bird2). [1][2]" in told


def test_costs_are_told_in_numbers_or_not_at_all(embedder: Embedder) -> None:
    one = "We propose an owl net. Results show that it cuts memory by 40%."
    other = "We propose a hawk net. Results show that it is 3x faster than throughput allows."
    vague = "We propose a frog net. Results show that it needs less memory."
    (line,) = [text for text in said(embedder, one, other, vague) if "Where cost decides" in text]
    assert "40%" in line and "3x" in line and line.endswith("[1][2]")
    assert not [text for text in said(embedder, one, vague) if "Where cost decides" in text]


def test_whatever_is_quoted_stands_in_a_paper(embedder: Embedder) -> None:
    one = finished(compare(PAPERS, aspects_named(list(STANDARD)), QuotingCells(embedder)))
    for claim in one.synthesis:
        for quoted in re.findall("“(.*?)”", claim.text):
            part = quoted.strip(" …")
            assert any(part in each.sentence.text for each in claim.evidence)
