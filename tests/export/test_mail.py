"""A digest by mail and as a feed: both halves say it all, nothing of a stranger becomes a header, a tag or an entry."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import feedparser
import pytest

from assistant.digests.digest import Digest, Missing
from assistant.digests.following import Following
from assistant.export import feed, mail
from assistant.spans import read_span
from tests.conftest import TODAY
from tests.days import day_papers
from tests.output.digests import hostile, of
from tests.output.helpers import ATTACKS, payloads

NOW = datetime(2025, 11, 12, 8, tzinfo=UTC)


def sent(digest: Digest) -> EmailMessage:
    """The message as a mail client reads it."""
    raw = mail.message(digest, "papers@example.org", "ada@example.org", NOW).as_bytes(policy=policy.SMTP)
    return message_from_bytes(raw, policy=policy.default)


def test_both_halves_tell_the_titles_tldrs_links_and_what_is_missing() -> None:
    papers = day_papers()[:3]
    digest = of(papers, 2, missing=(Missing(papers[2], "It has no abstract."),))
    message = sent(digest)
    assert message.get_content_type() == "multipart/alternative"
    for kind in ("plain", "html"):
        told = message.get_body((kind,)).get_content()
        assert papers[0].title in told and "Glacier ice melts faster than it was thought." in told
        assert "https://arxiv.org/abs/2501.00001" in told and "featured 2025-11-12" in told
        assert "Missing: Glacier Ice and Rivers: It has no abstract." in told
        assert "unsubscribe" in told


def test_it_has_the_headers_that_mail_servers_and_readers_look_for() -> None:
    message = sent(of(day_papers()[:1]))
    assert message["Subject"] == "Papers of Wednesday, 12 November 2025"
    assert message["From"] == "papers@example.org" and message["To"] == "ada@example.org"
    assert message["Date"].datetime == NOW
    assert re.fullmatch(r"<[^<>\s]+@example\.org>", message["Message-ID"])
    assert message["List-Unsubscribe"].strip() == (
        "<mailto:papers@example.org?subject=unsubscribe%20ada%40example.org>"
    )


def test_a_shortened_tldr_shows_the_sentence_it_rests_on() -> None:
    digest = of(day_papers()[:1])
    shortened = replace(digest.entries[0].tldr, text="Ice melts.", verdict="supported")
    digest = replace(digest, entries=(replace(digest.entries[0], tldr=shortened),))
    assert "supported; it rests on: “Glacier ice melts faster than it was thought.”" in mail.text(digest)
    assert "it rests on" in mail.html(digest)


def test_a_topic_with_a_line_break_makes_no_header_of_its_own() -> None:
    digest = of(day_papers()[:1])
    request = replace(digest.selection.request, following=Following(("owls\r\nBcc: eve@example.org",)))
    message = sent(replace(digest, selection=replace(digest.selection, request=request)))
    assert message["Bcc"] is None and "Bcc: eve" in message["Subject"]


@pytest.mark.parametrize(
    "text", [*ATTACKS, "a\nb\r\nSubject: c", "nul\0 bell\a escape\x1b[2J", "\ufffe\uffff"]
)
def test_nothing_of_a_stranger_becomes_markup(text: str) -> None:
    check_escaped(text)


@pytest.mark.data
def test_no_attack_of_the_shared_data_becomes_markup(data: Path) -> None:
    for text in payloads(data):
        check_escaped(text)


def check_escaped(text: str) -> None:
    digest = hostile(text)
    html = mail.html(digest)
    allowed = "!doctype|html|head|meta|title|body|div|h1|h2|p|a|b"
    assert not re.search(rf"<(?!/?(?:{allowed})\b)", html), text
    assert not re.search(r"<[^>]*\s(?:on\w+|src)=", re.sub(r'"[^"]*"', '""', html)), text
    assert len(sent(digest)["Subject"].splitlines()) == 1
    parsed = feedparser.parse(feed.atom([digest]), sanitize_html=False)
    assert not parsed.bozo and len(parsed.entries) == 1, text
    assert "<script" not in parsed.entries[0].summary


def test_the_feed_is_valid_with_an_entry_a_digest_newest_first() -> None:
    digests = [at(day) for day in ("2025-11-11", "2025-11-12", "2025-W46")]
    parsed = feedparser.parse(feed.atom(digests))
    assert not parsed.bozo and parsed.version == "atom10"
    assert parsed.feed.title and parsed.feed.id and parsed.feed.updated and parsed.feed.author
    assert [entry.link.rsplit("/", 2)[1:] for entry in parsed.entries] == [
        ["date", "2025-11-12"],
        ["date", "2025-11-11"],
        ["week", "2025-W46"],
    ]
    assert len({entry.id for entry in parsed.entries}) == 3
    assert all(entry.updated and "Glacier ice melts" in entry.content[0].value for entry in parsed.entries)


def test_the_same_digests_make_the_same_feed() -> None:
    assert feed.atom([at("2025-11-12")]) == feed.atom([at("2025-11-12")])


def at(when: str) -> Digest:
    digest = of(day_papers()[:1])
    request = replace(digest.selection.request, span=read_span(when, TODAY))
    return replace(digest, selection=replace(digest.selection, request=request))
