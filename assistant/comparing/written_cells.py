"""Cells and synthesis by a capable model: all cells of a paper in one call, each checked like any claim.

A cell whose check fails, or that did not come, is the authors' own sentence instead.
"""

import re
from collections.abc import Sequence

from pydantic import BaseModel

from assistant.checking.citations import Claim, claim_from
from assistant.checking.written import read_sentences
from assistant.comparing.cells import QuotingCells, quoted_cells, written_cell
from assistant.comparing.comparison import NOT_STATED, Cell, Row
from assistant.comparing.synthesis import synthesis_of
from assistant.evidence.aspects import Aspect
from assistant.evidence.ranking import similarity_by
from assistant.evidence.sources import Source, as_data, fit, sources_of
from assistant.llm import prompts, tokens
from assistant.llm.call_log import CallRecord
from assistant.llm.models import ChatModel, Usage
from assistant.llm.structured import fill_form
from assistant.reader.embeddings import Embedder
from assistant.text.sentences import sentences_of

_NOTHING = frozenset(("", "-", "—", "none", "n/a", "null", "not stated", NOT_STATED))
_TENSION = re.compile(
    r"\b(?:contradict\w*|disagree\w*|conflict\w*|in tension|at odds|opposite|contrary)\b", re.IGNORECASE
)
_QUOTED = re.compile('[“"]([^“”"]{15,})[”"]')


class AspectText(BaseModel):
    """What the abstract states about the aspect of this number."""

    aspect: int
    text: str


class TableRow(BaseModel):
    """What a model is asked for."""

    cells: list[AspectText]


class ModelCells:
    """Fills cells with a capable model, under the check."""

    at_once = 4
    """Papers asked about side by side: servers answer some calls at once, and refuse many."""
    TOKENS_A_CELL = 90
    """Twenty-five words are some forty tokens; reasoning models count their thoughts in as well."""
    SYNTHESIS_TOKENS = 900

    def __init__(self, model: ChatModel, embedder: Embedder, context_tokens: int) -> None:
        self._model, self._embedder, self._budget = model, embedder, context_tokens
        self.name, self.stand_in = model.name, QuotingCells(embedder)

    def fill(
        self, source: Source, aspects: Sequence[Aspect], usage: Usage, beside: Sequence[Cell] = ()
    ) -> tuple[Cell, ...]:
        """The model's cells where they hold, the authors' sentences elsewhere."""
        if not source.paper.abstract.strip():
            return quoted_cells(aspects, source, self._embedder)
        record, most = CallRecord("cells", [source.paper.id]), self.TOKENS_A_CELL * len(aspects) + 200
        row = fill_form(TableRow, self._model, self._messages(source, aspects), usage, most, record)
        texts = {cell.aspect: cell.text for cell in row.cells}
        made = [self._cell(aspect, texts.get(n), source) for n, aspect in enumerate(aspects, 1)]
        written = [cell for cell in made if cell]
        record.add_claims(cell.claim for cell in written if cell.claim)
        missing = [aspect for aspect, cell in zip(aspects, made, strict=True) if cell is None]
        quoted = quoted_cells(missing, source, self._embedder, [*beside, *written]) if missing else ()
        return (*written, *quoted)

    def synthesis(self, rows: Sequence[Row], usage: Usage) -> tuple[Claim, ...]:
        """The model's sentences that hold; quotations beside each other where none does."""
        sources = sources_of(row.paper for row in rows)
        text, fitting = fit(sources, self._budget, tokens.count)
        messages = prompts.load("synthesis").fill(sources=text)
        record = CallRecord("synthesis", [source.paper.id for source in fitting])
        written = self._model.complete(messages, usage, self.SYNTHESIS_TOKENS, record)
        similarity = similarity_by(self._embedder)
        sentences = read_sentences(written, fitting)
        if record.cut_short:  # half a sentence claims nothing
            sentences = sentences[:-1]
        claims = [claim_from(each, fitting, similarity) for each in sentences]
        record.add_claims(claims)
        sound = tuple(c for c in claims if (c.holds or c.verdict == "unsure") and _is_fair(c, fitting))
        return sound or synthesis_of(rows, self._embedder)

    def _messages(self, source: Source, aspects: Sequence[Aspect]) -> tuple[str, str]:
        abstract, _ = fit([source], self._budget, tokens.count)
        listed = "\n".join(
            f"{n}. {as_data(aspect.name)}: {as_data(aspect.meaning)}" for n, aspect in enumerate(aspects, 1)
        )
        return prompts.load("compare").fill(sources=abstract, aspects=listed)

    def _cell(self, aspect: Aspect, text: str | None, source: Source) -> Cell | None:
        """What the model said of the aspect, where it said anything that holds."""
        if text is None:
            return None
        text = "" if text.casefold().strip(" .") in _NOTHING else text
        return written_cell(aspect, text, source, self._embedder, self.name)


def _is_fair(claim: Claim, sources: Sequence[Source]) -> bool:
    """Whether a tension, if it names one, quotes two of the papers it cites."""
    if not _TENSION.search(claim.text):
        return True
    quoted = _QUOTED.findall(claim.text)
    sides = {
        source.number
        for source in sources
        if source.number in claim.cited
        and any(part.strip(" .…") in s.text for part in quoted for s in sentences_of(source.paper))
    }
    return len(sides) > 1
