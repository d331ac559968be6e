"""A day of invented papers on three subjects, and a writer of TL;DRs that fails where it is told to."""

from datetime import date
from typing import Any

from assistant.checking.citations import Claim, quote
from assistant.errors import InputError, ModelUnreachable
from assistant.evidence.ranking import Evidence
from assistant.library.papers import Paper
from assistant.llm.models import Usage
from assistant.text.sentences import sentences_of
from tests.conftest import paper

DAY = date(2025, 11, 12)
"""A Wednesday."""
_SUBJECTS = (
    (
        ("Glacier Ice from Radar", "Melting Glacier Ice", "Glacier Ice and Rivers"),
        "Glacier ice melts faster than it was thought. We measure glacier ice with radar from the air. "
        "The glacier ice lost two metres in a year.",
    ),
    (
        ("Bread Yeast at Dawn", "Slow Bread Yeast", "Bread Yeast and Sugar"),
        "Bakers need bread yeast that works overnight. We breed bread yeast for cold kitchens. "
        "The bread yeast raises dough in six hours.",
    ),
    (
        ("Violin Wood by Sound", "Old Violin Wood", "Drying Violin Wood"),
        "Luthiers choose violin wood by ear. We record how violin wood rings when it is struck. "
        "Good violin wood rings for three seconds.",
    ),
)


def day_papers() -> list[Paper]:
    """Nine papers featured on DAY, three a subject; the later the number, the fewer the upvotes."""
    told = [(title, abstract) for titles, abstract in _SUBJECTS for title in titles]
    return [
        paper(number, title=title, abstract=abstract, featured=DAY, upvotes=100 - number)
        for number, (title, abstract) in enumerate(told, 1)
    ]


class Scripted:
    """Quotes the second sentence of a paper; the papers in `failing` fail, those in `dear` cost ten tokens."""

    name = "quotations"
    fingerprint = "scripted"
    at_once = 1

    def __init__(self, failing: Any = (), dear: Any = ()) -> None:
        self.failing, self.dear = set(failing), set(dear)
        self.asked: list[str] = []

    def write(self, paper: Paper, usage: Usage) -> Claim:
        self.asked.append(paper.id)
        if paper.id in self.failing:
            raise ModelUnreachable("The server cannot be reached.", "Check the network.")
        if not paper.abstract:
            raise InputError("It has no abstract.")
        return quote(Evidence(sentences_of(paper)[1], 0.5), 1)

    def tokens(self, paper: Paper) -> int:
        return 10 if paper.id in self.dear else 0
