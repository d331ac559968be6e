"""What the tests of pages share: no page knows what an earlier one kept."""

from collections.abc import Iterator

import pytest
import streamlit as st

from assistant import services as wiring
from assistant.reader.embeddings import Embedder


@pytest.fixture
def fresh_caches(monkeypatch: pytest.MonkeyPatch, embedder: Embedder) -> Iterator[None]:
    """Pages with the shared embedder, no model, and nothing kept from another test."""
    monkeypatch.setattr(wiring.Services, "embedder", lambda self: embedder)
    monkeypatch.setenv("PAPERS_MODEL", "none")
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()
