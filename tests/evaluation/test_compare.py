"""The measurement of cells: what an expert wrote of a paper beside a rule, our sentence, our cell and the best sentence."""

import json
from pathlib import Path

import pytest

from assistant.evaluation import aclsum, compare
from assistant.services import Services
from tests.evaluation.helpers import found

SENTENCES = [
    "However , tracking owls at night remains difficult ( and costly ) .",
    "We propose Kestrel , a microphone array that follows owls by their calls .",
    "Experiments show that Kestrel finds 12 % more owls than cameras .",
]


@pytest.fixture
def owls(tmp_path: Path) -> Path:
    """A folder of ACLSum's layout with one paper, of which the expert says no outcome's sentence."""
    marks = {"challenge": [1, 0, 0], "approach": [0, 1, 0], "outcome": [0, 0, 0]}
    row = {
        "id": "P1",
        "title": "Kestrel: Owls by Ear",
        "sentences": {"abstract": SENTENCES},
        "summary": {
            "challenge": "Tracking owls at night is difficult and costly.",
            "approach": "They propose a microphone array that follows owls by their calls.",
            "outcome": "It finds 12% more owls than cameras.",
        },
        "highlights": {name: {"abstract": flags} for name, flags in marks.items()},
    }
    (tmp_path / "aclsum").mkdir()
    (tmp_path / "aclsum" / "test.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    return tmp_path


def test_every_aspect_has_its_rows_and_no_sentence_passes_the_oracle(owls: Path, services: Services) -> None:
    rows = compare.evaluate(owls, "test", services, lambda _: None)
    for aspect in aclsum.ASPECTS:
        told = {
            name: found(rows, name, f"rouge1 {aspect}").value or 0.0 for name in ("rule", "sentence", "cell")
        }
        oracle = found(rows, "oracle", f"rouge1 {aspect}").value or 0.0
        assert oracle >= max(told["rule"], told["sentence"]) > 0.3
    assert found(rows, "cell", "rouge1 approach").value == pytest.approx(1, abs=0.2)


def test_a_cell_is_right_to_be_filled_only_where_the_expert_marked_a_sentence(
    owls: Path, services: Services
) -> None:
    rows = compare.evaluate(owls, "test", services, lambda _: None)
    values = {aspect: found(rows, "cell", f"stated or not {aspect}").value for aspect in aclsum.ASPECTS}
    assert values == {"problem": 1, "approach": 1, "results": 0}


def test_tokens_become_running_text_and_marks_keep_their_sentences(owls: Path) -> None:
    (paper,) = aclsum.read(owls, "test")
    assert paper.sentences[0] == "However, tracking owls at night remains difficult (and costly)."
    assert [paper.paper.abstract[s.start : s.end] for s in paper.chosen] == list(paper.sentences)
    assert paper.stated["approach"] == (False, True, False)


def test_a_missing_set_is_a_row(tmp_path: Path, services: Services) -> None:
    (row,) = compare.evaluate(tmp_path, "dev", services, lambda _: None)
    assert row.value is None and "val.jsonl" in row.metric
