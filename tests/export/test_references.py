"""References parsed back by libraries that did not write them: nothing is lost, whatever a title or name holds."""

import json
import re
import warnings
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import rispy
from hypothesis import given, settings
from hypothesis import strategies as st
from pybtex.database import parse_string
from pylatexenc.latex2text import LatexNodes2Text

from assistant.export.latex import in_plain_text
from assistant.export.references import WRITERS, bibtex, citation_keys, csl, ris
from assistant.library.names import name_of
from assistant.library.papers import Paper
from tests.conftest import paper
from tests.export.helpers import ATTACKS, payloads

LETTERS = st.text("abcXYZ 0189 éèêüöäßøØłŁçÇñÉÅåğşİıőšžĆćōαλΨ王伟鸟אב", min_size=1, max_size=60)
"""Rare signs are left out here: what prints `·` or `ĸ` pylatexenc itself reads back as another."""
LATEX_LIKE = st.text("aB1 $\\{}^_&%#~\"'`-,.é", min_size=1, max_size=40)
FAMOUS = paper(
    title="Attention for Everyone",
    authors=("José G. C. de Souza", "Gemma Team", "Hal Daumé III", "Ada Abel"),
    categories=("cs.CL", "cs.LG"),
)


def entries(*papers: Paper) -> Any:
    """The papers' BibTeX as pybtex reads it."""
    return parse_string(bibtex(papers), "bibtex").entries


def read_latex(text: str) -> str:
    """What LaTeX prints, on one line and with straight quotes."""
    shown = LatexNodes2Text(math_mode="verbatim", keep_comments=True).latex_to_text(text)
    return straight(shown)


def straight(text: str) -> str:
    text = re.sub(r"[“”]|''|``", '"', text.translate(str.maketrans("‘’ˆ", "''^")))
    return " ".join(re.sub(r"[{}]", "", text).replace("---", "—").replace("--", "–").split())


def test_an_arxiv_paper_has_the_fields_that_arxiv_writes() -> None:
    fields = dict(entries(FAMOUS)["Souza2025Attention"].fields)
    assert fields == {
        "title": "Attention for Everyone",
        "eprint": "2501.00001",
        "archivePrefix": "arXiv",
        "primaryClass": "cs.CL",
        "url": "https://arxiv.org/abs/2501.00001",
        "year": "2025",
        "month": "January",
    }


def test_names_come_back_in_their_parts() -> None:
    souza, team, daume, abel = entries(FAMOUS)["Souza2025Attention"].persons["author"]
    assert (souza.prelast_names, souza.last_names) == (["de"], ["Souza"])
    assert [str(team), abel.last_names, abel.first_names] == ["{Gemma Team}", ["Abel"], ["Ada"]]
    assert [read_latex(str(daume)), daume.lineage_names] == ["Daumé, III, Hal", ["III"]]
    assert rispy.loads(ris([FAMOUS]))[0]["authors"] == [
        "de Souza, José G. C.",
        "Gemma Team",
        "Daumé, Hal, III",
        "Abel, Ada",
    ]


def test_a_paper_named_by_its_title_has_no_number_and_no_address() -> None:
    one = paper(id="title-0123456789abcdef", authors=(), published=None, title="The Odd One")
    assert dict(entries(one)["Odd"].fields) == {"title": "The Odd One"}
    assert "urls" not in rispy.loads(ris([one]))[0] and "URL" not in json.loads(csl([one]))[0]


def test_a_doi_is_kept_in_every_format() -> None:
    one = paper(id="title-0123456789abcdef", doi="10.1000/a_b")
    assert read_latex(entries(one)["Abel2025Paper"].fields["doi"]) == "10.1000/a_b"
    assert rispy.loads(ris([one]))[0]["doi"] == json.loads(csl([one]))[0]["DOI"] == "10.1000/a_b"


def test_capitals_that_mean_something_are_kept_in_braces() -> None:
    def title(text: str) -> str:
        return str(entries(paper(title=text))[next(iter(entries(paper(title=text))))].fields["title"])

    assert title("Training LoRA on 7B LLMs: A Multi-Modal View of R1") == (
        "Training {LoRA} on {7B} {LLMs}: A Multi-Modal View of {R1}"
    )
    assert title("What the owls of Norway hear when nobody speaks") == (
        "What the owls of {Norway} hear when nobody speaks"
    )
    assert title("A $k$-threshold Scheme for $1 Million") == "A {$k$}-threshold Scheme for {\\$}1 Million"
    assert title("X^{2}-Nets & Schrödinger's \\'etude") == (
        "{X}{$^{2}$}-Nets {\\&} Schr{\\\"o}dinger's {\\'e}tude"
    )


def test_keys_are_told_apart_where_author_year_and_word_are_the_same() -> None:
    same = [paper(number, title="The Same Thing") for number in range(1, 31)]
    keys = list(citation_keys(same))
    assert keys[:3] == ["Abel2025Same", "Abel2025Samea", "Abel2025Sameb"] and keys[-1] == "Abel2025Sameac"
    assert len(entries(*same)) == 30
    assert list(citation_keys([same[0], same[0]])) == ["Abel2025Same"]


def test_a_key_is_plain_letters_whatever_the_name() -> None:
    assert list(citation_keys([paper(authors=("Łukasz Çelik-Ørsted",), title="τ-bench")])) == [
        "CelikOrsted2025Bench"
    ]
    assert list(citation_keys([paper(authors=("王伟",), title="鸟", published=None)])) == ["Paper"]


def is_read_back(one: Paper) -> None:
    """Every format gives back the title, the names and the number of authors."""
    title, names = in_plain_text(one.title), [name_of(in_plain_text(a)) for a in one.authors]
    (entry,) = entries(one).values()
    assert read_latex(entry.fields.get("title", "")) == straight(title)
    assert len(entry.persons.get("author", [])) == len(names)
    for person, name in zip(entry.persons.get("author", []), names, strict=True):
        assert straight(read_latex(str(person))) == straight(name.suffix_inside)
    (item,) = json.loads(csl([one]))
    assert item["title"] == title and len(item["author"]) == len(names)
    (record,) = rispy.loads(ris([one]))
    assert record.get("title", "") == title.strip()
    assert record.get("authors", []) == [name.suffix_last for name in names]


@settings(max_examples=100, deadline=None, derandomize=True)
@given(LETTERS | LATEX_LIKE)
def test_any_title_is_read_back(title: str) -> None:
    is_read_back(paper(title=f"Owls {title} sing"))


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.lists(st.from_regex(r"[A-ZÉŁÖ][a-zéşğ'’-]{1,8}", fullmatch=True), min_size=2, max_size=4))
def test_any_name_is_read_back(words: list[str]) -> None:
    is_read_back(paper(authors=(" ".join(words), "Ada van der Berg")))


@pytest.mark.parametrize("text", [*ATTACKS, "@misc{x, title={y}}", "a } b { c", "TY  - JOUR", "ER  - "])
def test_no_attack_breaks_out_of_its_field(text: str) -> None:
    is_read_back(paper(title=text, authors=("Ada Abel",)))


@pytest.mark.data
def test_no_known_payload_breaks_a_format(data: Path) -> None:
    told = [text for text in payloads(data) if text.strip()]
    papers = [paper(i, title=text[:300], authors=(text[:80], "Ada Abel")) for i, text in enumerate(told, 1)]
    assert len(papers) > 500
    assert (
        len(entries(*papers)) == len(rispy.loads(ris(papers))) == len(json.loads(csl(papers))) == len(papers)
    )


def test_a_citation_processor_makes_a_bibliography_of_the_json() -> None:
    from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
    from citeproc.source.json import CiteProcJSON

    items = json.loads(csl([FAMOUS, paper(2, published=date(2024, 2, 29))]))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it knows no "number" of an article, and warns
        source = CiteProcJSON(items)
        style = CitationStylesStyle("harvard-cite-them-right", validate=False)
        bibliography = CitationStylesBibliography(style, source, formatter.plain)
        for item in items:
            bibliography.register(Citation([CitationItem(item["id"])]))
        lines = "\n".join(str(line) for line in bibliography.bibliography())
    assert "Attention for Everyone" in lines and "de Souza" in lines and "2024" in lines


@pytest.mark.parametrize("form", WRITERS)
def test_no_papers_make_an_empty_file(form: str) -> None:
    assert WRITERS[form]([]).strip() in ("", "[]")
