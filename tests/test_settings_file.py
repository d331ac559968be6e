"""The settings file and `papers config`: kept once, the environment before it, broken files named and never lost."""

import json
import stat
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.settings_file import NAMES, load_settings, merged, read, set_value
from tests.conftest import Run


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the tests' settings file is, once it is written."""
    return tmp_path / "config" / "settings.toml"


def test_what_is_set_is_kept_shown_and_forgotten(run: Run, file: Path) -> None:
    assert run("config", "set", "context.tokens", "4000")[0] == 0
    assert run("config", "path")[1].strip() == str(file)
    assert "4000  (settings file)" in run("config", "show")[1]
    assert load_settings({"PAPERS_CONFIG": str(file)}).context_tokens == 4000
    assert "Forgotten" in run("config", "unset", "context.tokens")[1]
    assert "not set" in run("config", "unset", "context.tokens")[1]
    assert read(file) == {}


def test_a_setting_may_be_named_by_its_variable(run: Run, file: Path) -> None:
    run("config", "set", "PAPERS_THREADS", "1")
    assert read(file) == {"threads": "1"}


def test_the_environment_goes_before_the_file_and_a_flag_before_both(file: Path) -> None:
    environment = {"PAPERS_CONFIG": str(file)}
    set_value(environment, "model", "embedded")
    assert load_settings(environment).model.kind == "embedded"
    assert load_settings(environment | {"PAPERS_MODEL": "none"}).model.kind == "none"
    assert load_settings(environment | {"PAPERS_MODEL": " "}).model.kind == "embedded"
    assert load_settings(environment, "none").model.kind == "none"


def test_only_the_owner_can_read_the_file(run: Run, file: Path) -> None:
    run("config", "set", "openai.key", "distinctive")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_keys_and_credentials_are_never_shown(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    run("config", "set", "openai.key", "distinctive")
    run("config", "set", "chroma.url", "http://ada:distinctive@localhost:1")
    monkeypatch.setenv("PAPERS_SMTP_PASSWORD", "distinctive")
    shown = run("config", "show")[1] + run("config", "show", "--json")[1]
    assert "distinctive" not in shown and shown.count("…") >= 4


def test_json_says_where_each_value_comes_from(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    run("config", "set", "threads", "1")
    monkeypatch.setenv("PAPERS_TIMEOUT", "9")
    rows = {row["name"]: row for row in json.loads(run("config", "show", "--json")[1])["settings"]}
    assert rows["threads"]["from"] == "settings file"
    assert rows["timeout"]["from"] == "PAPERS_TIMEOUT"
    assert rows["price"]["from"] == ""


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("owls", "1", "no setting 'owls'"),
        ("threads", "many", "PAPERS_THREADS=many"),
        ("chroma.url", "localhost", "not an address"),
    ],
)
def test_what_cannot_be_used_is_refused_and_the_file_stays(
    run: Run, file: Path, name: str, value: str, said: str
) -> None:
    run("config", "set", "threads", "1")
    before = file.read_bytes()
    code, _, err = run("config", "set", name, value)
    assert code == 2 and said in err and file.read_bytes() == before


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"threads = ", "is broken"),
        (b"\xff\xfe", "is broken"),
        (b"version = 2\n", "of version 2"),
        (b'owls = "1"', "no setting 'owls'"),
        (b"threads = 1", "no setting 'threads' of text"),
    ],
)
def test_a_broken_or_newer_file_is_one_clear_error_and_stays(
    run: Run, file: Path, content: bytes, said: str
) -> None:
    file.parent.mkdir()
    file.write_bytes(content)
    for command in (["search", "owls"], ["config", "show"], ["config", "set", "threads", "1"]):
        code, _, err = run(*command)
        assert code == 2 and said in err and str(file) in err, command
    assert file.read_bytes() == content
    assert run("config", "path")[:2] == (0, f"{file}\n")
    assert run("--help")[0] == 0


def test_a_folder_that_cannot_be_written_is_named(run: Run, file: Path) -> None:
    file.parent.write_text("a file where the folder should be")
    code, _, err = run("config", "set", "threads", "1")
    assert code == 2 and "cannot be" in err and str(file) in err


def test_every_variable_that_settings_read_can_be_kept() -> None:
    source = (Path(__file__).parents[1] / "assistant" / "settings.py").read_text(encoding="utf-8")
    variables = {variable for variable, _ in NAMES.values()}
    assert {name for name in variables if f'"{name}"' not in source} <= {
        f"PAPERS_{role}_{part}" for role in ("EMBEDDING", "RERANK") for part in ("URL", "KEY")
    }


@given(st.text(st.characters(blacklist_categories=("Cs", "Cc"))))
@settings(derandomize=True, max_examples=50, deadline=None)
def test_any_text_comes_back_as_it_was_kept(text: str) -> None:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        environment = {"PAPERS_CONFIG": str(Path(folder) / "settings.toml")}
        set_value(environment, "smtp.user", text)
        assert merged(environment)["PAPERS_SMTP_USER"] == text.strip()
