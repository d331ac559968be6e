"""Whether a sentence is supported by the abstracts it cites: layers of checks that need no language model.

1. Is it a quotation, word for word?   2. Do its numbers stand there?   3. Do its names?
4. Do its words and its meaning agree?   5. Does its direction (more or less, with or without, not)?

What this can and cannot tell is measured by `papers eval citations`: it finds invented citations almost always,
reversed statements only in part, so `supported` means that words, numbers, names and direction agree.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.grounding.words import content, coverage, names, numbers
from assistant.library.keywords import stems

Verdict = Literal["quoted", "supported", "unsure", "unsupported", "uncited"]
Similarity = Callable[[str, Sequence[str]], Sequence[float]]

SUPPORTED, UNSURE = 0.50, 0.42
"""Least support for each verdict. On SciFact's training claims the first calls 65 % of the supporting abstracts
supported, a third of the on-topic wrong ones, and none of the random ones."""
LEAST_QUOTE = 5
"""Words: shorter runs occur anywhere."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What the check found: the verdict, why it is not better, how near each cited sentence is."""

    verdict: Verdict
    reason: str
    scores: tuple[float, ...]
    quotation: str = ""


def check(text: str, sentences: Sequence[str], titles: Sequence[str], similarity: Similarity) -> Finding:
    """Judge one sentence against the sentences and titles of the papers it cites."""
    if not sentences:
        return Finding("uncited", "It cites no paper.", ())
    whole = " ".join([*titles, *sentences])
    if quotation := _quotation(text, sentences):
        return Finding("quoted", "", tuple(float(_stands_in(quotation, s)) for s in sentences), quotation)
    scores = support(text, sentences, titles, similarity)
    best = max(scores)
    nearest = sentences[scores.index(best)]
    if reason := _missing_number(text, whole):
        return Finding("unsupported", reason, scores)
    if reason := _missing_name(text, whole) or _opposed(text, nearest):
        return Finding("unsure" if best >= SUPPORTED else "unsupported", reason, scores)
    if best >= SUPPORTED:
        return Finding("supported", "", scores)
    if best >= UNSURE:
        return Finding("unsure", "Only part of it is found in the cited abstract.", scores)
    return Finding("unsupported", "The cited abstract does not say this.", scores)


def support(
    text: str, sentences: Sequence[str], titles: Sequence[str], similarity: Similarity
) -> tuple[float, ...]:
    """How far each sentence supports the text, 0…1: its meaning, and the text's words in it and in the whole abstract."""
    said = content(text)
    whole = content(" ".join([*titles, *sentences]))
    everywhere = coverage(said, whole)
    return tuple(
        0.4 * float(cosine) + 0.3 * coverage(said, content(sentence)) + 0.3 * everywhere
        for sentence, cosine in zip(sentences, similarity(text, sentences), strict=True)
    )


def _quotation(text: str, sentences: Sequence[str]) -> str:
    """The text without its quote marks if it stands in one of the sentences word for word, else nothing."""
    bare = text.strip().strip("\"“”'‘’").strip()
    if len(bare.split()) < LEAST_QUOTE:
        return ""
    return bare if any(_stands_in(bare, sentence) for sentence in sentences) else ""


def _stands_in(quotation: str, sentence: str) -> bool:
    """Whether these words stand in the sentence, whole; spacing and the full stop do not count."""
    return re.search(rf"(?<!\w){re.escape(_squeezed(quotation))}(?!\w)", _squeezed(sentence)) is not None


def _squeezed(text: str) -> str:
    return " ".join(text.split()).rstrip(".")


def _missing_number(text: str, whole: str) -> str:
    missing = sorted(numbers(text) - numbers(whole) - _digits_in_names(whole))
    if not missing:
        return ""
    return f"The cited abstract does not give the number {_listed(missing)}."


def _digits_in_names(whole: str) -> frozenset[str]:
    return frozenset(re.findall(r"\d+(?:\.\d+)?", whole))


def _missing_name(text: str, whole: str) -> str:
    there = whole.casefold()
    missing = sorted(name for name in names(text) if not _occurs(name, there))
    if not missing:
        return ""
    spelled = [word for word in re.findall(r"[\w+.\-/]+", text) if word.casefold().strip(".-/") in missing]
    return f"The cited abstract does not mention {_listed(list(dict.fromkeys(spelled)) or missing)}."


def _occurs(name: str, there: str) -> bool:
    """Plurals and hyphens do not count: `LLMs` for `LLM`, `KV-cache` for `KV cache`."""
    parts = re.split(r"[-/]", name)
    return all(part in there or part.removesuffix("s") in there for part in parts)


def _opposed(text: str, sentence: str) -> str:
    said, there = _directions(text), _directions(sentence)
    for axis in sorted(said.keys() & there.keys()):
        ours, theirs = said[axis], there[axis]
        if ours.isdisjoint(theirs):
            return f"The abstract's sentence speaks of {min(theirs)}, this one of {min(ours)}."
    if bool(_NEGATION.search(text)) != bool(_NEGATION.search(sentence)):
        return "One of the two, this sentence or the abstract's, says “not”."
    return ""


_SIDES = {
    "amount": {
        "less": "decreas reduc lower less fewer smaller shrink halv cut drop declin diminish suppress inhibit prevent slow",
        "more": "increas rais doubl tripl higher more larger grow gain boost enhanc promot acceler faster induc",
    },
    "rank": {
        "worse": "underperform worse degrad hurt fail inferior",
        "better": "outperform better surpass improv exceed superior beat",
    },
}
_SIDE_OF = {
    stem: (axis, side)
    for axis, sides in _SIDES.items()
    for side, listed in sides.items()
    for stem in listed.split()
}
_PRESENCE = re.compile(
    r"\b(with|without)\s+(?:(?:the|an?|any|extra|additional|more)\s+)*(\w+)", re.IGNORECASE
)
_NEGATION = re.compile(
    r"\b(?:not|no|never|cannot|neither|nor|lacks?|unable|fails? to)\b|n['’]t\b", re.IGNORECASE
)


def _directions(text: str) -> dict[str, set[str]]:
    """For each axis the sides the text speaks of; `with` or `without` is an axis for each thing it is said of."""
    found: dict[str, set[str]] = {}
    for axis, side in (_SIDE_OF[stem] for stem in stems(text) if stem in _SIDE_OF):
        found.setdefault(axis, set()).add(side)
    for presence, thing in _PRESENCE.findall(text):
        found.setdefault(f"with {thing.casefold()}", set()).add(f"{presence.casefold()} {thing}")
    return found


def _listed(items: Sequence[str]) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"
