"""The Library page: papers come in while the visitor goes on, and are found, counted, opened and removed."""

import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from assistant import services
from assistant.library.fetching import FetchProgress
from assistant.library.library import Library
from assistant.library.sources import http
from assistant.library.syncing import Kind
from assistant.reader.embeddings import Embedder
from assistant.web import jobs
from tests.birds import PAPERS
from tests.conftest import paper
from tests.library.helpers import HashEmbedder, entry, open_library
from tests.library.sources.replay import Fault, Replay, atom, feed
from tests.web.helpers import APP, page_html, press

PAGE = "assistant/web/library.py"
FRIDAY = date(2025, 11, 14)


@pytest.fixture(autouse=True)
def cheap_and_fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(services.Services, "embedder", lambda self: HashEmbedder())
    monkeypatch.setenv("PAPERS_MODEL", "none")
    monkeypatch.setenv("PAPERS_SAMPLE", "no")
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


def opened(tmp_path: Path, *papers: Any) -> AppTest:
    """The page on a library with these papers."""
    library: Library = open_library(tmp_path / "home")
    library.put(papers)
    library.store.close()
    app = AppTest.from_file(APP, default_timeout=60).run()
    app.switch_page(PAGE).run()
    assert not app.exception
    return app


def waited(app: AppTest) -> AppTest:
    """The page when the job is over."""
    end = time.monotonic() + 30
    while jobs.running():
        assert time.monotonic() < end
        time.sleep(0.02)
    return app.run()


def titles(app: AppTest) -> list[str]:
    return list(app.dataframe[0].value["title"]) if app.dataframe else []


def test_a_day_is_fetched_in_the_background_and_shows_on_the_calendar(tmp_path: Path, replay: Replay) -> None:
    app = opened(tmp_path)
    replay.has_day(FRIDAY, [entry(1), entry(2), {"paper": {"id": "2501.00003"}}])
    replay.faults = [Fault(delay=1.0)]
    app.date_input(key="day").set_value(FRIDAY)
    press(app, "Fetch this day")
    assert jobs.running()
    app.switch_page("assistant/web/ask.py").run()
    assert jobs.running(), "another page does not stop it"
    app.switch_page(PAGE).run()
    waited(app)
    assert app.success[0].value == "Daily Papers, Friday, 14 November 2025: 2 added, 0 updated, 0 unchanged."
    assert "entry 3: it has no title" in app.warning[0].value
    assert len(titles(app)) == 2
    assert "Friday 14 November: 2 papers" in page_html(app)
    assert "Monday 17 November: not fetched" in page_html(app)
    press(app, "Close")
    assert not app.success


def test_a_source_that_fails_is_told_and_the_calendar_says_which_days_are_missing(
    tmp_path: Path, replay: Replay, monkeypatch: pytest.MonkeyPatch
) -> None:
    impatient = http.Bounds(first_wait=0.01)
    monkeypatch.setattr(http, "Bounds", lambda: impatient)
    app = opened(tmp_path, paper(1, featured=date(2025, 11, 3)))
    replay.faults = [Fault(502)] * 99
    app.date_input(key="day").set_value(FRIDAY)
    waited(press(app, "Fetch its month"))
    assert "has a server error (HTTP 502). Try again later." in app.error[0].value
    assert "Friday 14 November: could not be fetched" in page_html(app)


def test_ids_and_links_are_fetched_and_what_is_none_is_said(tmp_path: Path, replay: Replay) -> None:
    replay.feeds["", "2501.00004,2501.00005", 0, 2] = feed([atom("2501.00004v1"), atom("2501.00005v2")])
    app = opened(tmp_path)
    app.text_area(key="numbers").set_value("2501.00004, https://arxiv.org/abs/2501.00005\n2501.00004")
    waited(press(app, "Fetch these"))
    assert app.success[0].value.startswith("2 papers of arXiv: 2 added")
    app.text_area(key="numbers").set_value("tea")
    press(app, "Fetch these")
    assert "tea is not an arXiv id or link." in app.warning[0].value and titles(app)


def test_a_source_is_kept_up_to_date_fetched_and_removed(tmp_path: Path, replay: Replay) -> None:
    app = opened(tmp_path)
    app.selectbox(key="sync kind").set_value(Kind.CATEGORY).run()
    press(app, "Add")
    assert "cannot be kept up to date" in app.warning[0].value
    app.selectbox(key="sync kind").set_value(Kind.DAILY).run()
    press(app, "Add")
    waited(press(app, "Fetch what is missing"))
    assert app.success[0].value.startswith("What is kept up to date: 0 added")
    press(app, "Remove")
    assert not [button for button in app.button if button.label == "Fetch what is missing"]


def test_only_one_thing_comes_in_at_a_time(tmp_path: Path, replay: Replay) -> None:
    app = opened(tmp_path)
    replay.faults = [Fault(delay=1.0)]
    app.date_input(key="day").set_value(FRIDAY)
    press(app, "Fetch this day")
    press(app, "Fetch this day")
    waited(app)
    assert len(replay.asked) == 1


def test_a_search_finds_what_is_near_and_says_when_nothing_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, birds_at_home: None, embedder: Embedder
) -> None:
    monkeypatch.setattr(services.Services, "embedder", lambda self: embedder)
    app = AppTest.from_file(APP, default_timeout=60).run()
    app.switch_page(PAGE).run()
    everything = titles(app)
    assert len(everything) == len(PAPERS)
    app.text_input(key="library find").set_value("Kestrel").run()
    assert titles(app) and len(titles(app)) < len(everything) and "Kestrel" in titles(app)[0]
    app.text_input(key="library find").set_value(f"https://arxiv.org/abs/{PAPERS[1].id}").run()
    assert titles(app) == [PAPERS[1].title]
    app.text_input(key="library find").set_value("ada abel").run()
    assert len(titles(app)) == len(PAPERS)
    app.text_input(key="library find").set_value("xylophone zugzwang").run()
    assert titles(app) == [] and "No paper in your library fits these words." in app.info[0].value


def test_the_table_is_filtered_ordered_and_turned_page_by_page(tmp_path: Path) -> None:
    papers = [
        paper(
            number,
            upvotes=number,
            categories=("cs.CL",) if number < 3 else ("cs.LG",),
            published=date(2025, 1, 1),
        )
        for number in range(60)
    ]
    app = opened(tmp_path, *papers, paper(99, published=date(2026, 1, 1), source="arxiv"))
    assert titles(app)[0] == "Paper number 59" and len(titles(app)) == 50
    app.selectbox(key="library order").set_value("newest published").run()
    assert titles(app)[0] == "Paper number 99"
    app.multiselect(key="library categories").set_value(["cs.CL"]).run()
    assert sorted(titles(app)) == ["Paper number 0", "Paper number 1", "Paper number 2"]
    app.multiselect(key="library categories").set_value([]).run()
    app.selectbox(key="library source").set_value("arxiv").run()
    assert titles(app) == ["Paper number 99"]


def test_a_withdrawn_paper_stands_in_the_table_marked(tmp_path: Path) -> None:
    app = opened(tmp_path, paper(1, upvotes=2, withdrawn=True), paper(2))
    assert titles(app) == ["Paper number 1 (withdrawn)", "Paper number 2"]


def test_strangers_text_on_the_calendar_and_bars_is_escaped(tmp_path: Path) -> None:
    app = opened(tmp_path, paper(1, source="<b>x</b>", categories=("<i>y</i>",)))
    assert "&lt;b&gt;x" in page_html(app) and "<i>y" not in page_html(app)


def test_a_job_says_when_it_waits_for_the_keyword_index(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(st, "progress", lambda share, text: said.append(text))
    job = jobs.Job("Adding", FetchProgress())
    jobs._progress(job)
    job.progress.papers.indexing = True
    jobs._progress(job)
    assert said == [
        "Adding: 0 papers read, 0 added",
        "Adding: 0 papers read, 0 added, indexing their words",
    ]
