"""Cells and synthesis by a capable model: all cells of a paper in one call, each checked like any claim.

A cell whose check fails, or that did not come, is the authors' own sentence instead. A server that refuses the JSON
schema is asked without it, and an answer in lines is read as well; of an answer cut in the middle the finished cells are kept.
"""

import json
import logging
import re
from collections.abc import Sequence

from assistant.checking.citations import Claim, claim_from, read_sentences
from assistant.comparing.cells import quoted_cells, written_cell
from assistant.comparing.comparison import NOT_STATED, Cell, Row
from assistant.comparing.synthesis import synthesis_of
from assistant.errors import ModelError, PapersError
from assistant.evidence.aspects import Aspect
from assistant.evidence.ranking import similarity_by
from assistant.evidence.sources import Source, as_data, fit, sources_of
from assistant.llm import prompts, tokens
from assistant.llm.call_log import CallRecord
from assistant.llm.models import ChatModel, Usage
from assistant.reader.embeddings import Embedder
from assistant.text.sentences import sentences_of

logger = logging.getLogger(__name__)

_NOTHING = frozenset(("", "-", "—", "none", "n/a", "null", "not stated", NOT_STATED))
_LINE = re.compile(r"^\W*(\d{1,2})\W*[:.)][*\s]*(.*?)\s*$", re.MULTILINE)
_TENSION = re.compile(
    r"\b(?:contradict\w*|disagree\w*|conflict\w*|in tension|at odds|opposite|contrary)\b", re.IGNORECASE
)
_QUOTED = re.compile('[“"]([^”"]{15,})[”"]')


class ModelCells:
    """Fills cells with a capable model, under the check."""

    at_once = 4
    """Papers asked about side by side: servers answer some calls at once, and refuse many."""
    TOKENS_A_CELL = 90
    """Twenty-five words are some forty tokens; reasoning models count their thoughts in as well."""
    SYNTHESIS_TOKENS = 900

    def __init__(self, model: ChatModel, embedder: Embedder, context_tokens: int) -> None:
        self._model, self._embedder, self._budget = model, embedder, context_tokens
        self.name = model.name

    def fill(
        self, source: Source, aspects: Sequence[Aspect], usage: Usage, beside: Sequence[Cell] = ()
    ) -> tuple[tuple[Cell, ...], PapersError | None]:
        """The model's cells where they hold, the authors' sentences elsewhere; the error where the model failed."""
        if not source.paper.abstract.strip():
            return quoted_cells(aspects, source, self._embedder), None
        record = CallRecord("cells", [source.paper.id])
        text, problem = self._asked(source, aspects, usage, record)
        told = read_cells(text, whole=problem is None and not record.cut_short)
        made = [self._cell(aspect, told.get(n), source) for n, aspect in enumerate(aspects, 1)]
        written = [cell for cell in made if cell]
        record.add_claims(cell.claim for cell in written if cell.claim)
        missing = [aspect for aspect, cell in zip(aspects, made, strict=True) if cell is None]
        quoted = quoted_cells(missing, source, self._embedder, [*beside, *written]) if missing else ()
        return (*written, *quoted), problem

    def synthesis(self, rows: Sequence[Row], usage: Usage) -> tuple[tuple[Claim, ...], PapersError | None]:
        """The model's sentences that hold; quotations beside each other where none does or the model fails."""
        sources = sources_of(row.paper for row in rows)
        text, fitting = fit(sources, self._budget, tokens.count)
        messages = prompts.load("synthesis").fill(sources=text)
        record = CallRecord("synthesis", [source.paper.id for source in fitting])
        try:
            written = self._model.complete(messages, usage, self.SYNTHESIS_TOKENS, record)
        except ModelError as problem:
            logger.info("The model failed; quotations beside each other stand instead")
            return synthesis_of(rows, self._embedder), problem
        similarity = similarity_by(self._embedder)
        sentences = read_sentences(written)
        if record.cut_short:  # half a sentence claims nothing
            sentences = sentences[:-1]
        claims = [claim_from(each, fitting, similarity) for each in sentences]
        record.add_claims(claims)
        sound = tuple(c for c in claims if (c.holds or c.verdict == "unsure") and _is_fair(c, fitting))
        return sound or synthesis_of(rows, self._embedder), None

    def _asked(
        self, source: Source, aspects: Sequence[Aspect], usage: Usage, record: CallRecord
    ) -> tuple[str, ModelError | None]:
        """What the model wrote, and the error where it stopped before its end."""
        abstract, _ = fit([source], self._budget, tokens.count)
        listed = "\n".join(
            f"{n}. {as_data(aspect.name)}: {as_data(aspect.meaning)}" for n, aspect in enumerate(aspects, 1)
        )
        messages = prompts.load("compare").fill(sources=abstract, aspects=listed)
        text, most = "", self.TOKENS_A_CELL * len(aspects) + 200
        try:
            for piece in self._model.stream(messages, usage, most, _schema(len(aspects)), record):
                text += piece
        except ModelError as problem:
            logger.info("The model failed; the authors' sentences fill the rest of the row")
            return text, problem
        return text, None

    def _cell(self, aspect: Aspect, text: str | None, source: Source) -> Cell | None:
        """What the model said of the aspect, where it said anything that holds."""
        if text is None:
            return None
        text = "" if text.casefold().strip(" .") in _NOTHING else text
        return written_cell(aspect, text, source, self._embedder, self.name)


def read_cells(text: str, whole: bool = True) -> dict[int, str]:
    """The cells of an answer by their numbers, from JSON or from lines; of one that is not whole the finished ones."""
    if "{" in text:
        return _from_json(text[text.index("{") :])
    lines = [(int(number), said) for number, said in _LINE.findall(text)]
    return dict(lines if whole else lines[:-1])


def _from_json(text: str) -> dict[int, str]:
    from langchain_core.utils.json import parse_partial_json

    try:
        values, whole = json.JSONDecoder().raw_decode(text)[0], True
    except json.JSONDecodeError:
        try:
            values, whole = parse_partial_json(text), False
        except json.JSONDecodeError:
            return {}
    told = (
        [(int(key), str(said)) for key, said in values.items() if key.isdecimal()]
        if isinstance(values, dict)
        else []
    )
    return dict(told if whole else told[:-1])


def _schema(count: int) -> dict[str, object]:
    numbers = [str(number) for number in range(1, count + 1)]
    return {
        "type": "object",
        "properties": {number: {"type": "string"} for number in numbers},
        "required": numbers,
        "additionalProperties": False,
    }


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
