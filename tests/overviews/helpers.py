"""What the tests of overviews share: a library of twelve invented papers on four subjects, and what must always hold."""

import re

from assistant.library.library import Library
from assistant.library.papers import Paper
from assistant.overviews.overview import Overview
from tests.conftest import paper
from tests.days import day_papers

_OWLS = (
    (
        "Owl Cameras that Listen",
        "Experiments on the Barn dataset show that the owl camera finds 94% of the owls.",
    ),
    (
        "Night Owl Cameras",
        "Results show that the owl camera needs 3.5 watts at night, half of what others need.",
    ),
    (
        "Owl Cameras in Fog",
        "In fog, the owl camera confuses 12 of 100 owls with cats, as experiments on farms show.",
    ),
)


def subjects() -> list[Paper]:
    """Nine papers on ice, yeast and violins, and three on owls, each with a result in a number."""
    owls = [
        paper(
            number,
            title=title,
            abstract=f"Owl cameras miss birds at night. We propose an owl camera that listens first. {found} "
            "Snow remains an open problem for every owl camera.",
        )
        for number, (title, found) in enumerate(_OWLS, 16)
    ]
    return [*day_papers(), *owls]


def filled(library: Library) -> Library:
    """The library with these papers."""
    library.put(subjects())
    return library


def assert_sound(one: Overview) -> None:
    """Every sentence cites papers of the list, and each of its numbers stands in one of them; no section is without papers."""
    assert one.finished and one.papers and one.claims
    assert sorted(n for section in one.sections for n in section.papers) == list(
        range(1, len(one.papers) + 1)
    )
    for section in one.sections:
        assert section.papers and section.claims
        assert {n for claim in section.claims for n in claim.cited} <= set(section.papers)
    for claim in one.claims:
        assert claim.cited and set(claim.cited) <= set(range(1, len(one.papers) + 1))
        cited = " ".join(one.papers[number - 1].text for number in claim.cited)
        for number in re.findall(r"\d+(?:[.,]\d+)*", claim.text):
            assert re.search(rf"(?<!\d){re.escape(number)}(?!\d)", cited), (number, claim.text)
