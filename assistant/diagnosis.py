"""What `papers doctor` says: what is installed and in use, where the data lies, what would make it better.

Nothing is changed, and no server is asked anything.
"""

import platform
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import TypeVar

from assistant import __version__
from assistant.errors import PapersError
from assistant.llm import tokens
from assistant.services import Services
from assistant.settings import masked

T = TypeVar("T")
PACKAGES = ("chromadb", "tantivy", "onnxruntime", "langchain-openai", "openai", "streamlit", "xllamacpp")

_KINDS = {
    "openai": "OpenAI, writes whole answers",
    "endpoint": "a compatible server, writes whole answers",
    "gguf": "your GGUF file on this machine, writes whole answers",
    "embedded": "embedded, on this machine, rewrites one sentence at a time",
    "none": "none: the papers are quoted",
}


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Facts by name, and advice."""

    facts: dict[str, str]
    advice: tuple[str, ...]


def diagnose(services: Services, trouble: str = "") -> Diagnosis:
    """Look at the settings, the packages and the library; `trouble` is what is known to be wrong already."""
    settings, troubles = services.settings, [trouble] if trouble else []
    unread: tuple[str, int | None] = ("cannot be read", None)
    contents, papers = _or_trouble(lambda: _contents(services), troubles, unread)
    model = _or_trouble(
        lambda: f"{services.writer.name} ({_KINDS[services.writer.kind]})", troubles, "unusable"
    )
    where = masked(settings.chroma_url) or ("Chroma Cloud" if settings.chroma_cloud else str(settings.home))
    facts = {
        "papers": f"{__version__} on Python {platform.python_version()}",
        "packages": versions(PACKAGES),
        "model": model,
        "embedding": _or_trouble(lambda: services.library.embedder.name, troubles, "unusable"),
        "tokens": f"counted ({tokens.ENCODING})"
        if tokens.is_exact()
        else "estimated, three characters a token",
        "data": where,
        "library": contents,
    }
    nothing: list[str] = []
    advice = _or_trouble(lambda: _advice(services, papers), troubles, nothing)
    return Diagnosis(facts, tuple(dict.fromkeys([*troubles, *advice])))


def _or_trouble(find: Callable[[], T], troubles: list[str], instead: T) -> T:
    """What is found out; where that fails the other value, and why among the troubles."""
    try:
        return find()
    except PapersError as error:
        troubles.append(str(error))
        return instead


def _contents(services: Services) -> tuple[str, int | None]:
    """What is in the library in words, and how many papers."""
    inventory = services.library.inventory()
    sources = ", ".join(f"{count:,} {source}" for source, count in inventory.by_source.most_common())
    return f"{inventory.papers:,} papers" + (f" ({sources})" if sources else ""), inventory.papers


def _advice(services: Services, papers: int | None) -> list[str]:
    advice = []
    if not services.settings.model.is_capable:
        advice.append(
            "For flowing answers see `papers model list`: models for this machine, and servers that run on it. "
            "Or set OPENAI_API_KEY, or OPENAI_BASE_URL with PAPERS_MODEL."
        )
    if papers == 0:
        advice.append("The library is empty: `papers import PATH`, or `papers sample add`.")
    elif papers and services.library.sample_ids():
        advice.append(
            "The sample papers are described in our own words: import your own papers to read the abstracts."
        )
    return advice


def versions(packages: Iterable[str]) -> str:
    """The packages with their versions: `chromadb 1.5.9, tantivy missing`."""
    return ", ".join(f"{name} {_version(name)}" for name in packages)


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "missing"
