"""What a model wrote, sentence by sentence: its words, the sources it cites, and what stands round it. Pure.

Headings, code and the heads of tables claim nothing: they stand `before` the sentence that they lead to. Each cell of a
table is a sentence of its row. A closing list of references is left out, for the sources stand below every answer.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.checking.marks import Mark, without_marks
from assistant.evidence.sources import Source
from assistant.text.markup import Block, blocks, restored
from assistant.text.sentences import split
from assistant.text.words import content, coverage

_REFERENCES = re.compile(
    r"\W{0,4}(?:references?|sources?(?: cited)?|bibliography|works cited|citations?|literature)\W{0,4}",
    re.IGNORECASE,
)
_REFERENCES_IN_LINE = re.compile(rf"{_REFERENCES.pattern}:", re.IGNORECASE)
_NUMBERED = re.compile(r"\W{0,3}\[?\^?\d{1,3}[\]:.)]")
TITLE = 0.8
"""Weighted share of a title's words that a line has where it names that paper."""
_END = re.compile(r"[.!?…。！？][\"”’')\]]*$")


@dataclass(frozen=True, slots=True)
class Written:
    """A sentence as a model wrote it: its words, the numbers it cites, and what leads it in.

    `near` are the numbers of the next citation in its paragraph, where it has none itself; `label` is the head of the row
    that it is a cell of; `part` keeps paragraphs apart.
    """

    text: str
    numbers: tuple[int, ...]
    prefix: str = ""
    before: tuple[Block, ...] = ()
    near: tuple[int, ...] = ()
    label: str = ""
    part: int = 0
    closed: bool = False
    """Whether a citation stands behind it."""

    @property
    def has_ended(self) -> bool:
        """Whether it ends as a sentence does, or with a citation, or is a cell."""
        return bool(self.closed or self.label or _END.search(self.text))


def read_sentences(text: str, sources: Sequence[Source] = (), final: bool = True) -> list[Written]:
    """The sentences of a text; with its sources, the forms of citation that need them are read as well.

    Where it is not `final`, a last line that may yet turn out to be a reference is left out.
    """
    found: list[Written] = []
    before: list[Block] = []
    for part, block in enumerate(_without_references(blocks(_tidied(text)), sources, final)):
        if block.kind in ("heading", "code", "head"):
            before.append(_shown(block))
            continue
        read = _row(block, sources) if block.kind == "row" else _sentences(block, sources)
        if read and read[0].text:
            if block.kind == "row":
                before.append(Block("row", read[0].label))
            lead = read[0].prefix or _lead(block, found or before)
            read[0] = replace(read[0], prefix=lead, before=tuple(before))
            before = []
        elif read and found:  # nothing but citations: they are of what stands above
            numbers = tuple(dict.fromkeys((*found[-1].numbers, *read[0].numbers)))
            found[-1] = replace(found[-1], numbers=numbers)
        found += [replace(each, part=part) for each in read if each.text]
    return _with_near(found)


def _tidied(text: str) -> str:
    return re.sub(r"[ \t]{1,9}([.,;:!?])(?=\s|$)", r"\1", text)


def _lead(block: Block, earlier: Sequence[object]) -> str:
    return "\n- " if block.kind == "item" else "\n\n" if earlier else ""


def _shown(block: Block) -> Block:
    """A heading, code or head of a table as it is shown: code as it stands, all else without citations."""
    if block.kind == "code":
        return block
    return Block(block.kind, _bare(block.text), tuple(map(_bare, block.cells)))


def _bare(text: str) -> str:
    return restored(without_marks(text)[0]).strip()


def _sentences(block: Block, sources: Sequence[Source]) -> list[Written]:
    """The sentences of a paragraph; one without words where it has nothing but citations."""
    clean, marks = without_marks(block.text, sources)
    spans = [(start, end) for start, end in split(clean) if any(map(str.isalnum, clean[start:end]))]
    if not spans:
        return [Written("", tuple(n for mark in marks for n in mark.numbers))] if marks else []
    own: list[list[Mark]] = [[] for _ in spans]
    marks_lead = bool(marks) and not clean[: marks[0].at].strip()
    for mark in marks:
        own[_place(mark, spans, marks_lead)].append(mark)
    return [
        Written(
            restored(clean[start:end]),
            tuple(dict.fromkeys(n for mark in its for n in mark.numbers)),
            closed=any(mark.at >= end for mark in its),
        )
        for (start, end), its in zip(spans, own, strict=True)
    ]


def _place(mark: Mark, spans: Sequence[tuple[int, int]], marks_lead: bool) -> int:
    """The sentence a mark belongs to: the one it stands in or behind, or before where the first mark stands so."""
    begun = sum(start < mark.at for start, _ in spans)
    if marks_lead and begun < len(spans) and (not begun or mark.at >= spans[begun - 1][1]):
        return begun
    return max(begun - 1, 0)


def _row(block: Block, sources: Sequence[Source]) -> list[Written]:
    """The cells behind the first of a row, each with the citations of the row where it has none itself."""
    read = [without_marks(cell, sources) for cell in block.cells]
    row = tuple(dict.fromkeys(n for _, marks in read for mark in marks for n in mark.numbers))
    label = restored(read[0][0]).strip() if read else ""
    found, gap = [], ""
    for clean, marks in read[1:]:
        gap += " | "
        if any(map(str.isalnum, clean)):
            own = tuple(dict.fromkeys(n for mark in marks for n in mark.numbers))
            found.append(Written(restored(clean).strip(), own or row, gap, label=label or "·"))
            gap = ""
    return found


def _with_near(found: list[Written]) -> list[Written]:
    """Each sentence without a citation with the next one of its paragraph."""
    near, part = tuple[int, ...](), -1
    for at in range(len(found) - 1, -1, -1):
        near = found[at].numbers or (near if found[at].part == part else ())
        part = found[at].part
        if not found[at].numbers:
            found[at] = replace(found[at], near=near)
    return found


def _without_references(found: list[Block], sources: Sequence[Source], final: bool) -> list[Block]:
    """The blocks without a list of references at their end."""
    if not final and len(found) > 1 and _NUMBERED.match(found[-1].text):
        found = found[:-1]
    headed = next((n for n, block in enumerate(found) if n and _begins_references(block)), None)
    if headed is not None and all(_is_reference(block, sources) for block in found[headed + 1 :]):
        return found[:headed]
    end = len(found)
    while end and _NUMBERED.match(found[end - 1].text) and _names_a_source(found[end - 1].text, sources):
        end -= 1
    cited = sum(bool(without_marks(block.text, sources)[1]) for block in found[:end])
    return found[:end] if cited > 1 or (cited and len(found) - end > 1) else found


def _begins_references(block: Block) -> bool:
    return bool(_REFERENCES.fullmatch(block.text) or _REFERENCES_IN_LINE.match(block.text))


def _is_reference(block: Block, sources: Sequence[Source]) -> bool:
    """Whether a block below that heading belongs to the list: all but a new heading or a sentence that cites."""
    return (
        block.kind == "item"
        or _NUMBERED.match(block.text) is not None
        or _names_a_source(block.text, sources)
    )


def _names_a_source(text: str, sources: Sequence[Source]) -> bool:
    words = content(text)
    return any(
        source.paper.id in text or coverage(content(source.paper.title), words) >= TITLE for source in sources
    )
