"""Digests as an Atom feed, an entry a digest. The only importer of feedgenerator, which makes the XML."""

from collections.abc import Sequence
from datetime import UTC, datetime, time
from html import escape
from uuid import NAMESPACE_URL, uuid5

from assistant.digests.digest import Digest
from assistant.export import mail
from assistant.export.digest import facts, title
from assistant.export.terminal import one_line

_ADDRESS = "https://huggingface.co/papers"
"""Where the days that the digests are of can be seen; a feed written to a file has no address of its own."""


def atom(digests: Sequence[Digest]) -> str:
    """The feed, newest digest first; the same digests always make the same feed."""
    from feedgenerator import Atom1Feed

    feed = Atom1Feed(
        title="Papers",
        link=_ADDRESS,
        description="Each day's papers in checked TL;DRs.",
        author_name="Papers",
        language="en",
        feed_guid=_id("feed"),
    )
    for digest in sorted(digests, key=lambda digest: digest.selection.request.span, reverse=True):
        span = digest.selection.request.span
        noon = datetime.combine(span.last, time(12), UTC)
        feed.add_item(
            title=title(digest),
            link=f"{_ADDRESS}/{_PATHS[span.kind]}/{span.name}",
            description=escape(one_line(facts(digest.selection))),  # readers take it for HTML
            content=mail.fragment(digest),
            unique_id=_id(f"{span.name} {title(digest)}"),
            pubdate=noon,
            updateddate=noon,
        )
    return str(feed.writeString("utf-8"))


_PATHS = {"day": "date", "week": "week", "month": "month"}


def _id(name: str) -> str:
    """An id that stays the same wherever and whenever the feed is written."""
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'{_ADDRESS}#{name}')}"
