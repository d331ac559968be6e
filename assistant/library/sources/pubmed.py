"""PubMed's own format (`.nbib`, MEDLINE), as its button "Cite" and "Send to: Citation manager" give it."""

import re
from collections.abc import Iterator

from assistant.library.sources import tagged
from assistant.library.sources.entries import Entry
from assistant.library.sources.references import Reference
from assistant.library.sources.retractions import is_kind_of_retraction
from assistant.library.sources.tagged import Record, joined, listed

_FIRST = re.compile(r"^PMID ?- ?\d", re.MULTILINE)
_LINE = re.compile(r"([A-Z]{2,4}) {0,2}- ?(.*)")
_SHORT = re.compile(r"^(\S.*) ([A-Z]{1,4})")
"""A name with initials only: `Lind B`, `van der Berg WA`."""


def recognises(start: str) -> bool:
    """Whether a text that begins like this is PubMed's."""
    return _FIRST.search(start) is not None


def read(text: str, file: str) -> Iterator[Entry]:
    """The papers of the records."""
    tags = "TI AB OAB FAU AU CN LID AID DP DEP EDAT MH OT PT RIN"
    yield from tagged.papers(tagged.records(text, _LINE, "PMID", tags, needs_end=False), _reference, file)


def _reference(record: Record) -> Reference:
    short = [_SHORT.sub(r"\1, \2", name) for name in record.get("AU", ())]
    dois = [text for text in (*record.get("LID", ()), *record.get("AID", ())) if "[doi]" in text]
    return Reference(
        title=joined(record, "TI").removesuffix("."),
        abstract=joined(record, "AB", "OAB"),
        authors=[*(record.get("FAU") or short), *({"literal": group} for group in record.get("CN", ()))],
        doi=dois[0] if dois else None,
        dates=(joined(record, "DP"), joined(record, "DEP"), joined(record, "EDAT")),
        keywords=listed(record, "OT", "MH"),
        is_retracted=bool(record.get("RIN")) or is_kind_of_retraction(*record.get("PT", ())),
    )
