"""Strangers' text made safe to show: without characters that no one can see, and only http or https addresses. Pure."""

import unicodedata
from urllib.parse import quote, urlsplit

_SELECTORS = frozenset(map(chr, (0x34F, *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
"""Variation selectors and the grapheme joiner: not of Unicode's category Cf, but as invisible."""


def visible(text: str) -> str:
    """The text without what changes how it reads unseen: bidirectional marks, zero-width and tag characters."""
    if text.isascii():
        return text
    return "".join(c for c in text if unicodedata.category(c) != "Cf" and c not in _SELECTORS)


def web_address(text: str) -> str | None:
    """An http or https address, what may not stand in one percent-encoded; None for anything else.

    So an address can end neither an HTML attribute nor the angle brackets of a Markdown link.
    """
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname or " " in text:
        return None
    return quote(text, safe="!#$%&'()*+,/:;=?@[]~")
