"""Count tokens, or estimate them on the safe side.

A count is a budget and not a truth: tiktoken counts where its table has already been fetched; where it has not,
nothing is downloaded and nobody waits, and three characters count as one token.
"""

import hashlib
import os
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

ENCODING = "o200k_base"
_TABLE = "https://openaipublic.blob.core.windows.net/encodings/o200k_base.tiktoken"
CHARACTERS_A_TOKEN = 3
"""English prose has about 4.5; three leaves room for formulas, names and other languages."""


def count(text: str) -> int:
    """How many tokens the text has, or a little more."""
    encoding = _encoding()
    if encoding is None:
        return len(text) // CHARACTERS_A_TOKEN + 1
    return len(encoding.encode(text, disallowed_special=()))


def is_exact() -> bool:
    """Whether `count` counts, and does not estimate."""
    return _encoding() is not None


@cache
def _encoding() -> Any:
    if not _cached_table().is_file():
        return None
    import tiktoken

    return tiktoken.get_encoding(ENCODING)


def _cached_table() -> Path:
    """Where tiktoken keeps its table once it has fetched it (tiktoken/load.py, `read_file_cached`)."""
    folder = os.environ.get("TIKTOKEN_CACHE_DIR") or os.environ.get("DATA_GYM_CACHE_DIR")
    name = hashlib.sha1(_TABLE.encode()).hexdigest()
    return Path(folder or Path(tempfile.gettempdir()) / "data-gym-cache") / name
