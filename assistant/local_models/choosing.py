"""Which model is used: writes the settings that choose a file, a server, the embedded model or none.

Only the settings file is written; a variable of the environment goes before it, which `overriding` tells.
"""

from collections.abc import Mapping
from pathlib import Path

from assistant.errors import InputError
from assistant.local_models.catalogue import ModelFile, model_file, name_of
from assistant.local_models.folder import ModelFolder
from assistant.settings_file import change, merged, read, settings_path, unset_value

BUNDLED = ("embedded", "none")
NO_KEY = "none"
"""What a server here is sent in place of a key, so that no key of another server reaches it."""


def model_in_use(environment: Mapping[str, str]) -> str:
    """What PAPERS_MODEL is: a file's path, a server's name for a model, `embedded` or `none`; empty where nothing is set."""
    return merged(environment).get("PAPERS_MODEL", "").strip()


def is_in_use(environment: Mapping[str, str], path: Path) -> bool:
    """Whether the model in this file is the one that is used."""
    return _names(model_in_use(environment), path)


def overriding(environment: Mapping[str, str]) -> list[str]:
    """The variables of the environment that go before what is kept here."""
    return [name for name in ("PAPERS_MODEL", "PAPERS_MODEL_URL") if environment.get(name, "").strip()]


def use(environment: Mapping[str, str], folder: ModelFolder, name: str) -> None:
    """Use what the name means: a downloaded model, `embedded`, `none`, a .gguf file, or a server's URL#MODEL."""
    if name in BUNDLED:
        _use(environment, name)
    elif name.startswith(("http://", "https://")):
        _use_server(environment, name)
    elif name.endswith(".gguf") and not name.startswith("hf:"):
        _use_file(environment, Path(name).expanduser(), name)
    else:
        file = model_file(name)
        _use_file(environment, folder.path(file), name_of(file))


def _use_server(environment: Mapping[str, str], address: str) -> None:
    """A key that is kept for another server is not sent to this one."""
    url, _, model = address.partition("#")
    url = url.rstrip("/")
    if not (url and model):
        raise InputError(f"{address} names no model.", "Write the server's address, #, and the model's name.")
    kept, forget = read(settings_path(environment)), {"model.key"}
    values = {"model": model, "model.url": url}
    if kept.get("model.url") == url:
        forget = set()
    elif kept.get("model.key") or merged(environment).get("OPENAI_API_KEY"):
        values["model.key"] = NO_KEY
    change(environment, values, forget)


def remove(environment: Mapping[str, str], folder: ModelFolder, file: ModelFile) -> bool:
    """Delete a model, and use it no longer; returns whether it was in use. InputError where it is neither here nor used."""
    was_here = folder.remove(file)
    was_used = _stop_using(environment, folder.path(file))
    if not (was_here or was_used):
        raise InputError(f"{name_of(file)} is not on this machine.", "`papers model list` says what is.")
    return was_used


def _stop_using(environment: Mapping[str, str], path: Path) -> bool:
    kept = read(settings_path(environment))
    if not _names(kept.get("model", ""), path):
        return False
    if "model.url" in kept or "openai.url" in kept:  # which alone, without a model's name, could not be used
        change(environment, {"model": "none"})
        return True
    return unset_value(environment, "model")


def _use_file(environment: Mapping[str, str], path: Path, name: str) -> None:
    if not path.is_file():
        raise InputError(f"{name} is not on this machine.", "`papers model get NAME` downloads a model.")
    _use(environment, str(path.absolute()))


def _use(environment: Mapping[str, str], model: str) -> None:
    no_key = read(settings_path(environment)).get("model.key") == NO_KEY
    change(environment, {"model": model}, {"model.key"} if no_key else ())


def _names(model: str, path: Path) -> bool:
    return model.endswith(".gguf") and Path(model).expanduser().absolute() == path.absolute()
