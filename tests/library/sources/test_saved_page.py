from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.library.papers import Paper, id_from_title, title_key
from assistant.library.sources import saved_page
from assistant.library.sources.entries import Entry, Refused, papers_among
from tests.conftest import TODAY
from tests.library.helpers import page
from tests.library.helpers import read as read_file

GOOD = settings(max_examples=80, deadline=None, derandomize=True)
TWO = page(
    ("Sorting by sleeping", "Sleeping sorts. We measure naps.", "Nap Lab Nap Lab", "Sep 10 53"),
    ("A theory of tea", "Tea is warm.", "  • 3 authors", "Oct 27, 2024 4"),
)


def read(text: str, year: int | None = None) -> list[Entry]:
    return list(saved_page.read(text, "page.txt", TODAY, year))


def read_papers(text: str, year: int | None = None) -> list[Paper]:
    entries = read(text, year)
    assert all(isinstance(entry, Paper) for entry in entries)
    return papers_among(entries)


@pytest.fixture(scope="module")
def seed_file(data: Path) -> Path:
    return next((data.parent / "seeds").glob("*.txt"))


@pytest.fixture(scope="module")
def seed(seed_file: Path) -> list[Paper]:
    return papers_among(read_file(seed_file))


@pytest.mark.data
def test_the_seed_page_gives_its_24_papers_and_refuses_none(seed_file: Path, seed: list[Paper]) -> None:
    assert len(seed) == len({paper.id for paper in seed}) == 24
    assert len(read_file(seed_file)) == 24
    assert all(len(paper.abstract) > 300 and not paper.has_arxiv_id for paper in seed)


@pytest.mark.data
@pytest.mark.parametrize(
    ("number", "beginning", "day", "comments", "organization"),
    [
        (0, "Sharing is Caring:", date(2025, 9, 10), 53, "Gensyn"),
        (1, "Relaxed Recursive Transformers:", date(2024, 10, 27), 3, None),
        (4, "Fast, Expressive SE$(n)$", date(2023, 10, 4), None, None),
        (23, "CRaSh:", date(2023, 10, 23), None, None),
    ],
)
def test_the_seed_page_is_read_field_by_field(
    seed: list[Paper], number: int, beginning: str, day: date, comments: int | None, organization: str | None
) -> None:
    paper = seed[number]
    assert paper.title.startswith(beginning)
    assert (paper.published, paper.comments, paper.organization) == (day, comments, organization)


@pytest.mark.data
def test_only_one_seed_paper_names_an_organization_and_none_an_author(seed: list[Paper]) -> None:
    assert [paper.organization for paper in seed if paper.organization] == ["Gensyn"]
    assert not any(paper.authors or paper.featured or paper.upvotes for paper in seed)


@pytest.mark.data
def test_every_seed_abstract_is_one_unbroken_stretch_of_the_page(seed_file: Path, seed: list[Paper]) -> None:
    whole = " ".join(seed_file.read_text().split())
    assert all(f"{paper.title} {paper.abstract} " in whole for paper in seed)


@pytest.mark.data
@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_a_cut_seed_page_gives_the_papers_before_the_cut(
    seed_file: Path, seed: list[Paper], share: float
) -> None:
    text = seed_file.read_text()
    cut = read_papers(text[: int(len(text) * share)], year=2025)
    assert 0 < len(cut) < 24
    assert cut == seed[: len(cut)]


def test_title_abstract_organization_date_and_comments_are_told_apart() -> None:
    first, second = read_papers(TWO)
    assert (first.title, first.abstract) == ("Sorting by sleeping", "Sleeping sorts. We measure naps.")
    assert (first.organization, first.published, first.comments) == ("Nap Lab", date(2025, 9, 10), 53)
    assert (second.organization, second.published, second.comments) == (None, date(2024, 10, 27), 4)
    assert first.id == id_from_title(first.title)
    assert first.source == "saved page"


@pytest.mark.parametrize(
    ("last_date", "year", "expected"),
    [
        ("Oct 27, 2024", None, 2025),
        ("Oct 27, 2021", None, 2022),
        ("Oct 27", None, TODAY.year),
        ("Oct 27, 2024", 2019, 2019),
    ],
)
def test_a_date_without_year_is_in_the_year_after_the_newest_written(
    last_date: str, year: int | None, expected: int
) -> None:
    text = page(("T", "A.", "Lab", "Sep 10"), ("U", "B.", "Lab", last_date), ("V", "C.", "Lab", "Oct 1"))
    assert read_papers(text, year)[0].published == date(expected, 9, 10)


def test_windows_line_ends_change_nothing() -> None:
    assert saved_page.recognises(TWO.replace("\n", "\r\n"))
    assert read(TWO.replace("\n", "\r\n")) == read(TWO)


def test_a_page_without_its_head_gives_the_same_papers() -> None:
    headless = TWO.split("Nov 19\n\n")[1]
    assert read(headless) == read(TWO)


def test_an_abstract_of_several_paragraphs_is_joined() -> None:
    text = page(("First", "A.", "Lab", "Sep 10"), ("T", "One.\n\nTwo\nthree.", "2 authors", "Sep 11, 2024"))
    assert read_papers(text)[1].abstract == "One. Two three."


@pytest.mark.parametrize(
    ("by", "organization"),
    [
        ("Gensyn Gensyn", "Gensyn"),
        ("Open Lab Open Lab", "Open Lab"),
        ("Open Lab", "Open Lab"),
        ("logo Open Lab", "logo Open Lab"),
        ("1 author", None),
        ("• 12 authors", None),
    ],
)
def test_an_organization_is_named_once_and_only_where_given(by: str, organization: str | None) -> None:
    assert read_papers(page(("T", "A.", by, "Sep 10")))[0].organization == organization


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (("T", "A.", "Lab", "Feb 30, 2024"), "date 'Feb 30 2024' is none"),
        (("T", "A.", "Lab", "Abc 3, 2024"), "date 'Abc 3 2024' is none"),
        (("", "A.", "Lab", "Sep 10, 2024"), "no title"),
        (("x" * 1001, "A.", "Lab", "Sep 10, 2024"), "title is longer"),
    ],
)
def test_a_paper_that_cannot_be_read_is_refused_with_its_number_and_the_rest_is_read(
    bad: tuple[str, str, str, str], reason: str
) -> None:
    first, second, third = read(page(("T", "A.", "Lab", "Sep 9"), bad, ("V", "C.", "Lab", "Sep 11, 2024")))
    assert isinstance(second, Refused)
    assert (second.file, second.entry) == ("page.txt", "2")
    assert reason in second.reason
    assert isinstance(first, Paper) and isinstance(third, Paper)


@pytest.mark.parametrize("comments", ["9" * 10, "9" * 5000])
def test_a_count_of_comments_beyond_all_measure_is_left_out(comments: str) -> None:
    assert read_papers(page(("T", "A.", "Lab", f"Sep 10 {comments}")))[0].comments is None


WORD = st.text(st.characters(categories=("L", "N")), min_size=1, max_size=12)
PAPERS = st.lists(
    st.tuples(
        WORD.map("The {0} of".format), WORD.map("We saw {0}.".format), WORD, st.dates(date(2000, 1, 1))
    ),
    min_size=1,
    max_size=6,
)


@GOOD
@given(PAPERS)
def test_a_page_of_any_papers_is_read_back(papers: list[tuple[str, str, str, date]]) -> None:
    rows = [(title, text, by, f"{day:%b} {day.day}, {day:%Y} 7") for title, text, by, day in papers]
    found = read_papers(page(*rows))
    assert [(p.title, p.abstract, p.organization, p.published) for p in found] == papers
    assert {p.id for p in found} == {id_from_title(title) for title, *_ in papers}


PIECES = st.sampled_from(
    ["·", "\n", "\n\n", "\r\n", "Sep 10", " 53", ", 2024", "Lab", "• 3 authors", "Nov 19", " "]
)


@GOOD
@given(st.lists(PIECES | st.text(max_size=8)).map("".join))
def test_no_text_crashes_the_reader(text: str) -> None:
    entries = read(text)
    assert saved_page.recognises(text) == bool(entries)
    for entry in entries:
        assert entry.reason if isinstance(entry, Refused) else entry.title and entry.abstract


@pytest.mark.parametrize("text", ["·\n" * 200_000, "·\n" + "\n" * 500_000, " \t" * 300_000 + "·"])
def test_a_page_of_nothing_but_marks_and_blanks_is_none(text: str) -> None:
    assert not saved_page.recognises(text)


def test_two_spellings_of_a_title_make_one_id() -> None:
    assert id_from_title("A Théory — of tea!") == id_from_title("a theory of  TEA")
    assert title_key("A Théory — of tea!") == "a theory of tea"
