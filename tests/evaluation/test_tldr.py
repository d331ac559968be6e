"""The measurement of TL;DRs on a tiny set of our own, and what it counts."""

import json
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from assistant.evaluation import tldr
from assistant.evaluation.rouge import best_rouge
from assistant.evaluation.training.tldr import fit
from assistant.library.sources import files
from assistant.library.sources.entries import papers_among
from assistant.services import Services
from tests.birds import PAPERS


@pytest.fixture
def birds_tldr(tmp_path: Path) -> Path:
    """A folder of SciTLDR's layout with the invented papers."""
    folder = tmp_path / "data" / "scitldr"
    folder.mkdir(parents=True)
    rows = [
        {
            "paper_id": bird.id,
            "title": bird.title,
            "source": bird.abstract.replace(". ", ".\n").split("\n"),
            "target": ["Kestrel is a cache that keeps tokens.", bird.title],
        }
        for bird in PAPERS[:3]
    ]
    (folder / "dev.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return folder.parent


def test_rouge_is_of_the_best_reference_and_stemmed() -> None:
    scores = best_rouge("Owls hunted mice", ["Bees fly far away", "owl hunts a mouse"])
    assert scores["rouge1"] == pytest.approx(2 * (2 / 3) * (2 / 4) / (2 / 3 + 2 / 4))


def test_repeating_the_title_is_no_novelty() -> None:
    assert tldr.novelty("Robots fold laundry.", "Robots that Fold Laundry") == 0
    assert tldr.novelty("Heron folds nine shirts.", "Owls") == 1


def test_its_rows_tell_of_title_cue_and_choice(birds_tldr: Path, services: Services) -> None:
    rows = {
        (row.system, row.metric): row for row in tldr.evaluate(birds_tldr, "dev", services, lambda _: None)
    }
    assert rows["title", "rouge1"].value == 1
    assert rows["title", "words not in title"].value == 0
    assert rows["learned choice", "at most 30 words"].value == 1
    assert rows["learned choice", "words not in title"].value > 0.3
    assert rows["learned choice", "rouge1"].cases == 3


def test_a_missing_set_is_a_row(tmp_path: Path, services: Services) -> None:
    rows = tldr.evaluate(tmp_path, "dev", services, lambda _: None)
    assert [(row.set, row.value) for row in rows] == [("scitldr", None), ("hf_daily", None)]


def test_training_finds_the_feature_that_pays() -> None:
    chance = np.random.default_rng(1)
    cases = [(features := chance.normal(size=(6, 3)), features[:, 1] / 10) for _ in range(400)]
    weights = fit(cases)
    assert weights[1] > 3 * max(abs(weights[0]), abs(weights[2]))


@pytest.mark.data
def test_numbers_of_real_papers_stay_those_of_their_abstracts(data: Path, services: Services) -> None:
    days = sorted((data / "hf_daily" / "days").glob("*.json"))[::60]
    papers = papers_among(files.FileImport(days, date.today()))
    assert len(papers) > 50
    assert all(tldr.numbers_hold(paper) for paper in papers)
