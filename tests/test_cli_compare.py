"""`papers compare` and `papers comparisons` on the command line."""

import json
from pathlib import Path

import pytest

from tests.birds import PAPERS
from tests.conftest import Run

pytestmark = pytest.mark.usefixtures("birds_at_home")
ONE, TWO, THREE = (each.id for each in PAPERS[:3])


def test_compare_prints_a_table_with_references(run: Run) -> None:
    code, out, err = run("compare", ONE, f"https://arxiv.org/abs/{THREE}", "--aspect", "results")
    assert code == 0 and "| paper | results |" in out and "40 percent" in out
    assert "1. Ada Abel" in out and err == ""


def test_compare_prints_one_json_object(run: Run) -> None:
    code, out, _ = run(
        "compare", ONE, THREE, "--aspect", "results", "--aspect", "own words", "--format", "json"
    )
    told = json.loads(out)
    assert code == 0 and told["aspects"] == ["results", "own words"]
    assert [each["id"] for each in told["papers"]] == [ONE, THREE]
    assert told["rows"][0]["cells"][0]["evidence"][0]["text"] in PAPERS[0].abstract


def test_the_search_says_what_it_chose(run: Run) -> None:
    code, out, err = run("compare", "--query", "memory for agents and long documents", "--json")
    assert code == 0 and len(json.loads(out)["papers"]) == 2
    assert err.startswith("The search chose ") and ONE in err


def test_an_id_that_is_not_here_is_exit_code_two_with_the_way_to_fetch_it(run: Run) -> None:
    code, out, err = run("compare", ONE, "2401.99999")
    assert (code, out) == (2, "") and "papers fetch arxiv 2401.99999" in err


@pytest.mark.parametrize("arguments", [(), (ONE, TWO, "--query", "x"), (ONE,), (ONE, TWO, "--format", "pdf")])
def test_what_cannot_be_compared_is_exit_code_two(arguments: tuple[str, ...], run: Run) -> None:
    code, out, err = run("compare", *arguments)
    assert (code, out) == (2, "") and err.count("\n") == 1


def test_a_workbook_goes_to_standard_output_as_bytes(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with (tmp_path / "table.xlsx").open("w") as file:
        monkeypatch.setattr("sys.stdout", file)
        run("compare", ONE, TWO, "--format", "xlsx")
    assert (tmp_path / "table.xlsx").read_bytes()[:2] == b"PK"


def test_a_comparison_is_saved_listed_opened_changed_and_removed(run: Run) -> None:
    run("compare", ONE, TWO, "--aspect", "results", "--save", "mine")
    assert run("comparisons", "list")[1] == "mine: 2 papers, 1 aspect\n"
    listed = json.loads(run("comparisons", "list", "--json")[1])["comparisons"]
    assert listed == [{"name": "mine", "papers": 2, "aspects": 1}]
    assert "| paper | results |" in run("comparisons", "open", "mine")[1]
    changed = ("--add", THREE, "--remove", TWO, "--aspect", "problem", "--json")
    told = json.loads(run("comparisons", "open", "mine", *changed)[1])
    assert [each["id"] for each in told["papers"]] == [ONE, THREE] and told["aspects"] == [
        "results",
        "problem",
    ]
    assert json.loads(run("comparisons", "open", "mine", "--json")[1]) == told
    assert run("comparisons", "remove", "mine")[0] == 0
    _, out, err = run("comparisons", "list")
    assert out == "" and err.startswith("No comparison is saved.")
    code, _, err = run("comparisons", "open", "mine")
    assert code == 2 and "No comparison is saved as 'mine'" in err
