"""What every source yields: a Paper, a Refused that says which entry of which file could not be read and why, or a Remark.

Also the small readings of strangers' values that the sources share: bounded text, whole numbers, days, addresses.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from assistant.library.papers import Paper

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

_WITHDRAWN = re.compile(
    r"^\W*(?:(?:this|the) )?(?:paper|article|manuscript|submission|preprint|work)?\s*(?:has been |is |was )?"
    r"withdrawn\b(?! from)|\bwithdrawn (?:by|due|because)\b",
    re.IGNORECASE,
)
"""How arXiv's comments and emptied abstracts say it; `withdrawn from a conference` is something else."""


class Unreadable(ValueError):
    """Raised inside a source when an entry cannot become a Paper; its text is the reason a person reads."""


def one_line(value: Any, limit: int = MAX_LABEL) -> str:
    """The value as one line of text without control characters; empty if it is not text or is longer than `limit`."""
    if not isinstance(value, str):
        return ""
    text = " ".join(re.sub(r"[\x00-\x1f\x7f\ud800-\udfff]", " ", value).split())
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
    text = one_line(value, 2_000)
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    return text if parts.scheme in ("http", "https") and parts.hostname and " " not in text else None


def says_withdrawn(*texts: Any) -> bool:
    """Whether a comment, or an abstract that stands in for one, says that the paper was withdrawn."""
    return any(_WITHDRAWN.search(one_line(text, MAX_ABSTRACT)[:400]) for text in texts)


def papers_among(entries: Iterable[Entry]) -> list[Paper]:
    """The entries that could be read."""
    return [entry for entry in entries if isinstance(entry, Paper)]
