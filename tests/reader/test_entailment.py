"""Readers of entailment: what they give, that batches change nothing, and what is said where a file is missing or odd.

`tiny_cross_encoder.onnx` adds up a row for each token: `owls` speaks for the third output, `not` for the first.
"""

import hashlib
import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer, models, pre_tokenizers

from assistant.errors import SettingsError
from assistant.reader.embeddings import Embedder
from assistant.reader.entailment import LABELS, CrossEncoder, PackagedReader, TextPair

VOCABULARY = {"[PAD]": 0, "[UNK]": 1, "[SEP]": 2, "not": 3, "owls": 4}
OWLS = TextPair(("owls hunt", "owls hear"), "owls")
DENIED = TextPair(("owls",), "not owls")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A cross-encoder with its tokenizer and the names of its outputs."""
    shutil.copy(Path(__file__).with_name("tiny_cross_encoder.onnx"), tmp_path / "model.onnx")
    tokenizer = Tokenizer(models.WordLevel(VOCABULARY, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    tokenizer.save(str(tmp_path / "tokenizer.json"))
    name(tmp_path, "CONTRADICTION", "neutral", "entailment")
    return tmp_path


def name(folder: Path, *labels: str) -> None:
    config = {"id2label": {str(number): label for number, label in enumerate(labels)}}
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")


def test_a_cross_encoder_is_read_by_the_names_of_its_outputs(folder: Path) -> None:
    read = CrossEncoder(folder).read([OWLS, DENIED])
    assert [LABELS[row] for row in read.argmax(axis=1)] == ["entailment", "contradiction"]
    assert read.sum(axis=1) == pytest.approx([1, 1])


def test_pairs_are_given_in_their_order_whatever_their_length(folder: Path) -> None:
    reader = CrossEncoder(folder)
    pairs = [OWLS, DENIED, TextPair(("owls " * 300,), "owls"), TextPair((), ""), OWLS] * 20
    alone = np.vstack([reader.read([pair]) for pair in pairs])
    assert reader.read(pairs) == pytest.approx(alone, abs=1e-5)
    assert reader.read([]).shape == (0, 3)


def test_threads_may_read_at_once(folder: Path) -> None:
    reader = CrossEncoder(folder)
    with ThreadPoolExecutor(8) as pool:
        read = list(pool.map(reader.read, [[OWLS, DENIED]] * 16))
    assert all((each == read[0]).all() for each in read)


@pytest.mark.parametrize("missing", ["model.onnx", "tokenizer.json", "config.json"])
def test_a_missing_file_is_named_with_what_to_do(folder: Path, missing: str) -> None:
    (folder / missing).unlink()
    with pytest.raises(SettingsError, match=missing) as raised:
        CrossEncoder(folder).read([OWLS])
    assert "PAPERS_READER" in raised.value.hint


def test_outputs_without_known_names_are_refused(folder: Path) -> None:
    name(folder, "LABEL_0", "LABEL_1", "LABEL_2")
    with pytest.raises(SettingsError, match="LABEL_0") as raised:
        CrossEncoder(folder).read([OWLS])
    assert "id2label" in raised.value.hint


def test_a_damaged_packaged_reader_is_refused(tmp_path: Path, embedder: Embedder) -> None:
    (tmp_path / "model.onnx").write_bytes(b"damaged")
    for path, sha256 in (
        (tmp_path / "model.onnx", hashlib.sha256(b"whole").hexdigest()),
        (tmp_path / "none", ""),
    ):
        with pytest.raises(SettingsError, match="missing or damaged"):
            PackagedReader(embedder, path, sha256).read([OWLS])
