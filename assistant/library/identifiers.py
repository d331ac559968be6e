"""arXiv numbers and DOIs in whatever form people and programs write them. Pure; the one place that knows the forms.

An arXiv number is read from an id, a DOI or the address of any site that shows arXiv papers. Whether the paper exists
is not checked.
"""

import re
from typing import Any

_OLD_ARCHIVES = (
    "acc-phys adap-org alg-geom ao-sci astro-ph atom-ph bayes-an chao-dyn chem-ph cmp-lg comp-gas cond-mat cs dg-ga "
    "funct-an gr-qc hep-ex hep-lat hep-ph hep-th math math-ph mtrl-th nlin nucl-ex nucl-th patt-sol physics plasm-ph "
    "q-alg q-bio quant-ph solv-int supr-con"
).split()
"""The archives that numbered papers before April 2007: https://info.arxiv.org/help/arxiv_identifier.html"""

ARXIV_NUMBER = (
    rf"(?:\d{{2}}(?:0[1-9]|1[0-2])\.\d{{4,5}}|(?:{'|'.join(_OLD_ARCHIVES)})(?:\.[a-z-]{{2,10}})?/\d{{7}})"
)
"""The pattern of an arXiv number without its version: `2509.08721`, or as before 2007 `math/0309136`."""

_FLAGS = re.ASCII | re.IGNORECASE
_NUMBER = rf"({ARXIV_NUMBER})(?:v(\d{{1,4}}))?"
_ALONE = re.compile(rf"(?:arxiv:\s*)?{_NUMBER}", _FLAGS)
_OF_ARXIV = re.compile(
    r"(?:arxiv|alphaxiv|ar5iv|huggingface\.co/papers|hf\.co/papers|\babs(?=/))"
    rf"(?:[^\s,;]{{0,60}}?[/:.]\s?|\s){_NUMBER}(?!\d|v\d)",
    _FLAGS,
)
"""A number behind arXiv's name or that of a site that shows its papers: `ar5iv.org/abs/…`, `arXiv:…`, `CoRR abs/…`."""
_LINK_END = re.compile(rf"https?://[^\s?#]{{1,200}}/{_NUMBER}(?:\.pdf)?/?(?:[?#]\S*)?", _FLAGS)
_IN_PROSE = re.compile(
    rf"(?:https?://\S{{1,200}}/|\barxiv:\s{{0,3}}|(?<![\w./-])){_NUMBER}(?:\.pdf)?(?![\w/])", _FLAGS
)
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_LONGEST = 2_000


def arxiv_number(value: Any, bare: bool = False) -> tuple[str, int | None] | None:
    """The arXiv number in a text that names arXiv, and the version it gives; None without one.

    Where `bare`, the number may also stand alone, or at the end of any link that is not a DOI's.
    """
    text = value.strip() if isinstance(value, str) else ""
    if not text or len(text) > _LONGEST:
        return None
    found = (bare and _ALONE.fullmatch(text)) or _OF_ARXIV.search(text)
    if bare and not found and not _DOI.search(text):
        found = _LINK_END.fullmatch(text)
    return (_canonical(found[1]), int(found[2]) if found[2] else None) if found else None


def arxiv_numbers_in(prose: str) -> tuple[str, ...]:
    """The arXiv numbers in a sentence, each once; of a link its number."""
    return tuple(dict.fromkeys(_canonical(match[1]) for match in _IN_PROSE.finditer(prose)))


def without_arxiv_numbers(prose: str, instead: str = " ") -> str:
    """The sentence without its arXiv numbers and links to them, or with something instead of each."""
    return " ".join(_IN_PROSE.sub(instead, prose).split())


def doi(value: Any) -> str | None:
    """The DOI in the text, without any prefix and in lower case, or None if there is none."""
    found = _DOI.search(value) if isinstance(value, str) and len(value) <= _LONGEST else None
    return found[0].rstrip(".,;").lower() if found else None


def _canonical(number: str) -> str:
    """The number as arXiv itself gives it: in lower case, old ones without the subject (`math.GT/…` is `math/…`)."""
    archive, slash, digits = number.lower().partition("/")
    return archive.partition(".")[0] + slash + digits if slash else number
