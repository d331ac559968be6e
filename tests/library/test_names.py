"""Author names in their parts, as the custom is."""

import pytest

from assistant.library.names import Name, name_of


@pytest.mark.parametrize(
    ("author", "family_first"),
    [
        ("Ada Abel", "Abel, Ada"),
        ("Ada B. C. Abel", "Abel, Ada B. C."),
        ("Wim van der Berg", "van der Berg, Wim"),
        ("Flor De la Torre", "De la Torre, Flor"),
        ("Bea Van Durme", "Van Durme, Bea"),
        ("Bo Bin Peng", "Peng, Bo Bin"),
        ("Blas Abril y Arcas", "Abril y Arcas, Blas"),
        ("Di Wu", "Wu, Di"),
        ("bo li", "li, bo"),
        ("and Lei Bai", "Bai, Lei"),
        ("Hal Abel III", "Abel, III, Hal"),
        ("Hal Abel, Jr.", "Abel, Jr., Hal"),
        ("Abel, Ada", "Abel, Ada"),
        ("van der Berg, Wim", "van der Berg, Wim"),
        ("Plato", "Plato"),
        ("", ""),
    ],
)
def test_the_family_name_comes_first(author: str, family_first: str) -> None:
    assert name_of(author).suffix_inside == family_first


@pytest.mark.parametrize("group", ["Owl Team", "OwlTeam", "o3 contributors", "Owl-AI", "Owls and Larks"])
def test_a_group_is_not_cut(group: str) -> None:
    assert name_of(group) == Name(group, is_group=True)


@pytest.mark.parametrize("person", ["Hao Ai", "Philippe Laban", "Luca Groupe"])
def test_a_person_is_no_group(person: str) -> None:
    assert not name_of(person).is_group
