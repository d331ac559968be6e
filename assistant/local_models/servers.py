"""Model servers that already run on this machine, found at their usual ports of the loopback address.

They are asked which models they have (`GET /v1/models`) and nothing else; none is used before a person says so.
"""

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

TIMEOUT = 0.5
"""Seconds for the whole answer: a server on this machine answers within milliseconds."""
SIZE = 1_000_000
"""Bytes of an answer that are read at most."""
MODELS = 50
"""Models of one server that are named."""
NAME = 200
"""Characters of a model's name; a longer one names no model."""


@dataclass(frozen=True, slots=True)
class UsualPlace:
    """A server program and the port it uses unless told otherwise."""

    name: str
    port: int


USUAL_PLACES = (
    UsualPlace("Ollama", 11434),
    UsualPlace("LM Studio", 1234),
    UsualPlace("llama.cpp", 8080),
    UsualPlace("vLLM", 8000),
)


@dataclass(frozen=True, slots=True)
class FoundServer:
    """A server that answers: its likely name, its address, its models; it may tell those only to who has its key."""

    name: str
    url: str
    models: tuple[str, ...] = ()
    wants_key: bool = False

    def address(self, model: str) -> str:
        """How the model is named to `papers model use`."""
        return f"{self.url}#{model}"


def find_servers(places: Sequence[UsualPlace]) -> list[FoundServer]:
    """Those that answer as a model server does, asked all at once."""
    with ThreadPoolExecutor(len(places) or 1) as pool:
        return [found for found in pool.map(_ask, places) if found]


def _ask(place: UsualPlace) -> FoundServer | None:
    import httpx2

    url = f"http://127.0.0.1:{place.port}/v1"
    end = time.monotonic() + TIMEOUT
    try:
        with (
            httpx2.Client(timeout=TIMEOUT, trust_env=False) as client,  # no proxy is asked for this machine
            client.stream("GET", f"{url}/models") as response,
        ):
            if response.status_code in (401, 403):
                return FoundServer(place.name, url, wants_key=True)
            content = b""
            for data in response.iter_bytes():
                content += data
                if len(content) > SIZE or time.monotonic() > end:
                    return None
    except httpx2.HTTPError:
        return None
    models = _models(content) if response.status_code == 200 else None
    return None if models is None else FoundServer(place.name, url, models)


def _models(content: bytes) -> tuple[str, ...] | None:
    """The names in an answer of the OpenAI protocol; None for any other answer."""
    from pydantic import BaseModel, ValidationError

    class Model(BaseModel):
        id: str

    class Models(BaseModel):
        data: list[Model]

    try:
        names = [model.id for model in Models.model_validate_json(content).data]
    except ValidationError:
        return None
    return tuple(name for name in names if name.isprintable() and len(name) <= NAME)[:MODELS]
