"""Prompt files: what makes one usable, and that ours are."""

import ast
import re
from pathlib import Path
from string import Template

import pytest

from assistant.asking.writers import NOTHING
from assistant.errors import PromptError
from assistant.llm import prompts

ASSISTANT = Path(__file__).parents[2] / "assistant"
OURS = sorted(path.stem for path in (ASSISTANT.parent / "prompts").glob("*.md"))


def written(folder: Path, text: str) -> Path:
    (folder / "test.md").write_text(text, encoding="utf-8")
    return folder


def test_a_prompt_is_an_instruction_and_filled_variables(tmp_path: Path) -> None:
    prompt = prompts.load("test", [written(tmp_path, "Do this.\n\n---\n\n<a>$first</a> costs $$5 $second\n")])
    assert prompt.fill(first="one", second="two") == ("Do this.", "<a>one</a> costs $5 two")


def test_what_is_filled_in_is_not_filled_again(tmp_path: Path) -> None:
    prompt = prompts.load("test", [written(tmp_path, "Do.\n---\n$a and $b")])
    assert prompt.fill(a="$b $$ ${b} ---", b="x")[1] == "$b $$ ${b} --- and x"


def test_only_the_first_line_of_dashes_divides(tmp_path: Path) -> None:
    prompt = prompts.load("test", [written(tmp_path, "Do.\n---  \n$a\n---\nend")])
    assert prompt.fill(a="x") == ("Do.", "x\n---\nend")


@pytest.mark.parametrize("given", [{}, {"a": "1"}, {"a": "1", "b": "2", "c": "3"}, {"a": "1", "x": "2"}])
def test_other_variables_than_the_prompts_are_refused(tmp_path: Path, given: dict[str, str]) -> None:
    prompt = prompts.load("test", [written(tmp_path, "Do.\n---\n$a $b")])
    odd = sorted({"a", "b"} ^ set(given))
    with pytest.raises(PromptError) as caught:
        prompt.fill(**given)
    assert all(f"${name}" in caught.value.message for name in odd)
    assert "test.md" in caught.value.message and caught.value.hint


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Do this.\n$a", "has no line `---`"),
        ("", "has no line `---`"),
        ("Do.\n---\ncosts $5", "stray dollar sign"),
    ],
)
def test_a_damaged_prompt_file_says_what_is_wrong(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(PromptError, match=said) as caught:
        prompts.load("test", [written(tmp_path, text)])
    assert caught.value.hint


def test_a_missing_prompt_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(PromptError, match=r"nowhere\.md is missing"):
        prompts.load("nowhere", [tmp_path])


@pytest.mark.parametrize("name", OURS)
def test_each_of_our_prompts_loads_and_instructs(name: str) -> None:
    prompt = prompts.load(name)
    assert prompt.system and "$" not in prompt.system
    assert prompt.user.get_identifiers()


@pytest.mark.parametrize("name", OURS)
def test_every_variable_stands_between_fences_or_brings_its_own(name: str) -> None:
    text = prompts.load(name).user.template
    outside = Template(re.sub(r"<(\w+)>\n.*?\n</\1>", "", text, flags=re.DOTALL))
    assert set(outside.get_identifiers()) <= {"sources", "conversation", "written"}


def test_the_prompts_we_have_are_the_prompts_we_use() -> None:
    used = {
        node.args[0].value
        for path in ASSISTANT.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) == "prompts.load"
        and isinstance(node.args[0], ast.Constant)
    }
    assert used == set(OURS)


def test_the_model_is_told_the_words_that_mean_there_is_no_answer() -> None:
    assert prompts.load("answer").system.endswith(NOTHING)
