"""The three ways of writing an answer, by what the model can be trusted with.

A capable model writes the whole answer with its citations. A small one is given one sentence at a time and the
program puts the citation on; what fails its check is replaced by the evidence in quotes. With no model the evidence
is quoted. None of them searches, and none decides whether there is an answer: they are given the evidence.
"""

import math
import re
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Protocol

from assistant.checking.checks import Similarity
from assistant.checking.citations import Claim, judge, quote
from assistant.checking.written import read_sentences
from assistant.errors import EmptyResponse
from assistant.evidence.ranking import Evidence
from assistant.evidence.sources import Source, as_data, fit
from assistant.llm import prompts, tokens
from assistant.llm.call_log import CallRecord
from assistant.llm.models import ChatModel, Usage
from assistant.settings import ModelKind
from assistant.text.others_work import OTHERS
from assistant.text.shortening import without_lead_in
from assistant.text.stems import stems
from assistant.text.words import content, coverage, numbers, weight_of_word

NOTHING = "NOTHING IN THE SOURCES"
"""What a model is asked to reply when the sources do not answer; `prompts/answer.md` has the same words."""

_OF_OTHERS = re.compile(
    rf"\b(?:{OTHERS}|past|related|other|many|most)\s+"
    r"(?:\w+\s+)?(?:work|works|research|studies|study|methods?|approaches|efforts|systems|techniques|literature)\b",
    re.IGNORECASE,
)
"""Where a sentence speaks of others' work, a small model makes it the paper's own."""
_OF_THE_PAPER = re.compile(r"\bthe paper\b", re.IGNORECASE)
_OF_ITS_AUTHORS = re.compile(r"\b(?:we|our|us|(?:this|the) (?:paper|work|study|article))\b", re.IGNORECASE)
"""What a sentence says of its own authors. Of one that does not, a small model makes "The paper is a critical issue"."""
LEAST_KEPT, LEAST_OWN = 0.85, 0.9
"""Weighted share of the original's words that a rewriting keeps, and of its words that are the original's."""


@dataclass(frozen=True, slots=True)
class WritingRequest:
    """What a writer is given: the question as it was asked, what was said before, and what to rest on."""

    question: str
    conversation: str
    sources: tuple[Source, ...]
    evidence: tuple[Evidence, ...]
    similarity: Similarity
    written: str = ""
    """The beginning of the answer, where it was cut short and is to go on."""
    record: CallRecord = field(default_factory=lambda: CallRecord("answer"))
    """Of the call by which a capable model writes the answer."""

    def source_of(self, evidence: Evidence) -> Source:
        """The numbered source that the evidence is a sentence of."""
        return next(source for source in self.sources if source.paper.id == evidence.sentence.paper)


class Writer(Protocol):
    """Writes an answer as it goes: pieces of text that carry `[n]` marks, or finished claims."""

    kind: ModelKind
    name: str
    reads_whole_abstracts: bool

    def write(self, task: WritingRequest, usage: Usage) -> Iterator[str | Claim]:
        """The answer; ModelError when the model fails, after what it had written."""


class QuotingWriter:
    """Lets the evidence speak for itself, in quotes. Needs no model and cannot be wrong about what a paper says."""

    kind: ModelKind = "none"
    name = "quotations"
    reads_whole_abstracts = False

    def write(self, task: WritingRequest, usage: Usage) -> Iterator[str | Claim]:
        """One quoted claim per evidence."""
        for evidence in task.evidence:
            yield _quoted(evidence, task)


class SentenceWriter:
    """For a small model: one sentence in, one sentence out, checked, or the authors' own sentence instead."""

    reads_whole_abstracts = False
    MAX_TOKENS = 90
    """A long sentence of an abstract has 60; beyond this a small model has begun to ramble."""
    PATIENCE = 15.0
    """Seconds after which what is left is quoted: on free cores a sentence takes one, where all are busy 12 to 26."""

    def __init__(self, model: ChatModel) -> None:
        self._model = model
        self.kind, self.name = model.choice.kind, model.name

    def write(self, task: WritingRequest, usage: Usage) -> Iterator[str | Claim]:
        """One claim per evidence, rewritten where the check holds."""
        last = time.monotonic() + self.PATIENCE
        for evidence in task.evidence:
            claim = self._rewritten(evidence, task, usage) if time.monotonic() < last else None
            yield claim or _quoted(evidence, task)

    def _rewritten(self, evidence: Evidence, task: WritingRequest, usage: Usage) -> Claim | None:
        """The sentence in the model's words, None where it says nothing or its words do not hold."""
        sentence = evidence.sentence.text
        messages = prompts.load("rewrite").fill(sentence=as_data(sentence))
        record = CallRecord("rewriting", [evidence.sentence.paper])
        try:
            written = _first_line(self._model.complete(messages, usage, self.MAX_TOKENS, record))
        except EmptyResponse:
            return None
        if not _says_the_same(written, sentence):
            return None
        claim = judge(written, (task.source_of(evidence),), task.similarity)
        record.add_claims([claim])
        return replace(claim, evidence=(evidence,)) if claim.verdict == "supported" else None


class WholeWriter:
    """For a capable model: the numbered abstracts in, the whole answer with its citations out."""

    reads_whole_abstracts = True
    MAX_TOKENS = 900
    """Six long sentences have some 300; reasoning models count their thoughts in as well."""

    def __init__(self, model: ChatModel, context_tokens: int) -> None:
        self._model = model
        self._budget = context_tokens
        self.kind, self.name = model.choice.kind, model.name

    def write(self, task: WritingRequest, usage: Usage) -> Iterator[str | Claim]:
        """The model's text as it comes."""
        text, sources = fit(task.sources, self._budget, tokens.count)
        conversation = (
            f"<conversation>\n{as_data(task.conversation)}\n</conversation>\n\n" if task.conversation else ""
        )
        written = f"\n\n<written>\n{as_data(task.written)}\n</written>" if task.written else ""
        messages = prompts.load("answer").fill(
            sources=text, conversation=conversation, question=as_data(task.question), written=written
        )
        task.record.sources = [source.paper.id for source in sources]
        yield from self._model.stream(messages, usage, self.MAX_TOKENS, record=task.record)


def writer_for(model: ChatModel | None, context_tokens: int) -> Writer:
    """The way of writing that suits the model."""
    if model is None:
        return QuotingWriter()
    return WholeWriter(model, context_tokens) if model.choice.is_capable else SentenceWriter(model)


def _quoted(evidence: Evidence, task: WritingRequest) -> Claim:
    """The sentence in quotes, from where it begins to say something: the one before it does not stand there."""
    claim = quote(evidence, task.source_of(evidence).number)
    return replace(claim, text=without_lead_in(claim.text))


def _first_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    lines = [line for line in lines if not line.endswith(":")]  # "Here is the sentence:"
    return lines[0].strip('"“”') if lines else ""


def _says_the_same(written: str, sentence: str) -> bool:
    """Whether a rewriting is one finished sentence with nearly the words of the original, and most of them.

    A small model's faults are words it adds, words it repeats, and halves it forgets.
    """
    ours, theirs = content(written), content(sentence)
    if _OF_OTHERS.search(sentence):  # "prior work shows …" becomes "the paper shows …"
        return False
    if _OF_THE_PAPER.search(written) and not _OF_ITS_AUTHORS.search(sentence):
        return False
    finished = written.endswith(".") and len(read_sentences(written)) == 1
    kept = numbers(sentence) == numbers(written) and _kept(sentence, written) >= LEAST_KEPT
    return finished and not _rambles(written, sentence) and kept and coverage(ours, theirs) >= LEAST_OWN


def _kept(sentence: str, written: str) -> float:
    """The weighted share of the sentence's words that the rewriting keeps, each as often: lists lose repeated words."""
    theirs, left = Counter(stems(sentence)), Counter(stems(sentence)) - Counter(stems(written))
    return 1 - _weight(left) / (_weight(theirs) or 1.0)


def _weight(counted: Counter[str]) -> float:
    return math.fsum(weight_of_word(stem) * count for stem, count in counted.items())


def _rambles(written: str, sentence: str) -> bool:
    """Whether three words come twice, or a quote or colon has come in: "The paper writes: The paper writes: …"."""
    words = stems(written)
    threes = list(zip(words, words[1:], words[2:], strict=False))
    return len(set(threes)) < len(threes) or any(c in written and c not in sentence for c in '"“:')
