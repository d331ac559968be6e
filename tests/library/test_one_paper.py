"""However often and by whomever a paper is told, it stays one."""

import gzip
import json
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import date
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from assistant.library.importing import import_papers
from assistant.library.library import Library
from assistant.library.papers import Paper, id_from_title, is_same_paper, title_key
from assistant.library.sources import huggingface, sample
from tests.conftest import paper
from tests.library.helpers import ALL, asked, brought, contents, entry, page, read

PAGE = paper(
    title="On Tea",
    id=id_from_title("On Tea"),
    abstract="From the page.",
    authors=(),
    comments=5,
    source="saved page",
)
REAL = paper(title="On tea", abstract="The real one.", upvotes=3)
TELLINGS: list[Paper] = [PAGE, REAL, replace(REAL, title="A new title", featured=date(2025, 1, 4), upvotes=7)]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
@pytest.mark.parametrize("together", [True, False])
def test_a_paper_of_two_days_is_one_with_the_later_days_upvotes(
    small: Library, order: tuple[int, int], together: bool
) -> None:
    days = [
        list(huggingface.read([entry(1, upvotes=upvotes), entry(other)], f"{day}.json", day))
        for upvotes, other, day in ((5, 2, date(2025, 1, 3)), (9, 3, date(2025, 1, 4)))
    ]
    first, second = (days[i] for i in order)
    if together:
        assert brought(small, *first, *second)[0] == 3
    else:
        assert brought(small, *first)[0] == 2
        assert brought(small, *second)[0] == 1
    found = contents(small)
    assert (found["2501.00001"].upvotes, found["2501.00001"].featured) == (9, date(2025, 1, 4))
    assert brought(small, *first, *second) == brought(small, *second, *first) == (0, 0, 4, 0)
    assert contents(small) == found


@pytest.mark.parametrize("together", [True, False])
def test_a_numberless_paper_becomes_one_with_its_arxiv_telling(small: Library, together: bool) -> None:
    steps = [[PAGE, REAL]] if together else [[PAGE], [REAL]]
    for step in steps:
        brought(small, *step)
    assert contents(small) == {REAL.id: replace(REAL, comments=5)}
    assert brought(small, PAGE, REAL) == (0, 0, 2, 0)


def test_a_numberless_telling_adds_to_the_numbered_paper_it_names(small: Library) -> None:
    assert brought(small, REAL) == (1, 0, 0, 0)
    assert brought(small, PAGE) == (0, 1, 0, 0)
    assert asked(small) == 1
    assert contents(small) == {REAL.id: replace(REAL, comments=5)}


def test_a_numberless_paper_beside_its_numbered_self_is_taken_in(small: Library) -> None:
    """As it is after a new title on arXiv, or a kill between the adding of one and the removing of the other."""
    small.put([PAGE, replace(REAL, title="An older title")])
    brought(small, REAL)
    assert contents(small) == {REAL.id: replace(REAL, comments=5)}


def test_two_numbered_papers_of_one_title_stay_two(small: Library) -> None:
    assert brought(small, paper(1, title="Editorial"), paper(2, title="Editorial")) == (2, 0, 0, 0)
    assert brought(small, paper(1, title="Editorial"), paper(2, title="Editorial")) == (0, 0, 2, 0)
    assert len(contents(small)) == 2


@pytest.mark.parametrize("order", list(permutations(range(3))), ids=str)
def test_three_tellings_in_any_order_are_one_paper_and_settle(small: Library, order: tuple[int, ...]) -> None:
    told = [TELLINGS[i] for i in order]
    for each in told:
        brought(small, each)
    numbered = [found for found in contents(small).values() if found.has_arxiv_id]
    assert [found.id for found in numbered] == [REAL.id]
    for _ in range(2):
        brought(small, *told)
        settled = contents(small)
    brought(small, *told)
    assert contents(small) == settled


def test_a_sample_never_replaces_a_real_abstract_and_gives_way_to_it(small: Library) -> None:
    ours = paper(abstract="Our own description.", source="sample", project="https://a.example")
    brought(small, ours)
    brought(small, paper())
    assert contents(small) == {paper().id: replace(paper(), project="https://a.example")}
    assert brought(small, ours) == (0, 0, 1, 0)
    assert small.sample_ids() == []


def test_a_page_from_a_file_becomes_one_with_the_day_that_has_its_papers(
    small: Library, tmp_path: Path
) -> None:
    text = page(("Paper Number 1", "From the page.", "Nap Lab", "Jan 10, 2025 4"))
    brought(small, *read(tmp_path / "page.txt", text))
    brought(small, *read(tmp_path / "2025-01-03.json", [entry(1)]))
    [found] = contents(small).values()
    assert (found.id, found.abstract, found.organization) == ("2501.00001", "We propose method 1.", "Nap Lab")


def cited(title: str = "On Tea", doi: str | None = None, authors: tuple[str, ...] = ("Abel, A.",)) -> Paper:
    """As a bibliography tells it: with no number, perhaps a DOI."""
    id_ = id_from_title(title, doi or next(iter(authors), ""))
    return paper(id=id_, title=title, doi=doi, authors=authors, published=None, source="bibliography")


HAIL, DROUGHT = "This issue collects papers on hail.", "This issue collects papers on drought."


def told_in(year: int, text: str = HAIL, doi: str | None = None) -> Paper:
    """An editorial of that year by the same hand as all the others."""
    id_ = id_from_title("Editorial", doi or "", str(year), text)
    made = cited("Editorial", doi, ("Ada Abel",))
    return replace(made, id=id_, abstract=text, published=date(year, 1, 1))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (paper(1, version=1), paper(1, version=2), True),
        (paper(1, doi="10.1/x"), paper(2, doi="10.1/x"), False),
        (paper(1, title="Editorial"), paper(2, title="Editorial"), False),
        (cited("Tea", "10.1/x"), cited("Tea, a history", "10.1/x"), True),
        (cited(doi="10.1/x"), cited(doi="10.1/y"), False),
        (cited(doi="10.1/x"), paper(1, title="Other words", doi="10.1/x"), True),
        (cited(), paper(1, title="On tea!"), True),
        (cited(authors=("Cid, C.",)), paper(1, title="On tea"), False),
        (cited(authors=()), paper(1, title="On tea"), True),
        (cited(), cited(doi="10.1/x"), True),
        (cited(), cited(authors=("Cid, C.",)), False),
        (told_in(2019), told_in(2021), True),
        (told_in(2019, HAIL), told_in(2021, DROUGHT), False),
        (told_in(2019, HAIL), told_in(2019, DROUGHT), False),
        (told_in(2019, HAIL, "10.1/x"), told_in(2021, DROUGHT, "10.1/x"), False),
        (told_in(2019, HAIL, "10.1/x"), told_in(2019, DROUGHT, "10.1/x"), True),
        (told_in(2019, HAIL, "10.1/x"), told_in(2021, HAIL, "10.1/x"), True),
        (told_in(2025, HAIL), paper(1, title="Editorial", abstract=DROUGHT), True),
        (told_in(2019, HAIL), paper(1, title="Editorial", abstract=DROUGHT), False),
    ],
)
def test_what_is_one_paper_is_told_by_id_then_doi_then_title_and_first_author(
    small: Library, one: Paper, other: Paper, same: bool
) -> None:
    assert is_same_paper(one, other) == is_same_paper(other, one) == same
    brought(small, one)
    brought(small, other)
    assert len(contents(small)) == (1 if same else 2)
    brought(small, one, other)
    settled = contents(small)
    brought(small, one, other)
    assert contents(small) == settled


@pytest.mark.parametrize("order", list(permutations(range(3))), ids=str)
def test_sources_of_equal_strength_settle_at_the_first_import(small: Library, order: tuple[int, ...]) -> None:
    records = [
        paper(1, source="bibliography", keywords=("tea",), published=date(2025, 1, 1)),
        paper(1, source="file", keywords=("cups",), abstract="Another text.", organization="Nap Lab"),
        paper(1, source="huggingface", keywords=("mugs",), title="Another title", upvotes=3),
    ]
    told = [records[i] for i in order]
    brought(small, *told)
    settled = contents(small)
    for each in (*told, *reversed(told)):
        assert brought(small, each) == (0, 0, 1, 0)
    assert contents(small) == settled
    [one] = settled.values()
    assert (one.keywords, one.organization, one.upvotes) == (told[0].keywords, "Nap Lab", 3)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_upvotes_come_from_daily_papers_and_categories_and_words_from_arxiv(
    small: Library, order: tuple[int, int]
) -> None:
    daily = paper(1, upvotes=9, featured=date(2025, 1, 3), published=date(2025, 1, 2), keywords=("tea",))
    words = {"title": "The title on arXiv", "abstract": "As arXiv has it.", "authors": ("Ada Abel",)}
    arxiv = paper(1, categories=("cs.CL",), doi="10.1/x", source="arxiv", **words)
    for number in order:
        brought(small, (daily, arxiv)[number])
    merged = replace(arxiv, upvotes=9, featured=daily.featured, keywords=("tea",))
    assert contents(small) == {arxiv.id: merged}
    assert brought(small, daily, arxiv) == (0, 0, 2, 0)


def test_the_newest_version_is_kept_and_a_withdrawal_stays(small: Library) -> None:
    new = paper(1, version=3, abstract="The third version.", source="arxiv")
    old = replace(new, version=1, abstract="The first version.", upvotes=2, withdrawn=True)
    brought(small, new, old)
    [found] = contents(small).values()
    assert (found.abstract, found.version, found.upvotes, found.withdrawn) == (
        "The third version.",
        3,
        2,
        True,
    )
    assert not small.search("third version") and not small.newest(ALL, 9)


@pytest.mark.data
def test_the_seed_page_updates_the_sample_papers_and_keeps_their_ids_and_authors(
    small: Library, data: Path
) -> None:
    samples = {each.id: each for each in sample.read()}
    seed = read(next((data.parent / "seeds").glob("*.txt")))
    assert brought(small, *samples.values()) == (48, 0, 0, 0)
    assert brought(small, *seed) == (0, 24, 0, 0)
    found = contents(small)
    assert set(found) == set(samples) and len(small.sample_ids()) == 24
    real = [each for each in found.values() if not each.is_sample]
    assert {each.abstract for each in real} == {each.abstract for each in seed if isinstance(each, Paper)}
    assert all(each.authors == samples[each.id].authors != () for each in real)
    assert brought(small, *seed) == (0, 0, 24, 0)
    assert brought(small, *samples.values()) == (0, 0, 48, 0)


@pytest.mark.data
def test_two_real_days_import_once_and_the_seed_page_alone_has_no_doubles(small: Library, data: Path) -> None:
    days = sorted((data / "hf_daily" / "days").iterdir())[200:202]
    entries = [each for day in days for each in read(day)]
    added, updated, unchanged, refused = brought(small, *entries)
    assert added + updated + unchanged == len(entries) and added > 20 and not refused
    assert brought(small, *entries) == (0, 0, len(entries), 0)
    assert brought(small, *read(next((data.parent / "seeds").glob("*.txt"))))[0] == 24


class InMemory:
    """A library without a disk: what importing needs of one, and nothing is embedded."""

    def __init__(self) -> None:
        self.papers: dict[str, Paper] = {}
        self.titles: dict[str, set[str]] = {}
        self.store = self.embedder = self

    def writing(self) -> AbstractContextManager[None]:
        return nullcontext()

    def embed(self, texts: list[str]) -> list[list[float]]:
        return [[0.0]] * len(texts)

    def get(self, ids: list[str]) -> dict[str, Paper]:
        return {id_: self.papers[id_] for id_ in ids if id_ in self.papers}

    def named(self, titles: list[str], dois: list[str]) -> list[Paper]:
        found = {id_ for title in titles for id_ in self.titles.get(title_key(title), ())}
        return [each for id_ in found if (each := self.papers.get(id_))]

    def vectors(self, ids: list[str]) -> dict[str, list[float]]:
        return {id_: [0.0] for id_ in ids}

    def put(self, papers: list[Paper], vectors: object = None) -> None:
        for each in papers:
            self.papers[each.id] = each
            self.titles.setdefault(title_key(each.title), set()).add(each.id)

    def remove(self, ids: list[str]) -> None:
        for id_ in ids:
            del self.papers[id_]

    def refresh(self) -> None:
        """There is no keyword index."""


def arxiv_tellings(data: Path, wanted: set[str]) -> list[Paper]:
    """The papers of the arXiv set with these ids."""
    with gzip.open(data / "arxiv" / "papers.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines if line[8 : line.index('"', 8)] in wanted]
    texts = ("id", "title", "summary")
    return [
        Paper(
            *(" ".join(row[name].split()) for name in texts),
            tuple(row["authors"]),
            categories=tuple(row["categories"]),
            source="arxiv",
        )
        for row in rows
    ]


@pytest.mark.data
def test_the_papers_of_daily_papers_and_arxiv_are_one_each_and_none_is_merged_with_another(
    data: Path,
) -> None:
    library: Any = InMemory()
    for file in sorted((data / "hf_daily" / "days").iterdir()):
        import_papers(huggingface.read(json.loads(file.read_bytes()), file.name), library)
    daily = dict(library.papers)
    told = arxiv_tellings(data, set(daily))
    assert len(told) == len({each.id for each in told}) == 3403
    report = import_papers(told, library)
    assert (report.added, set(library.papers)) == (0, set(daily))
    for each in told:
        one = library.papers[each.id]
        assert (one.abstract, one.categories) == (each.abstract, each.categories)
        assert one.upvotes == daily[each.id].upvotes is not None
    settled = dict(library.papers)
    import_papers([*told, *daily.values()], library)
    assert library.papers == settled

    numberless = [replace(each, id=id_from_title(each.title, each.authors[0])) for each in told]
    report = import_papers(numberless, library)
    apart = [each for each in library.papers.values() if each.is_named_by_title]
    assert (report.added, apart) == (0, [])
    assert {id_: one.title for id_, one in library.papers.items()} == {
        id_: p.title for id_, p in settled.items()
    }
