"""Whether overviews and days' summaries say only what stands there: numbers, citations and sections, on real Daily Papers.

The overview of each of TOPICS keywords and the digest of each of DAYS days is made with the model of the settings, or
without one. A number is read here by a pattern of its own, not by the product's. Prompt tokens and seconds stand beside.
"""

import re
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from statistics import median

from assistant.checking.citations import Claim
from assistant.digests.digest import Digest
from assistant.digests.digest import make as make_digest
from assistant.digests.selection import Request
from assistant.digests.selection import select as select_day
from assistant.errors import InputError
from assistant.evaluation.asking import spread
from assistant.evaluation.sets import Progress, open_library
from assistant.evaluation.table import Row, mean_row, missing_row
from assistant.library.filters import Filters
from assistant.library.library import Library
from assistant.library.papers import Paper
from assistant.library.sources import files
from assistant.library.sources.entries import papers_among
from assistant.overviews.make import finished, make
from assistant.overviews.overview import Overview
from assistant.overviews.quoted import QuotedSections
from assistant.overviews.selection import select
from assistant.services import Services
from assistant.spans import span_of

TOPICS, DAYS, TOP = 50, 30, 20
"""How many overviews and digests are made, and of how many papers a digest is, those with most upvotes."""
FILES = 60
"""Newest days of Daily Papers that make the library: some 1,500 papers, embedded in two minutes."""
LEAST = 6
"""Papers that carry a keyword for it to be a topic."""
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def evaluate(data: Path, split: str, services: Services, progress: Progress) -> list[Row]:
    """The rows; Daily Papers have no splits."""
    try:
        days = files.files_in([data / "hf_daily" / "days"])[-FILES:]
    except InputError:
        return [missing_row("overviews", "not found: hf_daily/days")]
    papers = papers_among(files.FileImport(days, date.today()))
    library = open_library("overviews", papers, services, progress)
    name = services.capable_model.name if services.capable_model else "quoting"
    rows = [*_overviews(library, services, name), *_digests(library, services, name)]
    library.store.close()
    return rows


def _overviews(library: Library, services: Services, name: str) -> Iterator[Row]:
    made, seconds, again = [], [], []
    for topic in _topics(library):
        start = time.perf_counter()
        made.append(finished(make(select(topic, Filters(), library), library, services.overview_writer)))
        seconds.append(time.perf_counter() - start)
        quoted = [_quoted(topic, library) for _ in range(2)]
        again.append(float(quoted[0] == quoted[1]))
    yield from _sound("overviews", name, [(one.claims, one.papers) for one in made])
    empty = [float(not section.papers) for one in made for section in one.sections]
    yield mean_row("overviews", name, "sections without papers", empty)
    yield mean_row("overviews", "quoting", "the same text again", again)
    yield _figure("overviews", name, "papers median", [len(one.papers) for one in made])
    yield _figure("overviews", name, "seconds median", seconds)
    if services.capable_model:
        yield _figure("overviews", name, "prompt tokens most", [max(one.usage.input_tokens for one in made)])


def _digests(library: Library, services: Services, name: str) -> Iterator[Row]:
    made = [_digest(day, library, services) for day in _days(library)]
    texts = [[theme.text for theme in one.themes if theme.text] for one in made]
    claims = [(*one.summary, *one.headline, *some) for one, some in zip(made, texts, strict=True)]
    yield from _sound("digests", name, [(some, one.papers) for some, one in zip(claims, made, strict=True)])


def _topics(library: Library) -> list[str]:
    """Keywords of the library that several papers carry, evenly from the commonest to the rarest."""
    counted = library.inventory().by_keyword
    common = [word for word, count in counted.most_common() if count >= LEAST]
    return spread(common, TOPICS)


def _days(library: Library) -> list[date]:
    counted: Counter[date] = library.inventory().by_day
    return spread(sorted(counted), DAYS)


def _quoted(topic: str, library: Library) -> Overview:
    return finished(make(select(topic, Filters(), library), library, QuotedSections(library.embedder)))


def _digest(day: date, library: Library, services: Services) -> Digest:
    selection = select_day(Request(span_of("day", day), TOP), library, services.days, date.today())
    *_, last = make_digest(selection, library, services.tldrs, themes=services.theme_writer)
    return last


def _sound(set_: str, name: str, made: Iterable[tuple[Sequence[Claim], Sequence[Paper]]]) -> Iterator[Row]:
    """A row for the numbers that stand in a cited abstract or title, and one for the citations that are in the list."""
    numbers, citations = [], []
    for claims, papers in made:
        for claim in claims:
            citations += [float(1 <= number <= len(papers)) for number in claim.cited] or [0.0]
            cited = " ".join(papers[n - 1].text for n in claim.cited if 1 <= n <= len(papers))
            there = set(_NUMBER.findall(cited))
            numbers += [float(number in there) for number in _NUMBER.findall(claim.text)]
    yield mean_row(set_, name, "number stands in a cited paper", numbers)
    yield mean_row(set_, name, "citation is in the list", citations)


def _figure(set_: str, name: str, metric: str, values: Sequence[float]) -> Row:
    return Row(set_, name, metric, round(float(median(values)), 3), None, None, len(values))
