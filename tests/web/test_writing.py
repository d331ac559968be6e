"""An answer that is written while the page is drawn: stopped at once, whatever its model does."""

import time
from collections.abc import Iterator
from threading import Event

from assistant.asking.intent import Intent
from assistant.asking.question import Question
from assistant.asking.reply import Reply
from assistant.errors import LibraryError
from assistant.web.writing import Writing

QUESTION = Question("Why?", Intent("why", "Why?", "Why?"))


def reply(words: list[str], read_timeout: Event) -> Reply:
    """A reply whose model says these words, and no more before the silence ends."""
    growing = Reply(QUESTION, "endpoint", "m")

    def pieces() -> Iterator[str]:
        for word in words:
            growing.pending += word
            yield word
        read_timeout.wait(20)
        growing.pending += "late"
        yield "late"

    return growing.started(pieces())


def test_a_silent_model_is_left_behind_and_its_late_words_are_not_taken() -> None:
    read_timeout = Event()
    replies: list[Reply] = []
    writing, start = Writing(lambda show: reply(["early "], read_timeout), replies), time.monotonic()
    assert writing.goes_on()
    writing.stop()
    writing.stop()
    assert time.monotonic() - start < 5
    read_timeout.set()
    writing._thread.join(20)
    assert [each.pending for each in replies] == ["early "] and not replies[0].finished


def test_a_reply_that_is_finished_stays_itself() -> None:
    read_timeout = Event()
    read_timeout.set()
    whole = reply(["all "], read_timeout)
    replies: list[Reply] = []
    writing = Writing(lambda show: whole, replies)
    while writing.goes_on():
        pass
    writing.stop()
    assert replies[0] is whole and whole.pending == "all late" and not writing.failure


def test_what_fails_unexpectedly_is_told_without_its_words() -> None:
    def pieces() -> Iterator[str]:
        yield "begun"
        raise RuntimeError("secret")

    writing = Writing(lambda show: Reply(QUESTION, "endpoint", "m").started(pieces()), [])
    while writing.goes_on():
        pass
    assert "Unexpected error" in writing.failure and "secret" not in writing.failure


def test_a_reply_is_kept_as_soon_as_it_begins_and_what_fails_there_is_told() -> None:
    silence, kept = Event(), list[int]()
    writing = Writing(lambda show: reply([], silence), [], kept.append)
    assert kept == [0]

    def full(number: int) -> None:
        raise LibraryError("The disk is full.", "Make room.")

    other = Writing(lambda show: reply([], silence), [], full)
    silence.set()
    for each in (writing, other):
        each._thread.join(20)
    assert kept == [0, 0] and not writing.failure
    assert "The disk is full." in other.failure
