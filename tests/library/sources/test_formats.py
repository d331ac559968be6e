"""Every format a person may bring: told by its content, packed or not, streamed, and refused where it must be."""

import csv
import gzip
import io
import json
import random
import tracemalloc
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.library.papers import Paper
from assistant.library.sources.entries import Refused, Remark
from assistant.library.sources.files import MAX_LINE
from tests.library.helpers import read

BIBTEX = r"""
% exported
@string{me = "Abel, Ada"}
@article{tea, title = {{Tea} and the {Caf\'e}: $O(n^2)$ \& 50\% more}, author = {Abel, Ada and van der Berg, Bo},
  abstract = {Cups in Erd\H{o}s graphs hold $x_{1}$.}, year = 2025, month = mar, eprint = {2503.11731v2},
  archivePrefix = {arXiv}, primaryClass = {cs.CL}, doi = {10.1000/ABC}, keywords = {tea, cups}}
@article{bare, title = {No abstract}}
@article{broken, title = {oops
@misc{next, title = {Next}, abstract = {Fine.}, date = {2024-05-06}}
"""
RIS = (
    "TY  - JOUR\nTI  - Tea\nAU  - Abel, Ada\nAU  - Berg, Bo\nAB  - Cups hold tea.\nPY  - 2025/03/18/\n"
    "DO  - 10.1000/ABC\nUR  - https://arxiv.org/abs/2503.11731v2\nKW  - tea\nKW  - cups\nER  - \n"
    "TY  - JOUR\nTI  - Bare\nER  - \n"
)
CSL: list[dict[str, Any]] = [
    {
        "type": "article",
        "title": "Tea",
        "abstract": "Cups hold tea.",
        "author": [
            {"given": "Ada", "family": "Abel"},
            {"given": "Bo", "family": "Berg", "non-dropping-particle": "van der"},
        ],
        "issued": {"date-parts": [[2025, 3]]},
        "DOI": "10.48550/arXiv.2503.11731",
    }
]
KAGGLE = {
    "id": "0704.0001",
    "submitter": "A. Abel",
    "authors": "Ada Abel, Bo Berg",
    "title": "Tea\n  in cups",
    "comments": "12 pages",
    "doi": "10.1103/A.1",
    "categories": "cs.CL hep-ph",
    "abstract": "  Cups hold\ntea.\n",
    "versions": [
        {"version": "v1", "created": "Mon, 2 Apr 2007 19:18:42 GMT"},
        {"version": "v3", "created": "Tue, 24 Jul 2007 20:10:27 GMT"},
    ],
    "update_date": "2008-11-26",
    "authors_parsed": [["Abel", "Ada", ""], ["Berg", "Bo", "Jr."]],
}
OWN = {
    "Title": "Tea",
    "Abstract Note": "Cups hold tea.",
    "Author": "Abel, Ada; Berg, Bo",
    "Date": "2025-03-18",
}


def papers(entries: list[Any]) -> list[Paper]:
    return [entry for entry in entries if isinstance(entry, Paper)]


def table(*rows: dict[str, str], divider: str = ",") -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), delimiter=divider)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def test_bibtex_gives_papers_with_accents_formulas_names_and_numbers_right(tmp_path: Path) -> None:
    found = read(tmp_path / "library.txt", BIBTEX)
    tea, later = papers(found)
    assert (tea.title, tea.abstract) == (
        "Tea and the Café: $O(n^2)$ & 50% more",
        "Cups in Erdős graphs hold $x_{1}$.",
    )
    assert (tea.id, tea.version, tea.doi) == ("2503.11731", 2, "10.1000/abc")
    assert tea.authors == ("Ada Abel", "Bo van der Berg")
    assert (tea.published, tea.categories, tea.keywords) == (date(2025, 3, 1), ("cs.CL",), ("tea", "cups"))
    assert (later.title, later.published, later.is_named_by_title) == ("Next", date(2024, 5, 6), True)
    assert [(each.entry, each.reason) for each in found if isinstance(each, Refused)] == [
        ("bare", "it has no abstract"),
        ("line 8", "its BibTeX breaks off or is damaged"),
    ]


def test_ris_gives_papers(tmp_path: Path) -> None:
    tea, bare = read(tmp_path / "library", RIS)
    assert isinstance(tea, Paper) and isinstance(bare, Refused)
    assert (tea.id, tea.version, tea.published) == ("2503.11731", 2, date(2025, 3, 18))
    assert (tea.authors, tea.keywords, tea.doi) == (("Ada Abel", "Bo Berg"), ("tea", "cups"), "10.1000/abc")
    assert (bare.entry, bare.reason) == ("2", "it has no abstract")


def test_csl_json_gives_papers(tmp_path: Path) -> None:
    [tea] = read(tmp_path / "library", CSL)
    assert isinstance(tea, Paper)
    assert (tea.id, tea.authors) == ("2503.11731", ("Ada Abel", "Bo van der Berg"))
    assert tea.published == date(2025, 3, 1)


@pytest.mark.parametrize("ending", ["", "\n", "\n\n"])
def test_a_line_of_the_arxiv_snapshot_is_dated_by_its_first_version(tmp_path: Path, ending: str) -> None:
    [found] = read(tmp_path / "snapshot", json.dumps(KAGGLE) + ending)
    assert isinstance(found, Paper)
    assert (found.id, found.version, found.published) == ("0704.0001", 3, date(2007, 4, 2))
    assert (found.title, found.abstract) == ("Tea in cups", "Cups hold tea.")
    assert found.authors == ("Ada Abel", "Bo Berg Jr.")
    assert (found.categories, found.doi, found.source) == (("cs.CL", "hep-ph"), "10.1103/a.1", "arxiv")


@pytest.mark.parametrize("divider", [",", ";", "\t", "|"])
def test_a_table_of_ones_own_is_read_and_its_columns_are_told(tmp_path: Path, divider: str) -> None:
    remark, found = read(tmp_path / "mine", table(OWN, divider=divider))
    assert isinstance(remark, Remark) and isinstance(found, Paper)
    assert (
        remark.text == "columns: title ← Title, abstract ← Abstract Note, authors ← Author, published ← Date"
    )
    assert (found.title, found.abstract) == ("Tea", "Cups hold tea.")
    assert (found.authors, found.published) == (("Ada Abel", "Bo Berg"), date(2025, 3, 18))


@pytest.mark.parametrize(
    "content",
    [json.dumps([OWN, OWN]), f"{json.dumps(OWN)}\n{json.dumps(OWN)}", json.dumps({"rows": [OWN, OWN]})],
)
def test_rows_of_ones_own_are_read_as_a_list_and_line_by_line(tmp_path: Path, content: str) -> None:
    remark, *found = read(tmp_path / "mine", content)
    assert isinstance(remark, Remark)
    assert [paper.title for paper in papers(found)] == ["Tea", "Tea"]


@pytest.mark.parametrize(
    ("content", "lacks", "has"),
    [
        ("Title,Year\nTea,2025\n", "the abstract", "Title, Year"),
        ("name,year\nTea,2025\nCoffee,2024\n", "the title or the abstract", "name, year"),
        ('name;what it says\nTea;"It is\nhot."\n', "the title or the abstract", "name, what it says"),
    ],
)
def test_a_table_without_title_or_abstract_says_which_columns_it_has(
    tmp_path: Path, content: str, lacks: str, has: str
) -> None:
    [found] = read(tmp_path / "mine.csv", content)
    assert isinstance(found, Refused)
    told = f"none of its columns is {lacks} (they are: {has}); a title and an abstract are needed"
    assert found.reason == told


def test_a_damaged_line_is_refused_and_the_others_are_read(tmp_path: Path) -> None:
    good = json.dumps(KAGGLE)
    found = read(tmp_path / "lines", f"{good}\n{{oops\n\n[]\n{'x' * (MAX_LINE + 5)}\n{good}")
    assert [each.entry for each in found if isinstance(each, Refused)] == ["line 2", "line 4", "line 5"]
    assert len(papers(found)) == 2


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.ZstdCompressor().compress], ids=["gz", "zst"])
@pytest.mark.parametrize("content", [BIBTEX, RIS, json.dumps(CSL), json.dumps(KAGGLE), table(OWN)])
def test_packed_files_are_read_as_plain_ones(tmp_path: Path, content: str, pack: Any) -> None:
    plain = papers(read(tmp_path / "plain", content))
    assert plain and papers(read(tmp_path / "packed", pack(content.encode()))) == plain


def test_a_zip_of_one_file_is_read_and_one_of_several_refused(tmp_path: Path) -> None:
    for names in (["a"], ["a", "b"]):
        with zipfile.ZipFile(tmp_path / f"{len(names)}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            for name in names:
                archive.writestr(name, json.dumps(KAGGLE))
    [found], [refused] = read(tmp_path / "1.zip"), read(tmp_path / "2.zip")
    assert isinstance(found, Paper)
    assert isinstance(refused, Refused) and "an archive of 2 files" in refused.reason


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.ZstdCompressor().compress], ids=["gz", "zst"])
def test_what_unpacks_to_an_enormous_size_is_refused_in_constant_memory(tmp_path: Path, pack: Any) -> None:
    bomb = tmp_path / "bomb"
    bomb.write_bytes(pack(f"{json.dumps(KAGGLE)}\n".encode() * 2 + b" " * 80_000_000))
    tracemalloc.start()
    *_, last = read(bomb)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (
        isinstance(last, Refused)
        and last.reason == "it unpacks to an enormous size, which no file of papers does"
    )
    assert most < 30_000_000


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.ZstdCompressor().compress], ids=["gz", "zst"])
def test_an_archive_that_is_cut_short_gives_what_it_had_and_says_so(tmp_path: Path, pack: Any) -> None:
    words = random.Random(0)
    rows = [KAGGLE | {"id": f"0704.{i:04}", "abstract": words.randbytes(2_000).hex()} for i in range(1_000)]
    whole = pack("\n".join(map(json.dumps, rows)).encode())
    found = read(tmp_path / "cut", whole[: len(whole) * 3 // 4])
    assert 300 < len(papers(found)) < 900
    assert isinstance(found[-1], Refused)
    assert found[-1].reason.startswith("it cannot be unpacked")


def test_two_entries_with_one_key_are_two_papers(tmp_path: Path) -> None:
    entries = [
        f"@article{{key, title = {{{title}}}, abstract = {{Caf\\'e}}}}" for title in ("One", "Two", "Three")
    ]
    found = papers(read(tmp_path / "library.bib", "\n".join(entries)))
    assert [(each.title, each.abstract) for each in found] == [
        (each, "Café") for each in ("One", "Two", "Three")
    ]


def test_a_record_without_its_end_is_refused(tmp_path: Path) -> None:
    *_, last = read(tmp_path / "library.ris", RIS + "TY  - JOUR\nTI  - Cut\n")
    assert last == Refused(str(tmp_path / "library.ris"), "3", "it has no end (ER), perhaps cut off")


@pytest.mark.parametrize("nothing", ["", "N/A", "nan", "-", "[No abstract available]"])
def test_what_programs_write_for_no_abstract_is_none(tmp_path: Path, nothing: str) -> None:
    _, found = read(tmp_path / "mine.csv", table({"title": "Tea", "abstract": nothing}))
    assert isinstance(found, Refused) and found.reason == "it has no abstract"


@pytest.mark.parametrize("created", ["Mon, 99 Apr 99999999999999999999 19:18:42 GMT", "soon", None, 7])
def test_a_line_of_the_snapshot_with_an_odd_date_goes_by_its_update(tmp_path: Path, created: Any) -> None:
    row = KAGGLE | {"versions": [{"version": "v1", "created": created}], "update_date": "2008-11-26"}
    [found] = papers(read(tmp_path / "snapshot", json.dumps(row)))
    assert found.published == date(2008, 11, 26)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    st.lists(
        st.fixed_dictionaries(
            {"title": st.text("abc é\"',;\n|", min_size=1), "abstract": st.text("xyz \"',;\t\n", min_size=1)}
        ),
        min_size=1,
        max_size=5,
    )
)
def test_what_a_table_holds_is_what_is_read(
    tmp_path_factory: pytest.TempPathFactory, rows: list[Any]
) -> None:
    file = tmp_path_factory.mktemp("tables") / "mine.csv"
    found = papers(read(file, table(*rows)))
    said = [(" ".join(row["title"].split()), " ".join(row["abstract"].split())) for row in rows]
    assert [(paper.title, paper.abstract) for paper in found] == [pair for pair in said if all(pair)]


@pytest.mark.data
def test_the_arxiv_papers_are_read_with_none_refused(data: Path) -> None:
    from itertools import islice

    from assistant.library.sources.files import FileImport

    first = list(islice(FileImport([data / "arxiv" / "papers.jsonl.gz"], date(2026, 1, 1)), 5_001))
    assert isinstance(first[0], Remark)
    assert all(isinstance(each, Paper) and each.has_arxiv_id and each.published for each in first[1:])
