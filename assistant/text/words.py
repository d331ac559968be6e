"""What the words of a text are worth for deciding whether two texts speak of the same thing.

Stems with their weights (rare words count more, function words nothing), numbers, and names. Pure
but for one committed table of word frequencies, read on first use.
"""

import json
import math
import re
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path

from assistant.text.formulas import as_read
from assistant.text.stems import stems

FREQUENCIES = Path(__file__).with_name("word_frequencies.json")
"""Written by assistant/evaluation/training/word_frequencies.py."""

_FUNCTION_WORDS = frozenset(
    stems(
        """a about above after again against all also although am an and any are as at be because been before
        being below between both but by can cannot could did do does doing done down during each either else ever
        few for from further get give gives had has have having he her here hers him his how however i if in into
        is it its itself just let like made make many may me might more most much must my neither no nor not of
        off on once one only or other our ours out over own per please put same say says she should so some such
        tell than that the their theirs them then there these they thing things this those through thus to too
        under until up upon us use used uses using very via was we were what when where whether which while who
        whom whose why will with within without would yet you your
        paper papers article work study studies research author authors explain describe summarize summarise
        e.g i.e et al vs good bad"""
    )
)
_NUMBER = re.compile(r"(?<![\w.])[-−]?\d+(?:[.,]\d+)*(?:\.\d+)?")
_IN_WORDS = dict(
    zip(
        ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"],
        range(2, 13),
        strict=True,
    )
)
SPELLED = re.compile(r"[^\W_](?:[\w+.\-/]*[\w+])?")
"""A word as it is spelled, with the marks that names have inside: `GPT-4`, `C++`, `1.5B`."""


@lru_cache(maxsize=8192)
def content(text: str) -> frozenset[str]:
    """The stems of the text that carry meaning."""
    return frozenset(
        stem for stem in stems(text) if stem not in _FUNCTION_WORDS and (len(stem) > 1 or stem.isdigit())
    )


def function_words_in(text: str) -> int:
    """How many words of the text carry no meaning of their own."""
    return sum(stem in _FUNCTION_WORDS for stem in stems(text))


def is_common(stem: str) -> bool:
    """Whether abstracts have it often enough to be counted."""
    return stem in _table()[1]


@lru_cache(maxsize=65536)
def weight(stem: str) -> float:
    """How much a shared stem says: the inverse document frequency, between about 0.2 and 11."""
    documents, frequencies = _table()
    return math.log((documents + 1) / (frequencies.get(stem, 0) + 1)) + 0.1


def is_known(stem: str) -> bool:
    """Whether the stem is among those that English abstracts commonly have."""
    return stem in _table()[1]


@lru_cache(maxsize=65536)
def weight_of_word(word: str) -> float:
    """The weight of a word as it is written: of its heaviest stem, 0 for a function word or a mark."""
    return max(map(weight, content(word)), default=0.0)


def coverage(part: Iterable[str], whole: frozenset[str]) -> float:
    """The weighted share, 0…1, of the stems of `part` that occur in `whole`; 1 where `part` is empty."""
    part = set(part)
    total = math.fsum(map(weight, part))  # exact: the order of a set is another in every process
    return math.fsum(map(weight, part & whole)) / total if total else 1.0


@lru_cache(maxsize=8192)
def numbers(text: str) -> frozenset[str]:
    """The bare numbers in a text, whatever their units: `1,000` is `1000`, `94.0` is `94`, `three` is `3`.

    With their units, and their roundings, they are compared in `quantities.py`.
    """
    text = as_read(text)
    found = {_plain_number(match) for match in _NUMBER.findall(_without_names(text))}
    return frozenset(
        found | {str(_IN_WORDS[word]) for word in re.findall(r"[a-z]+", text.lower()) if word in _IN_WORDS}
    )


@lru_cache(maxsize=8192)
def names(text: str) -> frozenset[str]:
    """Words that name something: with a capital or digit inside, or in capitals (`LoRA`, `GPT-4`, `SAPO`)."""
    return frozenset(word.casefold() for word in SPELLED.findall(text) if _names_something(word))


def _names_something(word: str) -> bool:
    inner = word[1:]
    letters = sum(map(str.isalpha, word))
    return (letters > 1 and any(c.isupper() for c in inner)) or (letters > 0 and any(map(str.isdigit, inner)))


def _without_names(text: str) -> str:
    """Digits that are part of a name (`GPT-4`, `1.5B`) are the name's business."""
    return SPELLED.sub(lambda m: " " if any(map(str.isalpha, m[0])) and not m[0][0].isdigit() else m[0], text)


def _plain_number(text: str) -> str:
    value = text.lstrip("-−").replace(",", "")
    return value.rstrip("0").rstrip(".") if "." in value else value


@cache
def _table() -> tuple[int, dict[str, int]]:
    table = json.loads(FREQUENCIES.read_text(encoding="utf-8"))
    return table["documents"], table["frequencies"]
