"""Whether two sentences point the opposite way: more and less, better and worse, able and unable, said and denied.

Direction words are compared where their alignment says that they are about the same. A word of one pair is never
held against one of another. Pure.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.checking.alignment import Alignment, weights_of
from assistant.text.words import weight_of_word

_PAIRS = {
    "amount": (
        """increas* rais* rise rises risen rising elevat* high higher highest more greater larger longer expand* expan*
        gain* boost* enhanc* amplif* accelerat* faster promot* activat* induc* stimulat* upregulat* facilitat*
        strengthen* stronger extend* augment* potentiat* abundant doubl* tripl* grow* heavier""",
        """decreas* reduc* low lower lowest less fewer smaller shorter shrink* shrank shrunk drop* declin* diminish*
        halv* cut cuts cutting slow slower slows slowed suppress* inhibit* prevent* block* abolish* attenuat* impair*
        downregulat* deactivat* inactivat* weaken* weaker scarce lose loses losing loss lacks lacking absence absent
        deplet* deficien* disrupt* hinder* imped* curb* lessen*""",
    ),
    "quality": (
        "better best improv* outperform* surpass* superior beats exceed* beneficial ameliorat* alleviat* benefit*",
        "worse worst worsen* underperform* degrad* hurt* harm* inferior exacerbat* aggravat* detriment* deteriorat*",
    ),
    "ability": (
        "able capable effective effectively efficient efficiently accurate accurately sufficient succeed* can",
        """unable incapable ineffective ineffectively inefficient inefficiently inaccurate inaccurately insufficient
        fail fails failed cannot""",
    ),
    "need": (
        "necessary required requires require essential indispensable needed needs crucial",
        "unnecessary dispensable",
    ),
    "link": ("positively dependent", "negatively inversely independent independently unrelated"),
}
_GOOD = frozenset({"amount", "quality", "ability"})
"""Pairs whose first sides say much the same in a rewording: `enhances` for `improves`."""
_DENIALS = frozenset(
    """not no never cannot neither nor without none lack lacks lacking unable fail fails failed absence absent
    independent independently unaffected unchanged hardly incapable unlikely""".split()
)
_PRESENCE = re.compile(r"\b(with|without) (?:(?:the|an?|any|extra|additional|more) )*(\w+)")
_WORD = re.compile(r"\w+|['’]")
BEFORE = 3
"""Words before a direction word within which a `not` denies it."""
REACH = 8
"""Words after a denial that it may be about: of 3, 5 and 8, this separates SciFact's contradicted claims best."""
DENIED = 0.3
"""Weighted share of a sentence's words that one denies and the other does not: 13 % of SciFact's contradicting pairs
reach it, 3 % of its supporting ones."""
NEAR_BEST = 0.06
"""How much less of the text another sentence may say and still speak for the abstract about what is denied."""
ALIGNED = 0.3
"""Least alignment of two direction words that are held against each other; below it they are about other things."""


@dataclass(frozen=True, slots=True)
class Polarity:
    """A direction word: its place among the sentence's words, its pair, its side, and whether it is denied."""

    place: int
    word: str
    pair: str
    side: int
    denied: bool

    @property
    def display_text(self) -> str:
        """The word as it is meant."""
        return f"not {self.word}" if self.denied else self.word

    def opposes(self, other: "Polarity") -> bool:
        """Whether they say the opposite of the same pair."""
        return self.pair == other.pair and not self._same_way(other)

    def agrees_with(self, other: "Polarity") -> bool:
        """Whether they say the same."""
        alike = self.pair == other.pair or {self.pair, other.pair} <= _GOOD
        return alike and self._same_way(other)

    def _same_way(self, other: "Polarity") -> bool:
        return (self.side == other.side) == (self.denied == other.denied)


def disagreement(alignments: Sequence[Alignment]) -> str:
    """In one sentence, how the sentences point another way than the text; empty where they do not."""
    best = max(alignment.share for alignment in alignments)
    found = [_compared(own, alignments, best) for own in directions(alignments[0].words)]
    for own, agreeing, opposing, other in found:
        if other and opposing > max(agreeing, ALIGNED):
            return f"The abstract speaks of “{other.display_text}” where this says “{own.display_text}”."
    if found and max(agreeing for _, agreeing, _, _ in found) < ALIGNED:
        return f"The abstract's sentences on this do not say “{found[0][0].display_text}”."
    if apart := _present_and_absent(max(alignments, key=lambda alignment: alignment.share)):
        return apart
    if min(_denied_apart(a) for a in alignments if a.share >= best - NEAR_BEST) > DENIED:
        return "One of the two, this sentence or the abstract's, says “not”."
    return ""


def directions(words: Sequence[str]) -> list[Polarity]:
    """The direction words among the words of a sentence."""
    lowered = [word.lower() for word in words]
    found = []
    for place, word in enumerate(lowered):
        denied = any(_denies(lowered, before) for before in range(max(0, place - BEFORE), place))
        for pair, sides in _COMPILED.items():
            for side, pattern in enumerate(sides):
                if pattern.fullmatch(word):
                    found.append(Polarity(place, words[place], pair, side, denied))
    return found


def has_denial(text: str) -> bool:
    """Whether the text denies anything."""
    lowered = _WORD.findall(text.lower())
    return any(_denies(lowered, place) for place in range(len(lowered)))


def _compared(
    own: Polarity, alignments: Sequence[Alignment], best: float
) -> tuple[Polarity, float, float, Polarity | None]:
    """The word, its best alignment with one that agrees, and with one that opposes it, and the latter."""
    agreeing = opposing = -1.0
    other = None
    for alignment in alignments:
        for theirs in directions(alignment.others):
            aligned = float(alignment.cosines[own.place, theirs.place]) + alignment.share - best
            if own.agrees_with(theirs):
                agreeing = max(agreeing, aligned)
            elif own.opposes(theirs) and aligned > opposing:
                opposing, other = aligned, theirs
    return own, agreeing, opposing, other


def _present_and_absent(alignment: Alignment) -> str:
    """Where one sentence says `with` of a thing and the other `without` of the same."""
    ours, theirs = _presence(alignment.words), _presence(alignment.others)
    for thing in ours:
        if ours[thing] != theirs.get(thing, ours[thing]):
            return f"The abstract says “{theirs[thing]} {thing}”, this “{ours[thing]} {thing}”."
    return ""


def _presence(words: Sequence[str]) -> dict[str, str]:
    """The things of which `with` or `without` is said, and which of the two."""
    matches = _PRESENCE.findall(" ".join(words).lower())
    return {thing: presence for presence, thing in matches if weight_of_word(thing)}


def _denied_apart(alignment: Alignment) -> float:
    """The weighted share of the text's words that are denied where the word they stand for is not, or the reverse."""
    weights = weights_of(alignment.words)
    if not alignment.others or not weights.any():
        return 0.0
    ours, theirs = _denied(alignment.words), _denied(alignment.others)
    apart = (ours != theirs[alignment.cosines.argmax(axis=1)]) & (alignment.nearest > ALIGNED)
    return float(weights[apart].sum() / weights.sum())


def _denied(words: Sequence[str]) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    lowered = [word.lower() for word in words]
    denials = [place for place in range(len(words)) if _denies(lowered, place)]
    return np.array([any(0 < place - denial <= REACH for denial in denials) for place in range(len(words))])


def _denies(lowered: Sequence[str], place: int) -> bool:
    """Whether the word there denies; `don't` stands as `don`, `'`, `t`."""
    return lowered[place] in _DENIALS or (lowered[place] == "t" and place > 1 and lowered[place - 1] in "'’")


def _pattern(words: str) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(word).replace(r"\*", r"\w*") for word in words.split()))


_COMPILED = {pair: tuple(map(_pattern, sides)) for pair, sides in _PAIRS.items()}
