"""Where the Chroma collection is, and opening it: in a folder, on a server, or in Chroma Cloud.

The only importer of chromadb. What is read from it and written to it is the business of `store.py`.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.errors import EmbeddingMismatch, LibraryError
from assistant.reader.embeddings import Embedder
from assistant.settings import masked
from assistant.versions import check_version

COLLECTION = "papers"
SCHEMA = 1
"""Of the records' fields, kept in the collection's metadata. Raised when an older program could not read them."""
EF_SEARCH = 200
"""Candidates the HNSW walk keeps: twice the hundred that a search asks for, so that few neighbours are missed."""
MAX_NEIGHBORS = 32
"""Links a node of the HNSW graph keeps. With Chroma's 16, replacing half of 48 vectors left one out of reach in 1 % of 250 runs; with 32, in none."""


@dataclass(frozen=True, slots=True)
class ChromaLocation:
    """Where the collection lives: a folder, or a server's address, or Chroma Cloud (tenant, database, key)."""

    folder: Path
    url: str = ""
    cloud: tuple[str, str, str] | None = None


def connect(location: ChromaLocation) -> Any:
    """A client of Chroma at the location; LibraryError where a server does not answer."""
    import chromadb
    from chromadb.config import Settings

    quiet = Settings(anonymized_telemetry=False)
    if location.cloud:
        tenant, database, key = location.cloud
        return chromadb.CloudClient(tenant=tenant, database=database, api_key=key, settings=quiet)
    if location.url:
        return _server_client(location.url, quiet)
    return chromadb.PersistentClient(path=str(location.folder / "chroma"), settings=quiet)


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


def _server_client(url: str, settings: Any) -> Any:
    from urllib.parse import urlsplit

    import chromadb

    parts = urlsplit(url)
    secure = parts.scheme == "https"
    try:
        return chromadb.HttpClient(
            host=parts.hostname or "localhost",
            port=parts.port or (443 if secure else 8000),
            ssl=secure,
            settings=settings,
        )
    except ValueError as error:
        raise LibraryError(
            f"No Chroma server answers at {masked(url)}.", "Start it, or unset PAPERS_CHROMA_URL."
        ) from error
