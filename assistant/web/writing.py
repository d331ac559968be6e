"""Replies in their order and the one that is being written, in a thread of its own: it goes on whatever page is open.

So Stop is heard while the model is silent, and a page that was left and opened again follows the same answer. Nothing is
drawn here.
"""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, field
from threading import Event, Thread

from assistant.asking.reply import Reply
from assistant.web.shared import failure_of

REDRAW = 0.1
"""Seconds between two drawings of a growing answer: smooth to the eye, light for the browser."""
PATIENCE = 0.5
"""Seconds that a stopped answer has to end in: a model that is writing says its next word sooner, one that has not begun
may be silent for a minute."""

Keep = Callable[[int], None]
"""Called with the number of a reply when it begins and when it ends."""


def _forget(number: int) -> None:
    """Keep nothing: the replies of a page that does not outlive its session."""


class Writing:
    """A reply that is being written; the last of the replies from its beginning."""

    def __init__(
        self,
        begin: Callable[[Callable[[str], None]], Reply],
        replies: list[Reply],
        keep: Keep = _forget,
    ) -> None:
        """Begin: `begin` gets what to call with each step before the first word."""
        self.step = "beginning"
        """What is being done before the first word comes."""
        self.reply = begin(self._show)
        self._replies, self._keep, self._stopped = replies, keep, Event()
        places = (number for number, each in enumerate(replies) if each is self.reply)
        self._place = next(places, len(replies))  # one that goes on stays where it is
        if self._place == len(replies):
            replies.append(self.reply)
        self.failure = failure_of(lambda: keep(self._place))
        """What failed that should not have, as Markdown; known once it goes on no longer."""
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()

    def goes_on(self) -> bool:
        """Whether it is still being written, after the time between two drawings."""
        self._thread.join(0 if self._stopped.is_set() else REDRAW)
        return self._thread.is_alive() and self._replies[self._place] is self.reply

    def stop(self) -> None:
        """Write no further; what is written is kept and checked.

        A model that stays silent is left behind: a copy takes the reply's place, and late words do not reach it.
        """
        self._stopped.set()
        self._thread.join(PATIENCE)
        if self._thread.is_alive() and self._replies[self._place] is self.reply:
            self._replies[self._place] = left = copy(self.reply)
            left.claims = list(left.claims)
            self._keep(self._place)

    def _show(self, step: str) -> None:
        self.step = step

    def _run(self) -> None:
        self.failure = failure_of(self._write) or self.failure

    def _write(self) -> None:
        for _ in self.reply:
            if self._stopped.is_set():
                self.reply.stop()
                break
        if self._replies[self._place] is self.reply:
            self._keep(self._place)


@dataclass(slots=True)
class Dialogue:
    """Replies, oldest first, and the last of them while it is being written."""

    replies: list[Reply] = field(default_factory=list)
    keep: Keep = _forget
    writing: Writing | None = None

    def ask(self, begin: Callable[[Callable[[str], None]], Reply]) -> None:
        """Begin to write a reply; the one before it is stopped, if it still goes on."""
        if self.writing:
            self.writing.stop()
        self.writing = Writing(begin, self.replies, self.keep)
