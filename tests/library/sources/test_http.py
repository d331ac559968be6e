"""The polite client against a server that misbehaves: bounded, patient, and never led elsewhere."""

import gzip
import socket
import threading
import time
from contextlib import suppress
from datetime import date
from typing import Any

import pytest

from assistant.errors import (
    FetchError,
    SourceOverloaded,
    SourceRefused,
    SourceUnreachable,
    UnexpectedResponse,
)
from assistant.library.sources.http import JSON, Bounds, Server
from tests.library.sources.replay import Fault, Replay

DAY = "/api/daily_papers?date=2025-11-14"
QUICK: dict[str, Any] = {"read_timeout": 0.3, "connect": 1.0, "first_wait": 0.02}


@pytest.fixture(autouse=True)
def day(replay: Replay) -> None:
    replay.has_day(date(2025, 11, 14), ["x" * 400])


def server(replay: Replay, pause: float = 0.0, **bounds: Any) -> Server:
    return Server(replay.url, pause, Bounds(**QUICK | bounds))


def get(replay: Replay, **bounds: Any) -> bytes:
    return server(replay, **bounds).get(DAY, JSON)


@pytest.mark.parametrize(
    "fault",
    [
        Fault(429),
        Fault(429, {"retry-after": "0"}),
        Fault(503, {"retry-after": "Sun, 22 Nov 2020 08:00:00 GMT"}),
        Fault(503, {"retry-after": "soon"}),
        Fault(500),
        Fault(502),
        Fault(504),
        Fault(200, {"content-type": "text/plain"}, b"Rate exceeded."),
        Fault(way="cut"),
        Fault(way="silence"),
    ],
    ids=repr,
)
def test_what_may_pass_is_tried_again_and_then_the_answer_comes(replay: Replay, fault: Fault) -> None:
    replay.faults = [fault, fault]
    assert get(replay) == b'["' + b"x" * 400 + b'"]'
    assert len(replay.asked) == 3


@pytest.mark.parametrize(
    ("fault", "error", "tries", "says"),
    [
        (Fault(429), SourceOverloaded, 4, "asks to wait"),
        (Fault(429, {"retry-after": "3600"}), SourceOverloaded, 1, "wait for 3,600 seconds"),
        (Fault(500), SourceUnreachable, 4, "HTTP 500"),
        (Fault(way="silence"), SourceUnreachable, 4, "does not answer"),
        (Fault(way="cut"), SourceUnreachable, 4, "failed"),
        (Fault(400), SourceRefused, 1, "HTTP 400"),
        (Fault(401), SourceRefused, 1, "HTTP 401"),
        (Fault(404), SourceRefused, 1, "HTTP 404"),
        (Fault(200, {"content-type": "text/html"}, b"<html>Sign in"), UnexpectedResponse, 1, "text/html, not application/json"),
        (Fault(200, {"content-type": ""}, b"[]"), UnexpectedResponse, 1, "something unnamed"),
        (Fault(302, {"location": "/api/daily_papers"}), UnexpectedResponse, 4, "without end"),
        (Fault(302), UnexpectedResponse, 4, "without end"),
        (Fault(200, {"content-encoding": "gzip"}, b"not gzip at all"), SourceUnreachable, 4, "failed"),
    ],
    ids=repr,
)  # fmt: skip
def test_what_does_not_pass_becomes_one_error_that_says_what_to_do(
    replay: Replay, fault: Fault, error: type[FetchError], tries: int, says: str
) -> None:
    replay.faults = [fault] * 9
    with pytest.raises(error, match=says) as caught:
        get(replay)
    assert (len(replay.asked), caught.value.exit_code) == (tries, 1)
    assert isinstance(caught.value, FetchError) and caught.value.hint and "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "place",
    [
        "http://localhost:1/api/daily_papers",
        "https://evil.example/api/daily_papers",
        "//evil.example/",
        "http://127.0.0.1:9/",
        "http://127.0.0.1@evil.example/",
        "file:///etc/passwd",
        "ftp://127.0.0.1/",
        "http://[::1/",
        "http://127.0.0.1:port/",
    ],
)
@pytest.mark.parametrize("status", [301, 307])
def test_a_redirect_elsewhere_is_refused_at_once(replay: Replay, place: str, status: int) -> None:
    replay.faults = [Fault(status, {"location": place})]
    with pytest.raises(UnexpectedResponse):
        get(replay)
    assert replay.asked == [DAY]


def test_a_redirect_on_the_same_host_is_followed(replay: Replay) -> None:
    replay.faults = [Fault(302, {"location": replay.url + DAY})]
    assert get(replay).startswith(b'["x')


def test_encryption_is_never_given_up() -> None:
    with pytest.raises(UnexpectedResponse):
        Server("https://papers.example").get("http://papers.example/", JSON)


def test_an_answer_is_taken_only_up_to_its_bounds(replay: Replay) -> None:
    assert get(replay, size=404)
    with pytest.raises(UnexpectedResponse, match="more than"):
        get(replay, size=403)
    replay.faults = [Fault(200, {"content-encoding": "gzip"}, gzip.compress(b"0" * 3_000_000))]
    with pytest.raises(UnexpectedResponse, match="more than 2 MB"):
        get(replay, size=2_000_000)
    replay.faults = [Fault(way="drip")] * 9
    with pytest.raises(SourceUnreachable, match="too slowly"):
        get(replay, answer=0.1, tries=1)


def test_after_its_patience_nothing_is_tried_again(replay: Replay) -> None:
    replay.faults = [Fault(way="silence")] * 9
    with pytest.raises(SourceUnreachable):
        get(replay, total_timeout=0.2)
    assert len(replay.asked) == 1


def test_the_wait_that_a_server_asks_for_is_kept(replay: Replay) -> None:
    replay.faults = [Fault(429, {"retry-after": "1"})]
    get(replay)
    assert replay.times[1] - replay.times[0] >= 1


def test_requests_keep_their_pause_also_after_a_fault(replay: Replay) -> None:
    paced = server(replay, pause=0.2)
    replay.faults = [Fault(500)]
    for _ in range(2):
        paced.get(DAY, JSON)
    assert all(later - earlier >= 0.2 for earlier, later in zip(replay.times, replay.times[1:], strict=False))


def test_nothing_listening_is_unreachable() -> None:
    with pytest.raises(SourceUnreachable, match="failed"):
        Server("http://127.0.0.1:9", bounds=Bounds(**QUICK | {"tries": 2})).get("/", JSON)


def test_a_delay_within_the_bounds_is_waited_for(replay: Replay) -> None:
    replay.faults = [Fault(delay=0.1)]
    begin = time.monotonic()
    assert get(replay)
    assert time.monotonic() - begin >= 0.1 and len(replay.asked) == 1


@pytest.mark.parametrize(
    "drip", [b"HTTP/1.1 100 Continue\r\n\r\n", b"x-more: 1\r\n"], ids=["continue", "headers"]
)
def test_a_server_whose_headers_never_end_is_given_up(drip: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            connection, _ = listening.accept()
            with connection, suppress(OSError):
                connection.sendall(b"" if b"100" in drip else b"HTTP/1.1 200 OK\r\n")
                for _ in range(200):
                    connection.sendall(drip)
                    time.sleep(0.02)

        thread = threading.Thread(target=serve)
        thread.start()
        slow = Server(f"http://127.0.0.1:{listening.getsockname()[1]}", 0, Bounds(answer=0.3, tries=1))
        with pytest.raises(SourceUnreachable, match="too slowly"):
            slow.get(DAY, JSON)
        thread.join(3)
        assert not thread.is_alive()
