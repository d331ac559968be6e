"""The Settings page: models come in while the visitor goes on, are used and removed; servers are found, not used unasked."""

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from assistant import services, settings_file
from assistant.local_models import servers
from assistant.local_models.servers import FoundServer
from assistant.settings_file import load_settings, read
from assistant.web import downloads, shared
from tests.library.helpers import HashEmbedder
from tests.local_models.hub_server import Fault, HubServer, serving
from tests.web.helpers import APP, captions

PAGE = str(Path(settings_file.__file__).parent / "web" / "settings.py")
TINY = "hf:Owner/Tiny-GGUF/tiny.gguf"


@pytest.fixture(autouse=True)
def cheap_and_fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(services.Services, "embedder", lambda self: HashEmbedder())
    monkeypatch.setenv("PAPERS_SAMPLE", "no")
    monkeypatch.setattr(servers, "USUAL_PLACES", ())
    st.cache_resource.clear()
    st.cache_data.clear()
    yield
    st.cache_resource.clear()
    st.cache_data.clear()


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[HubServer]:
    with serving() as hub:
        monkeypatch.setenv("PAPERS_HUB_URL", hub.url)
        hub.has("Owner/Tiny-GGUF", "tiny.gguf", b"GGUF" + bytes(200_000))
        hub.has("Qwen/Qwen3-0.6B-GGUF", "Qwen3-0.6B-Q8_0.gguf", b"GGUF" + bytes(1_000))
        yield hub


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """The settings file."""
    return tmp_path / "config" / "settings.toml"


def opened() -> AppTest:
    app = AppTest.from_file(APP, default_timeout=60).run()
    app.switch_page("assistant/web/settings.py").run()
    assert not app.exception
    return app


def waited(app: AppTest) -> AppTest:
    """The page when the download is over."""
    end = time.monotonic() + 30
    while downloads.running():
        assert time.monotonic() < end
        time.sleep(0.02)
    return app.run()


def texts(app: AppTest) -> str:
    return "\n".join(each.value for each in app.markdown)


def has(app: AppTest, key: str) -> bool:
    return any(button.key == key for button in app.button)


def get(app: AppTest, name: str) -> AppTest:
    app.text_input[0].set_value(name)
    [button] = [each for each in app.button if each.label == "Get it"]
    return button.click().run()


def test_a_model_is_downloaded_used_and_removed(hub: HubServer, kept: Path) -> None:
    app = opened()
    assert "no model; the papers are quoted" in texts(app)
    app = waited(app.button("get qwen3-0.6b").click().run())
    assert "is on this machine" in app.success[0].value and not has(app, "get qwen3-0.6b")
    app.button("use qwen3-0.6b").click().run()
    assert "Qwen3-0.6B-Q8" in texts(app) and load_settings(os.environ).model.kind == "gguf"
    app.button("remove qwen3-0.6b").click().run()
    assert "no model; the papers are quoted" in texts(app) and has(app, "get qwen3-0.6b")
    assert read(kept) == {} and not app.exception


def test_every_session_goes_by_the_new_choice_and_the_library_stays_open(hub: HubServer) -> None:
    app = opened()
    app.switch_page("assistant/web/library.py").run()
    app.switch_page("assistant/web/settings.py").run()
    _, made = shared._workshops()
    before = made[None]
    assert before.settings.model.kind == "none"
    app.button("use embedded").click().run()
    app.switch_page("assistant/web/library.py").run()
    assert made[None].settings.model.kind == "embedded" and made[None].library is before.library


def test_another_model_of_the_hub_is_named_by_its_file(hub: HubServer) -> None:
    app = waited(get(opened(), TINY))
    assert has(app, f"use {TINY}") and not app.exception


def test_a_download_goes_on_elsewhere_shows_how_far_it_is_and_can_be_stopped(
    hub: HubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(downloads.Transfer, "advance", _slow(downloads.Transfer.advance))
    app = get(opened(), TINY)
    app.switch_page("assistant/web/library.py").run()
    app.switch_page("assistant/web/settings.py").run()
    assert downloads.running() and "tiny.gguf" in app.get("progress")[0].proto.text
    app.button("stop download").click().run()
    app = waited(app)
    assert "stopped" in app.error[0].value and has(app, "get qwen3-0.6b")
    app.button("close download").click().run()
    assert not app.error


def _slow(advance: Any) -> Any:
    def slowly(transfer: downloads.Transfer, here: int, whole: int) -> None:
        end = time.monotonic() + 20
        while here > 0 and not transfer.stopped and time.monotonic() < end:
            time.sleep(0.02)
        advance(transfer, here, whole)

    return slowly


@pytest.mark.parametrize(
    ("name", "fault", "says"),
    [
        ("nonsense", None, "no model of the list"),
        ("hf:Owner/Tiny-GGUF/huge.gguf", None, "no file huge.gguf"),
        ("hf:Owner/*Else*/x.gguf", None, "no model of the list"),
        (TINY, Fault(403), "does not give"),
    ],
)
def test_what_cannot_be_downloaded_is_said(hub: HubServer, name: str, fault: Fault | None, says: str) -> None:
    hub.faults = [fault] * 9 if fault else []
    app = get(opened(), name)
    said = [each.value for each in app.warning]
    said += [each.value for each in waited(app).error]
    assert not app.exception and says in "".join(said).replace("\\", "")


def test_servers_are_found_and_used_only_when_asked_and_their_words_are_no_markup(
    hub: HubServer, monkeypatch: pytest.MonkeyPatch, kept: Path
) -> None:
    found = FoundServer(
        "Ollama", "http://127.0.0.1:11434/v1", ("llama3.2", "**bold** [x](https://evil.example)")
    )
    closed = FoundServer("vLLM", "http://127.0.0.1:8000/v1", wants_key=True)
    monkeypatch.setattr("assistant.local_models.servers.find_servers", lambda places: [found, closed])
    app = opened()
    assert "it asks for a key" in texts(app) and read(kept) == {}
    app.selectbox(f"model of {found.url}").set_value(found.models[1])
    app.button(f"use {found.url}").click().run()
    choice = load_settings(os.environ).model
    assert (choice.name, choice.base_url) == (found.models[1], found.url)
    assert "**bold**" not in texts(app) and not app.exception


def test_a_model_that_is_gone_can_be_replaced_here(hub: HubServer, tmp_path: Path, kept: Path) -> None:
    kept.parent.mkdir()
    kept.write_text(f'model = "{tmp_path}/gone.gguf"\n')
    app = AppTest.from_file(PAGE, default_timeout=60).run()
    assert "There is no model file" in app.warning[0].value and not app.exception
    app.button("use none").click().run()
    assert not app.warning and read(kept) == {"model": "none"}


def test_a_choice_that_the_environment_overrides_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAPERS_MODEL", "none")
    assert "PAPERS_MODEL is set where the app was started" in captions(opened())
