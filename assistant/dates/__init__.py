"""Find the time that a question speaks of: "since 2025", "from April to June 2025", "in the last two weeks".

Pure. "From 2023" is that year, "since 2023" all that came after it began; "after 2024" begins with 2025, "before 2024" ends with
2023. A phrase is obeyed whole or named as not understood. Left alone are numbers that are no date ("2048 tokens") and the
year of an event that is asked about ("did it win on ImageNet in 2012?").
"""

from dataclasses import dataclass
from datetime import date

from assistant.dates.phrases import Period, phrases_in, rest_of
from assistant.dates.single import bounds
from assistant.dates.tokens import tokenize

__all__ = ["Time", "bounds", "find_time"]


@dataclass(frozen=True, slots=True)
class Time:
    """What a text says of time: its rest without the phrases obeyed, their period, and the phrases not understood."""

    rest: str
    period: Period | None = None
    not_understood: tuple[str, ...] = ()


def find_time(text: str, today: date) -> Time:
    """The period of all phrases together: the days that each of them allows."""
    tokens = tokenize(text)
    phrases = phrases_in(tokens, today)
    obeyed = [phrase.period for phrase in phrases if phrase.period]
    since = max((period[0] for period in obeyed if period[0]), default=None)
    until = min((period[1] for period in obeyed if period[1]), default=None)
    if since and until and since > until:  # each excludes the other
        return Time(text, None, (tokens.between(phrases[0].first, phrases[-1].end),))
    unknown = tuple(tokens.between(phrase.first, phrase.end) for phrase in phrases if not phrase.period)
    return Time(rest_of(tokens, phrases), (since, until) if obeyed else None, unknown)
