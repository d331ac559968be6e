"""`papers eval ablation`: each rule left out once, the others kept."""

import gzip
import json
from pathlib import Path

import pytest

from assistant.checking.checks import LAYERS, check
from assistant.evaluation import ablation, suite
from assistant.evidence.key_sentence import KeySentence
from assistant.evidence.ranking import similarity_by
from assistant.reader.embeddings import Embedder
from tests.conftest import paper


def test_each_rule_is_left_out_once_beside_all_of_them() -> None:
    assert ablation.without_each(frozenset({"a", "b"})) == {
        "all rules": frozenset({"a", "b"}),
        "without a": frozenset({"b"}),
        "without b": frozenset({"a"}),
    }


def test_the_ablation_runs_only_where_it_is_named() -> None:
    assert "ablation" not in suite.chosen([])
    assert suite.chosen(["ablation"]) == ["ablation"]


def test_without_its_layer_a_wrong_number_a_strange_name_and_a_reversal_pass(embedder: Embedder) -> None:
    abstract = ["Pretraining on synthetic owl calls improves owl detection by 4%."]
    similarity = similarity_by(embedder)
    for layer, claim in {
        "numbers": "Pretraining on synthetic owl calls improves owl detection by 9%.",
        "names": "Pretraining on synthetic owl calls improves YOLOX owl detection by 4%.",
        "polarity": "Pretraining on synthetic owl calls worsens owl detection by 4%.",
    }.items():
        assert check(claim, abstract, [], similarity).verdict != "supported"
        assert check(claim, abstract, [], similarity, LAYERS - {layer}).verdict == "supported"


def test_a_sentence_that_leans_on_another_is_chosen_only_without_the_rule(embedder: Embedder) -> None:
    owls = paper(abstract="This yields louder owls. We propose Strix, a microphone for owls.")
    score = KeySentence(owls, embedder).score("This yields louder owls.", 0)
    assert KeySentence(owls, embedder, frozenset()).score("This yields louder owls.", 0) == pytest.approx(
        score + 100
    )


def test_claims_of_each_label_are_counted(tmp_path: Path, embedder: Embedder) -> None:
    file = tmp_path / "check_covid.jsonl.gz"
    said = "Masks of cotton reduce the spread of droplets in closed rooms."
    pairs = [
        {"premise": said, "hypothesis": said, "label": "neutral"},
        {
            "premise": said,
            "hypothesis": "Masks of cotton reduce the spread of droplets.",
            "label": "entailment",
        },
    ]
    with gzip.open(file, "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps(pair) + "\n" for pair in pairs)
    rows = [row for row in ablation.of_check(file, similarity_by(embedder)) if row.cases]
    assert {row.system for row in rows} == {"all rules", *(f"without {layer}" for layer in LAYERS)}
    assert {row.cases for row in rows if row.metric == "called supported: entailment"} == {1}
