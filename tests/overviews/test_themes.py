"""Themes: papers of one subject end together, under a name in their own words; the same papers, the same themes."""

import numpy as np

from assistant.library.grouping import positions
from assistant.library.papers import Paper
from assistant.overviews.themes import Theme, find_themes
from assistant.reader.embeddings import Embedder
from tests.conftest import paper
from tests.days import day_papers


def themes_of(papers: list[Paper], embedder: Embedder) -> tuple[Theme, ...]:
    return find_themes(papers, list(embedder.embed([paper.text for paper in papers])))


def test_papers_of_one_subject_are_one_theme_named_in_their_own_words(embedder: Embedder) -> None:
    papers = day_papers()
    themes = themes_of(papers, embedder)
    assert {theme.papers for theme in themes} == {
        tuple(paper.id for paper in papers[i : i + 3]) for i in (0, 3, 6)
    }
    named = {theme.papers[0]: theme.name for theme in themes}
    assert named[papers[0].id].startswith("Glacier ice")
    assert named[papers[3].id].startswith("Bread yeast")
    assert named[papers[6].id].startswith("Violin wood")


def test_keywords_name_a_theme_where_titles_share_nothing(embedder: Embedder) -> None:
    papers = [
        paper(n, title=title, abstract=one.abstract, keywords=("Cold-Room Fermentation",) * (3 < n < 7))
        for n, (one, title) in enumerate(zip(day_papers(), "ABCDEFGHI", strict=True), 1)
    ]
    assert "Cold-room fermentation" in {theme.name.split(",")[0] for theme in themes_of(papers, embedder)}


def test_the_same_papers_give_the_same_themes(embedder: Embedder) -> None:
    assert themes_of(day_papers(), embedder) == themes_of(day_papers(), embedder)


def test_few_papers_have_no_themes(embedder: Embedder) -> None:
    assert themes_of(day_papers()[:5], embedder) == ()


def test_papers_that_are_all_the_same_do_not_break_it(embedder: Embedder) -> None:
    papers = [paper(n, title="Owls", abstract="Owls see at night.") for n in range(1, 9)]
    assert sum(len(theme.papers) for theme in themes_of(papers, embedder)) == 8


def test_every_paper_has_one_theme_of_three_to_six(embedder: Embedder) -> None:
    themes = themes_of(day_papers(), embedder)
    assert 3 <= len(themes) <= 6
    assert sorted(id_ for theme in themes for id_ in theme.papers) == [paper.id for paper in day_papers()]


def test_the_map_keeps_like_near_like_and_never_fails(embedder: Embedder) -> None:
    places = np.array(positions(list(embedder.embed([paper.text for paper in day_papers()]))))
    within = np.linalg.norm(places[0] - places[1])
    assert within < np.linalg.norm(places[0] - places[4]) and within < np.linalg.norm(places[0] - places[7])
    assert positions([]) == [] and positions([np.ones(384, np.float32)]) == [(0.0, 0.0)]
    assert positions([np.ones(384, np.float32)] * 3) == [(0.0, 0.0)] * 3
