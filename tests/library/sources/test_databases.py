"""What databases and reference managers export, in our own words: each becomes the same paper, or says what it lacks."""

import json
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.library.names import Name
from assistant.library.papers import Paper
from assistant.library.sources.entries import Refused, Remark
from tests.library.helpers import read
from tests.library.sources.replay import atom, feed

NBIB = """
PMID- 1
OWN - NLM
DP  - 2019 May 3
TI  - Waves in
      water.
AB  - We model
      waves.
FAU - Okoye, Ada
AU  - Okoye A
FAU - Lind, Bo
AU  - Lind B
LID - 10.1000/waves [doi]
PT  - Journal Article
OT  - sea

PMID- 2
TI  - Bare.
AU  - Lind B
"""
WEB_OF_SCIENCE = """FN Clarivate Analytics Web of Science
VR 1.0
PT J
AU Okoye, A
   Lind, B
AF Okoye, Ada
   Lind, Bo
TI Waves in
   water
DE sea
AB We model
   waves.
DT Article
PD MAY 3
PY 2019
DI 10.1000/waves
ER

PT J
AU Lind, B
TI Bare
ER

EF"""
ENDNOTE = """%0 Journal Article
%A Okoye, Ada
%A Lind, Bo
%T Waves in water
%D 2019
%8 May 3
%X We model
waves.
%R 10.1000/waves
%K sea

%0 Journal Article
%T Bare
"""
ENDNOTE_XML = """<?xml version="1.0" encoding="UTF-8" ?><xml><records><record>
<contributors><authors><author><style face="normal">Okoye, Ada</style></author><author><style>Lind, Bo</style></author></authors>
</contributors><titles><title><style face="normal">Waves in</style><style> water</style></title></titles>
<keywords><keyword>sea</keyword></keywords><dates><year><style>2019</style></year><pub-dates><date>May 3</date></pub-dates></dates>
<abstract><style>We model waves.</style></abstract><electronic-resource-num>10.1000/waves</electronic-resource-num></record>
<record><titles><title>Bare</title></titles></record></records></xml>"""
RIS = """Record #1 of 2
TY  - JOUR
TI  - Waves in water
AU  - Okoye, Ada
AU  - Lind, Bo
PY  - 2019
DA  - MAY 3
AB  - We model
waves.
DO  - https://doi.org/10.1000/waves
KW  - sea
ER  -

2.
TY  - JOUR
TI  - Bare
ER  -
"""
OPENALEX = {
    "meta": {"count": 2},
    "results": [
        {
            "id": "https://openalex.org/W1",
            "doi": "https://doi.org/10.1000/waves",
            "display_name": "Waves in water",
            "authorships": [
                {"author": {"display_name": "Ada Okoye"}},
                {"author": {"display_name": "Bo Lind"}},
            ],
            "publication_date": "2019-05-03",
            "abstract_inverted_index": {"We": [0], "waves.": [2], "model": [1]},
            "keywords": [{"display_name": "sea"}],
            "is_retracted": False,
        },
        {
            "id": "https://openalex.org/W2",
            "display_name": "Bare",
            "authorships": [],
            "abstract_inverted_index": None,
        },
    ],
    "group_by": [],
}
CROSSREF = {
    "message": {
        "items": [
            {
                "type": "journal-article",
                "title": ["Waves in <i>water</i>"],
                "abstract": "<jats:title>Abstract</jats:title><jats:p>We model waves.</jats:p>",
                "author": [{"given": "Ada", "family": "Okoye"}, {"given": "Bo", "family": "Lind"}],
                "issued": {"date-parts": [[None]]},
                "published-online": {"date-parts": [[2019, 5, 3]]},
                "subject": ["sea"],
                "DOI": "10.1000/waves",
            },
            {"type": "journal-article", "title": ["Bare"], "created": {"date-parts": [[2019]]}},
        ]
    }
}
WAVES = Paper(
    id="",
    title="Waves in water",
    abstract="We model waves.",
    authors=("Ada Okoye", "Bo Lind"),
    doi="10.1000/waves",
    published=date(2019, 5, 3),
    keywords=("sea",),
    source="bibliography",
)
FORMATS = {
    "PubMed": NBIB,
    "Web of Science": WEB_OF_SCIENCE,
    "EndNote": ENDNOTE,
    "EndNote XML": ENDNOTE_XML,
    "RIS": RIS,
    "OpenAlex": json.dumps(OPENALEX),
    "Crossref": json.dumps(CROSSREF),
}


def fields(paper: Paper) -> dict[str, Any]:
    return asdict(paper) | {"id": None}


@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["unix", "windows"])
@pytest.mark.parametrize("name", FORMATS)
def test_a_record_becomes_a_paper_and_one_without_abstract_is_told(
    tmp_path: Path, name: str, ending: str
) -> None:
    waves, bare = read(tmp_path / "export", FORMATS[name].replace("\n", ending))
    assert isinstance(waves, Paper) and waves.is_named_by_title
    assert fields(waves) == fields(WAVES)
    assert isinstance(bare, Refused) and bare.reason == "it has no abstract"
    assert bare.paper and bare.paper.title == "Bare"


SEMANTIC_SCHOLAR = {
    "total": 1,
    "data": [
        {
            "paperId": "f00",
            "externalIds": {"ArXiv": "2301.99999", "DOI": "10.1000/waves", "CorpusId": 1},
            "title": "Waves in water",
            "abstract": "We model waves.",
            "year": 2019,
            "publicationDate": None,
            "authors": [{"authorId": "1", "name": "Ada Okoye"}],
        }
    ],
}


@pytest.mark.parametrize(
    "content",
    [
        SEMANTIC_SCHOLAR,
        SEMANTIC_SCHOLAR["data"],
        {
            "papers": [
                {
                    "title": "W",
                    "abstract": "A.",
                    "year": "2019",
                    "authors": "Ada Okoye",
                    "ids": {"arxiv": "2301.99999"},
                }
            ]
        },
        [
            {
                "title": "W",
                "abstract": "A.",
                "year": 2019,
                "author": ["Okoye, Ada"],
                "pdf_url": "https://ar5iv.org/abs/2301.99999",
            }
        ],
        [
            {
                "title": "W",
                "abstract": "A.",
                "date": "2019",
                "authors": [{"last": "Okoye", "first": "Ada"}],
                "link": "https://www.alphaxiv.org/abs/2301.99999v2",
            }
        ],
    ],
)
def test_an_arxiv_number_in_foreign_json_is_the_papers_id(tmp_path: Path, content: Any) -> None:
    [found] = [each for each in read(tmp_path / "export.json", content) if not isinstance(each, Remark)]
    assert isinstance(found, Paper)
    assert (found.id, found.authors, found.published) == ("2301.99999", ("Ada Okoye",), date(2019, 1, 1))


TABLES = {
    "Dimensions": (
        '"About the data: Exported on May 3, 2026. Criteria: waves, water"\n'
        "Rank,DOI,Title,Abstract,Authors,PubYear,Publication Date\n"
        '1,10.1000/waves,Waves in water,We model waves.,"Okoye, Ada; Lind, Bo",2019,2019-05-03\n'
    ),
    "OpenAlex": (
        "id,doi,title,publication_year,publication_date,authorships.author.display_name,is_retracted,abstract\n"
        "https://openalex.org/W1,https://doi.org/10.1000/waves,Waves in water,2019,2019-05-03,Ada Okoye|Bo Lind,"
        "false,We model waves.\n"
    ),
    "Zotero": (
        '"Key","Item Type","Publication Year","Author","Title","DOI","Abstract Note","Date","Extra"\n'
        '"K","journalArticle","2019","Okoye, Ada; Lind, Bo","Waves in water","10.1000/waves","We model waves.",'
        '"May 3, 2019",""\n'
    ),
    "Scopus": (
        "Authors,Author full names,Title,Year,DOI,Abstract,Date\n"
        '"Okoye A.; Lind B.","Okoye, Ada (571); Lind, Bo (572)",Waves in water,2019,10.1000/waves,We model waves.,May 3\n'
    ),
    "Web of Science": (
        "PT\tAU\tAF\tTI\tAB\tPY\tDI\tpublication date\n"
        "J\tOkoye, A; Lind, B\tOkoye, Ada; Lind, Bo\tWaves in water\tWe model waves.\t2019\t10.1000/waves\tMAY 3\n"
    ),
}


@pytest.mark.parametrize("name", TABLES)
def test_the_tables_of_databases_are_read(tmp_path: Path, name: str) -> None:
    remark, found = read(tmp_path / "export.csv", TABLES[name])
    assert isinstance(remark, Remark) and isinstance(found, Paper)
    assert fields(found) == fields(WAVES) | {"keywords": (), "source": "file"}


def test_a_column_that_flags_a_retraction_marks_the_paper(tmp_path: Path) -> None:
    _, found = read(tmp_path / "export.csv", TABLES["OpenAlex"].replace("false", "true"))
    assert isinstance(found, Paper) and found.withdrawn


@pytest.mark.parametrize(
    "content",
    [
        NBIB.replace("Journal Article", "Retracted Publication"),
        WEB_OF_SCIENCE.replace("DT Article", "DT Article; Retracted Publication"),
        RIS.replace("KW  - sea", "KW  - Retracted Publication"),
        RIS.replace("TI  - Waves", "TI  - RETRACTED ARTICLE: Waves"),
        json.dumps(OPENALEX).replace('"is_retracted": false', '"is_retracted": true'),
        json.dumps(CROSSREF).replace('"DOI"', '"updated-by": [{"type": "retraction"}], "DOI"'),
    ],
)
def test_a_retracted_paper_is_marked(tmp_path: Path, content: str) -> None:
    assert [each.withdrawn for each in read(tmp_path / "export", content) if isinstance(each, Paper)] == [
        True
    ]


def test_a_saved_feed_of_arxiv_is_read_like_a_fetched_one(tmp_path: Path) -> None:
    first, second = read(tmp_path / "feed.xml", feed([atom(), atom("2501.00002v3")], total=300))
    assert isinstance(first, Paper) and isinstance(second, Paper)
    assert (second.id, second.version, second.source) == ("2501.00002", 3, "arxiv")


def test_a_saved_feed_that_breaks_off_is_refused(tmp_path: Path) -> None:
    [found] = read(tmp_path / "feed.xml", feed([atom()])[:-20])
    assert isinstance(found, Refused) and "damaged" in found.reason


def test_records_without_their_ends_are_read_up_to_the_last_one(tmp_path: Path) -> None:
    text = "TY  - JOUR\nTI  - One\nAB  - Rain.\nTY  - JOUR\nTI  - Two\nAB  - Hail.\nTY  - JOUR\nTI  - Cut\nAB  - Sn"
    one, two, cut = read(tmp_path / "export.ris", text)
    assert isinstance(one, Paper) and isinstance(two, Paper) and (one.title, two.title) == ("One", "Two")
    assert isinstance(cut, Refused) and cut.reason.startswith("it has no end")


def test_an_entity_in_xml_is_not_resolved(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("hidden words")
    bomb = ENDNOTE_XML.replace(
        "<xml>", f'<!DOCTYPE x [<!ENTITY s SYSTEM "{secret.as_uri()}">]><xml>', 1
    ).replace("We model", "&s; We model")
    found = read(tmp_path / "export.xml", bomb)
    assert "hidden" not in str(found) and isinstance(found[0], Paper)


BIBTEX = r"""
@string{me = "Okoye, Ada"}
@Article{first, Author = {M{\"u}ller, J{\"o}rg and {Nu{\~n}ez-Paz}, Andr{\'e}}, TITLE = {Rain}, Year = {{2019}}, Month = "3~" # may,
  Abstract = {p {\textless} 0.05 in 50% of \texttt{Cups}.}}
@article{title = {No key}, author = me, abstract = {Rain fell.}, year = {12/2019}}
@article{twice, author = me, title = {Twice}, abstract = {Rain fell.}, email = {a@b.c}, email = {a@b.c}, author = {Cid, Cy}}
@article{people, title = {People}, abstract = {Rain fell.}, author = {{World Health Organization} and family=Oord, given=Aaron,
  prefix=van den, useprefix=true and Garc{\'i}a M{\'a}rquez, Gabriel and ATLAS Collaboration and : and others}}
@article{dblp, title = {Dblp}, abstract = {Rain fell.}, journal = {CoRR}, volume = {abs/2301.99999}}
@article{scholar, title = {Scholar}, abstract = {Rain fell.}, journal = {arXiv preprint arXiv:2301.99998}}
@article{other, title = {Other}, abstract = {Rain fell.}, note = {See also arXiv:2301.99997}}
"""


def test_bibtex_of_every_program_is_read(tmp_path: Path) -> None:
    found = {each.title: each for each in read(tmp_path / "library.bib", BIBTEX) if isinstance(each, Paper)}
    assert list(found) == ["Rain", "No key", "People", "Dblp", "Scholar", "Other", "Twice"]
    assert found["Rain"].authors == ("Jörg Müller", "André Nuñez-Paz")
    assert (found["Rain"].abstract, found["Rain"].published) == ("p < 0.05 in 50% of Cups.", date(2019, 5, 3))
    assert (found["No key"].authors, found["No key"].published) == (("Ada Okoye",), date(2019, 12, 1))
    assert found["Twice"].authors == ("Ada Okoye",)
    assert found["People"].authors == (
        "World Health Organization",
        "Aaron van den Oord",
        "Gabriel García Márquez",
        "ATLAS Collaboration",
    )
    assert found["People"].names == (
        Name("World Health Organization", is_group=True),
        Name("García Márquez", "Gabriel"),
    )
    assert [found[title].id for title in ("Dblp", "Scholar")] == ["2301.99999", "2301.99998"]
    assert found["Other"].is_named_by_title
