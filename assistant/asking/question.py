"""A question as it was asked, with what it means; and the turns of a conversation."""

from dataclasses import dataclass, field, replace

from assistant.asking.intent import Intent
from assistant.library.filters import Filters
from assistant.llm.models import Usage


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier question with its answer, and the ids of the papers it cited by number."""

    question: "Question"
    answer: str
    cited: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """`text` as asked, and its intent; for a follow-up what was said before, for a model to read."""

    text: str
    intent: Intent
    conversation: str = ""
    usage: Usage = field(default_factory=Usage, compare=False, repr=False)
    """What a model took to read it."""

    @property
    def filters(self) -> Filters:
        """The conditions that papers must meet."""
        return self.intent.filters

    def narrowed(self, filters: Filters) -> "Question":
        """The same question with these conditions, which go before its own."""
        return self._with(filters.over(self.filters))

    def without(self, names: str) -> "Question":
        """The same question with one of its conditions taken away."""
        return self._with(self.filters.without(names))

    def _with(self, filters: Filters) -> "Question":
        return replace(self, intent=replace(self.intent, filters=filters))
