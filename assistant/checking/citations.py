"""Read the citations of a written text back, and turn each sentence into a Claim with a verdict.

Marks are `[2]`, `[1][3]` or `[1, 3]`. A number that no source has is removed and recorded. Pure: the judging is
`checks.check`, the similarity comes in as an argument.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assistant.checking.checks import HOLDS, Finding, Similarity, Verdict, check
from assistant.evidence.ranking import Evidence
from assistant.evidence.sources import Source
from assistant.library.papers import Sentence
from assistant.text.sentences import sentences_of, split_text

_ONE_MARK = r"\[\s*\d{1,3}(?:\s*[,;]\s*\d{1,3})*\s*\]"
_MARK = re.compile(rf"(?:(?<!\s)\s++)?({_ONE_MARK}(?:\s*+(?:(?:,|;|and|&)\s*+)?{_ONE_MARK})*)")
"""`[2]`, and several with what joins them: `[1][3]`, `[1, 3]`, `[1], [3]`, `[1] and [3]`."""
PLAIN = 0.80
"""Support from which a citation is put on a sentence that has none: on SciFact 6 % of on-topic wrong abstracts reach it
and pass the other layers, against 23 % that are called supported when a model cites them."""
_LEAD = re.compile(r"\s*(?:(?:[-*•]|\d{1,2}[.)]|#{1,6})\s+)?")
_BULLET = re.compile(r"(?:[-*•]|\d{1,2}[.)])\s")


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a capable model, when asked, says of a claim: whether its sources say it, and if not, why."""

    by: str
    says: Literal["yes", "partly", "no"]
    reason: str = ""

    @property
    def sentence(self) -> str:
        """The opinion in one sentence, told apart from the check's reason by who gives it."""
        view = {"yes": "agrees", "partly": "agrees only in part", "no": "disagrees"}[self.says]
        return f"Second opinion: {self.by} {view}{': ' if self.reason else ''}{self.reason.rstrip('.')}."


@dataclass(frozen=True, slots=True)
class Claim:
    """One written sentence, the evidence it cites, and what the check said of it.

    `cited` are the numbers of its sources; `reason` says in one sentence why the verdict is not better, or is
    empty. `prefix` is what stands before it on the page: nothing, a paragraph break, or a bullet. `heading` names its
    paper where an answer goes from paper to paper. `opinion` is there where a person asked a capable model for one.
    """

    text: str
    cited: tuple[int, ...]
    evidence: tuple[Evidence, ...]
    verdict: Verdict
    reason: str = ""
    prefix: str = ""
    heading: str = ""
    opinion: Opinion | None = None
    removed: tuple[int, ...] = ()
    """Numbers that it cited and that no source has."""

    @property
    def holds(self) -> bool:
        """Whether the check found no fault in it."""
        return self.verdict in HOLDS

    @property
    def lead_in(self) -> str:
        """What stands before it in running text: the prefix, and the heading with a colon."""
        return self.prefix + (f"{self.heading}: " if self.heading else "")

    @property
    def marked(self) -> str:
        """The sentence with its citations."""
        return self.display_text + self.citation_markers

    @property
    def display_text(self) -> str:
        """The sentence, in quotes where it is the authors' own, with dots where the quotation leaves something off."""
        if self.verdict != "quoted":
            return self.text
        bare = self.text.rstrip(".") or self.text
        whole = next((e.sentence.text for e in self.evidence if bare in e.sentence.text), "")
        before, _, after = whole.partition(bare)
        return f"“{'… ' * bool(before)}{self.text}{' …' * bool(after.strip('.'))}”"

    @property
    def citation_markers(self) -> str:
        """Its citations: ` [1][3]`, or nothing."""
        return (" " if self.cited else "") + "".join(f"[{number}]" for number in self.cited)


def removed_citations(claims: Iterable[Claim]) -> list[int]:
    """The numbers that were removed from these claims, since no source has them."""
    return [number for claim in claims for number in claim.removed]


def quote(evidence: Evidence, number: int) -> Claim:
    """The evidence itself as a claim: the authors' sentence, word for word."""
    return Claim(evidence.sentence.text, (number,), (evidence,), "quoted")


@dataclass(frozen=True, slots=True)
class Written:
    """A sentence as a model wrote it: its words, the numbers it cites, and what leads it in."""

    text: str
    numbers: tuple[int, ...]
    prefix: str = ""


def read_sentences(text: str) -> list[Written]:
    """The sentences of a text with `[n]` marks, each with the marks in it and right after it."""
    found = []
    for lead, sentence in _sentences(text):
        numbers = [int(n) for mark in _MARK.findall(sentence) for n in re.findall(r"\d+", mark)]
        found.append(Written(_without_marks(sentence), tuple(dict.fromkeys(numbers)), lead))
    return found


def claim_from(written: Written, sources: Sequence[Source], similarity: Similarity) -> Claim:
    """The sentence as a checked claim; numbers that no source has are left out.

    Where a model forgot to cite, the one source that plainly says the same is cited for it.
    """
    cited = [source for source in sources if source.number in written.numbers]
    if not written.numbers and written.text.endswith((".", "!", "?")):  # a part of a sentence says too little
        cited = _plain_source(written.text, sources, similarity)
    removed = tuple(number for number in written.numbers if number not in {s.number for s in sources})
    claim = replace(judge(written.text, cited, similarity), prefix=written.prefix, removed=removed)
    if removed and not cited:
        invented = "".join(f"[{number}]" for number in removed)
        return replace(claim, reason=f"It cites {invented}, which is none of the papers read.")
    return claim


def _plain_source(text: str, sources: Sequence[Source], similarity: Similarity) -> list[Source]:
    """The source that has the sentence word for word, or supports it best and well; none where none does."""
    judged = [(_checked(text, [source], similarity)[1], source) for source in sources]
    found = [
        (finding.verdict == "quoted", finding.support, -source.number, source)
        for finding, source in judged
        if finding.verdict == "quoted" or (finding.verdict == "supported" and finding.support >= PLAIN)
    ]
    return [max(found, key=lambda row: row[:3])[3]] if found else []


def judge(text: str, cited: Sequence[Source], similarity: Similarity) -> Claim:
    """The sentence checked against the abstracts it cites; its evidence is the sentence of each nearest to it."""
    sentences, finding = _checked(text, cited, similarity)
    best = {}
    for sentence, score in sorted(zip(sentences, finding.scores, strict=True), key=lambda pair: pair[1]):
        best[sentence.paper] = Evidence(sentence, score)
    evidence = tuple(best[source.paper.id] for source in cited if source.paper.id in best)
    text = finding.quotation or text
    return Claim(text, tuple(s.number for s in cited), evidence, finding.verdict, finding.reason)


def _checked(text: str, cited: Sequence[Source], similarity: Similarity) -> tuple[list[Sentence], Finding]:
    """The cited abstracts' sentences, and what the check finds in them."""
    sentences = [sentence for source in cited for sentence in sentences_of(source.paper)]
    titles = [source.paper.title for source in cited]
    return sentences, check(text, [sentence.text for sentence in sentences], titles, similarity)


def _sentences(text: str) -> list[tuple[str, str]]:
    """Each sentence with the marks that follow it, and what leads it in."""
    found: list[tuple[str, str]] = []
    for paragraph in re.split(r"(\n\s*\n|\n(?=\s*(?:[-*•]|\d{1,2}[.)]|#{1,6})\s))", text):
        if not paragraph.strip():
            continue
        lead_in = _LEAD.match(paragraph)
        start = lead_in.end() if lead_in else 0
        lead = "" if not found else "\n\n"
        if _BULLET.match(paragraph.lstrip()):
            lead = "\n- "
        for piece in _marks_joined(split_text(paragraph[start:])):
            found.append((lead, piece))
            lead = ""
    return found


def _marks_joined(pieces: list[str]) -> list[str]:
    """A mark written after the full stop belongs to the sentence before it."""
    joined: list[str] = []
    for piece in pieces:
        while joined and (mark := _MARK.match(piece)):
            joined[-1] += piece[: mark.end()]
            piece = piece[mark.end() :].lstrip()
        if piece.strip(" .\n"):
            joined.append(piece)
    return joined


def _without_marks(sentence: str) -> str:
    text = " ".join(_MARK.sub("", sentence).split())
    text = re.sub(r"\*\*|__|`", "", text)
    return re.sub(r" ([.,;:!?])", r"\1", text)
