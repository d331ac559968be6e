"""How far what a check says agrees with what is so: balanced accuracy and macro-F1, as rows with intervals. Pure."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.evaluation.table import RESAMPLES, Row, missing_row

Truths = NDArray[np.bool_]
Measure = Callable[[Truths, Truths], float]


def agreement_row(
    set_: str, system: str, metric: str, pairs: Sequence[tuple[bool, bool]], baseline: str | None = None
) -> Row:
    """A row of this metric for pairs of what is so and what was said, with a bootstrap interval (fixed seed)."""
    if not pairs:
        return missing_row(set_, "no cases")
    table, measure = np.array(pairs, bool), MEASURES[metric]
    picks = np.random.default_rng(0).integers(len(table), size=(RESAMPLES, len(table)))
    drawn = [measure(*table[pick].T) for pick in picks]
    low, high = np.percentile(drawn, [2.5, 97.5])
    value = round(measure(*table.T), 4)
    return Row(set_, system, metric, value, round(low, 4), round(high, 4), len(table), baseline)


def balanced_accuracy(so: Truths, said: Truths) -> float:
    """The mean of the shares of true and of false ones that are classified right; one of them alone where there is no other."""
    shares = [float((said[so == kind] == kind).mean()) for kind in (True, False) if (so == kind).any()]
    return sum(shares) / len(shares)


def macro_f1(so: Truths, said: Truths) -> float:
    """The mean of the F1 of `true` and of `false`."""
    return (_f1(so, said) + _f1(~so, ~said)) / 2


def _f1(so: Truths, said: Truths) -> float:
    named = int(so.sum()) + int(said.sum())
    return 2 * int((so & said).sum()) / named if named else 0.0


MEASURES: dict[str, Measure] = {"balanced accuracy": balanced_accuracy, "macro-F1": macro_f1}
