from pathlib import Path

import pytest

from assistant.library.papers import Paper, title_key
from assistant.library.sources import sample
from assistant.library.sources.entries import one_line, papers_among, web_address
from tests.conftest import TODAY
from tests.library.helpers import read

SAMPLE = list(sample.read())
IDS = [paper.id for paper in SAMPLE]


def test_the_sample_has_enough_papers_over_enough_days() -> None:
    assert len(SAMPLE) == len(set(IDS)) == len({title_key(paper.title) for paper in SAMPLE}) == 48
    assert len({paper.featured for paper in SAMPLE if paper.featured}) >= 5


@pytest.mark.parametrize("paper", SAMPLE, ids=IDS)
def test_a_sample_paper_is_labelled_described_dated_and_linked(paper: Paper) -> None:
    assert paper.is_sample and paper.has_arxiv_id
    assert 100 <= len(paper.abstract.split()) <= 160
    assert paper.authors and paper.published and paper.published <= TODAY
    assert paper.featured is None or paper.published <= paper.featured <= TODAY
    assert dict(paper.links)["arXiv"] == f"https://arxiv.org/abs/{paper.id}"
    assert all(web_address(url) == url for _, url in paper.links)
    assert all(one_line(text, 5_000) == text for text in (paper.title, paper.abstract, *paper.authors))


@pytest.mark.data
def test_every_seed_paper_is_in_the_sample_with_its_date_but_not_its_words(data: Path) -> None:
    ours = {title_key(paper.title): paper for paper in SAMPLE}
    seed = papers_among(read(next((data.parent / "seeds").glob("*.txt"))))
    assert len(seed) == 24
    for paper in seed:
        assert ours[title_key(paper.title)].published == paper.published
        assert longest_common_run(ours[title_key(paper.title)].abstract, paper.abstract) < 12


def longest_common_run(one: str, other: str) -> int:
    """Words in a row that both texts share."""
    words, whole = one.split(), f"  {' '.join(other.split())} "
    start, best = 0, 0
    for end in range(1, len(words) + 1):
        while f" {' '.join(words[start:end])} " not in whole:
            start += 1
        best = max(best, end - start)
    return best
