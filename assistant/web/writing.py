"""A reply that is written beside the page, so that Stop is heard even while its model is silent. Nothing is drawn here."""

from copy import copy
from threading import Event, Thread

from assistant.asking.reply import Reply
from assistant.web.shared import failure_of

REDRAW = 0.1
"""Seconds between two drawings of a growing answer: smooth to the eye, light for the browser."""
PATIENCE = 0.5
"""Seconds that a stopped answer has to end in: a model that is writing says its next word sooner, one that has not begun
may be silent for a minute."""


class Writing:
    """A reply that is written in a thread of its own, so that Stop is heard also while the model is silent."""

    def __init__(self, reply: Reply, replies: list[Reply]) -> None:
        """Begin; the reply is the last of the replies from now on."""
        self.failure = ""
        """What failed that should not have, as Markdown; known once it goes on no longer."""
        self._reply, self._replies, self._place, self._stopped = reply, replies, len(replies), Event()
        replies.append(reply)
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()

    def goes_on(self) -> bool:
        """Whether it is still being written, after the time between two drawings."""
        self._thread.join(REDRAW)
        return self._thread.is_alive()

    def stop(self) -> None:
        """Write no further; what is written is kept and checked.

        A model that stays silent is left behind: a copy takes the reply's place, and late words do not reach it.
        """
        self._stopped.set()
        self._thread.join(PATIENCE)
        if self._thread.is_alive() and self._replies[self._place] is self._reply:
            self._replies[self._place] = left = copy(self._reply)
            left.claims = list(left.claims)

    def _run(self) -> None:
        self.failure = failure_of(self._write)

    def _write(self) -> None:
        for _ in self._reply:
            if self._stopped.is_set():
                self._reply.stop()
                return
