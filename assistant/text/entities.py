"""What a title names, and whether the things a text names occur in another: models, datasets, acronyms. Pure."""

import re
from collections.abc import Sequence
from functools import lru_cache

from assistant.text.words import SPELLED, names

_WORD = re.compile(r"[a-z]+")
_ACRONYM = re.compile(r"[A-Z][A-Za-z]{0,4}[A-Z]s?")
_LONG = 4
"""Letters from which a name may stand inside a word: `LoRA` in `QLoRA`, but not `RAG` in `storage`."""
_NO_PLUS = r"(?!\+(?!\w))"
"""What may not follow a long name: `Loong+` is not `Loong`, while `Na+` is sodium."""
_EVERYONES = frozenset({"ai", "ml", "nlp", "lm", "llm", "sota"})
"""Acronyms that name the field and no thing in it: an answer about a language model may say LLM."""

LONGEST_NAME = 3
"""Words of a name before the colon of a title; what is longer is a title of its own."""


def name_in_title(title: str) -> str:
    """What the title calls what it brings, `OwlNet` of “OwlNet: Hearing Mice under Snow”; empty where it calls it nothing."""
    name, colon, _ = title.partition(":")
    return name.strip() if colon and len(name.split()) <= LONGEST_NAME else ""


def missing(text: str, there: str) -> list[str]:
    """The names of the text, as it spells them, that neither occur in `there` nor are spelled out in either."""
    named = names(text)
    spelled = dict.fromkeys(word for word in SPELLED.findall(text) if word.casefold() in named)
    spelled_out = (word for word in spelled if not word[0].isdigit())  # `40mg`, `7B` are quantities
    return [word for word in spelled_out if not all(_occurs(part, text, there) for part in _parts(word))]


def _parts(word: str) -> list[str]:
    """The parts of a joined word that name something: `NP` of `NP-induced`; all of them where none does alone."""
    parts = [part for part in re.split(r"[-/]", word) if part]
    return [part for part in parts if names(part) or any(map(str.isdigit, part))] or parts


def _occurs(part: str, text: str, there: str) -> bool:
    bare = part.casefold().removesuffix("s")
    start = r"(?<![^\W_])" if len(bare) < _LONG else ""
    end = r"(?![\d.]*\d)" if bare[-1].isdigit() else _NO_PLUS if len(bare) > _LONG else ""
    if bare in _EVERYONES or re.search(start + re.escape(bare) + end, there.casefold()):
        return True
    if not _ACRONYM.fullmatch(part):
        return False
    return _spelled_out(bare, there) or _spelled_out(bare, text)


@lru_cache(maxsize=4096)
def _spelled_out(acronym: str, there: str) -> bool:
    """Whether words in a row have these initials: `whispering gallery mode`, `lipid nanoparticles` for LNP."""
    words = _WORD.findall(there.lower())
    return any(_consumed(acronym, words[start : start + 2 * len(acronym)]) for start in range(len(words)))


def _consumed(acronym: str, words: Sequence[str], count: int = 0) -> bool:
    """Whether the words spell the letters, each its first and at most one more; a small word may be passed over."""
    if not acronym:
        return count > 1
    if not words:
        return False
    first, rest = words[0], words[1:]
    if first[0] == acronym[0]:
        if _consumed(acronym[1:], rest, count + 1):
            return True
        if len(acronym) > 1 and acronym[1] in first[3:] and _consumed(acronym[2:], rest, count + 1):
            return True
    return count > 0 and len(first) < 5 and _consumed(acronym, rest, count)
