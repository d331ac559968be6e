"""The sentences of a written text that may stand in an overview: cited, checked, each number in a cited paper, none twice."""

import re
from collections.abc import Iterable, Sequence

from assistant.checking.checks import Similarity
from assistant.checking.citations import Claim, claim_from, read_sentences
from assistant.evidence.sources import Source
from assistant.llm.call_log import CallRecord
from assistant.text.words import content

_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
SEARCHED = 10
"""Sources among which one is looked for that says what a sentence without citation says; among more, it claims nothing."""


def sound_claims(
    text: str, sources: Sequence[Source], similarity: Similarity, most: int, record: CallRecord
) -> tuple[Claim, ...]:
    """The first sentences that are sound, at most so many; all that were read, with verdicts, go into the record."""
    said = [each for each in read_sentences(text) if any(map(str.isalpha, each.text))]
    written = [each for each in said if each.numbers or len(sources) <= SEARCHED]
    claims = [claim_from(each, sources, similarity) for each in written[: 2 * most]]
    record.add_claims(claims)
    once = {content(claim.text): claim for claim in reversed(claims) if _is_sound(claim, sources)}
    return tuple(reversed(once.values()))[:most]


def has_numbers_of(text: str, sources: Iterable[Source]) -> bool:
    """Whether each number in figures stands in the title or abstract of one of the sources."""
    given = {number for source in sources for number in _numbers(source.paper.text)}
    return _numbers(text) <= given


def _is_sound(claim: Claim, sources: Sequence[Source]) -> bool:
    cited = [source for source in sources if source.number in claim.cited]
    passed = claim.holds or claim.verdict == "unsure"
    return bool(cited) and passed and has_numbers_of(claim.text, cited)


def _numbers(text: str) -> set[str]:
    return {number.replace(",", "") for number in _DIGITS.findall(text)}
