"""A second reading of claims by a trained reader, after the rules: it lowers a verdict, or takes an accusation back.

The sentences of the cited papers that share most of a claim's words are read for it, alone and in pairs. A claim that
the rules call supported is doubted where the reader's probabilities and the rules' support together make it unlikely;
one that they call unsupported only for its words is not accused where the reader finds it said. Word-for-word
quotations are never read again, and no verdict becomes better than `unsure`. What it brings stands in docs/reader.md.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations
from math import exp
from pathlib import Path

import numpy as np

from assistant.checking.checks import NOT_SAID
from assistant.checking.citations import Claim
from assistant.evidence.sources import Source
from assistant.reader.embeddings import Vectors
from assistant.reader.entailment import EntailmentReader, TextPair
from assistant.reader.model_folder import LABELS
from assistant.text.sentences import sentences_of
from assistant.text.words import content, coverage

WEIGHTS = Path(__file__).with_name("second_reading_weights.json")
"""Written by assistant/evaluation/training/second_reading.py."""
READ = 3
"""Sentences that are read, alone and in pairs: six pairs for a claim."""
SURE = 0.5
"""Probability from which the reader is taken at its word: no other label then has more."""
OTHERWISE = "A second reading finds that the cited abstract says otherwise."
DOUBTED = "A second reading could not confirm this."
MAYBE = "The cited abstract may say this in other words; it could not be confirmed."


@dataclass(frozen=True, slots=True)
class Reading:
    """Of all that was read, the mean of support less contradiction, −1…1, and the most of either, 0…1.

    `nearest` is support less contradiction by the one sentence that shares most of the claim's words.
    """

    balance: float
    support: float
    contradiction: float
    nearest: float


def read_again(claims: Sequence[Claim], sources: Sequence[Source], reader: EntailmentReader) -> list[Claim]:
    """The claims after a second reading, all in one batch; SettingsError where the reader cannot be used."""
    judged = ("supported", "unsure", "unsupported")
    read = [n for n, claim in enumerate(claims) if claim.verdict in judged and claim.cited]
    found = readings([(claims[n].text, _sentences(claims[n], sources)) for n in read], reader)
    revised = list(claims)
    for n, reading in zip(read, found, strict=True):
        revised[n] = revise(claims[n], reading)
    return revised


def readings(texts: Sequence[tuple[str, Sequence[str]]], reader: EntailmentReader) -> list[Reading]:
    """Each text read against its sentences."""
    read = [premises(text, sentences) for text, sentences in texts]
    pairs = [TextPair(premise, text) for (text, _), own in zip(texts, read, strict=True) for premise in own]
    ends = np.cumsum([len(own) for own in read])
    return [_reading(rows) for rows in np.split(reader.read(pairs), ends)[:-1]]


def premises(text: str, sentences: Sequence[str]) -> list[tuple[str, ...]]:
    """The sentences that share most of the text's words, alone, nearest first, and in pairs as they stand."""
    said = content(text)
    ranked = sorted(range(len(sentences)), key=lambda n: -coverage(said, content(sentences[n])))[:READ]
    return [*((sentences[n],) for n in ranked), *combinations([sentences[n] for n in sorted(ranked)], 2)]


def revise(claim: Claim, reading: Reading) -> Claim:
    """The claim with the verdict and the reason that the reading leaves it."""
    otherwise = reading.contradiction > max(SURE, reading.support)
    if claim.verdict == "supported" and chance(claim.support, reading) < _weights()["least"]:
        return replace(claim, verdict="unsure", reason=OTHERWISE if otherwise else DOUBTED)
    if claim.verdict == "unsupported" and claim.reason == NOT_SAID:
        if reading.support > max(SURE, reading.contradiction):
            return replace(claim, verdict="unsure", reason=MAYBE)
        return replace(claim, reason=OTHERWISE) if otherwise else claim
    return claim


def chance(support: float, reading: Reading) -> float:
    """The probability, by the fitted weights, that the source says the claim."""
    weights = _weights()
    score = weights["base"] + sum(weights[name] * value for name, value in features(support, reading).items())
    return 1 / (1 + exp(-score))


def features(support: float, reading: Reading) -> dict[str, float]:
    """What the fitted weights are for: the support that the rules found, and what the reader did."""
    return {
        "rules": support,
        "balance": reading.balance,
        "support": reading.support,
        "contradiction": reading.contradiction,
        "nearest": reading.nearest,
    }


def _reading(rows: Vectors) -> Reading:
    """What the rows of probabilities for the premises of one claim come to."""
    if not len(rows):
        return Reading(0.0, 0.0, 0.0, 0.0)
    support, contradiction = rows[:, LABELS.index("entailment")], rows[:, LABELS.index("contradiction")]
    balance = support - contradiction
    return Reading(float(balance.mean()), float(support.max()), float(contradiction.max()), float(balance[0]))


def _sentences(claim: Claim, sources: Sequence[Source]) -> list[str]:
    cited = [source for source in sources if source.number in claim.cited]
    return [sentence.text for source in cited for sentence in sentences_of(source.paper)]


@cache
def _weights() -> dict[str, float]:
    weights: dict[str, float] = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return weights
