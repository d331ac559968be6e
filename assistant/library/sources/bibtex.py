"""BibTeX and biblatex, as reference managers and publishers export them, by `bibtexparser`.

Names of fields are read whatever their case. Of a field given twice the first counts, and an entry needs no key.
"""

import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import dropwhile, takewhile
from typing import Any

from assistant.library.names import Name, name_of
from assistant.library.sources.entries import Entry, Refused, Unreadable, refused
from assistant.library.sources.latex import decoded
from assistant.library.sources.people import People, extended_name, of_names
from assistant.library.sources.references import Reference, paper_of

_ENTRY = re.compile(r"^[ \t]*@[ \t]*[A-Za-z]+[ \t]*[{(]", re.MULTILINE)
_COMMENT = re.compile(r"^[ \t]*%.*\n?", re.MULTILINE)
_KEYLESS = re.compile(
    r"^([ \t]*@[ \t]*(?!(?:string|preamble|comment)\b)[a-z]+[ \t]*[{(])(?=\s*[a-z][\w-]*\s*=)",
    re.MULTILINE | re.I,
)
_CONCATENATED = re.compile(r'"([^"]*)"|\{([^{}]*)\}|([^\s"{}#]+)')
_PLACES = (
    "url",
    "journal",
    "journaltitle",
    "number",
    "volume",
    "howpublished",
    "eid",
    "pages",
    "file",
    "pdf",
)
"""Where an arXiv number stands beside arXiv's name: in `journal` as Google Scholar has it, in `volume` as DBLP does."""


def recognises(start: str) -> bool:
    """Whether a text that begins like this is BibTeX."""
    return _ENTRY.search(_COMMENT.sub("", start)) is not None


def read(text: str, file: str) -> Iterator[Entry]:
    """The papers of the entries, their LaTeX decoded, their formulas left as they are."""
    from bibtexparser.entrypoint import parse_string
    from bibtexparser.model import DuplicateBlockKeyBlock, DuplicateFieldKeyBlock

    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # its complaints are reported as refusals
    found = parse_string(_KEYLESS.sub(r"\1,", text))
    for entry in found.entries:
        yield _entry(entry, file)
    for block in found.failed_blocks:
        if isinstance(block, DuplicateBlockKeyBlock) and block.raw:
            yield from read(block.raw, file)  # a key given twice still stands for two papers
        elif isinstance(block, DuplicateFieldKeyBlock) and block.ignore_error_block:
            yield _entry(_finished(block.ignore_error_block, found.strings), file)
        else:
            yield Refused(file, _line(block), "its BibTeX breaks off or is damaged")


def _finished(entry: Any, strings: Sequence[Any]) -> Any:
    """An entry whose parsing stopped at a field given twice, with its braces and `@string`s resolved like the others'."""
    from bibtexparser.library import Library
    from bibtexparser.middlewares.parsestack import default_parse_stack

    library = Library([*strings, entry])
    for step in default_parse_stack():
        library = step.transform(library)
    return library.entries[0]


def _entry(entry: Any, file: str) -> Entry:
    row: dict[str, str] = {}
    for field in entry.fields:
        row.setdefault(field.key.lower(), _value(str(field.value)))
    try:
        return paper_of(_reference(row))
    except Unreadable as reason:
        return refused(file, entry.key or _line(entry), reason)


def _reference(row: Mapping[str, str]) -> Reference:
    text = {
        name: decoded(row[name])
        for name in ("title", "subtitle", "abstract", "note", "keywords")
        if name in row
    }
    day = " ".join(filter(None, (row.get("day"), row.get("month"))))
    return Reference(
        title=": ".join(filter(None, (text.get("title"), text.get("subtitle")))),
        abstract=text.get("abstract"),
        authors=_people(row.get("author", "")),
        numbers=(row.get("eprint"), row.get("arxivid"), row.get("arxiv")),
        places=tuple(row.get(name) for name in _PLACES),
        doi=row.get("doi", "").replace("\\_", "_") or row.get("url"),
        dates=(row.get("date"), row.get("year"), day, row.get("issue_date")),
        categories=row.get("primaryclass") or row.get("eprintclass"),
        keywords=text.get("keywords"),
        comment=text.get("note"),
    )


def _people(field: str) -> People:
    from bibtexparser.middlewares.names import split_multiple_persons_names

    return of_names(_name(person) for person in split_multiple_persons_names(" ".join(field.split())))


def _name(person: str) -> Name | str:
    """A name in BibTeX's parts, which its braces keep together and its commas part."""
    from bibtexparser.middlewares.names import parse_single_name_into_parts

    text = decoded(person).strip(" ,:")
    if extended := extended_name(text):
        return extended
    if "," not in text and not person.startswith("{") and name_of(text).is_group:
        return text
    parts = parse_single_name_into_parts(person.strip(" ,:"), strict=False)
    given, particle, family, suffix = (
        " ".join(decoded(" ".join(part)).split()) for part in (parts.first, parts.von, parts.last, parts.jr)
    )
    if len(parts.last) == 1 and parts.last[0].startswith("{") and not given:
        return Name(family, is_group=True)
    return _cased(Name(family, given, particle, suffix=suffix), "," in person) if family else text


def _cased(name: Name, has_comma: bool) -> Name:
    """The name without capitals in its particle: to bibtexparser a word that begins with an accent is a small one."""
    words = name.particle.split()
    if has_comma:
        small = [*takewhile(str.islower, words)]
        family = " ".join((*words[len(small) :], name.family))
        return replace(name, particle=" ".join(small), family=family)
    small = [*dropwhile(lambda word: not word.islower(), words)]
    given = " ".join((name.given, *words[: len(words) - len(small)])).strip()
    return replace(name, particle=" ".join(small), given=given)


def _value(text: str) -> str:
    """The value of a field, its pieces put together where they are joined by `#`."""
    if "#" not in text or (
        not text.lstrip().startswith(('"', "{")) and not text.rstrip().endswith(('"', "}"))
    ):
        return text
    pieces = [piece.strip() for piece in text.split("#")]
    found = [_CONCATENATED.fullmatch(piece) for piece in pieces]
    if len(pieces) < 2 or not all(found):
        return text
    return "".join(next(filter(None, match.groups()), "") for match in found if match)


def _line(block: Any) -> str:
    return f"line {(block.start_line or 0) + 1}"
