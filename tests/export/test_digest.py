"""A digest in its forms: facts apart from claims, parts shown when their turn has come, everything escaped."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from assistant.digests.digest import Digest, Missing
from assistant.digests.following import Following
from assistant.digests.selection import Request, Selection
from assistant.export import digest as forms
from assistant.library.papers import SAMPLE
from assistant.overviews.themes import Theme
from assistant.spans import read_span
from tests.conftest import TODAY, paper
from tests.days import day_papers
from tests.export.digests import entry, hostile, of
from tests.export.helpers import ATTACKS, payloads


def test_each_part_is_shown_once_when_its_turn_has_come() -> None:
    papers = day_papers()[:4]
    whole, shown = of(papers), forms.MarkdownCursor()
    late = replace(whole, entries=whole.entries[:1] + whole.entries[2:3])
    parts = [shown.more(digest) for digest in (of(papers, 0), of(papers, 1), late, whole)]
    assert parts[:3] == ["", "", ""], "the headline is not there yet"
    assert parts[3] == forms.markdown(whole) and parts[3].count("## 3.") == 1
    shown = forms.MarkdownCursor()
    assert "## 2." in shown.more(of(papers, 2)) and shown.more(of(papers, 2)) == ""
    assert shown.more(whole).startswith("## 3.")


def test_markdown_tells_facts_headline_themes_verdicts_and_what_is_missing() -> None:
    papers = day_papers()[:3]
    digest = of(
        papers,
        2,
        missing=(Missing(papers[2], "It has no abstract."),),
        themes=(Theme("Glacier ice, radar", tuple(p.id for p in papers)),),
        highlights=(papers[0].id,),
    )
    told = forms.markdown(digest)
    assert "3 papers featured on Daily Papers. Most upvotes: Glacier Ice from Radar (99)." in told
    assert "**Glacier ice, radar** (3 papers): “Glacier ice melts faster than it was thought.” [1]" in told
    assert "*(quoted)*" in told and "featured 2025-11-12" in told
    assert "Glacier Ice and Rivers: It has no abstract." in told
    assert "The TL;DRs are the authors' own words, shortened" in told


def test_the_words_of_sample_papers_are_not_said_to_be_the_authors() -> None:
    papers = day_papers()[:2]
    samples = [replace(paper, source=SAMPLE) for paper in papers]
    assert forms.how_written(of(samples, 2)).startswith("The TL;DRs are this project's own words")
    assert "those of sample papers this project's" in forms.how_written(of([samples[0], papers[1]], 2))


def test_published_and_featured_are_told_apart_and_what_is_left_out_is_counted() -> None:
    selection = Selection(
        Request(read_span("2025-11-12", TODAY), following=Following(("owls",), ("mice",))),
        featured=1,
        published=2,
        muted=3,
        off_topic=4,
        beyond_top=5,
    )
    told = forms.facts(selection)
    assert "1 paper featured on Daily Papers and 2 papers published then and never featured." in told
    assert "Left out: 4 on other topics, 3 muted, 5 less on topic." in told
    assert forms.days(paper(1)) == "published 2025-01-01"
    assert forms.days(day_papers()[0]) == "featured 2025-11-12"


def test_a_page_shows_a_verdict_a_marked_sentence_and_what_is_waiting_or_missing() -> None:
    one = day_papers()[0]
    shown = forms.entry(entry(1, one), "k")
    assert "<mark>Glacier ice melts faster than it was thought.</mark>" in shown
    assert 'popovertarget="k-1-1"' in shown and 'id="k-1-1"' in shown and "▲ 99" in shown
    assert "being written" in forms.waiting(one)
    assert "No TL;DR. Because." in forms.missing(Missing(one, "Because."))


@pytest.mark.parametrize("text", ATTACKS)
def test_nothing_of_a_stranger_becomes_markup(text: str) -> None:
    check_escaped(text)


@pytest.mark.data
def test_no_attack_of_the_shared_data_becomes_markup(data: Path) -> None:
    for text in payloads(data):
        check_escaped(text)


def check_escaped(text: str) -> None:
    digest = hostile(text)
    html = forms.headline(digest, "k") + forms.missing(digest.missing[0]) + forms.waiting(digest.papers[0])
    html += "".join(forms.entry(each, "k") for each in digest.entries)
    allowed = "article|h2|p|span|b|button|div|mark|a"
    assert not re.search(rf"<(?!/?(?:{allowed})\b)", html), text
    assert not re.search(r"<[^>]*\s(?:on\w+|src|style)=(?=[^\"]*>)", re.sub(r'"[^"]*"', '""', html))
    rendered = MarkdownIt("commonmark").render(forms.markdown(digest))
    links = set(re.findall(r'(?:href|src)="([^"]*)"', rendered))
    assert links <= {url for _, url in digest.papers[0].links}, text
    assert "<script" not in rendered and "<img" not in rendered and "<iframe" not in rendered


def test_the_command_that_brings_an_empty_day_can_be_copied_as_it_stands() -> None:
    empty = Selection(
        Request(read_span("2025-11-13", TODAY)),
        why_empty="13 November: *unreachable*.",
        next_step="Get its papers with `papers fetch daily 2025-11-13`.",
    )
    told = forms.markdown(Digest(empty, "quotations"))
    assert "\\*unreachable\\*. Get its papers with `papers fetch daily 2025-11-13`." in told
