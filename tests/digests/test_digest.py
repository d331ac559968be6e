"""A digest: papers as they come, what fails is missing and the rest arrives, the headline is made of checked claims."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.digests.digest import Digest, make
from assistant.digests.selection import Request, select
from assistant.export import shapes
from assistant.jsonable import to_json
from assistant.library.fetch_log import FetchLog
from assistant.library.library import Library
from assistant.library.papers import Paper
from assistant.spans import read_span
from tests.conftest import TODAY, paper
from tests.days import DAY, Scripted, day_papers


@pytest.fixture
def made(library: Library, tmp_path: Path):
    def made(
        papers: Sequence[Paper], writer: Scripted | None = None, most_tokens: int | None = None
    ) -> list[Digest]:
        library.put(papers)
        selection = select(Request(read_span("2025-11-12", TODAY)), library, FetchLog(tmp_path), TODAY)
        return list(make(selection, library, writer or Scripted(), most_tokens))

    return made


def test_the_digest_grows_paper_by_paper_and_keeps_their_order(made) -> None:
    grown = made(day_papers())
    assert [digest.done for digest in grown] == list(range(10))
    assert [digest.finished for digest in grown] == [False] * 9 + [True]
    assert [(e.number, e.paper.id) for e in grown[-1].entries] == [
        (n, p.id) for n, p in enumerate(day_papers(), 1)
    ]
    assert all(entry.tldr.cited == (entry.number,) for entry in grown[-1].entries)


def test_what_the_headline_tells_of_is_written_first_one_paper_a_theme(made) -> None:
    writer = Scripted()
    grown = made(day_papers(), writer)
    best = {"2501.00001", "2501.00004", "2501.00007"}  # each subject's most upvoted
    assert set(writer.asked[:3]) == best == set(grown[0].highlights)
    assert {grown[-1].papers[c.cited[0] - 1].id for c in grown[-1].headline} == best
    assert all(claim.verdict == "quoted" and claim.evidence for claim in grown[-1].headline)
    assert {grown[-1].theme_of(c).name.split(",")[0] for c in grown[-1].headline} == {
        "Glacier ice",
        "Bread yeast",
        "Violin wood",
    }


def test_a_paper_that_fails_is_missing_with_its_reason_and_the_rest_arrives(made) -> None:
    papers = [*day_papers()[:4], paper(20, abstract="", featured=DAY, upvotes=500)]
    digest = made(papers, Scripted(failing=["2501.00001"]))[-1]
    assert [one.paper.id for one in digest.entries] == ["2501.00002", "2501.00003", "2501.00004"]
    assert [(one.paper.id, one.reason) for one in digest.missing] == [
        ("2501.00020", "It has no abstract."),
        ("2501.00001", "The server cannot be reached. Check the network."),
    ]
    assert "2501.00020" not in digest.highlights
    assert "2501.00001" not in {p.sentence.paper for claim in digest.headline for p in claim.evidence}


def test_a_claim_that_did_not_hold_is_not_in_the_headline(made) -> None:
    class Doubtful(Scripted):
        def write(self, paper, usage):
            return replace(super().write(paper, usage), verdict="unsupported")

    digest = made(day_papers()[:3], Doubtful())[-1]
    assert len(digest.entries) == 3 and digest.headline == ()


def test_a_token_budget_is_never_exceeded_and_what_does_not_fit_says_so(made) -> None:
    papers = day_papers()
    writer = Scripted(dear=[paper.id for paper in papers])
    digest = made(papers, writer, most_tokens=45)[-1]
    assert len(writer.asked) == 4 and len(digest.entries) == 4 and digest.finished
    assert {one.reason for one in digest.missing} == {"The token budget is used up. Raise --max-tokens."}


def test_kept_tldrs_cost_nothing_of_the_budget(made) -> None:
    digest = made(day_papers(), Scripted(dear=["2501.00002"]), most_tokens=0)[-1]
    assert [one.paper.id for one in digest.missing] == ["2501.00002"]


def test_json_has_the_promised_shape(made) -> None:
    told = to_json(made(day_papers(), Scripted(failing=["2501.00009"]))[-1], shapes.Digest)
    assert list(told) == ["day", "headline", "themes", "papers", "removed_citations", "usage", "missing"]
    assert told["day"] == "2025-11-12"
    assert list(told["papers"][0]) == ["id", "title", "upvotes", "tldr"]
    assert list(told["papers"][0]["tldr"]) == ["text", "verdict", "evidence"]
    assert told["papers"][0]["tldr"]["evidence"][0]["sentence"] == 2
    assert told["headline"][0]["verdict"] == "quoted"
    assert set(told["themes"][0]) == {"name", "papers"}
    assert told["missing"][0]["id"] == "2501.00009"


def test_an_empty_day_is_a_finished_digest_that_says_why(made) -> None:
    (digest,) = made([paper(1)])
    assert digest.finished and to_json(digest, shapes.Digest)["papers"] == []
    assert "not fetched" in to_json(digest, shapes.Digest)["missing"][0]["reason"]
