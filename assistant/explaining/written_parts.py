"""The explanation that a model is asked for, and each of its sentences as a claim, checked or marked as from outside.

Every sentence ends with the numbers of the abstract's sentences, or with (background), (analogy) or, where it says what
the abstract leaves out, (missing). What is said of the paper as background is checked all the same, and so is whatever
has a figure in it.
"""

import re
from dataclasses import replace

from pydantic import BaseModel

from assistant.checking.checks import Similarity
from assistant.checking.citations import Claim, claim_from, judge
from assistant.checking.written import Written, read_sentences
from assistant.evidence.sources import Source
from assistant.explaining.explanation import Part
from assistant.explaining.readers import PARTS
from assistant.text.sentences import sentences_of
from assistant.text.words import names

_MARKS = {"missing": 997, "background": 998, "analogy": 999}
"""Numbers that stand for the marks while the sentences are read: no abstract has so many sentences."""
_MARK = re.compile(rf"[(\[]\s*({'|'.join(_MARKS)})\s*[)\]]", re.IGNORECASE)
_OF_THE_PAPER = re.compile(
    r"\b(?:the|this|these|their|its) (?:\w+ )?(?:paper|authors?|researchers?|study|work|team|method|results?|experiments?|"
    r"findings?|approach|system|model)\b|\bthey (?:found|show|propose|report|built|tested|made)\b",
    re.IGNORECASE,
)
"""Words that speak of this paper and not of the world: a sentence that has them is no background."""
_LEAVES_OUT = re.compile(
    r"\b(?:not|no|nothing|never|nor|without|leaves|unclear|unknown|open)\b|n['’]t\b", re.IGNORECASE
)
ANALOGY = "An analogy: it is not in the abstract."
BACKGROUND = "From outside the abstract: it was not checked."
MISSING = "Says what the abstract leaves out: it was not checked."


class Draft(BaseModel):
    """What a model is asked for: the text of each of PARTS, empty where the abstract says nothing of it."""

    why: str = ""
    what: str = ""
    how: str = ""
    found: str = ""
    limits: str = ""


def checked_parts(draft: Draft, source: Source, similarity: Similarity) -> tuple[Part, ...]:
    """The parts of the draft that say anything, in the order of PARTS."""
    texts = draft.model_dump()
    claims = {
        key: tuple(_claim(written, source, similarity) for written in _sentences(texts[key])) for key in PARTS
    }
    return tuple(Part(key, found) for key, found in claims.items() if found)


def _sentences(text: str) -> list[Written]:
    marked = _MARK.sub(lambda match: f"[{_MARKS[match[1].lower()]}]", text)
    return [written for written in read_sentences(marked) if any(map(str.isalpha, written.text))]


def _claim(written: Written, source: Source, similarity: Similarity) -> Claim:
    known = range(1, len(sentences_of(source.paper)) + 1)
    cites = any(number in known for number in written.numbers)
    mark = next((mark for mark, number in _MARKS.items() if number in written.numbers), "")
    if mark and not cites:
        return _outside(written.text, mark, source) or judge(written.text, [source], similarity)
    numbers = (source.number,) if cites else ()
    claim = claim_from(Written(written.text, numbers), [source], similarity)
    unknown = (number for number in written.numbers if number not in known and number not in _MARKS.values())
    return replace(claim, removed=tuple(unknown))


def _outside(text: str, mark: str, source: Source) -> Claim | None:
    """The sentence under its mark, or None where it may not have it and is to be checked."""
    if re.search(r"\d", text):
        return None
    if mark == "analogy":
        return Claim(text, (), (), "analogy", ANALOGY)
    if mark == "missing":
        return Claim(text, (), (), "background", MISSING) if _LEAVES_OUT.search(text) else None
    if names(text) & names(source.paper.title) or _OF_THE_PAPER.search(text):
        return None
    return Claim(text, (), (), "background", BACKGROUND)
