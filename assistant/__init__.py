"""A research-paper assistant: answers about a library of abstracts, every sentence cited and checked.

As a library::

    from assistant import ask, open_library

    library = open_library()
    reply = ask("How does SAPO share rollouts?", library)
    for piece in reply:
        print(piece, end="")
    for claim in reply.claims:
        print(claim.verdict, claim.cited, claim.text)

The names below are loaded when they are first used, so importing the package costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.api import ask as ask
    from assistant.api import compare as compare
    from assistant.api import digest as digest
    from assistant.api import explain as explain
    from assistant.api import open_library as open_library
    from assistant.api import overview as overview
    from assistant.asking.question import Question as Question
    from assistant.asking.reply import Reply as Reply
    from assistant.checking.citations import Claim as Claim
    from assistant.comparing.comparison import Comparison as Comparison
    from assistant.digests.digest import Digest as Digest
    from assistant.errors import PapersError as PapersError
    from assistant.explaining.explanation import Explanation as Explanation
    from assistant.library.filters import Filters as Filters
    from assistant.library.library import Library as Library
    from assistant.library.papers import Paper as Paper
    from assistant.overviews.overview import Overview as Overview

__version__ = "0.1.0"

_HOMES = {
    "open_library": "api",
    "ask": "api",
    "digest": "api",
    "compare": "api",
    "explain": "api",
    "overview": "api",
    "Claim": "checking.citations",
    "Comparison": "comparing.comparison",
    "Digest": "digests.digest",
    "Explanation": "explaining.explanation",
    "Filters": "library.filters",
    "Library": "library.library",
    "Overview": "overviews.overview",
    "Paper": "library.papers",
    "PapersError": "errors",
    "Question": "asking.question",
    "Reply": "asking.reply",
}
"""The module of each public name."""

__all__ = sorted(_HOMES)


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
