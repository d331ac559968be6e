"""`papers eval`: which measurements run, that one that fails ends no other, and the table written into a document."""

import inspect
import json
from datetime import date
from pathlib import Path

import pytest

from assistant.errors import InputError, ModelUnreachable
from assistant.evaluation import record, retrieval, scifact, sets, suite
from assistant.evaluation.table import Row, as_markdown
from assistant.services import Services
from tests.conftest import Run, paper

ROW = Row("birds", "quoting", "a | b", 0.5, 0.25, 0.75, 1234, "owls .4")


@pytest.mark.parametrize("name", suite.EVALUATIONS)
def test_every_measurement_is_asked_in_the_same_way(name: str) -> None:
    expected = inspect.signature(suite.Evaluation.evaluate).parameters
    assert [*inspect.signature(suite.evaluation(name).evaluate).parameters] == [*expected][1:]


def test_all_measurements_are_chosen_where_none_is_named() -> None:
    assert suite.chosen([]) == suite.EVALUATIONS
    assert suite.chosen(["citations"]) == ["citations"]


def test_a_measurement_that_there_is_not_is_an_error_that_lists_them(run: Run) -> None:
    code, _, err = run("eval", "retrieval", "owls")
    assert code == 2 and "'owls'" in err and "citations" in err


def test_a_measurement_that_fails_is_a_row_and_ends_no_other(
    services: Services, monkeypatch: pytest.MonkeyPatch, tiny: Path
) -> None:
    def unreachable(*_: object) -> list[Row]:
        raise ModelUnreachable("The server does not answer.")

    monkeypatch.setattr(retrieval, "evaluate", unreachable)
    failed, *others = suite.run(["retrieval", "citations"], tiny, "test", services, lambda report: None)
    assert (failed.set, failed.metric, failed.value) == ("retrieval", "The server does not answer.", None)
    assert any(row.metric == "called supported" for row in others)


@pytest.mark.parametrize(
    "split, file", [("dev", "claims_train"), ("train", "claims_train"), ("test", "claims_dev")]
)
def test_labelled_claims_lie_where_the_set_has_them(split: str, file: str) -> None:
    assert scifact.claims_file(split) == f"{file}.jsonl"


def test_a_set_without_a_dev_part_gives_its_training_half(tiny: Path) -> None:
    assert scifact.qrels_file("dev") == "qrels/train.tsv" and sets.part("aclsum", "dev") == "val"
    assert {sets.part("csabstruct", split) for split in ("dev", "test")} == {"dev", "test"}


def test_papers_of_an_earlier_run_on_another_folder_are_no_distractors(services: Services) -> None:
    first, second = paper(1), paper(2)
    sets.open_library("birds", [first], services, lambda report: None)
    library = sets.open_library("birds", [second], services, lambda report: None)
    assert [each.id for each in library.store] == [second.id]


def test_the_command_prints_one_json_object_and_writes_the_same_rows(
    run: Run, tiny: Path, tmp_path: Path
) -> None:
    document = tmp_path / "evaluation.md"
    document.write_text(f"before\n{record.BEGIN}\nold\n{record.END}\nafter\n", encoding="utf-8")
    code, out, _ = run("eval", "citations", "--data", tiny, "--split", "test", "--json", "--write", document)
    rows = [Row(**row) for row in json.loads(out)["rows"]]
    text = document.read_text(encoding="utf-8")
    assert code == 0 and rows and as_markdown(rows) in text
    assert text.startswith("before\n") and text.endswith("\nafter\n") and "old" not in text
    assert f"`papers eval citations --split test` on {date.today()}" in text and "chromadb" in text


def test_writing_twice_leaves_one_table(tmp_path: Path) -> None:
    document = tmp_path / "evaluation.md"
    document.write_text(f"{record.BEGIN}{record.END}", encoding="utf-8")
    for _ in range(2):
        record.write_into(document, [ROW], "papers eval", 60, date(2026, 1, 2))
    assert document.read_text(encoding="utf-8").count("| birds |") == 1


@pytest.mark.parametrize("text", ["", "nothing", f"{record.END} {record.BEGIN}"])
def test_a_document_without_the_two_marks_is_refused_before_anything_runs(
    run: Run, text: str, tmp_path: Path
) -> None:
    document = tmp_path / "evaluation.md"
    if text:
        document.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="no place for the table"):
        record.check(document)
    code, out, err = run("eval", "--data", tmp_path, "--write", document)
    assert (code, out) == (2, "") and "papers eval: begin" in err and "retrieval" not in err


def test_a_cell_cannot_break_the_markdown_table() -> None:
    assert as_markdown([ROW]).splitlines()[2] == (
        "| birds | quoting | a \\| b | 0.500 | 0.250–0.750 | 1,234 | owls .4 |"
    )
