"""The Compare page through Streamlit's own test driver, on a small library, with no model."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.birds import PAPERS
from tests.web.helpers import APP, page_html, press

pytestmark = pytest.mark.usefixtures("fresh_caches")
ONE, TWO, THREE = PAPERS[:3]


@pytest.fixture
def page(birds_at_home: None) -> AppTest:
    app = AppTest.from_file(APP, default_timeout=30).run()
    return app.switch_page("assistant/web/compare.py").run()


def want(app: AppTest, text: str, label: str = "Add this paper") -> AppTest:
    app.text_input(key="wanted").set_value(text)
    return press(app, label)


def test_papers_are_added_compared_and_taken_away(page: AppTest) -> None:
    want(page, ONE.id)
    assert "Choose at least two papers" in page.info[0].value
    want(page, "folding laundry robots")
    assert page_html(page).count("<tbody>") == 2 and "<mark>" in page_html(page)
    page.button(key=f"without {ONE.id}").click().run()
    assert page.session_state["comparison"] == [TWO.id]


def test_the_search_chooses_and_what_is_not_here_can_be_fetched(page: AppTest) -> None:
    want(page, "compare the memory methods for agents and long documents", "Let the search choose")
    assert set(page.session_state["comparison"]) == {ONE.id, THREE.id}
    want(page, "https://arxiv.org/abs/2401.99999")
    assert "2401\\.99999 is not in your library." in [each.value for each in page.markdown]
    assert "Fetch it from arXiv" in [each.label for each in page.button]
    assert page_html(page).count("<tbody>") == 2, "the others are compared meanwhile"
    page.button(key="without 2401.99999").click().run()
    assert "Fetch it from arXiv" not in [each.label for each in page.button]
    want(page, "a paper of no name")
    assert "No paper in your library is called" in page.warning[0].value
    assert len(page.session_state["comparison"]) == 2


def test_a_link_names_papers_and_aspects_and_the_page_keeps_it(birds_at_home: None) -> None:
    app = AppTest.from_file(APP, default_timeout=30)
    app.query_params["papers"] = f"{ONE.id},{TWO.id}"
    app.query_params["aspects"] = "results,hours of video"
    app.run()
    app.switch_page("assistant/web/compare.py").run()
    assert app.multiselect(key="aspects").value == ["results", "hours of video"]
    assert "hours of video" in page_html(app)
    app.button(key=f"without {TWO.id}").click().run()
    assert app.query_params["papers"] in (ONE.id, [ONE.id])


def test_a_comparison_is_saved_and_opened_again(page: AppTest) -> None:
    page.session_state["comparison"] = [ONE.id, TWO.id]
    page.run()
    page.text_input(key="name").set_value("mine").run()
    press(page, "Save")
    page.session_state["comparison"] = []
    page.run()
    press(page, "mine")
    assert page.session_state["comparison"] == [ONE.id, TWO.id]
    assert "comparison" in page_html(page)


def test_a_question_below_the_table_is_answered_from_its_papers_only(page: AppTest) -> None:
    page.session_state["comparison"] = [ONE.id, TWO.id]
    page.run()
    page.chat_input[0].set_value("How is memory cut or given to agents?").run()
    told = page_html(page).split("</table>")[-1]
    assert "Kestrel" in told and THREE.title not in told


def test_an_aspect_of_a_stranger_is_escaped(page: AppTest) -> None:
    page.session_state["comparison"] = [ONE.id, TWO.id]
    page.session_state["aspects"] = ["<script>alert(1)</script>"]
    page.run()
    assert "<script>" not in page_html(page) and "&lt;script&gt;" in page_html(page)
