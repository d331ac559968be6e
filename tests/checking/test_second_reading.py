"""What a second reading may do to a verdict: lower it or take an accusation back, never raise it to `supported`."""

from dataclasses import replace

import numpy as np
import pytest

from assistant.checking.checks import NOT_SAID, Verdict
from assistant.checking.citations import Claim
from assistant.checking.second_reading import MAYBE, OTHERWISE, Reading, chance, premises, read_again, revise
from assistant.evidence.sources import sources_of
from assistant.reader.embeddings import Vectors
from assistant.reader.entailment import TextPair
from tests.conftest import paper

SAID, DENIED, UNSAID = (
    Reading(0.9, 0.9, 0.02, 0.9),
    Reading(-0.9, 0.02, 0.9, -0.9),
    Reading(0.0, 0.1, 0.1, 0.0),
)
OWLS = Claim("Owls hear mice.", (1,), (), "supported", support=0.7)


class Fixed:
    """A reader that finds the same for every pair, and keeps what it was given."""

    name = "fixed"

    def __init__(self, *row: float) -> None:
        self.row, self.pairs = row, list[TextPair]()

    def read(self, pairs: list[TextPair]) -> Vectors:
        self.pairs += pairs
        return np.array([self.row] * len(pairs), np.float32).reshape(-1, 3)


def test_a_supported_claim_that_is_read_as_contradicted_is_doubted_with_the_reason() -> None:
    assert (revised := revise(OWLS, DENIED)).verdict == "unsure" and revised.reason == OTHERWISE
    assert revise(OWLS, SAID) == OWLS


def test_what_the_rules_accuse_for_its_words_alone_is_could_not_confirm_or_contradicted() -> None:
    accused = replace(OWLS, verdict="unsupported", reason=NOT_SAID, support=0.3)
    assert (revised := revise(accused, SAID)).verdict == "unsure" and revised.reason == MAYBE
    assert (revised := revise(accused, DENIED)).verdict == "unsupported" and revised.reason == OTHERWISE
    assert revise(accused, UNSAID) == accused


def test_a_wrong_number_stays_unsupported_whatever_the_reader_finds() -> None:
    accused = replace(OWLS, verdict="unsupported", reason="The cited abstract does not give the number 9.")
    assert revise(accused, SAID) == accused


@pytest.mark.parametrize("verdict", ["quoted", "uncited", "unsure", "background", "analogy"])
@pytest.mark.parametrize("reading", [SAID, DENIED, UNSAID])
def test_other_verdicts_stay(verdict: Verdict, reading: Reading) -> None:
    claim = replace(OWLS, verdict=verdict)
    assert revise(claim, reading) == claim


def test_the_chance_grows_with_what_the_rules_and_the_reader_find() -> None:
    assert chance(0.9, SAID) > chance(0.6, SAID) > chance(0.6, DENIED)


def test_the_sentences_with_most_of_the_words_are_read_alone_and_in_pairs_in_their_order() -> None:
    sentences = ["Owls hear.", "Ice melts.", "Owls eat mice.", "Bees fly.", "Mice hear owls."]
    read = premises("Owls hear mice.", sentences)
    nearest, first, second = ("Mice hear owls.",), ("Owls hear.",), ("Owls eat mice.",)
    assert read[0] == nearest and sorted(read[1:3]) == sorted([first, second])
    assert read[3:] == [first + second, first + nearest, second + nearest]
    assert premises("Owls.", []) == []


def test_only_the_cited_papers_are_read_and_quotations_are_not() -> None:
    sources = sources_of([paper(1, abstract="Owls hear mice."), paper(2, abstract="Ice melts.")])
    reader = Fixed(0.0, 0.1, 0.9)
    quoted = replace(OWLS, verdict="quoted")
    revised = read_again([quoted, OWLS, replace(OWLS, cited=())], sources, reader)
    assert [claim.verdict for claim in revised] == ["quoted", "unsure", "supported"]
    assert [pair.premise for pair in reader.pairs] == [("Owls hear mice.",)]
    assert read_again([], sources, reader) == []
