"""The sample library: real papers that let a newcomer start with no network.

Titles, authors, dates and links are the papers' own; where the abstract would stand there is a description in
this project's own words, so every such paper says `source="sample"` and gives way to the real abstract.
"""

import json
from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from typing import Any

from assistant.library.papers import SAMPLE, Paper, id_from_title


def read() -> Iterator[Paper]:
    """The sample papers."""
    text = files(__package__).joinpath("sample.jsonl").read_text(encoding="utf-8")
    return (_paper(json.loads(line)) for line in text.splitlines() if line)


def _paper(row: dict[str, Any]) -> Paper:
    lists = {name: tuple(row[name]) for name in ("authors", "categories", "keywords")}
    days = {name: row[name] and date.fromisoformat(row[name]) for name in ("published", "featured")}
    return Paper(**row | lists | days | {"id": row["id"] or id_from_title(row["title"]), "source": SAMPLE})
