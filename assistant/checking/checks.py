"""Whether a sentence is supported by the abstracts it cites: layers of checks that need no language model.

1. Is it a quotation, word for word?   2. Do its numbers stand there?   3. Do its names?
4. Do its words and its meaning agree?   5. Does its direction (more or less, with or without, not)?

What this can and cannot find is measured by `papers eval citations`: it finds invented citations almost always,
reversed statements only in part, so `supported` means that words, numbers, names and direction agree.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.checking.alignment import Alignment, jointly, share, weights_of
from assistant.checking.polarity import disagreement
from assistant.reader.embeddings import Vectors
from assistant.text.entities import missing
from assistant.text.formulas import as_read
from assistant.text.language import is_foreign
from assistant.text.quantities import differing
from assistant.text.words import content, coverage

Verdict = Literal[
    "quoted", "supported", "unsure", "unchecked", "unsupported", "uncited", "background", "analogy"
]
HOLDS: tuple[Verdict, ...] = ("quoted", "supported")
"""The verdicts of a sentence in which the check found no fault."""
Similarity = Callable[[str, Sequence[str]], Sequence[Alignment]]

SUPPORTED = 0.67
"""Least support for `supported`: where, with all layers, SciFact's training claims call 39 % of the contradicting abstracts
supported (more than 40 % is too many: a wrong `supported` is worse than an `unsure`). The price is recall, 65 %."""
UNSURE = 0.50
"""Least support for `unsure`: no random abstract of SciFact reaches it, half of swapped citations fall below it."""
READ = 5
"""Sentences of an abstract that are read word by word: those with most of the text's words."""
UNREAD = 0.3
"""What the share of words counts for a sentence that is not read, so that it ranks below those that are."""
LAYERS = frozenset({"numbers", "names", "polarity"})
"""The checks beside words and meaning, each of which can be left out: `papers eval ablation` measures what it brings."""
NOT_SAID = "The cited abstract does not say this."
"""The reason of a claim whose words are too far from the abstract's, and which has no other fault."""
LEAST_QUOTE = 5
"""Words: shorter runs occur anywhere."""
FOREIGN = "It is in another language than the abstract: it was not checked."
_LIMIT = re.compile(
    r"\b(?:only|not|no|never|cannot|but|except|unless|if|when|although|though|however(?!,)|without|hardly|rarely|"
    r"fails?|failed|may|might|could|claim(?:s|ed)?)\b|n['’]t\b",
    re.IGNORECASE,
)
"""Words that, left out with the rest of a sentence, change what the quoted part says."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What the check found: the verdict, why it is not better, how near each cited sentence is, and all together."""

    verdict: Verdict
    reason: str
    scores: tuple[float, ...]
    support: float = 0.0
    quotation: str = ""


def check(
    text: str,
    sentences: Sequence[str],
    titles: Sequence[str],
    similarity: Similarity,
    layers: frozenset[str] = LAYERS,
) -> Finding:
    """Judge one sentence against the sentences and titles of the papers it cites."""
    if not sentences:
        return Finding("uncited", "It cites no paper.", ())
    text, whole = as_read(text), as_read(" ".join([*titles, *sentences]))
    if quotation := _quotation(text, sentences):
        scores = tuple(float(_stands_in(quotation, s)) for s in sentences)
        if all(_left_out(quotation, s) for s, stands in zip(sentences, scores, strict=True) if stands):
            left = _left_out(quotation, sentences[scores.index(1.0)])
            return Finding(
                "unsure", f"It leaves out a part of the sentence that may matter: “{left}”.", scores, 1.0
            )
        return Finding("quoted", "", scores, 1.0, quotation)
    read = _read(text, sentences, titles, similarity)
    if is_foreign(text, whole):
        return Finding("unchecked", FOREIGN, read.scores)
    if "numbers" in layers and (reason := differing(text, whole)):
        return Finding("unsupported", reason, read.scores, read.support)
    reason = _missing_name(text, whole) if "names" in layers else ""
    if not reason and "polarity" in layers:
        reason = disagreement(read.alignments)
    if reason:
        return Finding(
            "unsure" if read.support >= SUPPORTED else "unsupported", reason, read.scores, read.support
        )
    if read.support >= SUPPORTED:
        return Finding("supported", "", read.scores, read.support)
    if read.support >= UNSURE:
        return Finding("unsure", f"The cited abstract does not say {read.absent}.", read.scores, read.support)
    return Finding("unsupported", NOT_SAID, read.scores, read.support)


@dataclass(frozen=True, slots=True)
class _Reading:
    """The alignments with the likeliest sentences, a score for every sentence, and how far all together say it."""

    alignments: Sequence[Alignment]
    scores: tuple[float, ...]
    support: float
    absent: str


def _read(text: str, sentences: Sequence[str], titles: Sequence[str], similarity: Similarity) -> _Reading:
    """Align the text with the sentences that have most of its words, and with the titles."""
    said = content(text)
    covered = [coverage(said, content(sentence)) for sentence in sentences]
    likely = sorted(range(len(sentences)), key=lambda n: -covered[n])[: READ * max(len(titles), 1)]
    aligned = similarity(text, [*(sentences[n] for n in likely), *titles])
    scores = [UNREAD * part for part in covered]
    for n, alignment in zip(likely, aligned, strict=False):
        scores[n] = alignment.share
    words, nearest = aligned[0].words, jointly(aligned)
    return _Reading(aligned[: len(likely)], tuple(scores), share(words, nearest), _absent(words, nearest))


def _absent(words: Sequence[str], nearest: Vectors) -> str:
    """The text's words that the abstract is farthest from saying, in quotes."""
    weighed = sorted(zip(weights_of(words) * (1 - nearest), words, strict=True), key=lambda pair: -pair[0])
    return _listed([f"“{word}”" for word in dict.fromkeys(word for _, word in weighed)][:2] or ["this"])


def _quotation(text: str, sentences: Sequence[str]) -> str:
    """The text without its quote marks if it stands in one of the sentences word for word, else nothing."""
    bare = text.strip().strip("\"“”'‘’").strip()
    if len(bare.split()) < LEAST_QUOTE:
        return ""
    return bare if any(_stands_in(bare, sentence) for sentence in sentences) else ""


def _stands_in(quotation: str, sentence: str) -> bool:
    """Whether these words stand in the sentence, whole; spacing and the full stop do not count."""
    return re.search(rf"(?<!\w){re.escape(_squeezed(quotation))}(?!\w)", _squeezed(sentence)) is not None


def _left_out(quotation: str, sentence: str) -> str:
    """The part of the sentence before or after the quotation, where it has a word that limits what is said."""
    before, _, after = _squeezed(sentence).partition(_squeezed(quotation))
    return next((part.strip(" ,;") for part in (after, before) if _LIMIT.search(part)), "")


def _squeezed(text: str) -> str:
    return " ".join(as_read(text).split()).rstrip(".")


def _missing_name(text: str, whole: str) -> str:
    absent = missing(text, whole)
    return f"The cited abstract does not mention {_listed(absent)}." if absent else ""


def _listed(items: Sequence[str]) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"
