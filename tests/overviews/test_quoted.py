"""Overviews without a model: themes, and in each the authors' sentences that say what was found."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import InputError
from assistant.evidence.sources import sources_of
from assistant.library.filters import Filters
from assistant.library.library import Library
from assistant.library.papers import Paper
from assistant.llm.models import Usage
from assistant.overviews.make import finished, make
from assistant.overviews.overview import Chosen, Overview, PlannedSection
from assistant.overviews.quoted import QuotedSections
from assistant.overviews.selection import MOST, select, select_these
from assistant.reader.embeddings import Embedder
from tests.conftest import paper
from tests.overviews.helpers import assert_sound, filled, subjects


def overview_of(papers: list[Paper], library: Library, topic: str = "") -> Overview:
    chosen = Chosen(topic, Filters(), tuple(papers))
    return finished(make(chosen, library, QuotedSections(library.embedder)))


def test_papers_of_a_subject_are_a_section_that_quotes_what_was_found(library: Library) -> None:
    one = overview_of(subjects(), filled(library), "owl cameras and other subjects")
    assert_sound(one)
    owls = next(section for section in one.sections if set(section.papers) == {10, 11, 12})
    assert owls.heading.startswith("Owl camera")
    found = {claim.text for claim in owls.claims}
    assert len(found) == 2 and all("the owl camera" in text for text in found)
    assert one.summary and {claim.verdict for claim in one.claims} == {"quoted"}


def test_what_abstracts_call_open_stands_apart(library: Library) -> None:
    one = overview_of(subjects(), filled(library))
    assert [claim.text for claim in one.open] == ["Snow remains an open problem for every owl camera."]


def test_the_same_papers_give_the_same_text(library: Library) -> None:
    first = overview_of(subjects(), filled(library), "owls")
    assert overview_of(subjects(), library, "owls") == first


def test_no_sentence_stands_twice(library: Library) -> None:
    one = overview_of(subjects(), filled(library))
    shown = [(claim.text, claim.cited) for claim in one.claims]
    assert len(set(shown)) == len(shown)


def test_it_grows_section_by_section(library: Library) -> None:
    chosen = Chosen("", Filters(), tuple(subjects()))
    grown = list(make(chosen, filled(library), QuotedSections(library.embedder)))
    assert [len(one.sections) for one in grown] == [0, 1, 2, 3, 4, 4]
    assert [one.finished for one in grown] == [False] * 5 + [True]
    assert set(grown[-1].timings) == {"first_section", "total"}


@pytest.mark.parametrize("count", [1, 2, 5])
def test_few_papers_are_one_section(count: int, library: Library) -> None:
    one = overview_of(subjects()[:count], filled(library), "glacier ice")
    assert_sound(one)
    assert [section.heading for section in one.sections] == ["glacier ice"]


def test_an_abstract_in_which_no_sentence_stands_alone_is_still_quoted(library: Library) -> None:
    odd = [paper(1, abstract="It works."), paper(2, abstract="This is why.")]
    library.put(odd)
    assert_sound(overview_of(odd, library))


def test_a_topic_chooses_its_papers_best_first(library: Library) -> None:
    chosen = select("owl cameras", Filters(), filled(library))
    assert {one.title for one in chosen.papers} == {one.title for one in subjects()[9:]} and not chosen.notes
    assert len(select("owl cameras", Filters(), library, limit=2).papers) == 2
    assert "first 2" in select("owl cameras", Filters(), library, limit=2).notes[0]


def test_no_paper_on_a_topic_is_said_with_what_to_do(library: Library) -> None:
    with pytest.raises(InputError, match="No paper in your library is on tax law in coastal towns"):
        select("tax law in coastal towns", Filters(), filled(library))


def test_without_a_topic_the_conditions_choose(library: Library) -> None:
    chosen = select("", Filters(featured_since=subjects()[0].featured), filled(library))
    assert [one.id for one in chosen.papers] == [one.id for one in subjects()[:9]]


def test_chosen_papers_that_are_gone_or_withdrawn_are_named(library: Library) -> None:
    gone = replace(subjects()[0], withdrawn=True)
    library.put([gone, *subjects()[1:]])
    chosen = select_these([gone.id, "2401.99999", subjects()[1].id, subjects()[1].id], "ice", library)
    assert [one.id for one in chosen.papers] == [subjects()[1].id]
    assert chosen.notes == (
        "2401.99999 is not in your library.",
        "Glacier Ice from Radar was withdrawn and is left out.",
    )
    with pytest.raises(InputError, match="None of these papers can be read"):
        select_these([gone.id], "ice", library)


def test_of_very_many_chosen_papers_the_first_hundred_are_read(library: Library) -> None:
    many = [paper(n) for n in range(1, 131)]
    library.put(many)
    chosen = select_these([one.id for one in many], "", library)
    assert len(chosen.papers) == MOST and "130 papers were chosen" in chosen.notes[0]


WORDS = st.sampled_from(
    "we show that owls find 94% of 3,000 mice in 2.5 s . $x$ [3] our method is 10x better".split()
)


@given(st.lists(st.lists(WORDS, min_size=1, max_size=40).map(" ".join), min_size=1, max_size=5))
def test_whatever_stands_in_abstracts_a_section_quotes_only_that(
    embedder: Embedder, abstracts: list[str]
) -> None:
    papers = [paper(n, abstract=f"Owls. {text}") for n, text in enumerate(abstracts, 1)]
    section = QuotedSections(embedder).section(
        PlannedSection("Owls", sources_of(papers), len(papers)), "owls", Usage()
    )
    assert section.claims
    for claim in (*section.claims, *section.open):
        assert " ".join(claim.text.split()) in " ".join(papers[claim.cited[0] - 1].abstract.split())
