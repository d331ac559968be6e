"""Where the Chroma collection is, and opening it: in a folder, on a server, or in Chroma Cloud.

The only importer of chromadb. What is read from it and written to it is the business of `store.py`.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assistant.errors import EmbeddingMismatch, LibraryError
from assistant.log import masked as without_keys
from assistant.reader.embeddings import Embedder
from assistant.settings import masked
from assistant.versions import check_version

COLLECTION = "papers"
SCHEMA = 1
"""Of the records' fields, kept in the collection's metadata. Raised when an older program could not read them."""
CONNECT_TIMEOUT = 5.0
READ_TIMEOUT = 30.0
"""Seconds without a byte of a server's answer; a page of 2,000 papers takes one."""
EF_SEARCH = 200
"""Candidates the HNSW walk keeps: twice the hundred that a search asks for, so that few neighbours are missed."""
MAX_NEIGHBORS = 32
"""Links a node of the HNSW graph keeps. With Chroma's 16, replacing half of 48 vectors left one out of reach in 1 % of 250 runs; with 32, in none."""


@dataclass(frozen=True, slots=True)
class ChromaLocation:
    """Where the collection lives: a folder, or a server's address, or Chroma Cloud (tenant, database, key)."""

    folder: Path
    url: str = ""
    cloud: tuple[str, str, str] | None = field(default=None, repr=False)
    key: str = field(default="", repr=False)
    """Of a server that asks for one."""


def connect(location: ChromaLocation) -> Any:
    """A client of Chroma at the location; LibraryError where a server does not answer."""
    import chromadb
    from chromadb.config import Settings

    quiet = Settings(anonymized_telemetry=False)
    if location.cloud:
        tenant, database, key = location.cloud
        return chromadb.CloudClient(tenant=tenant, database=database, api_key=key, settings=quiet)
    if location.url:
        return _server_client(location, quiet)
    try:
        return chromadb.PersistentClient(path=str(location.folder / "chroma"), settings=quiet)
    except ValueError as error:  # what Chroma makes of a database that it cannot read
        raise _unusable(str(location.folder), error) from error


def find_or_create(client: Any, embedder: Embedder) -> Any:
    """The collection, created if missing.

    EmbeddingMismatch if its vectors were made by another embedder, LibraryError if a newer program wrote its records.
    """
    from chromadb.errors import NotFoundError

    try:
        found = client.get_collection(COLLECTION, embedding_function=None)
    except NotFoundError:
        found = client.get_or_create_collection(
            COLLECTION,
            configuration={
                "hnsw": {"space": "cosine", "ef_search": EF_SEARCH, "max_neighbors": MAX_NEIGHBORS}
            },
            embedding_function=None,
            metadata={
                "embedding": embedder.name,
                "dimension": embedder.dimension,
                "revision": 0,
                "schema": SCHEMA,
            },
        )
    check_version(int(found.metadata.get("schema", 0)), SCHEMA, "The library")
    if (made_by := found.metadata["embedding"]) != embedder.name:
        raise EmbeddingMismatch(
            f"This library was made with the embedding {made_by}, but {embedder.name} is set.",
            f"Set PAPERS_EMBEDDING={made_by} (unset it for the bundled one), or choose another PAPERS_HOME.",
        )
    return found


def _server_client(location: ChromaLocation, settings: Any) -> Any:
    from urllib.parse import urlsplit

    import chromadb
    import httpx

    parts = urlsplit(location.url)
    secure = parts.scheme == "https"
    headers = {"X-Chroma-Token": location.key} if location.key else {}
    port = parts.port or (443 if secure else 8000)
    host = parts._replace(netloc=parts.netloc if parts.port else f"{parts.netloc}:{port}").geturl()
    _check_answers(host, headers, masked(location.url))  # the client would wait for a silent server for ever
    try:
        client: Any = chromadb.HttpClient(
            host=host, port=port, ssl=secure, headers=headers, settings=settings
        )
    except ValueError as error:
        raise _no_server(masked(location.url)) from error
    client._server._session.timeout = httpx.Timeout(READ_TIMEOUT, connect=CONNECT_TIMEOUT)
    return client


def _check_answers(host: str, headers: Mapping[str, str], name: str) -> None:
    """LibraryError where no server answers twice, or where it does not accept the key."""
    import httpx2

    for last in (False, True):
        try:
            asked = httpx2.get(f"{host}/api/v2/auth/identity", headers=headers, timeout=CONNECT_TIMEOUT)
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            if last:
                raise _no_server(name) from error
        else:
            if asked.status_code in (401, 403):
                raise LibraryError(
                    f"The Chroma server at {name} does not accept the key.", "Check PAPERS_CHROMA_KEY."
                )
            return


def _no_server(name: str) -> LibraryError:
    return LibraryError(f"No Chroma server answers at {name}.", "Start it, or unset PAPERS_CHROMA_URL.")


@contextmanager
def our_errors(location: ChromaLocation) -> Iterator[None]:
    """Every failure of Chroma as a LibraryError that says where, and what to do about it."""
    import httpx
    from chromadb.errors import ChromaError

    where = masked(location.url) or ("Chroma Cloud" if location.cloud else str(location.folder))
    try:
        yield
    except httpx.TimeoutException as error:
        raise LibraryError(f"The library at {where} does not answer in time.", "Try again later.") from error
    except (ChromaError, httpx.HTTPError, sqlite3.Error, OSError) as error:
        raise _unusable(where, error) from error
    except _panics() as error:
        raise _unusable(where, error) from error


def _panics() -> tuple[type[BaseException], ...]:
    """Rust's panics: no Exceptions, of a class that each library makes at its first one."""
    return tuple(kind for kind in BaseException.__subclasses__() if kind.__name__ == "PanicException")


def _unusable(where: str, error: BaseException) -> LibraryError:
    said = without_keys(" ".join(str(error).split())[:200]).rstrip(".")
    return LibraryError(
        f"The library at {where} cannot be used: {said or type(error).__name__}.",
        "Check free disk space and the rights of its folder; put back a copy of a damaged one.",
    )
