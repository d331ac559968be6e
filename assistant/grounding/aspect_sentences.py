"""Which sentence of an abstract states an aspect of its paper, and whether any does: empty is often right.

Problem, approach and results are decided by learned weights, the other standard aspects by cue words, a person's own
aspect by meaning and words. Needs no language model.
"""

import json
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.grounding.aspect_features import MEANINGS, NAMES, Features, features
from assistant.grounding.aspects import Aspect
from assistant.grounding.evidence import Evidence
from assistant.grounding.sentences import sentences_of
from assistant.grounding.words import content, coverage
from assistant.library.embeddings import Embedder
from assistant.library.papers import Paper

WEIGHTS = Path(__file__).with_name("aspect_weights.json")
"""Written by assistant/evaluation/training/aspects.py."""
STATED = {"problem": -1.0, "approach": -2.0, "results": -1.5}
"""Least score (log odds that an expert would mark the sentence) for an aspect to count as stated."""
LEAST_CUES = 2.0
"""Weight of cues under which a sentence is not taken for an aspect that is told by them: one plain cue, or two faint."""
LEAST_MEANING, LEAST_WORDS = 0.42, 0.5
"""For an own aspect: cosine of the sentence with it, or share of its words in a sentence that is at least near."""


def sentence_for(aspect: Aspect, paper: Paper, embedder: Embedder) -> Evidence | None:
    """The sentence of the abstract that states the aspect best, or None where none does."""
    sentences = sentences_of(paper)
    if not sentences:
        return None
    texts = [sentence.text for sentence in sentences]
    if aspect.name in MEANINGS:
        best, states = scores(aspect.name, paper.title, texts, embedder)
        stated = (states >= STATED[aspect.name]) & ~_of_others_only(aspect.name, texts)
    else:
        best = _cued(aspect.name, texts) if aspect.name in _CUES else _near(aspect.name, texts, embedder)
        stated = best > 0
    if not stated.any():
        return None
    chosen = int(np.where(stated, best, -np.inf).argmax())
    return Evidence(sentences[chosen], round(float(best[chosen]), 4))


def scores(
    aspect: str, title: str, sentences: Sequence[str], embedder: Embedder
) -> tuple[Features, Features]:
    """For a learned aspect: how well each sentence states it, and the log odds that it states it at all."""
    rows, table = features(aspect, title, sentences, embedder), _weights()[aspect]
    best, states = (rows @ table[name][1:] + table[name][0] for name in ("best", "states"))
    return best, states


def _of_others_only(aspect: str, sentences: Sequence[str]) -> NDArray[np.bool_]:
    """Sentences about earlier work alone; they state a problem, but neither what these authors do nor what they find."""
    found = [bool(_OTHERS.match(text)) and not _OURS.search(text) for text in sentences]
    return np.array(found) & (aspect != "problem")


_OTHERS = re.compile(
    r"(?:Existing|Previous|Prior|Current|Recent|Traditional|Conventional|Most|Many|However, (?:existing|current|most))\b"
)
_OURS = re.compile(r"\b(?:we|our|this (?:paper|work|study)|in this)\b", re.IGNORECASE)


@cache
def _weights() -> dict[str, dict[str, Features]]:
    table = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return {
        aspect: {name: np.array([w["base"], *(w[each] for each in NAMES)]) for name, w in scores.items()}
        for aspect, scores in table.items()
    }


def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(words, re.IGNORECASE)


_CUES: dict[str, tuple[tuple[float, re.Pattern[str]], ...]] = {
    "what is new": (
        (
            3.0,
            _pattern(
                r"\bthe (?:very )?first (?!author|stage|step|time step|layer|place\b)|\bfor the first time\b|\bto our knowledge\b|to the best of our knowledge"
            ),
        ),
        (
            2.5,
            _pattern(
                r"\bunlike\b|\bin contrast to (?:prior|previous|existing|earlier|most|conventional|traditional)|\b(?:depart\w*|differ\w*) from\b|\brather than\b|\binstead of\b"
            ),
        ),
        (
            2.0,
            _pattern(
                r"\b(?:novel|new|unprecedented|pioneer\w*)\b(?! (?:insights?|york|state|sota|records?|directions?|avenues?|opportunit\w+|challenges?))"
            ),
        ),
        (
            1.0,
            _pattern(
                r"\b(?:we|this (?:paper|work)) (?:\w+ )?(?:propos|introduc|present)\w*|\b(?:key|core) (?:idea|insight|innovation)"
            ),
        ),
        (
            -2.5,
            _pattern(
                r"\bhowever\b|\bexisting methods\b|\b(?:has|have) (?:recently )?(?:emerged|become)\b|\bremains?\b"
            ),
        ),
    ),
    "data and setting": (
        (
            2.0,
            _pattern(
                r"\b(?:experiment\w*|evaluat\w*|test(?:ed|s|ing)?|benchmark(?:ed|ing)|validat\w*|train(?:ed|ing)?|appl(?:ied|y)|results?)\b[^.;]*\b(?:on|across|over|from|in|with|using)\b[^.;]*\b(?:[A-Z][\w-]*[A-Z\d][\w-]*|datasets?|benchmarks?|corpora|corpus|tasks?|models|languages|domains|images|videos|examples|samples|tokens|hours|participants|questions|problems)\b"
            ),
        ),
        (
            1.5,
            _pattern(
                r"\b(?:dataset|corpus|benchmark|collection)\b[^.;]*\b(?:of|contain\w*|compris\w*|consist\w*|cover\w*|spanning|with|includ\w*)\b"
            ),
        ),
        (
            1.0,
            _pattern(
                r"\b\d[\d,.]*\s?(?:[KMB]|k|million|billion|thousand)?\+?\s(?:[\w-]+ ){0,3}(?:datasets?|benchmarks?|tasks?|languages|images|videos|examples|samples|tokens|hours|papers|questions|problems|models|participants|instances|pairs|conversations|trajectories|tables|domains|documents|scenes|annotations)\b"
            ),
        ),
        (0.5, _pattern(r"\b(?:datasets?|benchmarks?|corpora|corpus)\b")),
        (
            -1.5,
            _pattern(r"\bhowever\b|\b(?:existing|current|prior|previous|most)\b|\b(?:available at|github)\b"),
        ),
    ),
    "cost": (
        (
            2.0,
            _pattern(
                r"\b(?:speed-?ups?|latency|throughput|memory|FLOPs?|GPU(?:s|[ -]hours?| days?)?|VRAM|wall-?clock|tokens per second|comput\w+ (?:cost|budget|overhead|requirements?|resources|power)|training (?:cost|time)|inference (?:cost|time|speed)|runtime|energy consumption|faster|cheaper|seconds|minutes)\b[^.;]*\d|\d[^.;]*\b(?:speed-?ups?|latency|throughput|memory|FLOPs?|GPU(?:s|[ -]hours?| days?)?|VRAM|wall-?clock|tokens per second|comput\w+ (?:cost|budget|overhead|requirements?|resources|power)|training (?:cost|time)|inference (?:cost|time|speed)|runtime|energy|faster|cheaper|seconds|minutes|fewer (?:\w+ )?(?:parameters|tokens|steps|samples))\b|\$\s?\d"
            ),
        ),
        (
            2.0,
            _pattern(
                r"\b(?:reduc\w*|low(?:er)?|sav\w*|cut\w*|minimal|negligible|without (?:additional|extra)|no (?:additional|extra)|less|fewer|significantly faster)\b[^.;]*\b(?:cost|latency|memory|comput\w+|overhead|training|parameters|resources|time|energy|FLOPs?)\b"
            ),
        ),
        (1.0, _pattern(r"\b(?:efficien\w*|lightweight|scalab\w*|overhead|training-free|expensive|costly)\b")),
        (
            -1.5,
            _pattern(
                r"\b(?:however|existing|prior|previous|current|conventional|traditional|often|remains?|challeng\w*)\b"
            ),
        ),
    ),
    "limitations": (
        (
            3.0,
            _pattern(
                r"\b(?:our|this|the proposed|these) (?:\w+ )?(?:limitations?|shortcomings?)\b|\blimitations? of (?:our|this|the proposed)\b|\bwe (?:\w+ )?(?:acknowledge|caution|note that)\b|\bfuture work\b|\bremains? (?:an )?open\b|\b(?:beyond|outside) the scope\b"
            ),
        ),
        (
            2.0,
            _pattern(
                r"\b(?:still|yet) (?:\w+ ){0,3}(?:struggl\w*|fail\w*|lag\w*|fall\w* short|far from|limited|below|behind|insufficient)|\b(?:do|does|did|can) not (?:generali[sz]e|scale|improve|transfer|hold|help)\b|\bat the (?:cost|expense) of\b|\btrade-?offs?\b|\bonly (?:holds?|works?|applies|when|if|for)\b|\bfall\w* short\b|\bunderperform\w*|\bdegrad\w*|\bstruggl\w*"
            ),
        ),
        (1.0, _pattern(r"\b(?:we|our|results?|experiments?|analys[ei]s|findings?|reveals?|shows?)\b")),
        (
            -2.0,
            _pattern(
                r"\b(?:existing|prior|previous|current|conventional|traditional|recent|most|many)\b|^however\b|\b(?:overcome|address|mitigat\w*|tackl\w*|avoid\w*|without|alleviat\w*|prevent\w*|eliminat\w*)\b"
            ),
        ),
    ),
    "code": (
        (3.0, _pattern(r"https?://|\bgithub\b|\bhuggingface\.co\b|\bproject (?:page|website)\b")),
        (
            2.0,
            _pattern(
                r"\b(?:code|codebase|data(?:set)?s?|models?|weights|checkpoints?|implementation|benchmark|demo|source|resources|toolkit|library)\b[^.;]*\b(?:available|releas\w*|open-?sourc\w*|public\w*|found at|shared)\b|\b(?:releas\w*|open-?sourc\w*|publish|share|public\w*)\b[^.;]*\b(?:code|codebase|data(?:set)?s?|models?|weights|checkpoints?|implementation|benchmark|demo|resources|toolkit|library)\b"
            ),
        ),
        (
            -2.5,
            _pattern(
                r"\b(?:existing|prior|current|however|compared|outperform\w*|closed|proprietary|among)\b"
            ),
        ),
    ),
}


def _cued(aspect: str, sentences: Sequence[str]) -> Features:
    """The weight of the aspect's cues in each sentence; nothing where it is under LEAST_CUES."""
    found = np.array([sum(w for w, cue in _CUES[aspect] if cue.search(text)) for text in sentences])
    return np.where(found >= LEAST_CUES, found, 0.0)


def _near(aspect: str, sentences: Sequence[str], embedder: Embedder) -> Features:
    """How near each sentence is to an own aspect; nothing where it is about something else."""
    vectors = embedder.embed([aspect, *sentences])
    cosines, wanted = vectors[1:] @ vectors[0], content(aspect)
    shared = np.array([coverage(wanted, content(text)) if wanted else 0.0 for text in sentences])
    near = (cosines >= LEAST_MEANING) | ((shared >= LEAST_WORDS) & (cosines >= LEAST_MEANING / 2))
    return np.asarray(np.where(near, cosines + shared, 0.0), float)
