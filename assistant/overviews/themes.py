"""What some papers are about: three to six themes, each named in its papers' own words.

Papers are grouped by their vectors (`library/grouping.py`), and each group is named by the phrases of its titles and
keywords that the other groups have least (c-TF-IDF: Grootendorst 2022, BERTopic). Pure and without chance: the same
papers give the same themes.
"""

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import mean

import numpy as np

from assistant.checking.citations import Claim
from assistant.library.grouping import grouped
from assistant.library.papers import Paper
from assistant.reader.embeddings import Vectors
from assistant.text.stems import stems
from assistant.text.words import SPELLED, content

LEAST_PAPERS = 6
"""Fewer papers are read sooner than their themes: two a theme, three themes."""
FEWEST, MOST = 3, 6
"""Themes of a digest: what a reader takes in at a glance."""
LOOKED_AT = 12
"""Phrases of a group from which its name is taken."""
MOSTLY = 0.6
"""Share of a phrase's papers that have it in the longer one."""
_WORDS_A_PHRASE = 4
_BETWEEN = re.compile(r"[^\w+.\-/ ]+|\s-+\s|\.(?:\s|$)")
_SAYS_LITTLE = frozenset(
    stems(
        """model models method methods approach framework frameworks novel new task tasks performance data dataset
        datasets large language llm llms toward towards via efficient effective improved improving better general
        unified scalable system systems learning neural network networks deep state of the art training trained
        generation evaluation evaluating benchmark benchmarks ai artificial intelligence open technical report
        survey free high low real fine quality grained multi end long level scale based world"""
    )
)
"""Stems that stand in titles of every theme: alone, or only with each other, they name none."""
_LEADS_IN = frozenset(
    stems(
        "toward towards via beyond rethinking enabling exploring understanding revealing improving learning new novel"
    )
)
"""Words that lead a title in and are no part of what it is about."""


@dataclass(frozen=True, slots=True)
class Theme:
    """Papers that speak of the same, by their ids in the order given, and what they share in their own words.

    Where a model wrote about them, `text` says what they do together, and `standout` what stands out among them.
    """

    name: str
    papers: tuple[str, ...]
    text: Claim | None = None
    standout: Claim | None = None


def find_themes(papers: Sequence[Paper], vectors: Sequence[Vectors], most: int = MOST) -> tuple[Theme, ...]:
    """At most so many themes of the papers, the largest first; none where there are fewer than LEAST_PAPERS."""
    if len(papers) < LEAST_PAPERS:
        return ()
    groups = grouped(np.asarray(vectors), FEWEST, max(FEWEST, most))
    members = [
        [paper for paper, its in zip(papers, groups, strict=True) if its == group]
        for group in np.unique(groups)
    ]
    members.sort(key=lambda some: (-len(some), some[0].id))
    names = _names(members)
    return tuple(
        Theme(name, tuple(p.id for p in some)) for name, some in zip(names, members, strict=True) if name
    )


@dataclass(frozen=True, slots=True)
class _Told:
    """What naming needs of a paper, by their stems and as they are spelled: its title's and keywords' phrases, and all it has."""

    named: dict[str, str]
    mentioned: frozenset[str]


def _names(groups: Sequence[Sequence[Paper]]) -> list[str]:
    """A name for each group; two groups never get the same."""
    mentions = [[_mentions_of(paper) for paper in group] for group in groups]
    count = sum(map(len, mentions))
    everywhere = Counter(phrase for group in mentions for one in group for phrase in one.mentioned)
    names: list[str] = []
    used: set[str] = set()
    for group in mentions:
        ranked = _ranked(group, everywhere, count)
        chosen = [p for p in ranked if p not in used][:1]
        chosen += [p for p in ranked if p not in used and chosen and _apart(p, chosen[0])][:1]
        used.update(chosen)
        names.append(_spelled(chosen, group))
    return names


def _ranked(group: Sequence[_Told], everywhere: Counter[str], count: int) -> list[str]:
    """Phrases of the group's titles and keywords, best first: how many of the group mention it, times how few others."""
    named = Counter(phrase for one in group for phrase in one.named)
    here = Counter(phrase for one in group for phrase in one.mentioned)

    def worth(phrase: str) -> float:
        share = (here[phrase] + named[phrase]) / (2 * len(group))
        lone = 0.5 if " " not in phrase else 1.0
        return share * math.log(1 + count / everywhere[phrase]) * lone

    def words_shared(phrase: str) -> float:
        return mean(
            here[word] / len(group) * math.log(1 + count / max(everywhere[word], 1))
            for word in phrase.split()
        )

    shared = [p for p in named if here[p] > 1 and here[p] / len(group) > everywhere[p] / count]
    best = sorted(shared, key=lambda phrase: (-worth(phrase), phrase))[:LOOKED_AT]
    if not best:  # papers that share no phrase share words
        return sorted(
            [p for p in named if " " in p] or named, key=lambda phrase: (-words_shared(phrase), phrase)
        )[:1]
    return list(dict.fromkeys(_whole(phrase, shared, here) for phrase in best))


def _whole(phrase: str, phrases: Sequence[str], here: Counter[str]) -> str:
    """The longest phrase that this one is nearly always a part of: not `group relative` but all that follows."""
    longer = [p for p in phrases if f" {phrase} " in f" {p} " and here[p] >= MOSTLY * here[phrase]]
    return max(longer, key=lambda p: (p.count(" "), p))


def _apart(one: str, other: str) -> bool:
    return set(one.split()).isdisjoint(other.split())


def _mentions_of(paper: Paper) -> _Told:
    title = dict(_phrases(paper.title))
    in_title = {key: text for key, text in title.items() if " " in key or _is_name(text)} or title
    as_keyword = {key: text for word in paper.keywords for key, text in _phrases(word, whole=True)}
    mentioned = {key for source in (paper.text, *paper.keywords) for key, _ in _phrases(source)}
    return _Told(in_title | as_keyword, frozenset(mentioned))


def _phrases(text: str, whole: bool = False) -> Iterator[tuple[str, str]]:
    """Each run of one to four words that means something, by its stems and as it is spelled; or only the whole."""
    for part in _BETWEEN.split(text):
        words = SPELLED.findall(part)
        for length in range(1, min(_WORDS_A_PHRASE, len(words)) + 1):
            for i in range(len(words) - length + 1):
                run = words[i : i + length]
                if (not whole or run == words) and _names_something(run):
                    yield " ".join(map(_stemmed, run)), " ".join(run)


def _names_something(run: Sequence[str]) -> bool:
    return all(map(_carries, run)) and _stemmed(run[0]) not in _LEADS_IN and not all(map(_says_little, run))


@lru_cache(maxsize=65_536)
def _stemmed(word: str) -> str:
    return "-".join(stems(word))


@lru_cache(maxsize=65_536)
def _carries(word: str) -> bool:
    return bool(content(word)) and not word.isdigit()


def _says_little(word: str) -> bool:
    return all(stem in _SAYS_LITTLE for stem in _stemmed(word).split("-"))


def _is_name(word: str) -> bool:
    """Whether a lone word of a title is worth showing: `GUIs`, `LoRA`, `3D`; not `High-Fidelity`."""
    return any(c.isupper() or c.isdigit() for part in word.split("-") for c in part[1:]) and len(word) > 1


def _spelled(phrases: Sequence[str], group: Sequence[_Told]) -> str:
    """The phrases as the group's papers spell them most often."""
    spelled = []
    for phrase in phrases:
        forms = Counter(_lowered(one.named[phrase]) for one in group if phrase in one.named)
        spelled.append(min(forms, key=lambda form: (-forms[form], form)))
    text = ", ".join(spelled)
    return text[:1].upper() + text[1:]


def _lowered(text: str) -> str:
    """A title's capitals taken off; those of names and acronyms stay."""
    return re.sub(r"\b[A-Z](?=[a-z]+\b|\b)", lambda capital: capital[0].lower(), text)
