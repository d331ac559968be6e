import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.export import shapes
from assistant.jsonable import to_json
from assistant.library.papers import Hit, Paper, id_from_title, merge, title_key
from tests.conftest import paper

GOOD = settings(max_examples=100, deadline=None, derandomize=True)
EARLY, LATE = date(2025, 3, 1), date(2025, 3, 9)
PAGE = paper(title="Tea", id=id_from_title("Tea"), abstract="From the page.", authors=(), source="saved page")
REAL = paper(title="Tea", abstract="The real one.", upvotes=3)


@pytest.mark.parametrize("id_", ["2501.00001", "0704.0001", "hep-th/9901001", "math.GT/0309136"])
def test_a_paper_with_an_arxiv_id_links_to_arxiv_and_hugging_face(id_: str) -> None:
    found = paper(id=id_, code="https://a.example", project="https://b.example")
    assert found.has_arxiv_id
    assert found.url == f"https://arxiv.org/abs/{id_}"
    assert found.links == (
        ("arXiv", f"https://arxiv.org/abs/{id_}"),
        ("PDF", f"https://arxiv.org/pdf/{id_}"),
        ("Hugging Face", f"https://huggingface.co/papers/{id_}"),
        ("Code", "https://a.example"),
        ("Project", "https://b.example"),
    )


def test_a_paper_without_a_number_links_to_a_search_for_its_title() -> None:
    found = paper(title="Tea & <biscuits>: a 'théory'", id=id_from_title("x"))
    assert not found.has_arxiv_id
    assert found.url == "https://huggingface.co/papers?q=tea+biscuits+a+theory"
    assert found.links == (("Hugging Face", found.url),)


def test_a_paper_that_has_only_a_doi_links_to_it() -> None:
    found = paper(id=id_from_title("x"), doi="10.1000/a<b>(1)")
    assert found.url == "https://doi.org/10.1000/a%3Cb%3E%281%29"
    assert found.links == (("DOI", found.url),)


@pytest.mark.parametrize("id_", ["2501.1", "2501.000011", "2501.00001v1", "２５０１.00001", "title-1", ""])
def test_other_ids_are_no_arxiv_ids(id_: str) -> None:
    assert not paper(id=id_).has_arxiv_id


@pytest.mark.parametrize(
    ("authors", "byline"),
    [((), ""), (("A",), "A"), (("A", "B"), "A & B"), (("A", "B", "C"), "A et al.")],
)
def test_the_byline_names_one_or_two_authors_or_the_first(authors: tuple[str, ...], byline: str) -> None:
    assert paper(authors=authors).byline == byline


def test_a_paper_and_a_hit_become_plain_json() -> None:
    found = paper(featured=LATE, keywords=("tea",))
    values = json.loads(json.dumps(to_json(Hit(found, 0.123456, 1, None), shapes.Hit)))
    assert (values["score"], values["meaning_rank"], values["keyword_rank"]) == (0.1235, 1, None)
    assert values["paper"]["url"] == found.url
    assert values["paper"]["featured"] == "2025-03-09"
    assert values["paper"]["keywords"] == ["tea"]
    assert values["paper"]["organization"] is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Attention, please!", "attention please"),
        ("Café  del\nMar", "CAFE\u0301 DEL MAR"),
        ("snake_case", "Snake Case"),
        ("ﬁne–tuning", "Fine-Tuning"),
        ("STRASSE", "Straße"),
    ],
)
def test_two_spellings_of_a_title_have_one_key_and_id(one: str, other: str) -> None:
    assert title_key(one) == title_key(other)
    assert id_from_title(one) == id_from_title(other)


def test_titles_of_other_words_have_other_ids() -> None:
    assert len({id_from_title(title) for title in ("Tea 1", "Tea 2", "茶", "чай")}) == 4


@GOOD
@given(st.text())
def test_a_title_key_is_settled_and_of_words_only(title: str) -> None:
    key = title_key(title)
    assert title_key(key) == key
    assert all(word.isalnum() or any(map(str.isalnum, word)) for word in key.split(" ") if word)
    assert len(id_from_title(title)) == len("title-") + 16


def test_what_the_new_telling_knows_wins_and_what_it_leaves_out_stays() -> None:
    new = paper(title="Tea", abstract="Reworded.", authors=(), upvotes=0, stars=4)
    both = merge(paper(title="Tea", upvotes=3, code="https://a.example"), new)
    assert (both.abstract, both.upvotes, both.stars) == ("Reworded.", 0, 4)
    assert (both.code, both.authors) == ("https://a.example", ("Ada Abel", "Bo Berg"))


def test_of_two_featured_days_the_later_wins_in_either_order() -> None:
    early, late = paper(featured=EARLY, upvotes=3), paper(featured=LATE, upvotes=9)
    assert merge(early, late) == merge(late, early) == late


@pytest.mark.parametrize(
    ("old", "new", "abstract"),
    [
        (paper(version=2, abstract="second"), paper(version=1, abstract="first"), "second"),
        (paper(version=1, abstract="first"), paper(version=2, abstract="second"), "second"),
        (paper(version=2, abstract="second"), paper(abstract="unnumbered"), "second"),
        (paper(abstract="old"), paper(abstract="new"), "new"),
        (REAL, paper(abstract="sample", source="sample"), REAL.abstract),
        (REAL, PAGE, REAL.abstract),
        (paper(abstract="sample", source="sample"), REAL, REAL.abstract),
        (paper(abstract="sample", source="sample"), PAGE, PAGE.abstract),
        (paper(abstract="a", source="sample"), paper(abstract="b", source="sample"), "b"),
    ],
)
def test_the_abstract_is_the_newest_real_one(old: Paper, new: Paper, abstract: str) -> None:
    both = merge(old, new)
    assert both.abstract == abstract
    assert both.source == (old if both.abstract == old.abstract else new).source


def test_a_sample_featured_later_does_not_replace_an_earlier_real_abstract() -> None:
    later = paper(abstract="sample", source="sample", featured=LATE)
    real = paper(abstract="real", featured=EARLY)
    for both in (merge(real, later), merge(later, real)):
        assert (both.abstract, both.source, both.featured) == ("real", "huggingface", LATE)


def test_an_arxiv_id_replaces_one_made_from_the_title_and_is_never_given_up() -> None:
    assert merge(PAGE, REAL).id == merge(REAL, PAGE).id == REAL.id


def test_once_withdrawn_stays_withdrawn() -> None:
    assert merge(paper(withdrawn=True), paper()).withdrawn
    assert merge(paper(), paper(withdrawn=True)).withdrawn


def records(**fields: Any) -> st.SearchStrategy[Paper]:
    """Tellings of one paper by sources with arXiv ids."""
    values: dict[str, Any] = {
        "title": st.sampled_from(["Tea", "Tea, again"]),
        "abstract": st.sampled_from(["One.", "Two.", "Three."]),
        "authors": st.sampled_from([(), ("A",), ("A", "B")]),
        "version": st.none() | st.integers(1, 3),
        "upvotes": st.none() | st.integers(0, 3),
        "code": st.none() | st.just("https://a.example"),
        "withdrawn": st.booleans(),
        "source": st.sampled_from(["huggingface", "arxiv", "sample"]),
    }
    return st.builds(paper, **values | fields)


@GOOD
@given(records(featured=st.just(EARLY)), records(featured=st.just(LATE)), st.booleans())
def test_hearing_both_tellings_again_changes_nothing(early: Paper, late: Paper, swap: bool) -> None:
    first, second = (late, early) if swap else (early, late)
    both = merge(first, second)
    assert merge(both, first) == merge(both, second) == both
    assert merge(both, both) == both


@GOOD
@given(records(), records(featured=st.none() | st.just(LATE)))
def test_merging_forgets_nothing_and_makes_nothing_up(old: Paper, new: Paper) -> None:
    both = merge(old, new)
    for name in both.__slots__:
        known = {getattr(each, name) for each in (old, new)}
        assert getattr(both, name) in known
        assert getattr(both, name) not in (None, ()) or known <= {None, ()}
