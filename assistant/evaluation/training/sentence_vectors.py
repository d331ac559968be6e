"""The token vectors of many sentences, made once and kept in a folder, so that training reads them and can be resumed.

Kept in shards of packed arrays; a sentence that is in none is embedded and goes into a new one.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.reader.embeddings import Embedder

SHARD = 500
"""Sentences a file: some 25 words of 384 half-precision numbers each, 10 MB."""

Tokens = NDArray[np.float16]


def open_vectors(folder: Path) -> dict[str, Tokens]:
    """All sentences in the folder with the vectors of their words."""
    return {text: vectors for path in sorted(folder.glob("*.npz")) for text, vectors in _shard(path)}


def add_missing(folder: Path, texts: Iterable[str], embedder: Embedder) -> Iterator[int]:
    """Embed the sentences that are not in the folder, shard by shard; gives how many are done after each."""
    folder.mkdir(parents=True, exist_ok=True)
    known = {text for path in folder.glob("*.npz") for text in _texts(path)}
    missing, done = (text for text in dict.fromkeys(texts) if text not in known), 0
    while shard := tuple(islice(missing, SHARD)):
        _write(folder / f"{len(list(folder.glob('*.npz'))):05}.npz", shard, embedder)
        done += len(shard)
        yield done


def _write(path: Path, texts: tuple[str, ...], embedder: Embedder) -> None:
    read = [each.vectors for each in embedder.embed_tokens(texts)]
    part = path.with_suffix(".part")
    with part.open("wb") as file:
        np.savez(
            file,
            texts=np.array(texts),
            lengths=np.array([len(v) for v in read]),
            vectors=np.concatenate(read),
        )
    part.rename(path)


def _texts(path: Path) -> list[str]:
    with np.load(path) as arrays:
        return list(map(str, arrays["texts"]))


def _shard(path: Path) -> Iterator[tuple[str, Tokens]]:
    with np.load(path) as arrays:
        ends = np.cumsum(arrays["lengths"])[:-1]
        yield from zip(map(str, arrays["texts"]), np.split(arrays["vectors"], ends), strict=True)
