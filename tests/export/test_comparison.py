"""A comparison in its forms: nothing of a stranger's becomes a formula, a command, a tag or a row of its own."""

import csv
import io
import json
import re
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.comparing.cells import QuotingCells
from assistant.comparing.compare import compare, finished
from assistant.comparing.comparison import Comparison
from assistant.evidence.aspects import aspects_named
from assistant.export import shapes
from assistant.export.comparison import harmless, in_form, in_latex
from assistant.export.comparison_table import as_html
from assistant.export.forms import FORMS, TABLES
from assistant.jsonable import to_json
from assistant.reader.embeddings import Embedder
from tests.birds import HOSTILE, PAPERS
from tests.conftest import paper

TRICKS = paper(
    8,
    title='=HYPERLINK("http://evil","x") | a & b',
    abstract=f"=1+1 is what we propose for owls & co. {HOSTILE}",
)


@pytest.fixture(scope="module")
def one(embedder: Embedder) -> Comparison:
    aspects = aspects_named(["problem", "approach", "results", "=cmd|' /C calc'!A0"])
    return finished(compare([*PAPERS, TRICKS], aspects, QuotingCells(embedder)))


def test_markdown_has_a_table_with_escaped_cells_and_numbered_references(one: Comparison) -> None:
    text = in_form(one, "markdown")
    table = [line for line in text.splitlines() if line.startswith("| ")]
    assert len(table) == 2 + len(one.rows)
    assert all(len(re.findall(r"(?<!\\)\|", line)) == len(one.aspects) + 2 for line in table)
    assert "<script>" not in text and r"1. Ada Abel \& Bo Berg (2025)" in text


def test_csv_cells_are_no_formulas(one: Comparison) -> None:
    rows = list(csv.reader(io.StringIO(in_form(one, "csv"))))
    assert len(rows) == 1 + len(one.rows) and rows[1][-1] == PAPERS[0].url
    assert not any(cell.lstrip()[:1] in ("=", "+", "-", "@") for row in rows for cell in row)
    assert rows[0][4].startswith("'=cmd")


@given(st.text())
def test_no_text_at_all_becomes_a_formula(text: str) -> None:
    assert harmless(text).lstrip()[:1] not in ("=", "+", "-", "@", "\t", "\r")


def test_workbook_holds_strings_and_no_formula(one: Comparison) -> None:
    with zipfile.ZipFile(io.BytesIO(in_form(one, "xlsx"))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in sheet and sheet.count("<row ") == 1 + len(one.rows)
        assert "HYPERLINK" in book.read("xl/sharedStrings.xml").decode()
        assert not [name for name in book.namelist() if "external" in name.lower()]


def test_latex_is_escaped_and_has_a_cell_for_every_aspect(one: Comparison) -> None:
    text = in_form(one, "latex")
    lines = [line for line in text.splitlines() if line.endswith(r" \\")]
    assert len(lines) == 1 + len(one.rows)
    assert all(len(re.findall(r"(?<!\\)&", line)) == len(one.aspects) for line in lines)


@given(st.text())
def test_no_text_can_leave_its_latex_cell(text: str) -> None:
    written = re.sub(r"\\(?:text\w+\{\}|[{}&%$#_])", "", in_latex(text))
    assert not set(written) & set("\\{}&%$#_~^")


def test_json_is_the_comparison(one: Comparison) -> None:
    assert json.loads(in_form(one, "json")) == {"version": 1, **to_json(one, shapes.Comparison)}


def test_html_opens_each_cells_sentence_in_a_card_and_escapes_all_else(one: Comparison) -> None:
    html = as_html(one, "k")
    assert "<script>" not in html and "<mark>" in html
    targets = re.findall(r'popovertarget="([^"]+)"', html)
    ids = re.findall(r'<div popover id="([^"]+)"', html)
    assert ids and sorted(targets) == sorted(ids * 2), "each card has a button to open it and one to close it"
    assert len(set(ids)) == len(ids)
    assert html.count("not stated in the abstract") >= 1


def test_html_is_one_page_without_script_or_request(one: Comparison) -> None:
    html = in_form(one, "html")
    assert html.startswith("<!doctype html>") and "<script" not in html
    assert not re.search(r"<(?:link|img|iframe)|src=", html)


@pytest.mark.parametrize("form", [*FORMS, *TABLES])
def test_every_form_that_is_offered_is_made(form: str, one: Comparison) -> None:
    assert in_form(one, form)
