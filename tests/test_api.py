"""The package as a library: the README's example, what each function gives back, and what it raises."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import assistant
from assistant import Library, PapersError, ask, compare, digest, explain, open_library, overview

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """The sample papers, opened as a program would."""
    return open_library(tmp_path_factory.mktemp("home"))


def test_the_example_of_the_readme_prints_a_cited_answer(capsys: pytest.CaptureFixture[str]) -> None:
    [example] = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    exec(compile(example, "README.md", "exec"), {})
    out = capsys.readouterr().out
    assert "SAPO" in out and "[1]" in out and "quoted (1,)" in out


def test_every_public_name_is_there() -> None:
    for name in assistant.__all__:
        assert getattr(assistant, name).__doc__, name


def test_importing_the_package_imports_nothing_heavy() -> None:
    script = "import assistant, sys; print(sorted(n for n in sys.modules if n.startswith('assistant')))"
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ended.stdout.strip() == "['assistant']"


def test_a_reply_streams_its_text_and_then_has_claims_and_sources(library: Library) -> None:
    reply = ask("How does SAPO share rollouts?", library, model="none")
    assert "".join(reply) == reply.text
    assert {claim.verdict for claim in reply.claims} == {"quoted"}
    assert [source.paper.id for source in reply.cited] == ["2509.08721"]


def test_a_question_without_an_answer_has_a_notice_and_no_claims(library: Library) -> None:
    reply = ask("How do I bake sourdough bread?", library, model="none").finish()
    assert reply.notice and not reply.claims


def test_filters_in_the_question_are_obeyed(library: Library) -> None:
    reply = ask("What is new in reinforcement learning before 2010?", library, model="none").finish()
    assert not reply.claims and reply.question.filters.until


def test_a_digest_is_finished_and_of_the_newest_day_by_default(library: Library) -> None:
    made = digest(library, model="none")
    assert made.finished and made.entries
    assert digest(library, "2025-W46", top=2, model="none").papers


def test_papers_are_compared_by_id_or_title(library: Library) -> None:
    [one, two, *_] = [hit.paper for hit in library.search("reinforcement learning")]
    table = compare([one.id, two], library, aspects=["results"], model="none")
    assert table.finished and [row.paper.id for row in table.rows] == [one.id, two.id]


def test_a_paper_is_explained_to_a_reader(library: Library) -> None:
    explained = explain("2509.08721", library, reader="engineer", model="none")
    assert explained.reader.name == "engineer" and explained.claims


def test_an_overview_of_a_topic_is_finished(library: Library) -> None:
    made = overview("reinforcement learning", library, papers=8, model="none")
    assert made.finished and made.sections and len(made.papers) <= 8


@pytest.mark.parametrize(
    "call",
    [
        lambda library: overview("sourdough bread in coastal towns", library),
        lambda library: explain("2001.00001", library),
        lambda library: compare(["2509.08721"], library),
        lambda library: digest(library, "someday"),
    ],
)
def test_what_cannot_be_done_raises_an_error_that_says_what_to_do(
    library: Library, call: Callable[[Library], object]
) -> None:
    with pytest.raises(PapersError) as error:
        call(library)
    assert error.value.hint
