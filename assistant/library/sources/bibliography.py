"""Bibliographies that carry abstracts: BibTeX, RIS and CSL-JSON, as Zotero and the publishers' sites export them.

Well-known formats, so well-known parsers; here their values only find their places.
"""

import logging
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from assistant.library.papers import Paper
from assistant.library.sources.entries import Entry, Refused, Unreadable
from assistant.library.sources.rows import paper

SOURCE = "bibliography"

_BIBTEX = re.compile(r"^\s*@\s*[A-Za-z]+\s*[{(]", re.MULTILINE)
_RIS = re.compile(r"^\s*TY  ?- ", re.MULTILINE)
_COLUMNS = {
    "title": "title",
    "abstract": "abstract",
    "authors": "author",
    "id": "eprint",
    "doi": "doi",
    "url": "url",
    "published": "date",
    "categories": "primaryclass",
    "keywords": "keywords",
    "comment": "note",
}
"""BibTeX's names for the fields; the other two formats are put into them."""


def reader_of(text: str) -> Callable[[str, str], Iterator[Entry]] | None:
    """The reader for a text that begins like this, or None if it is not a bibliography."""
    if _RIS.match(text):
        return read_ris
    head = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("%"))
    return read_bibtex if _BIBTEX.match(head) else None


def read_bibtex(text: str, file: str) -> Iterator[Entry]:
    """The papers of BibTeX entries, their LaTeX accents decoded, their formulas left as they are."""
    import bibtexparser
    from bibtexparser import middlewares, model

    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # its complaints are reported as refusals
    steps = [middlewares.SeparateCoAuthors(), middlewares.LatexDecodingMiddleware(keep_math_mode=True)]
    found = bibtexparser.entrypoint.parse_string(text, append_middleware=steps)
    for entry in found.entries:
        row = {field.key.lower(): field.value for field in entry.fields}
        row["author"] = [name.strip("{}") for name in row.get("author", [])]
        row.setdefault("date", f"{row.get('year', '')}-{_month(row.get('month'))}".rstrip("-"))
        yield _entry(row, entry.key, file)
    for block in found.failed_blocks:
        if isinstance(block, model.DuplicateBlockKeyBlock) and block.raw:
            yield from read_bibtex(block.raw, file)  # a key given twice still stands for two papers
            continue
        yield Refused(file, f"line {(block.start_line or 0) + 1}", "its BibTeX breaks off or is damaged")


def read_ris(text: str, file: str) -> Iterator[Entry]:
    """The papers of RIS records."""
    import rispy

    try:
        records = rispy.loads(text)
    except (OSError, ValueError, KeyError, IndexError, AttributeError, TypeError) as error:
        yield Refused(file, None, f"its RIS is damaged: {str(error)[:100]}")
        return
    for number, record in enumerate(records, 1):
        row = {
            "title": record.get("title") or record.get("primary_title"),
            "abstract": record.get("abstract") or record.get("notes_abstract"),
            "author": record.get("authors") or record.get("first_authors"),
            "doi": record.get("doi"),
            "url": record.get("urls"),
            "date": record.get("date") or record.get("year") or record.get("publication_year"),
            "keywords": record.get("keywords"),
            "note": "; ".join(map(str, record.get("notes") or ())),
        }
        yield _entry(row, str(number), file)
    if (begun := len(_RIS.findall(text))) > len(records):
        yield Refused(file, str(begun), "it has no end (ER), perhaps cut off")


def is_csl(row: Mapping[str, Any]) -> bool:
    """Whether the object is an item of CSL-JSON."""
    people = row.get("author")
    of_people = isinstance(people, list) and any(
        isinstance(each, dict) and {"family", "literal"} & each.keys() for each in people
    )
    return "type" in row and (of_people or isinstance(row.get("issued"), dict))


def csl_paper(row: Mapping[str, Any]) -> Paper:
    """The paper of one item of CSL-JSON; Unreadable where it has no title or no abstract."""
    flat = {
        "title": row.get("title"),
        "abstract": row.get("abstract"),
        "author": [_csl_name(each) for each in row.get("author") or () if isinstance(each, dict)],
        "eprint": row.get("number"),
        "doi": row.get("DOI"),
        "url": row.get("URL"),
        "date": _csl_date(row.get("issued")),
        "keywords": row.get("keyword"),
        "note": row.get("note"),
    }
    return paper(flat, _COLUMNS, SOURCE)


def _entry(row: Mapping[str, Any], name: str, file: str) -> Entry:
    try:
        return paper(row, _COLUMNS, SOURCE)
    except Unreadable as reason:
        return Refused(file, name, str(reason))


def _month(value: Any) -> str:
    names = "jan feb mar apr may jun jul aug sep oct nov dec".split()
    text = str(value or "").strip().lower()
    return (
        f"{names.index(text[:3]) + 1:02}" if text[:3] in names else text.zfill(2) if text.isdecimal() else ""
    )


def _csl_name(person: Mapping[str, Any]) -> str:
    parts = [person.get(part) for part in ("given", "non-dropping-particle", "family", "suffix")]
    return str(person.get("literal") or " ".join(part for part in parts if isinstance(part, str) and part))


def _csl_date(issued: Any) -> str:
    if not isinstance(issued, dict):
        return ""
    parts = issued.get("date-parts")
    first = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else []
    return "-".join(str(part).zfill(2) for part in first[:3]) or str(
        issued.get("raw") or issued.get("literal") or ""
    )
