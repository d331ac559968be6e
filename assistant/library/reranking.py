"""A reranker behind `POST /rerank`, as Jina, Cohere, vLLM and llama.cpp offer it: it reorders the first papers found.

Off unless PAPERS_RERANK names a model. It only helps: where it fails, searches go on without it, the reason is logged as
a warning, and it is asked again after a pause.
"""

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from assistant.library.papers import Hit

logger = logging.getLogger(__name__)

RERANKED = 30
"""Papers sent: a server on a CPU reads some ten abstracts a second, and answers rest on the first eight."""
MAX_CHARACTERS = 4_000
"""Of a paper's text: longer than 99.9 % of abstracts, and within what rerankers read."""
PAUSE = 60.0
"""Seconds without a request after a failure: a server that is down should not slow every search by its time-out."""


@dataclass
class Reranker:
    """Asks the server which of the papers found answer best. After a failure it is left alone for a while."""

    model: str
    url: str
    key: str = field(default="", repr=False)
    timeout: float = 10.0
    paused_until: float = 0.0
    """On the monotonic clock."""

    def rerank(self, text: str, hits: Sequence[Hit]) -> list[Hit]:
        """The hits, the first of them in the server's order; as they came where the server fails.

        The scores stay where they were, so that they fall from the first hit to the last as before.
        """
        first, rest = hits[:RERANKED], hits[RERANKED:]
        if len(first) < 2 or time.monotonic() < self.paused_until:
            return list(hits)
        try:
            order = _order(self._ask(text, first), len(first))
        except _FAILURES as error:
            self.paused_until = time.monotonic() + PAUSE
            reason = str(error) or type(error).__name__
            logger.warning(
                "The reranker %s failed (%s); searches go on without it for a minute. Check PAPERS_RERANK.",
                self.model,
                reason[:200],
            )
            return list(hits)
        ranked = [replace(first[i], score=hit.score) for i, hit in zip(order, first, strict=True)]
        return [*ranked, *rest]

    def _ask(self, text: str, hits: Sequence[Hit]) -> Any:
        import httpx2

        documents = [hit.paper.text[:MAX_CHARACTERS] for hit in hits]
        headers = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        body = {"model": self.model, "query": text, "documents": documents, "top_n": len(documents)}
        try:
            answer = httpx2.post(f"{self.url}/rerank", json=body, headers=headers, timeout=self.timeout)
            return answer.raise_for_status().json()
        except httpx2.HTTPError as error:
            raise OSError(str(error) or type(error).__name__) from error


_FAILURES = (OSError, ValueError, TypeError, LookupError, AttributeError)
"""No answer, an error's status, or an answer that is not of the protocol's shape."""


def _order(answer: Any, count: int) -> list[int]:
    """The places of the documents, best first; ValueError unless each is scored once."""
    scores = {int(row["index"]): float(row["relevance_score"]) for row in answer["results"]}
    if scores.keys() != set(range(count)):
        raise ValueError(f"it scored {len(scores)} of {count} papers")
    return sorted(scores, key=lambda i: (-scores[i], i))
