"""RIS, as Zotero, EndNote, Ovid, Cochrane and the publishers export it, with or without numbers or a preamble."""

import re
from collections.abc import Iterator

from assistant.library.sources import tagged
from assistant.library.sources.entries import Entry
from assistant.library.sources.references import Reference
from assistant.library.sources.retractions import is_kind_of_retraction
from assistant.library.sources.tagged import Record, joined, listed

_FIRST = re.compile(r"^\s{0,9}TY {0,3}- ", re.MULTILINE)
_LINE = re.compile(r"\s{0,9}([A-Z][A-Z0-9]) {0,3}-(?: (.*))?$")
_TAGS = "TI T1 CT BT AB N2 AU A1 DO UR L1 L2 JO JF JA T2 M1 M3 C7 AN PY DA Y1 KW N1 ID"


def recognises(start: str) -> bool:
    """Whether a text that begins like this is RIS."""
    return _FIRST.search(start) is not None


def read(text: str, file: str) -> Iterator[Entry]:
    """The papers of the records."""
    found = tagged.records(text, _LINE, "TY", _TAGS)
    yield from tagged.papers(found, _reference, file)
    yield from tagged.cut_off(text, _LINE, "TY", found, file)


def _reference(record: Record) -> Reference:
    return Reference(
        title=joined(record, "TI", "T1", "CT", "BT"),
        abstract=joined(record, "AB", "N2"),
        authors=listed(record, "AU", "A1"),
        places=tuple(record.get(tag) for tag in ("UR", "L1", "L2", "JO", "JF", "JA", "T2", "M1", "C7", "AN")),
        doi=joined(record, "DO") or listed(record, "UR"),
        dates=(joined(record, "PY"), joined(record, "DA"), joined(record, "Y1")),
        keywords=record.get("KW"),
        comment="; ".join(record.get("N1", ())),
        is_retracted=is_kind_of_retraction(joined(record, "M3"), *record.get("KW", ())),
    )
