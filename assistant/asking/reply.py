"""What every feature gives back: iterate it for text while it is written; afterwards it holds all there is to know.

A Reply grows in place, so whoever holds it has the part that was written, also when writing is stopped or fails.
"""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field

from assistant.asking.question import Question, Turn
from assistant.checking.citations import Claim
from assistant.errors import ModelInterrupted, PapersError
from assistant.evidence.sources import Source
from assistant.library.papers import Hit
from assistant.llm.models import Usage
from assistant.settings import ModelKind
from assistant.text.markup import Block

LINE = "\n"
THOUGHT = "\n\n(That was thought aloud. The answer:)\n\n"
FACT = "fact"
"""The kind of a notice that gives what the papers' records say."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Why there is no answer, or what the records say, in one friendly, true sentence; and what to do next."""

    kind: str
    message: str
    next_step: str


@dataclass
class Reply:
    """An answer while it is written and after: claims with verdicts, numbered sources, and how it came about."""

    question: Question
    model_kind: ModelKind
    model_name: str
    claims: list[Claim] = field(default_factory=list)
    sources: tuple[Source, ...] = ()
    nearest: tuple[Hit, ...] = ()
    """Papers offered where there is no answer."""
    pending: str = ""
    """What is written of the sentence that is not finished yet."""
    pending_lead: str = ""
    """What stands before it on the page, like a claim's `lead`."""
    raw: str = ""
    """What the model wrote, untouched; empty where no model wrote."""
    thoughts: str = ""
    """What the model thought aloud: no part of the answer."""
    cut_short: str = ""
    """Why the answer is not whole, in one sentence; empty where it is."""
    notice: Notice | None = None
    problem: PapersError | None = None
    reader_problem: PapersError | None = None
    """Why the claims were not read a second time, where that was asked for; the rules judged them alone."""
    usage: Usage = field(default_factory=Usage)
    timings: dict[str, float] = field(default_factory=dict)
    searched: int = 0
    finished: bool = False
    _pieces: Iterator[str] = field(default_factory=lambda: iter(()), repr=False)

    def __iter__(self) -> Iterator[str]:
        """The text as it is written; a second time round, nothing more."""
        return self._pieces

    def started(self, pieces: Iterator[str]) -> "Reply":
        """The same reply, to be written by these pieces as somebody iterates it."""
        self._pieces = pieces
        return self

    def stop(self) -> None:
        """Stop writing; what is written is kept and checked. Does nothing to a finished reply."""
        if isinstance(self._pieces, Generator):
            self._pieces.close()

    def finish(self) -> "Reply":
        """Write the rest and return the finished reply."""
        for _ in self:
            pass
        return self

    @property
    def text(self) -> str:
        """The answer so far, with its citations; where there is none, the notice."""
        if self.notice and not self.claims:
            return f"{self.notice.message} {self.notice.next_step}".strip()
        claims = "".join(lead_of(claim.before, claim.prefix) + claim.marked for claim in self.claims)
        return f"{claims}{self.pending_lead or ' '}{self.pending}".strip()

    @property
    def cited(self) -> tuple[Source, ...]:
        """The sources that some claim cites, in order of their numbers."""
        numbers = {number for claim in self.claims for number in claim.cited}
        return tuple(source for source in self.sources if source.number in numbers)

    @property
    def can_go_on(self) -> bool:
        """Whether the model can be asked for the rest of an answer that it began."""
        is_cut = bool(self.cut_short) or isinstance(self.problem, ModelInterrupted)
        return self.finished and is_cut and bool(self.claims)

    @property
    def written_by(self) -> dict[str, str]:
        """The model's kind and name."""
        return {"kind": self.model_kind, "name": self.model_name}

    @property
    def heading(self) -> str:
        """What stands over `nearest`: they are what a fact is about, or the best there is where nothing answers."""
        return "Papers" if self.notice and self.notice.kind == FACT else "Nearest papers"

    def as_turn(self) -> Turn:
        """What a follow-up question needs to know of this one."""
        cited = tuple((source.number, source.paper.id) for source in self.cited)
        if not cited and self.heading == "Papers":
            cited = tuple((number, hit.paper.id) for number, hit in enumerate(self.nearest, 1))
        return Turn(self.question, self.text, cited)


def lead_of(before: Sequence[Block], prefix: str) -> str:
    """What stands before a sentence in plain text: a space, a break, a bullet, and any heading, code or label."""
    blocks = (f"{'' if block.kind == 'row' else LINE}{LINE}{as_text(block)}" for block in before)
    return "".join(blocks) + (prefix or " ")


def as_text(block: Block) -> str:
    """A heading, code, or a row's cells in plain text."""
    return " | ".join(block.cells) if block.cells else block.text


class StreamCursor:
    """How much of a growing reply a reader of its stream has seen.

    What was shown stays as it was: a sentence that its check then sets in quotes gets only its citations added, and of
    sentences that one citation covers the last shows it.
    """

    def __init__(self, reply: Reply) -> None:
        self._reply = reply
        self._claims = len(reply.claims)
        self._begun = ""
        self._owed = ""

    def more(self) -> str:
        """What there is to show since the last call."""
        new = ""
        if self._claims > len(self._reply.claims):  # it was thought, and not answered; or repeated
            new = THOUGHT if self._reply.thoughts else ""
            self._claims, self._begun = len(self._reply.claims), ""
        new += "".join(map(self._finished, self._reply.claims[self._claims :]))
        pending = self._led(self._reply.pending, self._reply.pending_lead or " ")
        if self._reply.pending and pending.startswith(self._begun):
            new += pending[len(self._begun) :]
            self._begun = pending
        return new

    def _finished(self, claim: Claim) -> str:
        text = self._led(claim.display_text, lead_of(claim.before, claim.prefix))
        begun, markers = self._begun, claim.citation_markers
        self._claims += 1
        if begun.startswith(text) and len(begun) > len(text) + 1:
            self._begun, self._owed = begun[len(text) :], markers
            return ""
        self._begun = ""
        markers = self._owed + markers if self._owed not in ("", markers) else markers
        self._owed = ""
        if text.startswith(begun):
            return text[len(begun) :] + markers
        return markers if claim.verdict == "quoted" else text + markers

    def _led(self, text: str, lead: str) -> str:
        return lead + text if self._claims else (lead + text).lstrip()
