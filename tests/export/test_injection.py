"""What strangers might plant in their papers stays text: addresses, macros, bare links, characters that no one can see."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from assistant.export import digest as forms
from assistant.export import html, mail
from assistant.export.latex import in_bibtex, protected
from assistant.export.markdown import escaped
from assistant.export.references import bibtex
from assistant.export.terminal import plain
from assistant.library.cleaning import visible, web_address
from assistant.library.sources.entries import one_line
from tests.conftest import paper
from tests.export.digests import of
from tests.export.test_html import Read

ADDRESSES = [
    'https://code.example/"><script>alert(1)</script>',
    "https://code.example/> <img src=x onerror=alert(1)>",
    "https://code.example/'onmouseover='alert(1)",
    "https://code.example/`\\|{}",
    "https://code.example/\u202egnp.exe",
    "javascript:alert(1)//https://code.example",
    "data:text/html,<script>alert(1)</script>",
    "//code.example/x",
    "https://[code.example",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_strangers_address_ends_no_link_and_runs_nothing(address: str) -> None:
    digest = of([paper(1, code=address)])  # as an earlier version may have stored it
    markdown = MarkdownIt("commonmark").render(forms.markdown(digest))
    pages = [markdown, forms.entry(digest.entries[0], "k"), html.paper(digest.papers[0]), mail.html(digest)]
    for page in pages:
        read = Read(page)
        assert not {tag[0] for tag in read.tags} & {"script", "img"}
        assert not any(name.startswith("on") for name, _ in read.values)
        links = [str(value) for name, value in read.values if name == "href"]
        assert links and all(
            link.startswith("https://") and not re.search(r'[\s"<>`\\]', link) for link in links
        )
    assert address not in mail.text(digest) or address == web_address(address)


def test_an_address_stays_as_it_is_where_it_may() -> None:
    for address in ("https://a.example/b?c=d&e=%20#f", "http://a.example:80/~b/(c)", "https://a.example/é"):
        assert web_address(address) == address.replace("é", "%C3%A9")


def test_every_link_of_a_template_is_checked_and_nothing_is_marked_safe_but_our_own_tags() -> None:
    for file in Path(html.__file__).with_name("templates").iterdir():
        text = file.read_text(encoding="utf-8")
        assert all("|address }}" in link for link in re.findall(r'(?:href|src)="([^"]*)"', text)), file.name
        assert all(
            re.fullmatch(r"""["']<?/?[\w ="]+>?["']""", said)
            for said in re.findall(r"(\S+|'[^']+')\|safe", text)
        )


def test_a_value_that_a_template_lacks_is_an_error() -> None:
    from jinja2 import UndefinedError

    with pytest.raises(UndefinedError):
        html.render("parts.paper", object())


@pytest.mark.parametrize(
    "title",
    [
        r"$\input{/etc/passwd}$", r"A $x\write18{rm}$ b", r"$\csname input\endcsname{x}$", r"$^^5cinput{x}$",
        r"$\mathrm{\include{x}}$", r"$\def\x{y}$", r"$\href{https://evil.example}{x}$", r"$\catcode`\@=11$",
    ],
)  # fmt: skip
def test_a_macro_in_a_title_is_printed_not_run(title: str) -> None:
    for written in (in_bibtex(title), protected(title), bibtex([paper(1, title=title)])):
        live = re.findall(r"\\([a-zA-Z]+)|\^\^", written)
        assert not set(live) - {
            "textbackslash",
            "textbraceleft",
            "textbraceright",
            "textasciicircum",
            "textasciigrave",
            "textquoteright",
        }
        assert "textbackslash" in written or "textasciicircum" in written, "it is shown as it was written"


@pytest.mark.parametrize(
    "formula", [r"$\alpha$", r"$\mathbb{R}^2$", r"$\frac{1}{2}$", r"$k$", r"$\ell_2 \leq \sqrt{n}$"]
)
def test_a_formula_that_only_prints_stays_one(formula: str) -> None:
    assert in_bibtex(f"On {formula} balls") == f"On {formula} balls"


@pytest.mark.parametrize("text", ["see https://evil.example/x now", "www.evil.example", "WWW.evil.example"])
def test_a_bare_address_is_no_link_on_github(text: str) -> None:
    assert not re.search(r"(?<!\\)://|www\.", escaped(text), re.IGNORECASE)
    assert MarkdownIt("commonmark").render(escaped(text)) == f"<p>{text}</p>\n"


HIDDEN = [
    "\u202e",
    "\u2066",
    "\u200f",
    "\u200b",
    "\u200d",
    "\u2060",
    "\ufeff",
    "\u00ad",
    "\U000e0041",
    "\ufe0f",
    "\U000e0100",
]


@pytest.mark.parametrize("sign", HIDDEN, ids=ascii)
def test_what_no_one_can_see_is_taken_out_where_it_enters_and_where_it_is_shown(sign: str) -> None:
    text = f"Ignore{sign} this é"
    assert visible(text) == one_line(text) == plain(text) == "Ignore this é"
    digest = of([replace(paper(1), title=text)])
    assert sign not in mail.text(digest) and sign not in mail.html(digest)


def test_what_can_be_seen_stays() -> None:
    for text in ("naïve Müller 李明 α≤β “x” – …", "e\u0301 🦉", "plain"):
        assert visible(text) == text
