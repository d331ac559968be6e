"""Entries without an abstract are completed from arXiv, or kept by their titles and never quoted."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from assistant.library.papers import Paper
from assistant.library.sources import http
from assistant.library.sources.completing import completed, with_titles
from assistant.library.sources.entries import Entry, Refused, Remark
from assistant.library.sources.http import Server
from tests.conftest import Run
from tests.library.helpers import read
from tests.library.sources.replay import Fault, Replay, atom, feed

BIBLIOGRAPHY = r"""
@article{number, title = {Paper 2501.00001v1}, author = {Abel, A.}, eprint = {2501.00001}, keywords = {tea}}
@article{other, title = {Another paper}, author = {Abel, A.}, eprint = {2501.00002}}
@article{unknown, title = {Unknown}, author = {Abel, A.}, eprint = {2501.00003}}
@article{doi, title = {paper 2501.00004v1}, author = {Abel, Ada and Berg, B.}, doi = {10.1000/ABC}}
@article{whole, title = {Whole}, abstract = {It has one.}}
@article{nothing, title = {Nothing}, author = {Cid, C.}}
"""


class Arxiv(Replay):
    """Answers by number and by DOI, as the real API does."""

    def answer(self, path: str, query: dict[str, str]) -> tuple[int, str, bytes]:
        numbers = [
            number for number in query.get("id_list", "").split(",") if number in ("2501.00001", "2501.00002")
        ]
        found = [atom(f"{number}v1") for number in numbers]
        if 'doi:"10.1000/abc"' in query.get("search_query", ""):
            found.append(atom("2501.00004v1", arxiv_doi="10.1000/abc"))
        return 200, "application/atom+xml", feed(found)


@pytest.fixture
def arxiv(replay: Replay) -> Iterator[Replay]:
    replay.__class__ = Arxiv
    yield replay


def entries(tmp_path: Path) -> list[Entry]:
    return read(tmp_path / "library.bib", BIBLIOGRAPHY)


def test_abstracts_come_from_arxiv_where_title_and_authors_agree(tmp_path: Path, arxiv: Replay) -> None:
    found = list(completed(entries(tmp_path), Server(arxiv.url)))
    papers = {each.title: each for each in found if isinstance(each, Paper)}
    assert list(papers) == ["Whole", "Paper 2501.00001v1", "Paper 2501.00004v1"]
    one = papers["Paper 2501.00001v1"]
    assert (one.abstract, one.keywords, one.source) == ("We propose method 2501.00001v1.", ("tea",), "arxiv")
    assert papers["Paper 2501.00004v1"].id == "2501.00004"
    assert {each.entry: each.reason for each in found if isinstance(each, Refused)} == {
        "other": "it has no abstract, and arXiv's 2501.00002 is another paper",
        "unknown": "it has no abstract, and arXiv does not know it",
        "nothing": "it has no abstract",
    }
    asked = [parse_qs(urlsplit(each).query) for each in arxiv.asked]
    assert [each.get("id_list") for each in asked] == [["2501.00001,2501.00002,2501.00003"], None]


def test_where_arxiv_fails_the_entries_stay_what_they_were_and_it_is_told(
    tmp_path: Path, arxiv: Replay, monkeypatch: pytest.MonkeyPatch
) -> None:
    arxiv.faults = [Fault(status=400)] * 9
    found = list(completed(entries(tmp_path), Server(arxiv.url, bounds=http.Bounds(first_wait=0.01))))
    assert [each.title for each in found if isinstance(each, Paper)] == ["Whole"]
    assert [each.text.partition(":")[0] for each in found if isinstance(each, Remark)] == [
        "abstracts could not be fetched"
    ]
    assert sum(isinstance(each, Refused) for each in found) == 5


def test_papers_are_kept_by_their_titles_where_that_is_wanted(tmp_path: Path) -> None:
    found = [each for each in with_titles(entries(tmp_path)) if isinstance(each, Paper)]
    assert len(found) == 6 and [each.abstract for each in found] == ["", "", "", "", "It has one.", ""]


def told(run: Run, *arguments: object) -> Any:
    code, out, err = run(*arguments, "--json")
    assert code == 0, err
    return json.loads(out)


def test_a_paper_of_a_title_only_is_found_and_never_quoted(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "library.bib"
    file.write_text(
        "@article{a, title = {Penguins drink warm tea}, year = 2025, author = {Abel, Ada}}\n"
        "@article{b, title = {Penguins drink cold milk}, year = 2025, abstract = {Penguins drink cold milk at night.}}\n"
    )
    assert "--titles keeps" in run("import", file)[2]
    assert told(run, "import", file, "--titles")["added"] == 1
    titles = [hit["paper"]["title"] for hit in told(run, "search", "penguins drink warm tea")["hits"]]
    assert titles[0] == "Penguins drink warm tea"
    answer = told(run, "ask", "What do penguins drink?", "--model", "none")
    claims = str(answer["claims"])
    assert "warm tea" not in claims and "cold milk" in claims
    digest = run("digest", "2025-01-01", "--model", "none")
    assert digest[0] == 0 and "cold milk" in digest[1]
    assert "Penguins drink warm tea has no abstract." in digest[1].replace(": Penguins", " Penguins")
    assert "## 1. Penguins drink cold milk" in digest[1] and "## 2." not in digest[1]
    assert run("compare", "Penguins drink warm tea", "Penguins drink cold milk", "--model", "none")[0] == 0
    code, _, err = run("explain", "Penguins drink warm tea", "--model", "none")
    assert code == 2 and "abstract" in err
