"""Which sentence each aspect of a row gets."""

from assistant.evidence.aspect_choice import choose
from assistant.evidence.aspects import STANDARD, aspects_named
from assistant.reader.embeddings import Embedder
from tests.conftest import paper

STRIX = (
    "Trackers follow birds by day. However, they fail at night, when owls hunt. "
    "We propose Strix, a novel tracker that listens from trees. "
    "Specifically, Strix combines two microphones and learns from their delay. "
    "On the Barn and Steppe datasets Strix finds 94% of all owls. "
    "It also cuts latency by 30%."
)


def chosen(abstract: str, embedder: Embedder, taken=None) -> dict[str, tuple[int, str] | None]:
    found = choose(tuple(STANDARD.values()), paper(abstract=abstract), embedder, taken)
    return {name: one and (one.evidence.sentence.number, one.beside) for name, one in found.items()}


def test_each_aspect_gets_a_sentence_of_its_own(embedder: Embedder) -> None:
    found = chosen(STRIX, embedder)
    assert found["problem"] == (2, "") and found["approach"] == (3, "") and found["results"] == (5, "")
    assert found["what is new"] == (4, ""), "what else is said of the approach, whose sentence says novel"
    assert found["cost"] == (6, "") and found["data and setting"] == (5, "results")
    assert found["limitations"] is None and found["code"] is None


def test_a_sentence_of_a_cell_that_stays_is_taken(embedder: Embedder) -> None:
    assert chosen(STRIX, embedder, {3: "robots"})["approach"] != (3, "")
    assert chosen(STRIX, embedder, {6: "speed"})["cost"] == (6, "speed")


def test_what_is_told_as_the_problem_is_no_limit_of_the_paper(embedder: Embedder) -> None:
    camera = paper(
        abstract="We present Strix, an ear. However, a camera's sensor only works by day. It finds 94% of owls."
    )
    limits = (STANDARD["limitations"],)
    found = choose(limits, camera, embedder)["limitations"]
    assert found and found.evidence.sentence.number == 2
    assert choose(limits, camera, embedder, {2: "problem"})["limitations"] is None


def test_public_data_that_was_used_is_no_code_to_be_had(embedder: Embedder) -> None:
    used = "We propose Strix. Our models are obtained by training on publicly available calls of owls."
    given = "We propose Strix. Our models are publicly available."
    assert chosen(used, embedder)["code"] is None and chosen(given, embedder)["code"] == (2, "")


def test_own_aspects_choose_last(embedder: Embedder) -> None:
    aspects = aspects_named(["finding owls on the Barn and Steppe datasets", "results"])
    found = choose(aspects, paper(abstract=STRIX), embedder)
    assert found["results"].evidence.sentence.number == 5 and not found["results"].beside
