"""A row of measurement with its interval, and the table of them. No measuring is done here."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

RESAMPLES = 1_000
"""Bootstrap samples: the bounds of a 95 % interval move by under a thousandth with more."""


@dataclass(frozen=True, slots=True)
class Row:
    """One figure: which set, which system, which metric, its 95 % interval, its cases, what others report."""

    set: str
    system: str
    metric: str
    value: float | None
    low: float | None
    high: float | None
    cases: int
    baseline: str | None = None


def mean_row(
    set_: str, system: str, metric: str, values: Sequence[float], baseline: str | None = None
) -> Row:
    """The mean of one value per case, with a bootstrap interval over the cases (fixed seed)."""
    sample = np.asarray(values, dtype=float)
    if not len(sample):
        return missing_row(set_, "no cases")
    picks = np.random.default_rng(0).integers(len(sample), size=(RESAMPLES, len(sample)))
    low, high = np.percentile(sample[picks].mean(axis=1), [2.5, 97.5])
    return Row(
        set_, system, metric, round(sample.mean(), 4), round(low, 4), round(high, 4), len(sample), baseline
    )


def missing_row(set_: str, reason: str) -> Row:
    """A row that says why there is no figure."""
    return Row(set_, "-", reason, None, None, None, 0)


HEADINGS = ("set", "system", "metric", "value", "95 %", "cases", "baseline")


def as_text(rows: Sequence[Row]) -> str:
    """The rows as an aligned table."""
    cells = [HEADINGS, *map(_cells, rows)]
    widths = [max(len(row[i]) for row in cells) for i in range(len(HEADINGS))]
    return "\n".join(
        "  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)).rstrip() for row in cells
    )


def as_markdown(rows: Sequence[Row]) -> str:
    """The rows as a Markdown table."""
    cells = [HEADINGS, ("---",) * len(HEADINGS), *map(_cells, rows)]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in cells)


def _cells(row: Row) -> tuple[str, ...]:
    interval = "" if row.low is None else f"{row.low:.3f}–{row.high:.3f}"
    value = "" if row.value is None else f"{row.value:.3f}"
    return (row.set, row.system, row.metric, value, interval, f"{row.cases:,}", row.baseline or "")
