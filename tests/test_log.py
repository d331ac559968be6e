"""What is logged, at which level, and that no key is ever among it."""

import logging
from pathlib import Path

import pytest

from assistant import log
from assistant.errors import SettingsError
from assistant.settings import from_environment
from tests.birds import PAPERS
from tests.conftest import ChatServer, Run
from tests.test_cli import answers

KEY = "sk-Xq7-distinctive-key"
QUESTION = "How does Kestrel cut memory?"


@pytest.fixture
def asked(run: Run, monkeypatch: pytest.MonkeyPatch, chat_server: ChatServer, birds_at_home: None) -> None:
    """A capable model behind the mock, whose key is distinctive."""
    answers(monkeypatch, chat_server)
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    chat_server.says("Kestrel is a cache [1].")


def texts() -> list[str]:
    """What must not be read at the level of messages about what was done."""
    return [
        QUESTION,
        "Kestrel is a cache",
        *(sentence for p in PAPERS for sentence in p.abstract.split(". ")),
    ]


@pytest.mark.usefixtures("asked")
def test_by_default_nothing_is_logged(run: Run) -> None:
    code, out, err = run("ask", QUESTION)
    assert (code, err) == (0, "") and "Kestrel is a cache" in out


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize("way", ["flag", "variable"])
def test_verbose_says_what_was_done_without_question_or_abstract(
    run: Run, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    if way == "variable":
        monkeypatch.setenv("PAPERS_LOG", "INFO")
    _, _, err = run(*["--verbose"] * (way == "flag"), "ask", QUESTION)
    assert "Opened the library" in err and "Searched 4 papers" in err
    assert not [text for text in texts() if text in err]


@pytest.mark.usefixtures("asked")
def test_debug_shows_what_was_asked(run: Run) -> None:
    assert QUESTION in run("--debug", "ask", QUESTION)[2]


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize("level", log.LEVELS)
@pytest.mark.parametrize("status", [200, 401, 500])
def test_a_key_appears_at_no_level(
    run: Run, monkeypatch: pytest.MonkeyPatch, chat_server: ChatServer, level: str, status: int
) -> None:
    monkeypatch.setenv("PAPERS_LOG", level)
    monkeypatch.setattr("openai._base_client.INITIAL_RETRY_DELAY", 0.0)
    if status != 200:
        chat_server.answers.clear()
        chat_server.fails(status, f"the key {KEY} is no good")
    _, _, err = run("ask", QUESTION)
    assert KEY not in err and (level != "debug" or "Searched" in err)


def test_a_key_in_a_traceback_or_an_argument_is_masked(capsys: pytest.CaptureFixture[str]) -> None:
    log.mask_keys([KEY, KEY + "-longer", "abc"])
    log.configure(logging.DEBUG)
    try:
        raise ValueError(KEY)
    except ValueError:
        logging.getLogger("assistant.some").exception("abc %s", KEY + "-longer")
    err = capsys.readouterr().err
    assert KEY not in err and "abc ***\n" in err and "ValueError: ***" in err and "-longer" not in err


def test_every_key_of_the_settings_is_masked() -> None:
    keys = {
        name: f"distinctive-{name}"
        for name in ("OPENAI_API_KEY", "PAPERS_CHROMA_KEY", "PAPERS_SMTP_PASSWORD")
    }
    others = {
        "OPENAI_BASE_URL": "http://localhost:1/v1",
        "PAPERS_MODEL": "m",
        "PAPERS_CHROMA_TENANT": "t",
        "PAPERS_CHROMA_DATABASE": "d",
        "PAPERS_SMTP_HOST": "h",
        "PAPERS_SMTP_FROM": "a@example.org",
    }
    assert set(from_environment(keys | others).keys) == set(keys.values())


def test_other_packages_are_heard_at_debug_only_but_for_their_errors(
    capsys: pytest.CaptureFixture[str],
) -> None:
    other = logging.getLogger("other.package")
    log.configure(logging.INFO)
    other.warning("a warning")
    other.error("an error")
    assert [line.split(": ")[1] for line in capsys.readouterr().err.splitlines()] == ["an error"]
    log.configure(logging.DEBUG)
    other.debug("a detail")
    assert capsys.readouterr().err.count("a detail") == 1


def test_configured_twice_a_message_is_written_once(capsys: pytest.CaptureFixture[str]) -> None:
    log.configure(logging.INFO)
    log.configure(logging.INFO)
    logging.getLogger("assistant.some").info("once")
    assert capsys.readouterr().err.count("once") == 1


def test_streamlits_own_messages_are_not_written_twice(capsys: pytest.CaptureFixture[str]) -> None:
    from streamlit.logger import get_logger

    log.configure(logging.DEBUG)
    get_logger("streamlit.some").error("by streamlit")
    assert capsys.readouterr().err.count("by streamlit") == 1


def test_no_logged_text_can_drive_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    log.configure(logging.INFO)
    logging.getLogger("assistant.some").info("red \x1b[31m and \x9b31m")
    assert not set("\x1b\x9b") & set(capsys.readouterr().err)


def test_a_message_that_cannot_be_written_stops_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    log.configure(logging.INFO)
    closed = (tmp_path / "closed").open("w")
    closed.close()
    monkeypatch.setattr("sys.stderr", closed)
    logging.getLogger("assistant.some").info("lost")


def test_an_unknown_level_says_which_there_are(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAPERS_LOG", "loud")
    code, _, err = run("doctor")
    assert code == 2 and "PAPERS_LOG=loud is unknown. Use one of: debug, info, warning, error." in err
    with pytest.raises(SettingsError):
        log.level_named("notset")
