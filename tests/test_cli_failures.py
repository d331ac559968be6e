"""The command line when something is wrong: one or two lines on standard error, an exit code, no traceback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import Run

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("import", "/no/such/file"), "There is no file or folder /no/such/file."),
        (("search", "x", "--since", "soon"), "soon is not a date. Write 2025"),
        (("search", "x", "--until", "2025-13"), "2025-13 is not a date."),
        (("ask", "x", "--model", "llama"), "PAPERS_MODEL=llama needs a server"),
        (("ask", "x", "--model", "/no/such.gguf"), "There is no model file /no/such.gguf."),
        (("search", "x", "--limit", "0"), "--limit"),
        (("ask",), "Missing argument"),
        (("nonsense",), "No such command"),
    ],
)
@pytest.mark.usefixtures("birds_at_home")
def test_a_persons_mistake_is_exit_code_two_and_says_what_to_do(
    run: Run,
    arguments: tuple[str, ...],
    said: str,
) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert said in err and "Traceback" not in err


def test_an_empty_folder_is_exit_code_two(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    code, _, err = run("import", tmp_path / "empty")
    assert code == 2 and "holds no files" in err


def test_a_home_that_is_no_folder_is_a_setting_to_correct(
    run: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("PAPERS_HOME", str(tmp_path / "file"))
    code, out, err = run("search", "owls")
    assert (code, out) == (2, "") and "PAPERS_HOME" in err and err.count("\n") == 1
    code, out, _ = run("doctor")  # never fails: it says what does
    assert code == 0 and "Set PAPERS_HOME to a folder" in out


def fails_with(problem: BaseException, monkeypatch: pytest.MonkeyPatch) -> None:
    def diagnose(services: object, trouble: str) -> None:
        raise problem

    monkeypatch.setattr("assistant.diagnosis.diagnose", diagnose)


def test_what_should_not_happen_is_one_line(
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fails_with(ZeroDivisionError("by\nsecret"), monkeypatch)
    code, out, err = run("doctor")
    assert (code, out) == (1, "")
    assert (
        err.startswith("Unexpected error: ZeroDivisionError.")
        and "secret" not in err
        and err.count("\n") == 1
    )


@pytest.mark.parametrize("asked", [{"flag": "--debug"}, {"variable": "debug"}], ids=str)
def test_the_traceback_is_there_for_whoever_asks(
    run: Run, monkeypatch: pytest.MonkeyPatch, asked: dict[str, str]
) -> None:
    fails_with(ZeroDivisionError("by zero"), monkeypatch)
    monkeypatch.setenv("PAPERS_LOG", asked.get("variable", ""))
    code, out, err = run(*filter(None, [asked.get("flag")]), "doctor")
    assert (code, out) == (1, "") and "Traceback" in err and "Unexpected error" in err


def test_stopping_says_that_what_was_done_is_kept(
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fails_with(KeyboardInterrupt(), monkeypatch)
    code, out, err = run("doctor")
    assert (code, out.strip()) == (130, "")
    assert err.strip() == "Stopped. What was done so far is kept."


@pytest.mark.usefixtures("birds_at_home")
def test_bytes_that_are_no_text_are_read_as_question_marks(run: Run) -> None:
    for command in ("ask", "search"):
        code, out, _ = run(command, "owl detectors \udcff")
        assert code == 0 and "Owl detectors" in out


def python(program: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


HEAVY = "chromadb tantivy onnxruntime numpy langchain_core langchain_openai openai xllamacpp tiktoken streamlit rich"


def test_help_imports_nothing_heavy() -> None:
    ended = python(
        "import sys; sys.argv = ['papers', 'ask', '--help']\n"
        "from assistant.cli.main import main\n"
        "try:\n    main()\n"
        f"finally:\n    print([name for name in {HEAVY.split()} if name in sys.modules], file=sys.stderr)"
    )
    assert (ended.returncode, ended.stderr.strip()) == (0, "[]")
    assert "Ask a question" in ended.stdout


def test_an_output_that_knows_no_quotation_marks_shows_question_marks() -> None:
    ended = python(
        "import sys; sys.argv = ['papers', 'doctor']\n"
        "from assistant.cli import main as cli\n"
        "from assistant.cli import doctor\n"
        "doctor.open_services = lambda: doctor.out('“owl” ✓') or sys.exit(0)\n"
        "cli.main()",
        PYTHONIOENCODING="ascii",
    )
    assert (ended.returncode, ended.stdout.strip(), ended.stderr) == (0, "?owl? ?", "")
