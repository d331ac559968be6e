"""Every setting, read once from the environment into one frozen object.

The edges (command line, page) hand the environment in; nothing here opens a file or a connection.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from platformdirs import user_data_path

from assistant.errors import SettingsError

OPENAI_MODEL = "gpt-5.4-mini"
"""The model when only OPENAI_API_KEY is set: writes cited prose well at a small price."""

HUGGING_FACE = "https://huggingface.co"
"""Where Daily Papers are fetched; another address only for a mirror or a test."""
ARXIV = "https://export.arxiv.org"
"""The host that arXiv keeps for programs."""

ModelKind = Literal["openai", "endpoint", "gguf", "embedded", "none"]


@dataclass(frozen=True, slots=True)
class ModelChoice:
    """Which model writes, and where it is: `name` is what a server calls it, or the path of a GGUF file."""

    kind: ModelKind
    name: str = ""
    base_url: str = ""
    api_key: str = field(default="", repr=False)

    @property
    def is_capable(self) -> bool:
        """Whether it can be given whole abstracts and fill forms; the packaged model only rewrites a sentence at a time."""
        return self.kind not in ("none", "embedded")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A model on a server of the OpenAI protocol; an empty `url` is OpenAI's own."""

    name: str
    url: str = ""
    key: str = field(default="", repr=False)


MailSecurity = Literal["starttls", "tls", "none"]
MAIL_PORTS: Mapping[MailSecurity, int] = {"starttls": 587, "tls": 465, "none": 25}
"""Where mail servers listen (RFC 8314, RFC 6409, RFC 5321)."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """The SMTP server that takes the digests, and the address they come from."""

    host: str
    port: int
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)
    security: MailSecurity = "starttls"


@dataclass(frozen=True, slots=True)
class Settings:
    """What a person may set. See the README's table for the variables."""

    home: Path
    model: ModelChoice
    embedding: Endpoint | None = None
    """An endpoint's embedding model; None for the bundled MiniLM, which needs no network."""
    rerank: Endpoint | None = None
    """A server's reranker (`POST /rerank`); None where there is none, for no such model is bundled."""
    reader: Path | None = None
    """A folder with a model that reads claims against their sources a second time; None for the packaged one."""
    reads_again: bool = True
    """Whether the claims of an answer are read a second time."""
    chroma_url: str = ""
    chroma_cloud: tuple[str, str, str] | None = field(default=None, repr=False)
    timeout: float = 60.0
    """Seconds without a word from a model before it counts as unreachable; slow local models need most of it."""
    context_tokens: int = 8_000
    """What a whole-answer model is given to read: some twenty abstracts, within every current model's window."""
    price: float | None = None
    """Dollars for a million tokens of the model, to say beforehand what a digest costs; models' prices change."""
    threads: int = 2
    """For embedding and the embedded model: more than the physical cores makes both slower."""
    sample: bool = True
    """Whether an empty library is filled with the sample papers."""
    hugging_face_url: str = HUGGING_FACE
    arxiv_url: str = ARXIV
    hub_url: str = HUGGING_FACE
    """Where models are downloaded."""
    hub_key: str = field(default="", repr=False)
    """An access token, for models that are not open to everyone."""
    mail: MailServer | None = None
    """Who takes the digests that are mailed; None where no server is named."""
    log_calls: bool = False
    """Whether each model call is kept, prompt and reply included, for `papers log`."""

    @property
    def keys(self) -> tuple[str, ...]:
        """Every key and password, so that the log can mask them."""
        cloud = self.chroma_cloud[2] if self.chroma_cloud else ""
        password = self.mail.password if self.mail else ""
        endpoints = [endpoint.key for endpoint in (self.embedding, self.rerank) if endpoint]
        urls = (self.model.base_url, self.chroma_url, self.hugging_face_url, self.arxiv_url, self.hub_url)
        others = (endpoint.url for endpoint in (self.embedding, self.rerank) if endpoint)
        in_urls = (urlsplit(url).password or "" for url in (*urls, *others))
        return tuple(filter(None, (self.model.api_key, *endpoints, cloud, password, self.hub_key, *in_urls)))


def from_environment(environment: Mapping[str, str], model: str | None = None) -> Settings:
    """The settings that these variables describe; `model` (a flag) goes before PAPERS_MODEL."""
    env = {name: value.strip() for name, value in environment.items()}
    home = env.get("PAPERS_HOME")
    return Settings(
        home=Path(home).expanduser() if home else user_data_path("papers-assistant", appauthor=False),
        model=_model(env, model if model is not None else env.get("PAPERS_MODEL", "")),
        embedding=_endpoint(env, "PAPERS_EMBEDDING"),
        rerank=_rerank(env),
        reader=_reader(env),
        reads_again=env.get("PAPERS_READER", "").lower() != "off",
        chroma_url=_url(env, "PAPERS_CHROMA_URL"),
        chroma_cloud=_chroma_cloud(env),
        timeout=_number(env, "PAPERS_TIMEOUT", 60.0, least=1),
        context_tokens=int(_number(env, "PAPERS_CONTEXT_TOKENS", 8_000, least=500)),
        price=_number(env, "PAPERS_PRICE", 0.0, least=0) if env.get("PAPERS_PRICE") else None,
        threads=int(_number(env, "PAPERS_THREADS", 2, least=1)),
        sample=_switch(env, "PAPERS_SAMPLE", default=True),
        hugging_face_url=_url(env, "PAPERS_HF_URL") or HUGGING_FACE,
        arxiv_url=_url(env, "PAPERS_ARXIV_URL") or ARXIV,
        hub_url=_url(env, "PAPERS_HUB_URL") or HUGGING_FACE,
        hub_key=_checked_key(env, "PAPERS_HUB_KEY"),
        mail=_mail(env),
        log_calls=_switch(env, "PAPERS_LOG_CALLS", default=False),
    )


def _mail(env: Mapping[str, str]) -> MailServer | None:
    host, sender = env.get("PAPERS_SMTP_HOST", ""), env.get("PAPERS_SMTP_FROM", "")
    if not host:
        return None
    if not sender:
        raise SettingsError("PAPERS_SMTP_FROM is not set.", "Set it to the address that the mail comes from.")
    said = env.get("PAPERS_SMTP_SECURITY", "") or "starttls"
    security = next((known for known in MAIL_PORTS if known == said.lower()), None)
    if not security:
        raise SettingsError(f"PAPERS_SMTP_SECURITY={said} is unknown.", "Use starttls, tls or none.")
    user, password = env.get("PAPERS_SMTP_USER", ""), env.get("PAPERS_SMTP_PASSWORD", "")
    port = int(_number(env, "PAPERS_SMTP_PORT", MAIL_PORTS[security], least=1))
    return MailServer(host, port, sender, user, password, security)


def _model(env: Mapping[str, str], name: str) -> ModelChoice:
    base_url, key = _url(env, "PAPERS_MODEL_URL", "OPENAI_BASE_URL"), _key(env, "PAPERS_MODEL_KEY")
    if name == "none":
        return ModelChoice("none")
    if name == "embedded":
        return ModelChoice("embedded")
    if name.endswith(".gguf"):
        return _gguf(Path(name).expanduser())
    if base_url:
        if not name:
            raise SettingsError(
                f"{'PAPERS_MODEL_URL' if env.get('PAPERS_MODEL_URL') else 'OPENAI_BASE_URL'} is set, but no model is named.",
                "Set PAPERS_MODEL to the name the server gives it, for example PAPERS_MODEL=llama3.2.",
            )
        return ModelChoice("endpoint", name, base_url, key)
    if key:
        return ModelChoice("openai", name or OPENAI_MODEL, api_key=key)
    if name:
        raise SettingsError(
            f"PAPERS_MODEL={name} needs a server to ask.",
            "Set OPENAI_API_KEY, OPENAI_BASE_URL or PAPERS_MODEL_URL, or use PAPERS_MODEL=embedded, none, or a path ending in .gguf.",
        )
    return ModelChoice("none")


def _endpoint(env: Mapping[str, str], name: str) -> Endpoint | None:
    """The endpoint whose model the variable names, with its own address and key or the shared ones."""
    if not (model := env.get(name, "")):
        return None
    return Endpoint(model, _url(env, f"{name}_URL", "OPENAI_BASE_URL"), _key(env, f"{name}_KEY"))


def _rerank(env: Mapping[str, str]) -> Endpoint | None:
    endpoint = _endpoint(env, "PAPERS_RERANK")
    if endpoint and not endpoint.url:
        raise SettingsError(
            f"PAPERS_RERANK={endpoint.name} needs a server to ask.",
            "Set PAPERS_RERANK_URL or OPENAI_BASE_URL to a server that answers POST /rerank, or unset PAPERS_RERANK.",
        )
    return endpoint


def _reader(env: Mapping[str, str]) -> Path | None:
    if (named := env.get("PAPERS_READER", "")).lower() in ("", "off"):
        return None
    if not (folder := Path(named).expanduser()).is_dir():
        raise SettingsError(
            f"There is no folder {folder}.",
            "Set PAPERS_READER to a folder with model.onnx, tokenizer.json and config.json, or to off, or unset it.",
        )
    return folder


def _key(env: Mapping[str, str], own: str) -> str:
    """The key of this variable, or the shared one."""
    return _checked_key(env, own if env.get(own) else "OPENAI_API_KEY")


def _checked_key(env: Mapping[str, str], name: str) -> str:
    key = env.get(name, "")
    if not (key.isascii() and key.isprintable()):
        raise SettingsError(f"{name} contains characters that no key has.", "Copy the key again.")
    return key


def _gguf(path: Path) -> ModelChoice:
    if not path.is_file():
        raise SettingsError(f"There is no model file {path}.", "Check PAPERS_MODEL.")
    return ModelChoice("gguf", str(path))


def _chroma_cloud(env: Mapping[str, str]) -> tuple[str, str, str] | None:
    names = ("PAPERS_CHROMA_TENANT", "PAPERS_CHROMA_DATABASE", "PAPERS_CHROMA_KEY")
    values = tuple(env.get(name, "") for name in names)
    if not any(values):
        return None
    if missing := [name for name, value in zip(names, values, strict=True) if not value]:
        raise SettingsError(
            f"Chroma Cloud also needs {' and '.join(missing)}.", "Set it, or unset the others."
        )
    return values[0], values[1], values[2]


def masked(url: str) -> str:
    """The address with the credentials in it, if any, masked: for messages and pages."""
    scheme, separator, rest = url.rpartition("://")
    credentials, at, host = rest.rpartition("@")
    return f"{scheme}{separator}…@{host}" if at and credentials else url


class _Url(str):
    """An address whose credentials do not show where the settings are printed."""

    def __repr__(self) -> str:
        return repr(masked(str(self)))


def _url(env: Mapping[str, str], *names: str) -> str:
    """The address of the first of these variables that is set; empty where none is."""
    name = next((name for name in names if env.get(name)), names[0])
    url = env.get(name, "").rstrip("/")
    if url and not url.startswith(("http://", "https://")):
        raise SettingsError(
            f"{name}={masked(url)} is not an address.", "It has to begin with http:// or https://."
        )
    return _Url(url)


def _switch(env: Mapping[str, str], name: str, default: bool) -> bool:
    """What a yes-or-no variable says; the default where it says neither."""
    return {word: word in _YES for word in (*_YES, *_NO)}.get(env.get(name, "").lower(), default)


_YES = ("yes", "1", "true", "on")
_NO = ("no", "0", "false", "off")


def _number(env: Mapping[str, str], name: str, default: float, least: float) -> float:
    text = env.get(name, "")
    try:
        number = float(text) if text else default
    except ValueError:
        number = -1.0
    if not least <= number < float("inf"):
        raise SettingsError(
            f"{name}={text} is not a number of at least {least:g}.", "Correct it or unset it."
        )
    return number
