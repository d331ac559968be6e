"""The cue words of the aspects that no training data covers: what is new, data and setting, cost, limitations, code.

Each cue has a weight; a sentence whose cues come to less than LEAST_CUES does not state the aspect. What a paper says
of itself stands after it has said what it does: before that it speaks of others.
"""

import re
from collections.abc import Sequence
from itertools import accumulate
from operator import or_

import numpy as np
from numpy.typing import NDArray

from assistant.text.others_work import OTHERS
from assistant.text.sentences import LONGEST

LEAST_CUES = 2.0
"""One plain cue, or two faint ones."""
_AFTER_OWN = frozenset(("what is new", "data and setting", "cost", "limitations"))


def _cue(weight: float, *patterns: str) -> tuple[float, re.Pattern[str]]:
    return weight, re.compile("|".join(patterns), re.IGNORECASE)


_OWN = re.compile(
    r"\b(?:we|our|this (?:paper|work|study|article|report)|(?:is|are) (?:proposed|presented|introduced))\b",
    re.IGNORECASE,
)
_COSTS = (
    r"(?:speed-?ups?|latency|throughput|(?:GPU|less|lower|peak|cuts?|reduc\w+) memory|memory (?:usage|footprint|costs?|consumption|"
    r"overhead|requirements?|savings?|reduction|by)|(?:cache|model) size|FLOPs?|GPUs?(?:[ -](?:hours?|days?))?|VRAM|wall-?clock|runtime|energy|faster|"
    r"cheaper|seconds|minutes|comput\w+ (?:cost|budget|overhead|requirements?|resources)|(?:training|inference) "
    r"(?:cost|time|speed)|(?:fewer|reduction in) (?:\w+ )?(?:parameters?|tokens|steps|samples|labels))"
)
_SAVES = r"(?:reduc\w*|low(?:er)?|sav\w*|cut\w*|minimal|negligible|without (?:additional|extra)|no (?:additional|extra)|less|fewer|adding)"
_SPENT = r"(?:costs?|latency|memory|comput\w+|overhead|parameters?|resources|training time|energy|FLOPs?)"
_THINGS = (
    r"(?:datasets?|benchmarks?|tasks?|languages|images|videos|examples|samples|tokens|hours|papers|questions|problems|models|"
    r"participants|instances|pairs|conversations|trajectories|domains|documents|scenes|annotations|utterances|repositories|labels)"
)
_GIVEN = r"(?:code|codebase|datasets?|data|models?|weights|checkpoints?|implementation|benchmark|demos?|resources|toolkit|library|prompts|predictions)"
_NAMED = r"(?:(?-i:[A-Z][\w+-]*[A-Z\d][\w+.-]*)|datasets?|benchmarks?|corpora|corpus|tasks?|models|languages|domains|scenes|robots?)"

_CUES: dict[str, tuple[tuple[float, re.Pattern[str]], ...]] = {
    "what is new": (
        _cue(
            3.0,
            r"\b(?:the|a) (?:very )?first (?!authors?|stages?|steps?|time steps?|layers?|place|glance)",
            r"\bfor the first time\b",
        ),
        _cue(3.0, r"\bto (?:the best of )?our knowledge\b"),
        _cue(
            2.5,
            r"\bunlike\b",
            r"\bin contrast to (?:prior|previous|existing|earlier|most|conventional|traditional)",
        ),
        _cue(
            2.0,
            r"\b(?:an?|the|our|this|several|two|three) (?:[\w-]+ )?(?:novel|new)\b(?! (?:insights?|state|sota|records?|directions?|avenues?|lens|standard|eras?|generations?|paradigms?))",
        ),
        _cue(2.0, r"\b(?:rather than|instead of)\b"),
        _cue(2.0, r"\b(?:key|core|main) (?:idea|insight|innovation|observation)"),
        _cue(
            -2.5,
            r"\bhowever\b",
            r"\bexisting methods\b",
            r"\b(?:has|have) (?:recently )?(?:emerged|become)\b",
            r"\bremains?\b",
        ),
    ),
    "data and setting": (
        _cue(
            1.5,
            r"\b(?:datasets?|corpus|benchmark|collection) (?:of|with|comprising) (?:over |about |more than )?\d",
        ),
        _cue(
            2.0,
            r"\b(?:performance|gains|results|superior|state-of-the-art) (?:[\w-]+ ){0,3}(?:on|across) (?:[^.;]|\.\d)*\b(?:including|such as)\b",
        ),
        _cue(
            2.0,
            rf"\b(?:experiment\w*|evaluat\w*|tested|validated?|results) (?:[\w-]+ ){{0,4}}(?:on|across|over|with|in|using|include)\b(?:[^.;]|\.\d)*{_NAMED}",
        ),
        _cue(
            2.0,
            r"\b(?:trained|fine-?tuned|pre-?trained) on (?:\w+ ){0,4}(?:\d|datasets?|data|corpus|tokens|images|videos|hours)",
        ),
        _cue(
            2.0,
            r"\b(?:on|across) (?:the )?(?!(?:LLM|LVLM|MLLM|VLM|GPU|KV|RL)s?\b)(?-i:[A-Z][\w+-]{2,}[A-Z\d]\w*|[A-Z]{3,}\b)",
            r"\b(?:on|across) (?:[\w/'-]+,? ){0,6}?(?:benchmarks?|datasets?|tasks|corpora|families)\b",
            r"\b(?:on|across|for) (?:various|several|multiple|different|diverse|two|three|four|five|six|\d+) (?:[\w-]+ ){0,3}(?:models?|LLMs|LVLMs|MLLMs|families|tasks|datasets)\b",
            r"\b(?:collect|curat|compil|gather|annotat)\w*\b(?:[^.;]|\.\d)*\b(?:\d[\d,.]*[KM]?|million|thousand|hundreds)\b",
            r"\b(?:spanning|covering|comprising|encompassing)\b(?:[^.;]|\.\d)*\b(?:domains|tasks|categories|languages|scenarios)\b",
            r"\bas (?:\w+ )?training (?:data|set|corpus)\b",
        ),
        _cue(
            1.5,
            r"\b(?:dataset|corpus|benchmark|collection)\b(?:[^.;]|\.\d)*\b(?:contain|compris|consist|cover|span|includ)\w*",
        ),
        _cue(1.0, rf"\b\d[\d,.]*\s?(?:[KMB]|million|billion|thousand)?\+?\s(?:[\w-]+ ){{0,3}}{_THINGS}\b"),
        _cue(0.5, r"\b(?:datasets?|benchmarks?|corpora|corpus)\b"),
        _cue(
            -1.5,
            r"\bhowever\b",
            rf"\b(?:{OTHERS}|most) (?:methods|work|benchmarks|datasets)",
            r"\b(?:available at|github)\b",
        ),
    ),
    "cost": (
        _cue(3.0, rf"\b{_COSTS}\b(?:[^.;]|\.\d)*\d", rf"\d(?:[^.;]|\.\d)*\b{_COSTS}\b", r"\$\s?\d"),
        _cue(2.0, rf"\b{_SAVES}\b(?:[^.;,]|\.\d)*\b{_SPENT}\b"),
        _cue(0.5, r"\b(?:efficien\w*|lightweight|overhead|training-free|real-time)\b"),
        _cue(
            -1.5,
            rf"\b(?:however|{OTHERS}|often|remains?|challeng\w*|without)\b",
        ),
    ),
    "limitations": (
        _cue(
            3.0,
            r"\b(?:our|the proposed) (?:\w+ )?(?:limitations?|shortcomings?)\b",
            r"\blimitations? of (?:our|the proposed)\b",
            r"\bwe (?:\w+ )?(?:acknowledge|caution)\b",
        ),
        _cue(
            3.0,
            r"\bfuture work (?:will|includes?|should|could|would)\b",
            r"\b(?:left|leav\w+|deferr\w+|remains?|reserv\w+) (?:\w+ ){0,5}future work\b",
            r"\bremains? (?:an )?open\b",
            r"\b(?:beyond|outside) the scope\b",
        ),
        _cue(
            2.0,
            r"\b(?:still|yet) (?:\w+ ){0,3}(?:struggl\w*|fail\w*|lag\w*|fall\w* short|far from|limited|below|behind)",
        ),
        _cue(
            2.0,
            r"\b(?:do|does|did|can) not (?:generali[sz]e|scale|improve|transfer|hold|help)\b",
            r"\bonly (?:holds?|works?|applies)\b",
        ),
        _cue(
            1.5,
            r"\bat the (?:cost|expense) of\b",
            r"\bfall\w* short\b",
            r"\bunderperform\w*",
            r"\bdegrad\w*",
            r"\bstruggl\w*",
        ),
        _cue(0.4, r"\b(?:we|our|results?|experiments?|analys[ei]s|findings?|reveals?|shows?)\b"),
        _cue(
            -2.5,
            rf"\b(?:{OTHERS}|many)\b",
            r"\b(?:these|this|such) (?:limitations?|issues?|challenges?)",
        ),
        _cue(
            -2.0,
            r"\b(?:overcom|address|mitigat|tackl|avoid|alleviat|prevent|eliminat|surpass|outperform)\w*",
            r"\bwithout\b",
        ),
    ),
    "code": (
        _cue(
            3.0,
            r"https?://",
            r"\bgithub\b(?! (?:repositor|issue|pull))",
            r"\b(?:huggingface\.co|github\.io)\b",
            r"\bproject (?:page|website)\b",
        ),
        _cue(2.0, rf"\b{_GIVEN}\b(?:[^.;]|\.\d)*\b(?:available|released|open-?sourced?|publicly|found at)\b"),
        _cue(
            2.0,
            rf"\b(?:we|to) (?:\w+ )?(?:releas|open-?sourc|publish|shar|mak)\w*\b(?:[^.;]|\.\d)*\b{_GIVEN}\b(?:[^.;]|\.\d)*(?:\.|publicly|available)",
        ),
        _cue(
            -2.5,
            r"\b(?:existing|prior|however|compared|outperform\w*|closed|proprietary|among|weight-shared|trained with)\b",
            r"\b(?:on|using|from) (?:\w+ )?(?:publicly|openly|freely) available\b",
        ),
    ),
}
CUED = frozenset(_CUES)
"""The aspects that are found by cues."""


def cued(aspect: str, sentences: Sequence[str]) -> NDArray[np.float64]:
    """The weight of the aspect's cues in each sentence of an abstract; 0 where it does not state the aspect."""
    found = np.array([sum(w for w, cue in _CUES[aspect] if cue.search(text[:LONGEST])) for text in sentences])
    if aspect in _AFTER_OWN:
        own = list(accumulate((bool(_OWN.search(text)) for text in sentences), or_))
        if any(own):
            found = np.where(own, found, 0.0)
    return np.where(found >= LEAST_CUES, found, 0.0)
