"""The front page through Streamlit's own test driver: TL;DRs, stepping through days, topics, what is followed."""

from dataclasses import replace
from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

from assistant import services
from assistant.checking.citations import Claim
from assistant.digests.tldr import ChosenTldrs
from assistant.errors import ModelUnreachable
from assistant.library.library import Library
from assistant.library.papers import Paper
from assistant.llm.models import Usage
from tests.conftest import ChatServer
from tests.days import DAY, day_papers
from tests.web.helpers import APP, captions, page_html, press

pytestmark = pytest.mark.usefixtures("fresh_caches")


@pytest.fixture
def at_home(library: Library) -> Library:
    """Nine papers of a Wednesday, and one of the Monday before."""
    earlier = replace(
        day_papers()[0], id="2501.00099", title="Monday's Ice", featured=DAY - timedelta(days=2)
    )
    library.put([*day_papers(), earlier])
    return library


@pytest.fixture
def app(at_home: Library) -> AppTest:
    at_home.store.close()
    return opened()


def opened() -> AppTest:
    app = AppTest.from_file(APP, default_timeout=30).run()
    assert not app.exception
    return app


def test_the_newest_day_is_the_front_page_with_a_tldr_a_paper(app: AppTest) -> None:
    assert app.title[0].value == "Wednesday, 12 November 2025"
    html = page_html(app)
    assert html.count('class="tldr"') == 9 and "being written" not in html
    assert all(paper.title in html for paper in day_papers())
    assert 'class="answer headline"' in html and "Glacier ice" in html and "<mark>" in html
    assert "9 papers featured on Daily Papers." in captions(app)
    assert len(app.get("vega_lite_chart")) == 1


def test_a_model_that_costs_is_asked_only_when_the_person_says_so(
    at_home: Library, chat_server: ChatServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_home.store.close()
    open_model = services.open_model
    monkeypatch.setattr(services, "open_model", lambda settings: open_model(settings, chat_server.client))
    monkeypatch.setenv("PAPERS_MODEL", "m")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://localhost:1/v1")
    chat_server.says("A sentence that no abstract holds.")
    app = opened()
    assert page_html(app).count('class="tldr"') == 9 and not chat_server.requests
    button = next(each for each in app.button if each.label == "Have m write the TL;DRs")
    assert "9 TL;DRs to be written by a model" in button.help
    button.click().run()
    assert len(chat_server.requests) == 9
    assert "Have m write the TL;DRs" not in [each.label for each in app.run().button]
    assert len(chat_server.requests) == 9


def test_arrows_step_to_the_days_that_have_papers(app: AppTest) -> None:
    app.button(key="chevron_left").click().run()
    assert app.title[0].value == "Monday, 10 November 2025"
    assert "Monday&#39;s Ice" in page_html(app)
    assert app.button(key="chevron_left").disabled
    app.button(key="chevron_right").click().run()
    assert app.title[0].value == "Wednesday, 12 November 2025"
    assert app.button(key="chevron_right").disabled


def test_a_week_has_the_papers_of_its_days_and_themes_over_time(app: AppTest) -> None:
    app.segmented_control(key="kind").set_value("week").run()
    assert app.title[0].value == "10 to 16 November 2025"
    assert page_html(app).count('class="tldr"') == 10
    assert len(app.get("vega_lite_chart")) == 2
    app.segmented_control(key="kind").set_value("day").run()
    assert app.title[0].value == "Wednesday, 12 November 2025"


def test_a_day_without_papers_says_why(app: AppTest) -> None:
    app.date_input(key="jump").set_value(DAY + timedelta(days=3)).run()
    assert app.title[0].value == "Saturday, 15 November 2025"
    assert "weekend" in app.info[0].value and 'class="tldr"' not in page_html(app)


def test_a_day_that_was_not_fetched_can_be_fetched_from_here(app: AppTest) -> None:
    app.date_input(key="jump").set_value(DAY + timedelta(days=1)).run()
    assert "not fetched" in app.info[0].value
    assert "Fetch Daily Papers of Thursday, 13 November 2025" in [each.label for each in app.button]


def test_an_address_leads_to_its_day(at_home: Library) -> None:
    at_home.store.close()
    app = AppTest.from_file(APP, default_timeout=30)
    app.query_params["of"] = "2025-11"
    assert app.run().title[0].value == "November 2025"
    app = AppTest.from_file(APP, default_timeout=30)
    app.query_params["of"] = "<b>"
    assert "is not a day, week or month" in app.run().error[0].value


def test_a_topic_leaves_the_papers_on_it(app: AppTest) -> None:
    app.segmented_control(key="order").set_value("topic").run()
    assert 'class="tldr"' not in page_html(app)
    app.text_input(key="topic").set_value("bread yeast").run()
    html = page_html(app)
    assert html.count('class="tldr"') == 3 and "Slow Bread Yeast" in html
    assert "6 on other topics" in captions(app)


def test_what_is_followed_can_be_said_on_the_page_and_taken_back(app: AppTest) -> None:
    app.segmented_control(key="order").set_value("follow").run()
    assert "You follow no topic yet." in app.info[0].value
    for text, button in (("violin wood", "Follow"), ("luthiers ear", "Mute"), ("struck", "Mute")):
        app.text_input[0].set_value(text)
        press(app, button)
    assert "3 muted" in captions(app)
    app.button(key="unfollow struck").click().run()
    assert page_html(app).count('class="tldr"') == 3


def test_a_paper_that_fails_has_its_reason_in_its_place_and_is_tried_again(
    at_home: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = ChosenTldrs.write

    def failing(self: ChosenTldrs, paper: Paper, usage: Usage) -> Claim:
        if paper.id == "2501.00002":
            raise ModelUnreachable("The server cannot be reached.", "Check the network.")
        return write(self, paper, usage)

    at_home.store.close()
    monkeypatch.setattr(ChosenTldrs, "write", failing)
    html = page_html(opened())
    assert html.count('class="tldr"') == 8 and "No TL;DR. The server cannot be reached." in html
    monkeypatch.setattr(ChosenTldrs, "write", write)
    assert page_html(opened()).count('class="tldr"') == 9


def test_asking_from_here_is_answered_on_the_ask_page(app: AppTest) -> None:
    app.chat_input[0].set_value("How much ice did the glacier lose in a year?").run()
    assert app.chat_message and "two metres" in page_html(app)


def test_asking_about_one_paper_is_answered_from_it_alone(app: AppTest) -> None:
    app.switch_page("assistant/web/ask.py")
    app.query_params["paper"] = "2501.00004"
    app.run()
    assert app.chat_input[0].placeholder == "Ask about Bread Yeast at Dawn"
    app.chat_input[0].set_value("How fast does bread yeast raise dough?").run()
    html = page_html(app)
    assert "six hours" in html and "Bread Yeast and Sugar" not in html
    press(app, "Ask the whole library")
    assert app.chat_input[0].placeholder == "Ask about the papers in your library"


def test_papers_can_be_put_aside_to_compare(app: AppTest) -> None:
    app.button(key="compare 2501.00004").click().run()
    assert app.button(key="compare 2501.00004").label == "Added to comparison"
    app.button(key="compare 2501.00001").click().run()
    assert app.session_state["comparison"] == ["2501.00004", "2501.00001"]


def test_an_empty_library_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAPERS_SAMPLE", "no")
    assert "Your library is empty" in opened().info[0].value


def test_a_title_in_the_counts_brings_no_picture_in(at_home: Library) -> None:
    at_home.put([replace(day_papers()[0], title="![x](https://example.org/x.png)", upvotes=999)])
    at_home.store.close()
    counts = captions(opened())
    assert "example.org" in counts and "![x](" not in counts
