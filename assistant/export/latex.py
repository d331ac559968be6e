"""Titles and names between the three ways they are written: as sources give them, as LaTeX, as plain text.

Sources mix plain text with formulas (`$k$-threshold`), bits of LaTeX (`\\&`, `\\'e`) and half of them (`X^{2}`, a lone
dollar). What is a formula stays one; all else becomes what it shows. Encoding and decoding is `pylatexenc`.
"""

import re
from functools import cache
from typing import Any

from assistant.library.sources.latex import decoded

_FORMULA = re.compile(r"(?<!\\)\$(?=[^\s$])([^$]*[^\s\\$])\$(?!\d)|\^(?:\{(\w+)\}|(\d+|[A-Z*]))")
"""Between dollars, by pandoc's rule that separates them from money; and a raised figure or letter without any."""
_HALTING = re.compile(r"(?<!\\)[%#&]")
"""In a formula these stop LaTeX: then it is none."""
_FORMATTING = frozenset(
    """bar bf boldsymbol dot emph frac hat it left mathbb mathbf mathcal mathfrak mathit mathrm mathscr mathsf mathtt ne
    operatorname overline right rm sqrt text textbf textit textrm textsf texttt tilde underline vec""".split()
)
"""Macros that a formula may have beside symbols; one with any other (`\\input`, `\\write`) is printed as it is written."""
_MACRO = re.compile(r"\\(?:[a-zA-Z]+\s*(?:\{[^{}]*\})*|[\"'`^~=.]\s*(?:\{[^{}]*\}|\w)|[^\w\s])")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_WORD = re.compile(r"[^\W_](?:[\w'’.+*-]*\w)?")
_CAPITAL_SHARE = 0.5
"""Of a title's longer words with a capital: under it the title is a sentence, and its capitals are names."""


def in_plain_text(text: str) -> str:
    """The text as it is read, formulas left as TeX between dollars."""
    return "".join(f"${part}$" if formula else part for part, formula in _parts(text))


def in_bibtex(text: str) -> str:
    """The text in LaTeX, with its braces balanced whatever it holds."""
    return "".join(_formula(part) if formula else _encoded(part) for part, formula in _parts(_paired(text)))


def protected(title: str) -> str:
    """A title in LaTeX with braces round each word whose capitals a style must not take away."""
    names = _names_have_capitals(title)
    written, begun = "", False
    for part, formula in _parts(_paired(title)):
        if formula:
            written, begun = written + "{" + _formula(part) + "}", True
            continue
        at = 0
        for word in _WORD.finditer(part):
            written += _encoded(part[at : word.start()]) + _protected(word[0], names and begun)
            begun, at = True, word.end()
        written += _encoded(part[at:])
    return written


def _protected(word: str, is_name: bool) -> str:
    keeps = any(map(_is_spelled_so, word.split("-"))) or (is_name and word[0].isupper())
    return "{" + _encoded(word) + "}" if keeps else _encoded(word)


def _is_spelled_so(part: str) -> bool:
    """Whether a part of a word has capitals that are not a title's: `LoRA`, `R1`, `7B`, a lone `V`."""
    capitals = sum(map(str.isupper, part))
    return capitals > part[:1].isupper() or bool(
        capitals and (re.search(r"\d", part) or (len(part) == 1 and part != "A"))
    )


def _names_have_capitals(title: str) -> bool:
    words = [word for word in _WORD.findall(in_plain_text(title)) if len(word) > 3][1:]
    return bool(words) and sum(word[0].isupper() for word in words) < _CAPITAL_SHARE * len(words)


def _paired(text: str) -> str:
    """Straight quotes made to open and close, which LaTeX writes differently."""
    return re.sub(r'(?<![^\s(\[])"(?=\S)', "“", text).replace('"', "”")


def _parts(text: str) -> list[tuple[str, bool]]:
    """The text cut into plain pieces and formulas (without their dollars), each with whether it is one."""
    text = " ".join(_CONTROL.sub(" ", text).split())
    parts, at = [], 0
    for match in _FORMULA.finditer(text):
        formula = match[1] or f"^{{{match[2] or match[3]}}}"
        if not _is_balanced(formula) or _HALTING.search(formula):
            continue
        piece = (formula, True) if _is_harmless(formula) else (match[0], False)
        parts += [(_decoded(text[at : match.start()]), False), piece]
        at = match.end()
    return [part for part in (*parts, (_decoded(text[at:]), False)) if part[0]]


def _formula(formula: str) -> str:
    return f"${formula}$"


def _is_harmless(formula: str) -> bool:
    """Whether its macros only print: each a symbol, or formatting; `^^5c` would be a backslash to TeX."""
    macros = re.findall(r"\\([a-zA-Z]+)", formula)
    return "^^" not in formula and all(name in _FORMATTING or _is_symbol(name) for name in macros)


@cache
def _is_symbol(macro: str) -> bool:
    from pylatexenc.latex2text import get_default_latex_context_db

    found = get_default_latex_context_db().get_macro_spec(macro)
    return bool(found and isinstance(found.simplify_repl, str) and "%" not in found.simplify_repl)


def _is_balanced(text: str) -> bool:
    depth = 0
    for c in text:
        depth += (c == "{") - (c == "}")
        if depth < 0:
            return False
    return not depth


def _decoded(text: str) -> str:
    """What the bits of LaTeX in a plain text show; a macro that nobody knows shows what it is given."""
    return re.sub(r"\\?\s+", " ", _MACRO.sub(lambda match: decoded(match[0]), text))


def _encoded(text: str) -> str:
    return str(_encoder().unicode_to_latex(text))


@cache
def _encoder() -> Any:
    from pylatexenc.latexencode import RULE_DICT, UnicodeToLatexConversionRule, UnicodeToLatexEncoder

    braces = {
        ord("{"): r"\textbraceleft",
        ord("}"): r"\textbraceright",
    }  # \{ would count as a brace to BibTeX
    rules = [UnicodeToLatexConversionRule(RULE_DICT, braces), "defaults"]
    return UnicodeToLatexEncoder(
        conversion_rules=rules,
        replacement_latex_protection="braces-all",
        unknown_char_policy="keep",
        unknown_char_warning=False,
    )
