"""Many items at once: as they come, one failure alone, an end when the consumer ends."""

import threading
import time

import pytest

from assistant.errors import ModelError, ModelOverloaded
from assistant.llm.parallel import TRIES, in_parallel


def test_as_many_as_workers_are_under_way_together() -> None:
    together = threading.Barrier(8, timeout=5)  # breaks unless eight wait at once
    done = dict(in_parallel(lambda item: together.wait() >= 0, range(40), workers=8))
    assert done == dict.fromkeys(range(40), True)


def test_what_is_done_first_comes_first() -> None:
    first = threading.Event()

    def work(item: str) -> str:
        if item == "slow":
            assert first.wait(5)
        return item.upper()

    results = in_parallel(work, ["slow", "quick"], workers=2)
    assert next(results) == ("quick", "QUICK")
    first.set()
    assert list(results) == [("slow", "SLOW")]


def test_one_that_fails_does_not_stop_the_rest() -> None:
    def work(item: int) -> int:
        if item == 2:
            raise ModelError("The model failed.")
        return item * 10

    done = dict(in_parallel(work, range(5), workers=2))
    failure = done.pop(2)
    assert isinstance(failure, ModelError)
    assert done == {0: 0, 1: 10, 3: 30, 4: 40}


def test_an_error_of_our_own_is_not_hidden() -> None:
    with pytest.raises(ZeroDivisionError):
        list(in_parallel(lambda item: 1 // item, [1, 0], workers=1))


def test_nothing_is_begun_once_nobody_asks() -> None:
    begun, hold = [], threading.Event()

    def work(item: int) -> int:
        begun.append(item)
        if item:
            hold.wait(5)
        return item

    results = in_parallel(work, range(100), workers=2)
    assert next(results) == (0, 0)
    start = time.monotonic()
    results.close()
    assert time.monotonic() - start < 1, "it waited for what is under way"
    hold.set()
    assert len(begun) <= 4


def test_a_refused_item_is_tried_again_where_the_server_said_how_long_to_wait() -> None:
    tries: list[int] = []

    def work(item: int) -> int:
        tries.append(item)
        if len(tries) < 3:
            raise ModelOverloaded("Too many.", wait=0.01)
        return item

    assert list(in_parallel(work, [7], workers=1)) == [(7, 7)]
    assert tries == [7, 7, 7]


@pytest.mark.parametrize(("wait", "tried"), [(0.0, 1), (0.01, TRIES)])
def test_it_is_not_tried_for_ever(wait: float, tried: int) -> None:
    tries = []

    def work(item: int) -> int:
        tries.append(item)
        raise ModelOverloaded("Too many.", wait=wait)

    [(_, failure)] = in_parallel(work, [1], workers=1)
    assert isinstance(failure, ModelOverloaded)
    assert len(tries) == tried


def test_an_empty_day_needs_no_threads() -> None:
    assert list(in_parallel(str, [], workers=3)) == []
