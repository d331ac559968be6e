"""Which sentence each aspect of a row gets, and which part of it where two aspects share one."""

import pytest

from assistant.evidence.aspect_choice import choose
from assistant.evidence.aspect_ideas import ideas
from assistant.evidence.aspect_parts import part_for
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
    assert found["what is new"] == (4, ""), "the idea, as the sentence that says novel is the approach"
    assert found["cost"] == (6, "") and found["data and setting"] == (5, "results")
    assert found["limitations"] is None and found["code"] is None


def test_what_is_first_is_new_where_the_approach_has_it(embedder: Embedder) -> None:
    found = chosen(STRIX.replace("a novel tracker", "the first tracker"), embedder)
    assert found["what is new"] == (3, "approach")


def test_results_leave_the_only_sentence_on_cost(embedder: Embedder) -> None:
    abstract = "We propose Strix. Results show that Strix cuts latency by 30%. Results show that Strix finds 94% of owls."
    found = chosen(abstract, embedder)
    assert found["cost"] == (2, "") and found["results"] == (3, "")


def test_a_sentence_of_a_cell_that_stays_is_taken(embedder: Embedder) -> None:
    assert chosen(STRIX, embedder, {3: "robots"})["approach"] != (3, "")
    assert chosen(STRIX, embedder, {6: "speed"})["cost"] == (6, "speed")


@pytest.mark.parametrize(
    "sentence, part",
    [
        (
            "Experiments on long-owl benchmarks and BARN8K show that it wins.",
            "on long-owl benchmarks and BARN8K",
        ),
        (
            "On two owl benchmarks (BarnEval and HayBench), Strix wins.",
            "On two owl benchmarks (BarnEval and HayBench)",
        ),
        (
            "On 12 benchmarks spanning the four barn types, Strix-1.7B achieves 14.85.",
            "On 12 benchmarks spanning the four barn types",
        ),
        (
            "Models trained on BarnEdit win on BarnBrush and Emu-Edit benchmarks.",
            "on BarnBrush and Emu-Edit benchmarks",
        ),
        ("On BARN500, Strix gains 3.6% over Bubo.", "On BARN500"),
        ("It works for various owl families.", "for various owl families"),
        ("It wins with a 2-bit camera and SOTA owls for enhancing models of Barn.", ""),
    ],
)
def test_the_data_are_told_by_their_phrase(sentence: str, part: str) -> None:
    assert part_for("data and setting", sentence, sentence) == part


def test_a_cost_is_told_by_its_clause_unless_the_other_cell_says_it() -> None:
    sentence = "It finds more owls, cuts memory to a tenth of theirs, and sings."
    assert part_for("cost", sentence, "It finds more owls") == "cuts memory to a tenth of theirs"
    assert part_for("cost", sentence, sentence) == ""
    assert part_for("problem", sentence, "") == ""


@pytest.mark.parametrize(
    "sentence, tells",
    [
        ("Our key observation is that owls turn their heads before they fly.", True),
        ("Strix decomposes a call into pitch and delay.", True),
        ("In (2) planning, we identify branches and combine them.", False),
        ("Recent methods combine pitch and delay.", False),
        ("Experiments show that Strix outperforms Bubo by 4%.", False),
    ],
)
def test_an_idea_is_how_it_works_or_what_was_seen(sentence: str, tells: bool) -> None:
    worth = ideas(
        "Strix: Listening to Owls", ["Owls are quiet.", "We propose Strix, a microphone.", sentence]
    )
    assert bool(worth[2]) is tells and not worth[0]


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
