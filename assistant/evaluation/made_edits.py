"""Sentences changed by rule: wrongly by a number, a negation, a direction or an exchange, or so that they stay true. Pure.

They teach the reader what a changed word does (training/made_pairs.py) and measure what the check sees of it
(edits.py). An edit gives nothing where it does not apply. The word lists are of this measure, not of the check.
"""

import random
import re
from collections.abc import Callable, Mapping, Sequence

Edit = Callable[[str, random.Random], str]
NAMES = 12
"""Names of a sentence that are looked at."""

_OPPOSITES = (
    "increase decrease|increases decreases|increased decreased|increasing decreasing|improve degrade|improves degrades|"
    "improved degraded|improving degrading|reduces increases|reduced increased|reducing increasing|reduce increase|"
    "higher lower|better worse|best worst|faster slower|more less|larger smaller|stronger weaker|greater smaller|"
    "high low|strong weak|large small|outperforms underperforms|outperform underperform|outperforming underperforming|"
    "with without|before after|positive negative|positively negatively|superior inferior|efficient inefficient|"
    "effective ineffective|robust fragile|easier harder|longer shorter|enhance weaken|enhances weakens|"
    "enhanced weakened|enables prevents|enable prevent|promotes inhibits|promoted inhibited|accelerates slows|"
    "maximum minimum|above below|supervised unsupervised|significant insignificant|necessary unnecessary|"
    "always never|all some|open closed|online offline|lightweight heavyweight|success failure|simple complex"
)
_OPPOSITE = {
    word: other
    for pair in _OPPOSITES.split("|")
    for word, other in (tuple(pair.split()), tuple(pair.split()[::-1]))
}
_SYNONYMS = (
    "show demonstrate|shows demonstrates|use employ|uses employs|using employing|method approach|methods approaches|"
    "achieves attains|achieve attain|propose present|proposes presents|introduce present|introduces presents|"
    "significantly substantially|improves enhances|improve enhance|performance results|many numerous|enables allows|"
    "existing previous|novel new|however yet|important crucial|various diverse|obtain gain|large big|find observe|"
    "often frequently|reduces lowers|reduce lower|task problem|tasks problems|address tackle|addresses tackles|"
    "framework system|evaluate assess|requires needs|require need|build construct|recent current|mainly primarily"
)
_SYNONYM = {
    word: other
    for pair in _SYNONYMS.split("|")
    for word, other in (tuple(pair.split()), tuple(pair.split()[::-1]))
}
_AUXILIARY = re.compile(r"\b(is|are|was|were|can|could|will|has|have|does|do|should)\b(?! not)(?=\s+[a-z])")
_NEGATED = re.compile(r"\b(is|are|was|were|can|could|will|has|have|does|do|should) not\b|\bcannot\b")
_VERB = re.compile(r"(?<=[a-z\d] )(?:(?:significantly|consistently|substantially|also) )?"
    r"(improve|outperform|achieve|reduce|increase|enable|show|provide|require|suggest|lead|allow|support|generalize|learn|"
    r"yield|perform|demonstrate|remain|exhibit|help|contain|capture|produce|offer|address|preserve|maintain|benefit)s\b"
)  # fmt: skip
_NUMBER = re.compile(r"(?<![\w.,\-])(\d+(?:,\d{3})*(?:\.\d+)?)(?![\w,\-]|\.\d)")
_NAME = re.compile(
    r"(?<![\w-])(?:[A-Z][\w+-]*[A-Z\d][\w+-]*|(?<=[a-z,)] )[A-Z]\w{3,})(?:[ -](?:[A-Z][\w+-]*|\d[\w.]*\w))?"
)
"""What looks like a name: with a capital or a digit inside, or capitalized within a sentence."""
_COMPARED = re.compile(
    r"\b(?:outperform\w*|surpass\w*|exceed\w*|beats?|than|over|from|compared (?:to|with)|instead of|rather than|"
    r"whereas|while|but|into|replac\w+|unlike|induc\w+|caus\w+)\b"
)
_OF_THE_AUTHORS = re.compile(r"\b[Ww]e\b(?= [a-z]+)")
_LEAD = re.compile(
    r"^(?:In this (?:paper|work|study)|Here|Moreover|Furthermore|However|Specifically|In addition|Additionally|"
    r"Finally|To this end|In particular|Extensive experiments (?:show|demonstrate) that|Experiments (?:show|demonstrate) that|"
    r"Results (?:show|demonstrate) that|We (?:show|find|demonstrate) that|Experimental results (?:show|demonstrate) that),?\s+"
)
_ASIDE = re.compile(r"\s*\([^()]{3,60}\)")


def number(text: str, chance: random.Random) -> str:
    """One number made another of the same form."""
    return _one_of(_NUMBER, text, chance, lambda found: _another(found[1], chance))


def negation(text: str, chance: random.Random) -> str:
    """One statement denied, or a denial taken out."""
    if _NEGATED.search(text):
        return _one_of(_NEGATED, text, chance, lambda found: found[1] or "can")
    changed = [
        _one_of(_AUXILIARY, text, chance, lambda found: f"{found[1]} not"),
        _one_of(_VERB, text, chance, lambda found: f"does not {found[1]}"),
    ]
    return chance.choice([each for each in changed if each] or [""])


def direction(text: str, chance: random.Random) -> str:
    """One word made its opposite."""
    return _replaced(_OPPOSITE, text, chance)


def exchanged(text: str, chance: random.Random) -> str:
    """Two names that a word like `than`, `from` or `outperforms` stands between, put in each other's place."""
    return _swapped(text, chance, lambda between: _COMPARED.search(between) is not None)


def reordered(text: str, chance: random.Random) -> str:
    """Two names that `and` joins in the other order, which says the same."""
    return _swapped(text, chance, lambda between: between in (" and ", " or "))


def near_copy(text: str, chance: random.Random) -> str:
    """The same in nearly the same words: a lead-in or an aside left off, `the authors` for `we`, one or two synonyms."""
    kept = _ASIDE.sub("", _LEAD.sub("", text)) if chance.random() < 0.5 else text
    kept = kept[:1].upper() + kept[1:]
    if chance.random() < 0.5:
        kept = _OF_THE_AUTHORS.sub(lambda found: "The authors" if not found.start() else "the authors", kept)
    for _ in range(chance.randint(0, 2)):
        kept = _replaced(_SYNONYM, kept, chance) or kept
    return kept if kept != text else ""


def renamed(text: str, chance: random.Random, names: Sequence[str]) -> str:
    """One name made one of others."""
    return _one_of(_NAME, text, chance, lambda found: chance.choice(names)) if names else ""


def names_in(text: str) -> list[str]:
    """The names that `renamed` would change, but for a word that begins the text."""
    return [found[0] for found in _NAME.finditer(text) if found.start()]


WRONG: Mapping[str, Edit] = {
    "number": number,
    "negation": negation,
    "direction": direction,
    "exchanged systems": exchanged,
}


def _swapped(text: str, chance: random.Random, parted: Callable[[str], bool]) -> str:
    """Two names in each other's place, of those between which `parted` says that they can be."""
    names = list(_NAME.finditer(text))[:NAMES]
    pairs = [
        (a, b)
        for n, a in enumerate(names)
        for b in names[n + 1 :]
        if a[0] != b[0] and parted(text[a.end() : b.start()])
    ]
    if not pairs:
        return ""
    first, second = chance.choice(pairs)
    between = text[first.end() : second.start()]
    return text[: first.start()] + second[0] + between + first[0] + text[second.end() :]


def _another(written: str, chance: random.Random) -> str:
    value = float(written.replace(",", ""))
    decimals = len(written.partition(".")[2])
    factor = chance.choice([0.3, 0.5, 0.8, 0.9, 1.1, 1.3, 1.5, 2.0, 3.0, 10.0])
    other = f"{value * factor:.{decimals}f}"
    return other if float(other) != value else str(int(value) + chance.randint(1, 3))


def _replaced(table: Mapping[str, str], text: str, chance: random.Random) -> str:
    found = [word for word in re.finditer(r"[A-Za-z]+", text) if word[0].lower() in table]
    if not found:
        return ""
    word = chance.choice(found)
    other = table[word[0].lower()]
    other = other.capitalize() if word[0][0].isupper() else other
    return text[: word.start()] + other + text[word.end() :]


def _one_of(
    pattern: re.Pattern[str], text: str, chance: random.Random, other: Callable[[re.Match[str]], str]
) -> str:
    found = list(pattern.finditer(text))
    if not found:
        return ""
    match = chance.choice(found)
    changed = text[: match.start()] + other(match) + text[match.end() :]
    return changed if changed != text else ""
