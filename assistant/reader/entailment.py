"""What sentences of a source say of a claim: that it is so, nothing of it, or that it is otherwise.

Two readers tell it: the small network that is packaged, which compares the token vectors that the check has already
(training/reader_network.py), and any cross-encoder for natural language inference in a folder. Models load on the first
call. Neither decides on a verdict: that is the check's.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from assistant.errors import SettingsError
from assistant.locked_cached_property import locked_cached_property
from assistant.reader.embeddings import Embedder, Vectors

LABELS = ("entailment", "neutral", "contradiction")
"""What a premise says of a hypothesis: that it is so, nothing, that it is otherwise."""
MODEL = Path(__file__).with_name("entailment.onnx")
"""Written by assistant/evaluation/training/reader.py, version 1."""
MODEL_SHA256 = ""
BATCH = 32
"""Pairs a run, of like length: more of them gain nothing on two cores."""
MAX_WORDS = 120
"""Of the premise and of the hypothesis that the packaged network reads: three long sentences."""
MAX_TOKENS = 512
"""Of a pair that a cross-encoder is given; all but a few were trained on no more."""


@dataclass(frozen=True, slots=True)
class TextPair:
    """One or a few sentences of a source, and what is claimed."""

    premise: tuple[str, ...]
    hypothesis: str


class EntailmentReader(Protocol):
    """Tells what premises say of hypotheses; `name` says which model does."""

    name: str

    def read(self, pairs: Sequence[TextPair]) -> Vectors:
        """A row for each pair: the probability of each of LABELS."""


class PackagedReader:
    """The packaged network on the token vectors of the embedder, which embeds a sentence once for all its pairs."""

    name = "packaged reader 1"

    def __init__(self, embedder: Embedder, model: Path = MODEL, sha256: str = MODEL_SHA256) -> None:
        self._embedder, self._model, self._sha256 = embedder, model, sha256

    def read(self, pairs: Sequence[TextPair]) -> Vectors:
        """A row for each pair: the probability of each of LABELS."""
        texts = list(dict.fromkeys(text for pair in pairs for text in (*pair.premise, pair.hypothesis)))
        embedded = [each.vectors for each in self._embedder.embed_tokens(texts)] if texts else []
        vectors = dict(zip(texts, embedded, strict=True))
        premises = [np.concatenate([vectors[text] for text in pair.premise])[:MAX_WORDS] for pair in pairs]
        hypotheses = [vectors[pair.hypothesis][:MAX_WORDS] for pair in pairs]
        result = np.zeros((len(pairs), len(LABELS)), np.float32)
        result[:, LABELS.index("neutral")] = (
            1  # what has no words says nothing, and of nothing is nothing said
        )
        whole = [n for n in range(len(pairs)) if len(premises[n]) and len(hypotheses[n])]
        for rows in _batches(whole, [len(premises[n]) + len(hypotheses[n]) for n in range(len(pairs))]):
            sides = *_padded([premises[n] for n in rows]), *_padded([hypotheses[n] for n in rows])
            result[rows] = _probabilities(self._session.run(None, dict(zip(_INPUTS, sides, strict=True)))[0])
        return result

    @locked_cached_property
    def _session(self) -> Any:
        content = self._model.read_bytes() if self._model.is_file() else b""
        if hashlib.sha256(content).hexdigest() != self._sha256:
            raise SettingsError(
                "The packaged reader is missing or damaged.",
                "Install the package again; until then claims are checked by the rules alone.",
            )
        return _session(content)


class CrossEncoder:
    """A model in a folder that reads a premise and a hypothesis together: `model.onnx`, `tokenizer.json`, `config.json`.

    Which of its outputs means what is told by the names in the `id2label` of `config.json`.
    """

    def __init__(self, folder: Path) -> None:
        self._folder, self.name = folder, folder.name

    def read(self, pairs: Sequence[TextPair]) -> Vectors:
        """A row for each pair: the probability of each of LABELS."""
        texts = [(" ".join(pair.premise), pair.hypothesis) for pair in pairs]
        encodings = self._tokenizer.encode_batch(texts) if texts else []
        result = np.zeros((len(pairs), len(LABELS)), np.float32)
        for rows in _batches(range(len(pairs)), [len(each.ids) for each in encodings]):
            logits = self._session.run(None, self._inputs([encodings[n] for n in rows]))[0]
            result[rows] = _probabilities(logits[:, self._columns])
        return result

    def _inputs(self, encodings: Sequence[Any]) -> dict[str, Any]:
        """What the model takes of ids, attention mask and types, padded to the longest."""
        length = max(len(each.ids) for each in encodings)
        known = {"input_ids": "ids", "attention_mask": "attention_mask", "token_type_ids": "type_ids"}
        inputs = {}
        for name in (each.name for each in self._session.get_inputs()):
            rows = [getattr(each, known[name]) for each in encodings]
            inputs[name] = np.array([[*row, *[0] * (length - len(row))] for row in rows], np.int64)
        return inputs

    @locked_cached_property
    def _session(self) -> Any:
        return _session(self._file("model.onnx").read_bytes())

    @locked_cached_property
    def _tokenizer(self) -> Any:
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(self._file("tokenizer.json")))
        tokenizer.enable_truncation(MAX_TOKENS, strategy="only_first")
        tokenizer.no_padding()
        return tokenizer

    @locked_cached_property
    def _columns(self) -> list[int]:
        """The model's output for each of LABELS."""
        config = json.loads(self._file("config.json").read_text(encoding="utf-8"))
        labels: Mapping[str, str] = config.get("id2label", {}) if isinstance(config, dict) else {}
        columns = {str(label).casefold(): int(number) for number, label in labels.items()}
        if sorted(columns) != sorted(LABELS):
            raise SettingsError(
                f"The model in {self._folder} has the labels {', '.join(labels.values()) or 'none'}.",
                f"Name its outputs {', '.join(LABELS)} in id2label of config.json, or unset PAPERS_READER.",
            )
        return [columns[label] for label in LABELS]

    def _file(self, name: str) -> Path:
        if not (path := self._folder / name).is_file():
            raise SettingsError(
                f"{self._folder} has no {name}.",
                "PAPERS_READER names a folder with model.onnx, tokenizer.json and config.json; or unset it.",
            )
        return path


_INPUTS = ("premise", "premise_mask", "hypothesis", "hypothesis_mask")


def _session(content: bytes) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])


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
