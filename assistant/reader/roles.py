"""What each sentence of an abstract does: state the background, the objective, the method, a result, or something else.

Two linear models in a row, trained on annotated abstracts (evaluation/training/roles.py): the first scores each role by a
sentence's words, word pairs and place, the second weighs these scores with those of the sentences around it. Text only.
"""

import json
import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Literal, NamedTuple, get_args

import numpy as np
from numpy.typing import NDArray

Role = Literal["background", "objective", "method", "result", "other"]
ROLES: tuple[Role, ...] = get_args(Role)
"""In the order in which `role_shares` gives them."""

WEIGHTS = Path(__file__).with_name("role_weights.json")
"""Written by assistant/evaluation/training/roles.py."""
UNIT = 0.01
"""The weights are kept as whole hundredths: the file stays small."""
MAX_WORDS = 90
"""Words of a sentence that are read, so that a text of one endless sentence costs no more than the longest real one."""

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+(?:[.,]\d+)*|[%:;?!()\[\]–—…$©=<>±]")
_TELLING = frozenset(
    "we i our it which that this paper article study work authors results experiments method".split()
)
"""Words after which the verb shows what the sentence does: "we propose", "results show"."""

Numbers = NDArray[np.float64]


class _Model(NamedTuple):
    names: dict[str, int]
    words: Numbers
    context: Numbers


def role_shares(sentences: Sequence[str]) -> tuple[tuple[float, ...], ...]:
    """For each sentence of one abstract, in its order, the probability of each of ROLES."""
    return _role_shares(tuple(sentences))


def roles(sentences: Sequence[str]) -> tuple[Role, ...]:
    """The likeliest role of each sentence of one abstract, in its order."""
    return tuple(ROLES[shares.index(max(shares))] for shares in role_shares(sentences))


def features(sentence: str, place: int, among: int) -> dict[str, float]:
    """What the first model reads of a sentence: named values of its words, and of its place from 0 `among` so many."""
    words = ["0" if word[0].isdigit() else word.lower() for word in _WORD.findall(sentence)[:MAX_WORDS]]
    said = dict.fromkeys(_said(words))
    value = 4 / max(1, len(said)) ** 0.5
    parts = dict.fromkeys(_parts(words), value)
    return dict.fromkeys(said, value) | parts | dict.fromkeys(_form(sentence, len(words), place, among), 1.0)


def context(scores: Numbers) -> Numbers:
    """What the second model reads: a row per sentence with the first model's scores for it and for two on either side.

    Beside them, as probabilities, how many sentences before and after it have each role, and its place. Scores, because
    a probability near nought hides how near: with probabilities throughout, .688 instead of .692 are classified right.
    """
    count, roles = scores.shape
    edge = np.zeros((2, roles))
    padded = np.vstack([edge, scores, edge])
    near = [padded[shift : shift + count] for shift in range(5)]
    guesses = chances(scores)
    before = np.cumsum(guesses, axis=0) - guesses
    after = guesses.sum(axis=0) - before - guesses
    place = np.arange(count)
    edges = np.stack([place == 0, place == count - 1, place / max(count - 1, 1), np.ones(count)], axis=1)
    return np.hstack([*near, np.minimum(before, 3), np.minimum(after, 3), edges])


def chances(scores: Numbers) -> Numbers:
    """Each row's scores as probabilities (softmax)."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def _said(words: Sequence[str]) -> Iterator[str]:
    yield from words
    for first, second in pairwise(words):
        yield f"{first} {second}"
    for at, word in enumerate(words[:3]):
        yield f"{at}:{word}"
    yield "0:" + " ".join(words[:2])
    yield "0:" + " ".join(words[:3])
    for at, word in enumerate(words):
        if word in _TELLING:
            yield from (f"{word}…{later}" for later in words[at + 1 : at + 4])


def _parts(words: Sequence[str]) -> Iterator[str]:
    """Beginnings and endings of long words: what holds of `outperforms` holds for `outperformed`."""
    for word in words:
        if len(word) > 5:
            yield f"~{word[-3:]}"
        if len(word) > 6:
            yield f"{word[:5]}~"


def _form(sentence: str, length: int, place: int, among: int) -> Iterator[str]:
    yield "=all"
    yield f"=length {min(length // 5, 9)}"
    yield f"=place {min(place, 8)}"
    yield f"=from the end {min(among - 1 - place, 8)}"
    yield f"=sixth {6 * place // max(among - 1, 1)}"
    yield f"=among {min(among, 12)}"
    if re.search(r"\d\s*(?:%|per ?cent)", sentence):
        yield "=share"
    if re.search(r"[A-Z]{2}|[a-z][A-Z]", sentence):
        yield "=name"
    if not sentence[:1].isupper():
        yield "=small start"
    if sentence.rstrip()[-1:] not in ".?!":
        yield "=no end"


@lru_cache(maxsize=4_096)
def _role_shares(sentences: tuple[str, ...]) -> tuple[tuple[float, ...], ...]:
    if not sentences:
        return ()
    model = _model()
    scores = np.array([_score(model, features(s, i, len(sentences))) for i, s in enumerate(sentences)])
    shares = chances(context(scores) @ model.context)
    return tuple(map(tuple, shares.tolist()))


def _score(model: _Model, values: dict[str, float]) -> Numbers:
    known = [(model.names[name], value) for name, value in values.items() if name in model.names]
    rows, factors = zip(*known, strict=True)
    return np.asarray(np.array(factors) @ model.words[list(rows)])


@cache
def _model() -> _Model:
    weights = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    words = weights["words"]
    return _Model(
        {name: row for row, name in enumerate(words)},
        np.array(list(words.values())) * UNIT,
        np.array(weights["context"]) * UNIT,
    )
