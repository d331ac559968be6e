"""A whole HTML page in one file: opens in any browser, asks no server, runs no script."""

from html import escape
from pathlib import Path

_STYLE = Path(__file__).with_name("style.css")
_ALONE = """
:root { color-scheme: light dark; }
body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.6 system-ui, sans-serif;
  background: light-dark(#fff, #14181a); color: light-dark(#1d2320, #e8ece9); }
h1 { font-size: 1.5rem; } h2 { font-size: 1.2rem; margin-top: 2rem; }
a { color: light-dark(#0f6b5c, #7fd8c6); }
"""
"""What the web app's theme gives a page there."""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""Even if a stranger's text came through unescaped, the browser would load and run nothing."""


def page(title: str, body: str) -> str:
    """The page around a body; the title is escaped here, the body is HTML already."""
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{style()}{_ALONE}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def style() -> str:
    """The style sheet of everything that `assistant/output` writes as HTML."""
    return _STYLE.read_text(encoding="utf-8")
