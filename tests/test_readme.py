"""The README says what is there: its links lead somewhere, the architecture page names files that exist, the table of settings has every setting."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
SETTINGS = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("link", sorted(set(re.findall(r"\]\((?!https?:)([^)#]+)\)", README))))
def test_links_lead_somewhere(link: str) -> None:
    assert (ROOT / link).exists()


def test_every_file_named_in_the_architecture_page_exists() -> None:
    names = set(re.findall(r"\b([a-z_]+\.py)\b", ARCHITECTURE)) - {"app.py"}
    assert [
        name for name in names if not any(any((ROOT / place).rglob(name)) for place in ("assistant", "tests"))
    ] == []


def test_every_setting_has_its_row() -> None:
    source = (ROOT / "assistant" / "settings.py").read_text(encoding="utf-8")
    for name in set(re.findall(r"\"((?:PAPERS|OPENAI)_[A-Z_]+)\"", source)):
        assert f"`{name}`" in SETTINGS, name
