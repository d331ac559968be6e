"""TL;DRs: the authors' own sentence or a supported part of it, kept while nothing it depends on changes."""

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.errors import InputError
from assistant.grounding.citations import Claim
from assistant.library.embeddings import Embedder
from assistant.library.papers import Paper
from assistant.shelf import Shelf
from assistant.tldr import WORDS, ChosenTldrs, Remembered
from assistant.writing.models import Usage
from tests.birds import HOSTILE, PAPERS
from tests.conftest import paper

KESTREL = PAPERS[0]


@pytest.fixture
def quoting(embedder: Embedder) -> ChosenTldrs:
    return ChosenTldrs(embedder)


@pytest.mark.parametrize("bird", PAPERS, ids=lambda bird: bird.title)
def test_a_tldr_is_short_and_held_by_its_sentence(bird: Paper, quoting: ChosenTldrs) -> None:
    claim = quoting.write(bird, Usage())
    assert claim.verdict in ("quoted", "supported")
    assert claim.cited == (1,)
    assert len(claim.text.split()) <= WORDS
    [evidence] = claim.evidence
    assert evidence.sentence.paper == bird.id
    assert (claim.text == evidence.sentence.text) == (claim.verdict == "quoted")


def test_it_says_what_the_paper_does(quoting: ChosenTldrs) -> None:
    assert quoting.write(KESTREL, Usage()).text.startswith("We propose Kestrel")


def test_a_paper_without_abstract_is_said(quoting: ChosenTldrs) -> None:
    with pytest.raises(InputError, match="no abstract"):
        quoting.write(paper(1, abstract=""), Usage())


class Counting(ChosenTldrs):
    """Counts how often it is asked."""

    asked = 0

    def write(self, paper: Paper, usage: Usage) -> Claim:
        self.asked += 1
        return super().write(paper, usage)

    def tokens(self, paper: Paper) -> int:
        return 500


def test_what_was_written_is_not_written_again(embedder: Embedder, tmp_path: Path) -> None:
    writer = Counting(embedder)
    remembered = Remembered(writer, Shelf(tmp_path, "tldr"))
    assert remembered.known(KESTREL) is None
    assert remembered.tokens(KESTREL) == 500
    first = remembered.write(KESTREL, Usage())
    assert Remembered(writer, Shelf(tmp_path, "tldr")).write(KESTREL, Usage()) == first
    assert remembered.known(KESTREL) == first
    assert remembered.tokens(KESTREL) == 0
    assert writer.asked == 1


@pytest.mark.parametrize("changed", ["abstract", "fingerprint", "name"])
def test_it_is_written_again_when_what_it_depends_on_changes(
    changed: str, embedder: Embedder, tmp_path: Path
) -> None:
    writer, bird = Counting(embedder), KESTREL
    Remembered(writer, Shelf(tmp_path, "tldr")).write(bird, Usage())
    if changed == "abstract":
        bird = replace(bird, abstract=HOSTILE)
    else:
        setattr(writer, changed, "another")
    Remembered(writer, Shelf(tmp_path, "tldr")).write(bird, Usage())
    assert writer.asked == 2


def test_it_can_be_told_to_forget(embedder: Embedder, tmp_path: Path) -> None:
    remembered = Remembered(ChosenTldrs(embedder), Shelf(tmp_path, "tldr"))
    for bird in PAPERS:
        remembered.write(bird, Usage())
    assert remembered.clear() == len(PAPERS)
    assert remembered.known(KESTREL) is None
