"""`papers explain`: what it prints, for whom, and what it says where there is no such paper."""

import json

import pytest

from assistant.library.library import Library
from tests.birds import PAPERS
from tests.conftest import Run, paper


@pytest.mark.usefixtures("birds_at_home")
def test_it_explains_a_paper_by_id_link_or_title(run: Run) -> None:
    for named in ("2501.00001", "https://arxiv.org/abs/2501.00001v2", "kestrel caching"):
        code, out, err = run("explain", named)
        assert (code, err) == (0, "") and out.startswith(PAPERS[0].title)
    assert "The authors' own words, shortened" in out and "Reading grade" in out


def test_the_words_of_a_sample_paper_are_not_said_to_be_the_authors(run: Run) -> None:
    out = run("explain", "2509.08721")[1]
    assert "(sample: described in our own words)" in out.splitlines()[0]
    assert "This project's own words on a sample paper, shortened" in out and "authors' own" not in out


@pytest.mark.usefixtures("birds_at_home")
def test_it_prints_json_and_references(run: Run) -> None:
    told = json.loads(run("explain", "2501.00001", "--for", "a banker", "--json")[1])
    assert told["reader"] == "a banker" and told["claims"] and told["paper"]["id"] == "2501.00001"
    assert run("explain", "2501.00001", "--format", "bibtex")[1].startswith("@misc{Abel2025Kestrel")


def test_a_withdrawn_paper_is_not_explained(run: Run, library: Library) -> None:
    library.put([paper(1, withdrawn=True)])
    library.store.close()
    code, out, err = run("explain", "2501.00001")
    assert (code, out) == (2, "") and "Paper number 1 was withdrawn" in err


@pytest.mark.usefixtures("birds_at_home")
def test_an_unknown_paper_is_an_error_that_says_what_to_do(run: Run) -> None:
    code, out, err = run("explain", "2509.08721")
    assert (code, out) == (2, "") and "papers fetch arxiv 2509.08721" in err
