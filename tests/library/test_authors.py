"""Authors: found however their names are spelled, and anew when papers come."""

import pytest

from assistant.library.library import Library
from tests.conftest import paper


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Yoshua Bengio", ["2501.00001"]),
        ("bengio", ["2501.00001"]),
        ("Bengio, Y.", ["2501.00001"]),
        ("Edward Flores Nuno", ["2501.00002"]),
        ("Ben", []),
        ("Y. B.", []),
        ("", []),
        ("Samy Bengio", []),
    ],
)
def test_names_are_found_however_they_are_spelled(library: Library, name: str, found: list[str]) -> None:
    library.put(
        [
            paper(1, authors=("Ada Abel", "Yoshua Bengio")),
            paper(2, authors=("Edward Phillip Flores Nuño",)),
        ]
    )
    assert library.authors.papers_of(name) == found


def test_a_paper_that_came_later_is_found(library: Library) -> None:
    library.put([paper(1, authors=("Ada Abel",))])
    assert library.authors.papers_of("Abel") == ["2501.00001"]
    library.put([paper(2, authors=("Ada Abel", "Zoe Abel"))])
    assert library.authors.papers_of("Abel") == ["2501.00001", "2501.00002"]
