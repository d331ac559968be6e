"""`papers sync` and what it keeps up to date; two at once, and one that is killed."""

import json
import os
import signal
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path

import pytest

from assistant.library.fetch_log import is_weekend
from assistant.library.library import Library
from assistant.library.syncing import REFRESH
from tests.conftest import Run
from tests.library.helpers import contents, entry
from tests.library.sources.replay import Fault, Replay

ROOT = Path(__file__).parents[1]
TODAY = date.today()


@pytest.fixture
def week(replay: Replay) -> list[date]:
    """Every day that a sync asks for on which papers can have been featured, two on each."""
    days = [TODAY - timedelta(days=number) for number in range(8)]
    weekdays = [day for day in days if not is_weekend(day)]
    for number, day in enumerate(weekdays):
        replay.has_day(day, [entry(number), entry(100 + number)])
    return weekdays


def test_what_is_kept_up_to_date_is_said_listed_and_ended(run: Run) -> None:
    assert run("sync", "add", "daily")[:2] == (
        0, f"`papers sync` now keeps daily up to date, since {TODAY - timedelta(days=7)}.\n",
    )  # fmt: skip
    assert run("sync", "add", "category", "cs.cl", "--since", "2025-11")[0] == 0
    assert run("sync", "list")[1].splitlines()[1] == "category cs.CL: since 2025-11-01, not fetched yet"
    assert json.loads(run("sync", "list", "--json")[1])["synced"][1]["what"] == "cs.CL"
    assert run("sync", "remove", "category", "cs.cl")[0] == 0
    code, _, err = run("sync", "remove", "query", "tea")
    assert code == 2 and "query tea is not kept up to date" in err


def test_a_sync_of_nothing_says_how_to_begin(run: Run) -> None:
    code, out, err = run("sync")
    assert (code, out) == (2, "") and "papers sync add daily" in err


def test_a_sync_fetches_what_is_missing_and_says_what_failed(
    run: Run, replay: Replay, week: list[date]
) -> None:
    run("sync", "add", "daily")
    assert run("sync")[1].splitlines()[0] == f"{2 * len(week)} added, 0 updated, 0 unchanged."
    replay.faults = [Fault(404)]
    code, out, _ = run("sync", "--json")
    told = json.loads(out)
    young = [day for day in week if TODAY - day < REFRESH]
    assert code == 1 and "HTTP 404" in told["problem"] and told["unchanged"] == 2 * len(young) - 2


def started() -> subprocess.Popen[str]:
    """`papers sync` in a process of its own, with the cheap embedder."""
    script = (
        "from assistant import cli, wiring; from tests.library.helpers import HashEmbedder;"
        "wiring.Workshop.embedder = lambda self: HashEmbedder();"
        "import sys; sys.argv = ['papers', 'sync']; cli.main()"
    )
    command = [sys.executable, "-c", script]
    return subprocess.Popen(
        command, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=dict(os.environ)
    )


def test_two_syncs_at_once_and_one_that_was_killed_lose_and_double_nothing(
    run: Run, replay: Replay, week: list[date], tmp_path: Path
) -> None:
    from tests.library.helpers import open_library

    run("sync", "add", "daily")
    replay.faults = [Fault(), Fault(), Fault(delay=30)]
    killed = started()
    while len(replay.asked) < 3:
        time.sleep(0.02)
        assert killed.poll() is None
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    replay.faults = []
    library: Library = open_library(tmp_path / "home")
    assert len(contents(library)) == 4
    library.store.close()
    pair = [started(), started()]
    ends = [process.communicate(timeout=60) for process in pair]
    assert [process.returncode for process in pair] == [0, 0], ends
    library = open_library(tmp_path / "home")
    assert len(contents(library)) == 2 * len(week)
    library.store.close()
