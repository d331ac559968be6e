"""The model over the mock transport, for the tests of what a model writes."""

from tests.llm.conftest import model, model_of, no_backoff

__all__ = ["model", "model_of", "no_backoff"]
