"""The arXiv API over real HTTP: its recorded answers, its traps, and how ids and queries are spelled."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import arxiv as package
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import (
    InputError,
    SourceOverloaded,
    SourceRefused,
    SourceUnreachable,
    UnexpectedResponse,
)
from assistant.library.papers import Paper
from assistant.library.sources import arxiv
from assistant.library.sources.arxiv import EMPTY_TRIES, Search, fetch, number_in, query_for
from assistant.library.sources.entries import Entry, Refused
from assistant.library.sources.http import Bounds, Server
from tests.library.sources.replay import Fault, Replay, atom, feed

ID = "2501.00001"


def server(replay: Replay) -> Server:
    return Server(replay.url, bounds=Bounds(read_timeout=1, first_wait=0.01))


def found(replay: Replay, query: str = "", *numbers: str, limit: int = 100, page: int = 100) -> list[Entry]:
    return list(fetch(server(replay), Search(query, numbers, limit), page))


def answering(replay: Replay, *entries: str, total: int | None = None) -> list[Entry]:
    """What is read of an answer with these entries."""
    replay.feeds = {("tea", "", 0, 100): feed(list(entries), total)}
    return found(replay, "tea")


def test_every_field_of_an_entry_is_read(replay: Replay) -> None:
    one = atom(
        f"{ID}v3",
        title="On\n  tea",
        summary="  Tea is\n warm. ",
        arxiv_doi="10.1000/ABC",
        arxiv_comment="8 pages",
    )
    assert answering(replay, one) == [
        Paper(
            id=ID,
            title="On tea",
            abstract="Tea is warm.",
            authors=("Ada Abel", "Bo Berg"),
            version=3,
            doi="10.1000/abc",
            published=date(2025, 1, 2),
            categories=("cs.CL", "cs.LG"),
            source="arxiv",
        )
    ]


@pytest.mark.parametrize(
    ("fields", "withdrawn"),
    [
        ({"arxiv_comment": "This paper has been withdrawn by the authors"}, True),
        ({"arxiv_comment": "Withdrawn. Error in Lemma 3"}, True),
        ({"summary": "This paper has been withdrawn due to an error."}, True),
        ({"summary": "The article was withdrawn by arXiv admins."}, True),
        ({"arxiv_comment": "12 pages"}, False),
        ({"summary": "Tea is studied. When the spoon is withdrawn it cools."}, False),
        ({"summary": "The problem is old. This paper was never withdrawn."}, False),
    ],
)
def test_a_withdrawn_paper_is_marked(replay: Replay, fields: dict[str, str], withdrawn: bool) -> None:
    [paper] = answering(replay, atom(**fields))
    assert isinstance(paper, Paper) and paper.withdrawn == withdrawn


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        (atom(summary=" "), "no abstract"),
        (atom(title=" "), "no title"),
        (atom(summary="x" * 30_000), "longer than"),
        (atom("not/a/number"), "no arXiv number"),
    ],
)
def test_an_entry_that_is_no_paper_is_refused_and_the_rest_read(
    replay: Replay, entry: str, reason: str
) -> None:
    bad, good = answering(replay, entry, atom(f"{ID}v1"))
    assert isinstance(bad, Refused) and reason in bad.reason and bad.entry
    assert isinstance(good, Paper) and good.id == ID


def test_an_error_entry_is_no_paper_whatever_its_status(replay: Replay) -> None:
    error = atom().replace("http://arxiv.org/abs/2501.00001v1", "https://arxiv.org/api/errors#bad_query")
    body = feed([error.replace("We propose method 2501.00001v1.", "malformed query")])
    for status in (200, 400):
        replay.faults = [Fault(status, {"content-type": "application/atom+xml"}, body)]
        with pytest.raises(SourceRefused, match="malformed query"):
            found(replay, "tea")


def test_an_empty_page_that_should_not_be_is_asked_for_again(replay: Replay) -> None:
    kind = {"content-type": "application/atom+xml"}
    replay.feeds = {("tea", "", 0, 100): feed([atom()])}
    replay.faults = [Fault(200, kind, feed([], 1))]
    assert len(found(replay, "tea")) == 1
    replay.faults = [Fault(200, kind, feed([], 1))] * EMPTY_TRIES
    with pytest.raises(SourceUnreachable, match="empty pages"):
        found(replay, "tea")


def test_nothing_found_is_no_error(replay: Replay) -> None:
    assert answering(replay) == []


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault(200, {"content-type": "text/plain"}, b"Rate exceeded."), SourceOverloaded),
        (Fault(200, {"content-type": "application/atom+xml"}, b"Rate exceeded."), SourceOverloaded),
        (Fault(200, {"content-type": "text/html"}, b"<html>"), UnexpectedResponse),
        (Fault(200, {"content-type": "application/atom+xml"}, feed([atom()])[:-20]), UnexpectedResponse),
        (Fault(200, {"content-type": "text/xml"}, feed([atom(published="not a time")])), UnexpectedResponse),
        (Fault(200, {"content-type": "text/xml"}, b""), UnexpectedResponse),
        (Fault(400, {}, b"bad"), SourceRefused),
    ],
    ids=repr,
)
def test_an_answer_that_is_no_feed_is_one_error(replay: Replay, fault: Fault, error: Any) -> None:
    replay.faults = [fault] * 9
    with pytest.raises(error):
        found(replay, "tea")


def test_entities_of_a_lying_server_are_not_expanded(replay: Replay) -> None:
    bomb = (
        b'<!DOCTYPE feed [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
        + feed([atom(title="&a;")]).replace(b"&amp;a;", b"&a;").partition(b"?>")[2]
    )
    replay.faults = [Fault(200, {"content-type": "text/xml"}, bomb)]
    assert "root:" not in repr(found(replay, "tea"))


def test_pages_are_walked_up_to_the_limit(replay: Replay) -> None:
    numbers = [f"2501.{number:05}v1" for number in range(7)]
    for start in (0, 3, 6):
        page = feed([atom(number) for number in numbers[start : start + 3]], 7)
        replay.feeds["tea", "", start, 3] = page
    assert len(found(replay, "tea", page=3)) == 7
    assert len(found(replay, "tea", page=3, limit=5)) == 5
    assert len(replay.asked) == 5


def test_many_numbers_are_asked_for_in_parts(replay: Replay) -> None:
    replay.feeds["", "2501.00001,2501.00002", 0, 2] = feed([atom("2501.00001v1"), atom("2501.00002v1")])
    replay.feeds["", "2501.00003v2", 0, 1] = feed([atom("2501.00003v2")])
    papers = found(replay, "", "2501.00001", "2501.00002", "2501.00003v2", page=2)
    assert [getattr(paper, "id", paper) for paper in papers] == ["2501.00001", "2501.00002", "2501.00003"]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2509.08721", "2509.08721"),
        (" 2509.08721v2 ", "2509.08721v2"),
        ("arXiv:2509.08721", "2509.08721"),
        ("https://arxiv.org/abs/2509.08721v3", "2509.08721v3"),
        ("http://www.arxiv.org/pdf/2509.08721v1.pdf", "2509.08721v1"),
        ("arxiv.org/pdf/2509.08721?download=1#page=2", "2509.08721"),
        ("https://arxiv.org/html/2509.08721v1/", "2509.08721v1"),
        ("https://huggingface.co/papers/2509.08721", "2509.08721"),
        ("https://doi.org/10.48550/arXiv.2509.08721", "2509.08721"),
        ("0704.0001", "0704.0001"),
        ("cs/0503050", "cs/0503050"),
        ("math.GT/0309136v1", "math/0309136v1"),
        ("https://arxiv.org/abs/quant-ph/0201082v1", "quant-ph/0201082v1"),
        ("https://arxiv.org/pdf/math/0309136.pdf", "math/0309136"),
    ],
)
def test_an_id_is_found_in_whatever_is_pasted(text: str, number: str) -> None:
    assert number_in(text) == number


@pytest.mark.parametrize(
    "text",
    ["", "tea", "12345", "25090.8721", "https://arxiv.org/list/cs.CL/new", "10.1000/182", "2509.087219"],
)
def test_what_holds_no_id_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="not an arXiv id"):
        number_in(text)


@given(st.text(max_size=60))
def test_no_text_makes_a_number_that_arxiv_would_not_understand(text: str) -> None:
    try:
        number = number_in(text)
    except InputError:
        return
    assert re.fullmatch(r"(\d{4}\.\d{4,5}|[a-z-]+/\d{7})(v\d{1,4})?", number, re.ASCII)


@pytest.mark.parametrize(
    ("categories", "words", "since", "query"),
    [
        (["cs.CL"], "", None, "(cat:cs.CL)"),
        (["cs.CL", "quant-ph"], "", None, "(cat:cs.CL OR cat:quant-ph)"),
        ([], 'warm "green tea"', None, 'all:warm AND all:"green tea"'),
        ([], "ti:tea OR au:abel", None, "(ti:tea OR au:abel)"),
        (["cond-mat.mes-hall"], "tea", None, "(cat:cond-mat.mes-hall) AND all:tea"),
        (["cs.CL"], "", date(2025, 11, 3), "(cat:cs.CL) AND submittedDate:[202511030000 TO 209912312359]"),
    ],
)
def test_a_search_is_spelled_in_arxivs_language(
    categories: list[str], words: str, since: date | None, query: str
) -> None:
    assert query_for(categories, words, since) == query


@pytest.mark.parametrize("category", ["", "cs.CL OR all:x", "CL", "cs.", "cs.CL)"])
def test_what_is_no_category_is_refused(category: str) -> None:
    with pytest.raises(InputError, match="not an arXiv category"):
        query_for([category], "")


def recorded() -> list[tuple[str, str, int, int]]:
    return [
        ("", "0000.0000", 0, 100), ("", "0808.05394,1707.08567", 0, 100), ("", "0808.05394", 0, 100),
        ("", "1605.08386", 0, 100), ("", "1707.08567", 0, 100), ("", "2104.12255v1", 0, 100), ("", "abc", 0, 100),
        ("", "astro-ph/0601001", 0, 100), ("", "quant-ph/0201082v1", 0, 100), ("testing", "", 0, 100),
        *(("testing", "", start, 10) for start in (0, 5, 10, 20, 30, 40, 50)),
        *(("testing", "", start, 15) for start in (0, 5, 9)),
    ]  # fmt: skip


@pytest.mark.data
def test_all_twenty_recorded_answers_come_over_http(replay: Replay, data: Path) -> None:
    replay.has_recorded_feeds(data / "arxiv" / "atom")
    assert sorted(replay.feeds) == sorted(recorded())
    read: dict[tuple[str, str, int, int], list[Entry]] = {}
    for query, numbers, start, size in recorded():
        search = package.Search(query, numbers.split(",") if numbers else [], start + size)
        client = arxiv._client(server(replay), size)
        if numbers == "abc":
            with pytest.raises(SourceRefused, match="incorrect id format for abc"):
                list(client.results(search, start))
            continue
        read[query, numbers, start, size] = [arxiv._entry(r, "arXiv") for r in client.results(search, start)]
    for key, entries in read.items():
        assert all(isinstance(entry, Paper) and entry.has_arxiv_id for entry in entries)
        assert len(entries) == replay.feeds[key].count(b"<entry"), key
    assert read["", "0000.0000", 0, 100] == read["", "0808.05394", 0, 100] == []
    [old] = read["", "quant-ph/0201082v1", 0, 100]
    assert isinstance(old, Paper) and (old.id, old.version) == ("quant-ph/0201082", 1)


@pytest.mark.data
def test_sixty_recorded_results_are_walked_page_by_page_and_one_of_two_numbers_is_named(
    replay: Replay, data: Path
) -> None:
    replay.has_recorded_feeds(data / "arxiv" / "atom")
    papers = found(replay, "testing", limit=60, page=10)
    assert len({paper.id for paper in papers if isinstance(paper, Paper)}) == 60
    assert len(replay.asked) == 6
    replay.feeds["", "0808.05394,1707.08567", 0, 2] = replay.feeds["", "0808.05394,1707.08567", 0, 100]
    paper, missing = found(replay, "", "0808.05394", "1707.08567")
    assert isinstance(paper, Paper) and paper.id == "1707.08567"
    assert isinstance(missing, Refused) and missing.entry == "0808.05394"
