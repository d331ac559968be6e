"""Keep a server's rate limit together: where it answers one call with Retry-After, all calls to it wait that long.

The openai package obeys the header for the call that got it, in silence; calls of other threads would go on and be
refused. Here the call that got it says so and waits in small steps (`waited`), and the others wait until it may go on.
"""

import logging
import threading
import time
from collections.abc import Iterator, Mapping
from typing import Any

logger = logging.getLogger(__name__)

LONGEST = 120.0
"""Seconds: what the openai package obeys at most; a longer wait is reported to the person instead."""
STEP = 0.5
"""Seconds between two moments at which a wait can be stopped."""


class Pause:
    """The time before which one server is not to be asked again, shared by the threads that ask it."""

    def __init__(self) -> None:
        self._until = 0.0
        self._guard = threading.Lock()

    def join(self, client: Any) -> Any:
        """Make this httpx2 client's requests wait, and its answers say for how long; gives the client back."""
        client.event_hooks = {"request": [self._before], "response": [self._after]}
        return client

    def _before(self, request: Any) -> None:
        while (left := self._until - time.monotonic()) > 0:
            logger.info("Waiting %.1f s, as the model's server asks", left)
            time.sleep(left)

    def _after(self, response: Any) -> None:
        if response.status_code >= 400:
            logger.info("The model's server answers with HTTP %d", response.status_code)
        if response.status_code == 429 and (seconds := asked_to_wait(response.headers)):
            response.headers["x-should-retry"] = "false"  # the openai package would wait in silence
            with self._guard:
                self._until = max(self._until, time.monotonic() + seconds)


def waited(seconds: float) -> Iterator[None]:
    """Wait so long, yielding every STEP, so that whoever listens can stop."""
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        yield
        time.sleep(min(STEP, left))


def asked_to_wait(headers: Mapping[str, str]) -> float:
    """The seconds that a refusal says to wait, or 0 where it says none, or more than LONGEST."""
    seconds = seconds_said(headers)
    return seconds if seconds <= LONGEST else 0.0


def seconds_said(headers: Mapping[str, str]) -> float:
    """The seconds that a refusal says to wait, however many; 0 where it says none."""
    try:
        seconds = float(headers.get("retry-after", "0"))
    except ValueError:  # a date: rare, and the openai package reads it for its own call
        return 0.0
    return seconds if 0 < seconds < float("inf") else 0.0
