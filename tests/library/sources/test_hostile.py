"""No text makes the reading of files slow: patterns and parsers take time in proportion to what they read."""

import time
from collections.abc import Callable
from types import ModuleType

import pytest

from assistant.library import identifiers
from assistant.library.sources import (
    bibtex,
    latex,
    markup,
    people,
    pubmed,
    refer,
    retractions,
    ris,
    web_of_science,
)

LENGTH = 40_000
PIECES = [
    *(
        "<",
        "<b ",
        '<b a="',
        "<!--",
        "&",
        "&#1",
        "<sup>",
        "</",
        " ",
        "\n",
        " \n",
        "%\n",
        "@a{",
        "TY  - \n",
        "PT J\n",
    ),
    *(
        "{",
        "}",
        "$",
        "\\a{",
        "%",
        "~",
        "\\'",
        "\\frac",
        "\\foo{",
        "{}",
        "arxiv/",
        "https://a/",
        "2501.",
        "(retracted ",
        "and ",
    ),
    *("a, ", "[", "('", "family=", ";", "%0 A\n", "PMID- 1\n"),
]
READERS: list[Callable[[str], object]] = [
    markup.plain_abstract,
    people.people_in,
    identifiers.arxiv_numbers_in,
    lambda text: identifiers.arxiv_number(text[:2_000], bare=True),
    lambda text: retractions.is_retracted(text[:1_000], text),
    lambda text: latex.decoded(text[:10_000]),
]
FORMATS = [bibtex, ris, pubmed, web_of_science, refer]


@pytest.mark.parametrize("piece", PIECES)
def test_no_value_takes_long(piece: str) -> None:
    text = piece * (LENGTH // len(piece))
    for read in READERS:
        begun = time.process_time()
        read(text)
        read(text + "x")
        assert time.process_time() - begun < 3, read


@pytest.mark.parametrize("piece", [" ", "\n", " \n", "a ", "a, ", " and "])
def test_a_field_of_authors_of_a_megabyte_is_read_in_linear_time(piece: str) -> None:
    begun = time.process_time()
    people.people_in(piece * (1_000_000 // len(piece)) + "x")
    assert time.process_time() - begun < 3


@pytest.mark.parametrize("format_", FORMATS, ids=lambda module: module.__name__.rpartition(".")[2])
@pytest.mark.parametrize("piece", PIECES)
def test_no_file_takes_long(piece: str, format_: ModuleType) -> None:
    text = piece * (LENGTH // 4 // len(piece))
    begun = time.process_time()
    format_.recognises(text * 4)
    list(format_.read(text, "file"))
    assert time.process_time() - begun < 3
