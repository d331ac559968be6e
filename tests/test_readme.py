"""The README says what is there: its links lead somewhere, its tree is the tree, its table has every setting."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
TREE = README.split("```\napp.py", 1)[1].split("```", 1)[0]


@pytest.mark.parametrize("link", sorted(set(re.findall(r"\]\((?!https?:)([^)#]+)\)", README))))
def test_links_lead_somewhere(link: str) -> None:
    assert (ROOT / link).exists()


@pytest.mark.parametrize(
    "module",
    sorted(
        path.relative_to(ROOT / "assistant")
        for path in (ROOT / "assistant").rglob("*.py")
        if not path.name.startswith("__")
        and not {"web", "evaluation", "output", "sources", "commands"} & set(path.parts)
    ),
    ids=str,
)
def test_every_module_has_its_line_in_the_tree(module: Path) -> None:
    assert re.search(rf"\b{module.name}\b", TREE)


def test_every_file_named_in_the_tree_exists() -> None:
    names = set(re.findall(r"\b([a-z_]+\.py)\b", TREE)) - {"app.py"}
    assert [name for name in names if not any((ROOT / "assistant").rglob(name))] == []


def test_every_setting_has_its_row() -> None:
    source = (ROOT / "assistant" / "settings.py").read_text(encoding="utf-8")
    for name in set(re.findall(r"\"((?:PAPERS|OPENAI)_[A-Z_]+)\"", source)):
        assert f"`{name}`" in README, name
