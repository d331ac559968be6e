import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.library.papers import Paper
from assistant.library.sources import huggingface
from assistant.library.sources.entries import Entry, Refused, papers_among
from tests.library.helpers import DAY, entry, read

GOOD = settings(max_examples=100, deadline=None, derandomize=True)
FULL = entry(
    7,
    title=" A title\n in two lines ",
    submittedOnDailyAt="2025-01-09T00:00:00.000Z",
    ai_keywords=["naps", "tea", "naps"],
    organization={"name": "nap-lab", "fullname": "Nap Lab"},
    githubRepo="https://github.com/nap/lab",
    githubStars=12,
    projectPage="https://nap.example/",
)


def one(answer: Any, featured: date | None = None) -> Entry:
    [found] = huggingface.read(answer, "day.json", featured)
    return found


def one_paper(answer: Any, featured: date | None = None) -> Paper:
    found = one(answer, featured)
    assert isinstance(found, Paper), found
    return found


@pytest.mark.data
def test_all_real_days_are_read_with_none_refused(data: Path) -> None:
    files = sorted((data / "hf_daily" / "days").iterdir())
    entries = [found for file in files for found in read(file)]
    assert len(files) == 479
    assert not [found for found in entries if isinstance(found, Refused)]
    papers = papers_among(entries)
    assert len({paper.id for paper in papers}) == 7_575
    assert all(p.has_arxiv_id and p.authors and p.abstract and p.published and p.featured for p in papers)


@pytest.mark.data
def test_all_real_malformed_days_are_read_entry_by_entry(data: Path) -> None:
    files = sorted((data / "hf_daily" / "malformed").iterdir())
    assert len(files) == 17
    for file in files:
        strings = json.loads(file.read_text())
        assert strings and all(isinstance(each, str) for each in strings)
        found = read(file)
        assert len(found) == len(strings)
        assert [p.featured for p in papers_among(found)] == [date.fromisoformat(file.stem)] * len(strings)


@pytest.mark.data
def test_a_real_malformed_day_with_damaged_entries_keeps_the_sound_ones(data: Path, tmp_path: Path) -> None:
    strings = json.loads((data / "hf_daily" / "malformed" / "2024-12-26.json").read_text())
    strings[1] = strings[1][: len(strings[1]) // 2]
    found = read(tmp_path / "2024-12-26.json", strings)
    assert [type(each) for each in found] == [Paper, Refused, Paper, Paper]
    assert "does not parse" in found[1].reason  # type: ignore[union-attr]


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
        ("math.GT/0309136", ("math.GT/0309136", None)),
    ],
)
def test_arxiv_ids_of_every_age_are_told_from_their_version(id_: str, expected: tuple[str, int | None]) -> None:
    found = one_paper([entry(id=id_)])
    assert (found.id, found.version) == expected
    assert found.has_arxiv_id


@pytest.mark.parametrize(
    "id_", ["", "abc", "2501.1", "2501.00001v" + "9" * 25, "２５０１.00001", "../2501.00001", 2501.00001, None]
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


def test_an_entry_saved_as_python_text_is_read_like_the_entry_itself() -> None:
    assert one([repr(FULL)]) == one([FULL])


def test_no_code_in_an_entry_is_run(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    code = f"__import__('pathlib').Path({str(mark)!r}).touch()"
    assert isinstance(one([code]), Refused)
    assert isinstance(one(["{'paper': " + code + "}"]), Refused)
    assert not mark.exists()


@pytest.mark.parametrize(
    "text",
    ["", "{", "{[]: 1}", "{'a': {[1]}}", "(" * 5_000, "9" * 5_000, "'\x00'", "...", "b'x'", "x" * 1_000_001],
)
def test_a_text_that_is_no_entry_is_refused_and_the_next_is_read(text: str) -> None:
    first, second = huggingface.read([text, entry()], "day.json")
    assert isinstance(first, Refused) and first.entry == "1"
    assert isinstance(second, Paper)


FIELDS = st.sampled_from([*FULL["paper"], "paper", "numComments", "withdrawnAt", "name", "fullname"])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9) | st.just("2501.00001v2"),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(FIELDS, inner, max_size=6),
    max_leaves=25,
)


@GOOD
@given(JSON)
def test_any_json_gives_a_paper_or_a_reason_for_each_entry(answer: Any) -> None:
    found = list(huggingface.read(answer, "day.json"))
    assert len(found) == (len(answer) if isinstance(answer, list) else 1)
    assert all(each.reason if isinstance(each, Refused) else each.title for each in found)


@GOOD
@given(st.dictionaries(st.sampled_from(list(FULL["paper"])), JSON, max_size=12))
def test_wrong_types_in_a_field_cost_only_that_field(wrong: dict[str, Any]) -> None:
    wrong = {name: value for name, value in wrong.items() if name not in ("id", "title", "summary")}
    found, right = one_paper([entry(7, **wrong)]), one_paper([entry(7)])
    assert (found.id, found.title, found.abstract) == (right.id, right.title, right.abstract)


@GOOD
@given(st.integers(0, len(repr(FULL)) - 1), st.text("ab ',:", max_size=3))
def test_a_python_text_cut_anywhere_is_refused(cut: int, tail: str) -> None:
    assert isinstance(one([repr(FULL)[:cut] + tail]), Refused)
