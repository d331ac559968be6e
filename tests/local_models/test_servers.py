"""Servers that run here are found, named with their models, and never trusted."""

import json
import shlex
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from assistant.local_models import servers
from assistant.local_models.servers import MODELS, FoundServer, UsualPlace, find_servers
from tests.conftest import Run

LIST = json.dumps({"object": "list", "data": [{"id": "llama3.2:3b"}, {"id": "it's; rm"}]}).encode()


@contextmanager
def answering(status: int, body: bytes, delay: float = 0.0) -> Iterator[UsualPlace]:
    """A server on a free port that answers so."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            time.sleep(delay)
            self.send_response(status if self.path == "/v1/models" else 404)
            self.send_header("content-length", str(len(body)))
            self.send_header("location", "/v1/models")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.handle_error = lambda request, client_address: None  # type: ignore[method-assign]
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield UsualPlace("Ollama", server.server_port)
    finally:
        server.shutdown()
        server.server_close()


def test_servers_that_answer_are_found_with_their_models() -> None:
    with answering(200, LIST) as place:
        nobody = UsualPlace("vLLM", 9)
        url = f"http://127.0.0.1:{place.port}/v1"
        assert find_servers([nobody, place]) == [FoundServer("Ollama", url, ("llama3.2:3b", "it's; rm"))]
        assert find_servers([nobody]) == find_servers([]) == []


def test_a_server_that_wants_a_key_is_found_without_its_models() -> None:
    with answering(401, b"{}") as place:
        [found] = find_servers([place])
        assert found.wants_key and found.models == ()


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (404, b"not here"),
        (302, LIST),
        (500, LIST),
        (200, b"<html>a web page"),
        (200, b'{"data": "none"}'),
        (200, b'{"data": [{"name": "x"}]}'),
        (200, b"[" * 100_000),
        (200, LIST + b" " * 2_000_000),
    ],
)
def test_what_answers_otherwise_is_no_model_server(status: int, body: bytes) -> None:
    with answering(status, body) as place:
        assert find_servers([place]) == []


def test_names_that_no_terminal_should_be_sent_are_left_out_and_their_number_is_bounded() -> None:
    names = ["good", "\x1b[2Jbad", "new\nline", "x" * 1_000, *map(str, range(100))]
    with answering(200, json.dumps({"data": [{"id": name} for name in names]}).encode()) as place:
        [found] = find_servers([place])
        assert found.models[:2] == ("good", "0") and len(found.models) == MODELS


def test_a_silent_server_keeps_nobody_waiting() -> None:
    with ExitStack() as stack:
        places = [stack.enter_context(answering(200, LIST, delay=2.0)) for _ in range(3)]
        start = time.monotonic()
        assert find_servers(places) == []
        assert time.monotonic() - start < 1.8


def test_no_proxy_is_asked_for_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    with answering(200, LIST) as place:
        assert find_servers([place])


def test_the_command_line_says_how_to_use_each_model(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    with answering(200, LIST) as place, answering(403, b"{}") as closed:
        monkeypatch.setattr(servers, "USUAL_PLACES", (place, closed))
        out = run("model", "list")[1]
        url = f"http://127.0.0.1:{place.port}/v1"
        commands = [shlex.split(line) for line in out.splitlines() if url in line and "use" in line]
        assert commands == [
            ["papers", "model", "use", f"{url}#{name}"] for name in ("llama3.2:3b", "it's; rm")
        ]
        assert "it asks for a key" in out and "none is used unless you say so" in out
