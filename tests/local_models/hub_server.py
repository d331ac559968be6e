"""A local server that answers as the model hub does: the tree listing, and files that come from another address.

A file's address redirects to a "CDN" of the same server, which knows ranges. `faults` are used up by requests to the CDN.
"""

import hashlib
import json
import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import PurePosixPath
from threading import Thread
from typing import Any

FOLDER_ENTRY = {"type": "directory", "oid": "1" * 40, "size": 0, "path": "imatrix"}


@dataclass(frozen=True)
class Fault:
    """What a request to the CDN gets: another status, or only the first `cut` bytes of its answer, or other headers."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b"no"
    cut: int = -1


class HubServer:
    """What the server has, what it should do wrong, and what it was asked."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.files: dict[str, bytes] = {}
        self.small: set[str] = set()
        self.promised: dict[str, bytes] = {}
        self.refuses: dict[str, int] = {}
        self.faults: list[Fault] = []
        self.knows_ranges = True
        self.asked: list[tuple[str, str]] = []
        self.keys: list[tuple[str, str]] = []

    def has(self, repo: str, path: str, content: bytes, small: bool = False) -> None:
        """Serve the file; a `small` one is kept in git itself, others as LFS objects."""
        self.files[f"{repo}/{path}"] = content
        if small:
            self.small.add(f"{repo}/{path}")

    def tree(self, repo: str, folder: str) -> bytes:
        """The listing of a folder; `promised` contents go before the true ones."""
        entries: list[dict[str, Any]] = [FOLDER_ENTRY]
        for name, content in self.files.items():
            path = name.removeprefix(f"{repo}/")
            if name.startswith(f"{repo}/") and str(PurePosixPath(path).parent) == (folder or "."):
                entries.append(self._entry(name, path, self.promised.get(name, content)))
        return json.dumps(entries).encode()

    def _entry(self, name: str, path: str, content: bytes) -> dict[str, Any]:
        header = f"blob {len(content)}\0".encode()
        entry = {"type": "file", "path": path, "size": len(content)}
        if name in self.small:
            return entry | {"oid": hashlib.sha1(header + content).hexdigest()}
        lfs = {"oid": hashlib.sha256(content).hexdigest(), "size": len(content), "pointerSize": 134}
        return entry | {"oid": "2" * 40, "lfs": lfs, "xetHash": "3" * 64}


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that leaves in the middle is no news."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    hub: HubServer

    def do_GET(self) -> None:
        hub, path = self.hub, self.path
        hub.asked.append((path, self.headers.get("range", "")))
        hub.keys.append((path, self.headers.get("authorization", "")))
        if tree := re.fullmatch(r"/api/models/([^/]+/[^/]+)/tree/main/?(.*)", path):
            self._tree(*tree.groups())
        elif resolve := re.fullmatch(r"/([^/]+/[^/]+)/resolve/main/(.+)", path):
            self._resolve(*resolve.groups())
        elif path.startswith("/cdn/"):
            self._cdn(path.removeprefix("/cdn/"), self.hub.faults.pop(0) if self.hub.faults else Fault())
        else:
            self._send(404, {}, b"no")

    def _tree(self, repo: str, folder: str) -> None:
        known = any(name.startswith(f"{repo}/") for name in self.hub.files)
        status = self.hub.refuses.get(repo, 200 if known else 404)
        body = self.hub.tree(repo, folder) if status == 200 else b'{"error": "no"}'
        self._send(status, {"content-type": "application/json; charset=utf-8"}, body)

    def _resolve(self, repo: str, path: str) -> None:
        if status := self.hub.refuses.get(f"{repo}/{path}", 0):
            self._send(status, {}, b"Access is restricted")
            return
        # another name of the same machine: another host to whoever asks
        cdn = self.hub.url.replace("127.0.0.1", "localhost")
        self._send(302, {"location": f"{cdn}/cdn/{repo}/{path}"}, b"")

    def _cdn(self, name: str, fault: Fault) -> None:
        if fault.status:
            self._send(fault.status, fault.headers, fault.body)
            return
        content, start = self.hub.files[name], 0
        headers, status = {"content-type": "binary/octet-stream"}, 200
        asked = re.fullmatch(r"bytes=(\d+)-", self.headers.get("range", ""))
        if asked and self.hub.knows_ranges:
            start, status = int(asked[1]), 206
            headers["content-range"] = f"bytes {start}-{len(content) - 1}/{len(content)}"
        self._send(status, headers | fault.headers, content[start:], fault.cut)

    def _send(self, status: int, headers: dict[str, str], body: bytes, cut: int = -1) -> None:
        self.send_response(status)
        for name, value in ({"content-length": str(len(body))} | headers).items():
            if value:
                self.send_header(name, value)
            else:  # an answer of no stated length ends with its connection
                self.close_connection = True
        self.end_headers()
        if cut < 0:
            self.wfile.write(body)
            return
        self.wfile.write(body[:cut])
        self.wfile.flush()
        self.connection.shutdown(socket.SHUT_RDWR)
        self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextmanager
def serving() -> Iterator[HubServer]:
    """A hub on a free port of this machine, gone at the end."""
    server = _Server(("127.0.0.1", 0), _Handler)
    hub = HubServer(f"http://127.0.0.1:{server.server_port}")
    server.RequestHandlerClass = type("Handler", (_Handler,), {"hub": hub})
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield hub
    finally:
        server.shutdown()
        server.server_close()
