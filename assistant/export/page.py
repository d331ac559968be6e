"""A whole HTML page in one file: opens in any browser, asks no server, runs no script."""

from pathlib import Path

from assistant.export.html import render

_STYLE = Path(__file__).with_name("style.css")


def page(title: str, body: str) -> str:
    """The page around a body; the title is escaped here, the body is HTML already."""
    from markupsafe import Markup

    return render("page.page", title, Markup(body), Markup(style())) + "\n"


def style() -> str:
    """The style sheet of everything that `assistant/output` writes as HTML."""
    return _STYLE.read_text(encoding="utf-8")
