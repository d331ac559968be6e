"""EndNote's tagged export (`.enw`), which is the old Refer format: a percent sign and a letter a line."""

import re
from collections.abc import Iterator

from assistant.library.sources import tagged
from assistant.library.sources.entries import Entry
from assistant.library.sources.references import Reference
from assistant.library.sources.tagged import Record, joined

_LINE = re.compile(r"(%[A-Z0-9@+!~])(?: (.*))?$")
_FIRST = re.compile(r"\s*%0 [A-Z]\w")


def recognises(start: str) -> bool:
    """Whether a text that begins like this is EndNote's tagged export."""
    return _FIRST.match(start) is not None


def read(text: str, file: str) -> Iterator[Entry]:
    """The papers of the records."""
    tags = "%T %X %A %R %U %J %V %D %8 %K %Z"
    yield from tagged.papers(tagged.records(text, _LINE, "%0", tags, needs_end=False), _reference, file)


def _reference(record: Record) -> Reference:
    return Reference(
        title=joined(record, "%T"),
        abstract=joined(record, "%X"),
        authors=record.get("%A"),
        places=tuple(record.get(tag) for tag in ("%U", "%J", "%V")),
        doi=joined(record, "%R") or record.get("%U"),
        dates=(joined(record, "%D"), joined(record, "%8")),
        keywords=record.get("%K"),
        comment=joined(record, "%Z"),
    )
