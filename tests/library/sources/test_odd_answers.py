import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.library.papers import Paper
from assistant.library.sources import huggingface
from assistant.library.sources.entries import Refused, papers_among
from tests.library.helpers import entry, read
from tests.library.sources.answers import FULL, JSON, one, one_paper

GOOD = settings(max_examples=80, deadline=None, derandomize=True)


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
    assert isinstance(found[1], Refused) and "does not parse" in found[1].reason
