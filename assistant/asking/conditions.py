"""The conditions that stand in a question: time, categories, organizations, code. Taken out of its text.

They are those that the papers' records can meet; what the papers are about is not among them. Pure.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date

from assistant.dates import find_time
from assistant.library.filters import Filters
from assistant.library.sources.arxiv import spelled
from assistant.text.words import content

Organizations = Callable[[], Iterable[str]]
"""The organizations of the library, gathered where a question may name one."""


@dataclass(frozen=True, slots=True)
class Conditions:
    """The question without its conditions, these, and the phrases of time that are not understood."""

    rest: str
    filters: Filters
    not_understood: tuple[str, ...] = ()


_CATEGORY = re.compile(
    r"(?:\b(?:in|from|category)\s+)?\b((?:cs|math|stat|eess|econ|q-bio|q-fin|astro-ph|nlin)\.[a-z]{2}"
    r"|(?:physics|cond-mat)\.[a-z]{2,6}(?:-[a-z]{2,4})?|quant-ph|hep-(?:th|ph|ex|lat)|gr-qc|math-ph|nucl-(?:th|ex))\b",
    re.IGNORECASE,
)
_FEATURED = re.compile(
    r"\b(?:featured|trending|daily papers|papers of the day|today['’]s papers)\b", re.IGNORECASE
)
_ON_DAILY_PAPERS = re.compile(r"\bon\s+daily\s+papers\b", re.IGNORECASE)
_CODE = re.compile(
    r"\b(?:(?:that|which)\s+)?(?:(?:release|share|publish|provide|have|offer)s?|has|(?:comes?\s+)?with)\s+"
    r"(?:(?:its|their|the|public|available|open|open[- ]sourced?|official|source)\s+)*code\b(?:\s+(?:available|online))?"
    r"(?=\W*$|\s+(?:on|about|for)\b)",
    re.IGNORECASE,
)
_OF_PAPERS = re.compile(
    r"\b(?:papers?|articles?|studies|(?:which|any|all)\s+of\s+(?:them|these|those))\b", re.I
)
_WORD = r"[\w&.'-]+"
_ORGANIZATION = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?P<out>\b(?:from|by|at|of)\s+(?P<name>{_WORD}(?:\s+{_WORD}){{0,4}}))",
        rf"\b(?:did|does|do|has|have)\s+(?P<out>(?P<name>{_WORD}(?:\s+{_WORD}){{0,3}}))(?=\s+(?:releas|publish|announc|find|found|say|writ)\w*)",
        rf"\b(?:has|have)\s+(?P<out>(?P<name>{_WORD}(?:\s+{_WORD}){{0,3}}))(?=\W*$)",
        rf"(?<![\w&.'-])(?=(?P<out>(?P<name>{_WORD}(?:\s+{_WORD}){{0,2}}))\s+(?:papers|articles|publications)\b)",
    )
)
"""Where an organization may stand: “by Qwen”, “did Qwen release”, “what has Qwen (published)”, “Qwen papers”."""


def conditions_in(text: str, today: date, organizations: Organizations = tuple) -> Conditions:
    """The conditions, and the text without them; the whole text where nothing else would be left and there are none."""
    time = find_time(text, today)
    is_featured = time.period is not None and _FEATURED.search(text) is not None
    rest = _ON_DAILY_PAPERS.sub(" ", time.rest) if is_featured else time.rest
    categories = tuple(dict.fromkeys(spelled(match[1]) for match in _CATEGORY.finditer(rest)))
    rest, named = _organizations_in(_CATEGORY.sub(" ", rest), organizations)
    has_code = _CODE.search(rest) is not None and _OF_PAPERS.search(rest) is not None
    rest = " ".join((_CODE.sub(" ", rest) if has_code else rest).split())
    first, last = time.period or (None, None)
    of_papers = Filters(categories=categories, organizations=named, has_code=has_code)
    filters = (
        replace(of_papers, featured_since=first, featured_until=last)
        if is_featured
        else replace(of_papers, since=first, until=last)
    )
    return Conditions(rest if content(rest) or filters else text, filters, time.not_understood)


def _organizations_in(text: str, organizations: Organizations) -> tuple[str, tuple[str, ...]]:
    """`from NVIDIA`, `by Google`, `did Qwen release`, `Qwen papers`: all whose name begins with these words."""
    matches = [match for pattern in _ORGANIZATION for match in pattern.finditer(text)]
    known = list(organizations()) if matches else []
    for match in matches:
        words = match["name"].split()
        for length in range(len(words), 0, -1):
            spoken = " ".join(words[:length]).strip("?.,!")
            is_last = length == len(words) and match.end("name") == len(text)
            if found := tuple(sorted(name for name in known if _is_called(name, spoken, is_last))):
                rest = " ".join(words[length:])
                return f"{text[: match.start('out')]}{rest} {text[match.end('name') :]}", found
    return text, ()


def _is_called(name: str, spoken: str, is_last: bool) -> bool:
    """Whether the name is this, or begins with it: `Google` for Google Research, `google` at the end of a question."""
    name, plain = name.casefold(), spoken.casefold()
    begins = len(plain) > 2 and name.startswith(plain + " ")
    return name == plain or (begins and (spoken[:1].isupper() or is_last))
