"""What a person asks: the text, the filters said in it, and for a follow-up what it means on its own.

Understanding is by rule, so it works with no model; a capable model may be lent to rephrase follow-ups better.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from assistant.library.filters import Filters
from assistant.library.sources.arxiv import spelled
from assistant.llm.models import Usage
from assistant.periods import find_period
from assistant.text.words import content

MAX_LENGTH = 4_000
"""Characters that are read of a question; the embedding sees some 1,200 of them."""

_ASKS_FOR_PAPERS = re.compile(
    r"^\W*(?:which|what|list|show|find|give|name|any|are there|is there)\b(?:\W+\w+){0,4}\W+"
    r"(?:papers?|articles?|publications|(?:any|new|other|prior|recent|related)\s+works?)\b",
    re.IGNORECASE,
)
"""A bare "work" is mostly a verb: "what does not work", "which methods work best"."""

Rephrase = Callable[[str, str], str]
"""(conversation, question) → the question in a form that stands alone."""


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier question with its answer, and the ids of the papers it cited by number."""

    question: "Question"
    answer: str
    cited: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """`text` as asked; `topic` without the filters said in it; `standalone` what is searched for.

    `is_general`: it is asked of chosen papers, and could be asked of any: "what was found?"
    """

    text: str
    topic: str
    standalone: str
    filters: Filters
    conversation: str = ""
    is_general: bool = False
    usage: Usage = field(default_factory=Usage, compare=False, repr=False)
    """What a model took to read it."""

    @property
    def phrasings(self) -> tuple[str, ...]:
        """What sentences are held against: the question, its standalone form, the things it compares."""
        phrases = (self.topic, self.standalone, *self.subjects)
        return tuple(dict.fromkeys(phrase for phrase in phrases if phrase.strip()))

    @property
    def subjects(self) -> tuple[str, ...]:
        """The two things that a question compares, each to be searched for; nothing for other questions."""
        match = _COMPARES.search(self.standalone)
        parts = tuple(part.strip() for part in match.groups() if part) if match else ()
        return parts if all(map(content, parts)) else ()

    @property
    def is_empty(self) -> bool:
        """Whether there is no letter or digit in it."""
        return not any(map(str.isalnum, self.text))

    @property
    def asks_for_latest(self) -> bool:
        """Whether no topic is named: "what is new this week?" asks for the papers themselves."""
        return content(self.standalone) <= _NO_TOPIC and (
            bool(self.filters) or bool(content(self.standalone))
        )

    @property
    def asks_for_papers(self) -> bool:
        """Whether it asks which papers there are on a topic: each is then told of by what it is about."""
        return _ASKS_FOR_PAPERS.search(self.text) is not None

    def without(self, names: str) -> "Question":
        """The same question with one of its filters taken away."""
        return replace(self, filters=self.filters.without(names))


def understand(
    text: str,
    today: date,
    organizations: Iterable[str] = (),
    history: Sequence[Turn] = (),
    rephrase: Rephrase | None = None,
) -> Question:
    """Read a question; `history` is what was said before, oldest first.

    `organizations` are those of the library; they are not asked for where the question says "from" or "by" nobody.
    """
    text = one_line(text)
    topic, filters = _filters_in(text, today, organizations)
    if not history:
        return Question(text, topic, topic, filters)
    last = history[-1]
    topic, named = _papers_named(topic, last)
    alone = Question(text, topic, topic, filters)
    asks_anew = alone.asks_for_latest and (content(topic) or _FEATURED.search(text))
    if not named and (asks_anew or not _leans_on_history(topic, filters)):
        return alone
    conversation = _as_text(history)
    standalone = f"{last.question.standalone} {topic}".strip()
    if rephrase:
        standalone = " ".join(rephrase(conversation, text)[:MAX_LENGTH].split()) or standalone
    inherited = Filters() if named else last.question.filters
    return Question(text, topic, standalone, replace(filters, papers=named).over(inherited), conversation)


def one_line(text: str) -> str:
    """As much of a question as is read, with single blanks: patterns may take long on runs of them."""
    return " ".join(text[:MAX_LENGTH].encode("utf-8", "replace").decode().split())


_CATEGORY = re.compile(
    r"(?:\b(?:in|from|category)\s+)?\b((?:cs|math|stat|eess|econ|q-bio|q-fin|astro-ph|nlin)\.[a-z]{2}"
    r"|(?:physics|cond-mat)\.[a-z]{2,6}(?:-[a-z]{2,4})?|quant-ph|hep-(?:th|ph|ex|lat)|gr-qc|math-ph|nucl-(?:th|ex))\b",
    re.IGNORECASE,
)
_FEATURED = re.compile(
    r"\b(?:featured|trending|daily papers|papers of the day|today['’]s papers)\b", re.IGNORECASE
)
_LEANING = re.compile(
    r"^(?:and|but|so|also|why|then|what about|how about|what else|more|tell me more|go on|really)\b"
    r"|\b(?:it|its|they|them|their|theirs|this|these|those|he|she|him|her|his|former|latter|ones)\b"
    r"|\b(?:the (?:same|other|others|first|second|third|method|model|paper|authors?|approach))\b",
    re.IGNORECASE,
)
_COMPARES = re.compile(
    r"(?:\b(?:compare|contrast)\s+|\bdifferences?\s+between\s+|^how\s+do(?:es)?\s+|^)"
    r"(.{2,200}?)\s+(?:versus|vs\.?|(?<=\w)\s*compared\s+(?:to|with))\s+(.{2,200}?)[?.!\s]*$"
    r"|\b(?:compare|contrast|differences?\s+between)\s+(.{2,200}?)\s+(?:and|with|to|from)\s+(.{2,200}?)[?.!\s]*$",
    re.IGNORECASE,
)
_NO_TOPIC = content(
    "new news newest latest recent recently current trending featured published released posted top hot interesting "
    "popular important happened happening today week month year anything else show list everything daily day going come "
    "came out"
)
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")
_NAMED = re.compile(
    rf"\[(\d{{1,2}})\]|\b(?:paper|source|number)\s+(\d{{1,2}})\b|\bthe\s+({'|'.join(_ORDINALS)})\s+(?:paper|source|one)\b",
    re.IGNORECASE,
)


def _filters_in(text: str, today: date, organizations: Iterable[str]) -> tuple[str, Filters]:
    """The text without its filters, and the filters; the whole text where nothing else would be left."""
    rest, period = find_period(text, today)
    categories = tuple(dict.fromkeys(spelled(match[1]) for match in _CATEGORY.finditer(rest)))
    rest = _CATEGORY.sub(" ", rest)
    rest, named = _organizations_in(rest, organizations)
    rest = " ".join(rest.split())
    filters = Filters(categories=categories, organizations=named)
    if period and _FEATURED.search(text):
        filters = replace(filters, featured_since=period[0], featured_until=period[1])
    elif period:
        filters = replace(filters, since=period[0], until=period[1])
    return (rest if content(rest) or filters else text), filters


def _organizations_in(text: str, organizations: Iterable[str]) -> tuple[str, tuple[str, ...]]:
    """`from NVIDIA`, `by Google`: every organization of the library whose name begins with these words."""
    matches = list(re.finditer(r"\b(?:from|by|at|of)\s+((?:[\w&.'-]+\s*){1,5})", text))
    known = list(organizations) if matches else []
    for match in matches:
        words = match[1].split()
        for length in range(len(words), 0, -1):
            spoken = " ".join(words[:length]).strip("?.,!")
            found = [name for name in known if _is_called(name, spoken)]
            if found:
                rest = text[: match.start()] + " " + " ".join(words[length:]) + text[match.end() :]
                return rest, tuple(sorted(found))
    return text, ()


def _is_called(name: str, spoken: str) -> bool:
    name, plain = name.casefold(), spoken.casefold()
    return name == plain or (spoken[:1].isupper() and name.startswith(plain + " ") and len(plain) > 2)


def _leans_on_history(topic: str, said: Filters) -> bool:
    return bool(_LEANING.search(topic)) or (len(content(topic)) < 2 and not said)


def _papers_named(topic: str, last: Turn) -> tuple[str, tuple[str, ...]]:
    """`[2]`, `paper 2`, `the second paper`: the papers of the last answer, taken out of the text."""
    cited = dict(last.cited)
    found = []
    for match in _NAMED.finditer(topic):
        number = int(match[1] or match[2] or _ORDINALS.index(match[3].lower()) + 1)
        if number in cited:
            found.append(cited[number])
    return (" ".join(_NAMED.sub(" ", topic).split()), tuple(dict.fromkeys(found))) if found else (topic, ())


def _as_text(history: Sequence[Turn]) -> str:
    """The last three turns, shortened, for a model to read."""
    return "\n".join(f"Question: {t.question.text[:300]}\nAnswer: {t.answer[:600]}" for t in history[-3:])
