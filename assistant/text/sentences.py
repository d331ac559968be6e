"""Split an abstract into its sentences.

The splitting is `sentencex` (Wikimedia, MIT); here its pieces are tied to their place in the abstract, and the
few cuts that abstracts make it get wrong are mended. It does not rewrite anything: sentences are slices.

Markup that does something in a browser is no sentence of an abstract, and a sentence around it is none to rest on.
"""

import re
from functools import lru_cache
from itertools import pairwise

from sentencex import segment

from assistant.library.papers import Paper, Sentence

LONGEST = 1_000
"""Characters up to which a sentence is looked at word by word: of 10,277 of Daily Papers the longest has 817, of 115,471 of
arXiv four have more; a text of one endless sentence is not to cost minutes."""

_ABBREVIATION = re.compile(
    r"\b(?:e\.\s?g|i\.\s?e|i\.i\.d|cf|vs|resp|w\.r\.t|a\.k\.a|u\.a|approx|[Ff]igs?|[Ee]qs?|Secs?|Refs?|Tabs?|"
    r"Dr|Prof|Mr|Ms|et al?|[B-HJ-Z])\.\s*$"
)
_START = re.compile(r"[\"'“‘`(\[$\\{©•#*]*[^\W_a-z]|[$\\©•#]|[a-z]")
_ITEM = re.compile(r"\(?(?:\d{1,2}|[ivx]{1,4}|[a-z])\)\s")
_GOES_ON = re.compile(r"(?:[,;:]|\b(?:and|or))\s*$")
"""Before an item of a list inside a sentence: `(1) fast, and (2) small` is one sentence."""
_INNER_END = re.compile(r"[a-z0-9)\]%}$\"'”’][.?!][\"'”’)]*\s+(?=[A-Z©])")
"""An end of sentence inside a piece: the library does not cut where a quote or bracket was never closed."""

_MARKUP = re.compile(
    r"""(?<!\S)\S*?(?:
    (?:<|&lt;)(?:script\b|iframe\b|img\s|a\s+href|(?:body|div|embed|form|html|input|link|meta|object|style|svg)\s[^<>]{0,200}?=)
        (?:[^<>]{0,500}+>(?:[^<]{0,500}+</(?:a|html|iframe|script)\b[^<>]{0,100})?)?  # unclosed, it ends with its first word
    |<!--.{0,500}?-->
    |!\[[^\]]{0,200}\]\([^()]{0,500}+\)
    |\b(?:javascript|vbscript):\S
    |\bdata:\w+/\w+[;,]
    |\bon[a-z]{3,20}=["']
    |\b(?:alert|confirm)\(
    )\S*""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
"""Tags that load, run or lead elsewhere, addresses that run, and images of Markdown, each with what sticks to it. `<think>`
and `a < b` are none of it: of 74,728 real abstracts 2 have any, a link to their code."""


@lru_cache(maxsize=4096)
def split(text: str) -> tuple[tuple[int, int], ...]:
    """Start and end of each sentence in the text, in order, white space between them left out."""
    ends = sorted(end for end in _candidates(text) if _is_boundary(text, end))
    cuts = [0, *ends, len(text)]
    spans = (_trimmed(text, first, last) for first, last in pairwise(cuts))
    return tuple((first, last) for first, last in spans if last > first)


def sentences_of(paper: Paper) -> tuple[Sentence, ...]:
    """The sentences of the paper's abstract, numbered from 1; those with markup in them are left out."""
    return tuple(
        Sentence(paper.id, number, paper.abstract[start:end], start, end)
        for number, (start, end) in enumerate(_without_markup(paper.abstract), 1)
    )


def split_text(text: str) -> list[str]:
    """The sentences of any text, as written."""
    return [text[start:end] for start, end in split(text)]


@lru_cache(maxsize=4096)
def _without_markup(text: str) -> tuple[tuple[int, int], ...]:
    """The sentences as if there were no markup beside them, without those that it stands in."""
    spans = split(_MARKUP.sub(lambda match: " " * len(match[0]), text))
    return tuple((start, end) for start, end in spans if not _MARKUP.search(text, start, end))


def _candidates(text: str) -> set[int]:
    ends, at = set(), 0
    for piece in segment("en", text):
        start = max(text.find(piece, at), at)
        at = start + len(piece)
        ends.add(at)
    return ends | {match.end() for match in _INNER_END.finditer(text)}


def _is_boundary(text: str, end: int) -> bool:
    after = text[end:].lstrip()
    if _ITEM.match(after) and _GOES_ON.search(text[:end]):
        return False
    return (
        bool(after) and not _ABBREVIATION.search(text[max(0, end - 20) : end]) and bool(_START.match(after))
    )


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip()))
