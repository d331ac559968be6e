"""The settings file: what a person has set once, in place of variables. The environment goes before it.

One TOML file of strings in the platform's config folder (or where PAPERS_CONFIG says), readable by its owner only, for it may
hold keys. A name in it stands for a variable: `model.url` for PAPERS_MODEL_URL. What the values mean is settings.py's.
"""

import json
import os
import tempfile
import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path

from platformdirs import user_config_path

from assistant.errors import SettingsError
from assistant.settings import Settings, from_environment

VERSION = 1
"""Of the file's form; a file with a higher number was written by a newer version."""

NAMES: Mapping[str, tuple[str, str]] = {
    "home": ("PAPERS_HOME", "the folder where the library is kept"),
    "model": ("PAPERS_MODEL", "embedded, none, a model's name, or a .gguf file"),
    "model.url": ("PAPERS_MODEL_URL", "the server of that model"),
    "model.key": ("PAPERS_MODEL_KEY", "its key"),
    "embedding": ("PAPERS_EMBEDDING", "an embedding model on a server; a library cannot change it later"),
    "embedding.url": ("PAPERS_EMBEDDING_URL", "the server of that model"),
    "embedding.key": ("PAPERS_EMBEDDING_KEY", "its key"),
    "rerank": ("PAPERS_RERANK", "a reranker that reorders the first 30 papers found"),
    "rerank.url": ("PAPERS_RERANK_URL", "the server that answers POST /rerank"),
    "rerank.key": ("PAPERS_RERANK_KEY", "its key"),
    "reader": ("PAPERS_READER", "a folder with a cross-encoder for the second reading of claims, or off"),
    "openai.url": ("OPENAI_BASE_URL", "the server of all three, where they have none of their own"),
    "openai.key": ("OPENAI_API_KEY", "the key of all three, where they have none of their own"),
    "context.tokens": ("PAPERS_CONTEXT_TOKENS", "how many tokens a whole-answer model is given to read"),
    "timeout": ("PAPERS_TIMEOUT", "seconds without a word before a model counts as unreachable"),
    "price": ("PAPERS_PRICE", "dollars per million tokens, to say beforehand what TL;DRs cost"),
    "threads": ("PAPERS_THREADS", "threads for embedding and local models"),
    "sample": ("PAPERS_SAMPLE", "no leaves an empty library empty"),
    "log.calls": ("PAPERS_LOG_CALLS", "yes keeps each model call, prompt and reply, on this machine"),
    "chroma.url": ("PAPERS_CHROMA_URL", "a Chroma server instead of a folder"),
    "chroma.tenant": ("PAPERS_CHROMA_TENANT", "Chroma Cloud instead of a folder: the tenant"),
    "chroma.database": ("PAPERS_CHROMA_DATABASE", "its database"),
    "chroma.key": ("PAPERS_CHROMA_KEY", "its key"),
    "huggingface.url": ("PAPERS_HF_URL", "where Daily Papers are fetched"),
    "arxiv.url": ("PAPERS_ARXIV_URL", "where the arXiv API is"),
    "hub.url": ("PAPERS_HUB_URL", "where models are downloaded"),
    "hub.key": ("PAPERS_HUB_KEY", "an access token, for models that are not open to everyone"),
    "smtp.host": ("PAPERS_SMTP_HOST", "the mail server for digests"),
    "smtp.from": ("PAPERS_SMTP_FROM", "the address that digests come from"),
    "smtp.security": ("PAPERS_SMTP_SECURITY", "starttls, tls or none"),
    "smtp.port": ("PAPERS_SMTP_PORT", "its port"),
    "smtp.user": ("PAPERS_SMTP_USER", "if the server needs it"),
    "smtp.password": ("PAPERS_SMTP_PASSWORD", "if the server needs it"),
}
"""Each setting's name in the file, its variable, and what it is."""


def settings_path(environment: Mapping[str, str]) -> Path:
    """Where the settings file is, whether it exists or not."""
    if named := environment.get("PAPERS_CONFIG", "").strip():
        return Path(named).expanduser()
    return user_config_path("papers-assistant", appauthor=False) / "settings.toml"


def load_settings(environment: Mapping[str, str], model: str | None = None) -> Settings:
    """The settings of the file and the environment, which goes before it; `model` (a flag) goes before both."""
    return from_environment(merged(environment), model)


def merged(environment: Mapping[str, str]) -> dict[str, str]:
    """The variables with those of the settings file, where the environment has none of that name."""
    kept = {NAMES[name][0]: value for name, value in read(settings_path(environment)).items()}
    return kept | {name: value for name, value in environment.items() if value.strip() or name not in kept}


def read(path: Path) -> dict[str, str]:
    """The file's settings by name, none where it does not exist; SettingsError where it cannot be understood."""
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise SettingsError(
            f"The settings file {path} cannot be read: {error.strerror}.", "Check its rights."
        ) from error
    except ValueError as error:  # not TOML, or not UTF-8
        raise SettingsError(
            f"The settings file {path} is broken: {error}.", "Correct or delete it."
        ) from error
    if (version := values.pop("version", VERSION)) != VERSION:
        raise SettingsError(
            f"The settings file {path} is of version {version}, and this program reads {VERSION}.",
            "Update papers, or name another file with PAPERS_CONFIG.",
        )
    if unknown := [name for name, value in values.items() if name not in NAMES or not isinstance(value, str)]:
        raise SettingsError(
            f"The settings file {path} has no setting {unknown[0]!r} of text.", "Correct or remove that line."
        )
    return values


def set_value(environment: Mapping[str, str], name: str, value: str) -> None:
    """Keep a setting; SettingsError where there is none of this name or the value cannot be used. The file stays then."""
    change(environment, {name: value})


def change(environment: Mapping[str, str], values: Mapping[str, str], forget: Collection[str] = ()) -> None:
    """Keep settings that only make sense together, and forget others, at once; else as `set_value`."""
    kept = {name: text for name, text in read(settings_path(environment)).items() if name not in forget}
    kept |= {_known(name): value.strip() for name, value in values.items()}
    from_environment({NAMES[each][0]: text for each, text in kept.items()})
    _write(settings_path(environment), kept)


def unset_value(environment: Mapping[str, str], name: str) -> bool:
    """Forget a setting; returns whether it was set in the file."""
    kept = read(settings_path(environment))
    if kept.pop(_known(name), None) is None:
        return False
    _write(settings_path(environment), kept)
    return True


def is_secret(name: str) -> bool:
    """Whether the setting is a key or a password, which is never shown."""
    return name.endswith((".key", ".password"))


def _known(name: str) -> str:
    variables = {variable: known for known, (variable, _) in NAMES.items()}
    if (found := variables.get(name, name)) not in NAMES:
        raise SettingsError(f"There is no setting {name!r}.", "`papers config show` lists them all.")
    return found


def _write(path: Path, values: Mapping[str, str]) -> None:
    """Replace the file at once, so that no reader sees half of it."""
    lines = [
        f"version = {VERSION}",
        *(f"{_quoted(name)} = {_quoted(values[name])}" for name in sorted(values)),
    ]
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".settings-")  # readable by its owner only
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
        Path(draft).replace(path)
    except OSError as error:
        raise SettingsError(
            f"The settings file {path} cannot be written: {error.strerror}.",
            "Name a file that can be written with PAPERS_CONFIG, or set the variable instead.",
        ) from error


def _quoted(text: str) -> str:
    """The text as a TOML string, which a JSON string is, too, but for escaped characters beyond 16 bits and DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
