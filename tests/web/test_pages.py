"""The pages through Streamlit's own test driver, on a real library, with the quoting writer or a mock endpoint."""

import os
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from assistant import services
from assistant.asking.intent import Intent
from assistant.asking.question import Question
from assistant.asking.reply import Reply
from assistant.conversations import Conversation, Conversations
from assistant.library.importing import import_papers
from assistant.library.library import Library
from assistant.library.sources import sample
from assistant.llm import models
from tests.conftest import ChatServer
from tests.web.helpers import APP, captions, page_html, press

pytestmark = pytest.mark.usefixtures("fresh_caches")


@pytest.fixture
def app(library: Library) -> AppTest:
    import_papers(sample.read(), library)
    library.store.close()
    return AppTest.from_file(APP, default_timeout=30).run().switch_page("assistant/web/ask.py").run()


def endpoint(monkeypatch: pytest.MonkeyPatch, server: ChatServer) -> None:
    monkeypatch.setenv("PAPERS_MODEL", "m")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://localhost:1/v1")
    open_model = models.open_model
    monkeypatch.setattr(services, "open_model", lambda settings: open_model(settings, server.client))


def kept() -> Conversations:
    """What is kept in the home of the pages."""
    return Conversations(Path(os.environ["PAPERS_HOME"]))


def listed(app: AppTest) -> list[str]:
    """The conversations in the sidebar."""
    return [button.label.strip("*") for button in app.button if (button.key or "").startswith("open ")]


def ask(app: AppTest, question: str) -> AppTest:
    return app.chat_input[0].set_value(question).run()


def test_of_the_one_paper_that_is_asked_about_it_need_not_be_said_again(library: Library) -> None:
    import_papers(sample.read(), library)
    library.store.close()
    app = AppTest.from_file(APP, default_timeout=30).run()
    app.query_params["paper"] = "2509.08721"
    app.switch_page("assistant/web/ask.py").run()
    assert "SAPO raised cumulative reward" in page_html(ask(app, "What was found?"))


def test_first_start_fills_an_empty_library_with_the_sample_and_says_so() -> None:
    app = AppTest.from_file(APP, default_timeout=60).run()
    assert not app.exception
    assert app.status[0].label == "48 sample papers are ready"
    app.switch_page("assistant/web/ask.py").run()
    assert "described in this project's own words" in captions(app)


def test_suggested_question_is_answered_when_it_is_pressed(app: AppTest) -> None:
    suggestion = next(button for button in app.button if button.label.endswith("?"))
    suggestion.click().run()
    assert app.chat_message[0].get("text")[0].value == suggestion.label
    assert 'class="cite"' in page_html(app)


def test_answer_cites_and_marks_the_sentence_in_its_abstract(app: AppTest) -> None:
    ask(app, "How does SAPO share rollouts?")
    html = page_html(app)
    assert "Sharing is Caring" in html
    assert "<mark>" in html
    assert "quoted" in captions(app)


def test_filters_said_in_the_question_are_chips_and_a_chip_can_be_taken_away(app: AppTest) -> None:
    ask(app, "What helps reasoning with reinforcement learning before 2010?")
    assert "Your library has no paper published until 2009-12-31." in app.info[0].value
    app.button(key="chip 0 since until").click().run()
    assert len(app.chat_message) == 4
    assert 'class="cite"' in page_html(app)


def test_follow_up_understands_what_came_before(app: AppTest) -> None:
    ask(app, "How does SAPO share rollouts?")
    ask(app, "What gains did it achieve?")
    assert "94%" in page_html(app)


def test_off_topic_question_gets_its_own_sentence_and_no_far_fetched_papers(app: AppTest) -> None:
    ask(app, "What is the capital of France?")
    assert "Nothing in your library answers this." in app.info[0].value
    assert not app.expander


def test_a_question_near_the_topic_that_nothing_answers_is_offered_the_nearest_papers(app: AppTest) -> None:
    ask(app, "Which law forbids parameter sharing?")
    assert app.expander[0].label == "Nearest papers"


def test_a_model_that_is_unreachable_is_told_and_the_evidence_quoted(
    app: AppTest, monkeypatch: pytest.MonkeyPatch, chat_server: ChatServer
) -> None:
    endpoint(monkeypatch, chat_server)
    chat_server.fails(401)
    st.cache_resource.clear()
    ask(app, "How does SAPO share rollouts?")
    assert "Check OPENAI_API_KEY" in app.warning[0].value
    assert "“" in page_html(app)


def test_unsupported_claim_is_unmistakable_and_can_be_hidden(
    app: AppTest, monkeypatch: pytest.MonkeyPatch, chat_server: ChatServer
) -> None:
    endpoint(monkeypatch, chat_server)
    chat_server.says(
        "SAPO is a decentralized reinforcement learning algorithm that shares rollouts. [1] It won 777 medals. [1]"
    )
    st.cache_resource.clear()
    ask(app, "How does SAPO share rollouts?")
    assert "✗ unsupported" in page_html(app)
    app.toggle[0].set_value(True).run()
    assert "777 medals" not in page_html(app)


def test_a_second_opinion_is_asked_for_with_a_button_and_its_failure_changes_nothing(
    app: AppTest, chat_server: ChatServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    endpoint(monkeypatch, chat_server)
    st.cache_resource.clear()
    chat_server.says("Nodes share rollouts with one another in a decentralized network [1].")
    ask(app, "How does SAPO share rollouts?")
    before = captions(app)
    chat_server.answers.clear()
    chat_server.says("I would rather not.")
    app.button(key="opinion 0").click().run()
    assert "There is no second opinion" in app.warning[0].value and captions(app) == before
    chat_server.answers.clear()
    chat_server.says("1: no, the source says nothing of it")
    app.button(key="opinion 0").click().run()
    assert "Second opinion of m: disagrees with 1." in captions(app) and "1 unsupported" in captions(app)
    assert "m disagrees: the source says nothing of it." in page_html(app)
    assert not [button for button in app.button if button.key == "opinion 0"]


def test_library_page_removes_the_sample_with_one_click_for_good(app: AppTest) -> None:
    app.switch_page("assistant/web/library.py").run()
    press(app, "Remove the sample")
    assert "Your library is empty." in app.info[0].value
    again = AppTest.from_file(APP, default_timeout=30).run().switch_page("assistant/web/ask.py").run()
    assert "Your library is empty" in again.info[0].value


def test_removing_papers_leaves_no_other_paper_ticked(app: AppTest) -> None:
    app.switch_page("assistant/web/library.py").run()
    titles = list(app.dataframe[0].value["title"])
    key = "papers  any [] most upvotes 48 1"
    app.session_state[key] = {"selection": {"rows": [0, 1], "columns": [], "cells": []}}
    app.run()
    press(app, "Remove these 2")
    assert list(app.dataframe[0].value["title"]) == titles[2:]
    assert not [button for button in app.button if "from the library" in button.label]


def test_an_answer_stopped_before_its_first_word_says_so_and_can_be_asked_for_again(app: AppTest) -> None:
    text = "How does SAPO share rollouts?"
    question = Question(text, Intent("general", text, text))
    stopped = Conversation(replies=[Reply(question, "none", "quotations")])
    kept().keep(stopped, 0)
    app.query_params["c"] = stopped.id
    app.run()
    assert "Stopped before the first word." in captions(app)
    press(app, "Ask again")
    assert 'class="cite"' in page_html(app) and len(app.chat_message) == 4


def test_a_new_conversation_begins_empty_and_of_the_whole_library(app: AppTest) -> None:
    app.query_params["paper"] = "2509.08721"
    ask(app.run(), "What was found?")
    press(app, "New conversation")
    assert not app.chat_message and "paper" not in app.query_params
    assert app.chat_input[0].placeholder == "Ask about the papers in your library"


def test_a_conversation_has_an_address_that_opens_it_in_another_tab_and_after_a_restart(app: AppTest) -> None:
    text = page_html(ask(app, "How does SAPO share rollouts?"))
    [entry] = kept().all()
    assert app.query_params["c"] == entry.id
    st.cache_resource.clear()  # as a restarted server
    other = AppTest.from_file(APP, default_timeout=30)
    other.query_params["c"] = entry.id
    other.switch_page("assistant/web/ask.py").run()
    assert page_html(other) == text and len(other.chat_message) == 2
    ask(other, "Who wrote it?")
    assert [each.questions[1] for each in kept().all()] == ["Who wrote it?"]


def test_tabs_of_one_server_share_a_conversation(app: AppTest) -> None:
    ask(app, "How does SAPO share rollouts?")
    other = AppTest.from_file(APP, default_timeout=30)
    other.query_params["c"] = app.query_params["c"]
    ask(other.switch_page("assistant/web/ask.py").run(), "Who wrote it?")
    assert len(app.run().chat_message) == 4


def test_conversations_are_listed_found_by_words_opened_renamed_and_deleted(app: AppTest) -> None:
    ask(app, "How does SAPO share rollouts?")
    first = app.query_params["c"]
    press(app, "New conversation")
    ask(app, "What is PagedAttention?")
    assert listed(app) == ["What is PagedAttention?", "How does SAPO share rollouts?"]
    app.text_input(key="search conversations").set_value("sapo").run()
    assert listed(app) == ["How does SAPO share rollouts?"]
    press(app, "How does SAPO share rollouts?")
    assert app.query_params["c"] == first and len(app.chat_message) == 2
    app.text_input(key=f"name {first}").set_value("Rollouts").run()
    press(app, "Rename")
    assert [each.name for each in kept().all()] == ["What is PagedAttention?", "Rollouts"]
    press(app, "Delete this conversation")
    app.text_input(key="search conversations").set_value("").run()
    assert listed(app) == ["What is PagedAttention?"] and not app.chat_message


def test_an_address_of_no_conversation_begins_a_new_one_and_says_so(app: AppTest) -> None:
    app.query_params["c"] = "nothing"
    app.run()
    assert "no longer there" in app.toast[0].value and not app.chat_message
    assert "c" not in app.query_params


def test_a_question_in_the_address_is_asked_once(app: AppTest) -> None:
    app.query_params["q"] = "How does SAPO share rollouts?"
    app.run()
    assert len(app.chat_message) == 2 and "q" not in app.query_params
    assert len(app.run().chat_message) == 2


def test_a_conversation_can_be_taken_away_in_five_forms(app: AppTest) -> None:
    assert not app.get("download_button")
    ask(app, "How does SAPO share rollouts?")
    labels = [each.label for each in app.get("download_button")]
    assert labels == ["Markdown", "HTML", "BibTeX", "RIS", "CSL-JSON"]


def test_each_writer_is_offered_once_and_the_one_that_is_set_comes_first(
    app: AppTest, monkeypatch: pytest.MonkeyPatch, chat_server: ChatServer
) -> None:
    assert app.selectbox(key="model_choice").options == ["quotations only", "the embedded model"]
    endpoint(monkeypatch, chat_server)
    assert app.run().selectbox(key="model_choice").options == ["m", "quotations only", "the embedded model"]
