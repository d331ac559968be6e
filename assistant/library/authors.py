"""Who wrote which papers: names found however they are spelled, `Y. Bengio` for Yoshua Bengio."""

import logging
import time
from collections.abc import Sequence
from threading import Lock

from assistant.library.papers import title_key
from assistant.library.store import Store

logger = logging.getLogger(__name__)


class Authors:
    """The authors of a store's papers, gathered once per revision. Safe to share between threads."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._guard = Lock()
        self._known: tuple[int, dict[str, list[str]]] = (-1, {})

    def papers_of(self, name: str) -> list[str]:
        """Ids of the papers that somebody of this name wrote; a name of initials alone is nobody's."""
        asked = title_key(name).split()
        if all(len(word) == 1 for word in asked):
            return []
        ids = [ids for key, ids in self._by_name().items() if _is_called(key.split(), asked)]
        return list(dict.fromkeys(id_ for some in ids for id_ in some))

    def _by_name(self) -> dict[str, list[str]]:
        with self._guard:
            revision = self._store.revision
            if self._known[0] != revision:
                start = time.perf_counter()
                self._known = (revision, self._gathered())
                logger.info("Gathered %d authors in %.2f s", len(self._known[1]), time.perf_counter() - start)
            return self._known[1]

    def _gathered(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for id_, names in self._store.authors():
            for name in names:
                found.setdefault(title_key(name), []).append(id_)
        return found


def _is_called(words: Sequence[str], asked: Sequence[str]) -> bool:
    """Whether each word asked for is one of the name's, or the first letter of one."""
    return all(word in words or (len(word) == 1 and any(w.startswith(word) for w in words)) for word in asked)
