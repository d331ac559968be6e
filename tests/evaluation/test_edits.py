"""Edited summaries, made edits and attribution, on cases of our own: what is counted, and that a missing file is a row."""

import gzip
import json
import random
from pathlib import Path

import numpy as np
import pytest

from assistant.evaluation import attribution, edits, made_edits
from assistant.evaluation.agreement import agreement_row, balanced_accuracy, macro_f1
from assistant.services import Services
from tests.evaluation.helpers import found

DOCUMENT = "Owls find mice by hearing alone. In warm summers the glaciers lose 30 % of their ice."
SENTENCE = "In 2019 BirdNet outperforms OwlNet by 12 points, and its recall is higher (see below)."
REWORDED = [
    f"We show that many owls use a novel method to find mice {place}."
    for place in ("here", "there", "at night")
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One file of summaries, one of claims with references, and one paper with a TL;DR."""
    for name in (edits.FOLDER, attribution.SET, "scitldr"):
        (tmp_path / name).mkdir()
    summaries = [
        {"doc": DOCUMENT, "summary": "Owls find mice by hearing alone.", "label": "1"},
        {"doc": DOCUMENT, "summary": "In warm summers the glaciers lose 70 % of their ice.", "label": 0},
    ]
    packed = gzip.compress(json.dumps(summaries).encode())
    (tmp_path / edits.FOLDER / "summedits_birds.json.gz").write_bytes(packed)
    claims = [
        {
            "claim": text,
            "references": [f"A title\n\n{DOCUMENT}"],
            "attribution_label": label,
            "src_dataset": "birds",
        }
        for text, label in (
            ("Owls find mice by hearing alone.", "attributable"),
            ("Nobody reads the papers about parliamentary elections.", "not attributable"),
        )
    ]
    lines = "\n".join(map(json.dumps, claims))
    (tmp_path / attribution.SET / "dev.jsonl").write_text(lines, encoding="utf-8")
    paper = {"source": [SENTENCE, *REWORDED], "target": ["BirdNet beats OwlNet."]}
    (tmp_path / "scitldr" / "dev.jsonl").write_text(json.dumps(paper), encoding="utf-8")
    return tmp_path


def test_a_changed_number_in_a_summary_is_seen_and_each_file_has_its_rows(
    folder: Path, services: Services
) -> None:
    rows = [
        row for row in edits.evaluate(folder, "dev", services, lambda _: None) if row.set == "summedits_birds"
    ]
    assert found(rows, "summaries", "balanced accuracy").value == 1
    assert found(rows, "summaries", "AUC").value == 1


def test_made_edits_count_wrong_ones_caught_and_true_ones_kept(folder: Path, services: Services) -> None:
    rows = [row for row in edits.evaluate(folder, "dev", services, lambda _: None) if row.set == edits.MADE]
    assert found(rows, "number", "caught").value == 1
    assert found(rows, "exchanged systems", "caught").cases == 1
    assert found(rows, "near copies", "kept").cases
    assert found(rows, "paraphrases", "accused").cases == 1


def test_attribution_has_a_row_for_each_source_and_their_mean(folder: Path, services: Services) -> None:
    rows = attribution.evaluate(folder, "dev", services, lambda _: None)
    assert found(rows, "birds", "macro-F1").value == 1
    assert found(rows, "mean", "macro-F1").cases == 2


def test_missing_files_are_rows(tmp_path: Path, services: Services) -> None:
    rows = edits.evaluate(tmp_path, "dev", services, lambda _: None)
    rows += attribution.evaluate(tmp_path, "dev", services, lambda _: None)
    assert [row.value for row in rows] == [None] * 3
    assert all("not found" in row.metric for row in rows)


@pytest.mark.parametrize("kind", made_edits.WRONG)
def test_an_edit_changes_the_sentence_and_one_without_anything_to_change_gives_nothing(kind: str) -> None:
    changed = made_edits.WRONG[kind](SENTENCE, random.Random(0))
    assert changed and changed != SENTENCE
    assert not made_edits.WRONG[kind]("Owls hunt.", random.Random(0))


def test_exchanged_names_are_those_that_are_compared_and_joined_ones_are_only_reordered() -> None:
    chance = random.Random(0)
    assert made_edits.exchanged(SENTENCE, chance).startswith("In 2019 OwlNet outperforms BirdNet by")
    assert made_edits.reordered("Both BirdNet and OwlNet hear.", chance) == "Both OwlNet and BirdNet hear."
    assert not made_edits.exchanged("Both BirdNet and OwlNet hear.", chance)


def test_balanced_accuracy_weighs_both_kinds_alike_and_macro_f1_is_the_mean_of_both_f1() -> None:
    so, said = np.array([True, False, False, False]), np.array([True, True, False, False])
    assert balanced_accuracy(so, said) == pytest.approx((1 + 2 / 3) / 2)
    assert macro_f1(so, said) == pytest.approx((2 / 3 + 0.8) / 2)
    assert balanced_accuracy(so[1:], said[1:]) == pytest.approx(2 / 3)


def test_a_row_of_agreement_has_an_interval_around_its_value() -> None:
    row = agreement_row("birds", "owls", "macro-F1", [(True, True), (False, False), (True, False)] * 9)
    assert row.low is not None and row.value is not None and row.high is not None
    assert row.low < row.value < row.high
    assert agreement_row("birds", "owls", "macro-F1", []).value is None
