import json
import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.errors import InputError
from assistant.library.papers import Paper
from assistant.library.sources.entries import Refused
from assistant.library.sources.files import MAX_BYTES, FileImport, files_in
from tests.conftest import TODAY
from tests.library.helpers import entry, page, read

PAGE = page(("A theory of tea", "Tea is warm.", "Nap Lab", "Sep 10"))


def refusal(path: Path, content: object = None) -> str:
    """Why the file was refused; it must be the only thing that was said."""
    [found] = read(path, content)
    assert isinstance(found, Refused)
    assert (found.file, found.entry) == (str(path), None)
    return found.reason


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "it is empty"),
        (b" \n\t\r\n ", "it is empty"),
        (b"%PDF-1.7\n%\xe2\xe3", "it is a PDF, and only abstracts are read"),
        ("Dear diary, no papers.\nTomorrow then, perhaps, or later.", "it is none of these"),
        (b"\x89PNG\r\n\x00\x00", "it is a binary file"),
        (b"Caf\x81", "it is not UTF-8 text (byte 4)"),
        (b"\xef\xbb\xbf", "it is empty"),
        ("Dear diary, no papers today.", "it is none of these: a saved Daily Papers page"),
        ('[{"paper": {"id": ', "its JSON breaks off or is damaged at line 1"),
        ('[\n{"a": 1},\n oops]', "damaged at line 3"),
        ("[" * 100_000, "its JSON is nested too deeply"),
        ('[{"upvotes": ' + "9" * 5_000 + "}]", "its JSON holds a number with thousands of digits"),
        ("[]", "it holds no papers"),
    ],
)
def test_a_file_without_papers_is_refused_with_its_reason(
    tmp_path: Path, content: bytes | str, reason: str
) -> None:
    assert reason in refusal(tmp_path / "file", content)


def test_a_file_larger_than_any_answer_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "one-line.json"
    file.write_bytes(b"[".ljust(MAX_BYTES + 1))
    assert refusal(file) == "it is larger than 64 MB, which no page or answer is"


def test_a_file_of_zeros_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "zeros.json"
    file.write_bytes(b"[")
    os.truncate(file, 200_000_000)
    assert refusal(file) == "it is a binary file"


def test_one_line_of_ten_megabytes_is_refused_as_an_entry_or_a_paper(tmp_path: Path) -> None:
    long = "a" * 10_000_000
    [in_answer] = read(tmp_path / "a.json", f'["{long}"]')
    [on_page] = read(tmp_path / "b.txt", page(("T", long[:500_000], "Lab", "Sep 10")))
    assert isinstance(in_answer, Refused) and in_answer.entry == "1"
    assert isinstance(on_page, Refused) and on_page.entry == "1"


def test_a_file_that_went_away_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / "gone.json") == "it cannot be opened: No such file or directory"


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf", b"\n\n  ", b"\xef\xbb\xbf\r\n"])
@pytest.mark.parametrize("content", [PAGE, json.dumps([entry()]), json.dumps(entry())])
def test_the_format_is_told_by_content_whatever_the_name_or_byte_order_mark(
    tmp_path: Path, content: str, mark: bytes
) -> None:
    [found] = read(tmp_path / "what.pdf", mark + content.encode())
    assert isinstance(found, Paper)


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("2025-01-10.json", date(2025, 1, 10)),
        ("2025-01-10-evening.json", date(2025, 1, 10)),
        ("2025-02-30.json", None),
        ("papers-2025-01-10.json", None),
    ],
)
def test_a_day_at_the_front_of_the_name_is_the_featured_day(
    tmp_path: Path, name: str, day: date | None
) -> None:
    [found] = read(tmp_path / name, [entry()])
    assert isinstance(found, Paper) and found.featured == day


def test_the_year_said_by_the_person_reaches_the_page(tmp_path: Path) -> None:
    [found] = read(tmp_path / "page.txt", PAGE, year=2019)
    assert isinstance(found, Paper) and found.published == date(2019, 9, 10)


def test_a_refused_entry_does_not_stop_the_file(tmp_path: Path) -> None:
    found = read(tmp_path / "day.json", [entry(1), 3, None, entry(2)])
    assert [type(each) for each in found] == [Paper, Refused, Refused, Paper]


def test_folders_are_walked_in_order_without_hidden_files(tmp_path: Path) -> None:
    visible = ["a.json", "b/c.json", "b/d/e.json", "z.txt"]
    for name in [*visible, ".hidden", "b/.hidden/f.json", ".git/g.json"]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("[]")
    assert files_in([tmp_path]) == [tmp_path / name for name in visible]


def test_a_hidden_folder_or_file_that_is_named_is_read(tmp_path: Path) -> None:
    file = tmp_path / ".saved" / ".day.json"
    file.parent.mkdir()
    file.write_text("[]")
    assert files_in([file]) == [file]
    (tmp_path / ".saved" / "day.json").write_text("[]")
    assert files_in([file.parent]) == [tmp_path / ".saved" / "day.json"]


def test_a_path_that_is_not_there_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"There is no file or folder .*gone") as caught:
        files_in([tmp_path / "gone"])
    assert "saved Daily Papers page" in caught.value.hint


@pytest.mark.parametrize("inside", [None, ".hidden", "folder/"])
def test_a_folder_without_files_is_an_error(tmp_path: Path, inside: str | None) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    if inside:
        (folder / inside).mkdir() if inside.endswith("/") else (folder / inside).touch()
    with pytest.raises(InputError, match="holds no files"):
        files_in([folder])


def test_a_reading_yields_every_file_and_says_how_far_it_is(tmp_path: Path) -> None:
    contents: list[object] = [[entry(1)], [entry(2)], b""]
    paths = [tmp_path / f"{i}.json" for i in range(3)]
    for path, content in zip(paths, contents, strict=True):
        read(path, content)
    reading = FileImport(paths, TODAY)
    shares = [(type(found), round(reading.share, 1)) for found in reading]
    assert shares == [(Paper, 0.5), (Paper, 1.0), (Refused, 1.0)]
    assert reading.share == 1


@settings(
    max_examples=100,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.binary(max_size=60) | st.text('[]{}",:0 ab·\n', max_size=40).map(str.encode))
def test_no_content_crashes_the_reader(tmp_path: Path, content: bytes) -> None:
    found = read(tmp_path / "file", content)
    assert found
    assert all(isinstance(each, Paper) or each.reason for each in found)
