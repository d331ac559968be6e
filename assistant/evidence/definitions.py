"""What a thing is called, and which sentences say what it is. Pure.

For “What is GRPO?” the papers found say what the letters stand for; a sentence that spells them out, begins with the
name, or goes on “is a …” defines the thing or at least introduces it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

from assistant.text.acronyms import acronyms_explained, singular
from assistant.text.sentences import split_text
from assistant.text.stems import stems

SPELLED_OUT, BEGINS, IS = 0.4, 0.25, 0.35
"""What it counts that a sentence gives the short form beside the long one, begins with the name, and goes on “is a”.
Chosen by reading the answers to fifteen questions; what it brings on sixty others is in docs/evaluation.md."""
_BRACKET = r"(?:\s*\([^()]{2,60}\))?"


def names_of(thing: str, texts: Sequence[str]) -> tuple[str, ...]:
    """What the thing is called: as asked, and with its acronyms spelled out as most of the texts explain them."""
    long = " ".join(_stands_for(word, texts) or word for word in thing.split())
    return tuple(dict.fromkeys([thing, long]))


def defining(text: str, names: Sequence[str]) -> float:
    """How far the sentence of the text that does so most defines or introduces what has these names, 0…1."""
    return max((_defines(sentence, tuple(names)) for sentence in split_text(text)), default=0.0)


def _stands_for(short: str, texts: Iterable[str]) -> str:
    said = [
        acronym.long
        for text in texts
        for acronym in acronyms_explained(text)
        if acronym.short.casefold() == singular(short).casefold()
    ]
    spelled = [tuple(stems(long.replace("-", " "))) for long in said]
    return said[spelled.index(Counter(spelled).most_common(1)[0][0])] if said else ""


def _defines(sentence: str, names: tuple[str, ...]) -> float:
    begins, is_a, spelled_out = (bool(pattern.search(sentence)) for pattern in _patterns(names))
    return BEGINS * begins + IS * is_a + SPELLED_OUT * spelled_out


@lru_cache(maxsize=64)
def _patterns(names: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    """Of a sentence that begins with a name, says what it is, and gives a short form beside it."""
    bare = "|".join(map(_spelled, names))
    name = rf"(?:{bare}){_BRACKET}(?![\w-])"
    begins = rf"^(?:[^,;:]{{0,80}},\s+)?(?:\w+\s+)?{name}|\b(?:introduce|propose|present)s?\s+(?:an?\s+|the\s+)?{name}"
    is_a = (
        rf"{name}(?:\s+[\w-]+){{0,2}}?\s+"
        rf"(?:(?:is|are)\s+(?:an?|the|one\s+of|among)|refers?\s+to|means|denotes?|stands\s+for)\b"
        rf"|{name},\s+an?\s"
    )
    spelled_out = rf"(?:{bare})\s*\((?:[\w.+/-]{{2,10}}|{bare})\)"
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in (begins, is_a, spelled_out))


def _spelled(name: str) -> str:
    """A pattern of the name in singular and plural, with or without hyphens, with short forms in brackets in it."""
    words = [re.escape(word) for word in re.split(r"[\s-]+", name.removesuffix("s")) if word]
    return r"(?<![\w-])" + rf"{_BRACKET}[\s-]+".join(words) + r"s?(?![\w-])"
