"""Which questions the papers' records answer and no abstract: how many there are, who wrote one, what somebody wrote. Pure."""

import re
from collections.abc import Callable, Sequence

from assistant.asking.kinds import PAPERS, Reading

PapersBy = Callable[[str], Sequence[str]]
"""Ids of the papers in the library that somebody of this name wrote."""

_IN_THE_LIBRARY = (
    r"(?:\s+(?:are|is|do|you|i|we|have|there|here|in|my|the|your|this|library|all|total|now)\b){0,6}"
)
_NAME = r"([^\W\d](?:[\w.’'-]|\s(?!(?:about|on)\b)){1,60}?)"
_ABOUT = r"(?:\s+(?:about|on)\s+([^?]{1,200}?))?"
_BY_AUTHOR = re.compile(
    r"\W*(?:(?:how|many|which|what|list|show|find|give|me|us|any|all|the|are|there|is|do|you|have|newest|latest|recent|new)\s+)*"
    rf"(?:{PAPERS}|works?|anything|everything|something)\s+(?:(?:that\s+)?(?:is|are|was|were)\s+)?"
    rf"(?:(?:written|authored|published)\s+)?(?P<by>by|from|of)\s+{_NAME}{_ABOUT}{_IN_THE_LIBRARY}\W*"
    rf"|\W*(?:what|which\s+{PAPERS})\s+(?:has|have|did|does)\s+{_NAME}\s+(?:write|wrote|written|publish|published|authored?)"
    rf"{_ABOUT}\W*",
    re.IGNORECASE,
)
_RECORD = re.compile(
    r"\W*(?:and\s+)?(?:who\s+(?:wrote|authored)|(?:who|what)\s+(?:is|are|was|were)\s+(?:the\s+)?authors?\s+of"
    r"|(?:(?:list|show|name|give|me)\s+)*(?:the\s+)?authors?\s+of)\s+(.{1,300}?)\W*"
    r"|\W*(?:and\s+)?when\s+(?:was|were|did)\s+(.{1,300}?)\s+(?:written|published|released|appear|come\s+out|featured)\W*",
    re.IGNORECASE,
)
_UNNAMED = re.compile(
    r"(?:it|this|that|they|them|these|those|the)(?:\s+(?:papers?|ones?|articles?|and|it))*", re.IGNORECASE
)
"""What a question calls a paper that it does not name."""
_COUNT = re.compile(
    rf"\W*(?:how\s+many|(?:the\s+)?number\s+of)\s+{PAPERS}{_IN_THE_LIBRARY}(?:(?:\s+(?:that|which))?"
    r"\s+(?:about|on|mention(?:ing)?|discuss(?:ing)?|speak\s+of|deal\s+with|cover(?:ing)?|use|using)\s+(.{1,200}?))?"
    rf"{_IN_THE_LIBRARY}\W*",
    re.IGNORECASE,
)


def read_record_question(text: str, papers_by: PapersBy) -> Reading | None:
    """What it asks of the records; None where it asks something else."""
    if (match := _BY_AUTHOR.fullmatch(text)) and (reading := _by_author(match, papers_by)):
        return reading
    if match := _COUNT.fullmatch(text):
        return Reading("count", None, tuple(filter(None, match.groups())))
    if match := _RECORD.fullmatch(text):
        name = match[1] or match[2]
        named = re.sub(r"^the\s+(.+?)\s+(?:paper|article)$", r"\1", name, flags=re.IGNORECASE)
        return Reading("record", None, () if _UNNAMED.fullmatch(name) else (named,))
    return None


def _by_author(match: re.Match[str], papers_by: PapersBy) -> Reading | None:
    """Nothing where nobody has the name, unless it is spelled like one: "papers by topic" asks for something else."""
    _, name, about, other_name, other_about = match.groups()
    name, words = name or other_name, (name or other_name).split()
    spelled = all(word[:1].isupper() for word in words)
    certain = spelled and (other_name or (match["by"].lower() == "by" and len(words) > 1))
    return (
        Reading("by_author", "method", (name,), about=about or other_about or "")
        if certain or papers_by(name)
        else None
    )
