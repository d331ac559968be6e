"""A digest as a mail: one message with a plain and an HTML half, which reads well in a mail client and on paper.

The HTML has its styles inline and no tables, scripts or pictures: mail clients strip the rest. All of strangers'
text is escaped and on one line. Nothing is sent here.
"""

from collections.abc import Iterator
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from urllib.parse import quote

from assistant.digests.digest import Digest, DigestEntry
from assistant.export.digest import days, facts, how_written, title
from assistant.export.html import render
from assistant.export.terminal import one_line, upvotes
from assistant.library.papers import Paper

_ENDS = "To end this subscription, answer with the word unsubscribe."


def message(digest: Digest, sender: str, to: str, now: datetime) -> EmailMessage:
    """The digest as a message to one address, ready to be handed to a server; both addresses were checked before."""
    mail = EmailMessage()
    mail["Subject"] = title(digest)
    mail["From"], mail["To"] = sender, to
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = make_msgid(domain=Address(addr_spec=sender).domain)
    mail["List-Unsubscribe"] = f"<mailto:{sender}?subject={quote(f'unsubscribe {to}')}>"
    mail.set_content(text(digest, _ENDS))
    mail.add_alternative(html(digest, _ENDS), "html")
    return mail


def text(digest: Digest, ends: str = "") -> str:
    """The digest in plain text."""
    return (
        "\n\n".join(filter(None, [*_head(digest), *map(_entry, digest.entries), *_foot(digest), ends])) + "\n"
    )


def html(digest: Digest, ends: str = "") -> str:
    """The digest as a whole HTML page."""
    from markupsafe import Markup

    return render("mail.page", title(digest), Markup(fragment(digest, ends))) + "\n"


def fragment(digest: Digest, ends: str = "") -> str:
    """What stands on that page, to be set into another."""
    entries = [(each, _places(each.paper), _about(each), _rests_on(each)) for each in digest.entries]
    return render(
        "mail.fragment", digest, title(digest), facts(digest.selection), entries, [*_foot(digest), ends]
    )


def _head(digest: Digest) -> Iterator[str]:
    yield title(digest) + "\n" + "=" * min(len(title(digest)), 72)
    yield one_line(facts(digest.selection))
    for claim in digest.headline:
        theme = digest.theme_of(claim)
        about = f"{one_line(theme.name)} ({len(theme.papers)}): " if theme else ""
        yield f"* {about}{one_line(claim.display_text)}{claim.citation_markers}"


def _entry(entry: DigestEntry) -> str:
    lines = [f"[{entry.number}] {one_line(entry.paper.title)}", one_line(entry.tldr.display_text)]
    lines += [f"  ({entry.tldr.verdict}; it rests on: {sentence})" for sentence in _rests_on(entry)]
    return "\n".join([*lines, _about(entry), *(f"{label}: {url}" for label, url in _places(entry.paper))])


def _foot(digest: Digest) -> Iterator[str]:
    yield from (f"Missing: {one_line(one.paper.title)}: {one_line(one.reason)}" for one in digest.missing)
    if digest.entries:
        yield how_written(digest)


def _rests_on(entry: DigestEntry) -> list[str]:
    """The sentences behind a TL;DR that is not one of them itself."""
    if entry.tldr.verdict == "quoted":
        return []
    return [f"“{one_line(evidence.sentence.text)}”" for evidence in entry.tldr.evidence]


def _about(entry: DigestEntry) -> str:
    paper = entry.paper
    sample = "sample, described in our own words" if paper.is_sample else ""
    who = (paper.byline, paper.organization or "", upvotes(paper), days(paper), *entry.topics, sample)
    return " · ".join(one_line(each) for each in who if each)


def _places(paper: Paper) -> list[tuple[str, str]]:
    return [(label, url) for label, url in paper.links if label != "PDF"]
