"""The citation marks in a text, however a model writes them: found, read as numbers of sources, and taken out. Pure.

`[1]`, `[1, 3]`, `[1-3]`, `[Source 1]`, `[^1]`, `[#1]`, `[[1]]`, `【1†…】`, `^1`, `¹`, `(1)`, an arXiv id in brackets, and
`(Abel et al., 2025)`. The forms that also mean other things count only where they name a source and stand where a
citation does. Years, numbers of lists, intervals and exponents are no citations.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.checking.author_years import AuthorYears
from assistant.evidence.sources import Source
from assistant.library.identifiers import arxiv_numbers_in, without_arxiv_numbers

FURTHEST = 20
"""Sources that `[1-9]` may stand for at most: what is longer is an interval."""

_N = r"[0-9]{1,3}"
_TO = r"(?:-|–|—|‑|~|to|through|bis)"
_LABEL = (
    r"(?:(?:sources?|src|refs?|references?|papers?|docs?|documents?|citations?|cites?|cit|abstracts?|articles?|ids?|nos?|"
    r"notes?|footnotes?|fn|passages?|chunks?|#|\^|@|№)[\s.:#_-]{0,3}){0,2}"
)
_ITEM = rf"{_LABEL}{_N}(?:\s?{_TO}\s?{_LABEL}{_N})?"
_LIST = re.compile(
    rf"(?P<label>{_LABEL})(?P<list>{_ITEM}(?:\s?(?:[,;&/、]|and|und|et|or|y)\s?(?:and\s)?{_ITEM}){{0,19}})"
    r"(?P<tail>\s?†.*|\s?[:|]\s?\D.*|,\s?[^\W\d].*)?",
    re.IGNORECASE,
)
"""What stands between the brackets of a citation: numbers, what they are called, and where in the source."""
_RANGE = re.compile(rf"({_N})(?:\s?{_TO}\s?{_LABEL}({_N}))?", re.IGNORECASE)
_SIGNS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_MARK = re.compile(
    r"(?:<sup>\s?)?\^?(?P<open>[\[【［〔⟦]){1,2}(?P<square>[^\[\]【】［］〔〕⟦⟧\n]{1,160})[\]】］〕⟧]{1,2}(?:\s?</sup>)?"
    r"|[(（](?P<round>[^()（）\[\]【】\n]{1,160})[)）]"
    r"|<(?P<tag>sup|cite|source|citation|ref)\b[\s:=\"'#]{0,4}(?P<tagged>[^<>\n]{0,40}?)[\"'\s/]{0,3}>"
    r"(?:(?P<content>[^<>\n]{0,40})</(?P=tag)>)?"
    rf"|\^\{{?(?P<caret>{_N}(?:\s?[,;–-]\s?{_N}){{0,9}})\}}?(?!\w|\.\d)"
    rf"|(?P<raised>[{_SIGNS}]{{1,3}}(?:[,⁻˒ ]{{1,2}}[{_SIGNS}]{{1,3}}){{0,9}})(?!\w)"
    r"|\\cite[pt]?\{(?P<cite>[^{}\n]{1,80})\}"
)
_JOINED = re.compile(r"\s{0,2}(?:,|;|/|&|and|und|et)?\s{0,2}")
_ENDS = re.compile(r"\s?(?:[.,;:!?…。，；！？、)\"”]|$|[\[【(]|\^\d|\n)")
"""What stands behind a citation in round brackets; behind a list's number stands a word."""
_COUNTS = re.compile(r"\([0-9]{1,2}\)\s?\w")
_PART = re.compile(
    r"(?:\b(?:eqs?|equations?|figs?|figures?|tables?|tabs?|steps?|stages?|phases?|sections?|secs?|layers?|levels?|parts?|"
    r"algorithms?|theorems?|lemmas?|definitions?|appendix|grades?|class|types?|cases?|versions?|groups?)\.?|[=+<>≤≥×·/-])\s?$",
    re.IGNORECASE,
)
"""What is numbered in round brackets without being a source."""
_INTERVAL = re.compile(r"(?:\b(?:range|interval|between|within)(?:\s(?:of|from))?|∈)\s?$", re.IGNORECASE)
_OPENED = re.compile(r"[(（](?:see|see also|cf\.?|e\.g\.?,?)?\s?\Z", re.IGNORECASE)
_RAISABLE = re.compile(r"(?:[^\W\d_]{3}|[.,;:!?)\"”’»%\]。，]|[^\s=+*/(]\s)$")
"""What a raised number stands behind if it is a citation, and no exponent."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A citation: the numbers it names, and where in the text without marks it stood."""

    at: int
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    numbers: tuple[int, ...]


def without_marks(text: str, sources: Sequence[Source] = ()) -> tuple[str, list[Mark]]:
    """The text without its citations, and the citations."""
    clean, marks, at = "", list[Mark](), 0
    for each in _joined(text, _found(text, sources)):
        found = _with_brackets(text, each)
        clean = _appended(clean, text[at : found.start], bool(marks)).rstrip()
        marks.append(Mark(len(clean), found.numbers))
        at = found.end
    return _appended(clean, text[at:], bool(marks)), marks


def _appended(clean: str, text: str, behind_mark: bool) -> str:
    """The text set behind what there is, which a mark may have parted from it."""
    if not behind_mark:
        return clean + text
    if clean[-1:] in (".", "!", "?") and text[:1] == "." and not text[1:2].isalnum():
        text = text[1:]
    if re.match(r"\s*(?:[.,;:!?)](?:\s|$)|[。，])", text):
        text = text.lstrip()
    elif clean[-1:] in (".", "!", "?") and text[:1].isalnum():
        text = f" {text}"
    return clean + (text if clean else text.lstrip())


def _with_brackets(text: str, found: _Found) -> _Found:
    """The mark with round brackets that hold nothing else: `([1])`, `(see [1])`."""
    opened = _OPENED.search(text, max(0, found.start - 12), found.start)
    if opened and text[found.end : found.end + 1] in (")", "）"):
        return _Found(opened.start(), found.end + 1, found.numbers)
    return found


def _joined(text: str, found: Iterator[_Found]) -> Iterator[_Found]:
    """Neighbouring marks as one: `[1][3]`, `[1], [3]`, `[1] and [3]`."""
    last: _Found | None = None
    for each in found:
        if last and _JOINED.fullmatch(text, last.end, each.start):
            numbers = tuple(dict.fromkeys((*last.numbers, *each.numbers)))
            last = _Found(last.start, each.end, numbers)
            continue
        if last:
            yield last
        last = each
    if last:
        yield last


def _found(text: str, sources: Sequence[Source]) -> Iterator[_Found]:
    known = frozenset(source.number for source in sources)
    by_id = {source.paper.id: source.number for source in sources}
    named = AuthorYears(sources)
    counts = _COUNTS.search(text) is not None
    for match in _MARK.finditer(text):
        before, behind = text[max(0, match.start() - 80) : match.start()], text[match.end() : match.end() + 3]
        inside = next(filter(None, match.group("square", "round", "content", "tagged", "cite")), "")
        if match["caret"] or match["raised"]:
            numbers = _raised(match["caret"] or match["raised"], before, known)
        elif papers := _papers(inside, by_id):
            numbers = papers
        elif match["tag"] == "sup":
            numbers = _raised(inside, before, known)
        elif match["round"]:
            place = bool(before.strip()) and before[-1:].isspace() and not _PART.search(before)
            numbers = _round(inside, known, place and not counts and _ENDS.match(behind) is not None)
        else:
            numbers = () if _is_interval(inside, before) else _numbers(inside)
        if not numbers and (match["square"] or match["round"]):
            numbers = named.read(inside, before)
        if numbers:
            yield _Found(match.start(), match.end(), numbers)


def _numbers(inside: str) -> tuple[int, ...]:
    """The numbers between brackets; none where something else stands there."""
    return _read(_LIST.fullmatch(_plain(inside)))


def _read(match: re.Match[str] | None) -> tuple[int, ...]:
    numbers: list[int] = []
    for first, last in _RANGE.findall(match["list"]) if match else ():
        start, end = int(first), int(last or first)
        if not start <= end < start + FURTHEST:
            return ()
        numbers += range(start, end + 1)
    return tuple(dict.fromkeys(numbers))


def _round(inside: str, known: frozenset[int], stands_right: bool) -> tuple[int, ...]:
    """The numbers in round brackets, which need to be called sources or to stand where a citation does."""
    match = _LIST.fullmatch(_plain(inside))
    numbers = _read(match)
    labelled = bool(match and match["label"].strip(" ^"))
    if labelled or (match and not match["tail"] and stands_right and known.issuperset(numbers)):
        return numbers
    return ()


def _raised(inside: str, before: str, known: frozenset[int]) -> tuple[int, ...]:
    numbers = _numbers(inside)
    if len(numbers) == 1 and not known.issuperset(numbers):
        numbers = tuple(dict.fromkeys(map(int, str(numbers[0]))))  # ¹² of sources 1 and 2
    stands_right = not before.strip() or _RAISABLE.search(before) is not None
    return numbers if stands_right and known.issuperset(numbers) else ()


def _papers(inside: str, by_id: dict[str, int]) -> tuple[int, ...]:
    """The sources whose arXiv numbers stand alone between the brackets."""
    if "." not in inside and "/" not in inside:
        return ()
    ids = arxiv_numbers_in(inside)
    rest = re.sub(r"arxiv|and|[\W_]+", "", without_arxiv_numbers(inside), flags=re.IGNORECASE)
    return tuple(by_id[id_] for id_ in ids if id_ in by_id) if ids and not rest else ()


def _is_interval(inside: str, before: str) -> bool:
    """Whether two numbers between square brackets are the ends of a range: `[0, 1]`, `in the interval [1, 5]`."""
    ends = re.fullmatch(rf"\s?({_N})\s?[,;]\s?{_N}\s?", inside)
    return bool(ends and (int(ends[1]) == 0 or _INTERVAL.search(before)))


def _plain(text: str) -> str:
    """The text with wide and raised figures as plain ones."""
    return " ".join(unicodedata.normalize("NFKC", text.replace("⁻", "-")).split())
