"""What `papers doctor` says: what is installed and in use, where the data lies, what would make it better.

Nothing is changed, and no server is asked anything.
"""

import platform
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from assistant import __version__
from assistant.llm import tokens
from assistant.services import Services
from assistant.settings import masked

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
    settings, library = services.settings, services.library
    inventory = library.inventory()
    where = masked(settings.chroma_url) or ("Chroma Cloud" if settings.chroma_cloud else str(settings.home))
    sources = ", ".join(f"{count:,} {source}" for source, count in inventory.by_source.most_common())
    facts = {
        "papers": f"{__version__} on Python {platform.python_version()}",
        "packages": versions(PACKAGES),
        "model": f"{services.writer.name} ({_KINDS[services.writer.kind]})",
        "embedding": library.embedder.name,
        "tokens": f"counted ({tokens.ENCODING})"
        if tokens.is_exact()
        else "estimated, three characters a token",
        "data": where,
        "library": f"{inventory.papers:,} papers" + (f" ({sources})" if sources else ""),
    }
    advice = _advice(services, inventory.papers)
    return Diagnosis(facts, tuple([trouble, *advice] if trouble else advice))


def _advice(services: Services, papers: int) -> list[str]:
    advice = []
    if not services.settings.model.is_capable:
        advice.append(
            "For flowing answers see `papers model list`: models for this machine, and servers that run on it. "
            "Or set OPENAI_API_KEY, or OPENAI_BASE_URL with PAPERS_MODEL."
        )
    if not papers:
        advice.append("The library is empty: `papers import PATH`, or `papers sample add`.")
    elif services.library.sample_ids():
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
