"""What other installed packages add by entry points: formats of files, and chat models.

A package names, in its `pyproject.toml`, a module that reads a format in the group `papers.formats` (see
`library/sources/files.py` for what it offers), or in the group `papers.models` a function of the settings that gives a LangChain
chat model, which PAPERS_MODEL then chooses by the entry point's name. Nothing is loaded before it is needed.
"""

from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from assistant.errors import PluginError

FORMAT_PLUGINS, MODEL_PLUGINS = "papers.formats", "papers.models"


def registered_names(group: str) -> list[str]:
    """The names that are registered in a group, sorted."""
    return sorted(entry_points(group=group).names)


def load_plugin(group: str, name: str) -> Any:
    """The object behind a registered name; PluginError where it cannot be imported."""
    (found, *_) = entry_points(group=group, name=name)
    return _loaded(found)


def load_plugins(group: str) -> list[Any]:
    """The objects behind all names of a group; PluginError where one cannot be imported."""
    return [load_plugin(group, name) for name in registered_names(group)]


@cache
def _loaded(entry: EntryPoint) -> Any:
    try:
        return entry.load()
    except (ImportError, AttributeError) as error:
        package = entry.dist.name if entry.dist else entry.value
        raise PluginError(
            f"The plugin {entry.name} of {package} cannot be loaded: {error}.",
            f"Update it, or remove it with `pip uninstall {package}`.",
        ) from error
