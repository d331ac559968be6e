"""Keeping up to date: what is missing is fetched, nothing is skipped after a failure or a kill."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from assistant.errors import InputError, SourceOverloaded
from assistant.library.fetch_log import Fetched, FetchLog
from assistant.library.fetching import FetchProgress
from assistant.library.library import Library
from assistant.library.sources.http import Bounds, Server
from assistant.library.syncing import Kind, SyncSource, SyncSources, missing_days, search_for, sync
from tests.library.helpers import contents, entry
from tests.library.sources.replay import Fault, Replay, atom, feed

MONDAY = date(2025, 11, 17)
OPEN_END = "TO 209912312359]"


@pytest.fixture
def sync_list(tmp_path: Path) -> SyncSources:
    return SyncSources(tmp_path)


def synced(
    replay: Replay, library: Library, tmp_path: Path, sync_list: SyncSources, today: date = MONDAY
) -> FetchProgress:
    fetching, bounds = FetchProgress(), Bounds(first_wait=0.01, tries=2)
    places = Server(replay.url, bounds=bounds), Server(replay.url, bounds=bounds)
    for reached in sync(sync_list.all(), *places, library, FetchLog(tmp_path), today, fetching):
        sync_list.reached(reached, today)
    return fetching


def keep(sync_list: SyncSources, kind: Kind, what: str = "", since: date = MONDAY) -> SyncSource:
    kept = SyncSource(kind, what, since)
    sync_list.add(kept)
    return kept


def test_what_is_kept_up_to_date_is_listed_once_in_order_and_can_be_removed(sync_list: SyncSources) -> None:
    for kind, what in (
        (Kind.QUERY, "tea"),
        (Kind.CATEGORY, "cs.CL"),
        (Kind.DAILY, ""),
        (Kind.CATEGORY, "cs.CL"),
    ):
        kept = keep(sync_list, kind, what)
    assert [each.label for each in sync_list.all()] == ["daily", "category cs.CL", "query tea"]
    assert sync_list.remove(kept) and not sync_list.remove(kept)
    assert [each.label for each in sync_list.all()] == ["daily", "query tea"]


@pytest.mark.parametrize(
    ("kind", "what"),
    [(Kind.CATEGORY, ""), (Kind.QUERY, ""), (Kind.DAILY, "cs.CL"), (Kind.CATEGORY, "tea time")],
)
def test_what_cannot_be_kept_up_to_date_is_refused(sync_list: SyncSources, kind: Kind, what: str) -> None:
    with pytest.raises(InputError):
        keep(sync_list, kind, what)
    assert sync_list.all() == []


def test_an_earlier_day_lets_what_lies_before_be_fetched(sync_list: SyncSources) -> None:
    sync_list.reached(keep(sync_list, Kind.CATEGORY, "cs.CL"), MONDAY)
    keep(sync_list, Kind.CATEGORY, "cs.CL")
    assert sync_list.all()[0].last == MONDAY
    keep(sync_list, Kind.CATEGORY, "cs.CL", date(2025, 11, 1))
    assert sync_list.all()[0].last is None


def test_missing_days_are_weekdays_not_whole_yet_and_the_young_ones() -> None:
    first = MONDAY - timedelta(days=14)
    whole = Fetched(datetime.combine(MONDAY, datetime.min.time(), UTC), 9)
    fetched = {first + timedelta(days=number): whole for number in range(15)}
    fetched[first + timedelta(days=2)] = Fetched(whole.when and whole.when - timedelta(days=12), 9)
    del fetched[first + timedelta(days=3)]
    missing = missing_days(first, MONDAY, fetched)
    assert [(day - first).days for day in missing] == [2, 3, 8, 9, 10, 11, 14]


def test_a_search_goes_on_a_little_before_where_the_last_one_ended() -> None:
    new = SyncSource(Kind.CATEGORY, "cs.CL", date(2025, 11, 1))
    assert search_for(new).query == f"(cat:cs.CL) AND submittedDate:[202511010000 {OPEN_END}"
    known = SyncSource(Kind.QUERY, "tea", date(2025, 11, 1), last=MONDAY)
    assert search_for(known).query == f"all:tea AND submittedDate:[202511120000 {OPEN_END}"


def test_everything_missing_comes_and_a_second_sync_changes_nothing(
    replay: Replay, small: Library, tmp_path: Path, sync_list: SyncSources
) -> None:
    replay.has_day(MONDAY, [entry(1)])
    replay.feeds[f"(cat:cs.CL) AND submittedDate:[202511100000 {OPEN_END}", "", 0, 100] = feed(
        [atom("2501.00002v1")]
    )
    keep(sync_list, Kind.DAILY, "", date(2025, 11, 10))
    keep(sync_list, Kind.CATEGORY, "cs.CL", date(2025, 11, 10))
    first = synced(replay, small, tmp_path, sync_list)
    assert (first.papers.added, first.problem, len(first.days)) == (2, None, 6)
    assert {each.last for each in sync_list.all()} == {MONDAY}
    before = small.store.revision
    second = synced(replay, small, tmp_path, sync_list)
    assert (second.papers.added, second.papers.updated, small.store.revision) == (0, 0, before)
    assert len(contents(small)) == 2


def test_after_a_failure_the_other_source_is_asked_and_nothing_is_taken_as_done(
    replay: Replay, small: Library, tmp_path: Path, sync_list: SyncSources
) -> None:
    for kind, what in ((Kind.DAILY, ""), (Kind.CATEGORY, "cs.CL"), (Kind.CATEGORY, "cs.LG")):
        keep(sync_list, kind, what)
    replay.has_day(MONDAY, [entry(1)])
    replay.faults = [Fault(), *[Fault(429)] * 2]
    found = synced(replay, small, tmp_path, sync_list)
    assert isinstance(found.problem, SourceOverloaded)
    assert len(replay.asked) == 3, "the second category is not asked of a server that wants to be left alone"
    assert [each.last for each in sync_list.all()] == [MONDAY, None, None]
    replay.faults = [Fault(502)] * 2
    found = synced(replay, small, tmp_path, sync_list, MONDAY + timedelta(days=1))
    assert found.problem and [each.last for each in sync_list.all()] == [MONDAY, *[date(2025, 11, 18)] * 2]
