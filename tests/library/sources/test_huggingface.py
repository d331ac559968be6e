from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.library.papers import Paper
from assistant.library.sources import huggingface
from assistant.library.sources.entries import Refused, papers_among
from tests.library.helpers import DAY, entry, read
from tests.library.sources.answers import FULL, one, one_paper


@pytest.mark.data
def test_all_real_days_are_read_with_none_refused(data: Path) -> None:
    files = sorted((data / "hf_daily" / "days").iterdir())
    entries = [found for file in files for found in read(file)]
    assert len(files) == 479
    assert not [found for found in entries if isinstance(found, Refused)]
    papers = papers_among(entries)
    assert len({paper.id for paper in papers}) == 7_575
    assert all(p.has_arxiv_id and p.authors and p.abstract and p.published and p.featured for p in papers)


def test_every_field_of_a_full_entry_is_read() -> None:
    assert one_paper([FULL]) == Paper(
        id="2501.00007",
        title="A title in two lines",
        abstract="We propose method 7.",
        authors=("Ada Abel", "Bo Berg"),
        published=DAY,
        featured=date(2025, 1, 9),
        upvotes=7,
        comments=2,
        keywords=("naps", "tea"),
        organization="Nap Lab",
        code="https://github.com/nap/lab",
        stars=12,
        project="https://nap.example/",
        source="huggingface",
    )


def test_id_title_and_summary_are_enough_and_a_single_flat_paper_is_read_too() -> None:
    bare = {"id": "2501.00001v3", "title": "T", "summary": "A."}
    expected = Paper("2501.00001", "T", "A.", version=3, source="huggingface")
    assert one_paper(bare) == one_paper([bare]) == one_paper([{"paper": bare}]) == expected


@pytest.mark.parametrize("missing", ["id", "title", "summary"])
def test_an_entry_without_one_of_the_three_is_refused_by_number(missing: str) -> None:
    broken = entry(2)
    del broken["paper"][missing]
    first, second = huggingface.read([entry(1), broken], "day.json")
    assert isinstance(first, Paper)
    assert isinstance(second, Refused)
    assert (second.file, second.entry) == ("day.json", "2")
    assert second.reason == f"it has no {'abstract' if missing == 'summary' else missing}"


@pytest.mark.parametrize(
    ("said", "in_name", "expected"),
    [
        ("2025-01-09T12:00:00Z", None, date(2025, 1, 9)),
        ("2025-01-09T12:00:00Z", date(2025, 1, 10), date(2025, 1, 9)),
        (None, date(2025, 1, 10), date(2025, 1, 10)),
        ("soon", date(2025, 1, 10), date(2025, 1, 10)),
        (None, None, None),
    ],
)
def test_the_featured_day_is_the_entrys_own_or_the_files(
    said: str | None, in_name: date | None, expected: date | None
) -> None:
    found = one_paper([entry(submittedOnDailyAt=said)], in_name)
    assert found.featured == expected
    assert found.published == DAY


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://a.example/x", True),
        ("http://a.example", True),
        ("javascript:alert(1)", False),
        (" JavaScript:alert(1)", False),
        ("java\nscript:alert(1)", False),
        ("data:text/html,x", False),
        ("//a.example", False),
        ("https://", False),
        ("https://[::1", False),
        ("https://a.example/x y", False),
        (["https://a.example"], False),
    ],
)
def test_only_web_addresses_become_links(address: Any, kept: bool) -> None:
    found = one_paper([entry(githubRepo=address, projectPage=address)])
    assert (found.code, found.project) == ((address, address) if kept else (None, None))


@pytest.mark.parametrize(
    ("id_", "expected"),
    [
        ("2501.00001", ("2501.00001", None)),
        ("2501.0001v2", ("2501.0001", 2)),
        ("hep-th/9901001v1", ("hep-th/9901001", 1)),
        ("math.GT/0309136", ("math/0309136", None)),
    ],
)
def test_arxiv_ids_of_every_age_are_told_from_their_version(
    id_: str, expected: tuple[str, int | None]
) -> None:
    found = one_paper([entry(id=id_)])
    assert (found.id, found.version) == expected
    assert found.has_arxiv_id


@pytest.mark.parametrize(
    "id_",
    ["", "abc", "2501.1", "2501.00001v" + "9" * 25, "２５０１.00001", "../2501.00001", 2501.00001, None],
)
def test_what_is_no_arxiv_id_is_refused(id_: Any) -> None:
    assert isinstance(one([entry(id=id_)]), Refused)


@pytest.mark.parametrize("number", [True, -1, 2**31, 1.5, "3", None, [1]])
def test_a_count_that_is_none_is_left_out(number: Any) -> None:
    found = one_paper([entry(upvotes=number, githubStars=number) | {"numComments": number}])
    assert (found.upvotes, found.stars, found.comments) == (None, None, None)


@pytest.mark.parametrize(
    ("organization", "expected"),
    [({"fullname": "", "name": "lab"}, "lab"), ("Lab", "Lab"), ({}, None), (3, None), (["Lab"], None)],
)
def test_an_organization_is_named_fully_or_shortly_or_not(organization: Any, expected: str | None) -> None:
    assert one_paper([entry(organization=organization)]).organization == expected


def test_a_withdrawn_paper_says_so() -> None:
    assert one_paper([entry(withdrawnAt="2025-02-01T00:00:00Z")]).withdrawn
    assert not one_paper([entry(withdrawnAt=None)]).withdrawn
