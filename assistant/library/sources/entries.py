"""What every source yields: a Paper, a Refused that says which entry of which file could not be read and why, or a Remark.

Also the small readings of strangers' values that the sources share: bounded text, titles and abstracts in plain text, whole
numbers, days, addresses. Names, dates, markup and identifiers have modules of their own.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from assistant.library import cleaning
from assistant.library.papers import Paper
from assistant.library.sources.markup import plain_abstract, plain_text

MAX_TITLE = 1_000
MAX_ABSTRACT = 20_000
"""Characters: the longest abstract of 80,000 real ones has under 6,000."""
MAX_NAMES = 5_000
"""Of one list: keywords, categories."""
MAX_LABEL = 200
DAMAGED = "it is not text in the file's encoding"
"""Why an entry is refused some of whose bytes were no letters."""


@dataclass(frozen=True, slots=True)
class Refused:
    """An entry, or where `entry` is None a whole file, that gave no paper."""

    file: str
    entry: str | None
    reason: str
    paper: Paper | None = None
    """The paper without its abstract, where only that is missing."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something a person should know of how a file was read, such as which column was taken for what."""

    file: str
    text: str


Entry = Paper | Refused | Remark

_SURROGATE = re.compile("[\udc80-\udcff]")
_INVISIBLE = dict.fromkeys(
    [*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF, 0xAD]
)
"""Marks of direction and of width nothing, which make a text look other than it is; those that join letters stay."""


class Unreadable(ValueError):
    """Raised inside a source when an entry cannot become a Paper; its text is the reason a person reads."""


class NoAbstract(Unreadable):
    """Raised for an entry that has all but an abstract; `paper` is the rest of it."""

    def __init__(self, paper: Paper) -> None:
        super().__init__("it has no abstract")
        self.paper = paper


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


def title_in(value: Any) -> str:
    """A title as one line of plain text; Unreadable where there is none. Of a list of titles the first."""
    value = value[0] if isinstance(value, list) and value else value
    return required(_plain(value, plain_text, MAX_TITLE), "title", MAX_TITLE)


def abstract_in(value: Any) -> str:
    """An abstract as one line of plain text; empty where there is none."""
    text = _plain(value, plain_abstract, MAX_ABSTRACT)
    return required(text, "abstract", MAX_ABSTRACT) if one_line(text, len(text)) else ""


def required_abstract(value: Any) -> str:
    """Like `abstract_in`, but Unreadable where there is none."""
    return abstract_in(value) or required("", "abstract", MAX_ABSTRACT)


def _plain(value: Any, read: Callable[[str], str], limit: int) -> str:
    """The text without markup; at most four times as long with it, so that reading it takes no time."""
    if not isinstance(value, str):
        return ""
    if _SURROGATE.search(value):
        raise Unreadable(DAMAGED)
    return read(value) if len(value) <= 4 * limit else value


def refused(file: str, entry: str | None, reason: Unreadable) -> Refused:
    """What is reported of an entry that could not be read."""
    paper = reason.paper if isinstance(reason, NoAbstract) else None
    return Refused(file, entry, str(reason), paper)


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


def papers_among(entries: Iterable[Entry]) -> list[Paper]:
    """The entries that could be read."""
    return [entry for entry in entries if isinstance(entry, Paper)]
