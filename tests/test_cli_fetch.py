"""`papers fetch`: which days are asked for, what is printed, what a failure looks like."""

import json
from datetime import date
from typing import Any

import pytest

from assistant.library.sources import http
from tests.conftest import Run
from tests.library.helpers import entry
from tests.library.sources.replay import Fault, Replay, atom, feed

FRIDAY = date(2025, 11, 14)


@pytest.fixture(autouse=True)
def friday(replay: Replay) -> None:
    replay.has_day(FRIDAY, [entry(1), entry(2), {"paper": {"id": "2501.00003"}}])


def days_asked(replay: Replay) -> list[str]:
    return [asked.partition("date=")[2][:10] for asked in replay.asked]


def test_a_day_is_fetched_and_a_second_fetch_changes_nothing(run: Run, replay: Replay) -> None:
    code, out, err = run("fetch", "daily", "2025-11-14")
    assert (code, out) == (0, "2 added, 0 updated, 0 unchanged.\n")
    assert "2025-11-14, entry 3: it has no title" in err
    assert run("fetch", "daily", "2025-11-14")[1] == "0 added, 0 updated, 2 unchanged.\n"
    assert run("days", "--month", "2025-11")[1].splitlines()[13] == "Fri 2025-11-14  2 papers"


@pytest.mark.parametrize(
    ("options", "days"),
    [
        (["--week", "2025-W46"], range(10, 15)),
        (["--from", "2025-11-13", "--to", "2025-11-17"], [13, 14, 17]),
        (["--month", "2025-11"], [3, 4, 5, 6, 7, *range(10, 15), *range(17, 22), *range(24, 29)]),
        (["2025-11-15"], [15]),
    ],
)
def test_each_way_to_name_days_asks_for_those_days(
    run: Run, replay: Replay, options: list[str], days: list[int]
) -> None:
    code, out, _ = run("fetch", "daily", *options)
    assert (code, days_asked(replay)) == (0, [f"2025-11-{day:02}" for day in days])
    assert out.count("nothing was featured.") == len(days) - (14 in days)


def test_without_a_day_today_is_fetched(run: Run, replay: Replay) -> None:
    assert run("fetch", "daily")[0] == 0
    assert days_asked(replay) == [date.today().isoformat()]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["tomorrow"], "not a day, week or month"),
        (["9999-01-01"], "in the future"),
        (["--week", "2025-46-2"], "not a day, week or month"),
        (["--week", "2025-W60"], "not a day, week or month"),
        (["--week", "next"], "not a day, week or month"),
        (["--to", "2025-11-14"], "--to needs --from"),
        (["--from", "2025-11-14", "--to", "2025-11-01"], "is after"),
        (["2025-11-14", "--week", "2025-W46"], "More than one period"),
    ],
)
def test_days_that_cannot_be_asked_for_are_refused_unasked(
    run: Run, replay: Replay, options: list[str], says: str
) -> None:
    code, out, err = run("fetch", "daily", *options)
    assert (code, out, replay.asked) == (2, "", []) and says in err


def test_an_unreachable_source_is_one_line_and_the_day_says_so(
    run: Run, replay: Replay, monkeypatch: pytest.MonkeyPatch
) -> None:
    impatient = http.Bounds(first_wait=0.01)
    monkeypatch.setattr(http, "Bounds", lambda: impatient)
    replay.faults = [Fault(), *[Fault(502)] * 9]
    code, out, err = run("fetch", "daily", "--from", "2025-11-14", "--to", "2025-11-18")
    assert (code, out.splitlines()[0]) == (1, "2 added, 0 updated, 0 unchanged.")
    assert err.splitlines()[-1].endswith("has a server error (HTTP 502). Try again later.")
    days: list[dict[str, Any]] = json.loads(run("days", "--month", "2025-11", "--json")[1])["days"]
    assert [day["reason"] for day in days[13:18]] == [None, "weekend", "weekend", *["source unreachable"] * 2]


def test_json_tells_papers_days_and_the_problem(run: Run, replay: Replay) -> None:
    replay.faults = [Fault(404)]
    code, out, err = run("fetch", "daily", "2025-11-14", "--json")
    told = json.loads(out)
    assert (code, err.strip(), told["added"], told["days"]) == (1, "", 0, {})
    assert "HTTP 404" in told["problem"]
    told = json.loads(run("fetch", "daily", "2025-11-14", "--json")[1])
    assert (told["added"], told["days"], told["problem"]) == (2, {"2025-11-14": 2}, None)


def test_arxiv_papers_are_fetched_by_id_and_link_each_once(run: Run, replay: Replay) -> None:
    replay.feeds["", "2501.00004,2501.00005v2", 0, 2] = feed([atom("2501.00004v1")])
    link = "https://arxiv.org/abs/2501.00004"
    code, out, err = run("fetch", "arxiv", "2501.00004", link, "arXiv:2501.00005v2")
    assert (code, out) == (0, "1 added, 0 updated, 0 unchanged.\n")
    assert "entry 2501.00005v2: arXiv knows no paper with this number" in err


def test_an_arxiv_search_that_finds_nothing_says_so(run: Run) -> None:
    code, out, err = run("fetch", "arxiv", "--category", "cs.XX")
    assert (code, out) == (0, "0 added, 0 updated, 0 unchanged.\n")
    assert err.strip() == "arXiv found nothing: check the category, the query and --since."


def test_an_arxiv_search_says_when_there_may_be_more(run: Run, replay: Replay) -> None:
    query = "(cat:cs.CL OR cat:hep-th) AND all:tea AND submittedDate:[202511010000 TO 209912312359]"
    replay.feeds[query, "", 0, 2] = feed([atom("2501.00004v1"), atom("2501.00005v1")], 9)
    asked = ("fetch", "arxiv", "--category", "cs.cl", "--category", "hep-th", "--query", "tea")
    code, out, err = run(*asked, "--since", "2025-11", "--limit", 2)
    assert (code, out) == (0, "2 added, 0 updated, 0 unchanged.\n")
    assert err.strip() == "There may be more than 2: raise --limit."


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ([], "Nothing was asked for"),
        (["--query", " "], "Nothing was asked for"),
        (["tea"], "not an arXiv id or link"),
        (["2501.00001", "--category", "cs.CL"], "Both ids and a search"),
        (["--category", "tea time"], "not an arXiv category"),
    ],
)
def test_what_cannot_be_asked_of_arxiv_is_refused_unasked(
    run: Run, replay: Replay, options: list[str], says: str
) -> None:
    code, out, err = run("fetch", "arxiv", *options)
    assert (code, out, replay.asked) == (2, "", []) and says in err
