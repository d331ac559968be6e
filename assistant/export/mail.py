"""A digest as a mail: one message with a plain and an HTML half, which reads well in a mail client and on paper.

The HTML has its styles inline and no tables, scripts or pictures: mail clients strip the rest. All of strangers'
text is escaped and on one line. Nothing is sent here.
"""

from collections.abc import Iterator
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from html import escape
from urllib.parse import quote

from assistant.digests.digest import Digest, DigestEntry
from assistant.export.digest import days, facts, how_written, one_line, title
from assistant.export.terminal import upvotes
from assistant.library.papers import Paper

_ENDS = "To end this subscription, answer with the word unsubscribe."
_BODY = "margin:0;padding:24px 16px;background:#fdfdfb;color:#1d2320;font:16px/1.55 Georgia,'Times New Roman',serif"
_SMALL = "margin:4px 0 0;color:#5c6661;font:13px/1.5 Arial,sans-serif"
_LINK = "color:#0f6b5c"
_HEADLINE = "margin:20px 0;padding-left:14px;border-left:3px solid #0f6b5c"


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
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{escape(title(digest))}</title></head><body style="{_BODY}">'
        f'<div style="max-width:640px;margin:0 auto">{fragment(digest, ends)}</div></body></html>\n'
    )


def fragment(digest: Digest, ends: str = "") -> str:
    """What stands on that page, to be set into another."""
    parts = [
        f'<h1 style="margin:0;font-size:24px;line-height:1.3">{escape(title(digest))}</h1>',
        f'<p style="{_SMALL}">{escape(one_line(facts(digest.selection)))}</p>',
        _html_headline(digest),
        *map(_html_entry, digest.entries),
        *(f'<p style="{_SMALL}">{escape(part)}</p>' for part in (*_foot(digest), ends) if part),
    ]
    return "".join(parts)


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


def _html_headline(digest: Digest) -> str:
    told = []
    for claim in digest.headline:
        theme = digest.theme_of(claim)
        about = f"<b>{escape(one_line(theme.name))}</b> ({len(theme.papers)}): " if theme else ""
        told.append(
            f'<p style="margin:0 0 8px">{about}{escape(one_line(claim.display_text))}{claim.citation_markers}</p>'
        )
    return f'<div style="{_HEADLINE}">{"".join(told)}</div>' if told else ""


def _html_entry(entry: DigestEntry) -> str:
    paper = entry.paper
    links = " · ".join(
        f'<a href="{escape(url)}" style="{_LINK}">{label}</a>' for label, url in _places(paper)
    )
    rests = "".join(
        f'<p style="{_SMALL}">{escape(entry.tldr.verdict)}; it rests on: {escape(sentence)}</p>'
        for sentence in _rests_on(entry)
    )
    return (
        f'<h2 style="margin:26px 0 4px;font-size:18px;line-height:1.35">{entry.number}. '
        f'<a href="{escape(paper.url)}" style="color:#1d2320">{escape(one_line(paper.title))}</a></h2>'
        f'<p style="margin:0">{escape(one_line(entry.tldr.display_text))}</p>{rests}'
        f'<p style="{_SMALL}">{escape(_about(entry))}</p><p style="{_SMALL}">{links}</p>'
    )


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
