"""Encodings, lines that are too long or damaged, and what stands before a table's header."""

import gzip
import io
import json
import os
import zipfile
from pathlib import Path

import pytest
import zstandard

from assistant.library.papers import Paper
from assistant.library.sources.decoding import MAX_LINE
from assistant.library.sources.entries import Entry, Refused, Remark, papers_among
from tests.library.helpers import read

ROW = "Thé,Il fait “chaud” – été.,Zoë Müller\n"
CSV = "title,abstract,authors\n" + ROW
BIBTEX = "@article{a, title={Thé}, abstract={Il fait chaud.}, author={Müller, Zoë}}"


def said(found: list[Entry]) -> list[str]:
    """What stands beside the papers: refusals with where they stand, and remarks on the encoding."""
    refused = [f"{each.entry}: {each.reason}" for each in found if isinstance(each, Refused)]
    return [each.text for each in found if isinstance(each, Remark) and "columns" not in each.text] + refused


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize(
    "content", [CSV, BIBTEX, json.dumps([{"title": "Thé", "abstract": "Il fait chaud."}])]
)
def test_accents_are_read_in_every_encoding_that_people_save_in(
    tmp_path: Path, encoding: str, content: str
) -> None:
    plain = papers_among(read(tmp_path / "plain", content))
    assert plain and papers_among(read(tmp_path / "file", content.encode(encoding))) == plain


def test_a_guess_at_the_encoding_is_told(tmp_path: Path) -> None:
    assert said(read(tmp_path / "mine.csv", CSV.encode("cp1252"))) == [
        "read as Windows-1252, because it is not UTF-8"
    ]
    assert said(read(tmp_path / "mine.csv", CSV)) == []


@pytest.mark.parametrize("head", ["title,abstract\nThé,chaud\n", '{"title": "Thé", "abstract": "chaud"}\n'])
def test_one_damaged_line_of_utf_8_costs_one_entry(tmp_path: Path, head: str) -> None:
    bad, good = ('{"title": "B", "abstract": "\xe9t"}\n', '{"title": "C", "abstract": "c"}\n')
    if head[0] == "t":
        bad, good = "B,\xe9t\n", "C,c\n"
    found = read(tmp_path / "file", head.encode() + bad.encode("latin-1") + good.encode())
    assert [paper.title for paper in papers_among(found)] == ["Thé", "C"]
    assert [text.partition(": ")[2] for text in said(found)] == ["it is not text in the file's encoding"]


FROST = {
    "gb18030": "title,abstract\n冰雹研究,我们研究了春季的霜冻和冰雹。结果表明，霜冻会使人感到寒冷，并影响农业生产。\n",
    "shift_jis": "title,abstract\n霜の研究,春の霜と雹について研究した。その結果、霜は人を寒くすることがわかった。\n",
    "euc_kr": "title,abstract\n서리 연구,봄철 서리와 우박을 연구하였다. 사람들이 추위를 느낀다.\n",
    "koi8_r": "title,abstract\nИсследование града,Мы изучаем весенние заморозки и град. Результаты ясны.\n",
    "cp1251": "title,abstract\nИсследование града,Мы изучаем весенние заморозки и град. Результаты ясны.\n",
    "cp1252": "title,abstract\nÉtude du thé,Nous étudions les effets du thé à l’été; ça réchauffe les gens âgés, même très âgés.\n",
}


@pytest.mark.parametrize("encoding", FROST)
def test_other_encodings_are_read_where_the_guess_is_sure(tmp_path: Path, encoding: str) -> None:
    plain = papers_among(read(tmp_path / "plain.csv", FROST[encoding]))
    found = read(tmp_path / "mine.csv", FROST[encoding].encode(encoding))
    assert plain and papers_among(found) == plain
    assert said(found)[0].startswith("read as ")


def test_an_encoding_that_may_be_several_is_refused_with_what_to_do(tmp_path: Path) -> None:
    names = ("王伟", "李娜", "张敏", "陈静", "刘洋")
    text = "title,abstract,authors\n" + "".join(
        f"Frost,We study frost in the north.,{name}\n" for name in names
    )
    [found] = read(tmp_path / "mine.csv", text.encode("gb18030"))
    assert isinstance(found, Refused) and found.reason.endswith("save it as UTF-8")


@pytest.mark.parametrize("more", [b"\x00", b"\x00\xd8\n\x00"])
def test_utf_16_that_is_cut_in_a_letter_loses_no_whole_row(tmp_path: Path, more: bytes) -> None:
    found = read(tmp_path / "mine.csv", CSV.encode("utf-16") + more)
    assert [paper.title for paper in papers_among(found)] == ["Thé"]


def test_one_damaged_byte_in_a_file_that_is_read_whole_costs_one_entry(tmp_path: Path) -> None:
    entries = "".join(
        f"@article{{k{i}, title = {{Thé {i}}}, abstract = {{Il fait chaud.}}}}\n" for i in range(3)
    )
    content = entries.encode().replace("Thé 1".encode(), b"Th\xe9 1")
    found = read(tmp_path / "library.bib", content)
    assert [paper.title for paper in papers_among(found)] == ["Thé 0", "Thé 2"]
    assert said(found) == ["k1: it is not text in the file's encoding"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes with names")
def test_a_pipe_is_refused_and_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert said(read(tmp_path / "pipe")) == ["None: it is not a regular file"]


def test_a_letter_cut_in_two_where_the_looking_ends_is_no_damage(tmp_path: Path) -> None:
    for number in range(2):
        content = "title,abstract\n" + "a" * number + f"{'é' * 40},b\n" * 15_000  # more than is looked at
        assert len(papers_among(read(tmp_path / "mine.csv", content))) == 15_000


@pytest.mark.parametrize("before", ["\n\r\n", "sep=,\n", "\n sep=,\n"])
def test_what_stands_before_the_header_is_passed_over_and_counted(tmp_path: Path, before: str) -> None:
    found = read(
        tmp_path / "mine.csv", before.replace(" sep", "sep") + 'title, abstract\nTea, "warm, hot"\nBare\n'
    )
    assert [(paper.title, paper.abstract) for paper in papers_among(found)] == [("Tea", "warm, hot")]
    assert said(found) == [f"line {before.count(chr(10)) + 3}: it has no abstract"]


def test_an_overlong_row_costs_one_row(tmp_path: Path) -> None:
    found = read(tmp_path / "mine.csv", f"title,abstract\nA,b\nC,{'x' * 10 * MAX_LINE}\nD,e\n")
    assert [paper.title for paper in papers_among(found)] == ["A", "D"]
    assert said(found) == ["line 3: its abstract is longer than 20,000 characters"]


def test_an_open_quotation_mark_costs_the_rows_up_to_a_bound(tmp_path: Path) -> None:
    rows = "".join(f"T{number},{'y' * 990}\n" for number in range(1_200))
    found = read(tmp_path / "mine.csv", f'title,abstract\nA,"b\n{rows}')
    assert papers_among(found)[-1].title == "T1199"
    assert len(said(found)) == 1 and "its row is damaged: field larger than" in said(found)[0]


def test_a_column_longer_than_the_csv_modules_limit_is_read(tmp_path: Path) -> None:
    [paper] = papers_among(read(tmp_path / "mine.csv", f"title,abstract,references\nA,b,{'r' * 200_000}\n"))
    assert paper.title == "A"


def test_a_single_line_of_megabytes_is_no_table(tmp_path: Path) -> None:
    [found] = read(tmp_path / "mine.txt", "x" * 3 * MAX_LINE)
    assert isinstance(found, Refused) and found.reason.startswith("it is none of these")


@pytest.mark.parametrize("first", ['{"id": "0704.0001", "tit', '{"title": "A", "abstract": "b"}'])
def test_lines_are_told_by_one_of_the_first_two(tmp_path: Path, first: str) -> None:
    found = read(
        tmp_path / "lines", first + '\n{"title": "C", "abstract": "d"}\n{"title": "E", "abstract": "f"}'
    )
    assert [paper.title for paper in papers_among(found)][-2:] == ["C", "E"]
    assert said(found) == ([] if first[-1] == "}" else ["line 1: it is not JSON, or is cut off"])


def zipped(**members: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("_in_", "/"), content)
    return packed.getvalue()


def test_the_notes_that_a_mac_puts_into_a_zip_are_passed_over(tmp_path: Path) -> None:
    [_, found] = read(tmp_path / "a.zip", zipped(mine=CSV, __MACOSX_in_mine="\x00\x05"))
    assert isinstance(found, Paper)


@pytest.mark.parametrize(
    "content",
    [zstandard.compress(gzip.compress(b"a")), gzip.compress(zstandard.compress(b"a"))],
    ids=["zstd of gzip", "gzip of zstd"],  # a packed file carries the time of packing
)
def test_what_is_packed_twice_says_so(tmp_path: Path, content: bytes) -> None:
    assert said(read(tmp_path / "file", content)) == ["None: it is packed twice: unpack it once"]


def test_a_table_whose_packing_ends_early_says_so_although_its_rows_are_whole(tmp_path: Path) -> None:
    frame = zstandard.ZstdCompressor().compressobj()
    cut = frame.compress(CSV.encode()) + frame.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK)
    assert said(read(tmp_path / "cut", cut)) == [
        "None: it cannot be unpacked: it ends too early, perhaps cut off"
    ]


def test_frames_one_after_the_other_are_read_as_one(tmp_path: Path) -> None:
    frames = zstandard.compress(CSV.encode()) + zstandard.compress(ROW.replace("Thé", "Rain").encode())
    assert [paper.title for paper in papers_among(read(tmp_path / "two", frames))] == ["Thé", "Rain"]
