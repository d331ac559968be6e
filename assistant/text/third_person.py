"""Say “they propose” where the authors say “we propose”: beside other papers' sentences, nobody knows who “we” is.

Only words that stand for the authors change; “we” in a formula, in quotes or for all of mankind is left alone.
"""

import re

_AUTHORS = re.compile(
    r"(?:^|[,;:]\s|\b(?:that|paper|work|study|then|and|also|but|while|which|where|as|how)\s)we\s(?!all\b|humans?\b|as\b|live\b)",
    re.IGNORECASE,
)
"""“We” where a sentence about the authors' doings has it; only then is each “we” and “our” in it theirs."""
_THEIRS = re.compile(
    r"\b(our)(?=\s+(?:[\w-]+\s+){0,3}(?:methods?|approach(?:es)?|models?|framework|systems?|algorithms?|results?|experiments?|"
    r"findings?|evaluations?|analys[ei]s|study|work|paper|code|datasets?|benchmarks?|architecture|technique|strategy|"
    r"pipeline|theory|contributions?|solution|training|implementation|agents?|policy|project|data|best|key)\b)",
    re.IGNORECASE,
)
_WORDS = {"we": "they", "our": "their", "ours": "theirs", "us": "them", "ourselves": "themselves"}
_ANY = re.compile(r"(?<![\w$\\])(we|our|ours|us|ourselves)(?![\w$-])", re.IGNORECASE)


def in_third_person(sentence: str) -> str:
    """The sentence with the authors as “they”; unchanged where it does not speak of them, or quotes somebody."""
    if any(mark in sentence for mark in '"“”'):
        return sentence
    return (_ANY if _AUTHORS.search(sentence) else _THEIRS).sub(_swapped, sentence)


def _swapped(match: re.Match[str]) -> str:
    word = match[1]
    if word == "US":  # the country
        return word
    return _WORDS[word.lower()].capitalize() if word[0].isupper() else _WORDS[word.lower()]
