"""The structure of a text in Markdown: paragraphs, list items, headings, tables, code, each with its words. Pure.

The parser is `markdown-it-py` (CommonMark and tables); what models write a little beside that grammar is mended before.
A formula becomes the signs it shows. What stands in code or a formula is protected, so that it is not read as a citation.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

from assistant.library.identifiers import arxiv_numbers_in
from assistant.text import formulas

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

Kind = Literal["paragraph", "item", "heading", "code", "head", "row"]

_LOOKS_LIKE_A_MARK = "^[(¹²³*`"
_PROTECTED = "".join(chr(0xE000 + n) for n in range(len(_LOOKS_LIKE_A_MARK)))
_PROTECT = str.maketrans(_LOOKS_LIKE_A_MARK, _PROTECTED)
_RESTORE = str.maketrans(_PROTECTED, _LOOKS_LIKE_A_MARK)
_PRIVATE = re.compile(r"[\ue000-\uf8ff]")

_BULLET = re.compile(r"^([ \t]{0,8})(?:[•‣▪●◦∙·–—]\s*|-(?=[^\W\d_]))(?=\S)")
_HEADING = re.compile(r"^( {0,3}#{1,6})(?=[^\s#\d])")
_BEGINS = re.compile(
    r"[ \t]{0,8}(?:[-*+]|\d{1,2}[.)])[ \t]+\S| {0,3}\\?\[\^?\d{1,3}\\?\](?::|\s+[^\W\d_a-z])"
    r"|[*_ ]{0,4}(?i:references|sources|bibliography|works cited)[*_]{0,2}:"
)
"""A line that begins something of its own: an item of a list, a sentence or reference behind its mark, references."""
_FENCE = re.compile(r"^ {0,3}(?:```|~~~)")
_PROSE = ("", "markdown", "md", "text", "txt", "plaintext")
_MARKED = re.compile(r"[\[【(]\^?\d{1,3}[\])】]")
_NUMBER = re.compile(r"\s*+[\[(]?\s*+(?:[\w#^]{1,12}[\s:]{0,2})?\d{1,3}\s*+[\])]?\s*+")
_STRAY_EMPHASIS = re.compile(r"\*\*|`")


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a text: its kind and words, or the cells of a row of a table."""

    kind: Kind
    text: str = ""
    cells: tuple[str, ...] = ()


def blocks(text: str) -> list[Block]:
    """The parts of the text in their order."""
    return list(_blocks(_parser().parse(_mended(_PRIVATE.sub("", text)))))


def restored(text: str) -> str:
    """The words of a block as they are shown, without what protects code and formulas."""
    return text.translate(_RESTORE)


def _mended(text: str) -> str:
    """The text with its lists and headings written as CommonMark wants them."""
    lines: list[str] = []
    in_fence = False
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        if _FENCE.match(line):
            in_fence = not in_fence
        elif not in_fence:
            line = _HEADING.sub(r"\1 ", _BULLET.sub(r"\1- ", line))
            if _BEGINS.match(line) and lines and lines[-1].strip():
                lines.append("")
        lines.append(line)
    return "\n".join(lines)


def _blocks(tokens: Sequence["Token"]) -> Iterator[Block]:
    kind: Kind = "paragraph"
    cells: list[str] = []
    for token in tokens:
        match token.type:
            case "list_item_open":
                kind = "item"
            case "heading_open":
                kind = "heading"
            case "thead_open":
                kind = "head"
            case "tbody_open":
                kind = "row"
            case "tr_close":
                yield Block(kind, cells=tuple(cells))
                cells = []
            case "fence":
                yield from _fence(token)
            case "inline" if kind in ("head", "row"):
                cells.append(_words(token))
            case "inline":
                yield Block("heading" if _is_title(token) and kind == "paragraph" else kind, _words(token))
                kind = "paragraph"
            case "table_close":
                kind = "paragraph"


def _fence(token: "Token") -> Iterator[Block]:
    """Code, or prose that a model has put into a fence."""
    if token.info.strip().lower() in _PROSE and _MARKED.search(token.content):
        yield from blocks(token.content)
    else:
        yield Block("code", token.content.rstrip("\n"))


def _is_title(token: "Token") -> bool:
    """Whether a paragraph is nothing but a few words in bold: a heading that is not written as one."""
    parts = [child for child in token.children or () if child.type != "text" or child.content.strip()]
    kinds = [child.type for child in parts]
    if kinds != ["strong_open", "text", "strong_close"]:
        return False
    title = parts[1].content.strip()
    return not (title.endswith((".", "!", "?")) or _MARKED.search(title))


def _words(token: "Token") -> str:
    """The words of a paragraph; a link is its text, and the number of the arXiv paper it leads to."""
    words, links = "", list[tuple[str, int]]()
    for child in token.children or ():
        match child.type:
            case "text":
                words += child.content
            case "formula" | "code_inline":
                words += child.content.translate(_PROTECT)
            case "softbreak" | "hardbreak":
                words += " "
            case "image":
                words += child.content
            case "link_open":
                links.append((str(child.attrGet("href") or ""), len(words)))
            case "link_close" if links:
                address, start = links.pop()
                words = words[:start] + _linked(words[start:], address)
    return _STRAY_EMPHASIS.sub("", " ".join(words.split()))


def _linked(text: str, address: str) -> str:
    if _NUMBER.fullmatch(text):
        return f"[{text.strip(' []()')}]"
    for number in arxiv_numbers_in(address):
        return f"[{number}]" if number in text else f"{text} [{number}]"
    return text


@cache
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False}).enable("table").disable(["code", "lheading"])
    parser.inline.ruler.before("escape", "formula", _formula)
    return parser


def _formula(state: "StateInline", silent: bool) -> bool:
    """A rule of the parser: a formula or macro of LaTeX is one token, whatever stars and brackets it has."""
    found = _formula_at(state.src, state.pos)
    if found is None:
        return False
    length, shown = found
    if not silent:
        state.push("formula", "", 0).content = shown
    state.pos += length
    return True


def _formula_at(text: str, at: int) -> tuple[int, str] | None:
    if text[at] == "$" and (match := formulas.DOLLARS.match(text, at)):
        return (len(match[0]), formulas.shown(match[2])) if formulas.is_formula(match) else None
    if text[at] != "\\":
        return None
    if (match := formulas.BRACKETS.match(text, at)) and formulas.MATHS.search(match[1] or match[2] or ""):
        return len(match[0]), formulas.shown(match[1] or match[2])
    if match := formulas.MACRO.match(text, at):
        return len(match[0]), formulas.shown(match[0])
    return None
