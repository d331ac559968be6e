"""Whether a paper was retracted, withdrawn or removed, as titles, comments and the flags of databases say it. Pure.

A paper *about* retractions is none: the words count only where they mark the record.
"""

import re
from collections.abc import Mapping
from typing import Any

_GONE = r"(?:withdrawn|retracted|removed)"
_WORK = r"(?:paper|article|manuscript|submission|preprint|work|version)"
_COMMENT = re.compile(
    rf"^\W{{0,9}}(?:(?:this|the) )?{_WORK}\s(?:has been |is |was )?{_GONE}\b(?! from)"
    rf"|^\W{{0,9}}(?:has been |is |was )?(?:withdrawn|retracted)\s?(?:[.:;,(—–-]|$)"
    r"|\bwithdrawn (?:by|due|because)\b|\bremoved by (?:the )?arxiv\b"
    rf"|\barxiv admin note: [^.]{{0,80}}\b{_GONE}\b",
    re.IGNORECASE,
)
"""How arXiv's comments and emptied abstracts say it; `withdrawn from a conference` is something else."""
_MARK = (
    rf"{_GONE}(?: (?:article|paper|chapter|publication))?|temporary removal"
    r"|(?:notice of )?retraction(?: (?:note|notice))?|withdrawal notice"
)
_TITLE = re.compile(
    rf"^[\W_]{{0,9}}(?:{_MARK})(?:\s?[\])]|\s?[:：]|\s?[—–]|\s-\s|\s(?:of|to|for)?:?\s?[“\"‘'])"
    r"|^\W{0,9}(?-i:RETRACTED|WITHDRAWN)\b"
    r"|[\[(]\s?(?:retracted|withdrawn)\b[^\])]{0,150}[\])]\W{0,9}$",
    re.IGNORECASE,
)
"""How publishers mark the title of a retracted paper, or of the notice that retracts one."""
_KIND = re.compile(r"\b(?:retract(?:ed|ion)|withdrawal|withdrawn|removal)\b", re.IGNORECASE)
_FLAGS = frozenset({"isretracted", "retracted", "iswithdrawn", "withdrawn", "retractedpublication"})
_RELATIONS = frozenset({"updatedby", "updateto", "update"})
_LOOKED_AT = 400


def is_retracted(title: str, *comments: Any) -> bool:
    """Whether the title is marked, or a comment, or an abstract that stands in for one, says it."""
    said = (comment[:_LOOKED_AT] for comment in comments if isinstance(comment, str))
    return bool(_TITLE.search(title)) or any(_COMMENT.search(" ".join(each.split())) for each in said)


def is_kind_of_retraction(*kinds: Any) -> bool:
    """Whether a database's type of document says it: `Retracted Publication`, `Article; Retraction`."""
    return any(isinstance(kind, str) and _KIND.search(kind) for kind in kinds)


def is_flagged(record: Mapping[Any, Any]) -> bool:
    """Whether a flag of the record says it: OpenAlex's `is_retracted`, Crossref's `updated-by` of that type."""
    for key, value in record.items():
        name = "".join(filter(str.isalpha, str(key))).casefold()
        if name in _FLAGS and str(value).strip().casefold() in ("true", "1", "yes"):
            return True
        if name in _RELATIONS and isinstance(value, list):
            kinds = (each.get("type") for each in value if isinstance(each, Mapping))
            if is_kind_of_retraction(*kinds):
                return True
    return False
