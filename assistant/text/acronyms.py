"""Acronyms that a text explains itself: `long form (SF)`, found by the algorithm of Schwartz and Hearst.

A. S. Schwartz and M. A. Hearst, A simple algorithm for identifying abbreviation definitions in biomedical text,
Pacific Symposium on Biocomputing 2003. To it come two conditions learned from Daily Papers, for precision: a long form
has few more words than the short form has letters, and does not begin with a word like “and”.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.library.keywords import stems

_BRACKET = re.compile(r"\(([^()]{2,40})\)")
_SHORT = re.compile(r"(?=\S*[A-Z]\S*[A-Z0-9])\w[\w/+*.-]{1,9}", re.ASCII)
"""A short form: one word of at most ten characters that has a capital, and after it one more or a digit."""
_USED = re.compile(
    r"(?<![\w-])(?:[A-Z]{2,6}|[A-Z][a-z]?[A-Z]{1,4}|[A-Z][a-z][A-Z][a-z]?|[A-Z]{2,4}-[A-Z]{2,4})s?(?![\w-])"
)
"""An acronym as it is used: mostly capitals. Longer or mixed ones are names (`LLaVA`, `DeepSeek`)."""
_SPARE_WORDS = 2
"""Words a long form may have beyond the letters of its short form. What a looser bound lets in is of the kind
“Despite the non-autoregressive potential of diffusion language models (dLLMs)”."""
_REACH = 1_000
"""Characters before the bracket that are looked at: a dozen words, however long they are."""
_FUNCTION = frozenset(
    "a an and as at by for from in into is of on or our that the this to via we while with".split()
)
_BEFORE_WORD = re.compile(r"[\s{}()\[\]\"“‘`*~/]")
_TRIM = " ,;:-{}\"'“”‘’`*~"


@dataclass(frozen=True, slots=True)
class Acronym:
    """A short form, what it stands for, and where the long form begins and the bracket ends."""

    short: str
    long: str
    start: int
    end: int


def acronyms_explained(text: str) -> Iterator[Acronym]:
    """Every `long form (SF)` of the text, in order. The short form is without a plural's s."""
    for bracket in _BRACKET.finditer(text):
        short = re.split(r"[;,]", bracket[1])[0].strip(_TRIM)
        if _SHORT.fullmatch(short) and not short.endswith("-based"):
            before = max(0, bracket.start() - _REACH)
            found = _beginning(short, text[before : bracket.start()])
            start = None if found is None else before + found
            long = text[start : bracket.start()].strip(_TRIM) if start is not None else ""
            if start is not None and _may_stand_for(short, long):
                yield Acronym(singular(short), long, start, bracket.end())


def acronyms_used(text: str) -> tuple[str, ...]:
    """The acronyms in a text, each once, in order, without a plural's s; numbers like II are none."""
    found = dict.fromkeys(singular(match) for match in _USED.findall(text))
    return tuple(short for short in found if not re.fullmatch(r"[IVX]+", short))


def singular(short: str) -> str:
    """The short form without a plural's s: `LLMs` is `LLM`."""
    return short[:-1] if len(short) > 2 and short.endswith("s") and short[-2].isupper() else short


def same_meaning(one: str, other: str) -> bool:
    """Whether two long forms are one but for case, hyphens and endings: `Large Language Models`, `large-language model`."""
    return stems(one.replace("-", " ")) == stems(other.replace("-", " "))


def _beginning(short: str, before: str) -> int | None:
    """Where the shortest long form begins whose letters are the short form's in order, the first one beginning a word.

    The matching is Schwartz and Hearst's, from the right; a plural's s need not be found.
    """
    letters = [c.casefold() for c in singular(short) if c.isalnum()]
    floor, at = _floor(before, len(letters)), len(before)
    for place in range(len(letters) - 1, -1, -1):
        at -= 1
        while at >= floor and not _fits(before, at, letters[place], is_first=place == 0):
            at -= 1
        if at < floor:
            return None
    return _word_start(before, at)


def _fits(text: str, at: int, letter: str, is_first: bool) -> bool:
    if text[at].casefold() != letter:
        return False
    if not is_first:
        return True
    begins = at == 0 or not (text[at - 1].isalnum() or text[at - 1] in "'’")
    return begins and text[_word_start(text, at) :].split(maxsplit=1)[0].casefold() not in _FUNCTION


def _word_start(text: str, at: int) -> int:
    """Where the word begins that has this place in it; a word may have hyphens."""
    return max((match.end() for match in _BEFORE_WORD.finditer(text, 0, at)), default=0)


def _floor(before: str, letters: int) -> int:
    """Where the words end that are too far away: after the last sentence, bracket or comma list, or too many words back."""
    words = [match.start() for match in re.finditer(r"\S+", before)]
    far = words[-(letters + _SPARE_WORDS)] if len(words) >= letters + _SPARE_WORDS else 0
    broken = max((match.end() for match in re.finditer(r"[.?!:;()]\s|[()]", before)), default=0)
    return max(far, broken)


def _may_stand_for(short: str, long: str) -> bool:
    words = long.split()
    return len(long) > len(short) and short not in words and not re.search(r"[.:;!?\\\"]", long)
