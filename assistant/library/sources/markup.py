"""Publishers' markup as plain text: tags of HTML, JATS and MathML, entities, and the heading "Abstract". Pure.

Only tags that are known are taken away, and those of pairs only in pairs, so that `<think>`, `a < b` and `<p>` for a mean
stay. Nothing between two tags is lost.
"""

import html
import re

_BLOCKS = frozenset(
    "abstract br dd div dl dt h1 h2 h3 h4 h5 h6 hr li list list-item ol p para sec section simple-para table tbody td th "
    "title tr ul".split()
)
"""Elements that stand on lines of their own."""
_INLINE = frozenset(
    "a abbr alternatives b bold cite code em email ext-link font i img inf inline-formula inline-graphic it italic math "
    "mfenced mfrac mi mn mo monospace mover mrow ms mspace msqrt mstyle msub msubsup msup mtext munder named-content roman "
    "s sans-serif sc scp semantics small span strike strong styled-content sub sup tex-math tt u underline uri var "
    "xref".split()
)
_VOID = frozenset({"br", "hr", "img", "inline-graphic", "mspace"})
_ATTRIBUTE = r"\s{1,9}[\w:.-]{1,40}\s?=\s?(?:\"[^\"<]{0,500}\"|'[^'<]{0,500}')"
_TAG = re.compile(
    rf"<(/?)((?:jats|mml|ce|xhtml):)?([a-z][a-z0-9-]{{0,20}})(?:{_ATTRIBUTE}){{0,20}}\s{{0,9}}(/?)>",
    re.ASCII | re.IGNORECASE,
)
_RAISED = re.compile(r"<((?:jats:)?sup)>([^<>]{1,20})</\1>", re.IGNORECASE)
_NOT_TEXT = re.compile(r"<!--[^<]{0,2000}?-->|<!\[CDATA\[|\]\]>", re.DOTALL)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]\w{1,30});", re.ASCII | re.IGNORECASE)
_SUPERSCRIPTS = dict(zip("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ", strict=True))
_HEADING = re.compile(
    r"\s*(?:(?:abstract|summary)\s*(?:\n|:|\.|—|–|-{1,3}\s)\s*(?=\S)"
    r"|(?-i:ABSTRACT\s+(?=[A-Z])"
    r"|Abstract\s?(?=(?:We|The|This|These|In|An?|Our|To|It|Background|Objectives?|Purpose|Aims?|Introduction)\b)))",
    re.IGNORECASE,
)
"""The word as a heading; in `Abstract reasoning is hard` and `Abstract Meaning Representation` it is none."""


def plain_text(text: str) -> str:
    """The text without publishers' markup, blocks on lines of their own."""
    if "<" not in text and "&" not in text:
        return text
    for _ in range(2):  # some databases escape twice
        text = _ENTITY.sub(lambda match: html.unescape(match[0]), text)
    if "<" not in text:
        return text
    text = _RAISED.sub(lambda match: raised(match[2]), _NOT_TEXT.sub("", text))
    closed = {match[3].lower() for match in _TAG.finditer(text) if match[1]}
    opened = {match[3].lower() for match in _TAG.finditer(text) if not match[1]}
    return _TAG.sub(lambda match: _replaced(match, closed & opened), text)


def plain_abstract(text: str) -> str:
    """The text of an abstract without markup and without the heading that says that it is one."""
    text = plain_text(text).strip()
    heading = _HEADING.match(text)
    return text[heading.end() :] if heading else text


def raised(text: str) -> str:
    """The text as superscript, where Unicode has all its signs; else as it is."""
    return "".join(_SUPERSCRIPTS[c] for c in text) if _SUPERSCRIPTS.keys() >= set(text) else text


def _replaced(tag: re.Match[str], paired: set[str]) -> str:
    """What stands in a tag's place; the tag itself where it is none."""
    name = tag[3].lower()
    known = name in _BLOCKS or name in _INLINE or bool(tag[2])
    if not known or not (tag[2] or tag[4] or name in _VOID or name in paired):
        return tag[0]
    return "\n" if name in _BLOCKS else ""
