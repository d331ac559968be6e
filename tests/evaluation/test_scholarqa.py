"""Swapped citations, on answers of our own: which swaps there are, that one is caught, and a mark put on again."""

import json
from pathlib import Path

import pytest

from assistant.evaluation import scholarqa
from assistant.services import Services
from tests.evaluation.helpers import found

PASSAGES = [
    {
        "title": "Owls find mice at night",
        "text": "Owls find mice by hearing alone. Their feathers make no sound.",
    },
    {"title": "Owls find mice at night (reprint)", "text": "Owls hunt above fields and meadows."},
    {"title": "Glaciers", "text": "Glaciers move slowly downhill. Warm summers make them lose ice."},
]
ANSWER = (
    "Owls find mice by hearing [0]. In warm summers glaciers lose ice [2]. Nobody wrote this [7]. Nor this."
)


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    """A folder with one expert's answer."""
    (tmp_path / "scholarqa").mkdir()
    rows = [{"id": "a", "output": ANSWER, "ctxs": PASSAGES}]
    (tmp_path / "scholarqa" / scholarqa.FILE).write_text(json.dumps(rows), encoding="utf-8")
    return tmp_path


def test_only_sentences_with_a_mark_that_is_there_count_and_another_passage_of_the_paper_is_no_swap(
    answers: Path,
) -> None:
    (answer,) = scholarqa.read(answers / "scholarqa" / scholarqa.FILE)
    assert [sentence.numbers for sentence in answer.sentences] == [(0,), (2,)]
    assert [source.number for source in answer.others(answer.sentences[0])] == [2]


def test_swaps_are_caught_true_marks_supported_and_marks_put_on_again(
    answers: Path, services: Services
) -> None:
    rows = scholarqa.evaluate(answers, services)
    assert found(rows, "swapped marks", "caught").value == 1
    assert found(rows, "true marks", "called supported").value == 1
    assert found(rows, "true marks", "accused").value == 0
    assert found(rows, "marks taken off", "one put on").cases == 2
    assert found(rows, "marks put on", "right").value == 1
    assert found(rows, "abstracts new", "ms/answer median").value


def test_a_missing_file_is_a_row(tmp_path: Path, services: Services) -> None:
    (row,) = scholarqa.evaluate(tmp_path, services)
    assert row.value is None and scholarqa.FILE in row.metric
