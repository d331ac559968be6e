"""Questions worth asking of this library: made from its papers' names, keywords, days and organizations."""

import re
from collections.abc import Iterable

from assistant.library.library import Inventory
from assistant.library.papers import Paper

_NAME = re.compile(r"^([A-Z][\w.+-]{2,24}(?: [A-Z0-9][\w.+-]{1,15})?): ")
_TOO_WIDE = frozenset(
    ("large language models", "language models", "llm", "llms", "deep learning", "machine learning")
)


def suggest(inventory: Inventory, newest: Iterable[Paper]) -> list[str]:
    """Up to four questions, each of another kind; none for an empty library."""
    newest = list(newest)
    questions = []
    if keyword := _keyword(inventory):
        questions.append(f"What do the papers say about {keyword}?")
    named = [match[1] for paper in newest if (match := _NAME.match(paper.title))]
    questions += [f"How does {name} work?" for name in named[:1]]
    if inventory.last_published:
        questions.append(f"What is new since {inventory.last_published:%B %Y}?")
    if inventory.by_organization:
        questions.append(f"What has come from {inventory.by_organization.most_common(1)[0][0]}?")
    elif len(named) > 1:
        questions.append(f"What did the authors of {named[1]} find?")
    return questions


def _keyword(inventory: Inventory) -> str:
    common = [word for word, _ in inventory.by_keyword.most_common(20) if word.lower() not in _TOO_WIDE]
    return common[0] if common else ""
