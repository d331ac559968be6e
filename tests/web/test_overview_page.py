"""The Overview page through Streamlit's own test driver, on a small library, with and without a model."""

import json

import pytest
from streamlit.testing.v1 import AppTest

from assistant import services
from assistant.library.library import Library
from tests.conftest import ChatServer, at_once, streamed
from tests.overviews.helpers import filled, subjects
from tests.web.helpers import APP, captions, page_html, press

pytestmark = pytest.mark.usefixtures("fresh_caches")


@pytest.fixture(autouse=True)
def at_home(library: Library) -> None:
    filled(library)
    library.store.close()


def opened(**parameters: str) -> AppTest:
    app = AppTest.from_file(APP, default_timeout=30)
    for name, value in parameters.items():
        app.query_params[name] = value
    app.run()
    return app.switch_page("assistant/web/overview.py").run()


def test_a_topic_gives_sections_with_cards_and_a_numbered_list() -> None:
    page = opened()
    assert "Name a topic" in page.info[0].value
    page.text_input(key="overview topic").set_value("owl cameras").run()
    html = page_html(page)
    assert "3 papers; quoted" in html and "<mark>" in html and html.count("<li value=") == 3
    assert page.query_params["topic"] in ("owl cameras", ["owl cameras"]) and not page.exception


def test_a_link_names_topic_or_papers() -> None:
    assert "Owl Cameras that Listen" in page_html(opened(topic="owl cameras"))
    ids = [paper.id for paper in subjects()[:2]]
    html = page_html(opened(papers=",".join([*ids, "2401.99999"]), topic="ice"))
    assert html.count("<li value=") == 2 and "2401.99999 is not in your library." in html


def test_a_topic_that_no_paper_is_on_is_said() -> None:
    assert "No paper in your library is on" in opened(topic="tax law in towns").warning[0].value


def test_it_is_saved_opened_refreshed_and_removed() -> None:
    page = opened(topic="owl cameras")
    page.text_input(key="overview name").set_value("mine").run()
    press(page, "Save")
    press(page, "mine")
    assert page.query_params["saved"] in ("mine", ["mine"]) and "3 papers; quoted" in page_html(page)
    press(page, "Refresh")
    assert "No paper is new since" in page_html(page)
    press(page, "Remove")
    assert not page.exception and "Name a topic" in page.info[0].value


def test_a_model_that_costs_is_asked_only_when_the_person_says_so(
    chat_server: ChatServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_model = services.open_model
    monkeypatch.setattr(services, "open_model", lambda settings: open_model(settings, chat_server.client))
    monkeypatch.setenv("PAPERS_MODEL", "m")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://localhost:1/v1")
    found = "The owl camera needs 3.5 watts at night [2]."
    draft = json.dumps({"heading": "Watts", "text": found.replace("[2]", "[1][2][3]"), "open": ""})
    chat_server.answers_with(lambda request: at_once(draft))
    chat_server.answers_with(lambda request: streamed(found.replace("[2]", "[1][2][3]")))
    page = opened(topic="owl cameras")
    assert not chat_server.requests and "2 calls to a model" in captions(page)
    press(page, "Write it")
    assert len(chat_server.requests) == 2 and "written by m" in page_html(page)
    page.run()
    assert len(chat_server.requests) == 2


def test_a_question_below_is_answered_from_its_papers_only() -> None:
    page = opened(topic="owl cameras")
    page.chat_input[0].set_value("What was measured about violin wood or owl cameras?").run()
    assert "Violin" not in page_html(page).split("</ol>")[-1]


def test_a_strangers_topic_is_escaped() -> None:
    html = page_html(opened(papers=subjects()[0].id, topic="<script>alert(1)</script>"))
    assert "<script>" not in html
