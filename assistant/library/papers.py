"""The nouns of the library: Paper, Sentence, Hit. Frozen values, no input or output."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import quote

from assistant.library.cleaning import web_address
from assistant.library.identifiers import ARXIV_NUMBER
from assistant.library.names import Name

SAMPLE = "sample"
"""The `source` of a paper whose abstract is a description in this project's own words."""

ARXIV = "arxiv"
"""The `source` of what arXiv itself says of a paper."""

_FROM_TITLE = "title-"
SAME_TEXT = 0.8
"""Share of the words of two abstracts that both have, from which they are one text: 3,400 of 3,403 papers have it between
Daily Papers and arXiv, of 20,000 pairs of different papers none has 0.23."""
_ARXIV_ID = re.compile(ARXIV_NUMBER, re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper, as far as its abstract goes.

    `published` is the day arXiv published it, `featured` the day it stood on Daily Papers; they are never
    mixed. Where no source gives an `id` it is made from the title and begins with `title-`.
    """

    id: str
    title: str
    abstract: str
    authors: tuple[str, ...] = ()
    """As running text has them, given name first."""
    names: tuple[Name, ...] = ()
    """The parts of those authors' names that a reader of the text would cut otherwise."""
    version: int | None = None
    doi: str | None = None
    """Without `https://doi.org/`, in lower case: DOIs that differ only in case are one."""
    published: date | None = None
    featured: date | None = None
    upvotes: int | None = None
    comments: int | None = None
    categories: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    organization: str | None = None
    code: str | None = None
    stars: int | None = None
    project: str | None = None
    withdrawn: bool = False
    source: str = ""

    @property
    def is_sample(self) -> bool:
        """Whether the abstract is this project's own description and not the authors' words."""
        return self.source == SAMPLE

    @property
    def has_arxiv_id(self) -> bool:
        """Whether the id is an arXiv number, new style or old."""
        return _ARXIV_ID.fullmatch(self.id) is not None

    @property
    def is_named_by_title(self) -> bool:
        """Whether no source gave an id, so that the title had to do."""
        return self.id.startswith(_FROM_TITLE)

    @property
    def url(self) -> str:
        """Where the paper can be read; for a paper without a number, where it can be looked for."""
        if self.has_arxiv_id:
            return f"https://arxiv.org/abs/{self.id}"
        if self.doi:
            return f"https://doi.org/{quote(self.doi, safe='/')}"
        return "https://huggingface.co/papers?q=" + "+".join(title_key(self.title).split())

    @property
    def _on_hugging_face(self) -> str | None:
        if self.has_arxiv_id:
            return f"https://huggingface.co/papers/{self.id}"
        return None if self.doi else self.url

    @property
    def links(self) -> tuple[tuple[str, str], ...]:
        """Label and address of each place the paper can be followed to."""
        arxiv = self.has_arxiv_id
        places = (
            ("arXiv", self.url if arxiv else None),
            ("PDF", f"https://arxiv.org/pdf/{self.id}" if arxiv else None),
            ("Hugging Face", self._on_hugging_face),
            ("DOI", self.url if self.doi and not arxiv else None),
            ("Code", self.code),
            ("Project", self.project if self.project != self.code else None),
        )
        return tuple((label, url) for label, place in places if place and (url := web_address(place)))

    @property
    def text(self) -> str:
        """What is embedded and indexed: title and abstract."""
        return f"{self.title}\n{self.abstract}"

    @property
    def byline(self) -> str:
        """The authors as they are named in running text: `Ada Abel`, `Abel & Berg`, `Abel et al.`"""
        if len(self.authors) > 2:
            return f"{self.authors[0]} et al."
        return " & ".join(self.authors)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a paper's abstract, exactly as it stands there: `abstract[start:end] == text`."""

    paper: str
    number: int
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A paper found for a question, and why: its rank by meaning and by keywords, from 1, where it had one."""

    paper: Paper
    score: float
    meaning_rank: int | None
    keyword_rank: int | None


def title_key(title: str) -> str:
    """A title reduced to what two spellings of it share: lower-case letters and digits, single spaces."""
    plain = unicodedata.normalize("NFKD", title).casefold()
    if not plain.isascii():  # most titles are, and an import asks for 300,000 of these keys
        plain = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(re.findall(r"[^\W_]+", plain))


def id_from_title(title: str, *apart: str) -> str:
    """A stable id for a paper whose source gives no number; what is `apart` (authors, year, text) parts namesakes."""
    key = "\n".join(filter(None, map(title_key, (title, *apart))))
    return _FROM_TITLE + hashlib.sha256(key.encode()).hexdigest()[:16]


def is_same_paper(one: Paper, other: Paper) -> bool:
    """Whether two tellings are of one paper: by id, else by DOI, else by title and first author.

    Two papers that each have a number of their own are two, whatever else they share. Where there is no number, DOI and title
    are not enough ("Editorial"): two tellings of one paper agree in year or text, and without any number or DOI in text.
    """
    if one.id == other.id:
        return True
    if not (one.is_named_by_title or other.is_named_by_title):
        return False
    if one.doi and other.doi:
        return one.doi == other.doi and (_share_year(one, other) or _share_text(one, other))
    if not have_same_title_and_author(one, other):
        return False
    namesakes = one.is_named_by_title and other.is_named_by_title and bool(one.abstract and other.abstract)
    return _share_text(one, other) or (not namesakes and _share_year(one, other))


def have_same_title_and_author(one: Paper, other: Paper) -> bool:
    """Whether title and first author are the same, however they are spelled."""
    return title_key(one.title) == title_key(other.title) and _may_share_first_author(one, other)


def _share_year(one: Paper, other: Paper) -> bool:
    return (
        one.published is not None
        and other.published is not None
        and one.published.year == other.published.year
    )


def _share_text(one: Paper, other: Paper) -> bool:
    """Whether the abstracts are the same but for a few words, as two versions or two databases have them."""
    words = [set(title_key(paper.abstract).split()) for paper in (one, other)]
    return all(words) and len(words[0] & words[1]) >= SAME_TEXT * len(words[0] | words[1])


def _may_share_first_author(one: Paper, other: Paper) -> bool:
    """Whether the first authors have a name in common (`Abel, A.` and `Ada Abel`), or one has none."""
    names = [
        {name for name in title_key(paper.authors[0]).split() if len(name) > 1}
        for paper in (one, other)
        if paper.authors
    ]
    return len(names) < 2 or not all(names) or not names[0].isdisjoint(names[1])


_COUNTS = ("featured", "upvotes", "comments", "stars")
"""What changes with the days, so that the latest record is right."""
_ALWAYS_KEPT = (
    "title",
    "abstract",
    "version",
    "source",
    "doi",
    "published",
    "authors",
    "names",
    "categories",
)
"""What a weaker record may fill in where it is missing, but not change."""


def merge(old: Paper, new: Paper) -> Paper:
    """One paper from two tellings of it: what `new` knows wins, what it leaves out stays.

    Of two days on Daily Papers the later one is the later record. What stands in a bibliography stays as it was where
    `new` is the weaker record; so upvotes come from Daily Papers and categories from arXiv, in whichever order
    the two come. Of two sources of equal strength the first is kept, but for counts. Importing both again changes nothing.
    """
    if old.featured and new.featured and new.featured < old.featured:
        old, new = new, old
    known = _said(new)
    if _strength(new) < _strength(old):
        kept: Iterable[str] = _ALWAYS_KEPT
    else:
        is_equal = _strength(new) == _strength(old) and new.source != old.source
        kept = known.keys() - set(_COUNTS) if is_equal else ()
    for name in _said(old).keys() & set(kept):
        known.pop(name, None)
    if "authors" not in known:  # the parts of names belong to the names
        known.pop("names", None)
    if new.is_named_by_title:
        known.pop("id", None)
    return replace(old, **known | {"withdrawn": old.withdrawn or new.withdrawn})


def _said(paper: Paper) -> dict[str, Any]:
    values = {name: getattr(paper, name) for name in paper.__slots__}
    return {name: value for name, value in values.items() if value not in (None, (), "")}


def _strength(paper: Paper) -> tuple[bool, bool, int, bool]:
    """How much a record's words count: the authors' own, of a paper with a number, the newest version, from arXiv."""
    return not paper.is_sample, not paper.is_named_by_title, paper.version or 0, paper.source == ARXIV
