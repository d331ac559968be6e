"""What each sentence of an abstract does: state the background, the objective, the method, a result, or something else."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal, get_args

Role = Literal["background", "objective", "method", "result", "other"]
ROLES: tuple[Role, ...] = get_args(Role)
"""In the order in which `role_shares` gives them."""

_CUES: tuple[tuple[Role, re.Pattern[str]], ...] = (
    (
        "result",
        re.compile(
            r"\b(?:results?|experiments?|outperform\w*|achiev\w+|show\w*|demonstrat\w+|improv\w+|find)\b|\d %",
            re.I,
        ),
    ),
    (
        "objective",
        re.compile(
            r"\b(?:in this (?:paper|work)|we (?:propose|present|introduce|study|investigate)|aims?)\b", re.I
        ),
    ),
    ("method", re.compile(r"\b(?:we|our|uses?|using|train\w*|consists?|based on)\b", re.I)),
)


def role_shares(sentences: Sequence[str]) -> tuple[tuple[float, ...], ...]:
    """For each sentence of one abstract, in its order, the probability of each of ROLES."""
    return _role_shares(tuple(sentences))


def roles(sentences: Sequence[str]) -> tuple[Role, ...]:
    """The likeliest role of each sentence of one abstract, in its order."""
    return tuple(ROLES[shares.index(max(shares))] for shares in role_shares(sentences))


@lru_cache(maxsize=4_096)
def _role_shares(sentences: tuple[str, ...]) -> tuple[tuple[float, ...], ...]:
    return tuple(_shares(sentence) for sentence in sentences)


def _shares(sentence: str) -> tuple[float, ...]:
    found = next((role for role, cue in _CUES if cue.search(sentence)), "background")
    return tuple(0.8 if role == found else 0.05 for role in ROLES)
