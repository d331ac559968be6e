"""Count tokens, or estimate them on the safe side.

A count is a budget and not a truth, and nothing is downloaded for it. The extra `tokens` brings toktok-rs, whose packed
o200k table counts as tiktoken does; without it tiktoken counts where its table has been fetched before
(TIKTOKEN_CACHE_DIR), and else three characters count as one token.
"""

import hashlib
import os
import tempfile
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from pathlib import Path

ENCODING = "o200k_base"
_TABLE = "https://openaipublic.blob.core.windows.net/encodings/o200k_base.tiktoken"
CHARACTERS_A_TOKEN = 3
"""English prose has about 4.5; three leaves room for formulas, names and other languages."""


def count(text: str) -> int:
    """How many tokens the text has, or a little more."""
    counter = _counter()
    return counter(text) if counter else len(text) // CHARACTERS_A_TOKEN + 1


def is_exact() -> bool:
    """Whether `count` counts, and does not estimate."""
    return _counter() is not None


@cache
def _counter() -> Callable[[str], int] | None:
    if find_spec("toktok"):
        import toktok

        return lambda text: int(toktok.batch_count([text], ENCODING, threads=1)[0])
    if not _cached_table().is_file():
        return None
    import tiktoken

    encoding = tiktoken.get_encoding(ENCODING)
    return lambda text: len(encoding.encode(text, disallowed_special=()))


def _cached_table() -> Path:
    """Where tiktoken keeps its table once it has fetched it (tiktoken/load.py, `read_file_cached`)."""
    folder = os.environ.get("TIKTOKEN_CACHE_DIR") or os.environ.get("DATA_GYM_CACHE_DIR")
    name = hashlib.sha1(_TABLE.encode()).hexdigest()
    return Path(folder or Path(tempfile.gettempdir()) / "data-gym-cache") / name
