"""Counting tokens must never wait for a download, and an estimate must err on the safe side."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.llm import tokens


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    tokens._counter.cache_clear()
    yield
    tokens._counter.cache_clear()


@pytest.fixture
def no_packed_table(monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra `tokens` is not installed."""
    monkeypatch.setattr(tokens, "find_spec", lambda name: None)


def test_the_packed_table_counts_as_tiktoken_does(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pytest.importorskip("toktok")
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", str(tmp_path))  # nothing is fetched
    assert tokens.is_exact()
    texts = ["", "tokenization", "It cuts memory by 40 %.", "数学 $x^2$", "<|endoftext|>"]
    assert [tokens.count(text) for text in texts] == [0, 2, 7, 6, 7]


@pytest.mark.usefixtures("no_packed_table")
@pytest.mark.parametrize("variable", ["TIKTOKEN_CACHE_DIR", "DATA_GYM_CACHE_DIR"])
def test_without_a_fetched_table_tokens_are_estimated_and_nothing_is_fetched(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, variable: str
) -> None:
    def fetch(name: str) -> None:
        raise AssertionError("tiktoken was asked")

    monkeypatch.delenv("TIKTOKEN_CACHE_DIR", raising=False)
    monkeypatch.setenv(variable, str(tmp_path))
    monkeypatch.setattr("tiktoken.get_encoding", fetch)
    assert not tokens.is_exact()
    assert tokens.count("abcdef") == 3


@pytest.mark.usefixtures("no_packed_table")
def test_a_fetched_table_counts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    class Encoding:
        def encode(self, text: str, disallowed_special: tuple[()]) -> list[str]:
            return text.split()

    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", str(tmp_path))
    monkeypatch.setattr("tiktoken.get_encoding", lambda name: Encoding())
    (tmp_path / hashlib.sha1(tokens._TABLE.encode()).hexdigest()).write_bytes(b"")
    assert tokens.is_exact()
    assert tokens.count("three words <|endoftext|>") == 3


def test_the_table_is_the_one_tiktoken_itself_looks_for() -> None:
    import inspect

    from tiktoken_ext import openai_public

    assert tokens._TABLE in inspect.getsource(openai_public)


@pytest.mark.usefixtures("no_packed_table")
@pytest.mark.parametrize("text", ["", "word", "A sentence of some length, with (brackets).", "数学", "$x^2$"])
def test_an_estimate_is_never_nothing_and_grows_with_the_text(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str
) -> None:
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", str(tmp_path))
    assert 0 < tokens.count(text) < tokens.count(text + " and three more words")
