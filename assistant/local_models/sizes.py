"""Sizes of files, disks and memory: in words, and how much memory this machine has."""

import os


def in_words(size: float) -> str:
    """Bytes as people say them, in powers of ten as shops and the hub do: 640 MB, 2.5 GB."""
    if size < 1e9:
        return f"{size / 1e6:.0f} MB"
    return f"{size / 1e9:.1f} GB"


def total_memory() -> int | None:
    """The bytes of memory this machine has; None where the system does not say."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return None
