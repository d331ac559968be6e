"""The short list of well-known models (catalogue.toml), and how a person names a model's file on the hub."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from assistant.errors import InputError

GB = 1_000_000_000
_HF = re.compile(r"hf:(?P<repo>[\w.-]+/[\w.-]+)/(?P<path>.+\.gguf)", re.ASCII)
_PART = re.compile(r"-\d{5}-of-\d{5}\.gguf$")
_SAFE = re.compile(r"[\w+-][\w+. -]*", re.ASCII)
"""A name within a path: no leading dot, so that no path leads out of the models' folder."""


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A file on the hub: its repository (`OWNER/NAME`), and its path in there."""

    repo: str
    path: str

    def __str__(self) -> str:
        return f"hf:{self.repo}/{self.path}"


@dataclass(frozen=True, slots=True)
class KnownModel:
    """A model of the list. `size` and `memory` are about so many bytes."""

    name: str
    title: str
    file: ModelFile
    licence: str
    size: int
    memory: int
    expect: str


@cache
def known_models() -> tuple[KnownModel, ...]:
    """The list, smallest first."""
    text = files("assistant.local_models").joinpath("catalogue.toml").read_text(encoding="utf-8")
    return tuple(
        KnownModel(
            each["name"],
            each["title"],
            ModelFile(each["repo"], each["file"]),
            each["licence"],
            each["size"],
            int(each["memory"] * GB),
            each["expect"],
        )
        for each in tomllib.loads(text)["model"]
    )


def known_as(file: ModelFile) -> KnownModel | None:
    """The model of the list that this file is; None for others."""
    return next((model for model in known_models() if model.file == file), None)


def name_of(file: ModelFile) -> str:
    """What a person types for the file."""
    known = known_as(file)
    return known.name if known else str(file)


def model_file(name: str) -> ModelFile:
    """The file that a name of the list, or hf:OWNER/REPO/FILE.gguf, means; InputError for anything else."""
    name = name.strip()
    for model in known_models():
        if name.casefold() == model.name:
            return model.file
    found = _HF.fullmatch(name)
    if not found or not all(map(_SAFE.fullmatch, f"{found['repo']}/{found['path']}".split("/"))):
        raise InputError(
            f"{name!r} is no model of the list.",
            "`papers model list` has the names; any other is written as hf:OWNER/REPO/FILE.gguf.",
        )
    if _PART.search(name):
        raise InputError(
            f"{found['path']} is one part of several.", "Choose a model that is a single file: a smaller one."
        )
    return ModelFile(found["repo"], found["path"])
