"""How fast it is, as ratios where a machine's speed would blur the figure: importing, searching, the first word.

Everything is measured in one run on a library of its own in a temporary folder, which is removed afterwards.
"""

import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from statistics import median

from assistant.asking.answer import ask
from assistant.errors import InputError
from assistant.evaluation.sets import Progress
from assistant.evaluation.table import Row, missing_row
from assistant.library.chroma import ChromaLocation
from assistant.library.importing import import_papers
from assistant.library.library import Library
from assistant.library.papers import Paper
from assistant.library.sources import files, sample
from assistant.library.sources.entries import papers_among
from assistant.services import Services
from assistant.settings import ModelChoice, ModelKind

PAPERS = 1_000
"""Daily Papers imported: under a minute of embedding, and the rate no longer moves."""
BARE = 200
"""Papers embedded alone before the import and again after it, to compare it with: some eight seconds each time."""
KINDS: tuple[ModelKind, ...] = ("none", "embedded")
QUESTIONS = (
    "How does SAPO share rollouts?",
    "How can the KV cache be compressed?",
    "What makes video generation faster?",
    "How do diffusion language models learn from little data?",
    "How does parameter sharing shrink transformers?",
)


def evaluate(data: Path, split: str, services: Services, progress: Progress) -> list[Row]:
    """The rows for importing and searching Daily Papers, which have no splits, and for the first word."""
    try:
        days = files.files_in([data / "hf_daily" / "days"])
    except InputError:
        return [missing_row("hf_daily", "not found: hf_daily/days"), *_first_words(services)]
    papers = papers_among(files.FileImport(days, date.today()))[:PAPERS]
    with tempfile.TemporaryDirectory() as folder:
        library = Library(ChromaLocation(Path(folder)), services.embedder())
        rows = [*_importing(papers, library), _searching(papers, library)]
        library.store.close()
    return [*rows, *_first_words(services)]


def _importing(papers: Sequence[Paper], library: Library) -> list[Row]:
    """The import between two measurements of the bare embedder, whose mean it is compared with."""
    before = _embedding_rate(papers[:BARE], library)
    start = time.perf_counter()
    import_papers(papers, library)
    rate = len(papers) / (time.perf_counter() - start)
    bare = 2 / (1 / before + 1 / _embedding_rate(papers[-BARE:], library))
    return [
        _row("import", "papers/s", rate, len(papers)),
        _row("import", "rate / bare embedder", rate / bare, len(papers)),
    ]


def _embedding_rate(papers: Sequence[Paper], library: Library) -> float:
    start = time.perf_counter()
    library.embedder.embed([paper.text for paper in papers])
    return len(papers) / (time.perf_counter() - start)


def _searching(papers: Sequence[Paper], library: Library) -> Row:
    library.search("warm up")
    titles = [paper.title for paper in papers[:: max(len(papers) // 100, 1)]]
    return _row(
        "search", "ms median", median(_seconds(library, title) for title in titles) * 1000, len(titles)
    )


def _seconds(library: Library, text: str) -> float:
    start = time.perf_counter()
    library.search(text)
    return time.perf_counter() - start


def _first_words(services: Services) -> list[Row]:
    """Seconds from the question to the first visible word on the sample library, everything loaded."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for kind in KINDS:
            home = replace(services.settings, home=Path(folder), model=ModelChoice(kind))
            services = Services(home)
            import_papers(sample.read(), services.library)
            services.warm_up()
            rows.append(
                _row(kind, "first word s median", median(_first_word(services)), len(QUESTIONS), "sample")
            )
            services.library.store.close()
    return rows


def _first_word(services: Services) -> list[float]:
    asked = [services.understand(question, date.today(), []) for question in QUESTIONS]
    replies = [ask(question, services.library, services.writer).finish() for question in asked]
    return [reply.timings["first_word"] for reply in replies]


def _row(system: str, metric: str, value: float, cases: int, set_: str = "hf_daily") -> Row:
    return Row(set_, system, metric, round(value, 3), None, None, cases)
