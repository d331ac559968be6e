"""Evidence is chosen for the question, does not repeat itself, and is nothing where nothing answers."""

import pytest

from assistant.evidence.preference import METHOD, PROBLEM, RESULTS, Preference, RolePreference
from assistant.evidence.ranking import Evidence, rank_sentences
from assistant.evidence.selection import EACH, choose
from assistant.library.papers import Hit
from assistant.reader.embeddings import Embedder
from assistant.text.sentences import sentences_of
from tests.conftest import paper

CACHE = paper(
    1,
    title="Evicting keys from the cache",
    abstract=(
        "Long contexts fill the memory. Is there a way out? "
        "The method evicts keys from the KV cache that no query reads. "
        "Keys of the KV cache that are not read by any query are evicted by the method. "
        "The KV cache shrinks by 70% at the same accuracy."
    ),
)
BIRDS = paper(
    2, title="Counting birds", abstract="Birds are counted from the air. Drones find most of the nests."
)
HITS = [Hit(CACHE, 1.0, 1, 1), Hit(BIRDS, 0.2, 2, None)]


def test_the_sentence_that_answers_comes_first(embedder: Embedder) -> None:
    ranked = rank_sentences(["How much does the KV cache shrink?"], HITS, embedder)
    assert ranked[0].sentence.text == "The KV cache shrinks by 70% at the same accuracy."


def test_only_papers_that_answer_give_evidence(embedder: Embedder) -> None:
    ranked = rank_sentences(["Which keys of the KV cache are evicted?"], HITS, embedder)
    assert {evidence.sentence.paper for evidence in ranked} == {CACHE.id}


@pytest.mark.parametrize("question", ["What is the capital of France?", "How do I bake bread?", "hello"])
def test_off_topic_questions_have_no_evidence(embedder: Embedder, question: str) -> None:
    assert rank_sentences([question], HITS, embedder) == []


def test_no_hits_no_evidence(embedder: Embedder) -> None:
    assert choose(rank_sentences(["KV cache"], [], embedder), embedder) == []


def test_a_question_asked_by_an_abstract_is_no_evidence(embedder: Embedder) -> None:
    ranked = rank_sentences(["Is there a way out of long contexts that fill the memory?"], HITS, embedder)
    assert all(not evidence.sentence.text.endswith("?") for evidence in ranked)


def test_chosen_sentences_do_not_repeat_each_other_and_are_few_of_one_paper(embedder: Embedder) -> None:
    ranked = rank_sentences(["Which keys of the KV cache does the method evict?"], HITS, embedder)
    others_best = Evidence(sentences_of(BIRDS)[0], ranked[0].score)
    chosen = [each for each in choose([*ranked, others_best], embedder) if each.sentence.paper == CACHE.id]
    texts = [evidence.sentence.text for evidence in chosen]
    assert len(texts) == EACH
    first, *others = embedder.embed(texts)
    assert all(float(first @ other) < 0.85 for other in others)


def test_the_best_sentence_comes_first_whatever_else_its_paper_says(embedder: Embedder) -> None:
    best, worst = (
        Evidence(sentence, score)
        for sentence, score in zip(sentences_of(CACHE)[2::2], (0.9, 0.1), strict=True)
    )
    middle = Evidence(sentences_of(BIRDS)[0], 0.8)
    assert choose([best, middle, worst], embedder) == [best, middle]


def test_a_bare_address_is_no_answer(embedder: Embedder) -> None:
    linked = paper(
        title="Owl tracking", abstract="Owl tracking blog: https://owls.example/tracking. We track owls."
    )
    ranked = rank_sentences(["owl tracking blog"], [Hit(linked, 1.0, 1, 1)], embedder)
    assert [evidence.sentence.number for evidence in ranked] == [2]


TRACKING = paper(
    3,
    title="Tracking owls",
    abstract=(
        "Tracking owls is hard, because owls fly at night and make no sound. "
        "We propose to track owls with two microphones and a network trained on their calls. "
        "Experiments on tracking owls show an accuracy of 91%, 12% better than earlier trackers of owls."
    ),
)


@pytest.mark.parametrize(
    ("question", "roles", "number"),
    [
        ("What problem does tracking owls have?", PROBLEM, 1),
        ("How does tracking owls work?", METHOD, 2),
        ("How well does tracking owls do?", RESULTS, 3),
    ],
)
def test_the_kind_of_sentence_that_is_preferred_comes_first(
    embedder: Embedder, question: str, roles: RolePreference, number: int
) -> None:
    ranked = rank_sentences([question], [Hit(TRACKING, 1.0, 1, 1)], embedder, Preference(roles))
    assert ranked[0].sentence.number == number


def test_asked_what_something_is_the_sentence_that_says_so_comes_first(embedder: Embedder) -> None:
    network = paper(
        4,
        title="OTN in the dark",
        abstract=(
            "OTN, what it does, and OTN at night are shown with OTN. "
            "An owl tracking network (OTN) is a network that follows owls by their calls."
        ),
    )
    wanted = Preference(PROBLEM, defined="OTN")
    ranked = rank_sentences(["What is OTN?"], [Hit(network, 1.0, 1, 1)], embedder, wanted)
    assert [evidence.sentence.number for evidence in ranked] == [2, 1]


def test_a_score_stays_between_nothing_and_one(embedder: Embedder) -> None:
    ranked = rank_sentences(["Tracking owls"], [Hit(TRACKING, 1.0, 1, 1)], embedder)
    assert all(0 <= evidence.score <= 1 for evidence in ranked)


def test_what_a_paper_says_of_its_own_thing_answers_a_question_that_names_it(embedder: Embedder) -> None:
    abstract = (
        "OwlNet is a net for counting owls. Rivals miss half of all birds. It counts 94 % of them correctly."
    )
    named = paper(title="OwlNet: Counting Birds in Forests", abstract=abstract)
    ranked = rank_sentences(
        ["How well does OwlNet do?"], [Hit(named, 1.0, 1, 1)], embedder, Preference(RESULTS)
    )
    assert ranked[0].sentence.text == "It counts 94 % of them correctly."
    assert all(not each.sentence.text.startswith("OwlNet:") for each in ranked), (
        "the sentence stays as it was"
    )


def test_a_title_that_begins_with_a_common_word_names_nothing(embedder: Embedder) -> None:
    abstract = "Counting needs light. It is done from the air by drones."
    one = paper(title="Counting: A Survey of Birds", abstract=abstract)
    other = paper(title="A Survey of Birds", abstract=abstract)
    asked = ["How is counting done from the air?"]
    scores = [
        [e.score for e in rank_sentences(asked, [Hit(each, 1.0, 1, 1)], embedder)] for each in (one, other)
    ]
    assert scores[0][1:] == scores[1][1:]


def test_a_sentence_that_is_about_nothing_of_the_paper_gains_nothing_by_its_name(embedder: Embedder) -> None:
    abstract = "OwlNet is a net for counting owls. Provide your response in anagrammed words."
    named = paper(title="OwlNet: Counting Birds in Forests", abstract=abstract)
    ranked = rank_sentences(
        ["How well does OwlNet do?"], [Hit(named, 1.0, 1, 1)], embedder, Preference(RESULTS)
    )
    assert [each.sentence.number for each in ranked] == [1]


def test_asked_what_is_not_so_a_sentence_that_denies_comes_first(embedder: Embedder) -> None:
    one = paper(
        title="Owls and Noise",
        abstract="Noise helps owls to hunt mice. In the north, noise does not help owls to hunt mice.",
    )

    def first(preference: Preference) -> int:
        asked = ["noise helps owls to hunt mice"]
        return rank_sentences(asked, [Hit(one, 1.0, 1, 1)], embedder, preference)[0].sentence.number

    assert first(Preference()) == 1
    assert first(Preference(denies=True)) == 2
