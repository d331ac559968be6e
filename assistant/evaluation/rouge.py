"""ROUGE as the summarisation papers count it: Google's rouge-score, with stemming, against the best of the references."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from assistant.errors import SettingsError

MEASURES = ("rouge1", "rouge2", "rougeL")


def best_rouge(text: str, references: Sequence[str]) -> dict[str, float]:
    """For each of MEASURES the F1, 0…1, against the reference that it is highest for.

    SettingsError where rouge-score, which only measurements need, is not installed.
    """
    scores = [_scorer(MEASURES).score(reference, text) for reference in references]
    return {measure: max(float(score[measure].fmeasure) for score in scores) for measure in MEASURES}


def rouge1(expert: str, ours: str) -> float:
    """ROUGE-1 F1 against one reference."""
    return float(_scorer(("rouge1",)).score(expert, ours)["rouge1"].fmeasure)


@cache
def _scorer(measures: tuple[str, ...]) -> Any:
    try:
        from rouge_score.rouge_scorer import RougeScorer
    except ImportError as error:
        raise SettingsError(
            "rouge-score, which only measurements need, is not installed.",
            "Run `pip install 'papers-assistant[eval]'`.",
        ) from error
    return RougeScorer(list(measures), use_stemmer=True)
