"""Every command sends each server its own key, whatever else is set: proved by a server that checks them."""

import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.library.helpers import entry
from tests.library.sources.replay import Replay

KEYS = {"/embeddings": "embedding-key", "/rerank": "rerank-key", "/chat/completions": "model-key"}
SAPO = "2509.08721"
FRIDAY = date.today() - timedelta(days=(date.today().weekday() - 4) % 7 or 7)
"""The last one before today: `sync` asks for the days since."""
Command = Callable[..., int]


class KeyChecking(BaseHTTPRequestHandler):
    """An endpoint for embeddings, reranking and chat that answers 401 to another key than its own."""

    asked: list[str]
    refused: list[str]

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        path = self.path.removeprefix("/v1")
        if self.headers.get("authorization") != f"Bearer {KEYS[path]}":
            self.refused.append(f"{path} {self.headers.get('authorization')}")
            self._answer(401, {"error": {"message": "this key is not known"}})
            return
        self.asked.append(path)
        self._answer(200, getattr(self, f"_{path.strip('/').replace('/', '_')}")(body))

    def _embeddings(self, body: dict[str, Any]) -> dict[str, Any]:
        texts = [body["input"]] if isinstance(body["input"], str) else body["input"]
        rows = [[byte / 255 + 0.01 for byte in hashlib.sha256(str(t).encode()).digest()[:8]] for t in texts]
        data = [{"object": "embedding", "index": i, "embedding": row} for i, row in enumerate(rows)]
        return {
            "object": "list",
            "model": "e",
            "data": data,
            "usage": {"prompt_tokens": 1, "total_tokens": 1},
        }

    def _rerank(self, body: dict[str, Any]) -> dict[str, Any]:
        return {"results": [{"index": i, "relevance_score": 0.5} for i in range(len(body["documents"]))]}

    def _chat_completions(self, body: dict[str, Any]) -> dict[str, Any]:
        message = {"role": "assistant", "content": "Rollouts are shared [1]."}
        choice = {"index": 0, "message": message, "finish_reason": "stop"}
        return {"id": "1", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice]}

    def _answer(self, status: int, value: dict[str, Any]) -> None:
        content = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        """Keep quiet."""


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[KeyChecking]]:
    """The server, and settings that name it for all three with a key each."""
    handler = type("Handler", (KeyChecking,), {"asked": [], "refused": []})
    served = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=served.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{served.server_port}/v1"
    for role, name in (("MODEL", "m"), ("EMBEDDING", "e"), ("RERANK", "r")):
        monkeypatch.setenv(f"PAPERS_{role}", name)
        monkeypatch.setenv(f"PAPERS_{role}_URL", url)
        monkeypatch.setenv(f"PAPERS_{role}_KEY", f"{role.lower()}-key")
    yield handler
    served.shutdown()
    served.server_close()


@pytest.fixture
def papers(monkeypatch: pytest.MonkeyPatch, server: type[KeyChecking]) -> Command:
    """Runs `papers` with the embedder that the settings name, over a library with the sample."""
    from assistant.cli.main import main

    def run(*arguments: object) -> int:
        monkeypatch.setattr("sys.argv", ["papers", *map(str, arguments)])
        with pytest.raises(SystemExit) as end:
            main()
        return int(end.value.code or 0)

    assert run("sample", "add") == 0
    return run


@pytest.mark.parametrize(
    "command",
    [
        ["search", "rollouts"],
        ["sample", "add"],
        ["ask", "How does SAPO share rollouts?"],
        ["ask", "How does SAPO share rollouts?", "--model", "none"],
        ["digest", "2025-09", "--month", "--top", "2"],
        ["compare", SAPO, "2510.03257", "--model", "none"],
        ["explain", SAPO],
        ["explain", SAPO, "--model", "none"],
    ],
    ids=" ".join,
)
def test_every_command_sends_each_server_its_own_key(
    papers: Command, server: type[KeyChecking], command: list[str]
) -> None:
    papers(*command)
    assert "/embeddings" in server.asked and server.refused == []


def test_an_import_embeds_with_the_key(papers: Command, server: type[KeyChecking], tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text("title,abstract\nOwls,Owls hunt at night in the dark.\n")
    asked = len(server.asked)
    assert papers("import", tmp_path / "mine.csv") == 0
    assert len(server.asked) > asked and server.refused == []


def test_what_is_fetched_and_kept_up_to_date_is_embedded_with_the_key(
    papers: Command, server: type[KeyChecking], replay: Replay
) -> None:
    replay.has_day(date(2025, 11, 14), [entry(1)])
    asked = len(server.asked)
    assert papers("fetch", "daily", "2025-11-14") == 0
    fetched = len(server.asked)
    assert fetched > asked
    replay.has_day(FRIDAY, [entry(2)])
    assert papers("sync", "add", "daily", "--since", FRIDAY.isoformat()) == 0
    assert papers("sync") == 0
    assert len(server.asked) > fetched and server.refused == []


def test_the_chat_model_gets_its_own_key(papers: Command, server: type[KeyChecking]) -> None:
    papers("ask", "How does SAPO share rollouts?")
    assert "/chat/completions" in server.asked and "/rerank" in server.asked and server.refused == []


def test_a_wrong_key_is_one_clear_error(
    papers: Command, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PAPERS_EMBEDDING_KEY", "distinctive")
    assert papers("search", "something new") == 1
    err = capsys.readouterr().err
    assert (
        "key" in err and "PAPERS_EMBEDDING_KEY" in err and "distinctive" not in err and "Traceback" not in err
    )
