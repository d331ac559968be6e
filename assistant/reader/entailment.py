"""What sentences of a source say of a claim: that it is so, nothing of it, or that it is otherwise.

A reader is a folder with `model.onnx` and `config.json`, of one of two kinds: a cross-encoder for natural language
inference, with its `tokenizer.json`, or the small network of evaluation/training/reader.py, which compares the token
vectors that the check has already. Models load on the first call. No verdict is decided here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from assistant.locked_cached_property import locked_cached_property
from assistant.reader.embeddings import Embedder, Vectors
from assistant.reader.model_folder import LABELS, ModelFolder

PACKAGED = Path(__file__).with_name("packaged")
"""The folder of the packaged reader, written by evaluation/training/reader.py."""
TOKEN_VECTORS = "papers-token-vectors"
"""The `model_type` in `config.json` of a network that reads token vectors."""
BATCH = 32
"""Pairs a run, of like length: more of them gain nothing on two cores."""
MAX_WORDS = 120
"""Of the premise and of the hypothesis that a network on token vectors reads: three long sentences."""
MAX_TOKENS = 512
"""Of a pair that a cross-encoder is given; all but a few were trained on no more."""
_INPUTS = ("premise", "premise_mask", "hypothesis", "hypothesis_mask")


@dataclass(frozen=True, slots=True)
class TextPair:
    """One or a few sentences of a source, and what is claimed."""

    premise: tuple[str, ...]
    hypothesis: str


class EntailmentReader(Protocol):
    """Predicts what premises say of hypotheses; `name` says which model does."""

    name: str

    def read(self, pairs: Sequence[TextPair]) -> Vectors:
        """A row for each pair, the probability of each of LABELS; SettingsError where the model cannot be used."""


class FolderReader:
    """The reader of a folder, of the kind that its config says; nothing is opened before the first reading."""

    def __init__(self, path: Path, embedder: Embedder) -> None:
        self._folder, self._embedder, self.name = ModelFolder(path), embedder, path.name

    def read(self, pairs: Sequence[TextPair]) -> Vectors:
        """A row for each pair, the probability of each of LABELS."""
        return self._reader.read(pairs)

    @locked_cached_property
    def _reader(self) -> EntailmentReader:
        if self._folder.config.get("model_type") == TOKEN_VECTORS:
            return TokenVectorReader(self._folder, self._embedder)
        return CrossEncoder(self._folder)


class TokenVectorReader:
    """A network on the token vectors of the embedder, which embeds a sentence once for all its pairs."""

    def __init__(self, folder: ModelFolder, embedder: Embedder) -> None:
        self._folder, self._embedder, self.name = folder, embedder, folder.path.name

    def read(self, pairs: Sequence[TextPair]) -> Vectors:
        """A row for each pair; what has no words says nothing, and of nothing is nothing said."""
        texts = list(dict.fromkeys(text for pair in pairs for text in (*pair.premise, pair.hypothesis)))
        embedded = [each.vectors for each in self._embedder.embed_tokens(texts)] if texts else []
        vectors = dict(zip(texts, embedded, strict=True))
        hypotheses = [vectors[pair.hypothesis][:MAX_WORDS] for pair in pairs]
        premises = [
            np.concatenate([none[:0], *(vectors[text] for text in pair.premise)])[:MAX_WORDS]
            for pair, none in zip(pairs, hypotheses, strict=True)
        ]
        result = np.zeros((len(pairs), len(LABELS)), np.float32)
        result[:, LABELS.index("neutral")] = 1
        sizes = [len(p) * len(h) for p, h in zip(premises, hypotheses, strict=True)]
        for rows in _batches([row for row, size in enumerate(sizes) if size], sizes):
            sides = *_padded([premises[n] for n in rows]), *_padded([hypotheses[n] for n in rows])
            logits = self._folder.session.run(None, dict(zip(_INPUTS, sides, strict=True)))[0]
            result[rows] = _probabilities(logits[:, self._folder.columns])
        return result


class CrossEncoder:
    """A model that reads a premise and a hypothesis together, as DeBERTa does after training on inference."""

    def __init__(self, folder: ModelFolder) -> None:
        self._folder, self.name = folder, folder.path.name

    def read(self, pairs: Sequence[TextPair]) -> Vectors:
        """A row for each pair: the probability of each of LABELS."""
        texts = [(" ".join(pair.premise), pair.hypothesis) for pair in pairs]
        encodings = self._tokenizer.encode_batch(texts) if texts else []
        result = np.zeros((len(pairs), len(LABELS)), np.float32)
        for rows in _batches(range(len(pairs)), [len(each.ids) for each in encodings]):
            logits = self._folder.session.run(None, self._inputs([encodings[n] for n in rows]))[0]
            result[rows] = _probabilities(logits[:, self._folder.columns])
        return result

    def _inputs(self, encodings: Sequence[Any]) -> dict[str, Any]:
        """What the model takes of ids, attention mask and types, padded to the longest."""
        length = max(len(each.ids) for each in encodings)
        known = {"input_ids": "ids", "attention_mask": "attention_mask", "token_type_ids": "type_ids"}
        inputs = {}
        for name in (each.name for each in self._folder.session.get_inputs()):
            if name not in known:
                raise self._folder.error(
                    f"The model in {self._folder.path} wants {name}, which no tokenizer gives."
                )
            rows = [getattr(each, known[name]) for each in encodings]
            inputs[name] = np.array([[*row, *[0] * (length - len(row))] for row in rows], np.int64)
        return inputs

    @locked_cached_property
    def _tokenizer(self) -> Any:
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(self._folder.file("tokenizer.json")))
        tokenizer.enable_truncation(MAX_TOKENS, strategy="only_first")
        tokenizer.no_padding()
        return tokenizer


def _batches(rows: Sequence[int], lengths: Sequence[int]) -> Iterator[list[int]]:
    """The rows in batches of like length, so that little is padded."""
    ordered = sorted(rows, key=lambda row: lengths[row])
    yield from (ordered[start : start + BATCH] for start in range(0, len(ordered), BATCH))


def _padded(sides: Sequence[Any]) -> tuple[Vectors, Vectors]:
    """The vectors of one side of a batch, and a mask that is 1 for a word."""
    length = max(map(len, sides))
    vectors = np.zeros((len(sides), length, sides[0].shape[1]), np.float32)
    mask = np.zeros((len(sides), length), np.float32)
    for row, side in enumerate(sides):
        vectors[row, : len(side)], mask[row, : len(side)] = side, 1
    return vectors, mask


def _probabilities(logits: Any) -> Vectors:
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True), np.float32)
