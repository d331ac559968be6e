"""What the tests share: real parts on temporary folders, and a mock only at the OpenAI transport."""

import json
import logging
import os
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import httpx2
import pytest
from hypothesis import settings as settings_of_hypothesis

from assistant.library.chroma import ChromaLocation
from assistant.library.library import Library
from assistant.library.papers import Paper
from assistant.reader.embeddings import CachedEmbedder, Embedder, MiniLM
from assistant.settings import ModelChoice, Settings
from tests.library.sources.replay import Replay, replaying

TODAY = date(2026, 11, 23)

settings_of_hypothesis.register_profile("repeatable", derandomize=True, deadline=None, database=None)
settings_of_hypothesis.load_profile("repeatable")

SLOW = tuple(
    f"tests/{place}"
    for place in (
        "web/", "mcp/", "test_cli", "test_keys", "test_api", "test_log", "local_models/", "library/test_two_processes",
        "library/test_one_paper", "library/test_fetching", "library/sources/test_http", "library/sources/test_hostile",
        "overviews/test_written", "asking/test_suggestions", "asking/test_answer_written", "export/test_round_trip",
        "evidence/test_hostile", "test_architecture", "library/test_keywords", "library/test_store", "library/test_importing",
        "library/sources/test_formats", "asking/test_habits", "llm/test_call_log", "digests/test_selection",
        "overviews/test_quoted", "evaluation/", "explaining/test_explain",
    )
)  # fmt: skip
"""Tests that take seconds (processes, pages, servers, many examples): left out of `make check`, which is for every commit."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the slow ones."""
    for item in items:
        if item.nodeid.startswith(SLOW):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(autouse=True)
def own_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No test sees the person's own settings, keys or library."""
    for name in list(os.environ):
        if name.startswith(("PAPERS_", "OPENAI_")) and name != "PAPERS_DATA":
            monkeypatch.delenv(name)
    monkeypatch.setenv("PAPERS_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PAPERS_CONFIG", str(tmp_path / "config" / "settings.toml"))


@pytest.fixture(autouse=True)
def own_logging() -> Iterator[None]:
    """What a test configures of logging ends with it."""
    loggers = [logging.getLogger(), logging.getLogger("assistant")]
    before = [(each, each.level, list(each.handlers)) for each in loggers]
    yield
    for each, level, handlers in before:
        each.setLevel(level)
        each.handlers[:] = handlers


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    """The real MiniLM, loaded once."""
    return CachedEmbedder(MiniLM(workers=1))


@pytest.fixture
def library(tmp_path: Path, embedder: Embedder) -> Iterator[Library]:
    """An empty library on a temporary folder."""
    library = Library(ChromaLocation(tmp_path / "home"), embedder)
    yield library
    library.store.close()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings on a temporary folder, with no model."""
    return Settings(home=tmp_path / "home", model=ModelChoice("none"))


@pytest.fixture(scope="session")
def data() -> Path:
    """The shared evaluation data; missing, the test is skipped, but never under CI."""
    folder = Path(os.environ.get("PAPERS_DATA") or Path(__file__).parents[2] / "shared" / "data")
    if not folder.is_dir():
        if os.environ.get("CI"):
            pytest.fail(f"the shared data is missing: {folder}")
        pytest.skip("the shared data is not here: set PAPERS_DATA")
    return folder


def paper(number: int = 1, **fields: Any) -> Paper:
    """A paper of our own making; `fields` replace what is given here."""
    values: dict[str, Any] = {
        "id": f"2501.{number:05}",
        "title": f"Paper number {number}",
        "abstract": f"The problem is hard. We propose method {number}. It reaches {number} % accuracy.",
        "authors": ("Ada Abel", "Bo Berg"),
        "published": date(2025, 1, 1),
        "source": "huggingface",
    }
    return Paper(**values | fields)


@pytest.fixture(scope="session")
def birds(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[Library]:
    """A small library of invented papers (tests/birds.py), shared by the tests that only read."""
    from tests.birds import PAPERS

    library = Library(ChromaLocation(tmp_path_factory.mktemp("birds")), embedder)
    library.put(PAPERS)
    yield library
    library.store.close()


@pytest.fixture
def birds_at_home(library: Library) -> None:
    """The same papers in the library that the command line finds."""
    from tests.birds import PAPERS

    library.put(PAPERS)
    library.store.close()


@pytest.fixture
def replay(monkeypatch: pytest.MonkeyPatch) -> Iterator[Replay]:
    """A local server in the place of the Hugging Face site and of arXiv; asked without the polite pauses."""
    from assistant.library.sources import arxiv, daily_papers

    for module in (arxiv, daily_papers):
        monkeypatch.setattr(module, "PAUSE", 0.0)
    with replaying() as replay:
        monkeypatch.setenv("PAPERS_HF_URL", replay.url)
        monkeypatch.setenv("PAPERS_ARXIV_URL", replay.url)
        yield replay


Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], embedder: Embedder) -> Run:
    """Runs `papers` in this process, by default with no model; gives exit code, standard output and error."""
    from assistant import services
    from assistant.cli import main as cli

    monkeypatch.setattr(services.Services, "embedder", lambda self: embedder)
    monkeypatch.setenv("PAPERS_MODEL", "none")

    def run(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["papers", *map(str, arguments)])
        with pytest.raises(SystemExit) as end:
            cli.main()
        out, err = capsys.readouterr()
        return int(end.value.code or 0), out, err

    return run


class ChatServer:
    """A mock of a chat endpoint at the transport seam: queue answers, look at the requests it got."""

    def __init__(self) -> None:
        self.requests: list[dict[str, Any]] = []
        self.answers: list[Callable[[dict[str, Any]], httpx2.Response]] = []

    def says(self, text: str) -> None:
        """The next answer, streamed word by word when the request asks for it."""
        self.answers.append(lambda request: streamed(text) if request.get("stream") else at_once(text))

    def fails(self, status: int, message: str = "no", headers: dict[str, str] | None = None) -> None:
        """The next answer is an error."""
        body = {"error": {"message": message, "type": "error", "code": None}}
        self.answers.append(lambda _: httpx2.Response(status, json=body, headers=headers))

    def answers_with(self, respond: Callable[[dict[str, Any]], httpx2.Response]) -> None:
        """The next answer is what this function makes of the request; it may raise a transport error."""
        self.answers.append(respond)

    def handle(self, request: httpx2.Request) -> httpx2.Response:
        """The transport's handler: the queued answers in order, the last one again and again."""
        self.requests.append(json.loads(request.content))
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return answer(self.requests[-1])

    @property
    def client(self) -> httpx2.Client:
        """An HTTP client whose requests all end here."""
        return httpx2.Client(transport=httpx2.MockTransport(self.handle))


@pytest.fixture
def chat_server() -> ChatServer:
    """A mock chat endpoint."""
    return ChatServer()


def at_once(text: str, reason: str = "stop") -> httpx2.Response:
    """A whole chat completion; `reason` is why it ends."""
    choice = {"message": {"role": "assistant", "content": text}, "finish_reason": reason}
    return httpx2.Response(200, json=_completion("chat.completion", choice) | {"usage": USAGE})


def cut_short(text: str) -> httpx2.Response:
    """A streamed answer that ended at its token limit."""
    last = _event({"delta": {}, "finish_reason": "length"})
    return streamed(text, last + b"data: [DONE]\n\n")


def streamed(text: str, ending: bytes = b"data: [DONE]\n\n") -> httpx2.Response:
    """A chat completion as server-sent events, a word each, with usage at the end."""
    events = [_event({"delta": {"content": piece}}) for piece in _words(text)]
    usage = _completion("chat.completion.chunk", None) | {"choices": [], "usage": USAGE}
    content = b"".join([*events, f"data: {json.dumps(usage)}\n\n".encode(), ending])
    return httpx2.Response(200, content=content, headers={"content-type": "text/event-stream"})


USAGE = {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18}


def _words(text: str) -> list[str]:
    return [word + " " for word in text.split(" ")][:-1] + text.split(" ")[-1:]


def _event(choice: dict[str, Any]) -> bytes:
    return f"data: {json.dumps(_completion('chat.completion.chunk', choice))}\n\n".encode()


def _completion(kind: str, choice: dict[str, Any] | None) -> dict[str, Any]:
    whole = {"id": "1", "object": kind, "created": 1, "model": "m"}
    return whole | {"choices": [{"index": 0, "finish_reason": None} | (choice or {})]}
