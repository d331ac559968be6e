"""Pairs made of real papers: their own sentences and summaries, true as they are, and changed by rule.

A summary is a TL;DR of SciTLDR's training papers (by people) or of Daily Papers (by a model), read against the three
sentences of the abstract that share most of its words. SciFact, ACLSum and all dev parts are left for measuring.
"""

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.evaluation.made_edits import WRONG, exchanged, names_in, near_copy, number, renamed, reordered
from assistant.evaluation.sets import json_lines
from assistant.evaluation.training.labelled_pairs import SENTENCES, Pair
from assistant.reader.model_folder import LABELS
from assistant.text.sentences import split_text
from assistant.text.words import content, coverage

WORDS = range(7, 46)
"""How long a sentence is that pairs are made of."""
TRUE, UNSAID, FALSE = map(LABELS.index, ("entailment", "neutral", "contradiction"))
NAMES_KEPT = 300
"""Names of the papers before, of which one takes another's place."""

NUMBERS = 0.1
"""Share of the sentences with a number that are used."""


@dataclass(frozen=True, slots=True)
class Summarized:
    """The sentences of an abstract and a summary of it."""

    sentences: tuple[str, ...]
    summary: str


def made_pairs(data: Path) -> Iterator[Pair]:
    """The pairs of every paper with a summary, in the same order and with the same changes in every run."""
    chance, names, before = random.Random(0), list[str](), Summarized((), "")
    papers = [paper for paper in _papers(data) if len(paper.sentences) >= SENTENCES]
    chance.shuffle(papers)
    for paper in papers:
        yield from _of_sentences(paper, names, chance)
        yield from _of_summary(paper, before.summary, names, chance)
        names = [*names, *(name for sentence in paper.sentences for name in names_in(sentence))][-NAMES_KEPT:]
        before = paper


def comparisons(data: Path) -> Iterator[Pair]:
    """Pairs of sentences of arXiv's abstracts that compare two names or give a number: the kinds that are rare elsewhere."""
    chance = random.Random(1)
    for row in json_lines(data / "arxiv" / "papers.jsonl.gz"):
        sentences = [
            text for text in split_text(" ".join(row["summary"].split())) if len(text.split()) in WORDS
        ]
        for text in sentences:
            if changed := exchanged(text, chance):
                yield Pair((text,), changed, FALSE, "made exchanged systems")
                if same := reordered(text, chance):
                    yield Pair((text,), same, TRUE, "made reordered")
                yield Pair((text,), near_copy(text, chance) or text, TRUE, "made near copy")
            elif chance.random() < NUMBERS and (changed := number(text, chance)):
                yield Pair((text,), changed, FALSE, "made number")
                yield Pair((text,), near_copy(text, chance) or text, TRUE, "made near copy")


def _papers(data: Path) -> Iterator[Summarized]:
    for row in json_lines(data / "scitldr" / "train.jsonl"):
        yield Summarized(tuple(" ".join(text.split()) for text in row["source"]), row["target"][0])
    seen = set[str]()
    for day in sorted((data / "hf_daily" / "days").glob("*.json")):
        for row in json.loads(day.read_text(encoding="utf-8")):
            paper = row["paper"]
            if paper["id"] not in seen and paper.get("ai_summary"):
                seen.add(paper["id"])
                yield Summarized(tuple(split_text(" ".join(paper["summary"].split()))), paper["ai_summary"])


def _of_sentences(paper: Summarized, names: Sequence[str], chance: random.Random) -> Iterator[Pair]:
    at = chance.randrange(len(paper.sentences))
    text = paper.sentences[at]
    if len(text.split()) not in WORDS:
        return
    premise = paper.sentences[max(0, at - 1) : at + 2] if chance.random() < 0.4 else (text,)
    copy = near_copy(text, chance) or text
    yield Pair(premise, copy, TRUE, "made near copy")
    yield from _changed(premise, chance.choice([text, copy]), names, chance, 2)
    other = paper.sentences[at - 1]
    yield Pair((other,), chance.choice([text, copy]), UNSAID, "made other sentence")


def _of_summary(paper: Summarized, other: str, names: Sequence[str], chance: random.Random) -> Iterator[Pair]:
    said = content(paper.summary)
    nearest = sorted(paper.sentences, key=lambda sentence: -coverage(said, content(sentence)))[:SENTENCES]
    premise = tuple(sentence for sentence in paper.sentences if sentence in nearest)[:SENTENCES]
    yield Pair(premise, paper.summary, TRUE, "made summary")
    yield from _changed(premise, paper.summary, names, chance, 2)
    if other:
        yield Pair(premise, other, UNSAID, "made other summary")


def _changed(
    premise: tuple[str, ...], text: str, names: Sequence[str], chance: random.Random, count: int
) -> Iterator[Pair]:
    """Some wrong changes of the text, the rarely possible kinds first, and one with a strange name."""
    wrong = {kind: edit(text, chance) for kind, edit in WRONG.items()}
    possible = [kind for kind in ("exchanged systems", "number") if wrong[kind]]
    rest = [kind for kind in ("negation", "direction") if wrong[kind]]
    chance.shuffle(rest)
    for kind in (possible + rest)[:count]:
        yield Pair(premise, wrong[kind], FALSE, f"made {kind}")
    if chance.random() < 0.5 and (strange := renamed(text, chance, list(names))):
        yield Pair(premise, strange, UNSAID, "made strange name")
