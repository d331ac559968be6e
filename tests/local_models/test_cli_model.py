"""`papers model`: a model is downloaded, used and removed, against a local server in the place of the hub."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.llm import local
from assistant.local_models import servers
from assistant.settings_file import load_settings, read, set_value
from tests.conftest import Run
from tests.local_models.hub_server import HubServer

TINY = "hf:Owner/Tiny-GGUF/tiny.gguf"


@pytest.fixture(autouse=True)
def no_servers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing that runs on the developer's machine is asked."""
    monkeypatch.setattr(servers, "USUAL_PLACES", ())


@pytest.fixture
def model(
    run: Run, hub_server: HubServer, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[int, str, str]]:
    """Runs `papers model`, with a file on the hub and no model in the environment."""
    hub_server.has("Owner/Tiny-GGUF", "tiny.gguf", b"GGUF" + bytes(5_000))
    monkeypatch.delenv("PAPERS_MODEL")
    return lambda *arguments: run("model", *arguments)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the downloaded model is."""
    return tmp_path / "home" / "models" / "Owner" / "Tiny-GGUF" / "tiny.gguf"


@pytest.fixture
def kept(tmp_path: Path) -> Callable[[], dict[str, str]]:
    """What the settings file holds."""
    return lambda: read(tmp_path / "config" / "settings.toml")


def settings() -> dict[str, str]:
    """The environment that the tests' command line has."""
    import os

    return dict(os.environ)


def test_a_model_is_downloaded_used_and_removed(
    model: Run, file: Path, kept: Callable[[], dict[str, str]]
) -> None:
    code, out, err = model("get", TINY)
    assert (code, out) == (0, f"{file}\n") and f"papers model use {TINY}" in err
    assert model("use", TINY) == (0, f"{TINY} is used from now on.\n", "")
    assert kept() == {"model": str(file)} and load_settings(settings()).model.kind == "gguf"
    code, out, _ = model("list")
    assert f"* {TINY}" in out
    code, out, _ = model("remove", TINY)
    assert code == 0 and "It was in use; now no model is." in out
    assert kept() == {} and not file.exists() and not file.parents[1].exists()
    assert TINY not in model("list")[1]


def test_what_is_here_is_not_downloaded_again(model: Run, hub_server: HubServer) -> None:
    model("get", TINY)
    asked = len(hub_server.asked)
    code, _, err = model("get", TINY)
    assert code == 0 and "here already" in err and len(hub_server.asked) == asked


def test_a_model_of_the_list_comes_from_its_repository(model: Run, hub_server: HubServer) -> None:
    hub_server.has("Qwen/Qwen3-0.6B-GGUF", "Qwen3-0.6B-Q8_0.gguf", b"GGUF" + bytes(100))
    assert model("get", "qwen3-0.6b")[0] == 0
    first = json.loads(model("list", "--json")[1])["offers"][0]
    assert (first["name"], first["is_here"], first["in_use"], first["size"]) == (
        "qwen3-0.6b",
        True,
        False,
        104,
    )


@pytest.mark.parametrize("command", ["use", "remove"])
def test_a_model_that_is_not_here_is_said(model: Run, command: str) -> None:
    code, _, err = model(command, "qwen3-4b")
    assert code == 2 and "qwen3-4b is not on this machine" in err


def test_a_refusal_is_one_line_and_an_exit_code(model: Run) -> None:
    code, out, err = model("get", "hf:Owner/Tiny-GGUF/huge.gguf")
    assert (code, out) == (
        1,
        "",
    ) and err == "There is no file huge.gguf in Owner/Tiny-GGUF. It has tiny.gguf. Check the file's name.\n"


def test_a_model_that_was_deleted_by_hand_can_be_replaced_and_forgotten(
    model: Run, file: Path, kept: Callable[[], dict[str, str]]
) -> None:
    model("get", TINY)
    model("use", TINY)
    file.unlink()
    assert model("list")[0] == 0
    assert model("remove", TINY)[0] == 0 and kept() == {}
    assert model("get", TINY)[0] == 0 and model("use", TINY)[0] == 0


def test_a_download_that_stopped_is_removed_with_its_name(model: Run, file: Path) -> None:
    file.parent.mkdir(parents=True)
    part = file.with_name("tiny.gguf.0123456789ab.part")
    part.write_bytes(b"some")
    assert model("remove", TINY)[0] == 0
    assert not part.exists()


def test_a_servers_model_is_used_without_anyone_elses_key(
    model: Run, kept: Callable[[], dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    assert model("use", "http://127.0.0.1:11434/v1/#hf.co/x:latest")[0] == 0
    choice = load_settings(settings()).model
    assert (choice.kind, choice.name, choice.base_url) == (
        "endpoint",
        "hf.co/x:latest",
        "http://127.0.0.1:11434/v1",
    )
    assert choice.api_key == "none"
    assert model("use", "none")[0] == 0
    assert "model.key" not in kept()


def test_a_key_stays_with_its_own_server(model: Run, kept: Callable[[], dict[str, str]]) -> None:
    set_value(settings(), "model.key", "of-the-old-server")
    model("use", "http://127.0.0.1:8000/v1#a")
    assert kept()["model.key"] == "none"
    set_value(settings(), "model.key", "its-own")
    model("use", "http://127.0.0.1:8000/v1#b")
    assert kept()["model.key"] == "its-own"


def test_removing_the_model_leaves_settings_that_can_be_used(
    model: Run, kept: Callable[[], dict[str, str]]
) -> None:
    model("use", "http://127.0.0.1:8000/v1#a")
    model("get", TINY)
    model("use", TINY)
    model("remove", TINY)
    assert kept()["model"] == "none" and load_settings(settings()).model.kind == "none"


@pytest.mark.parametrize("address", ["http://127.0.0.1:8000/v1", "http://127.0.0.1:8000/v1#"])
def test_a_server_without_a_models_name_is_no_choice(model: Run, address: str) -> None:
    code, _, err = model("use", address)
    assert code == 2 and "names no model" in err


def test_a_variable_that_goes_before_the_choice_is_said(model: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAPERS_MODEL", "none")
    assert "PAPERS_MODEL is set in your environment" in model("use", "embedded")[2]


def test_a_second_download_is_told_of_the_first(model: Run, file: Path) -> None:
    from filelock import FileLock

    lock = file.parents[2] / "downloading.lock"
    lock.parent.mkdir(parents=True)
    with FileLock(lock):
        code, _, err = model("get", TINY)
    assert code == 1 and "Another download" in err


@pytest.mark.model
@pytest.mark.usefixtures("birds_at_home")
def test_a_downloaded_model_answers_a_question(
    model: Run, run: Run, hub_server: HubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAPERS_CONTEXT_TOKENS", "500")  # a small prompt, for a small machine
    hub_server.has("Owner/Small-GGUF", "small.gguf", local.packaged_model().read_bytes())
    assert model("get", "hf:Owner/Small-GGUF/small.gguf")[0] == 0
    assert model("use", "hf:Owner/Small-GGUF/small.gguf")[0] == 0
    code, out, err = run("ask", "How does Kestrel save memory?", "--json")
    answer = json.loads(out)
    assert code == 0 and answer["model"]["name"] == "small.gguf", err
    assert answer["usage"]["calls"] >= 1 and answer["usage"]["output_tokens"] > 0
