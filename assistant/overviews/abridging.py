"""Abstracts made short for a prompt: the sentences that say what was done and found, in the abstract's order."""

from collections.abc import Sequence

from assistant.evidence.sources import Source, as_block
from assistant.llm import tokens
from assistant.reader.roles import role_shares
from assistant.text.sentences import sentences_of

_USE = (0.1, 0.7, 0.8, 1.0, 0.0)
"""How much a sentence of each of ROLES serves: what was found before how, and background last."""


def abridged(sources: Sequence[Source], each: int) -> tuple[str, tuple[Source, ...]]:
    """The sources as a prompt has them, in at most so many tokens each, and those of which a sentence fits."""
    blocks = {source: _abridged(source, each) for source in sources}
    fitting = tuple(source for source in sources if blocks[source])
    return "\n\n".join(blocks[source] for source in fitting), fitting


def _abridged(source: Source, most: int) -> str:
    """The block with its best sentences; empty where not even one fits."""
    sentences = [sentence.text for sentence in sentences_of(source.paper)]
    use = [sum(s * u for s, u in zip(shares, _USE, strict=True)) for shares in role_shares(sentences)]
    chosen: list[int] = []
    for number in sorted(range(len(sentences)), key=lambda n: (-use[n], n)):
        with_it = sorted([*chosen, number])
        if tokens.count(as_block(source, [sentences[n] for n in with_it])) <= most:
            chosen = with_it
    return as_block(source, [sentences[n] for n in chosen]) if chosen else ""
