"""All measurements by name, and running some or all of them. How each one measures stands in its own module."""

from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from assistant.errors import InputError, PapersError
from assistant.evaluation.sets import Progress
from assistant.evaluation.table import Row, missing_row
from assistant.services import Services

EVALUATIONS = (
    "retrieval",
    "sentences",
    "roles",
    "evidence",
    "citations",
    "edits",
    "attribution",
    "compare",
    "answers",
    "injection",
    "tldr",
    "speed",
)
"""Modules of this package with an `evaluate`, in the order of the table. A new one is one more name."""
ON_REQUEST = ("ablation", "overviews")
"""Measured only where they are named: what each rule brings; and what takes a model of one's own to be worth the time."""


class Evaluation(Protocol):
    """What each of the modules offers."""

    def evaluate(self, data: Path, split: str, services: Services, progress: Progress) -> list[Row]:
        """Its rows; where a file of the split is missing, a row that says so."""


def chosen(names: Sequence[str]) -> Sequence[str]:
    """The measurements of these names, or all of them if none is named; InputError for an unknown name."""
    if unknown := [name for name in names if name not in (*EVALUATIONS, *ON_REQUEST)]:
        raise InputError(
            f"There is no measurement {unknown[0]!r}.", f"There are {', '.join((*EVALUATIONS, *ON_REQUEST))}."
        )
    return names or EVALUATIONS


def run(
    names: Sequence[str],
    data: Path,
    split: str,
    services: Services,
    progress: Progress,
    begin: Callable[[str], None] = lambda name: None,
) -> Iterator[Row]:
    """The rows of these measurements, one after the other; `begin` is called with which comes next.

    A measurement that cannot be made, for example because a server does not answer, is a row and ends no other.
    """
    for name in names:
        begin(name)
        try:
            yield from evaluation(name).evaluate(data, split, services, progress)
        except PapersError as error:
            yield missing_row(name, error.message)


def evaluation(name: str) -> Evaluation:
    """The module of this name, loaded when it is asked for."""
    return cast(Evaluation, import_module(f"assistant.evaluation.{name}"))
