"""The sentence of an abstract, or the part of it, that says best what was done and found.

Candidates are the sentences as they stand, and shortened; a linear score, learned from the TL;DRs that people wrote
of 1,992 papers (SciTLDR), puts them in order. Nothing is written here, and nothing checked.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assistant.evidence.key_sentence_features import read
from assistant.library.papers import Paper, Sentence
from assistant.reader.embeddings import Embedder
from assistant.text.sentences import sentences_of
from assistant.text.shortening import shorten

WEIGHTS = Path(__file__).with_name("key_sentence_weights.json")
"""Written by assistant/evaluation/training/tldr.py: what one more of each feature adds to the score."""
RULES = frozenset({"unfit", "leaning"})
"""What counts beside the learned score, each of which can be left out: `papers eval ablation` measures what it brings."""
ANY_LENGTH = 1_000
LENGTHS = (30, 24, 18, None)
"""Words to which each sentence is shortened, where it safely gets there: SciTLDR's references have 10 to 29, half of
them under 19. None is as short as it gets."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence, how it would read as a TL;DR, and how well it would serve: higher is better, 0 means nothing."""

    sentence: Sentence
    text: str
    score: float

    @property
    def is_untouched(self) -> bool:
        """Whether it is the authors' sentence as it stands."""
        return self.text == self.sentence.text


class KeySentence:
    """One paper's abstract, embedded, as TL;DRs are chosen from it; it has at least one sentence."""

    def __init__(self, paper: Paper, embedder: Embedder, rules: frozenset[str] = RULES) -> None:
        self._sentences, self._rules = sentences_of(paper), rules
        self._abstract = read(paper.title, [each.text for each in self._sentences], embedder)

    def candidates(self, words: int) -> list[Candidate]:
        """Every sentence and its shortened forms, at most `words` long, best first.

        Where no sentence can be made so short, they are given as short as they get.
        """
        texts = [each.text for each in self._sentences]
        found = [Candidate(self._sentences[n], text, self.score(text, n)) for n, text in forms(texts, words)]
        return sorted(found, key=lambda each: -each.score)

    def score(self, text: str, number: int) -> float:
        """How well a text that says what the sentence of this number (from 0) says would serve."""
        return score(self._abstract.features(number, text)) - _unfit(text, self._rules)


def key_sentence_of(paper: Paper, embedder: Embedder) -> Sentence | None:
    """The whole sentence of the abstract that says best what the paper did; None where there is no abstract."""
    if not sentences_of(paper):
        return None
    return KeySentence(paper, embedder).candidates(ANY_LENGTH)[0].sentence


def stands_alone(text: str) -> bool:
    """Whether a sentence can be read without the ones before it, and says something of the paper."""
    return not _unfit(text)


def forms(sentences: Sequence[str], words: int) -> list[tuple[int, str]]:
    """Number (from 0) and text of every sentence and its shortened forms, of those at most `words` long if there are any."""
    found = [
        (number, text)
        for number, sentence in enumerate(sentences)
        for text in dict.fromkeys((sentence, *(shorten(sentence, length) for length in LENGTHS)))
    ]
    short = [(number, text) for number, text in found if len(text.split()) <= words]
    return short or [min(found, key=lambda form: len(form[1].split()))]


def score(features: dict[str, float]) -> float:
    """The learned score of these features."""
    return sum(weight * features[name] for name, weight in _weights().items())


_POINTS_BACK = re.compile(
    r"(?:This|These|That|Those|It|Its|They|Their|Them|Such|Both|Here|There|He|She|Each|The (?:first|second|third|former|latter|same|above)|"
    r"The (?:proposed|resulting|new|key|core) \w+)\b(?! (?:paper|work|study|article|survey|report|thesis)\b)"
)
_NO_FINDING = re.compile(
    r"\b(?:code|models?|data|datasets?|weights|demo|project page|website)\b.{0,60}\b(?:available|released?|found at|"
    r"open-?sourced?|public)\b|https?://|\?$|^(?:For example|For instance|In contrast|Code\b)",
    re.IGNORECASE,
)
_LEANS = re.compile(
    r"\b(?:this|these|those|both|such|the (?:above|following|aforementioned)) (?:\w+ )?(?:vision|requirements?|challenges?|"
    r"issues?|problems?|limitations?|gaps?|questions?|goals?|attacks?|approaches|methods?|phenomen\w+|shortcomings?|"
    r"observations?|insights?|findings?|concerns?|needs?|tasks?|properties|dimensions?|ideas?|settings?|bottlenecks?)\b|"
    r"^(?:While|Although|Despite|Recent(?:ly)?|Existing|Earlier|Current|Previous|Prior|Traditional|Most|Many)\b|"
    r"\b(?:remains?|is|are) (?:\w+ )?(?:limited|unexplored|underexplored|under-explored|unclear|crucial|essential|challenging|"
    r"difficult|important|critical)\b|\bha(?:s|ve) (?:demonstrated|shown|achieved|made|emerged|become|attracted)\b",
    re.IGNORECASE,
)
UNFIT, LEANING = 100.0, 6.0
"""Taken off the score of what cannot stand alone or says nothing, so that it is chosen only where all is so; and of
what depends on the sentence before, or describes the field. The scores of an abstract spread by five; on SciTLDR dev 16
leaning sentences are chosen and not 42, and ROUGE-1 is .414 and not .412."""


def _unfit(text: str, rules: frozenset[str] = RULES) -> float:
    alone = not _POINTS_BACK.match(text) and not _NO_FINDING.search(text)
    unfit = UNFIT if "unfit" in rules and not alone else 0.0
    return unfit + LEANING * ("leaning" in rules and bool(_LEANS.search(text)))


@cache
def _weights() -> dict[str, float]:
    weights: dict[str, float] = json.loads(WEIGHTS.read_text(encoding="utf-8"))["weights"]
    return weights
