"""Number the sources that a writer is shown, and fit them to its budget in whole sentences.

What is written here is what is *sent*: an abstract's own `[3]` becomes `(3)`, so that it is not taken for a citation,
and the marks that fence a source in cannot be closed from inside. Stored and shown texts stay as they are.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from assistant.library.papers import Hit, Paper
from assistant.text.sentences import sentences_of


@dataclass(frozen=True, slots=True)
class Source:
    """A numbered paper in front of the writer, and why it was found."""

    number: int
    hit: Hit

    @property
    def paper(self) -> Paper:
        """The paper."""
        return self.hit.paper


_FENCES = (
    "lines",
    "source",
    "question",
    "sentence",
    "conversation",
    "reader",
    "aspects",
    "terms",
    "topic",
    "section",
)
"""The marks that fence data in, as `prompts/*.md` have them; `sentence` stands for `sentences`, too,
and `section` for `sections`."""
_FENCE = re.compile(rf"<(?=/?\s*(?:{'|'.join(_FENCES)}))", re.IGNORECASE)
_CITATION = re.compile(r"\[(\d+(?:\s*[,;–-]\s*\d+)*)\]")


def number_sources(hits: Sequence[Hit]) -> tuple[Source, ...]:
    """The hits as sources, numbered from 1 in their order."""
    return tuple(Source(number, hit) for number, hit in enumerate(hits, 1))


def source_of(paper: Paper, number: int = 1) -> Source:
    """A paper that was named, not searched for, as a source."""
    return Source(number, Hit(paper, 1.0, None, None))


def sources_of(papers: Iterable[Paper]) -> tuple[Source, ...]:
    """Papers that were named, not searched for, numbered from 1 in their order."""
    return tuple(source_of(paper, number) for number, paper in enumerate(papers, 1))


def fit(
    sources: Sequence[Source], budget: int, count: Callable[[str], int]
) -> tuple[str, tuple[Source, ...]]:
    """The sources as the prompt has them, and those that went in; the last is cut after a whole sentence."""
    blocks: list[str] = []
    kept: list[Source] = []
    for source in sources:
        sentences = [sentence.text for sentence in sentences_of(source.paper)]
        while sentences and count(as_block(source, sentences)) > budget:
            sentences.pop()
        if not sentences:
            break
        block = as_block(source, sentences)
        budget -= count(block)
        blocks.append(block)
        kept.append(source)
    return "\n\n".join(blocks), tuple(kept)


def as_data(text: str) -> str:
    """A stranger's text made safe to stand inside the fences of a prompt."""
    return _FENCE.sub("‹", _CITATION.sub(r"(\1)", text))


def as_block(source: Source, sentences: Sequence[str]) -> str:
    """The source with these of its sentences between its fences."""
    published = f" published={source.paper.published}" if source.paper.published else ""
    body = as_data(" ".join(sentences))
    return f"<source {source.number}{published}>\n{as_data(source.paper.title)}\n{body}\n</source>"
