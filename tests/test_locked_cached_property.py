"""A part made once: by whoever asks first, while the others wait, for each object its own."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from assistant.locked_cached_property import locked_cached_property

THREADS = 4


class Bench:
    """Has one part that takes its time."""

    def __init__(self) -> None:
        self.made = 0

    @locked_cached_property
    def part(self) -> object:
        """The part."""
        self.made += 1
        time.sleep(0.05)  # long enough for every thread to find it missing
        return object()


def test_threads_that_ask_at_the_same_time_get_one_part() -> None:
    bench, start = Bench(), Barrier(THREADS)

    def ask(_: int) -> object:
        start.wait()
        return bench.part

    with ThreadPoolExecutor(THREADS) as threads:
        parts = list(threads.map(ask, range(THREADS)))
    assert bench.made == 1
    assert all(part is parts[0] for part in parts)


def test_each_object_has_a_part_of_its_own_and_may_be_given_one() -> None:
    one, other, given = Bench(), Bench(), Bench()
    given.part = one.part
    assert one.part is not other.part
    assert given.part is one.part
    assert given.made == 0


def test_a_part_that_could_not_be_made_is_tried_again() -> None:
    class Unlucky:
        tries = 0

        @locked_cached_property
        def part(self) -> int:
            self.tries += 1
            if self.tries == 1:
                raise OSError("not yet")
            return self.tries

    unlucky = Unlucky()
    with pytest.raises(OSError, match="not yet"):
        _ = unlucky.part
    assert unlucky.part == 2
