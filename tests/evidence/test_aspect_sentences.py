"""Which sentence of an abstract states an aspect, told on invented abstracts."""

import pytest

from assistant.evidence.aspect_sentences import sentence_for
from assistant.evidence.aspects import STANDARD, Aspect
from assistant.reader.embeddings import Embedder
from tests.conftest import paper

OWLS = (
    "Recent trackers follow birds with remarkable precision. However, they fail at night, when owls hunt. "
    "We propose Strix, a tracker that listens instead of looking. "
    "On the Barn and Steppe datasets Strix finds 94 % of all owls and halves the energy. "
    "{last}"
)


@pytest.mark.parametrize(
    "last, stated",
    [
        ("Extending Strix to bats is left for future work.", True),
        ("Future work will extend Strix to bats.", True),
        ("Strix still fails in strong wind.", True),
        ("We hope that Strix inspires future work on bats.", False),
        ("Strix overcomes the limitations of cameras.", False),
    ],
)
def test_a_limit_is_what_the_authors_leave_open_and_not_a_hope(
    last: str, stated: bool, embedder: Embedder
) -> None:
    found = sentence_for(STANDARD["limitations"], paper(abstract=OWLS.format(last=last)), embedder)
    assert (found.sentence.text if found else None) == (last if stated else None)


@pytest.mark.parametrize(
    "aspect, begins", [("problem", "However, they"), ("approach", "We propose"), ("results", "On the Barn")]
)
def test_each_aspect_is_found_where_it_stands(aspect: str, begins: str, embedder: Embedder) -> None:
    last = "These observations motivate future work on bats."
    found = sentence_for(STANDARD[aspect], paper(abstract=OWLS.format(last=last)), embedder)
    assert found and found.sentence.text.startswith(begins)


def test_an_own_aspect_is_found_by_meaning_or_not_at_all(embedder: Embedder) -> None:
    owls = paper(abstract=OWLS.format(last=""))
    near = sentence_for(Aspect("tracking birds", "tracking birds"), owls, embedder)
    assert near and "birds" in near.sentence.text
    assert sentence_for(Aspect("tax law", "tax law"), owls, embedder) is None
