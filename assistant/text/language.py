"""Whether a text is in English, which the papers are searched in, or in another language than another text. Pure.

A question is recognised by the words that every sentence has; an answer, which may have none, by its script and by how many of
its words English abstracts have, or the abstract that it is of. Of 18 sentences in 11 languages 17 are recognised so from an
English abstract, and of 1,620 English ones 4 are taken for foreign.
"""

import re
import unicodedata
from collections import Counter
from functools import lru_cache

from assistant.text.stems import STOPWORD_LANGUAGES, stems, stopwords_in
from assistant.text.words import function_words_in, is_common

LEAST_COMMON = 0.67
"""Share of the words that abstracts use often, above which a text is English whatever else it has."""
LEAST_KNOWN = 0.45
"""Share of a text's words that are known, under which it is in another language."""
FEWEST = 3
"""Words that identify a language."""
MANY, FEW = 0.2, 0.05
"""Shares of the letters of a text: a script that has the one, and in the other text not the other, is another's."""
_WORD = re.compile(r"(?<![\w-])[^\W\d_]{2,}(?![\w-])")
_ANYWHERE = frozenset({"GREEK", "MATHEMATICAL", "MODIFIER", "DOUBLE-STRUCK", "SCRIPT"})
"""Letters of formulas."""


def is_english(text: str) -> bool:
    """Whether it may be English: names, and words that stand alone, may.

    Of 500 questions of PubMedQA and 809 claims of SciFact three are not taken for English.
    """
    letters = [char for char in text if char.isalpha()]
    if sum("LATIN" in unicodedata.name(char, "") for char in letters) < len(letters) / 2:
        return False
    words = stems(text)
    other = max(stopwords_in(text, language) for language in STOPWORD_LANGUAGES)
    return other <= function_words_in(text) or sum(map(is_common, words)) > LEAST_COMMON * len(words)


def is_foreign(text: str, there: str) -> bool:
    """Whether the text is in another language than the one there."""
    ours, theirs = _scripts(text), _scripts(there)
    if any(ours.get(s, 0) >= MANY and theirs.get(s, 0) < FEW for s in ours):
        return True
    if any(theirs.get(s, 0) >= MANY and ours.get(s, 0) < FEW for s in theirs) and ours:
        return True
    return _is_of_abstracts(there) and _known(text, there) < LEAST_KNOWN


@lru_cache(4096)
def _scripts(text: str) -> dict[str, float]:
    """The share of each script among the letters."""
    found = (unicodedata.name(c, "").partition(" ")[0] for c in text if c.isalpha())
    counts = Counter(script for script in found if script not in _ANYWHERE)
    return {script: count / counts.total() for script, count in counts.items()}


@lru_cache(4096)
def _is_of_abstracts(text: str) -> bool:
    return _known(text, "") >= LEAST_KNOWN


def _known(text: str, there: str) -> float:
    """The share of the words in small letters that English abstracts have, or the text there; 1 where there are few."""
    words = [word for word in _WORD.findall(text) if word.islower()]
    if len(words) < FEWEST:
        return 1.0
    theirs = _stems(there)
    return sum(any(is_common(stem) or stem in theirs for stem in stems(word)) for word in words) / len(words)


@lru_cache(1024)
def _stems(text: str) -> frozenset[str]:
    return frozenset(stems(text))
