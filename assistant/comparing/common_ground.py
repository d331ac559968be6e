"""What some of the compared papers have in common, by their own words: what they propose, how, and on which data.

Only words that stand in the abstracts are grouped; each group quotes its word and cites the sentences that have it.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from assistant.comparing.comparison import Row
from assistant.evidence.aspect_parts import data_named
from assistant.evidence.ranking import Evidence
from assistant.text.sentences import sentences_of

MOST = 3
"""Groups of one sort that are told: those of the most papers."""


class Group(NamedTuple):
    """A word and the papers that have it, by their numbers, with the sentence of each."""

    word: str
    papers: tuple[tuple[int, Evidence], ...]


_SORTS = {
    "method": "framework method approach technique strategy algorithm pipeline paradigm",
    "model": "model agent system architecture",
    "resource": "benchmark dataset environment library protocol corpus toolkit suite infrastructure",
    "study": "study survey analysis review",
}
_SORT_OF = {word: sort for sort, words in _SORTS.items() for word in words.split()}
_PROPOSES = re.compile(
    r"\b(?:we|this (?:paper|work|study|article|survey|report)) (?:\w+ )?"
    r"(?:propos|introduc|present|develop|conduct|provid|describ|offer)\w*\s(?P<what>.*?)"
    r"(?=(?<![\w-])(?:that|which|to|for|of|by|with|in|on|from|based|designed|where|enabling|evaluating|exploring|featuring|"
    r"using|aimed|tailored|addressing|incorporating|via)(?![\w-])|[.;]|$)",
    re.IGNORECASE,
)
"""What is proposed, up to where more is said of it."""
_KIND = re.compile(rf"\b({'|'.join(_SORT_OF)})\b(?!\s(?:{'|'.join(_SORT_OF)})\b)")
_TRAITS = re.compile(
    r"\b(?:training-free|plug-and-play|model-agnostic|self-supervised|unsupervised|lossless|zero-shot|reinforcement learning|"
    r"supervised fine-?tuning|distillation|quantization|eviction|contrastive|retrieval-augmented|tree search|"
    r"synthetic data|mixture[- ]of[- ]experts)\b",
    re.IGNORECASE,
)
_OF_OTHERS = re.compile(r"^(?:While|Although|Unlike|Whereas|Despite|In contrast to)\b.*?,\s", re.IGNORECASE)
"""What a sentence says of others before it comes to its own paper."""
_OF_METHOD = ("approach", "what is new")


def kinds(rows: Sequence[Row]) -> list[Group]:
    """What the papers propose, each in its own word; none where all are of one sort."""
    found: dict[str, list[tuple[int, Evidence]]] = {}
    for number, evidence in _cells(rows, ("approach",)):
        if word := kind(evidence):
            found.setdefault(word, []).append((number, evidence))
    if len({_SORT_OF[word] for word in found}) < 2:
        return []
    return [Group(word, tuple(papers)) for word, papers in found.items()]


def kind(evidence: Evidence) -> str:
    """The word for what the sentence proposes: "framework", "survey"; empty where it has none."""
    proposal = _PROPOSES.search(evidence.sentence.text)
    words = _KIND.findall(proposal["what"]) if proposal else []
    return words[-1] if words else ""


def same_sort(one: Evidence, other: Evidence) -> bool:
    """Whether both say what they propose, and it is of one sort."""
    sorts = {_SORT_OF.get(kind(each), "") for each in (one, other)}
    return len(sorts) == 1 and "" not in sorts


def traits(rows: Sequence[Row]) -> list[Group]:
    """Ways of working that more than one paper names where it says what it proposes, and not all of them do."""
    found: dict[str, dict[int, Evidence]] = {}
    for number, evidence in _cells(rows, _OF_METHOD):
        for word in _TRAITS.findall(_OF_OTHERS.sub("", evidence.sentence.text)):
            found.setdefault(word.casefold(), {}).setdefault(number, evidence)
    return _told(found, len(rows))


def shared_data(rows: Sequence[Row]) -> list[Group]:
    """Names of data that one abstract gives as such and at least one other names too."""
    sentences = [(n, s) for n, row in enumerate(rows, 1) for s in sentences_of(row.paper)]
    names = {name for _, sentence in sentences for name in data_named(sentence.text)}
    found: dict[str, dict[int, Evidence]] = {}
    for name in sorted(names):
        whole = re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])")
        for number, sentence in sentences:
            if whole.search(sentence.text):
                found.setdefault(name, {}).setdefault(number, Evidence(sentence, 1.0))
    return _told(found, len(rows) + 1)


def _cells(rows: Sequence[Row], aspects: Sequence[str]) -> Iterator[tuple[int, Evidence]]:
    for number, row in enumerate(rows, 1):
        for cell in row.cells:
            if cell.aspect in aspects and cell.claim and cell.claim.evidence:
                yield number, cell.claim.evidence[0]


def _told(found: dict[str, dict[int, Evidence]], fewer_than: int) -> list[Group]:
    groups = [Group(w, tuple(p.items())) for w, p in found.items() if 1 < len(p) < fewer_than]
    return sorted(groups, key=lambda group: -len(group.papers))[:MOST]
