"""`papers overview` on the command line."""

import json

import pytest

from assistant.library.library import Library
from tests.conftest import Run
from tests.overviews.helpers import filled, subjects


@pytest.fixture(autouse=True)
def at_home(library: Library) -> None:
    filled(library)
    library.store.close()


def test_a_topic_is_printed_as_markdown(run: Run) -> None:
    code, out, err = run("overview", "owl cameras")
    assert (code, err) == (0, "") and out.startswith("# owl cameras\n\n*3 papers; quoted*")
    assert "\n## Papers\n\n1. Ada Abel" in out


def test_conditions_alone_are_enough(run: Run) -> None:
    told = json.loads(run("overview", "--author", "Ada Abel", "--papers", 9, "--json")[1])
    assert len(told["sources"]) == 9 and 1 < len(told["sections"]) < 7
    told = json.loads(run("overview", "papers since 2025", "--json")[1])
    assert told["filters"]["since"] == "2025-01-01"


def test_named_papers_are_an_overview_of_their_own(run: Run) -> None:
    ids = [one.id for one in subjects()[8:10]]
    told = json.loads(run("overview", "wood and owls", "--only", ids[0], "--only", ids[1], "--json")[1])
    assert [source["id"] for source in told["sources"]] == ids


@pytest.mark.parametrize(
    "arguments, why",
    [
        ((), "needs a topic"),
        (("tax law in coastal towns",), "No paper in your library is on"),
        (("owls", "--author", "Nobody Atall"), "no paper by Nobody Atall"),
        (("owls", "--only", "2401.99999"), "papers fetch arxiv 2401.99999"),
        (("owls", "--organization", "Nowhere Inc"), "No paper in your library is on"),
        (("owls", "--format", "pdf"), "There is no format pdf"),
    ],
)
def test_what_cannot_be_done_is_exit_code_two_and_one_line(
    arguments: tuple[str, ...], why: str, run: Run
) -> None:
    code, out, err = run("overview", *arguments)
    assert (code, out) == (2, "") and why in err and err.count("\n") == 1


def test_a_dry_run_says_papers_and_tokens_and_asks_no_model(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (
        run("overview", "owl cameras", "--dry-run")[1] == "3 papers, 0 calls to a model, at most 0 tokens\n"
    )
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("PAPERS_PRICE", "100")
    out = run("overview", "owl cameras", "--dry-run", "--model", "m")[1]
    assert out.startswith("3 papers, 2 calls to a model, at most ") and "$0." in out


def test_a_model_that_cannot_be_reached_leaves_quotations_and_is_exit_code_one(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    code, out, err = run("overview", "owl cameras", "--model", "m")
    assert code == 1 and "“" in out and "cannot be reached" in err


def test_an_overview_is_saved_listed_opened_renamed_and_removed(run: Run) -> None:
    whole = run("overview", "owl cameras", "--save", "mine")[1]
    assert run("overviews", "list")[1].startswith("mine: 3 papers, 1 section, of ")
    assert json.loads(run("overviews", "list", "--json")[1])["overviews"] == [
        {"name": "mine", "topic": "owl cameras", "papers": 3, "sections": 1}
    ]
    assert run("overviews", "open", "mine")[1] == whole
    code, out, err = run("overviews", "open", "mine", "--refresh")
    assert code == 0 and "## Papers" in out and err.startswith("No paper is new since ")
    assert run("overviews", "rename", "mine", "ours")[0] == 0
    assert run("overviews", "remove", "ours")[0] == 0
    assert run("overviews", "list")[2].startswith("No overview is saved.")
    for command in (("open", "mine"), ("remove", "mine"), ("rename", "mine", "x")):
        code, _, err = run("overviews", *command)
        assert code == 2 and "No overview is saved as 'mine'" in err
