"""What one cell of a comparison says: the paper's best sentence for the aspect, made short, and checked like any claim.

No cell has more than WORDS words, and none has a number that is not in the paper's abstract.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from assistant.checking.citations import Claim, judge
from assistant.comparing.comparison import NO_ABSTRACT, NOT_STATED, Cell, Row
from assistant.comparing.synthesis import synthesis_of
from assistant.evidence.aspect_choice import Choice, choose
from assistant.evidence.aspects import Aspect
from assistant.evidence.ranking import Evidence, similarity_by
from assistant.evidence.sources import Source
from assistant.llm.models import Usage
from assistant.reader.embeddings import Embedder
from assistant.text.excerpts import excerpt
from assistant.text.shortening import shorten
from assistant.text.third_person import in_third_person
from assistant.text.words import numbers

WORDS = 25
"""The most a cell may have: two or three lines of a table's column."""
LEAST = 9
"""Words: a sentence that is shortened to fewer has often lost its point, and a part of it says more."""
_POINTING = re.compile(
    r"^(?:To (?:address|tackle|overcome|solve|resolve|bridge|fill|achieve) (?:this|that|it|these|those|them)|"
    r"(?:Based|Building|Drawing) (?:up)?on (?:this|these|those|it)(?: [\w-]+){0,2}|In this (?:paper|work|study)),\s+(\w)"
)
"""Points back at a sentence that does not stand in the cell."""
_CONCEDING = re.compile(
    r"^(?:While|Although|Though|Whereas)\s[^;:]{20,}?,\s+(\w)(?=(?:e|his (?:paper|work|study)) )"
)
"""What others do, before what the paper does."""
_FINDING = re.compile(
    r"^(?:(?:extensive|comprehensive|experimental|empirical|further|our|the|through|by|in) )*(?:experiments?|evaluations?|results?|"
    r"analys[ei]s)\b[^.;]*?\b(?:show|demonstrate|reveal|confirm|indicate)s? that,?\s+(\w)",
    re.IGNORECASE,
)
"""By what experiments something was found, before what it is: the data have a cell of their own."""
_WANTED = {
    "problem": r"but|yet|however|challeng\w*|difficult\w*|lack\w*|limit\w*|suffer\w*|fail\w*|costly|expensive|bottleneck\w*|"
    r"poor\w*|overlook\w*|struggl\w*|cannot|remains?|under\w*ed|unclear|hinder\w*|not|inefficien\w*",
    "approach": r"we|they|propos\w*|present\w*|introduc\w*|develop\w*|by|using",
    "what is new": r"first|novel|new|unlike|instead|rather",
    "data and setting": r"on|across|datasets?|benchmarks?|tasks?|models|[A-Z][\w-]*[A-Z\d][\w-]*|\d[\d,.]*",
    "results": r"\d+(?:[.,]\d+)*|outperform\w*|improv\w*|achiev\w*|reduc\w*|confirm\w*|show\w*|demonstrat\w*|find\w*|reveal\w*",
    "cost": r"memory|latency|parameters?|times faster|faster|throughput|GPU\w*|cost\w*|overhead|speed\w*|comput\w*|efficien\w*",
    "limitations": r"still|not|only|struggl\w*|fail\w*|limit\w*|degrad\w*|trade-?offs?|future",
    "code": r"https?:\S+|available|releas\w*|open-?sourc\w*",
}
_WANTED_PARTS = {
    aspect: re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE) for aspect, words in _WANTED.items()
}
"""What the part of a long sentence should have, where not all of it fits a cell."""


class CellWriter(Protocol):
    """Fills the cells of a table, and says what its papers say together; safe to be called from several threads."""

    name: str
    """The model's name; empty where the authors' sentences are taken. Cells of another writer are not used again."""
    at_once: int
    """How many papers it pays to fill side by side."""

    @property
    def stand_in(self) -> "CellWriter":
        """Who fills what this one fails at."""

    def fill(
        self, source: Source, aspects: Sequence[Aspect], usage: Usage, beside: Sequence[Cell] = ()
    ) -> tuple[Cell, ...]:
        """A cell for each aspect of the paper, in some order; ModelError where a model fails.

        `beside` are the row's cells that stay: what they say is not said again. Tokens are counted in `usage`.
        """

    def synthesis(self, rows: Sequence[Row], usage: Usage) -> tuple[Claim, ...]:
        """The claims above the finished table; ModelError where a model fails."""


class QuotingCells:
    """Fills cells with the authors' own sentences. Needs no model."""

    name = ""
    at_once = 1

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    @property
    def stand_in(self) -> "QuotingCells":
        """Itself: it does not fail."""
        return self

    def fill(
        self, source: Source, aspects: Sequence[Aspect], usage: Usage, beside: Sequence[Cell] = ()
    ) -> tuple[Cell, ...]:
        """The best sentence for each aspect, shortened, or that none states it."""
        return quoted_cells(aspects, source, self._embedder, beside)

    def synthesis(self, rows: Sequence[Row], usage: Usage) -> tuple[Claim, ...]:
        """Quotations beside each other."""
        return synthesis_of(rows, self._embedder)


def quoted_cells(
    aspects: Sequence[Aspect], source: Source, embedder: Embedder, beside: Sequence[Cell] = ()
) -> tuple[Cell, ...]:
    """A row's cells from the authors' own sentences, without a language model; no sentence stands in two of them."""
    if not source.paper.abstract.strip():
        return tuple(Cell(aspect.name, None, without=NO_ABSTRACT) for aspect in aspects)
    claims = {cell.aspect: cell.claim for cell in beside if cell.claim and cell.claim.evidence}
    taken = {claim.evidence[0].sentence.number: aspect for aspect, claim in claims.items()}
    choices = choose(aspects, source.paper, embedder, taken)
    claims |= {
        aspect: shortened(choice.evidence, source, aspect, embedder)
        for aspect, choice in choices.items()
        if choice and not choice.beside
    }
    return tuple(_cell(aspect, choices[aspect.name], claims, source) for aspect in aspects)


def _cell(aspect: Aspect, choice: Choice | None, claims: Mapping[str, Claim], source: Source) -> Cell:
    """The cell; where another has its sentence, which one that is."""
    if choice is None:
        return _empty(aspect, source)
    if not choice.beside:
        return Cell(aspect.name, claims[aspect.name])
    return Cell(aspect.name, None, without=f"see {choice.beside}", told_with=choice.beside)


def written_cell(aspect: Aspect, text: str, source: Source, embedder: Embedder, writer: str) -> Cell | None:
    """The cell as a model filled it; None where its check fails, so that the authors' sentence stands instead.

    A model that says nothing of the aspect is believed.
    """
    if not text:
        return _empty(aspect, source, writer)
    claim = judge(excerpt(text, WORDS), [source], similarity_by(embedder))
    sound = (claim.holds or claim.verdict == "unsure") and numbers(claim.text) <= _given(source)
    return Cell(aspect.name, claim, writer) if sound else None


def shortened(evidence: Evidence, source: Source, aspect: str, embedder: Embedder) -> Claim:
    """The sentence shortened and put in the third person, where that holds; else it, or a part of it, in quotes."""
    sentence, wanted = evidence.sentence.text, _WANTED_PARTS.get(aspect)
    text = _short(_begun(sentence, aspect), wanted)
    if (
        text != sentence and text.rstrip(".") in sentence
    ):  # a part, word for word: the full stop is not the authors'
        text = text.rstrip(".")
    claim = judge(excerpt(text, WORDS, wanted), [source], similarity_by(embedder))
    if claim.holds:
        return replace(claim, evidence=(evidence,))
    return Claim(excerpt(sentence, WORDS, wanted), (source.number,), (evidence,), "quoted")


def _begun(sentence: str, aspect: str) -> str:
    """The sentence from where it speaks of the aspect: without what others do, or by what experiments a result was found."""
    if aspect == "results" and len(sentence.split()) > WORDS:
        sentence = _FINDING.sub(_capital, sentence)
    return sentence if aspect == "problem" else _CONCEDING.sub(_capital, sentence)


def _short(sentence: str, wanted: re.Pattern[str] | None) -> str:
    """The sentence shortened, in the third person; not what has lost what is wanted of it, or nearly all."""
    text = shorten(sentence, WORDS)
    lost = wanted and wanted.search(sentence) and not wanted.search(text)
    if lost or len(text.split()) < LEAST < len(sentence.split()):
        text = sentence
    return in_third_person(_POINTING.sub(_capital, text))


def _capital(match: re.Match[str]) -> str:
    """The first letter of what is left, as a sentence begins; a name like `mBERT` stays."""
    following = match.string[match.end() : match.end() + 1]
    return match[1] if following.isupper() else match[1].upper()


def _empty(aspect: Aspect, source: Source, writer: str = "") -> Cell:
    """No claim; the code's address is given where the page that the paper came from has it."""
    if aspect.name == "code" and source.paper.code:
        return Cell(aspect.name, None, writer, f"{NOT_STATED}; its page has {source.paper.code}")
    return Cell(aspect.name, None, writer)


def _given(source: Source) -> frozenset[str]:
    """The numbers that stand in the abstract, in words, in figures or inside names."""
    abstract = source.paper.abstract
    return numbers(abstract) | frozenset(re.findall(r"\d+(?:\.\d+)?", abstract))
