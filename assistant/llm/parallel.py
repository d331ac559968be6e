"""Do the same work for many items, a few at a time, and yield each as it is done.

The waiting is for a server; the threads themselves do little. Where the server says how long to wait, all calls
of the process wait (`pauses`), and an item that was refused for that reason is tried again.
"""

import logging
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from itertools import islice
from typing import TypeVar

from assistant.errors import ModelOverloaded, PapersError

T = TypeVar("T")
R = TypeVar("R")

logger = logging.getLogger(__name__)

TRIES = 6
"""How often an item is tried while the server says how long to wait: eight workers at two calls a second need four."""


def in_parallel(
    work: Callable[[T], R], items: Iterable[T], workers: int
) -> Generator[tuple[T, R | PapersError], None, None]:
    """Each item with what `work` made of it, or with the PapersError it failed with, in the order they are done.

    At most `workers` items are under way, and no further one is begun once the consumer stops; what is then under
    way ends unseen. Any exception other than a PapersError is raised here.
    """
    waiting = iter(items)
    pool = ThreadPoolExecutor(workers, thread_name_prefix="parallel")
    try:
        begun = {pool.submit(_tried, work, item): item for item in islice(waiting, workers)}
        while begun:
            done, _ = wait(begun, return_when=FIRST_COMPLETED)
            results = [(begun.pop(future), future) for future in done]
            begun |= {pool.submit(_tried, work, item): item for item in islice(waiting, len(done))}
            yield from ((item, future.result()) for item, future in results)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _tried(work: Callable[[T], R], item: T, tries: int = TRIES) -> R | PapersError:
    try:
        return work(item)
    except ModelOverloaded as error:
        if not error.wait or tries <= 1:
            return error
        logger.info("The server was busy; trying again, at most %d times more", tries - 1)
        return _tried(work, item, tries - 1)
    except PapersError as error:
        return error
