"""Authors in every form that people and programs list them."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.library.names import Name, name_of
from assistant.library.sources.people import MAX_NAMES, extended_name, people_in

ABEL_BERG = ("Ada Abel", "Bo Berg")


@pytest.mark.parametrize(
    ("listed", "authors"),
    [
        ("Ada Abel, Bo Berg", ABEL_BERG),
        ("Abel, Ada; Berg, Bo", ABEL_BERG),
        ("Abel, Ada (57190); Berg, Bo (12)", ABEL_BERG),
        ("Ada Abel and Bo Berg", ABEL_BERG),
        ("Ada Abel & Bo Berg", ABEL_BERG),
        ("Abel, Ada and Berg, Bo", ABEL_BERG),
        ("Ada Abel, Bo Berg, and Cy Cid", (*ABEL_BERG, "Cy Cid")),
        ("Ada Abel|Bo Berg", ABEL_BERG),
        ("Ada Abel\nBo Berg", ABEL_BERG),
        ("Ada Abel, Bo Berg et al.", ABEL_BERG),
        ("Abel, A., Berg, B.", ("A. Abel", "B. Berg")),
        ("Abel A.B.; van der Berg B.", ("A.B. Abel", "B. van der Berg")),
        ("Abel, Ada", ("Ada Abel",)),
        ("['Abel, Ada', 'Berg, Bo']", ABEL_BERG),
        ('["Ada Abel", "Bo Berg"]', ABEL_BERG),
        ("['Ada Abel' 'Bo Berg']", ABEL_BERG),
        (["Ada Abel", "Berg, Bo", "others", ":", "", None, 7], ABEL_BERG),
        ([{"name": "Ada Abel"}, {"name": "Bo Berg", "authorId": "1"}], ABEL_BERG),
        ([{"given": "Ada", "family": "Abel"}, {"literal": "Bo Berg"}], ABEL_BERG),
        ([{"firstName": "Ada", "lastName": "Abel"}, {"first": "Bo", "last": "Berg"}], ABEL_BERG),
        ([{"author": {"display_name": "Ada Abel"}}, {"author": {"display_name": "Bo Berg"}}], ABEL_BERG),
        ([{"creatorType": "editor", "firstName": "Cy", "lastName": "Cid"}], ()),
        ([["Abel", "Ada", ""], ["Berg", "Bo", "Jr."]], ("Ada Abel", "Bo Berg Jr.")),
        ({"name": "Ada Abel"}, ("Ada Abel",)),
        (["ATLAS Collaboration", "Abel, A."], ("ATLAS Collaboration", "A. Abel")),
        ("The Rain Team", ("The Rain Team",)),
        ("family=Abel, given=Ada and given=Bo, family=Berg", ABEL_BERG),
        ("", ()),
        (7, ()),
    ],
)
def test_authors_are_read_however_they_are_listed(listed: Any, authors: tuple[str, ...]) -> None:
    assert people_in(listed).authors == authors


@pytest.mark.parametrize(
    "name",
    [
        Name("García Márquez", "Gabriel"),
        Name("World Health Organization", is_group=True),
        Name("Humboldt", "Alexander", dropping_particle="von"),
        Name("Oord", "Aaron", "van den"),
        Name("Abel", "Bo", suffix="Jr."),
    ],
)
def test_parts_that_the_source_gives_are_known_afterwards(name: Name) -> None:
    parts: dict[str, Any] = {
        "family": name.family,
        "given": name.given,
        "non-dropping-particle": name.particle,
        "dropping-particle": name.dropping_particle,
        "suffix": name.suffix,
    }
    people = people_in([{"literal": name.family} if name.is_group else parts])
    assert people.authors == (name.text,)
    assert next(iter(people.names), name_of(name.text)) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("family=Oord, given=Aaron, prefix=van den, useprefix=true", Name("Oord", "Aaron", "van den")),
        (
            "given=Alexander, prefix=von, family=Humboldt",
            Name("Humboldt", "Alexander", dropping_particle="von"),
        ),
        ("family=Abel, given={Ada B.}, suffix=III", Name("Abel", "Ada B.", suffix="III")),
        ("Abel, Ada", None),
    ],
)
def test_biblatex_names_its_parts(text: str, name: Name | None) -> None:
    assert extended_name(text) == name


ANY = st.recursive(
    st.none() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["name", "family", "author"]), inner)
    ),
    max_leaves=6,
)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(ANY)
def test_whatever_a_field_holds_gives_names_with_letters(value: Any) -> None:
    people = people_in(value)
    assert all(
        any(map(str.isalpha, author)) and author == " ".join(author.split()) for author in people.authors
    )
    assert {name.text for name in people.names} <= set(people.authors)


def test_authors_are_bounded() -> None:
    assert len(people_in([f"Ada {'x' * (i % 50)}{i}" for i in range(MAX_NAMES + 9)]).authors) == MAX_NAMES
