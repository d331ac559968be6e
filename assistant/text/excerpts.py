"""Cut a part out of a sentence that is too long: whole clauses where there are any, never a changed word."""

import re
from bisect import bisect_right
from collections.abc import Iterator

from assistant.text.sentences import LONGEST

_SEAM = re.compile(
    r"(?<=[,;:])\s++|(?<!\s)\s++(?=(?:while|which|where|whereas|achieving|reaching|outperforming|reducing)\s)|\s[—–]\s"
)
"""Where a clause may end and the next begin."""
_PAUSE = re.compile(
    r"(?<!\s)\s++(?=(?:and|or|but|by|with|for|to|in|on|that|using|through|via|from|across|without)\s)"
)
"""Where a part may end, an ellipsis after it, but none begin."""
_HANGING = re.compile(
    r"\b(?:of|and|or|that|as|to|the|an?|in|on|by|for|with|from|than|is|are|be|was|were|which|both|either|such|due|aiming|able|"
    r"this|these|their|its|has|have|can|may|will|not|more|most|when|while|prior|how|e\.g\.|i\.e\.|used|leading|using|"
    r"through|via|between|across)$|\(\w{1,3}\)\.?$",
    re.IGNORECASE,
)
"""Words after which a reader waits for more."""
LEAST = 8
"""Words: a shorter part of a sentence says too little."""


def excerpt(sentence: str, words: int, wanted: re.Pattern[str] | None = None) -> str:
    """The sentence, or the part of at most `words` words that says most, an ellipsis where something is left out.

    A part with more matches of `wanted` is better; among equals an earlier and longer one. None is looked for beyond
    the first LONGEST characters.
    """
    if len(sentence.split()) <= words:
        return sentence
    looked_at = sentence if len(sentence) <= LONGEST else sentence[:LONGEST].rpartition(" ")[0]
    parts = [part for part in _parts(looked_at, words) if _whole(part)]
    if not parts:
        return " ".join(sentence.split()[:words]).rstrip(" ,;:") + " …"
    best = max(parts, key=lambda part: _worth(part, sentence, wanted))
    before = "" if sentence.startswith(best) else "… "
    after = "" if sentence.endswith(best) else " …"
    return f"{before}{best.rstrip(' ,;:') if after else best}{after}"


def _parts(sentence: str, words: int) -> Iterator[str]:
    """All parts that begin with a clause and are neither too long nor too short."""
    seams = list(_SEAM.finditer(sentence))
    starts = [0, *(seam.end() for seam in seams)]
    ends = sorted({*(seam.start() for seam in (*seams, *_PAUSE.finditer(sentence))), len(sentence)})
    for start in starts:
        for end in ends[bisect_right(ends, start) :]:
            length = len(sentence[start:end].split())
            if length > words:
                break  # those that follow are longer still
            if length >= LEAST:
                yield sentence[start:end]


def _worth(part: str, sentence: str, wanted: re.Pattern[str] | None) -> tuple[int, bool, int]:
    matches = len(set(wanted.findall(part))) if wanted else 0
    return matches, sentence.startswith(part), len(part)


def _whole(part: str) -> bool:
    """Whether nothing is left open, and the last word can end a part."""
    return is_closed(part) and not _HANGING.search(part)


def is_closed(text: str) -> bool:
    """Whether every bracket, quotation and formula that begins in the text ends there."""
    return (
        all(text.count(a) == text.count(b) for a, b in ("()", "[]", "{}", "“”")) and not text.count("$") % 2
    )
