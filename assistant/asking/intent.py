"""What a question means: one frozen value, made once, which search, evidence and answer obey.

It does not read: `understanding.py` makes it, and nothing after that looks at the question's words again.
"""

from dataclasses import dataclass, field
from typing import Literal

from assistant.evidence.preference import METHOD, PROBLEM, RESULTS, Preference
from assistant.library.filters import Filters
from assistant.text.words import content

Kind = Literal[
    "define", "how", "why", "yes_no", "results", "limitations", "compare", "list_papers", "latest", "overview",
    "count", "record", "by_author", "of_these_papers", "help", "empty", "general",
]  # fmt: skip
"""What is asked: what a thing is, how or why something is so, which papers there are, what their records say, …"""
Role = Literal["problem", "method", "results"]
"""What kind of sentence answers best."""

_ROLES = {"problem": PROBLEM, "method": METHOD, "results": RESULTS}


@dataclass(frozen=True, slots=True)
class Intent:
    """`topic` is the question without its conditions; `query` what is searched for: for a follow-up, more than the topic."""

    kind: Kind
    topic: str
    query: str
    filters: Filters = field(default_factory=Filters)
    """The conditions, with the papers that are meant where it is about certain ones."""
    subjects: tuple[str, ...] = ()
    """The thing to define or to count, the two things to compare, the paper or author whose record is asked for."""
    role: Role | None = None
    denies: bool = False
    """Whether it asks for what is found *not* to be so."""
    is_general: bool = False
    """Whether it is asked of certain papers and could be asked of any: “what was found?”"""
    is_foreign: bool = False
    """Whether it is in another language than English, and nobody has translated it."""
    not_understood: tuple[str, ...] = ()
    """Phrases of time that were not understood, and so not obeyed."""
    unread: int = 0
    """Characters that were too many to be read."""

    @property
    def compared(self) -> tuple[str, ...]:
        """The things to search for one by one."""
        return self.subjects if self.kind == "compare" else ()

    @property
    def phrasings(self) -> tuple[str, ...]:
        """What sentences are held against: the question, its standalone form, the things it compares."""
        phrases = (self.topic, self.query, *self.compared)
        return tuple(dict.fromkeys(phrase for phrase in phrases if phrase.strip()))

    @property
    def is_without_topic(self) -> bool:
        """Whether the papers are asked for and not what they are about: those that are new, or meet the conditions."""
        return self.kind == "latest" or (self.kind == "list_papers" and not content(self.query))

    @property
    def is_for_papers(self) -> bool:
        """Whether it asks which papers there are: each is then described by one sentence."""
        return self.kind in ("latest", "list_papers", "by_author")

    @property
    def preference(self) -> Preference:
        """Which sentences serve best."""
        roles = _ROLES[self.role] if self.role else None
        defined = self.subjects[0] if self.kind == "define" and self.subjects else ""
        return Preference(roles, defined, self.kind == "why", self.denies)
