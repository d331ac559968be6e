"""Papers as references other programs read: BibTeX, RIS, CSL-JSON.

What is exported is exactly what the library knows; an address is given where the paper has one of its own, not where
it can only be looked for. Writing the formats is `bibtexparser` and `rispy`; accents become LaTeX by `pylatexenc`.
"""

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from assistant.export.latex import in_bibtex, in_plain_text, protected
from assistant.library.names import Name, name_of
from assistant.library.papers import Paper

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_SHORT_WORDS = frozenset(
    "a an and are at by can do does for from how in is it of on or the to towards toward via what when why with".split()
)

_LETTERS = str.maketrans(
    {
        "ß": "ss",
        "ø": "o",
        "Ø": "O",
        "ł": "l",
        "Ł": "L",
        "đ": "d",
        "Đ": "D",
        "ı": "i",
        "æ": "ae",
        "Æ": "Ae",
        "œ": "oe",
    }
)
"""Latin letters that Unicode does not take apart into a plain one and its accent."""


def bibtex(papers: Iterable[Paper]) -> str:
    """One `@misc` a paper, as arXiv writes them, with `eprint`, `archivePrefix` and `primaryClass`."""
    from bibtexparser.entrypoint import write_string
    from bibtexparser.library import Library
    from bibtexparser.model import Block, Entry, Field

    entries: list[Block] = []
    for key, paper in citation_keys(papers).items():
        fields = [Field(name, value) for name, value in _bibtex_fields(paper).items() if value]
        if paper.published:
            fields.append(Field("month", _MONTHS[paper.published.month - 1], enclosing="no-enclosing"))
        entries.append(Entry("misc", key, fields))
    return write_string(Library(entries))


def ris(papers: Iterable[Paper]) -> str:
    """One unpublished work a paper, which is what RIS calls a preprint."""
    from rispy import RisWriter

    class Plain(RisWriter):  # type: ignore[misc]  # rispy has no types
        """Without the line that numbers each record: RIS has no such thing."""

        def set_header(self, count: int) -> str:
            return ""

    return str(Plain().formats([_ris_fields(key, paper) for key, paper in citation_keys(papers).items()]))


def csl(papers: Iterable[Paper]) -> str:
    """The JSON that citation processors (Zotero, pandoc, citeproc) read."""
    items = [_csl_item(key, paper) for key, paper in citation_keys(papers).items()]
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


WRITERS: Mapping[str, Callable[[Iterable[Paper]], str]] = {"bibtex": bibtex, "ris": ris, "csl": csl}
"""The formats by the names that `--format` has for them."""


def citation_keys(papers: Iterable[Paper]) -> dict[str, Paper]:
    """Each paper once, by a key like `Abel2025Rollout`; later papers of the same key get a letter."""
    keyed: dict[str, Paper] = {}
    taken: set[str] = set()
    for paper in {paper.id: paper for paper in papers}.values():
        stem = _key(paper)
        key = next(key for key in _lettered(stem) if key.casefold() not in taken)  # case is nothing to BibTeX
        taken.add(key.casefold())
        keyed[key] = paper
    return keyed


def _lettered(stem: str) -> Iterator[str]:
    yield stem
    number = 0
    while True:
        letters, rest = "", number
        while rest >= 0:
            letters = chr(ord("a") + rest % 26) + letters
            rest = rest // 26 - 1
        yield stem + letters
        number += 1


def _key(paper: Paper) -> str:
    first = _ascii(_names(paper)[0].family) if any(map(str.strip, paper.authors)) else ""
    words = [_ascii(word) for word in re.findall(r"[^\W_]+", in_plain_text(paper.title))]
    keyword = next((word for word in words if len(word) > 1 and word.casefold() not in _SHORT_WORDS), "")
    year = str(paper.published.year) if paper.published else ""
    keyword = keyword[:1].upper() + keyword[1:]
    return (first + year + keyword if first else keyword + year) or "Paper"


def _ascii(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    return re.sub(r"[^A-Za-z0-9]", "", plain)


def _bibtex_fields(paper: Paper) -> dict[str, str]:
    eprint = paper.id if paper.has_arxiv_id else ""
    return {
        "author": " and ".join(_bibtex_name(name) for name in _names(paper)),
        "title": protected(paper.title),
        "eprint": eprint,
        "archivePrefix": "arXiv" if eprint else "",
        "primaryClass": paper.categories[0] if eprint and paper.categories else "",
        "doi": in_bibtex(paper.doi or ""),
        "url": _address(paper),
        "year": str(paper.published.year) if paper.published else "",
    }


def _bibtex_name(name: Name) -> str:
    if name.is_group or not name.given:
        return "{" + in_bibtex(name.family) + "}"
    return in_bibtex(name.suffix_inside)


def _ris_fields(key: str, paper: Paper) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "type_of_reference": "UNPB",
        "id": key,
        "title": in_plain_text(paper.title),
        "authors": [name.suffix_last for name in _names(paper)],
    }
    if paper.published:
        fields |= {"year": str(paper.published.year), "date": f"{paper.published:%Y/%m/%d/}"}
    fields |= _where(paper, "doi")
    return fields | ({"urls": [address]} if (address := _address(paper)) else {})


def _csl_item(key: str, paper: Paper) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": key,
        "type": "article",  # CSL's word for a preprint
        "title": in_plain_text(paper.title),
        "author": [_csl_name(name) for name in _names(paper)],
    }
    if paper.published:
        day = paper.published
        item["issued"] = {"date-parts": [[day.year, day.month, day.day]]}
    item |= _where(paper, "DOI")
    return item | ({"URL": address} if (address := _address(paper)) else {})


def _csl_name(name: Name) -> dict[str, str]:
    if name.is_group or not name.given:
        return {"literal": name.family}
    parts = {
        "family": name.family,
        "given": name.given,
        "dropping-particle": name.dropping_particle,
        "non-dropping-particle": name.particle,
        "suffix": name.suffix,
    }
    return {part: value for part, value in parts.items() if value}


def _where(paper: Paper, doi: str) -> dict[str, str]:
    """Where the paper stands; `doi` is the format's name for its DOI."""
    arxiv = {"publisher": "arXiv", "number": f"arXiv:{paper.id}"} if paper.has_arxiv_id else {}
    return arxiv | ({doi: paper.doi} if paper.doi else {})


def _address(paper: Paper) -> str:
    """The paper's own address, if it has one."""
    return paper.url if paper.has_arxiv_id or paper.doi else ""


def _names(paper: Paper) -> list[Name]:
    known = {name.text: name for name in paper.names}
    authors = [author for author in paper.authors if author.strip()]
    return [known.get(author) or name_of(in_plain_text(author)) for author in authors]
