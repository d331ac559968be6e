"""The nouns of the library: Paper, Sentence, Hit. Frozen values, no input or output."""

import hashlib
import re
import unicodedata
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import quote

SAMPLE = "sample"
"""The `source` of a paper whose abstract is a description in this project's own words."""

_FROM_TITLE = "title-"
_ARXIV_ID = re.compile(r"(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})", re.ASCII)


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
        return tuple((label, url) for label, url in places if url)

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

    def as_dict(self) -> dict[str, Any]:
        """The paper as plain JSON values, with its address; what is unknown is null."""
        values = asdict(self) | {"url": self.url}
        return {key: value.isoformat() if isinstance(value, date) else value for key, value in values.items()}


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

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        ranks = {"meaning_rank": self.meaning_rank, "keyword_rank": self.keyword_rank}
        return {"paper": self.paper.as_dict(), "score": round(self.score, 4)} | ranks


def title_key(title: str) -> str:
    """A title reduced to what two spellings of it share: lower-case letters and digits, single spaces."""
    plain = unicodedata.normalize("NFKD", title).casefold()
    return " ".join(re.findall(r"[^\W_]+", "".join(c for c in plain if not unicodedata.combining(c))))


def id_from_title(title: str) -> str:
    """A stable id for a paper whose source gives no number."""
    return _FROM_TITLE + hashlib.sha256(title_key(title).encode()).hexdigest()[:16]


def merge(old: Paper, new: Paper) -> Paper:
    """One paper from two tellings of it: what `new` knows wins, what it leaves out stays.

    Of two days on Daily Papers the later one was told later. The abstract stays as it was where `new` has an
    older version, only a sample description, or no id to say what exactly it is.
    """
    if old.featured and new.featured and new.featured < old.featured:
        old, new = new, old
    known = {name: getattr(new, name) for name in new.__slots__}
    known = {name: value for name, value in known.items() if value not in (None, (), "")}
    weaker = new.is_sample or new.is_named_by_title or (new.version or 0) < (old.version or 0)
    if weaker and not old.is_sample:
        for name in ("title", "abstract", "version", "source"):
            known.pop(name, None)
    if new.is_named_by_title:
        known.pop("id")
    return replace(old, **known | {"withdrawn": old.withdrawn or new.withdrawn})
