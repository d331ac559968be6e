"""Web of Science's tagged text (`.ciw`, `savedrecs.txt`), as its "Export: EndNote desktop" and "Plain text file" give it."""

import re
from collections.abc import Iterator

from assistant.library.sources import tagged
from assistant.library.sources.entries import Entry
from assistant.library.sources.references import Reference
from assistant.library.sources.retractions import is_kind_of_retraction
from assistant.library.sources.tagged import Record, joined, listed

_FIRST = re.compile(r"^(?:FN (?:Clarivate|Thomson|ISI)|PT [A-Z]\s*\nAU )", re.MULTILINE)
_LINE = re.compile(r"([A-Z][A-Z0-9])(?: (.*))?$")


def recognises(start: str) -> bool:
    """Whether a text that begins like this is Web of Science's."""
    return _FIRST.search(start.replace("\r\n", "\n")) is not None


def read(text: str, file: str) -> Iterator[Entry]:
    """The papers of the records."""
    found = tagged.records(text, _LINE, "PT", "TI AB AF AU CA DI D2 PY PD EY EA DE ID DT")
    yield from tagged.papers(found, _reference, file)
    yield from tagged.cut_off(text, _LINE, "PT", found, file)


def _reference(record: Record) -> Reference:
    return Reference(
        title=joined(record, "TI"),
        abstract=joined(record, "AB"),
        authors=[*listed(record, "AF", "AU"), *({"literal": group} for group in record.get("CA", ()))],
        doi=joined(record, "DI", "D2"),
        dates=(joined(record, "PY"), joined(record, "PD"), joined(record, "EY"), joined(record, "EA")),
        keywords=joined(record, "DE"),
        is_retracted=is_kind_of_retraction(joined(record, "DT")),
    )
