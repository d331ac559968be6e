"""What each hand-made rule brings: the same measurement with all rules, and with one of them left out.

The rules of the check are measured on Check-COVID (claims against sentences of abstracts; nothing was tuned on it), those of
the key sentence on SciTLDR's dev half. Rules that nothing here measures are named in docs/evaluation.md.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from assistant.checking.checks import LAYERS, Similarity, check
from assistant.digests.tldr import WORDS
from assistant.evaluation.rouge import best_rouge
from assistant.evaluation.sets import Progress, json_lines, missing
from assistant.evaluation.table import Row, mean_row, missing_row
from assistant.evidence.key_sentence import RULES, KeySentence
from assistant.evidence.ranking import similarity_by
from assistant.library.papers import Paper
from assistant.reader.embeddings import Embedder
from assistant.services import Services

CLAIMS, PAPERS = 900, 300
"""Cases of each set, taken evenly from its beginning to its end: enough for intervals of some three points."""


def evaluate(data: Path, split: str, services: Services, progress: Progress) -> list[Row]:
    """The rows for the rules of the check and of the key sentence, or what of the sets is missing."""
    embedder = services.library.embedder
    return [
        *of_check(data / "nli" / "check_covid.jsonl.gz", similarity_by(embedder)),
        *_of_key_sentence(data / "scitldr" / f"{split}.jsonl", embedder),
    ]


def without_each(rules: frozenset[str]) -> dict[str, frozenset[str]]:
    """The rules as they stand, and with one of them left out, by a name for the table."""
    return {"all rules": rules} | {f"without {rule}": rules - {rule} for rule in sorted(rules)}


def of_check(file: Path, similarity: Similarity) -> list[Row]:
    """How many of the claims of each label are called supported."""
    if absent := missing(file.parent, file.name):
        return [missing_row("check_covid", absent)]
    pairs = _some(list(json_lines(file)), CLAIMS)
    return [
        mean_row(
            "check_covid", system, f"called supported: {label}", _supported(pairs, label, similarity, layers)
        )
        for system, layers in without_each(LAYERS).items()
        for label in ("entailment", "contradiction", "neutral")
    ]


def _supported(
    pairs: Sequence[dict[str, Any]], label: str, similarity: Similarity, layers: frozenset[str]
) -> list[float]:
    of_label = [(pair["hypothesis"], pair["premise"]) for pair in pairs if pair["label"] == label]
    return [
        float(check(claim, [said], [], similarity, layers).verdict == "supported") for claim, said in of_label
    ]


def _of_key_sentence(file: Path, embedder: Embedder) -> list[Row]:
    """ROUGE-1 of the chosen TL;DRs against those that people wrote."""
    if absent := missing(file.parent, file.name):
        return [missing_row("scitldr", absent)]
    cases = [_case(row) for row in _some(list(json_lines(file)), PAPERS)]
    return [
        mean_row("scitldr", system, "rouge1", [_rouge(*case, embedder, rules) for case in cases])
        for system, rules in without_each(RULES).items()
    ]


def _rouge(paper: Paper, references: list[str], embedder: Embedder, rules: frozenset[str]) -> float:
    text = KeySentence(paper, embedder, rules).candidates(WORDS)[0].text
    return best_rouge(text, references)["rouge1"]


def _case(row: dict[str, Any]) -> tuple[Paper, list[str]]:
    return Paper(row["paper_id"], row["title"], " ".join(" ".join(row["source"]).split())), row["target"]


def _some(cases: Sequence[dict[str, Any]], most: int) -> list[dict[str, Any]]:
    return list(cases[:: max(1, len(cases) // most)])
