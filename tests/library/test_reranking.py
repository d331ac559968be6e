"""The reranker, against a real HTTP server on this machine."""

import json
import logging
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from assistant.errors import SettingsError
from assistant.library.library import Library
from assistant.library.papers import Hit
from assistant.library.reranking import PAUSE, RERANKED, Reranker
from assistant.settings import Endpoint, from_environment
from tests.conftest import paper

HITS = [Hit(paper(i), 1 - i / 10, i + 1, None) for i in range(3)]


class Server(HTTPServer):
    """Answers every request with `status` and `answer`, and keeps what it was sent."""

    status = 200
    answer: Any = None
    asked: list[tuple[str, str | None, Any]]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"

    def scores(self, *scores: float) -> None:
        self.answer = {"results": [{"index": i, "relevance_score": s} for i, s in enumerate(scores)]}


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append((self.path, self.headers["Authorization"], body))
        self.send_response(self.server.status)
        self.end_headers()
        self.wfile.write(json.dumps(self.server.answer).encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server(("127.0.0.1", 0), Handler)
    server.asked = []
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def test_the_servers_order_is_taken_and_the_scores_still_fall(server: Server) -> None:
    server.scores(0.1, 0.9, 0.5)
    found = Reranker("judge", server.url, "secret").rerank("owls", HITS)
    assert [hit.paper for hit in found] == [HITS[1].paper, HITS[2].paper, HITS[0].paper]
    assert [hit.score for hit in found] == [hit.score for hit in HITS]
    path, key, body = server.asked[0]
    assert (path, key, body["model"], body["query"]) == ("/v1/rerank", "Bearer secret", "judge", "owls")
    assert body["documents"] == [hit.paper.text for hit in HITS]


def test_only_the_first_papers_are_sent_and_the_rest_follow(server: Server) -> None:
    server.scores(*range(RERANKED))
    many = [Hit(paper(i), 1.0, None, None) for i in range(RERANKED + 2)]
    found = Reranker("judge", server.url).rerank("owls", many)
    assert found == [*many[:RERANKED][::-1], *many[RERANKED:]]


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (500, {}),
        (200, {}),
        (200, []),
        (200, {"results": [{"index": 7, "relevance_score": 1}]}),
        (200, {"results": [{"index": 0, "relevance_score": None}]}),
        (200, {"results": None}),
    ],
)
def test_a_server_that_fails_is_left_alone_for_a_while_and_then_asked_again(
    server: Server,
    status: int,
    answer: Any,
    caplog: pytest.LogCaptureFixture,
) -> None:
    server.status, server.answer = status, answer
    reranker = Reranker("judge", server.url)
    with caplog.at_level(logging.WARNING):
        assert reranker.rerank("owls", HITS) == HITS
        assert reranker.rerank("owls", HITS) == HITS
    assert len(server.asked) == len(caplog.records) == 1
    assert "judge" in caplog.text and "PAPERS_RERANK" in caplog.text
    reranker.paused_until -= PAUSE
    server.status = 200
    server.scores(0.1, 0.9, 0.5)
    assert reranker.rerank("owls", HITS) != HITS


def test_where_nothing_listens_the_search_goes_on(library: Library, caplog: pytest.LogCaptureFixture) -> None:
    library.put([paper(1, title="Owls"), paper(2, title="Bees")])
    library.reranker = Reranker("judge", "http://127.0.0.1:9")
    assert library.search("owls")[0].paper.title == "Owls"
    assert "searches go on without it" in caplog.text


def test_a_search_is_reranked_before_it_is_cut(library: Library, server: Server) -> None:
    library.put([paper(1, title="Owls"), paper(2, title="Bees")])
    server.scores(0.1, 0.9)
    library.reranker = Reranker("judge", server.url)
    assert library.search("owls", limit=1)[0].paper.title == "Bees"


def test_a_reranker_needs_a_server() -> None:
    with pytest.raises(SettingsError, match="needs a server"):
        from_environment({"PAPERS_RERANK": "judge"})
    told = {"PAPERS_RERANK": "judge", "OPENAI_BASE_URL": "http://localhost:1/v1", "PAPERS_MODEL": "none"}
    settings = from_environment(told)
    assert settings.rerank == Endpoint("judge", "http://localhost:1/v1")
