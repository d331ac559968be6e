"""What a follow-up says of the answer before it: which of its papers are meant, and whether it can be read alone. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.library.filters import Filters
from assistant.text.words import content

IT = "it"
"""Stands for a paper that is named by its place or number, where a question's wording is read."""
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")
_ONE = re.compile(
    rf"\[(\d{{1,2}})\]|\b(?:paper|source|number)\s+(\d{{1,2}})\b|\bthe\s+({'|'.join(_ORDINALS)}|last)\s+(?:paper|source|one)\b",
    re.IGNORECASE,
)
_ALL = re.compile(
    r"\b(?:these|those)\s+(?:papers|sources|articles)\b|\b(?<=which\sof\s)(?:these|those|them)\b",
    re.IGNORECASE,
)
_LEANS = re.compile(
    r"^(?:and|but|so|also|why|then|what about|how about|what else|more|tell me more|go on|really)\b"
    r"|\b(?:it|its|they|them|their|theirs|this|these|those|he|she|him|her|his|former|latter|ones)\b"
    r"|\b(?:the (?:same|other|others|first|second|third|method|model|paper|authors?|approach))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class References:
    """The papers that are named, the text without their names, and with “it” in their place."""

    papers: tuple[str, ...]
    rest: str
    wording: str


def references_in(text: str, cited: Sequence[tuple[int, str]]) -> References:
    """`[2]`, `paper 2`, `the second paper`, `these papers`: those of the last answer; a number that it has not is only text."""
    by_number = dict(cited)
    papers = [
        by_number[number] for match in _ONE.finditer(text) if (number := _number(match, cited)) in by_number
    ]
    pattern = _ONE
    if not papers and _ALL.search(text):
        papers, pattern = list(by_number.values()), _ALL
    if not papers:
        return References((), text, text)
    rest = " ".join(pattern.sub(" ", text).split())
    return References(
        tuple(dict.fromkeys(papers)), rest, pattern.sub(IT if pattern is _ONE else r"\g<0>", text)
    )


def leans_on_history(topic: str, filters: Filters) -> bool:
    """Whether a question is not understood without the one before it."""
    return bool(_LEANS.search(topic)) or (len(content(topic)) < 2 and not filters)


def _number(match: re.Match[str], cited: Sequence[tuple[int, str]]) -> int:
    if word := (match[3] or "").lower():
        return max(dict(cited), default=0) if word == "last" else _ORDINALS.index(word) + 1
    return int(match[1] or match[2])
