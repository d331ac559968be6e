"""How much a sentence says to a reader who has not read the one before it.

It says little that only depends on what came before ("this paradigm suffers …"), says what will be looked at and not what
was seen ("we study the effect of …"), promises ("offers valuable insights into …"), or says where the code is. It looks at a sentence's words, not at the question.
"""

import re

LITTLE = 0.9
"""What is left of the score of a sentence that says little: another as near to the question goes first. On ACLSum's training
papers .754, .800 and .604 of the first sentences are then marked instead of .721, .780 and .573, on SciFact's claims .593
instead of .577."""

_FRONT = r"^(?:\(?\d\)\s*)?(?:[A-Z][^,:;]{1,60},\s+)?"
_LEANS = re.compile(
    _FRONT
    + r"(?:it|they|this|these|that|those|such|the (?:first|second|third|former|latter))\b(?!\s+(?:is|was|has been)\s+\w+\s+(?:that|to)\b"
    r"|\s+(?:\w+\s+)?(?:papers?|works?|study|studies|article|report|survey|results?|findings?|experiments?|evaluations?)\b)",
    re.IGNORECASE,
)
_ANNOUNCES = re.compile(
    _FRONT
    + r"(?:we|this (?:paper|work|study|article|report|survey))\s+(?:(?:\w+ly|then|first|also|further)\s+)?"
    r"(?:study|studies|re-?examines?|investigates?|examines?|discuss(?:es)?|explores?|outlines?|documents?|analy[sz]es?|"
    r"summari[sz]es?|reviews?|surveys?|aims?|hopes?|believe|share|seeks?|strives?|attempts?|asks?|perform|performs|conducts?|"
    r"carr(?:y|ies) out)\b",
    re.IGNORECASE,
)
_SEEN = re.compile(
    r"\b(?:find|found|show|shown|showing|demonstrat\w+|reveal\w*|observ\w+|prov(?:e|ing)|achiev\w+|outperform\w*|"
    r"improv(?:e|es|ed|ing)|surpass\w*|reach\w*|confirm\w*|indicat\w+)\b",
    re.IGNORECASE,
)
_PROMISES = re.compile(
    r"\b(?:valuable|practical|useful|key|new|important|deep\w*) (?:insights?|guidance|implications?)\b|\binsights? (?:into|for|on)\b"
    r"|\bopens? (?:up )?(?:an? |new |the )?(?:\w+ )?(?:paths?|avenues?|doors?|directions?|possibilit\w+)\b"
    r"|\bpav\w+ the way\b|\bsheds? light\b|\b(?:lays?|establish\w*) (?:a|the) (?:\w+ )?(?:foundations?|groundwork)\b"
    r"|\b(?:gain|garner|attract|receiv)\w* (?:\w+ ){0,2}(?:attention|popularity|traction|interest)\b",
    re.IGNORECASE,
)
_RELEASES = re.compile(
    r"\b(?:code|codes|codebase|checkpoints|weights|demos?|samples|website|project page|paper list|repository)\b.{0,80}\b(?:available|released|https?:)"
    r"|\b(?:release|open-source)\s+(?:(?:our|the|all|its)\s+)?(?:source\s+)?(?:code|models?|data|weights|checkpoints)\b",
    re.IGNORECASE,
)


def informativeness(sentence: str) -> float:
    """1 for a sentence that says something by itself, LITTLE for one that says little."""
    if any(pattern.search(sentence) for pattern in (_LEANS, _PROMISES, _RELEASES)):
        return LITTLE
    return LITTLE if _ANNOUNCES.search(sentence) and not _SEEN.search(sentence) else 1.0
