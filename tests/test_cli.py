"""The command line: what it prints where, its JSON, its exit codes."""

import json
import socket
from pathlib import Path
from typing import Any

import pytest
from rich import progress as bars

from assistant import __version__, services
from assistant.cli import shared, web
from assistant.library.importing import ImportReport
from assistant.llm import models
from tests.birds import PAPERS
from tests.conftest import ChatServer, Run


@pytest.fixture
def day(tmp_path: Path) -> Path:
    """An answer of the Daily Papers API with one paper that can be read and one that cannot."""
    good = {"id": "2501.00009", "title": "A new owl", "summary": "Owls are new. We study owls."}
    file = tmp_path / "2025-01-06.json"
    file.write_text(json.dumps([{"paper": good}, {"paper": {"id": "2501.00010"}}]), encoding="utf-8")
    return file


def answers(monkeypatch: pytest.MonkeyPatch, server: ChatServer) -> None:
    """A capable model behind the mock is what the settings choose."""
    monkeypatch.setenv("PAPERS_MODEL", "m")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://localhost:1/v1")
    open_model = models.open_model
    monkeypatch.setattr(services, "open_model", lambda settings: open_model(settings, server.client))


@pytest.mark.usefixtures("birds_at_home")
def test_ask_prints_the_answer_its_verdicts_and_sources(run: Run) -> None:
    code, out, err = run("ask", "How does Kestrel cut memory?")
    assert (code, err) == (0, "")
    assert out.startswith("“") and "[1]" in out.splitlines()[0]
    assert "claims: " in out or "1 claim: " in out
    assert f"[1] {PAPERS[0].title}" in out and "https://arxiv.org/abs/2501.00001" in out


@pytest.mark.usefixtures("birds_at_home")
def test_ask_prints_one_json_object(run: Run) -> None:
    code, out, err = run(
        "ask", "How does Kestrel cut memory?", "--json", "--since", "2025", "--category", "cs.cl"
    )
    told = json.loads(out)
    assert (code, err) == (0, "")
    assert told["filters"] == {"since": "2025-01-01", "categories": ["cs.CL"]}
    assert told["answer"] and told["claims"][0]["evidence"][0]["text"] in PAPERS[0].abstract


@pytest.mark.usefixtures("birds_at_home")
def test_ask_prints_exactly_the_cited_papers_as_references(run: Run) -> None:
    asked = ("ask", "How does Kestrel cut memory?", "--format")
    cited = [source["id"] for source in json.loads(run(*asked, "json")[1])["sources"]]
    assert [f"{item['number']}" for item in json.loads(run(*asked, "csl")[1])] == [
        f"arXiv:{i}" for i in cited
    ]
    code, out, err = run(*asked, "bibtex")
    assert (code, err) == (0, "") and out.count("@misc") == len(cited)
    assert run(*asked, "html")[1].startswith("<!doctype html>")
    code, out, err = run(*asked, "docx")
    assert (code, out) == (2, "") and "Choose one of: markdown, html, bibtex, ris, csl, json." in err


@pytest.mark.usefixtures("birds_at_home")
def test_a_flag_goes_before_what_the_question_says(run: Run) -> None:
    told = json.loads(run("ask", "memory since 2020", "--since", "2025", "--until", "2025-06", "--json")[1])
    assert told["filters"] == {"since": "2025-01-01", "until": "2025-06-30"}


@pytest.mark.usefixtures("birds_at_home")
def test_timings_are_told_beside_the_answer(run: Run) -> None:
    _, out, err = run("ask", "How does Kestrel cut memory?", "--timings")
    assert "search " in err and "first_word " in err and "total " in err and "total " not in out


@pytest.mark.usefixtures("birds_at_home")
def test_without_an_answer_the_notice_stands_once_with_the_nearest_papers(run: Run) -> None:
    code, out, _ = run("ask", "Which hospital uses robots?")
    assert code == 0 and out.count("Nothing in your library answers this.") == 1
    assert "Nearest papers" in out and "https://arxiv.org/abs/" in out


@pytest.mark.usefixtures("birds_at_home")
def test_a_model_that_finds_no_answer_is_told_of_once(
    run: Run, monkeypatch: pytest.MonkeyPatch, chat_server: ChatServer
) -> None:
    answers(monkeypatch, chat_server)
    chat_server.says("NOTHING IN THE SOURCES")
    code, out, _ = run("ask", "How does Kestrel cut memory?")
    assert code == 0 and out.count("they do not answer this") == 1 and "NOTHING" not in out


@pytest.mark.usefixtures("birds_at_home")
def test_a_model_that_fails_is_exit_code_one_and_the_evidence_in_quotes(
    run: Run, monkeypatch: pytest.MonkeyPatch, chat_server: ChatServer
) -> None:
    answers(monkeypatch, chat_server)
    chat_server.fails(401)
    code, out, err = run("ask", "How does Kestrel cut memory?")
    assert code == 1 and out.startswith("“") and "quoted" in out
    assert "does not accept the key. Check OPENAI_API_KEY." in err
    code, out, _ = run("ask", "How does Kestrel cut memory?", "--json")
    assert code == 1 and "Check OPENAI_API_KEY." in json.loads(out)["error"]


@pytest.mark.usefixtures("birds_at_home")
def test_no_text_of_a_model_can_drive_the_terminal(
    run: Run, monkeypatch: pytest.MonkeyPatch, chat_server: ChatServer
) -> None:
    answers(monkeypatch, chat_server)
    chat_server.says("Kestrel\x1b[2J is \x9b31m a cache\x07 [1]. Fine.")
    _, out, err = run("ask", "How does Kestrel cut memory?")
    assert "a cache" in out and not any(sign in out + err for sign in "\x1b\x9b\x07")


@pytest.mark.usefixtures("birds_at_home")
def test_search_prints_papers_and_why_they_were_found(run: Run) -> None:
    code, out, err = run("search", "folding laundry", "--limit", 1)
    assert (code, err) == (0, "")
    assert out.splitlines()[0] == PAPERS[1].title and "1st by meaning, 1st by keywords" in out


@pytest.mark.usefixtures("birds_at_home")
@pytest.mark.parametrize("number", [PAPERS[0].id, f"https://arxiv.org/abs/{PAPERS[0].id}v3"])
def test_a_number_or_link_finds_its_paper_and_no_other(run: Run, number: str) -> None:
    found = json.loads(run("search", number, "--json")[1])["hits"]
    cited = json.loads(run("ask", number, "--json")[1])["sources"]
    assert [hit["paper"]["id"] for hit in found] == [source["id"] for source in cited] == [PAPERS[0].id]


@pytest.mark.usefixtures("birds_at_home")
def test_search_finds_papers_by_their_author(run: Run) -> None:
    assert run("search", "A. Abel", "--limit", 1)[2] == "Only papers by A. Abel.\n"
    assert len(json.loads(run("search", "Ada Abel", "--json")[1])["hits"]) == len(PAPERS)


@pytest.mark.usefixtures("birds_at_home")
def test_ask_tells_what_the_records_say(run: Run) -> None:
    code, out, err = run("ask", "papers by Ada Abel")
    assert (code, err) == (0, "") and out.startswith(
        "4 papers in your library are by Ada Abel.\n\nPapers\n  "
    )


@pytest.mark.usefixtures("birds_at_home")
def test_search_prints_one_json_object(run: Run) -> None:
    (hit,) = json.loads(run("search", "folding laundry", "--limit", 1, "--json")[1])["hits"]
    assert set(hit) == {"paper", "score", "meaning_rank", "keyword_rank"}
    assert hit["paper"]["title"] == PAPERS[1].title and hit["paper"]["published"] == "2025-06-01"


@pytest.mark.usefixtures("birds_at_home")
def test_search_that_finds_nothing_says_so_beside_an_empty_output(run: Run) -> None:
    code, out, err = run("search", "owl", "--until", "1999")
    assert (code, out) == (0, "") and "No paper matches." in err
    assert json.loads(run("search", "owl", "--until", "1999", "--json")[1])["hits"] == []


def test_an_empty_library_is_filled_with_the_sample_without_a_word_on_standard_output(run: Run) -> None:
    code, out, _ = run("ask", "How does SAPO share rollouts?", "--json")
    assert code == 0 and json.loads(out)["sources"][0]["sample"] is True
    assert "Removed 48 sample papers." in run("sample", "remove")[1]
    assert json.loads(run("ask", "How does SAPO share rollouts?", "--json")[1])["notice"] == "empty library"
    assert run("sample", "add")[1] == "48 added, 0 updated, 0 unchanged.\n"


def test_import_says_what_was_done_and_what_was_refused(run: Run, day: Path) -> None:
    code, out, err = run("import", day)
    assert (code, out) == (0, "1 added, 0 updated, 0 unchanged.\n")
    assert err == f"Refused {day}, entry 2: it has no title.\n"  # and no line of a bar that no terminal shows
    assert run("import", day)[1] == "0 added, 0 updated, 1 unchanged.\n"


def test_of_many_refusals_the_first_are_told_and_the_rest_counted(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "day.json"
    file.write_text(json.dumps([{"paper": {"id": "?"}}] * 23), encoding="utf-8")
    code, _, err = run("import", file)
    assert code == 2 and err.count("Refused") == 20 and "… and 3 more; --json lists more of them." in err


def test_import_takes_only_what_the_conditions_admit_and_tells_the_columns(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "mine.csv"
    file.write_text(
        "id,Title,Abstract,Categories,Date\n"
        "2501.00001,Owls,Owls see.,cs.CV,2025-01-02\n"
        "2301.00002,Old owls,Owls saw.,cs.CV,2023-01-02\n"
        "2501.00003,Larks,Larks sing.,cs.SD,2025-01-03\n"
    )
    code, out, err = run("import", file, "--category", "cs.CV", "--since", "2024")
    assert (code, out) == (0, "1 added, 0 updated, 0 unchanged.\n")
    assert "title ← Title, abstract ← Abstract, id ← id" in err
    code, out, err = run("import", file, "--category", "math.GT")
    assert (code, "None of the papers" in err) == (0, True)


def test_import_prints_one_json_object(run: Run, day: Path) -> None:
    code, out, _ = run("import", day, "--json")
    refused = {"file": str(day), "entry": "2", "reason": "it has no title"}
    report = {
        "version": 1,
        "added": 1,
        "updated": 0,
        "unchanged": 0,
        "refused": [refused],
        "remarks": [],
        "revised": [],
        "refused_total": 1,
    }
    assert (code, json.loads(out)) == (0, report)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "it is empty"),
        (b"\x00\x01\x02", "it is a binary file"),
        (b"\x81 owls", "it is not UTF-8 text"),
        (b'[{"paper": ', "damaged"),
        (b"A letter to a friend.", "none of these: a saved Daily Papers page"),
    ],
)
def test_a_file_that_holds_no_papers_is_exit_code_two(
    run: Run, tmp_path: Path, content: bytes, said: str
) -> None:
    file = tmp_path / "file.json"
    file.write_bytes(content)
    code, out, err = run("import", file)
    assert (code, out) == (2, "0 added, 0 updated, 0 unchanged.\n")
    assert str(file) in err and said in err


@pytest.mark.usefixtures("birds_at_home")
def test_doctor_prints_facts_and_one_json_object(run: Run, tmp_path: Path) -> None:
    code, out, _ = run("doctor")
    assert code == 0 and "library:      4 papers" in out and str(tmp_path / "home") in out
    told: dict[str, Any] = json.loads(run("doctor", "--json")[1])
    assert set(told) == {"version", "facts", "advice"} and told["facts"]["model"].startswith("quotations")


def test_doctor_tells_of_a_model_that_cannot_be_used_and_of_all_the_rest(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAPERS_MODEL", "nobody-serves-this")
    code, out, _ = run("doctor")
    assert code == 0 and "model:        quotations" in out
    assert "- The model cannot be used: PAPERS_MODEL=nobody-serves-this needs a server to ask." in out
    assert "- The library is empty" in out


def test_the_web_app_takes_the_next_port_where_the_first_is_in_use() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert web._free_port("127.0.0.1", port, port + 20) > port


def test_a_port_that_cannot_be_used_is_told_of(run: Run) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code, out, err = run("web", "--address", "127.0.0.1", "--port", port)
    assert (code, out) == (2, "") and err.startswith(
        f"The web app cannot listen at 127.0.0.1, port {port}: Address already in use."
    )
    assert run("web", "--port", 99_999)[0] == 2
    assert "cannot listen at 192.0.2.1: " in run("web", "--address", "192.0.2.1")[2]  # nobody's own address


def test_the_version_is_printed(run: Run) -> None:
    assert run("--version")[:2] == (0, f"papers {__version__}\n")


def test_the_web_app_gets_the_theme_and_the_safe_options_wherever_it_is_started() -> None:
    options = list(web._configured())
    assert options[options.index("--browser.gatherUsageStats") + 1] == "false"
    assert "--theme.light.primaryColor" in options


def test_the_sample_is_taken_out_and_counted_in_json(run: Run) -> None:
    run("sample", "add")
    _, out, _ = run("sample", "remove", "--json")
    assert json.loads(out)["removed"] == 48


def test_the_bar_says_when_it_waits_for_the_keyword_index(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(bars.Progress, "update", lambda self, task, **told: said.append(told["done"]))
    with shared.progress("Importing") as advance:
        advance(ImportReport(added=3))
        advance(ImportReport(added=3, indexing=True))
    assert said[0].startswith("3 read, 3 added") and "indexing" not in said[0]
    assert said[1].endswith(", indexing their words")
