"""A comparison in the forms people take away: Markdown, HTML with cards, CSV, LaTeX, a workbook.

Every text is a stranger's: escaped for its form, and no cell of a table file can become a formula.
"""

import csv
import io
import re
from collections.abc import Callable

from assistant.comparing.comparison import Cell, Comparison, Row
from assistant.export import html, shapes
from assistant.export.comparison_table import PENDING, as_html
from assistant.export.markdown import escaped, reference
from assistant.export.page import page
from assistant.export.references import WRITERS
from assistant.export.terminal import doubt, plain
from assistant.jsonable import json_text
from assistant.library.papers import Paper


def as_table(one: Comparison) -> list[list[str]]:
    """Head and rows of plain text: the paper, then each aspect with its doubtful verdicts in words."""
    head = ["paper", *(aspect.name for aspect in one.aspects)]
    return [head, *([_named(row.paper, n), *_texts(row, one)] for n, row in enumerate(one.rows, 1))]


def as_markdown(one: Comparison) -> str:
    """Synthesis, table, numbered references, notes."""
    head, *rows = [[_in_table(cell) for cell in row] for row in as_table(one)]
    lines = [" | ".join(head), " | ".join("---" for _ in head), *(" | ".join(row) for row in rows)]
    parts = [
        "\n\n".join(escaped(claim.display_text) + claim.citation_markers for claim in one.synthesis),
        "\n".join(f"| {line} |" for line in lines),
        "\n".join(reference(number, paper) for number, paper in enumerate(one.papers, 1)),
        "\n".join(f"*{escaped(note)}*" for note in one.notes),
    ]
    return "\n\n".join(filter(None, parts)) + "\n"


def as_csv(one: Comparison) -> str:
    """The table with the papers' addresses, as spreadsheets read it."""
    text = io.StringIO()
    head, *rows = as_table(one)
    writer = csv.writer(text)
    writer.writerow([*map(harmless, head), "link"])
    for row, paper in zip(rows, one.papers, strict=True):
        writer.writerow([*map(harmless, row), paper.url])
    return text.getvalue()


def harmless(cell: str) -> str:
    """The text so that no spreadsheet takes it for a formula: what could begin one gets an apostrophe before it.

    https://owasp.org/www-community/attacks/CSV_Injection
    """
    cell = plain(cell)
    return f"'{cell}" if cell.lstrip()[:1] in tuple("=+-@＝＋－＠\t\r|%") else cell


def as_workbook(one: Comparison) -> bytes:
    """The table as an Excel workbook; every cell is a string, whatever it looks like."""
    import xlsxwriter

    content = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(content, options) as book:
        sheet = book.add_worksheet("comparison")
        wrapped, bold = book.add_format({"text_wrap": True, "valign": "top"}), book.add_format({"bold": True})
        for at, row in enumerate(as_table(one)):
            for column, cell in enumerate(row):
                sheet.write_string(at, column, plain(cell)[:32_767], wrapped if at else bold)
        sheet.set_column(0, len(one.aspects), 38)
        sheet.freeze_panes(1, 1)
    return content.getvalue()


_LATEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "&%$#_"},
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\textquotedbl{}",
}


def as_latex(one: Comparison) -> str:
    """A `tabularx` table (packages tabularx, booktabs; LuaLaTeX, XeLaTeX or pdfLaTeX with T1 fonts)."""
    head, *rows = [[in_latex(cell) for cell in row] for row in as_table(one)]
    columns = "l" + "X" * len(one.aspects)
    body = "\n".join(f"{' & '.join(row)} \\\\" for row in rows)
    top = f"\\begin{{tabularx}}{{\\linewidth}}{{{columns}}}\n\\toprule\n{' & '.join(head)} \\\\\n\\midrule\n"
    return f"{top}{body}\n\\bottomrule\n\\end{{tabularx}}\n"


def in_latex(text: str) -> str:
    """The text so that LaTeX prints it as it is written."""
    return "".join(_LATEX.get(sign, sign) for sign in " ".join(plain(text).split()))


def _texts(row: Row, one: Comparison) -> list[str]:
    cells = [row.cell(aspect) for aspect in one.aspects]
    return [_text(cell) if cell else PENDING for cell in cells]


def _text(cell: Cell) -> str:
    return cell.text + (doubt(cell.claim) if cell.claim else "")


def _named(paper: Paper, number: int) -> str:
    return f"[{number}] {paper.title}"


def _in_table(cell: str) -> str:
    """A line break would end the row."""
    return escaped(" ".join(re.sub(r"[\r\n]+", " ", plain(cell)).split()))


def as_json(one: Comparison) -> str:
    """The comparison as one JSON object."""
    return json_text(one, shapes.Comparison)


def as_page(one: Comparison) -> str:
    """Synthesis, table and papers as one HTML page, to be kept as a file."""
    title = f"Comparison of {len(one.papers)} papers"
    return page(title, html.render("comparison.title", title) + as_html(one) + html.papers(one.papers))


_MAKERS: dict[str, Callable[[Comparison], str | bytes]] = {
    "markdown": as_markdown,
    "html": as_page,
    "csv": as_csv,
    "xlsx": as_workbook,
    "latex": as_latex,
    "json": as_json,
}


def in_form(one: Comparison, form: str) -> str | bytes:
    """The comparison in one of `forms.FORMS` and `forms.TABLES`; bytes for a workbook."""
    return _MAKERS[form](one) if form in _MAKERS else WRITERS[form](one.papers)
