"""Which sentences give a reason. Pure; it looks at words, not at what they say of whom.

For “Why do models hallucinate?” a sentence that says “because” answers better than one that only says that they do.
"""

import re

_GIVES = re.compile(
    r"\b(?:because|due\s+to|owing\s+to|thanks\s+to|caus(?:e|es|ed|ing)|as\s+a\s+(?:result|consequence)|for\s+(?:\w+\s+){1,2}reasons?"
    r"|(?:aris|com|emerg|originat|result|stem)\w*\s+(?:\w+ly\s+)?from"
    r"|(?:attribut|relat|link|tied|ti)\w*\s+(?:\w+ly\s+)?to|associated\s+with|(?:driven|explained|induced)\s+by"
    r"|rooted\s+in|root\s+causes?|responsible\s+for|explains?|factors?)\b",
    re.IGNORECASE,
)


def gives_reason(sentence: str) -> bool:
    """Whether a sentence has words that name a cause or a reason."""
    return bool(_GIVES.search(sentence))
