"""`papers eval sentences`, `roles` and `evidence` on tiny sets of our own, in the layouts of the real ones."""

import json
from pathlib import Path

import numpy as np
import pytest

from assistant.evaluation import evidence, roles, sentences
from assistant.evaluation.roles import macro_f1
from assistant.evaluation.sentences import boundaries, f1
from assistant.services import Services
from tests.evaluation.helpers import found

SENTENCES = ["Owls hunt at night.", "We track them with two microphones", "and find 12% more mice."]


@pytest.fixture
def texts(tiny: Path) -> Path:
    """Beside SciFact, an abstract each in the layout of CSAbstruct, SciTLDR and ACLSum."""
    rows = {
        "csabstruct": {"sentences": SENTENCES, "labels": ["background", "method", "result"]},
        "scitldr": {"source": SENTENCES},
        "aclsum": {
            "id": "P1",
            "title": "Tracking owls with microphones",
            "sentences": {"abstract": SENTENCES[:2]},
            "highlights": {
                "challenge": {"abstract": [0, 0]},
                "approach": {"abstract": [0, 1]},
                "outcome": {"abstract": [1, 0]},
            },
        },
    }
    for name, row in rows.items():
        (tiny / name).mkdir(exist_ok=True)
        (tiny / name / "test.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    return tiny


def test_boundaries_are_compared_whatever_white_space_stands_between() -> None:
    assert boundaries(["ab c.", "d", "e"]) == {4, 5} == boundaries(["a b c.", " d ", "e"])
    assert f1(np.array([[1, 1, 2], [1, 2, 1]])) == pytest.approx(2 / 3)


def test_f1_is_also_given_without_cuts_inside_sentences(texts: Path, services: Services) -> None:
    rows = sentences.evaluate(texts, "test", services, lambda report: None)
    for name in ("csabstruct test", "scitldr test"):
        assert {row.metric: row.value for row in rows if row.set == name} == {
            "F1 of boundaries": pytest.approx(2 / 3, abs=1e-3),
            "F1 of boundaries at an end mark": 1.0,
        }


def test_macro_f1_counts_every_role_alike() -> None:
    judged = [("background", "background")] * 9 + [("result", "background")]
    assert macro_f1(judged) == pytest.approx((18 / 19 + 0) / 2)


def test_every_annotated_sentence_is_a_case_of_the_roles(texts: Path, services: Services) -> None:
    rows = roles.evaluate(texts, "test", services, lambda report: None)
    assert found(rows, "roles", "accuracy").cases == 3
    (row,) = roles.evaluate(texts, "train", services, lambda report: None)
    assert "train.jsonl" in row.metric


def test_evidence_is_right_where_the_first_sentence_is_marked(texts: Path, services: Services) -> None:
    rows = evidence.evaluate(texts, "test", services, lambda report: None)
    assert found(rows, "evidence", evidence.PRECISION).cases == 3
    assert found(rows, "question for the approach", evidence.PRECISION).value == 1.0
    assert found(rows, "question for the outcome", evidence.PRECISION).value == 0.0
    assert not any(row.system == "question for the challenge" for row in rows)


@pytest.mark.parametrize("measure", [sentences, roles, evidence])
def test_missing_files_are_rows_that_say_so(measure, tmp_path: Path, services: Services) -> None:
    rows = measure.evaluate(tmp_path, "test", services, lambda report: None)
    assert rows and all(row.value is None and "not found" in row.metric for row in rows)
