"""A reply as HTML: claims with their citations, each opening a card with the marked sentence in its abstract.

Every text is a stranger's and is escaped; addresses were checked when their paper was read. The cards use the
browser's own popovers, so opening one asks no server and needs no script.
"""

import re
from collections.abc import Callable, Iterable
from html import escape

from assistant.asking.reply import Reply
from assistant.checking.citations import Claim
from assistant.evidence.sources import Source
from assistant.export import terminal
from assistant.library.papers import Paper

SHOWN_AUTHORS = 8
VERDICTS = {
    "quoted": ("", "It stands in the source word for word."),
    "supported": ("✓", "Its words, numbers, names and direction agree with the cited abstract."),
    "unsure": ("? unsure", ""),
    "unsupported": ("✗ unsupported", ""),
    "uncited": ("✗ uncited", ""),
    "background": ("background", "From outside the abstract: it was not checked."),
    "analogy": ("analogy", "An analogy: it is not in the abstract."),
}
SAMPLE_NOTE = "A sample paper: this description is in our own words, not the authors' abstract."


def step(doing: str) -> str:
    """What is being done, in a line that is read out."""
    return f'<p class="step" role="status">{escape(doing)} …</p>'


def answer(reply: Reply, key: str, only_supported: bool = False) -> str:
    """The answer as far as it is written; `key` keeps the cards of several answers on a page apart."""
    claims = [c for c in reply.claims if not only_supported or c.holds]
    body, cards = [], []
    for number, claim in enumerate(claims):
        text, its_cards = claim_with_cards(claim, reply.sources, f"{key}-{number}")
        body.append((claim.prefix, text))
        cards += its_cards
    if reply.pending:
        body.append((reply.pending_lead, f'<span class="pending">{escape(reply.pending)}</span>'))
    return f'<div class="answer">{_paragraphs(body)}{"".join(cards)}</div>'


def sources(cited: Iterable[Source]) -> str:
    """Cited papers, each with its links and the reason it was found."""
    items = "".join(
        f'<li value="{source.number}"><b>{escape(source.paper.title)}</b><br>{about(source.paper)}<br>'
        f'<span class="why">Found {escape(terminal.why_found(source.hit))}.</span> {links(source.paper)}{sample(source.paper)}</li>'
        for source in cited
    )
    return f'<ol class="sources">{items}</ol>'


def papers(found: Iterable[Paper]) -> str:
    """A plain list of papers."""
    items = "".join(f"<li><b>{escape(p.title)}</b><br>{about(p)} {links(p)}{sample(p)}</li>" for p in found)
    return f'<ul class="sources">{items}</ul>'


def paper(one: Paper) -> str:
    """A whole paper: title, who and when, abstract, links."""
    return (
        f'<div class="paper"><p class="title">{escape(one.title)}</p><p class="about">{about(one)}</p>'
        f"<p>{escape(one.abstract)}</p>{_sample_note(one)}<p>{links(one)}</p></div>"
    )


def links(paper: Paper) -> str:
    """The places outside the app that the paper can be followed to."""
    return " · ".join(
        f'<a href="{escape(url)}" target="_blank" rel="noopener noreferrer">{label}</a>'
        for label, url in paper.links
    )


def marked_abstract(paper: Paper, spans: Iterable[tuple[int, int]]) -> str:
    """The abstract exactly as it is written, with these slices of it marked."""
    parts, at = [], 0
    for start, end in sorted(spans):
        start = max(start, at)
        if end <= start:
            continue
        parts += [escape(paper.abstract[at:start]), f"<mark>{escape(paper.abstract[start:end])}</mark>"]
        at = end
    return "".join(parts) + escape(paper.abstract[at:])


def claim_with_cards(
    claim: Claim, numbered: Iterable[Source], key: str, shown: Callable[[str], str] = escape
) -> tuple[str, list[str]]:
    """The claim with its citations and verdict, and the card that each citation opens; `key` keeps them apart.

    `shown` escapes the claim's words, and may mark some of them.
    """
    cited = [source for source in numbered if source.number in claim.cited]
    buttons = "".join(
        f'<button type="button" class="cite" popovertarget="{key}-{s.number}" '
        f'aria-label="Source {s.number}: {escape(s.paper.title)}">{s.number}</button>'
        for s in cited
    )
    sign, meaning = VERDICTS[claim.verdict]
    why = "" if meaning else f' <span class="reason">{escape(_why(claim))}</span>'
    verdict = f'<span class="verdict" title="{escape(_why(claim))}">{sign}{why}</span>' if sign else ""
    text = f'<span class="claim {claim.verdict}">{shown(claim.display_text)}</span>&nbsp;{buttons}{verdict}'
    return text, [_card(source, claim, key) for source in cited]


def close(card: str) -> str:
    """The button that closes a card: on a phone there is no key to press and little room beside the card."""
    return f'<button type="button" class="close" popovertarget="{card}" popovertargetaction="hide">Close</button>'


def _card(source: Source, claim: Claim, key: str) -> str:
    paper = source.paper
    spans = [(e.sentence.start, e.sentence.end) for e in claim.evidence if e.sentence.paper == paper.id]
    return (
        f'<div popover id="{key}-{source.number}" class="card" role="dialog" aria-label="Source {source.number}">'
        f'{close(f"{key}-{source.number}")}<p class="title">[{source.number}] {escape(paper.title)}</p>'
        f'<p class="about">{about(paper)}</p><p class="abstract">{marked_abstract(paper, spans)}</p>'
        f'<p class="judged">{escape(_judged(claim))}</p>{_sample_note(paper)}<p>{links(paper)}</p></div>'
    )


def _judged(claim: Claim) -> str:
    return f"{claim.verdict.capitalize()}. {_why(claim)}"


def _why(claim: Claim) -> str:
    """In plain sentences: why the verdict is what it is, and what the second opinion says, where there is one."""
    why = claim.reason or VERDICTS[claim.verdict][1] or ("The check found no fault." if claim.opinion else "")
    return f"{why} {claim.opinion.sentence if claim.opinion else ''}".strip()


def about(paper: Paper, upvotes: bool = True) -> str:
    """Who and when, as far as it is known; `published` and `featured` are told apart, a withdrawn paper is marked."""
    authors = ", ".join(paper.authors[:SHOWN_AUTHORS])
    if len(paper.authors) > SHOWN_AUTHORS:
        authors += f" and {len(paper.authors) - SHOWN_AUTHORS} more"
    days = [
        f"published {paper.published}" if paper.published else "",
        f"featured {paper.featured}" if paper.featured else "",
    ]
    votes = terminal.upvotes(paper) if upvotes else ""
    parts = [
        "withdrawn" if paper.withdrawn else "",
        authors,
        paper.organization or "",
        *days,
        votes,
        ", ".join(paper.categories),
    ]
    return escape(" · ".join(filter(None, parts)))


def sample(paper: Paper) -> str:
    """A label for a sample paper; nothing for any other."""
    return f' <span class="sample" title="{SAMPLE_NOTE}">sample</span>' if paper.is_sample else ""


def _sample_note(paper: Paper) -> str:
    return f'<p class="note">{SAMPLE_NOTE}</p>' if paper.is_sample else ""


def _paragraphs(parts: list[tuple[str, str]]) -> str:
    """Sentences joined into paragraphs and list items, by what leads each one in."""
    blocks: list[tuple[str, list[str]]] = []
    for lead, text in parts:
        if lead or not blocks:
            blocks.append(("li" if lead.endswith("- ") else "p", []))
        blocks[-1][1].append(text)
    html = "".join(f"<{tag}>{' '.join(texts)}</{tag}>" for tag, texts in blocks)
    return re.sub(r"(?:<li>(?:(?!</?li>).)*+</li>)+", r"<ul>\g<0></ul>", html, flags=re.DOTALL)
