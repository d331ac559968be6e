"""What kind of sentence a question wants: one that states the problem, the method, or the results.

A light reading of the question's own words; claims and questions of other kinds want none in particular.
"""

import re
from collections.abc import Sequence

from assistant.text.words import content

RolePreference = tuple[float, ...]
"""How much a sentence of each of ROLES serves, 0…1."""

PROBLEM: RolePreference = (1, 0.5, 0, 0, 0)
METHOD: RolePreference = (0.1, 0.7, 1, 0.1, 0)
RESULTS: RolePreference = (0, 0, 0.2, 1, 0)
"""Set on ACLSum's training papers, whose sentences are marked as challenge, approach and outcome (`papers eval evidence`).
RESULTS serve a question for yes or no too: of PubMedQA's 500 training questions .90 then begin with the conclusion or a
result, and .69 where none is wanted."""

_RESULTS = re.compile(
    r"\bhow\s+(?:well|much|many|fast|often|long|far|good|large|big|strong|accurate\w*|effective\w*|reliabl[ey]|robust)\b"
    r"|\bhow\b.{0,200}\b(?:compare|perform|fare|scale|score|affect|influence|impact|do on)s?\b"
    r"|\b(?:what|which)\s+(?:are\s+the\s+|is\s+the\s+|was\s+the\s+)?(?:main\s+|best\s+|key\s+)?"
    r"(?:results?|findings?|gains?|improvements?|performance|accurac(?:y|ies)|speed-?ups?|scores?|effects?|impact)\b"
    r"|\b(?:state\s+of\s+the\s+art|outperforms?)\b",
    re.IGNORECASE,
)
_METHOD = re.compile(
    r"\bhow\s+(?:do|does|did|is|are|was|were|can|could|should|to|one|you)\b"
    r"|\bhow\b.{0,200}\b(?:works?|made|built|trained|done)\b"
    r"|\b(?:what|which)\s+(?:[\w-]+\s+){0,3}?(?:methods?|approach(?:es)?|techniques?|algorithms?|ways?|strateg(?:y|ies))\b"
    r"|\b(?:what|which)\s+(?!is\b|are\b|was\b|were\b)(?:[\w-]+\s+)?(?:benchmarks?|data\s?sets?|corpora|models?|systems?|tools?|"
    r"frameworks?|architectures?|papers?|works?|studies)\b"
    r"|\b(?:papers?|works?|studies|research|articles?)\s+(?:about|on)\b|\bwho\b"
    r"|^\W*(?:tell|show|give|find|list)\s+(?:me\b|us\b|papers?\b|works?\b)",
    re.IGNORECASE,
)
_PROBLEM = re.compile(
    r"\b(?:what|which)\s+(?:\w+\s+){0,3}?(?:problems?|challenges?|limitations?|difficult\w*|issues?|obstacles?|weakness\w*)\b"
    r"|\b(?:define|definition)\b",
    re.IGNORECASE,
)
_YES_OR_NO = re.compile(
    r"(?:^|[-:;,.?–—])\W{0,4}(?:do|does|did|is|are|was|were|has|have|had|can|could|will|would|should|may|might|must)\s+"
    r"(?!(?:you|i|any(?:one|body))\b)(?!there\s+(?:\w+\s+){0,3}?(?:papers?|work|stud(?:y|ies)|research|methods?|ways?|"
    r"approach(?:es)?|techniques?|benchmarks?|data\s?sets?|corpora|models?|tools?|surveys?)\b)",
    re.IGNORECASE,
)
"""“Can you tell me …” and “Are there benchmarks …” ask for something else than yes or no."""
_ARTICLE = r"(?:an?\s+|the\s+)?"
_THING = r"((?:[\w./+-]+\s+){0,4}?[\w./+-]*\w)"
"""A name has up to five words; what is longer is a question of another kind."""
_DEFINITION = re.compile(
    rf"\W*(?:what\s+do(?:es)?\s+{_ARTICLE}{_THING}\s+(?:mean|stand\s+for)"
    rf"|(?:what(?:\s+is|\s+are|[’']s)\s+(?:meant\s+by\s+|the\s+(?:definition|meaning)\s+of\s+)?|(?:explain|define)\s+(?!how\b|wh)){_ARTICLE}{_THING})\W*",
    re.IGNORECASE,
)

_ABOUT_A_THING = re.compile(
    r"^(?:[\w-]+\s+)?(?:limitation|problem|challenge|difficult|issue|obstacle|weakness|drawback|advantage|benefit|strength|"
    r"risk|danger|use|application|type|kind|difference|example|reason|cause|role|purpose|goal|point|cost|alternative|future|"
    r"state|pro|part|component|step|trend)\w*\s+(?:\w+\s+)?(?:of|for|between|in|to|with|and)\b|\s(?:for|in|about|of|to|with|from)$",
    re.IGNORECASE,
)
"""“Limitations of LoRA” and “adapters good for” are no names, “mixture of experts” is."""


def wanted(asked: Sequence[str]) -> RolePreference | None:
    """What the first of these phrasings that tells anything wants; None where none does."""
    for text in asked:
        for pattern, kind in ((_RESULTS, RESULTS), (_METHOD, METHOD), (_PROBLEM, PROBLEM)):
            if pattern.search(text):
                return kind
        if thing_to_define(text):
            return PROBLEM
        if _YES_OR_NO.search(text):
            return RESULTS
    return None


def thing_to_define(text: str) -> str:
    """The name of the thing that a question asks to have defined, `GRPO` in “What is GRPO?”; empty where it asks else."""
    match = _DEFINITION.fullmatch(text)
    if not match or any(pattern.search(text) for pattern in (_RESULTS, _METHOD)):
        return ""
    thing: str = match[1] or match[2]
    return thing if content(thing) and not _ABOUT_A_THING.search(thing) else ""
