"""The text of a Hugging Face Daily Papers page, as a person copies it from the browser.

Paper after paper: title, abstract, organization or number of authors, a dot, the date with its comment count.
The page gives no ids and no author names, so a paper's id is made from its title until another source knows it.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime

from assistant.library.papers import Paper, id_from_title
from assistant.library.sources.entries import (
    MAX_ABSTRACT,
    Entry,
    Refused,
    Unreadable,
    one_line,
    required_abstract,
    title_in,
)

SOURCE = "saved page"

_DATE = r"(?P<month>[A-Z][a-z]{2}) (?P<day>\d{1,2})(?:, (?P<year>\d{4}))?"
_FOOTER = re.compile(rf"^[ \t]*·[ \t]*\n\s*{_DATE}(?:[ \t]+(?P<comments>\d+))?[ \t]*$", re.MULTILINE)
_PAGE_DATE = re.compile(rf"^{_DATE}$")
_AUTHOR_COUNT = re.compile(r"^•?\s*\d+ authors?$")


def recognises(text: str) -> bool:
    """Whether the text has the shape of such a page."""
    return _FOOTER.search(text.replace("\r\n", "\n")) is not None


def read(text: str, file: str, today: date, year: int | None = None) -> Iterator[Entry]:
    """The papers of the page. `year` is that of the dates written without one.

    The site leaves out the current year, so it is taken to be the one after the newest year on the page, or
    today's where the page writes none.
    """
    text = text.replace("\r\n", "\n")
    footers = list(_FOOTER.finditer(text))
    written = [int(footer["year"]) for footer in footers if footer["year"]]
    year = year or (max(written) + 1 if written else today.year)
    start = 0
    for number, footer in enumerate(footers, 1):
        try:
            yield _paper(_paragraphs(text[start : footer.start()], first=number == 1), footer, year)
        except Unreadable as reason:
            yield Refused(file, str(number), str(reason))
        start = footer.end()


def _paragraphs(block: str, first: bool) -> list[str]:
    paragraphs = [p for p in (one_line(each, MAX_ABSTRACT) for each in re.split(r"\n\s*\n", block)) if p]
    if first:  # the page's own head stands before the first paper and ends with the date it shows
        heads = [i for i, p in enumerate(paragraphs) if _PAGE_DATE.match(p)]
        return paragraphs[heads[-1] + 1 :] if heads else paragraphs[-3:]
    return paragraphs


def _paper(paragraphs: list[str], footer: re.Match[str], year: int) -> Paper:
    if len(paragraphs) < 3:
        raise Unreadable("it has no title, no abstract, or neither organization nor authors")
    title = title_in(paragraphs[0])
    by = paragraphs[-1]
    return Paper(
        id=id_from_title(title),
        title=title,
        abstract=required_abstract(" ".join(paragraphs[1:-1])),
        published=_date(footer, year),
        comments=_count(footer["comments"]),
        organization=None if _AUTHOR_COUNT.match(by) else _organization(by),
        source=SOURCE,
    )


def _count(digits: str | None) -> int | None:
    return int(digits) if digits and len(digits) < 10 else None


def _date(footer: re.Match[str], year: int) -> date:
    text = f"{footer['month']} {footer['day']} {footer['year'] or year}"
    try:
        return datetime.strptime(text, "%b %d %Y").date()
    except ValueError:
        raise Unreadable(f"its date {text!r} is none") from None


def _organization(text: str) -> str:
    """The name once: the copied text has the logo's description in front of it, mostly the same words."""
    words = text.split()
    half = len(words) // 2
    return " ".join(words[:half]) if len(words) % 2 == 0 and words[:half] == words[half:] else text
