"""The explanation page through Streamlit's own test driver."""

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from assistant.explaining.readers import READERS
from assistant.library.library import Library
from assistant.library.papers import SAMPLE
from tests.birds import PAPERS
from tests.web.helpers import APP, captions, page_html, press

pytestmark = pytest.mark.usefixtures("fresh_caches")


@pytest.fixture
def app(library: Library) -> AppTest:
    library.put(PAPERS)
    library.store.close()
    return AppTest.from_file(APP, default_timeout=30)


def opened(app: AppTest, **query: str) -> AppTest:
    app.switch_page("assistant/web/explain.py")
    for name, value in query.items():
        app.query_params[name] = value
    return app.run()


def test_a_sample_paper_is_labelled(app: AppTest, library: Library) -> None:
    assert 'class="sample"' not in page_html(opened(app, paper="2501.00001"))
    library.put([replace(PAPERS[0], source=SAMPLE)])
    library.store.close()
    assert 'class="sample"' in page_html(app.run())


def test_a_link_opens_the_explanation_for_its_reader(app: AppTest) -> None:
    opened(app, paper="2501.00001", **{"for": "executive"})
    assert not app.exception and not app.error and PAPERS[0].title in page_html(app)
    assert "What was found" in page_html(app) and "Why it matters" not in page_html(app)
    assert app.selectbox(key="explain_reader").value == "executive"
    assert "own words, shortened" in captions(app)


def test_another_reader_gets_another_explanation(app: AppTest) -> None:
    opened(app, paper="2501.00001")
    for name in READERS:
        app.selectbox(key="explain_reader").set_value(name).run()
        assert not app.exception and not app.error and "What it is about" in page_html(app)
    app.selectbox(key="explain_reader").set_value("own").run()
    assert "What it is about" not in page_html(app)
    app.text_input(key="explain_own").set_value("a banker").run()
    assert "What it is about" in page_html(app)


def test_a_search_offers_papers_and_a_title_opens_one(app: AppTest) -> None:
    opened(app)
    app.text_input(key="explain_find").set_value("robots at home").run()
    button = next(each for each in app.button if "Heron" in each.label)
    button.click().run()
    assert "What it is about" in page_html(app) and PAPERS[1].title in page_html(app)


def test_a_word_of_a_title_may_be_a_topic(app: AppTest) -> None:
    opened(app)
    app.text_input(key="explain_find").set_value("memory").run()
    assert {PAPERS[0].title, PAPERS[2].title} <= {each.label for each in app.button}
    app.text_input(key="explain_find").set_value("sparse memory").run()
    assert [each.label for each in app.button] == [PAPERS[2].title]


def test_a_number_that_is_not_there_is_offered_to_be_fetched(app: AppTest) -> None:
    opened(app)
    app.text_input(key="explain_find").set_value("https://arxiv.org/abs/2509.99999v2").run()
    assert "99999 is not in your library." in app.warning[0].value
    assert [each.label for each in app.button] == ["Fetch it from arXiv"]


def test_with_no_paper_chosen_some_are_offered(app: AppTest) -> None:
    opened(app)
    press(app, PAPERS[0].title)
    assert "What it is about" in page_html(app)
    assert PAPERS[0].title not in [each.label for each in app.button]


def test_an_unknown_paper_can_be_fetched(app: AppTest) -> None:
    opened(app, paper="2509.08721")
    assert "08721 is not in your library." in app.warning[0].value
    assert "Fetch it from arXiv" in [each.label for each in app.button]


def test_a_paper_can_be_compared_and_asked_about(app: AppTest) -> None:
    opened(app, paper="2501.00001")
    press(app, "Add to comparison")
    assert app.session_state["comparison"] == ["2501.00001"]
    app.switch_page("assistant/web/ask.py")
    app.query_params["paper"] = "2501.00001"
    app.run()
    press(app, "What does")
    assert not app.exception and not app.error and "Kestrel" in app.chat_message[0].get("text")[0].value


def test_a_reader_named_in_a_link_brings_no_picture_in(app: AppTest) -> None:
    opened(app, paper="2501.00001", **{"for": "![x](https://example.org/x.png)"})
    shown = captions(app)
    assert "example.org" in shown and "![x](" not in shown


def test_an_address_of_no_paper_brings_no_picture_in(app: AppTest) -> None:
    opened(app, paper="![x](https://example.org/x.png)")
    assert "example.org" in app.warning[0].value and "![x](" not in app.warning[0].value
