"""Readers of entailment: what they give, that batches change nothing, and what is said where a file is missing or odd.

`tiny_cross_encoder.onnx` adds up a row for each token: `owls` speaks for the third output, `not` for the first.
`tiny_token_vectors.onnx` gives twice the cosine of both sides as the first output.
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
from assistant.reader.embeddings import Embedder, MiniLM
from assistant.reader.entailment import PACKAGED, TOKEN_VECTORS, EntailmentReader, FolderReader, TextPair
from assistant.reader.model_folder import LABELS

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
    describe(tmp_path, "CONTRADICTION", "neutral", "entailment")
    return tmp_path


def reader(folder: Path) -> EntailmentReader:
    return FolderReader(folder, MiniLM())


def describe(folder: Path, *labels: str, **more: str) -> None:
    config = {"id2label": {str(number): label for number, label in enumerate(labels)}, **more}
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")


def test_a_cross_encoder_is_read_by_the_names_of_its_outputs(folder: Path) -> None:
    read = reader(folder).read([OWLS, DENIED])
    assert [LABELS[row] for row in read.argmax(axis=1)] == ["entailment", "contradiction"]
    assert read.sum(axis=1) == pytest.approx([1, 1])


def test_pairs_are_given_in_their_order_whatever_their_length(folder: Path) -> None:
    encoder = reader(folder)
    pairs = [OWLS, DENIED, TextPair(("owls " * 300,), "owls"), TextPair((), ""), OWLS] * 20
    alone = np.vstack([encoder.read([pair]) for pair in pairs])
    assert encoder.read(pairs) == pytest.approx(alone, abs=1e-5)
    assert encoder.read([]).shape == (0, 3)


def test_threads_may_read_at_once(folder: Path) -> None:
    encoder = reader(folder)
    with ThreadPoolExecutor(8) as pool:
        read = list(pool.map(encoder.read, [[OWLS, DENIED]] * 16))
    assert all((each == read[0]).all() for each in read)


@pytest.mark.parametrize("missing", ["model.onnx", "tokenizer.json", "config.json"])
def test_a_missing_file_is_named_with_what_to_do(folder: Path, missing: str) -> None:
    (folder / missing).unlink()
    with pytest.raises(SettingsError, match=missing) as raised:
        reader(folder).read([OWLS])
    assert "PAPERS_READER" in raised.value.hint


def test_outputs_without_known_names_are_refused(folder: Path) -> None:
    describe(folder, "LABEL_0", "LABEL_1", "LABEL_2")
    with pytest.raises(SettingsError, match="label_0") as raised:
        reader(folder).read([OWLS])
    assert "id2label" in raised.value.hint


@pytest.mark.parametrize("file", ["model.onnx", "config.json"])
@pytest.mark.parametrize("content", [b"", b"damaged", b"[1, 2]"])
def test_files_that_are_no_model_are_refused(folder: Path, file: str, content: bytes) -> None:
    (folder / file).write_bytes(content)
    with pytest.raises(SettingsError, match=file):
        reader(folder).read([OWLS])


def test_a_model_that_is_not_the_one_of_the_config_is_refused(folder: Path) -> None:
    content = (folder / "model.onnx").read_bytes()
    describe(folder, *LABELS[::-1], sha256=hashlib.sha256(content).hexdigest())
    assert len(reader(folder).read([OWLS])) == 1
    (folder / "model.onnx").write_bytes(content + b" ")
    with pytest.raises(SettingsError, match="damaged"):
        reader(folder).read([OWLS])


def test_the_packaged_reader_tells_a_faithful_copy_a_denial_and_something_else_apart(
    embedder: Embedder,
) -> None:
    source = ("Our experiments show that BirdNet significantly outperforms OwlNet on rare birds.",)
    texts = (
        "The experiments show that BirdNet substantially outperforms OwlNet on rare birds.",
        "Our experiments show that BirdNet does not outperform OwlNet on rare birds.",
        "Bees visit maize.",
    )
    read = FolderReader(PACKAGED, embedder).read([TextPair(source, text) for text in texts])
    assert [LABELS[row] for row in read.argmax(axis=1)] == ["entailment", "contradiction", "neutral"]


def test_a_network_on_token_vectors_reads_what_the_embedder_gives(folder: Path, embedder: Embedder) -> None:
    shutil.copy(Path(__file__).with_name("tiny_token_vectors.onnx"), folder / "model.onnx")
    describe(folder, *LABELS, model_type=TOKEN_VECTORS)
    network = FolderReader(folder, embedder)
    pairs = [
        TextPair(("Owls hunt mice.",), "Owls hunt mice."),
        TextPair(("Glaciers move.", "Ice melts."), "Owls."),
    ]
    same, other = network.read(pairs)[:, 0]
    assert same > 0.6 > other
    assert network.read([*pairs, TextPair((), "Owls."), TextPair(("Owls.",), "")])[2:] == pytest.approx(
        np.array([[0, 1, 0]] * 2)
    )
    assert network.read(pairs * 40)[::2, 0] == pytest.approx(same, abs=1e-5)
