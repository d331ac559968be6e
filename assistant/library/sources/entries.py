"""What every source yields: a Paper, a Refused that says which entry of which file could not be read and why, or a Remark.

Also the small readings of strangers' values that the sources share: bounded text, whole numbers, days, addresses.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from assistant.library import cleaning
from assistant.library.papers import ARXIV_NUMBER, Paper

MAX_TITLE = 1_000
MAX_ABSTRACT = 20_000
"""Characters: the longest abstract of 80,000 real ones has under 6,000."""
MAX_NAMES = 5_000
"""Authors: the longest real lists have about 3,000."""
MAX_LABEL = 200


@dataclass(frozen=True, slots=True)
class Refused:
    """An entry, or where `entry` is None a whole file, that gave no paper."""

    file: str
    entry: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Remark:
    """Something a person should know of how a file was read, such as which column was taken for what."""

    file: str
    text: str


Entry = Paper | Refused | Remark

_NUMBER = rf"({ARXIV_NUMBER})(?:v(\d{{1,4}}))?"
_BARE = re.compile(rf"(?:arxiv:\s*)?{_NUMBER}", re.ASCII | re.IGNORECASE)
_LINKED = re.compile(
    rf"(?:arxiv\.org/(?:abs|pdf|html)/|huggingface\.co/papers/|10\.48550/arxiv\.){_NUMBER}(?!\d)",
    re.ASCII | re.IGNORECASE,
)
_WITHDRAWN = re.compile(
    r"^\W*(?:(?:this|the) )?(?:paper|article|manuscript|submission|preprint|work)?\s*(?:has been |is |was )?"
    r"withdrawn\b(?! from)|\bwithdrawn (?:by|due|because)\b",
    re.IGNORECASE,
)
"""How arXiv's comments and emptied abstracts say it; `withdrawn from a conference` is something else."""


class Unreadable(ValueError):
    """Raised inside a source when an entry cannot become a Paper; its text is the reason a person reads."""


def one_line(value: Any, limit: int = MAX_LABEL) -> str:
    """The value as one line of visible text; empty if it is not text or is longer than `limit`."""
    if not isinstance(value, str):
        return ""
    text = " ".join(re.sub(r"[\x00-\x1f\x7f\ud800-\udfff]", " ", cleaning.visible(value)).split())
    return text if len(text) <= limit else ""


def required(value: Any, name: str, limit: int) -> str:
    """Like `one_line`, but Unreadable when nothing is left."""
    if text := one_line(value, limit):
        return text
    if isinstance(value, str) and len(value) > limit:
        raise Unreadable(f"its {name} is longer than {limit:,} characters")
    raise Unreadable(f"it has no {name}")


def names(value: Any) -> tuple[str, ...]:
    """The texts of a list, cleaned, in order, each once."""
    if not isinstance(value, list):
        return ()
    return tuple(dict.fromkeys(text for each in value[:MAX_NAMES] if (text := one_line(each))))


def whole_number(value: Any) -> int | None:
    """The value as a count, or None if it is not one."""
    fits = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**31
    return value if fits else None


def day(value: Any) -> date | None:
    """The day at the start of an ISO date or time, or None if there is none."""
    try:
        return date.fromisoformat(value[:10]) if isinstance(value, str) else None
    except ValueError:
        return None


def web_address(value: Any) -> str | None:
    """An http or https address, or None: no other scheme ever becomes a link."""
    return cleaning.web_address(one_line(value, 2_000))


def arxiv_number(value: Any, bare: bool = False) -> tuple[str, int | None] | None:
    """The arXiv number in a link, an arXiv DOI or, where `bare`, on its own, and the version it names; None without."""
    text = one_line(value, 2_000)
    found = (bare and _BARE.fullmatch(text)) or _LINKED.search(text)
    return (found[1], int(found[2]) if found[2] else None) if found else None


def says_withdrawn(*texts: Any) -> bool:
    """Whether a comment, or an abstract that stands in for one, says that the paper was withdrawn."""
    return any(_WITHDRAWN.search(one_line(text, MAX_ABSTRACT)[:400]) for text in texts)


def doi(value: Any) -> str | None:
    """The DOI in the text, without any prefix and in lower case, or None if there is none."""
    found = re.search(r"10\.\d{4,9}/\S+", one_line(value))
    return found[0].rstrip(".,;").lower() if found else None


def papers_among(entries: Iterable[Entry]) -> list[Paper]:
    """The entries that could be read."""
    return [entry for entry in entries if isinstance(entry, Paper)]
