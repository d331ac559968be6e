"""What another package registers: found by its entry points in an installed package's own metadata."""

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import plugins
from assistant.errors import PluginError
from assistant.library.papers import Paper
from assistant.library.sources.files import FileImport
from tests.conftest import TODAY

MODULE = """
from assistant.library.papers import Paper
from assistant.library.sources.entries import Refused

def recognises(start):
    return start.startswith("%FIELD NOTES")

def read(text, file):
    for number, line in enumerate(text.splitlines()[1:], 1):
        title, _, abstract = line.partition(" | ")
        yield Paper(id=f"note-{number}", title=title, abstract=abstract) if abstract else Refused(file, str(number), "empty")
"""


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    """Install a package with these entry points, as pip does: a module and its metadata on the path."""

    def installed(module: str, entries: str) -> None:
        (tmp_path / "field_notes.py").write_text(module)
        info = tmp_path / "field_notes-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: field-notes\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text(entries)
        monkeypatch.syspath_prepend(str(tmp_path))
        importlib.invalidate_caches()

    yield installed
    sys.modules.pop("field_notes", None)
    plugins._loaded.cache_clear()


def test_a_registered_format_is_read_and_its_refusals_are_told(install, tmp_path: Path) -> None:
    install(MODULE, "[papers.formats]\nfield-notes = field_notes\n")
    file = tmp_path / "notes.txt"
    file.write_text("%FIELD NOTES\nOwls | We count owls.\nBees\n")
    paper, refused = FileImport([file], TODAY)
    assert isinstance(paper, Paper) and (paper.id, paper.abstract) == ("note-1", "We count owls.")
    assert (refused.entry, refused.reason) == ("2", "empty")


def test_a_plugin_that_cannot_be_imported_is_named_with_its_package(install, tmp_path: Path) -> None:
    install("import no_such_module_at_all", "[papers.formats]\nbroken = field_notes\n")
    with pytest.raises(
        PluginError, match=r"plugin broken of field-notes.*no_such_module.*pip uninstall field-notes"
    ):
        plugins.load_plugins(plugins.FORMAT_PLUGINS)
