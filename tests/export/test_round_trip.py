"""What is exported is read back by our own readers as it was: names in their parts, titles with all their signs."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.export.references import WRITERS
from assistant.library.names import Name, name_of
from assistant.library.papers import Paper
from assistant.library.sources.completing import with_titles
from assistant.library.sources.people import of_names
from tests.conftest import paper
from tests.library.helpers import read

WORDS = st.text("abcdéüßøłñ", min_size=2, max_size=8).map(str.title)
GIVEN = WORDS | st.builds("{} {}".format, WORDS, st.sampled_from(["B.", "Maria", "J.-P."]))
FAMILIES = WORDS | st.builds("{} {}".format, WORDS, WORDS) | st.builds("{}-{}".format, WORDS, WORDS)
PEOPLE = st.builds(
    lambda family, given, particle, suffix: Name(family, given, particle, suffix=suffix),
    FAMILIES,
    GIVEN,
    st.sampled_from(["", "van der", "de la"]),
    st.sampled_from(["", "Jr.", "III"]),
)
GROUPS = st.builds(
    lambda name: Name(name, is_group=True),
    st.sampled_from(["World Health Organization", "Rain and Snow Team", "Plato"]),
)
SIGNS = st.text("aB1 <>|%&#_$^~{}\"'´`é–—-€β/.,:;()", min_size=1, max_size=30)


def parts(told: Paper) -> list[tuple[str, ...]]:
    known = {name.text: name for name in told.names}
    people = [known.get(author) or name_of(author) for author in told.authors]
    return [(name.family, name.given, name.particle, name.suffix) for name in people]


def again(folder: Path, form: str, told: Paper) -> Paper:
    """The paper written in this format and read from there."""
    [found] = [
        each
        for each in with_titles(read(folder / "export", WRITERS[form]([told])))
        if isinstance(each, Paper)
    ]
    return found


@pytest.mark.parametrize("form", WRITERS)
@settings(max_examples=60, deadline=None, derandomize=True)
@given(people=st.lists(PEOPLE | GROUPS, min_size=1, max_size=4, unique_by=lambda name: name.text))
def test_names_keep_their_parts(
    tmp_path_factory: pytest.TempPathFactory, form: str, people: list[Name]
) -> None:
    told = of_names(people)
    before = paper(1, authors=told.authors, names=told.names)
    after = again(tmp_path_factory.mktemp("names"), form, before)
    assert after.authors == before.authors
    if form != "ris":  # it has no mark for a group
        assert parts(after) == parts(before)


@pytest.mark.parametrize("form", WRITERS)
@settings(max_examples=150, deadline=None, derandomize=True)
@given(title=SIGNS.filter(lambda text: any(map(str.isalnum, text))))
def test_no_word_of_a_title_vanishes(tmp_path_factory: pytest.TempPathFactory, form: str, title: str) -> None:
    after = again(tmp_path_factory.mktemp("titles"), form, paper(1, title=f"Rain {title} snow"))
    assert after.title.startswith("Rain") and after.title.endswith("snow")
    assert [c for c in after.title if c.isalnum()] == [c for c in f"Rain {title} snow" if c.isalnum()]


@pytest.mark.parametrize("form", WRITERS)
@pytest.mark.parametrize(
    "title", ["p < 0.05 and n > 30", "50% of 5 € | a_b", r"\texttt{Frost} of \emph{M}", "β & 100 %"]
)
def test_what_a_title_shows_is_exported(tmp_path: Path, form: str, title: str) -> None:
    shown = again(tmp_path, form, paper(1, title=title)).title
    assert shown in (title, "Frost of M")
