"""Which papers are meant: by id, link, title or search; what cannot be compared is told with what to do next."""

import pytest

from assistant.asking.paper_resolver import one_paper, pick, pick_by_search
from assistant.errors import InputError
from assistant.library.library import Library
from tests.birds import PAPERS
from tests.conftest import paper

ONE, TWO = PAPERS[0], PAPERS[1]


@pytest.mark.parametrize(
    "text",
    [
        ONE.id,
        f"{ONE.id}v3",
        f"arXiv:{ONE.id}",
        f"https://arxiv.org/abs/{ONE.id}",
        f"https://arxiv.org/pdf/{ONE.id}v2.pdf",
        f"https://huggingface.co/papers/{ONE.id}?ref=x",
        "caching for long documents",
        "Kestrel",
    ],
)
def test_a_paper_is_found_by_id_link_or_title(text: str, birds: Library) -> None:
    assert one_paper(text, birds) == ONE


def test_an_id_that_is_not_here_comes_with_the_way_to_fetch_it(birds: Library) -> None:
    with pytest.raises(InputError) as error:
        one_paper("https://arxiv.org/abs/2401.99999", birds)
    assert "2401.99999 is not in your library" in str(error.value)
    assert "papers fetch arxiv 2401.99999" in error.value.hint


@pytest.mark.parametrize("text", ["", "?!", "quantum gravity of penguins"])
def test_words_of_no_title_are_refused(text: str, birds: Library) -> None:
    with pytest.raises(InputError, match="No paper in your library is called"):
        one_paper(text, birds)


def test_the_same_paper_twice_stands_once_and_is_told_of(birds: Library) -> None:
    picked = pick([ONE.id, TWO.id, f"https://arxiv.org/abs/{ONE.id}"], birds)
    assert picked.papers == (ONE, TWO)
    assert f"{ONE.title} was given more than once" in picked.notes[0]
    with pytest.raises(InputError, match="the same paper was given twice"):
        pick([ONE.id, ONE.id], birds)


def test_papers_of_different_fields_are_told_of(birds: Library) -> None:
    assert any("different fields" in note for note in pick([ONE.id, TWO.id], birds).notes)


def test_a_withdrawn_paper_is_left_out_and_told_of(library: Library) -> None:
    library.put([paper(1), paper(2), paper(3, withdrawn=True)])
    picked = pick([paper(number).id for number in (1, 2, 3)], library)
    assert picked.papers == (paper(1), paper(2))
    assert picked.notes[0] == "Paper number 3 was withdrawn and is left out."
    with pytest.raises(InputError, match=r"at least 2 papers \(Paper number 3 was withdrawn\)"):
        pick([paper(1).id, paper(3).id], library)


def test_a_thirteenth_paper_is_refused(library: Library) -> None:
    papers = [paper(n) for n in range(1, 14)]
    library.put(papers)
    assert len(pick([p.id for p in papers[:12]], library).papers) == 12
    with pytest.raises(InputError, match="at most 12 papers, and there are 13 here"):
        pick([p.id for p in papers], library)


def test_search_chooses_papers_that_answer(birds: Library) -> None:
    picked = pick_by_search("compare the memory methods for agents and long documents", birds)
    assert {p.id for p in picked.papers} == {PAPERS[0].id, PAPERS[2].id}
    with pytest.raises(InputError, match="found no paper"):
        pick_by_search("Which hospital cures the flu?", birds)
