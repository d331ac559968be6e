"""Days and searches over real HTTP: what came is kept and remembered, whatever happens to the rest."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import LibraryBusy, SourceOverloaded, SourceUnreachable, UnexpectedResponse
from assistant.library import fetching as module
from assistant.library.fetch_log import FetchLog, Reason, why_empty
from assistant.library.fetching import FetchProgress, fetch_arxiv, fetch_days, one_at_a_time
from assistant.library.importing import STEP
from assistant.library.library import Library
from assistant.library.sources.arxiv import Search
from assistant.library.sources.entries import papers_among
from assistant.library.sources.http import Bounds, Server
from tests.library.helpers import asked, contents, entry
from tests.library.sources.replay import Fault, Replay, atom, feed

FRIDAY = date(2025, 11, 14)
WEEK = [FRIDAY - timedelta(days=4 - number) for number in range(5)]


@pytest.fixture
def book(tmp_path: Path) -> FetchLog:
    return FetchLog(tmp_path)


@pytest.fixture
def week(replay: Replay) -> None:
    for number, day in enumerate(WEEK):
        replay.has_day(day, [entry(number), entry(100 + number)])


def server(replay: Replay) -> Server:
    return Server(replay.url, bounds=Bounds(read_timeout=0.5, first_wait=0.01))


def fetched(replay: Replay, library: Library, book: FetchLog, days: list[date]) -> FetchProgress:
    fetching = FetchProgress()
    fetch_days(days, server(replay), library, book, fetching)
    return fetching


@pytest.mark.usefixtures("week")
def test_a_week_comes_in_and_each_day_is_remembered(replay: Replay, small: Library, book: FetchLog) -> None:
    found = fetched(replay, small, book, WEEK)
    assert (found.papers.added, found.problem, found.share) == (10, None, 1.0)
    assert {day: known.papers for day, known in book.all().items()} == dict.fromkeys(WEEK, 2)
    assert {paper.featured for paper in contents(small).values()} == set(WEEK)
    when = book.all()[FRIDAY].when
    assert when and timedelta(0) <= datetime.now(UTC) - when < timedelta(minutes=1)


@pytest.mark.usefixtures("week")
def test_the_next_fetch_brings_new_upvotes_and_embeds_nothing(
    replay: Replay, small: Library, book: FetchLog
) -> None:
    fetched(replay, small, book, [FRIDAY])
    embedded = asked(small)
    replay.has_day(
        FRIDAY,
        [
            entry(4, upvotes=90, githubStars=7, ai_keywords=["tea"], githubRepo="https://github.com/a/b"),
            entry(104) | {"numComments": 8},
            entry(5),
        ],
    )
    found = fetched(replay, small, book, [FRIDAY])
    assert (found.papers.added, found.papers.updated, asked(small)) == (1, 2, embedded + 1)
    papers = contents(small)
    four = papers["2501.00004"]
    assert (four.upvotes, four.stars, four.keywords, four.code) == (90, 7, ("tea",), "https://github.com/a/b")
    assert papers["2501.00104"].comments == 8


@pytest.mark.usefixtures("week")
@pytest.mark.parametrize("fault", [Fault(way="silence"), Fault(429), Fault(500), Fault(way="cut")], ids=repr)
def test_a_server_that_fails_half_way_ends_the_fetch_and_what_came_is_kept(
    replay: Replay, small: Library, book: FetchLog, fault: Fault
) -> None:
    replay.faults = [Fault(), Fault(), *[fault] * 20]
    found = fetched(replay, small, book, WEEK)
    assert isinstance(found.problem, SourceUnreachable | SourceOverloaded)
    assert len(contents(small)) == 4 and list(found.days) == WEEK[:2]
    assert len(replay.asked) == 6, "the days after the failure are not tried"
    for day in WEEK[2:]:
        assert why_empty(day, book.get(day), FRIDAY) is Reason.UNREACHABLE
    replay.faults = []
    again = fetched(replay, small, book, WEEK)
    assert (again.problem, again.papers.added, again.papers.unchanged) == (None, 6, 4)
    assert len(contents(small)) == 10


@pytest.mark.usefixtures("week")
@pytest.mark.parametrize(
    "body",
    [b"[", b'{"error": "no"}', b"[" * 100_000, b'"a text"', b"\xff\xfe"],
    ids=lambda body: repr(body[:9]),
)
def test_a_day_that_answers_oddly_is_passed_over_and_named(
    replay: Replay, small: Library, book: FetchLog, body: bytes
) -> None:
    replay.faults = [Fault(), Fault(200, body=body)]
    found = fetched(replay, small, book, WEEK)
    assert isinstance(found.problem, UnexpectedResponse)
    assert len(found.days) == 4 and len(contents(small)) == 8
    missed = book.get(WEEK[1])
    assert missed and missed.trouble


def test_a_day_without_papers_is_told_from_one_not_fetched(
    replay: Replay, small: Library, book: FetchLog
) -> None:
    fetched(replay, small, book, [FRIDAY])
    assert why_empty(FRIDAY, book.get(FRIDAY), date.max) is Reason.NOTHING
    assert why_empty(WEEK[0], book.get(WEEK[0]), date.max) is Reason.NOT_FETCHED


def test_a_day_of_many_pages_comes_whole(replay: Replay, small: Library, book: FetchLog) -> None:
    replay.has_day(FRIDAY, [entry(number) for number in range(230)])
    assert fetched(replay, small, book, [FRIDAY]).papers.added == 230
    assert len(replay.asked) == 3


def test_a_server_that_knows_no_pages_is_not_asked_for_ever(
    replay: Replay, small: Library, book: FetchLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = b"[" + b",".join([b"0"] * 100) + b"]"
    monkeypatch.setattr(replay, "answer", lambda *asked: (200, "application/json", body))
    assert len(fetched(replay, small, book, [FRIDAY]).papers.refused) == 100
    assert len(replay.asked) == 2


def found_on_arxiv(replay: Replay, library: Library, search: Search) -> FetchProgress:
    fetching = FetchProgress()
    fetch_arxiv(search, server(replay), library, fetching)
    return fetching


def test_what_arxiv_gave_before_it_failed_is_kept_also_within_a_step(replay: Replay, small: Library) -> None:
    first = feed([atom(f"2501.{number:05}v1") for number in range(100)], 300)
    replay.feeds = {("tea", "", 0, 100): first}
    replay.faults = [Fault(), *[Fault(500)] * 9]
    found = found_on_arxiv(replay, small, Search("tea"))
    assert isinstance(found.problem, SourceUnreachable) and STEP > 100
    assert len(contents(small)) == found.papers.added == 100


def test_numbers_that_arxiv_does_not_know_are_named(replay: Replay, small: Library) -> None:
    ids = "2501.00001,2501.00002v3"
    replay.feeds = {("", ids, 0, 2): feed([atom("2501.00001v2")])}
    found = found_on_arxiv(replay, small, Search(numbers=("2501.00001", "2501.00002v3")))
    assert (found.problem, found.papers.added) == (None, 1)
    assert [refused.entry for refused in found.papers.refused] == ["2501.00002v3"]


def test_one_fetch_runs_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "WAIT", 0.1)
    with one_at_a_time(tmp_path / "new"), pytest.raises(LibraryBusy), one_at_a_time(tmp_path / "new"):
        pass
    with one_at_a_time(tmp_path / "new"):
        pass


@pytest.mark.data
def test_all_recorded_days_come_over_http_the_malformed_ones_included(
    replay: Replay, small: Library, book: FetchLog, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Read, not embedded: storing 8,000 papers is the importing's test."""
    replay.has_recorded_days(data / "hf_daily")
    taken: list[Any] = []
    monkeypatch.setattr(module, "import_papers", lambda entries, *rest: taken.extend(entries))
    days = sorted(date.fromisoformat(day) for day in replay.days)
    found = fetched(replay, small, book, days)
    whole = {day: found.days[day] for day in days if (data / "hf_daily/days" / f"{day}.json").exists()}
    assert (found.problem, len(found.days), len(whole)) == (None, 496, 479)
    assert all(whole.values())
    papers = papers_among(taken)
    assert len(papers) == len(taken) == sum(found.days.values())
    assert len({paper.id for paper in papers}) > 7_800
