"""Read the explanation that a model wrote: each sentence becomes a claim, checked or marked as from outside.

The protocol is plain text: a line with a part's key in capitals, then sentences that end with the numbers of the
abstract's sentences, or with (background), (analogy) or, where it tells what the abstract leaves out, (missing). What is
said of the paper as background is checked all the same, and so is whatever has a figure in it.
"""

import re
from dataclasses import replace

from assistant.checking.checks import Similarity
from assistant.checking.citations import Claim, Written, claim_from, judge, read_sentences
from assistant.evidence.sources import Source
from assistant.explaining.explanation import Part
from assistant.explaining.readers import PARTS
from assistant.text.sentences import sentences_of
from assistant.text.words import names

_HEADING = re.compile(rf"^\W*({'|'.join(PARTS)})\b\W*$", re.IGNORECASE | re.MULTILINE)
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


def read_parts(draft: str, source: Source, similarity: Similarity) -> tuple[Part, ...]:
    """The parts of the draft in the order of PARTS; text before the first heading is `what`."""
    pieces = _HEADING.split(draft)
    texts = [("what", pieces[0]), *zip((key.lower() for key in pieces[1::2]), pieces[2::2], strict=True)]
    claims: dict[str, list[Claim]] = {key: [] for key in PARTS}
    for key, text in texts:
        claims[key] += [_claim(written, source, similarity) for written in _sentences(text)]
    return tuple(Part(key, tuple(found)) for key, found in claims.items() if found)


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
