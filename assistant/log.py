"""Where log messages go: to standard error, with every configured key masked.

Only the command line and the web app call `configure`; a program that imports this package keeps its own logging.
Modules log with `logging.getLogger(__name__)`: WARNING for what a person should know, INFO for what was done, with
counts and seconds. Texts of questions, prompts and abstracts are logged at DEBUG only.
"""

import logging
import re
import sys
from collections.abc import Iterable
from contextlib import suppress

from assistant.errors import SettingsError

LEVELS = ("debug", "info", "warning", "error")
PACKAGE = "assistant"
MASK = "***"
SHORTEST_KEY = 4
"""Characters: masking a shorter text would garble every message, and it is no key."""
FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_keys: set[str] = set()


def level_named(name: str) -> int:
    """The level of this name; SettingsError for an unknown one, WARNING for an empty one."""
    if name and name.lower() not in LEVELS:
        raise SettingsError(f"PAPERS_LOG={name} is unknown.", f"Use one of: {', '.join(LEVELS)}.")
    return logging.getLevelNamesMapping()[name.upper() or "WARNING"]


def level_name() -> str:
    """The name of the level in use, for another process that goes on with it."""
    return logging.getLevelName(logging.getLogger(PACKAGE).getEffectiveLevel()).lower()


def configure(level: int) -> None:
    """Send the package's messages of this level and above to standard error; called again, change the level.

    Other packages are heard at DEBUG only, but for their errors.
    """
    root = logging.getLogger()
    if not any(isinstance(handler, _StandardError) for handler in root.handlers):
        root.addHandler(_StandardError())
    root.setLevel(level if level <= logging.DEBUG else logging.ERROR)
    logging.getLogger(PACKAGE).setLevel(level)


def mask_keys(keys: Iterable[str]) -> None:
    """Mask these keys from now on, wherever they would be logged."""
    _keys.update(key for key in keys if len(key) >= SHORTEST_KEY)


def masked(text: str) -> str:
    """The text with every key masked, the longest first, since one may be the beginning of another."""
    for key in sorted(_keys, key=len, reverse=True):
        text = text.replace(key, MASK)
    return text


class _StandardError(logging.Handler):
    """Writes to what `sys.stderr` is at that moment."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(_Masking(FORMAT))

    def emit(self, record: logging.LogRecord) -> None:
        with suppress(OSError, ValueError, TypeError):  # `handleError` would print the arguments unmasked
            sys.stderr.write(self.format(record) + "\n")


class _Masking(logging.Formatter):
    """Masks keys in the whole text, traceback included, which a filter would not see.

    Control characters go too: no server's or paper's text may drive the terminal.
    """

    def format(self, record: logging.LogRecord) -> str:
        return _CONTROL.sub(" ", masked(super().format(record)))
