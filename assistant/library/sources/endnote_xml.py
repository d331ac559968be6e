"""EndNote's XML export, by lxml; entities are not resolved and nothing else is loaded."""

from collections.abc import Iterator
from typing import Any

from assistant.errors import InputError
from assistant.library.sources.entries import Entry, Unreadable, refused
from assistant.library.sources.references import Reference, paper_of


def recognises(start: str) -> bool:
    """Whether a text that begins like this is EndNote's XML."""
    return start.startswith("<") and "<records>" in start[:2_000] and "<record" in start


def read(text: str, file: str) -> Iterator[Entry]:
    """The papers of the records; InputError where the XML breaks off before any of them."""
    from lxml import etree

    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, recover=True
    )
    root = etree.fromstring(text.encode(), parser)
    if root is None:
        raise InputError("its XML is damaged")
    for number, record in enumerate(root.iter("record"), 1):
        try:
            yield paper_of(_reference(record))
        except Unreadable as reason:
            yield refused(file, str(number), reason)


def _reference(record: Any) -> Reference:
    urls = _texts(record, "urls//url")
    return Reference(
        title=_text(record, "titles/title"),
        abstract=_text(record, "abstract"),
        authors=_texts(record, "contributors/authors/author"),
        places=(urls, _text(record, "titles/secondary-title"), _text(record, "volume")),
        doi=_text(record, "electronic-resource-num") or urls,
        dates=(_text(record, "dates/year"), _text(record, "dates/pub-dates/date")),
        keywords=_texts(record, "keywords/keyword"),
        comment=_text(record, "notes"),
    )


def _text(record: Any, path: str) -> str:
    return next(iter(_texts(record, path)), "")


def _texts(record: Any, path: str) -> list[str]:
    found = ("".join(str(piece) for piece in each.itertext()).strip() for each in record.iterfind(path))
    return [text for text in found if text]
