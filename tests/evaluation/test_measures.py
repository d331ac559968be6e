"""The measures themselves, against values worked out by hand, and whole evaluations on a tiny set of our own."""

from math import log2
from pathlib import Path

import pytest

from assistant.evaluation import citations, retrieval, speed
from assistant.evaluation.citations import auc
from assistant.evaluation.retrieval import ndcg, recall, reciprocal_rank
from assistant.evaluation.table import as_text, mean_row
from assistant.services import Services
from tests.evaluation.helpers import found


def test_ndcg_discounts_by_rank_and_is_one_for_the_ideal_order() -> None:
    assert ndcg(["a", "b"], {"a": 1}) == 1
    assert ndcg(["b", "a"], {"a": 1}) == pytest.approx(1 / log2(3))
    assert ndcg(["b"], {"a": 1}) == 0
    assert ndcg(["x"] * 10 + ["a"], {"a": 1}) == 0


def test_recall_is_the_share_of_relevant_papers_found() -> None:
    assert recall(["a", "x"], {"a": 1, "b": 1, "c": 0}) == 0.5


def test_the_reciprocal_rank_is_of_the_first_relevant_paper() -> None:
    assert reciprocal_rank(["x", "a", "b"], {"a": 1, "b": 1}) == 0.5
    assert reciprocal_rank(["x"] * 10 + ["a"], {"a": 1}) == 0


def test_auc_counts_ties_half() -> None:
    assert auc([2, 3], [1]) == 1
    assert auc([1], [1]) == 0.5
    assert auc([0], [1]) == 0


def test_an_interval_holds_its_mean_and_is_the_same_every_time() -> None:
    row = mean_row("set", "system", "metric", [0.0, 1.0, 1.0, 1.0])
    assert (row.value, row.cases) == (0.75, 4)
    assert row.low is not None and row.high is not None and row.low <= 0.75 <= row.high
    assert row == mean_row("set", "system", "metric", [0.0, 1.0, 1.0, 1.0])


def test_retrieval_runs_on_any_folder_of_the_same_layout(tiny: Path, services: Services) -> None:
    rows = retrieval.evaluate(tiny, "test", services, lambda report: None)
    for system in ("keywords", "meaning", "fused"):
        row = found(rows, system, "ndcg@10")
        assert (row.value, row.cases) == (1.0, 3)
    assert found(rows, "fused", "ms/query median").value
    assert found(rows, "fused", "ndcg@10").baseline


def test_known_items_are_the_papers_that_somebody_wrote_a_second_sentence_of(
    tiny: Path, services: Services
) -> None:
    rows = [
        row for row in retrieval.evaluate(tiny, "test", services, lambda report: None) if row.set == "scitldr"
    ]
    assert found(rows, "fused", "mrr@10").value == 1.0
    assert found(rows, "fused", "mrr@10").cases == 2


def test_the_training_part_takes_its_known_items_from_dev(tiny: Path, services: Services) -> None:
    *_, row = retrieval.evaluate(tiny, "train", services, lambda report: None)
    assert (row.set, row.metric) == ("scitldr", "not found: dev.jsonl")


def test_citations_tell_support_from_random_abstracts(tiny: Path, services: Services) -> None:
    rows = citations.evaluate(tiny, "test", services, lambda report: None)
    assert found(rows, "support", "called supported").value == 1.0
    assert found(rows, "contradict", "called supported").cases == 1
    assert found(rows, "on-topic wrong", "called supported").value == 0.0


@pytest.mark.parametrize("measure", [retrieval.evaluate, citations.evaluate])
def test_a_missing_file_is_a_row_that_says_so(measure, tiny: Path, services: Services) -> None:
    row, *_ = measure(tiny, "dev", services, lambda report: None)
    assert row.value is None
    assert "not found" in row.metric and "train" in row.metric
    assert row.metric in as_text([row])


def test_speed_measures_the_sample_also_without_data(
    tmp_path: Path, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(speed, "KINDS", ("none",))
    rows = speed.evaluate(tmp_path, "train", services, lambda report: None)
    assert "not found" in rows[0].metric
    first_word = found(rows, "none", "first word s median")
    assert first_word.value and first_word.cases == len(speed.QUESTIONS)
