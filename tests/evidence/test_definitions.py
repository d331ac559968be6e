"""What a thing is called is learned from the papers, and a sentence that says what it is stands out."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.evidence.definitions import defining, names_of

TEXTS = [
    "We use the Owl Tracking Network (OTN).",
    "An owl-tracking network (OTN) is trained.",
    "Other Tiny Nests (OTN) are counted.",
]
NAMES = ("OTN", "owl tracking network")


@pytest.mark.parametrize(
    ("thing", "names"),
    [
        ("OTN", ("OTN", "Owl Tracking Network")),
        ("otn", ("otn", "Owl Tracking Network")),
        ("OTNs", ("OTNs", "Owl Tracking Network")),
        ("OTN loss", ("OTN loss", "Owl Tracking Network loss")),
        ("nest", ("nest",)),
    ],
)
def test_letters_stand_for_what_most_papers_say(thing: str, names: tuple[str, ...]) -> None:
    assert names_of(thing, TEXTS) == names


@pytest.mark.parametrize(
    "text",
    [
        "An OTN is a network that follows owls.",
        "Owl tracking networks (OTNs) are one of the ways to follow owls.",
        "Lately, OTN, a network that follows owls, was improved.",
        "The owl-tracking network follows owls by ear.",
        "We propose OTN to follow owls.",
        "It was found by an owl tracking network (OTN).",
    ],
)
def test_a_sentence_that_defines_or_introduces_beats_one_that_uses_the_name(text: str) -> None:
    assert defining(text, NAMES) > defining("Our gains hold for every OTN.", NAMES) == 0


def test_the_most_telling_form_counts_most_and_all_together_count_as_one() -> None:
    whole = defining("The Owl Tracking Network (OTN) is a network that follows owls.", NAMES)
    assert whole == pytest.approx(1)
    assert whole > defining("The Owl Tracking Network (OTN) follows owls.", NAMES)
    assert defining("Owls. OTN is a network. Mice.", NAMES) == defining("OTN is a network.", NAMES)


def test_a_name_is_known_in_singular_and_plural_with_hyphens_and_without() -> None:
    for name in ("owl tracking networks", "owl-tracking network"):
        assert defining("An owl tracking network is an ear.", [name]) > 0
        assert defining("Owl-tracking (OT) networks are a kind of ear.", [name]) > 0


def test_part_of_another_name_is_not_the_name() -> None:
    assert defining("A BOTNET is a network, and a LOTN is one, too.", NAMES) == 0
    assert defining("OTN-based tracking is a mess.", NAMES) == 0


@given(st.text(max_size=200), st.text(min_size=1, max_size=30))
def test_no_text_breaks_it(text: str, thing: str) -> None:
    assert 0 <= defining(text, names_of(thing, [text])) <= 1.001


def test_a_long_text_is_looked_through_quickly() -> None:
    begin = time.perf_counter()
    defining("owl tracking " * 2_000 + "(" * 2_000, NAMES)
    assert time.perf_counter() - begin < 1
