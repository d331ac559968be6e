"""Settings: every environment means one thing, or an error that says what to do."""

import ast
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from assistant.errors import SettingsError
from assistant.settings import OPENAI_MODEL, Endpoint, ModelChoice, Settings, from_environment, masked

URL = "http://localhost:11434/v1"
ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize(
    ("environment", "choice"),
    [
        ({}, ModelChoice("none")),
        ({"OPENAI_API_KEY": ""}, ModelChoice("none")),
        ({"OPENAI_API_KEY": "k"}, ModelChoice("openai", OPENAI_MODEL, "", "k")),
        ({"OPENAI_API_KEY": " k\n"}, ModelChoice("openai", OPENAI_MODEL, "", "k")),
        ({"OPENAI_API_KEY": "k", "PAPERS_MODEL": "gpt-9"}, ModelChoice("openai", "gpt-9", "", "k")),
        ({"OPENAI_BASE_URL": URL, "PAPERS_MODEL": "llama"}, ModelChoice("endpoint", "llama", URL, "")),
        ({"OPENAI_BASE_URL": URL + "/", "PAPERS_MODEL": "m"}, ModelChoice("endpoint", "m", URL, "")),
        (
            {"OPENAI_BASE_URL": URL, "PAPERS_MODEL": "m", "OPENAI_API_KEY": "k"},
            ModelChoice("endpoint", "m", URL, "k"),
        ),
        ({"PAPERS_MODEL": "embedded"}, ModelChoice("embedded")),
        ({"PAPERS_MODEL": "none", "OPENAI_API_KEY": "k"}, ModelChoice("none")),
        ({"PAPERS_MODEL": "embedded", "OPENAI_API_KEY": "k"}, ModelChoice("embedded")),
        ({"PAPERS_MODEL": "none", "OPENAI_BASE_URL": URL}, ModelChoice("none")),
    ],
)
def test_the_environment_chooses_the_model(environment: dict[str, str], choice: ModelChoice) -> None:
    assert from_environment(environment).model == choice


def test_a_model_file_is_chosen_by_its_path(tmp_path: Path) -> None:
    file = tmp_path / "my.gguf"
    file.touch()
    assert from_environment({"PAPERS_MODEL": str(file)}).model == ModelChoice("gguf", str(file))


def test_a_flag_goes_before_the_environment() -> None:
    environment = {"PAPERS_MODEL": "gpt-9", "OPENAI_API_KEY": "k"}
    assert from_environment(environment, "none").model == ModelChoice("none")
    assert from_environment(environment, "").model == ModelChoice("openai", OPENAI_MODEL, "", "k")


@pytest.mark.parametrize(
    ("name", "value", "field", "expected"),
    [
        ("PAPERS_TIMEOUT", "2.5", "timeout", 2.5),
        ("PAPERS_TIMEOUT", "", "timeout", 60.0),
        ("PAPERS_CONTEXT_TOKENS", "500", "context_tokens", 500),
        ("PAPERS_THREADS", "1", "threads", 1),
        ("PAPERS_EMBEDDING", "text-embedding-3-small", "embedding", Endpoint("text-embedding-3-small")),
        ("PAPERS_CHROMA_URL", "https://chroma.example/", "chroma_url", "https://chroma.example"),
        ("PAPERS_SAMPLE", "no", "sample", False),
        ("PAPERS_SAMPLE", "FALSE", "sample", False),
        ("PAPERS_SAMPLE", "yes", "sample", True),
        ("PAPERS_SAMPLE", "", "sample", True),
        ("PAPERS_HOME", "/some/where", "home", Path("/some/where")),
        ("PAPERS_HOME", "~/papers", "home", Path.home() / "papers"),
    ],
)
def test_each_variable_sets_its_field(name: str, value: str, field: str, expected: Any) -> None:
    assert getattr(from_environment({name: value}), field) == expected


def test_chroma_cloud_takes_all_three() -> None:
    names = ("PAPERS_CHROMA_TENANT", "PAPERS_CHROMA_DATABASE", "PAPERS_CHROMA_KEY")
    assert from_environment(dict(zip(names, "tdk", strict=True))).chroma_cloud == ("t", "d", "k")
    assert from_environment({}).chroma_cloud is None


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"OPENAI_BASE_URL": URL}, "no model is named"),
        ({"OPENAI_BASE_URL": "localhost:1/v1", "PAPERS_MODEL": "m"}, "OPENAI_BASE_URL=localhost:1/v1"),
        ({"OPENAI_API_KEY": "schlüssel"}, "OPENAI_API_KEY contains characters"),
        ({"OPENAI_API_KEY": "two\nlines"}, "OPENAI_API_KEY contains characters"),
        ({"PAPERS_MODEL": "llama"}, "PAPERS_MODEL=llama needs a server"),
        ({"PAPERS_MODEL": "/no/such.gguf"}, "/no/such.gguf"),
        ({"PAPERS_CHROMA_URL": "chroma"}, "PAPERS_CHROMA_URL=chroma"),
        ({"PAPERS_CHROMA_TENANT": "t"}, "PAPERS_CHROMA_DATABASE and PAPERS_CHROMA_KEY"),
        ({"PAPERS_TIMEOUT": "soon"}, "PAPERS_TIMEOUT=soon"),
        ({"PAPERS_TIMEOUT": "0"}, "at least 1"),
        ({"PAPERS_TIMEOUT": "nan"}, "PAPERS_TIMEOUT=nan"),
        ({"PAPERS_TIMEOUT": "inf"}, "PAPERS_TIMEOUT=inf"),
        ({"PAPERS_CONTEXT_TOKENS": "-5"}, "at least 500"),
        ({"PAPERS_THREADS": "0"}, "PAPERS_THREADS=0"),
    ],
)
def test_what_cannot_be_used_is_an_error_that_says_what_to_do(environment: dict[str, str], said: str) -> None:
    with pytest.raises(SettingsError) as caught:
        from_environment(environment)
    assert said in caught.value.message and caught.value.hint
    assert caught.value.exit_code == 2


def test_an_error_never_tells_the_key() -> None:
    with pytest.raises(SettingsError) as caught:
        from_environment({"OPENAI_API_KEY": "sk-sécret"})
    assert "cret" not in str(caught.value)


VALUES = st.text(max_size=12) | st.sampled_from(["none", "x.gguf", "http://x", "1", "1e9", "-1", "nan", "é"])
NAMES = (
    "OPENAI_API_KEY OPENAI_BASE_URL PAPERS_MODEL PAPERS_TIMEOUT PAPERS_CONTEXT_TOKENS PAPERS_THREADS PAPERS_SAMPLE "
    "PAPERS_EMBEDDING PAPERS_CHROMA_URL PAPERS_CHROMA_TENANT PAPERS_CHROMA_DATABASE PAPERS_CHROMA_KEY"
)


@hypothesis_settings(max_examples=100, deadline=None, derandomize=True)
@given(st.dictionaries(st.sampled_from(NAMES.split()), VALUES))
def test_no_environment_crashes(environment: dict[str, str]) -> None:
    try:
        settings = from_environment(environment)
    except SettingsError as error:
        assert error.message and error.hint
    else:
        assert settings.timeout >= 1 and settings.threads >= 1 and settings.context_tokens >= 500


def test_only_the_edges_read_the_environment() -> None:
    readers = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "assistant").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and ast.unparse(node) in ("os.environ", "os.getenv")
    }
    assert readers == {
        "assistant/api.py",
        "assistant/cli/config.py",
        "assistant/cli/main.py",
        "assistant/cli/model.py",
        "assistant/cli/shared.py",
        "assistant/cli/web.py",
        "assistant/web/settings.py",
        "assistant/web/shared.py",
        "assistant/llm/tokens.py",
    }


def test_the_mail_server_has_the_port_of_its_security_unless_one_is_said() -> None:
    named = {"PAPERS_SMTP_HOST": "mail.example.org", "PAPERS_SMTP_FROM": "papers@example.org"}
    assert from_environment({}).mail is None
    for security, port in (("starttls", 587), ("tls", 465), ("none", 25)):
        mail = from_environment(named | {"PAPERS_SMTP_SECURITY": security.upper()}).mail
        assert mail and (mail.port, mail.security) == (port, security)
    mail = from_environment(named | {"PAPERS_SMTP_PORT": "2525"}).mail
    assert mail and (mail.port, mail.security) == (2525, "starttls")


@pytest.mark.parametrize(
    "said",
    [
        {"PAPERS_SMTP_HOST": "mail.example.org"},
        {"PAPERS_SMTP_HOST": "h", "PAPERS_SMTP_FROM": "a@b.c", "PAPERS_SMTP_SECURITY": "ssl3"},
        {"PAPERS_SMTP_HOST": "h", "PAPERS_SMTP_FROM": "a@b.c", "PAPERS_SMTP_PORT": "x"},
    ],
)
def test_a_mail_server_that_is_half_said_is_refused(said: dict[str, str]) -> None:
    with pytest.raises(SettingsError):
        from_environment(said)


SHARED = {"OPENAI_BASE_URL": URL, "OPENAI_API_KEY": "shared"}


def test_each_endpoint_has_its_own_address_and_key_or_the_shared_ones() -> None:
    names = {"PAPERS_MODEL": "m", "PAPERS_EMBEDDING": "e", "PAPERS_RERANK": "r"}
    shared = from_environment(names | SHARED)
    assert shared.embedding == Endpoint("e", URL, "shared") and shared.rerank == Endpoint("r", URL, "shared")
    own = {f"{name}_URL": f"http://{name}/" for name in names}
    keys = {f"{name}_KEY": f"key of {name}" for name in names}
    separate = from_environment(names | SHARED | own | keys)
    assert separate.model == ModelChoice("endpoint", "m", "http://PAPERS_MODEL", "key of PAPERS_MODEL")
    assert separate.embedding == Endpoint("e", "http://PAPERS_EMBEDDING", "key of PAPERS_EMBEDDING")
    assert separate.rerank == Endpoint("r", "http://PAPERS_RERANK", "key of PAPERS_RERANK")


@pytest.mark.parametrize("model", ["none", "embedded"])
def test_the_embedding_keeps_its_server_whatever_writes(model: str) -> None:
    chosen = from_environment({"PAPERS_EMBEDDING": "e"} | SHARED, model)
    assert chosen.embedding == Endpoint("e", URL, "shared")


def test_no_key_and_no_password_is_in_what_settings_print() -> None:
    chosen = from_environment(
        {
            "PAPERS_MODEL": "m",
            "PAPERS_EMBEDDING": "e",
            "PAPERS_CHROMA_TENANT": "t",
            "PAPERS_CHROMA_DATABASE": "d",
            "PAPERS_CHROMA_KEY": "secret",
            "PAPERS_SMTP_HOST": "h",
            "PAPERS_SMTP_FROM": "a@example.org",
            "PAPERS_SMTP_PASSWORD": "secret",
            "OPENAI_BASE_URL": URL,
            "OPENAI_API_KEY": "secret",
        }
    )
    assert isinstance(chosen, Settings) and "secret" not in repr(chosen)


@pytest.mark.parametrize(
    "variable",
    ["PAPERS_MODEL_URL", "PAPERS_RERANK_URL", "PAPERS_CHROMA_URL", "PAPERS_HF_URL", "PAPERS_ARXIV_URL"],
)
def test_credentials_in_an_address_do_not_show_where_settings_are_printed_and_are_masked_in_the_log(
    variable: str,
) -> None:
    environment = {
        "PAPERS_MODEL": "m",
        "PAPERS_MODEL_URL": URL,
        "PAPERS_RERANK": "r",
        "PAPERS_RERANK_URL": URL,
    }
    chosen = from_environment(environment | {variable: "https://ada:sesame@example.org/v1"})
    assert "sesame" not in repr(chosen) and "…@example.org" in repr(chosen)
    assert "sesame" in chosen.keys


def test_credentials_in_an_address_are_masked() -> None:
    assert masked("https://ada:pass@example.org/v1") == "https://…@example.org/v1"
    assert masked(URL) == URL
    with pytest.raises(SettingsError) as error:
        from_environment({"PAPERS_CHROMA_URL": "ftp://ada:pass@example.org"})
    assert "pass" not in str(error.value)
