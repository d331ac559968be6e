"""A text judged as the product judges it: by the rules, and a second time by the reader where the settings have one."""

from collections.abc import Sequence

from assistant.checking.citations import Claim, judge
from assistant.checking.second_reading import read_again
from assistant.evidence.ranking import similarity_by
from assistant.evidence.sources import Source, sources_of
from assistant.library.papers import Paper
from assistant.services import Services


def judged(text: str, papers: Sequence[Paper], services: Services) -> Claim:
    """The text as a claim that cites these papers."""
    return judged_by(text, sources_of(papers), services)


def judged_by(text: str, cited: Sequence[Source], services: Services) -> Claim:
    """The text as a claim that cites these sources."""
    claim = judge(text, cited, similarity_by(services.library.embedder))
    return read_again([claim], cited, services.reader)[0] if services.reader else claim
