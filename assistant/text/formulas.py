"""Formulas and bits of LaTeX as they are read: `$94\\%$` is 94%, `$L=\\sum_i x_i$` is L=∑_i x_i, and $5 stays money. Pure.

The decoding is `pylatexenc`; what cannot be read stays as it is written.
"""

import re
from functools import cache, lru_cache
from typing import Any

LONGEST = 400
"""Characters of a formula; what is longer is prose between two amounts of money."""
DOLLARS = re.compile(r"(?<![\\$])(\$\$?)(?=[^\s$])([^$]*[^\s\\$])\1(?!\$)")
BRACKETS = re.compile(r"\\\(([^\\]*(?:\\[^()\\][^\\]*)*)\\\)|\\\[([^\\]*(?:\\[^\[\]\\][^\\]*)*)\\\]")
"""Between `\\(` and `\\)`, or `\\[` and `\\]`."""
MATHS = re.compile(r"[\\_^={}+<>|]")
MACRO = re.compile(r"\\(?:(?!cite|ref)[a-zA-Z]+(?:\{[^{}]*\}){0,3}|[%&#$_{},;: ])|\{,\}|\{\}")
_SCRIPT = re.compile(r"([_^])\{([^{}]*[^\w{}−-][^{}]*)\}")
"""A sub- or superscript of several signs, which needs brackets once its braces are gone."""


@lru_cache(8192)
def as_read(text: str) -> str:
    """The text with its formulas and macros as the signs they show."""
    if "$" in text:
        text = DOLLARS.sub(lambda match: shown(match[2]) if is_formula(match) else match[0], text)
    if "\\" in text:
        text = BRACKETS.sub(lambda match: shown(match[1] or match[2] or ""), text)
    if "\\" in text or "{" in text:
        text = MACRO.sub(lambda match: shown(match[0]), text)
    return text


def is_formula(match: re.Match[str]) -> bool:
    """Whether what stands between two dollars is a formula; between amounts of money stand words, or a figure behind."""
    between, behind = match[2], match.string[match.end() : match.end() + 1]
    if len(between) > LONGEST or (behind.isdigit() and "\\" not in between):
        return False
    return " " not in between or MATHS.search(between) is not None


@lru_cache(8192)
def shown(latex: str) -> str:
    """The signs that a formula or macro shows; as it is written where it cannot be read."""
    from pylatexenc.latexwalker import LatexWalkerError

    try:
        text = str(_decoder().latex_to_text(_SCRIPT.sub(r"\1(\2)", latex), tolerant_parsing=True))
    except (LatexWalkerError, IndexError, AttributeError, ValueError, RecursionError):
        return latex
    return " ".join(text.split()) if text.strip() else latex if latex.strip("\\,;: {}") else " "


@cache
def _decoder() -> Any:
    from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

    context = get_default_latex_context_db()
    context.set_unknown_macro_spec(MacroTextSpec("", simplify_repl=_unknown))
    return LatexNodes2Text(latex_context=context, math_mode="text", keep_comments=True)


def _unknown(node: Any, l2tobj: Any) -> str:
    """An unknown macro shows what it holds, or stays as it is written."""
    arguments = node.nodeargd.argnlist if node.nodeargd else ()
    held = "".join(str(l2tobj.nodelist_to_text([each])) for each in arguments or () if each)
    return held or str(node.latex_verbatim())
