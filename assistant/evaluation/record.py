"""The table of a run written into a document, between two marks, with the day, the machine and the versions."""

import os
import platform
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from assistant.diagnosis import versions
from assistant.errors import InputError
from assistant.evaluation.table import Row, as_markdown

BEGIN, END = "<!-- papers eval: begin -->", "<!-- papers eval: end -->"
PACKAGES = ("chromadb", "tantivy", "onnxruntime", "sentencex", "xllamacpp")
"""Those whose version can move a figure."""


def write_into(document: Path, rows: Sequence[Row], command: str, seconds: float, today: date) -> None:
    """Replace what stands between the document's two marks; InputError where it has not both, in order."""
    check(document)
    before, rest = document.read_text(encoding="utf-8").split(BEGIN, 1)
    after = rest.split(END, 1)[1]
    text = f"{BEGIN}\n\n{_heading(command, seconds, today)}\n\n{as_markdown(rows)}\n\n{END}"
    document.write_text(before + text + after, encoding="utf-8")


def check(document: Path) -> None:
    """InputError unless there is such a document with the two marks: better said before a long run than after."""
    text = document.read_text(encoding="utf-8") if document.is_file() else ""
    if not 0 <= text.find(BEGIN) < text.find(END):
        raise InputError(
            f"{document} has no place for the table.", f"Put the lines {BEGIN} and {END} where it belongs."
        )


def _heading(command: str, seconds: float, today: date) -> str:
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    return f"`{command}` on {today}, {seconds / 60:.0f} minutes; {machine}; {versions(PACKAGES)}."
