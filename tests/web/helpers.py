"""What the tests of pages read off a page, and what they press."""

from pathlib import Path

from streamlit.testing.v1 import AppTest

APP = str(Path(__file__).parents[2] / "app.py")


def page_html(app: AppTest) -> str:
    """All that the page draws as HTML of its own."""
    return "\n".join(each.value for each in app.get("html"))


def captions(app: AppTest) -> str:
    """All that the page says in small print."""
    return "\n".join(each.value for each in app.caption)


def press(app: AppTest, label: str) -> AppTest:
    """The page after the button with this label was pressed, or else the first whose label begins so."""
    exact = [button for button in app.button if button.label == label]
    begun = [button for button in app.button if button.label.startswith(label)]
    return (exact or begun)[0].click().run()
