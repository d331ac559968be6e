import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.library.papers import Paper
from assistant.library.search import WEIGHTS, fuse, hits, rank, rocchio, signals
from tests.conftest import paper

GOOD = settings(max_examples=100, deadline=None, derandomize=True)
PAPERS = {f"{i}": paper(i, id=f"{i}", withdrawn=i % 5 == 0) for i in range(10)}
IDS = st.sampled_from([*PAPERS, "gone", "missing"])
LEG = st.dictionaries(IDS, st.floats(-1, 100), max_size=9).map(
    lambda scores: sorted(scores.items(), key=lambda item: -item[1])
)
Leg = list[tuple[str, float]]


def test_scores_of_both_legs_are_scaled_and_averaged() -> None:
    meaning, words = [("a", 0.9), ("b", 0.7), ("c", 0.5)], [("b", 30.0), ("d", 20.0), ("c", 10.0)]
    assert fuse(meaning, words) == [("b", 0.75), ("a", 0.5), ("d", 0.25), ("c", 0.0)]


@pytest.mark.parametrize(("weight", "first"), [(1.0, "a"), (0.0, "b")])
def test_the_weight_says_which_leg_counts(weight: float, first: str) -> None:
    fused = fuse([("a", 2.0), ("b", 1.0)], [("b", 2.0), ("a", 1.0)], weight)
    assert fused == [(first, 1.0), ("b" if first == "a" else "a", 0.0)]


def test_a_lone_find_has_the_full_score_of_its_leg() -> None:
    assert fuse([("a", 0.3)], []) == fuse([], [("a", 7.0)]) == [("a", 0.5)]
    assert fuse([], []) == []


@GOOD
@given(LEG, LEG)
def test_fusing_keeps_every_id_within_bounds_in_one_order(meaning: Leg, words: Leg) -> None:
    fused = fuse(meaning, words)
    assert {id_ for id_, _ in fused} == {id_ for id_, _ in [*meaning, *words]}
    assert len(fused) == len(dict(fused))
    assert all(0 <= score <= 1 for _, score in fused)
    assert fused == sorted(fused, key=lambda item: (-item[1], item[0]))
    assert fused == fuse(meaning[::-1], words[::-1])


@GOOD
@given(LEG, LEG)
def test_a_paper_better_in_both_legs_stands_before(meaning: Leg, words: Leg) -> None:
    places = [id_ for id_, _ in fuse(meaning, words)]
    one, other = dict(meaning), dict(words)
    for a in one.keys() & other.keys():
        for b in one.keys() & other.keys():
            if one[a] > one[b] + 1e-6 and other[a] > other[b] + 1e-6:
                assert places.index(a) < places.index(b)


@GOOD
@given(LEG, LEG, st.integers(0, 12))
def test_hits_carry_their_ranks_and_leave_out_the_withdrawn_and_the_gone(
    meaning: Leg, words: Leg, limit: int
) -> None:
    found = hits(fuse(meaning, words), meaning, words, PAPERS, limit)
    ids = [hit.paper.id for hit in found]
    admitted = [id_ for id_, _ in fuse(meaning, words) if id_ in PAPERS and not PAPERS[id_].withdrawn]
    assert ids == admitted[:limit]
    for hit in found:
        for place, leg in ((hit.meaning_rank, meaning), (hit.keyword_rank, words)):
            assert place == next((i for i, (id_, _) in enumerate(leg, 1) if id_ == hit.paper.id), None)


def test_a_withdrawn_paper_does_not_use_up_a_place() -> None:
    papers: dict[str, Paper] = {"a": paper(withdrawn=True), "b": paper(2)}
    assert [hit.paper for hit in hits([("a", 0.9), ("b", 0.1)], [], [], papers, 1)] == [papers["b"]]


QUESTION = np.array([1.0, 0.0], np.float32)
VECTORS = {"near": np.array([0.8, 0.6], np.float32), "aside": np.array([0.0, 1.0], np.float32)}


def test_the_question_leans_towards_the_first_papers_and_keeps_its_length() -> None:
    leaning = rocchio(QUESTION, [("near", 1.0)], VECTORS)
    assert np.linalg.norm(leaning) == pytest.approx(1)
    assert float(leaning @ VECTORS["aside"]) > float(QUESTION @ VECTORS["aside"])


@pytest.mark.parametrize("first", [[], [("gone", 1.0)], [("near", 0.0)]])
def test_with_nothing_to_lean_towards_the_question_stays(first: Leg) -> None:
    assert rocchio(QUESTION, first, VECTORS) is QUESTION


def test_every_signal_is_a_share_of_the_best_papers() -> None:
    found = signals(QUESTION, QUESTION, [("aside", 8.0)], VECTORS)
    assert found == {"near": (1, 0, 1), "aside": (0, 1, 0)}
    assert signals(QUESTION, QUESTION, [], VECTORS)["near"] == (1, 0, 1)


def test_the_rank_is_by_the_weighted_sum_and_scaled() -> None:
    assert rank({"a": (0, 0, 1), "b": (1, 0, 0)}, (0.7, 0.2, 0.1)) == [("b", 1), ("a", 0)]
    assert sum(WEIGHTS) == pytest.approx(1)
