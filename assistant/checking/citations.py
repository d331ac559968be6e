"""Turn each written sentence into a Claim: the sources it cites, the evidence in them, and a verdict.

Which numbers a sentence cites is read in `written` and `marks`; a number that no source has is recorded. Pure: the
judging is `checks.check`, the similarity comes in as an argument.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from assistant.checking.checks import HOLDS, UNSURE, Finding, Similarity, Verdict, check
from assistant.checking.written import Written
from assistant.evidence.ranking import Evidence
from assistant.evidence.sources import Source
from assistant.library.papers import Sentence
from assistant.text.formulas import as_read
from assistant.text.markup import Block
from assistant.text.sentences import sentences_of

PLAIN = 0.80
"""Support from which a citation is put on a sentence that has none: on SciFact 6 % of on-topic wrong abstracts reach it
and pass the other layers, against 23 % that are called supported when a model cites them."""


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
    empty. `prefix` is what stands before it on the page: nothing, a paragraph break, a bullet, or the line between two
    cells; `before` are the headings, code and labels before that. `opinion` is there where a person asked a capable
    model for one.
    """

    text: str
    cited: tuple[int, ...]
    evidence: tuple[Evidence, ...]
    verdict: Verdict
    reason: str = ""
    prefix: str = ""
    opinion: Opinion | None = None
    removed: tuple[int, ...] = ()
    """Numbers that it cited and that no source has."""
    before: tuple[Block, ...] = ()
    support: float = field(default=0.0, compare=False)
    """How far the cited abstracts say it by the rules, 0…1."""

    @property
    def holds(self) -> bool:
        """Whether the check found no fault in it."""
        return self.verdict in HOLDS

    @property
    def marked(self) -> str:
        """The sentence with its citations."""
        return self.display_text + self.citation_markers

    @property
    def display_text(self) -> str:
        """The sentence, in quotes where it is the authors' own, with dots where the quotation leaves something off."""
        if self.verdict != "quoted":
            return as_read(self.text)
        bare = self.text.rstrip(".") or self.text
        whole = next((e.sentence.text for e in self.evidence if bare in e.sentence.text), "")
        before, _, after = whole.partition(bare)
        return f"“{'… ' * bool(before)}{as_read(self.text)}{' …' * bool(after.strip('.'))}”"

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


def claim_from(written: Written, sources: Sequence[Source], similarity: Similarity) -> Claim:
    """The sentence as a checked claim; numbers that no source has are left out.

    Where a model forgot to cite, the next citation of the paragraph is taken for it if the sentence is about that paper,
    or else the one source that plainly says the same.
    """
    cited = [source for source in sources if source.number in written.numbers]
    if not written.numbers:
        near = [source for source in sources if source.number in written.near]
        cited = near if near and _is_about(written.text, near, similarity) else []
        if not cited and written.text.endswith((".", "!", "?")):  # a part of a sentence says too little
            cited = _plain_source(written.text, sources, similarity)
    removed = tuple(number for number in written.numbers if number not in {s.number for s in sources})
    claim = _judged(written, cited, similarity)
    claim = replace(claim, prefix=written.prefix, before=written.before, removed=removed)
    if removed and not cited:
        invented = "".join(f"[{number}]" for number in removed)
        return replace(claim, reason=f"It cites {invented}, which is none of the papers read.")
    return claim


def _is_about(text: str, sources: Sequence[Source], similarity: Similarity) -> bool:
    """Whether the sentence speaks of what these sources speak of, rightly or not."""
    finding = _checked(text, sources, similarity)[1]
    return finding.verdict == "unchecked" or finding.support >= UNSURE


def _judged(written: Written, cited: Sequence[Source], similarity: Similarity) -> Claim:
    """The sentence checked; of a cell of a table together with what its row is about."""
    if not written.label:
        return judge(written.text, cited, similarity)
    return replace(judge(f"{written.label}: {written.text}", cited, similarity), text=written.text)


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
    numbers = tuple(source.number for source in cited)
    return Claim(text, numbers, evidence, finding.verdict, finding.reason, support=finding.support)


def _checked(text: str, cited: Sequence[Source], similarity: Similarity) -> tuple[list[Sentence], Finding]:
    """The cited abstracts' sentences, and what the check finds in them."""
    sentences = [sentence for source in cited for sentence in sentences_of(source.paper)]
    titles = [source.paper.title for source in cited]
    return sentences, check(text, [sentence.text for sentence in sentences], titles, similarity)
