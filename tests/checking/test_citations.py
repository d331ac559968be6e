"""Marks are read back however a model writes them, and each sentence becomes a claim on real sentences."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.checking.citations import claim_from, quote
from assistant.checking.written import Written, read_sentences
from assistant.evidence.ranking import Evidence, similarity_by
from assistant.evidence.sources import number_sources
from assistant.library.papers import Hit
from assistant.reader.embeddings import Embedder
from assistant.text.sentences import sentences_of
from tests.conftest import paper


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It works [1].", [("It works.", (1,))]),
        ("It works. [1] It is fast. [2]", [("It works.", (1,)), ("It is fast.", (2,))]),
        ("It works [1][3].", [("It works.", (1, 3))]),
        ("It works [1, 3] and [1] again.", [("It works again.", (1, 3))]),
        ("It cuts memory [1], [2].", [("It cuts memory.", (1, 2))]),
        ("It cuts memory [1] and [2]. Next [3].", [("It cuts memory.", (1, 2)), ("Next.", (3,))]),
        ("It works.[2]", [("It works.", (2,))]),
        ("Nothing cited.", [("Nothing cited.", ())]),
        ("**It** works `well` [1].", [("It works well.", (1,))]),
        ("", []),
    ],
)
def test_marks_are_read_back(text: str, expected: list[tuple[str, tuple[int, ...]]]) -> None:
    assert [(w.text, w.numbers) for w in read_sentences(text)] == expected


def test_paragraphs_and_bullets_lead_their_sentences_in() -> None:
    written = read_sentences("First [1].\n\nSecond [1]. Third [2].\n- Fourth [1].\n2. Fifth [2].")
    assert [w.prefix for w in written] == ["", "\n\n", "", "\n- ", "\n- "]


@given(
    st.lists(
        st.tuples(st.sampled_from(["It works", "Costs fall", "Nodes share"]), st.integers(1, 99)), max_size=6
    )
)
@settings(max_examples=80, deadline=None, derandomize=True)
def test_what_is_written_with_marks_is_read_back_the_same(sentences: list[tuple[str, int]]) -> None:
    text = " ".join(f"{words} [{number}]." for words, number in sentences)
    assert [(w.text, w.numbers) for w in read_sentences(text)] == [
        (f"{words}.", (n,)) for words, n in sentences
    ]


@given(st.text(alphabet="ab .[]123,;\n-*#“”\\$", max_size=120))
@settings(max_examples=150, deadline=None, derandomize=True)
def test_any_text_is_read_without_failing_and_no_whole_mark_is_left(text: str) -> None:
    for written in read_sentences(text):
        assert not re.search(r"\[\d{1,3}\]", written.text)


def test_a_claim_points_at_the_sentence_nearest_to_it_and_drops_unknown_numbers(embedder: Embedder) -> None:
    one = paper(
        abstract="Birds migrate in autumn. SAPO shares rollouts between nodes. It reaches 94% more reward."
    )
    sources = number_sources([Hit(one, 1.0, 1, 1)])
    written = read_sentences("Reward rises by 94% [1][7].")[0]
    claim = claim_from(written, sources, similarity_by(embedder))
    assert claim.cited == (1,)
    assert [evidence.sentence.number for evidence in claim.evidence] == [3]
    assert one.abstract[claim.evidence[0].sentence.start : claim.evidence[0].sentence.end].startswith(
        "It reaches"
    )


def test_a_quote_is_the_sentence_itself_in_quote_marks_with_its_number() -> None:
    sentence = sentences_of(paper())[1]
    claim = quote(Evidence(sentence, 0.9), 4)
    assert (claim.text, claim.verdict) == (sentence.text, "quoted")
    assert claim.marked == f"“{sentence.text}” [4]"


def test_a_sentence_without_a_citation_gets_the_source_that_plainly_says_it(embedder: Embedder) -> None:
    birds = paper(1, abstract="Birds migrate in autumn. They follow the coast at night.")
    nodes = paper(2, abstract="SAPO shares rollouts between nodes. It reaches 94% more reward.")
    sources = number_sources([Hit(birds, 1.0, 1, 1), Hit(nodes, 0.9, 2, 2)])
    similarity = similarity_by(embedder)

    def claim(text: str) -> tuple[tuple[int, ...], str]:
        found = claim_from(read_sentences(text)[0], sources, similarity)
        return found.cited, found.verdict

    assert claim("SAPO shares rollouts between nodes.") == ((2,), "quoted")
    assert claim("SAPO shares its rollouts between the nodes.") == ((2,), "supported")
    assert claim("Rollouts are stored on tape for years.") == ((), "uncited")
    assert claim("SAPO reaches 49% more reward.") == ((), "uncited")
    assert claim("SAPO shares rollouts between nodes [9].") == ((), "uncited")


def test_a_shortened_quotation_shows_that_it_is(embedder: Embedder) -> None:
    (source,) = number_sources(
        [Hit(paper(abstract="Nodes share rollouts with each other every night."), 1.0, 1, 1)]
    )

    def said(text: str) -> str:
        return claim_from(read_sentences(f"{text} [1].")[0], [source], similarity_by(embedder)).display_text

    assert said("Nodes share rollouts with each other") == "“Nodes share rollouts with each other. …”"
    assert (
        said("share rollouts with each other every night")
        == "“… share rollouts with each other every night.”"
    )
    assert said("Nodes share rollouts with each other every night") == (
        "“Nodes share rollouts with each other every night.”"
    )


def test_a_citation_of_no_source_is_named_as_such(embedder: Embedder) -> None:
    sources = number_sources([Hit(paper(), 1.0, 1, 1)])
    claim = claim_from(read_sentences("Owls see in the dark [9].")[0], sources, similarity_by(embedder))
    assert (claim.verdict, claim.cited) == ("uncited", ())
    assert claim.reason == "It cites [9], which is none of the papers read."


def test_a_mark_with_no_words_before_it_is_no_claim() -> None:
    assert read_sentences("1. [1]") == []


def test_a_claim_without_words_does_not_hold(embedder: Embedder) -> None:
    sources = number_sources([Hit(paper(), 1.0, None, None)])
    assert not claim_from(Written("", (1,)), sources, similarity_by(embedder)).holds
