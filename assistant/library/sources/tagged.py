"""Formats of a tag a line (RIS, PubMed, Web of Science, EndNote's), by `rispy`'s parser with each format's own tags."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from assistant.library.sources.entries import Entry, Refused, Unreadable, refused
from assistant.library.sources.references import Reference, paper_of

Record = Mapping[str, list[str]]
"""The contents of a record's lines, by their tags."""

_END = "ER"
_END_LINE = re.compile("(ER)  - ()$")


def records(text: str, line: re.Pattern[str], first: str, tags: str, needs_end: bool = True) -> list[Record]:
    """The records of a text, with what stands behind these tags.

    `line` finds tag and content of a line; a line without a tag goes on with the one before. A record begins with the tag
    `first` and ends with `ER`, or where the next one begins; the last one is cut off without its end, if it `needs_end`.
    """
    from rispy import RisParser

    wanted = tags.split()

    class Parser(RisParser):  # type: ignore[misc]  # rispy has no types
        START_TAG = first
        END_TAG = _END

        def parse_line(self, text: str) -> tuple[str | None, str]:
            found = line.match(text) or _END_LINE.match(text)
            return (found[1], (found[2] or "").strip()) if found else (None, text.strip())

        def _iter_till_start(self, lines: Iterator[str]) -> dict[str, str]:
            while True:  # ends with the lines, as in rispy
                tag, content = self.parse_line(next(lines))
                if tag == first:
                    return {first: content}

    parser = Parser(
        mapping={tag: tag for tag in (*wanted, first)},
        list_tags=wanted,
        delimiter_tags_mapping={},
        skip_unknown_tags=True,
    )
    found: list[Record] = parser.parse_lines(_ended(text, line, first, needs_end))
    return found


def joined(record: Record, *tags: str) -> str:
    """What stands behind the first of these tags that the record has, its lines as one text."""
    return next((" ".join(record[tag]) for tag in tags if any(record.get(tag, ()))), "")


def listed(record: Record, *tags: str) -> list[str]:
    """The lines behind the first of these tags that the record has."""
    return next((record[tag] for tag in tags if any(record.get(tag, ()))), [])


def papers(found: Iterable[Record], reference: Callable[[Record], Reference], file: str) -> Iterator[Entry]:
    """The papers of the records."""
    for number, record in enumerate(found, 1):
        try:
            yield paper_of(reference(record))
        except Unreadable as reason:
            yield refused(file, str(number), reason)


def cut_off(
    text: str, line: re.Pattern[str], first: str, found: Sequence[Record], file: str
) -> Iterator[Refused]:
    """What is reported of a last record that has no end."""
    begun = sum(1 for each in text.splitlines() if (tag := line.match(each)) and tag[1] == first)
    if begun > len(found):
        yield Refused(file, str(begun), "it has no end (ER), perhaps cut off")


def _ended(text: str, line: re.Pattern[str], first: str, needs_end: bool) -> Iterator[str]:
    """The lines, with an end before each record that begins while another is open."""
    is_open = False
    for each in text.splitlines():
        found = line.match(each)
        if found and found[1] == first and is_open:
            yield f"{_END}  - "
        if found and found[1] in (first, _END):
            is_open = found[1] == first
        yield each
    if is_open and not needs_end:
        yield f"{_END}  - "
