"""A local server that answers as the Hugging Face site and the arXiv API do, and misbehaves when told to.

It replays the recorded answers of the shared data, or answers that a test makes; each fault is used up by one request.
"""

import json
import re
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import escape

LIMIT = 100
"""The most entries that the real Daily Papers API gives a page."""


@dataclass(frozen=True)
class Fault:
    """What one request gets instead of its answer, after `delay` seconds; with neither status nor way, the answer."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b"no"
    way: str = ""  # "cut" in the middle, "silence" until the client leaves, "drip" a byte at a time
    delay: float = 0.0


class Replay:
    """The server: `days` and `feeds` are what it answers, `faults` come first, `asked` are the requests it got."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.days: dict[str, bytes] = {}
        self.recorded: set[str] = set()
        self.feeds: dict[tuple[str, str, int, int], bytes] = {}
        self.faults: list[Fault] = []
        self.asked: list[str] = []
        self.times: list[float] = []

    def has_day(self, day: date, entries: Any) -> None:
        """Answer with these entries for the day."""
        self.days[day.isoformat()] = json.dumps(entries).encode()

    def has_recorded_days(self, folder: Path) -> None:
        """Answer with the recorded days, the 17 malformed ones included."""
        for file in [*(folder / "days").iterdir(), *(folder / "malformed").iterdir()]:
            self.days[file.stem] = file.read_bytes()
            self.recorded.add(file.stem)

    def has_recorded_feeds(self, folder: Path) -> None:
        """Answer with the recorded feeds of the arXiv API."""
        for file in folder.glob("*.xml"):
            match = re.fullmatch(r"(id|q)_(.+)_s(\d+)_m(\d+)_[0-9a-f]{12}", file.stem)
            assert match, file
            asked = re.sub(r"(?<=[a-z])_(?=\d{7})", "/", match[2]).replace("_", ",")
            query, ids = ("", asked) if match[1] == "id" else (asked, "")
            self.feeds[query, ids, int(match[3]), int(match[4])] = file.read_bytes()

    def answer(self, path: str, query: dict[str, str]) -> tuple[int, str, bytes]:
        """Status, content type and body for what was asked."""
        if path == "/api/daily_papers":
            return self._day(query)
        if path == "/api/query":
            return self._feed(query)
        return 404, "application/json", b'{"error": "not found"}'

    def _day(self, query: dict[str, str]) -> tuple[int, str, bytes]:
        try:
            date.fromisoformat(query.get("date", ""))
        except ValueError:
            return 400, "application/json", b'{"error": "bad date"}'
        if query.get("p") == "0" and query["date"] in self.recorded:  # none has more than a page
            return 200, "application/json; charset=utf-8", self.days[query["date"]]
        entries = json.loads(self.days.get(query["date"], b"[]"))
        if not isinstance(entries, list):
            return 200, "application/json; charset=utf-8", json.dumps(entries).encode()
        size = min(int(query.get("limit", 50)), LIMIT)
        start = int(query.get("p", 0)) * size
        return 200, "application/json; charset=utf-8", json.dumps(entries[start : start + size]).encode()

    def _feed(self, query: dict[str, str]) -> tuple[int, str, bytes]:
        start, size = int(query.get("start", 0)), int(query.get("max_results", 10))
        key = query.get("search_query", ""), query.get("id_list", ""), start, size
        body = self.feeds.get(key, feed([], 0))
        status = 400 if b"/api/errors#" in body else 200
        return status, "application/atom+xml; charset=utf-8", body


def feed(entries: list[str], total: int | None = None) -> bytes:
    """An answer of the arXiv API with these entries, of so many in all."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom"'
        ' xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">'
        f"<opensearch:totalResults>{len(entries) if total is None else total}</opensearch:totalResults>"
        + "".join(entries)
        + "</feed>"
    ).encode()


def atom(id_: str = "2501.00001v1", **fields: str) -> str:
    """An entry of such an answer, of our own making."""
    values = {
        "title": f"Paper {id_}",
        "summary": f"  We propose method {id_}.\n",
        "published": "2025-01-02T10:00:00Z",
        "updated": "2025-02-02T10:00:00Z",
        "arxiv:comment": "",
        "arxiv:doi": "",
    } | {name.replace("_", ":"): value for name, value in fields.items()}
    texts = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in values.items() if value)
    return (
        f"<entry><id>http://arxiv.org/abs/{id_}</id>{texts}"
        "<author><name>Ada Abel</name></author><author><name>Bo Berg</name></author>"
        '<category term="cs.CL"/><category term="cs.LG"/><arxiv:primary_category term="cs.CL"/></entry>'
    )


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that leaves in the middle is no news."""


@contextmanager
def replaying() -> Iterator[Replay]:
    """A server on a free port of this machine, gone at the end."""
    server = _Server(("127.0.0.1", 0), BaseHTTPRequestHandler)
    replay = Replay(f"http://127.0.0.1:{server.server_port}")
    server.RequestHandlerClass = _handler(replay)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield replay
    finally:
        server.shutdown()
        server.server_close()


def _handler(replay: Replay) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            replay.asked.append(self.path)
            replay.times.append(time.monotonic())
            fault = replay.faults.pop(0) if replay.faults else Fault()
            time.sleep(fault.delay)
            if fault.way == "silence":
                self.connection.recv(1)  # returns when the client gives up
                self.close_connection = True
                return
            if fault.status:
                self._send(fault.status, {"content-type": "application/json"} | fault.headers, fault.body)
                return
            parts = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            status, kind, body = replay.answer(parts.path, query)
            self._send(status, {"content-type": kind} | fault.headers, body, fault.way)

        def _send(self, status: int, headers: dict[str, str], body: bytes, way: str = "") -> None:
            self.send_response(status)
            for name, value in ({"content-length": str(len(body))} | headers).items():
                self.send_header(name, value)
            self.end_headers()
            try:
                if way == "cut":
                    self.wfile.write(body[: len(body) // 2])
                    self.wfile.flush()
                    self.connection.shutdown(socket.SHUT_RDWR)
                    self.close_connection = True
                elif way == "drip":
                    for number in range(len(body)):
                        self.wfile.write(body[number : number + 1])
                        time.sleep(0.02)
                else:
                    self.wfile.write(body)
            except OSError:
                self.close_connection = True  # the client has left

        def log_message(self, format: str, *args: Any) -> None:
            pass

    return Handler
