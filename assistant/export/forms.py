"""The forms a result can be taken away in: what they are called, how a file of each is named and labelled."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Form:
    """One form: its name for people, the ending of its files, and their media type."""

    label: str
    ending: str
    media_type: str


FORMS: Mapping[str, Form] = {
    "markdown": Form("Markdown", ".md", "text/markdown"),
    "html": Form("HTML", ".html", "text/html"),
    "bibtex": Form("BibTeX", ".bib", "application/x-bibtex"),
    "ris": Form("RIS", ".ris", "application/x-research-info-systems"),
    "csl": Form("CSL-JSON", ".json", "application/vnd.citationstyles.csl+json"),
}
"""By the names that `--format` has for them, in the order in which pages offer them."""

TABLES: Mapping[str, Form] = {
    "csv": Form("CSV", ".csv", "text/csv"),
    "xlsx": Form(
        "Excel workbook", ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    ),
    "latex": Form("LaTeX", ".tex", "text/x-tex"),
    "json": Form("JSON", ".json", "application/json"),
}
"""What a table can be taken away in beside them."""
