"""The page "Get papers" of the documents, tried line by line against the replaying server; and the action it names."""

import json
import re
import shlex
from pathlib import Path

import pytest

from assistant.library.library import Library
from tests.conftest import Run
from tests.library.helpers import entry, page
from tests.library.sources.replay import Replay, atom, feed

ROOT = Path(__file__).parents[1]
SECTION = (ROOT / "docs" / "get-papers.md").read_text(encoding="utf-8")
LINES = [shlex.split(line, comments=True)[1:] for line in re.findall(r"^papers .*", SECTION, re.MULTILINE)]
ACTION = (ROOT / "docs" / "sync-action.yml").read_text(encoding="utf-8")


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The files that the page names, of our own making, in the working folder."""
    monkeypatch.chdir(tmp_path)
    row = {
        "id": "2511.00009",
        "update_date": "2025-11-03",
        "categories": "cs.CL",
        "title": "Kites",
        "abstract": "High.",
    }
    ris = "TY  - JOUR\nTI  - Rain\nAB  - It rains.\nAU  - Abel, Ada\nER  - \n"
    contents = {
        "page.txt": page(("On tea", "Tea is warm.", "Nap Lab", "Sep 10, 2025 4")),
        "days/2025-11-03.json": json.dumps([entry(7)]),
        "arxiv-snapshot.json.gz": json.dumps(row),
        "mine.csv": "title,abstract,authors\nSnow,It snows.,Bo Berg\n",
        "library.bib": "@article{a, title={Hail}, abstract={It hails.}, author={Abel, Ada}}\n",
        "library.ris": ris,
        "zotero.json": json.dumps([{"type": "article", "title": "Wind", "abstract": "It blows."}]),
    }
    for name, content in contents.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")


@pytest.mark.usefixtures("files")
def test_every_line_of_get_papers_works(run: Run, replay: Replay, library: Library) -> None:
    replay.days = dict.fromkeys(["2025-11-13", "2025-11-14"], json.dumps([entry(1), entry(2)]).encode())
    replay.feeds["", "2509.08721,cs/0503050", 0, 2] = feed([atom("2509.08721v1"), atom("cs/0503050v1")])
    for line in LINES:
        code, _, err = run(*line)
        assert (code, "Refused" in err) == (0, False), f"papers {shlex.join(line)}: {err}"
    titles = {each.title for each in library.store}
    assert {
        "Paper number 1",
        "Paper 2509.08721v1",
        "On tea",
        "Kites",
        "Snow",
        "Hail",
        "Rain",
        "Wind",
    } <= titles


def test_every_command_that_gets_papers_is_shown() -> None:
    assert {tuple(line[:2]) for line in LINES} >= {("fetch", "daily"), ("fetch", "arxiv"), ("sync", "add")}
    assert {line[0] for line in LINES} == {"fetch", "sync", "days", "import"}


def test_the_action_runs_commands_that_exist(run: Run, replay: Replay) -> None:
    commands = re.findall(r"run: \.venv/bin/papers (.*)", ACTION)
    assert commands[-1] == "sync" and len(commands) == 3
    for command in commands:
        assert run(*shlex.split(command))[0] == 0
