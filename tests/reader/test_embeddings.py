import json
from collections.abc import Callable
from typing import Any

import httpx2
import numpy as np
import openai
import pytest

from assistant.errors import ModelError, SettingsError
from assistant.reader import embeddings
from assistant.reader.embeddings import CachedEmbedder, Embedder, EndpointEmbedder, MiniLM
from tests.library.helpers import HashEmbedder

TEXTS = ["A cat sleeps on the sofa.", "A kitten naps on the couch.", "Interest rates rose in March.", ""]


def test_vectors_have_length_one_and_the_dimension_that_is_said(embedder: Embedder) -> None:
    vectors = embedder.embed(TEXTS)
    assert vectors.dtype == np.float32
    assert vectors.shape == (4, embedder.dimension) == (4, 384)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-6)
    assert embedder.embed([]).shape == (0, 384)


def test_a_text_has_the_same_vector_alone_and_in_any_company() -> None:
    model = MiniLM(workers=2)
    together = model.embed([*TEXTS, "long " * 400])
    for text, vector in zip(TEXTS, together, strict=False):
        assert np.array_equal(model.embed([text])[0], vector)


def test_sentences_of_like_meaning_are_nearer(embedder: Embedder) -> None:
    cat, kitten, rates = embedder.embed(TEXTS[:3])
    assert cat @ kitten > 0.5 > 0.2 > cat @ rates


def test_words_beyond_what_the_model_was_trained_to_read_do_not_count(embedder: Embedder) -> None:
    long = "tea " * embeddings.MAX_TOKENS
    vectors = embedder.embed([long, long + "and quantum field theory"])
    assert np.array_equal(vectors[0], vectors[1])


def test_a_missing_model_file_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embeddings, "find_spec", lambda name: None)
    with pytest.raises(SettingsError, match=r"is not installed\. Run `make setup`"):
        MiniLM().embed(["tea"])


def test_remembering_asks_once_for_each_text_and_keeps_the_order() -> None:
    inner = HashEmbedder()
    remembering = CachedEmbedder(inner)
    for texts in (["a", "b", "a"], ["b", "c"], ["c", "a"], []):
        assert np.array_equal(remembering.embed(texts), HashEmbedder().embed(texts))
    assert inner.asked == {"a": 1, "b": 1, "c": 1}
    assert (remembering.name, remembering.dimension) == ("hash", 8)


def test_remembering_starts_afresh_when_it_is_full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(CachedEmbedder, "KEPT", 3)
    inner = HashEmbedder()
    remembering = CachedEmbedder(inner)
    for texts in (["a", "b"], ["b", "c", "d"], ["a", "b", "c", "d"]):
        assert np.array_equal(remembering.embed(texts), HashEmbedder().embed(texts))
    assert inner.asked["b"] == 3


class Endpoint:
    """An embedding endpoint: gives (length of the text, 1), unless told otherwise."""

    def __init__(self, answer: Callable[[list[dict[str, Any]]], httpx2.Response] | None = None) -> None:
        self.batches: list[list[str]] = []
        self.answer = answer or (lambda rows: httpx2.Response(200, json={"data": rows, "model": "m"}))
        http = httpx2.Client(transport=httpx2.MockTransport(self.handle))
        client = openai.OpenAI(api_key="k", base_url="http://mock/v1", http_client=http, max_retries=0)
        self.embedder = EndpointEmbedder(client, "m")

    def handle(self, request: httpx2.Request) -> httpx2.Response:
        body = json.loads(request.content)
        assert (body["model"], body["encoding_format"]) == ("m", "float")
        self.batches.append(body["input"])
        rows = [{"index": i, "embedding": [len(text), 1.0]} for i, text in enumerate(body["input"])]
        return self.answer(rows)


def test_an_endpoints_vectors_come_in_batches_in_order_with_length_one() -> None:
    endpoint = Endpoint()
    texts = ["x" * i for i in range(300)]
    vectors = endpoint.embedder.embed(texts)
    assert [len(batch) for batch in endpoint.batches] == [128, 128, 44]
    assert [text for batch in endpoint.batches for text in batch] == texts
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-6)
    assert vectors[:, 0] / vectors[:, 1] == pytest.approx(np.arange(300), rel=1e-4)


def test_an_endpoints_name_and_dimension_are_its_models() -> None:
    endpoint = Endpoint()
    assert (endpoint.embedder.name, endpoint.embedder.dimension, endpoint.embedder.dimension) == ("m", 2, 2)
    assert len(endpoint.batches) == 1
    assert not len(endpoint.embedder.embed([]))


def test_rows_that_an_endpoint_gives_out_of_order_are_put_back() -> None:
    shuffled = Endpoint(lambda rows: httpx2.Response(200, json={"data": rows[::-1], "model": "m"}))
    assert np.array_equal(shuffled.embedder.embed(["x", "xxx"]), Endpoint().embedder.embed(["x", "xxx"]))


def test_a_zero_vector_stays_finite() -> None:
    zeros = [{"index": 0, "embedding": [0.0, 0.0]}]
    endpoint = Endpoint(lambda rows: httpx2.Response(200, json={"data": zeros, "model": "m"}))
    assert np.array_equal(endpoint.embedder.embed(["x"]), [[0, 0]])


def unreachable(rows: list[dict[str, Any]]) -> httpx2.Response:
    raise httpx2.ConnectError("refused")


@pytest.mark.parametrize(
    "answer",
    [
        unreachable,
        lambda rows: httpx2.Response(401, json={"error": {"message": "bad key"}}),
        lambda rows: httpx2.Response(404, json={"error": {"message": "no such model"}}),
        lambda rows: httpx2.Response(500, text="oops"),
        lambda rows: httpx2.Response(200, json={"data": rows[:-1], "model": "m"}),
        lambda rows: httpx2.Response(200, json={"data": None, "model": "m"}),
        lambda rows: httpx2.Response(200, text="<html>"),
    ],
    ids=["unreachable", "key", "model", "server", "too few", "none", "html"],
)
def test_an_endpoint_that_fails_is_an_error_that_says_what_to_check(
    answer: Callable[[list[dict[str, Any]]], httpx2.Response],
) -> None:
    with pytest.raises(ModelError, match="embedding endpoint") as caught:
        Endpoint(answer).embedder.embed(["a", "b"])
    assert "PAPERS_EMBEDDING" in caught.value.hint


def test_words_are_read_with_vectors_that_know_the_words_around_them(embedder: Embedder) -> None:
    river, money, empty = embedder.embed_tokens(["The river bank was green.", "The bank lends money.", ""])
    assert river.words == ("The", "river", "bank", "was", "green", ".")
    assert river.vectors.shape == (6, embedder.dimension) and not empty.words
    assert np.allclose(np.linalg.norm(river.vectors.astype(float), axis=1), 1, atol=1e-2)
    same, other = river.vectors[2] @ money.vectors[1], river.vectors[2] @ money.vectors[2]
    assert other < same < 0.95
