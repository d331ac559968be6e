"""Which sentences of an abstract tell the idea that sets its paper apart, where the authors call nothing new or first.

Such a sentence stands after the authors have said what they do, tells how it works or what they saw, and is no result,
no promise and no address of code. Text only.
"""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.reader.roles import ROLES, role_shares
from assistant.text.words import content, coverage

LEAST = 0.7
"""Least worth: under it a sentence only adds to what the paper does."""
LEAST_OF_METHOD = 0.4
"""Chance of telling the method from which a sentence may tell the idea; with an insight in it half of that will do."""
TELLING_WORTH, OWN_WORTH, EARLY_WORTH, POINTING_COSTS = 0.4, 0.2, 0.2, 0.3
"""What an insight or saying how, a word of the authors' own, and standing early are worth, and pointing back costs, beside
half the chance of telling the method. All these were set by reading, for no data tells them."""
MOST_OF_RESULT = 0.5
"""Chance of being a result from which a sentence tells what came out, and not the idea."""
LEAST_OF_TITLE = 0.2
"""Weighted share of the title's words from which a sentence speaks of what the title does."""

_INSIGHT = re.compile(
    r"\b(?:key|core|central|main) (?:idea|insight|observation|component|innovation|finding)|\b(?:insight|intuition)\b|"
    r"\bwe (?:\w+ )?(?:find|observe|discover|identify|reveal|argue|notice|uncover|hypothesi[sz]e|reformulate|recast)\b|"
    r"\b(?:surprisingly|innovations?|observations? (?:is|that|reveal\w*)|contributions?)\b",
    re.IGNORECASE,
)
_HOW = re.compile(
    r"\bby (?:\w+ly )?\w+ing\b|^(?:specifically|concretely|in particular|inspired by|drawing on|building on|at its core)\b|"
    r"\b(?:adopts?|uses|incorporates?|leverag\w+|integrat(?:es?|ing)|decompos\w+|decoupl\w+|combin\w+|quantif\w+|adaptive\w*|dynamic\w*)\b",
    re.IGNORECASE,
)
_POINTING = re.compile(
    r"^(?:this|these|it|such)\b(?! (?:paper|work|study|framework|approach|method))", re.IGNORECASE
)
"""Says what follows from the sentence before it."""
_OURS = re.compile(
    r"\b(?:we|our|this (?:paper|work|study|approach|method|framework|design))\b", re.IGNORECASE
)
_STEP = re.compile(r"\(\d\)|^\d\)")
"""One step of several; alone it is no idea."""
_NAME = re.compile(r"\b(?=\w*[a-z\d])[A-Z]\w*[A-Z]\w*\b")
"""What the authors call their own work: `DDTree`, `FastKV`."""
_PROPOSES = re.compile(
    r"\b(?:we|this (?:paper|work|study|article)|our (?:method|approach|framework|model)) (?:\w+ )?(?:propos|introduc|present|show|develop|stud|investigat|explor|"
    r"conduct|design|describ|generaliz|demonstrat|argu|analy[sz])\w*",
    re.IGNORECASE,
)
_NONE = re.compile(
    r"https?://|\b(?:experiments|experimental results|evaluat(?:e|ed|ing)\b|outperform|achiev|surpass|hope|releas|open-sourc|available|benchmarked|ablation)\w*|"
    r"\b(?:qualitative examples|comprehensive analysis|in-depth analysis|existing (?:methods|approaches|works?))\b|"
    r"^(?:however|yet|recent|existing|previous|prior|although)\b|\?$",
    re.IGNORECASE,
)
"""Results, promises, and what is said of others."""


def ideas(title: str, sentences: Sequence[str]) -> NDArray[np.float64]:
    """How well each sentence tells the idea, between 0 and 1.3; 0 where it tells none."""
    method, result = (np.array(role_shares(sentences))[:, ROLES.index(r)] for r in ("method", "result"))
    proposes, insight, how, ours = (_has(w, sentences) for w in (_PROPOSES, _INSIGHT, _HOW, _OURS))
    begun = np.append(False, proposes.cumsum()[:-1] > 0)
    telling = insight | how | (begun & proposes)
    tells = (begun | (ours & telling)) & ~_has(_STEP, sentences) & (insight | ~_has(_NONE, sentences))
    tells &= (result < MOST_OF_RESULT) & (method >= LEAST_OF_METHOD * np.where(insight, 0.5, 1.0))
    early = 1 - np.arange(len(sentences)) / max(1, len(sentences))
    worth = method / 2 + TELLING_WORTH * telling + OWN_WORTH * (ours | _names(title, sentences))
    worth += EARLY_WORTH * early - POINTING_COSTS * _has(_POINTING, sentences)
    return np.where(tells & (worth >= LEAST), worth, 0.0)


def _has(words: re.Pattern[str], sentences: Sequence[str]) -> NDArray[np.bool_]:
    return np.array([bool(words.search(text)) for text in sentences])


def _names(title: str, sentences: Sequence[str]) -> NDArray[np.bool_]:
    """Which sentences speak of what the title does, or name what the authors propose."""
    proposed = [name for text in sentences if _PROPOSES.search(text) for name in _NAME.findall(text)]
    near = [coverage(content(title), content(text)) > LEAST_OF_TITLE for text in sentences]
    named = [any(name in text for name in proposed) for text in sentences]
    return np.logical_or(near, named)
