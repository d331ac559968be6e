"""LaTeX in bibliographies as the text it shows, formulas left as they are. Decoding is pylatexenc; nothing vanishes in it.

pylatexenc drops macros it does not know, with what they hold, reads a bare percent sign as a comment, and fills in today's
date. Here an unknown macro gives its sign or its argument, and text that is no LaTeX stays as it is.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

from assistant.library.sources.markup import raised

_SPECIAL = re.compile(r"[\\{}$~%]|--|``|''")
_MARK = re.compile(r"\\[a-zA-Z]+\s*|\\.|[{}$]|\s+", re.DOTALL)
_BARE_PERCENT = re.compile(r"(?<!\\)%")
_SIGNS = {
    "textless": "<",
    "textasciicircum": "^",
    "textgreater": ">",
    "textbar": "|",
    "textbardbl": "‖",
    "textunderscore": "_",
    "textbraceleft": "{",
    "textbraceright": "}",
    "textminus": "−",
    "textnormal": "",
    "textsurd": "√",
    "LaTeX": "LaTeX",
    "TeX": "TeX",
    "today": r"\today",
    "xspace": "",
    "protect": "",
    "relax": "",
    "noindent": "",
    "par": " ",
    "newline": " ",
    "linebreak": " ",
    "\\": " ",
}
"""Macros without an argument that pylatexenc lacks, or reads in a way of its own, and what they show."""
_SILENT = frozenset(
    "it bf em rm sf tt sc sl itshape bfseries mdseries upshape slshape scshape rmfamily sffamily ttfamily normalfont "
    "tiny scriptsize footnotesize small normalsize large Large LARGE huge Huge centering bgroup egroup begingroup endgroup "
    "smallskip medskip bigskip nobreak allowbreak sloppy unskip ignorespaces boldmath label index vspace hspace".split()
)
_CITATIONS = ("cite", "citet", "citep", "ref", "autoref", "cref", "Cref", "eqref")
_LAST_ARGUMENT = ("href", "textcolor", "colorbox")
_SHOWN = (
    *("input", "include", "title", "author", "date", "section", "subsection", "paragraph", "footnote", "url"),
    *("textsuperscript", *_CITATIONS, *_LAST_ARGUMENT),
)
"""Macros that pylatexenc knows and shows otherwise; a citation is shown by its key."""
_NAME = re.compile(r"\\([a-zA-Z]+)\s*$")


def decoded(text: str) -> str:
    """The text that a piece of LaTeX shows; what cannot be read as LaTeX as it stands, without its braces."""
    if not _SPECIAL.search(text):
        return text
    if "\\begin" in text or "\\verb" in text:
        return _shown_by(text)
    return " ".join(map(_shown_by, _pieces(text)))


def _pieces(text: str) -> Iterator[str]:
    """The text cut at spaces outside of groups and formulas, so that what recurs is decoded once."""
    start, depth, in_formula = 0, 0, False
    for mark in _MARK.finditer(text):
        depth += (mark[0] == "{") - (mark[0] == "}")
        in_formula ^= mark[0] == "$"
        if mark[0].isspace() and depth <= 0 and not in_formula:
            yield text[start : mark.start()]
            start = mark.end()
    yield text[start:]


@lru_cache(10_000)
def _shown_by(latex: str) -> str:
    from pylatexenc.latexwalker import LatexWalkerError

    if not _SPECIAL.search(latex):
        return latex
    try:
        return _text(_BARE_PERCENT.sub(r"\%", latex)).replace("\u00a0", " ")
    except (LatexWalkerError, IndexError, AttributeError, ValueError, RecursionError):
        return latex.replace("{", "").replace("}", "")


def _text(latex: str) -> str:
    return str(_decoder().latex_to_text(latex, tolerant_parsing=False, latex_context=_grammar()))


@cache
def _decoder() -> Any:
    """pylatexenc's writer of text, with what it lacks."""
    from pylatexenc.latex2text import (
        LatexNodes2Text,
        MacroTextSpec,
        SpecialsTextSpec,
        get_default_latex_context_db,
    )

    macros = [
        *(MacroTextSpec(name, simplify_repl=sign) for name, sign in _SIGNS.items()),
        *(MacroTextSpec(name, simplify_repl="") for name in _SILENT),
        *(MacroTextSpec(name, simplify_repl=_shown) for name in _SHOWN),
    ]
    context = get_default_latex_context_db()
    tilde = SpecialsTextSpec("~", " ")
    context.add_context_category("bibliographies", prepend=True, macros=macros, specials=[tilde])
    context.set_unknown_macro_spec(MacroTextSpec("", simplify_repl=_shown))
    return LatexNodes2Text(latex_context=context, math_mode="verbatim")


@cache
def _grammar() -> Any:
    """pylatexenc's grammar, in which also a macro that it does not know takes the groups behind it."""
    from pylatexenc.latexwalker import get_default_latex_context_db
    from pylatexenc.macrospec import MacroSpec, MacroStandardArgsParser, ParsedMacroArgs

    signs = _decoder().latex_context

    class Groups(MacroStandardArgsParser):  # type: ignore[misc]  # pylatexenc has no types
        """Reads the groups behind a macro, if the text of the macro does not show them on its own."""

        def parse_args(self, w: Any, pos: int, parsing_state: Any = None) -> Any:
            name = _NAME.search(w.s, max(0, pos - 60), pos)
            start, found = pos, []
            while w.s.startswith("{", pos) and name and _takes_groups(name[1], signs):
                node, at, length = w.get_latex_expression(pos, parsing_state=parsing_state)
                found.append(node)
                pos = at + length
            return ParsedMacroArgs(argspec="{" * len(found), argnlist=found), start, pos - start

    context = get_default_latex_context_db()
    context.set_unknown_macro_spec(MacroSpec("", args_parser=Groups()))
    return context


def _takes_groups(name: str, signs: Any) -> bool:
    return name in _SHOWN or not signs.get_macro_spec(name).macroname


def _shown(node: Any, l2tobj: Any) -> str:
    """What a macro holds; else the sign that its name says; else the macro as it is written."""
    name, args = str(node.macroname), node.nodeargd.argnlist if node.nodeargd else ()
    texts = [text for each in args or () if each and (text := str(l2tobj.nodelist_to_text([each])))]
    if name in _CITATIONS:
        return f"[{' '.join(texts)}]"
    if name in _LAST_ARGUMENT:
        texts = texts[-1:]
    if texts:
        return raised(texts[0]) if name == "textsuperscript" else " ".join(texts)
    return _named_sign(name.removeprefix("text")) or f"\\{name}{node.macro_post_space}"


def _named_sign(name: str) -> str:
    """The Greek letter of this name: `beta`, `Omega`."""
    size = "CAPITAL" if name[:1].isupper() else "SMALL"
    try:
        return unicodedata.lookup(f"GREEK {size} LETTER {name}")
    except KeyError:
        return ""
