"""A digest as Markdown, for a repository or Slack, and in pieces of HTML for pages.

Facts of the library (how many papers, most upvotes) are told apart from claims. Everything of strangers is escaped.
"""

from collections.abc import Iterator, Sequence
from html import escape

from assistant.digests.digest import Cost, Digest, DigestEntry, Missing
from assistant.digests.selection import Selection
from assistant.digests.themes import Theme
from assistant.digests.tldr import ChosenTldrs
from assistant.evidence.sources import source_of, sources_of
from assistant.export import html
from assistant.export.markdown import escaped
from assistant.export.terminal import sample, upvotes
from assistant.library.papers import Paper


def title(digest: Digest) -> str:
    """What it is of, in one line of plain text: `Papers of Wednesday, 12 November 2025: world models`."""
    topics = ", ".join(digest.selection.request.following.topics)
    return one_line(f"Papers of {digest.selection.request.span.label}" + (f": {topics}" if topics else ""))


def facts(selection: Selection) -> str:
    """What the library has of the span and what was left out, counted; plain text."""
    if selection.why_empty:
        return f"{selection.why_empty} {selection.next_step}".strip()
    of = []
    if selection.featured:
        of.append(f"{_papers(selection.featured)} featured on Daily Papers")
    if selection.published:
        of.append(f"{_papers(selection.published)} published then and never featured")
    left = [
        f"{selection.off_topic} on other topics" if selection.off_topic else "",
        f"{selection.muted} muted" if selection.muted else "",
        f"{selection.beyond_top} with fewer upvotes" if selection.beyond_top else "",
    ]
    left_out = ", ".join(filter(None, left))
    if selection.request.by_topic:
        left_out = left_out.replace("with fewer upvotes", "less on topic")
    text = f"{' and '.join(of)}." + (f" Left out: {left_out}." if left_out else "")
    if most := max(selection.papers, key=lambda paper: paper.upvotes or 0, default=None):
        text += f" Most upvotes: {one_line(most.title)} ({most.upvotes:,})." if most.upvotes else ""
    return text


def how_written(digest: Digest) -> str:
    """Who wrote the TL;DRs, in one sentence."""
    if digest.writer == ChosenTldrs.name:
        return f"The TL;DRs are {_whose_words(digest.papers)}, shortened where that is safe."
    return f"The TL;DRs were written by {digest.writer} and checked against the abstracts."


def _whose_words(papers: Sequence[Paper]) -> str:
    if papers and all(paper.is_sample for paper in papers):
        return "this project's own words, which describe the sample papers"
    if any(paper.is_sample for paper in papers):
        return "the authors' own words, those of sample papers this project's"
    return "the authors' own words"


def price(cost: Cost, per_million: float | None) -> str:
    """What is to be written, its tokens and, where a price is set, the money: `37 TL;DRs to write, at most …`."""
    text = f"{cost.tldrs} TL;DRs to be written by a model, at most {cost.tokens:,} tokens"
    return text if per_million is None else f"{text}, at most ${cost.tokens * per_million / 1_000_000:.2f}"


def days(paper: Paper) -> str:
    """The day Daily Papers featured it, else the day it was published; said which."""
    if paper.featured:
        return f"featured {paper.featured}"
    return f"published {paper.published}" if paper.published else ""


def one_line(text: str) -> str:
    """The text with line breaks and runs of white space made single spaces, and what no one can see taken out.

    So no title can begin a header of its own in a mail, nor hold what XML does not allow.
    """
    return "".join(filter(str.isprintable, " ".join(text.split())))


def markdown(digest: Digest) -> str:
    """The whole digest."""
    return MarkdownCursor().more(digest)


class MarkdownCursor:
    """How much of a growing digest a reader of its Markdown has seen: each part is shown when its turn has come."""

    def __init__(self) -> None:
        self._headed, self._papers, self._footed = False, 0, False

    def more(self, digest: Digest) -> str:
        """What there is to show since the last call; what was shown stays as it was."""
        return "".join(f"{part}\n\n" for part in self._parts(digest))

    def _parts(self, digest: Digest) -> Iterator[str]:
        done = {entry.paper.id: _markdown_entry(entry) for entry in digest.entries}
        done |= {one.paper.id: "" for one in digest.missing}  # they stand at the end
        if not self._headed and all(id_ in done for id_ in digest.highlights):
            self._headed = True
            yield from _markdown_head(digest)
        while (
            self._headed
            and self._papers < len(digest.papers)
            and (id_ := digest.papers[self._papers].id) in done
        ):
            self._papers += 1
            if done[id_]:
                yield done[id_]
        if digest.finished and not self._footed:
            self._footed = True
            yield from _markdown_foot(digest)


def _markdown_head(digest: Digest) -> Iterator[str]:
    """Title, facts, headline and themes."""
    yield f"# {escaped(title(digest))}"
    empty = digest.selection.why_empty  # what to do next has a command in it, to be copied as it is
    yield (
        f"{escaped(empty)} {digest.selection.next_step}".strip()
        if empty
        else escaped(facts(digest.selection))
    )
    if digest.headline:
        yield " ".join(_markdown_headline(digest))


def _markdown_headline(digest: Digest) -> Iterator[str]:
    for claim in digest.headline:
        theme = digest.theme_of(claim)
        about = f"**{escaped(theme.name)}** ({_papers(len(theme.papers))}): " if theme else ""
        yield about + escaped(one_line(claim.display_text)) + claim.citation_markers


def _markdown_entry(entry: DigestEntry) -> str:
    """One paper: title, TL;DR with its verdict, who and when, links."""
    paper = entry.paper
    who = (paper.byline, paper.organization or "", upvotes(paper), days(paper), *entry.topics)
    about = " · ".join(escaped(one_line(each)) for each in who if each)
    links = " · ".join(f"[{label}](<{url}>)" for label, url in paper.links)
    tldr = f"{escaped(one_line(entry.tldr.display_text))} *({entry.tldr.verdict})*{sample(paper)}"
    return f"## {entry.number}. {escaped(one_line(paper.title))}\n\n{tldr}\n\n{about}\n\n{links}"


def _markdown_foot(digest: Digest) -> Iterator[str]:
    """What is missing, and who wrote."""
    if digest.missing:
        yield "## Missing\n\n" + "\n".join(f"- {_missing(one)}" for one in digest.missing)
    if digest.entries:
        yield f"*{escaped(how_written(digest))}*"


def headline(digest: Digest, key: str) -> str:
    """The headline as HTML: of each theme its name, how many papers, and a claim with the card of its source."""
    numbered = sources_of(digest.papers)
    told = [html.claim_with_cards(claim, numbered, f"{key}-{i}") for i, claim in enumerate(digest.headline)]
    texts = [
        f"{_theme(digest.theme_of(c))}{text}" for c, (text, _) in zip(digest.headline, told, strict=True)
    ]
    cards = "".join(card for _, its_cards in told for card in its_cards)
    return f'<div class="answer headline"><p>{"</p><p>".join(texts)}</p>{cards}</div>' if told else ""


def _theme(theme: Theme | None) -> str:
    return f'<b>{escape(theme.name)}</b> <span class="count">{len(theme.papers)}</span> ' if theme else ""


def entry(one: DigestEntry, key: str) -> str:
    """One paper as HTML: title, TL;DR with verdict and its source one click away, who and when, links."""
    paper = one.paper
    text, cards = html.claim_with_cards(one.tldr, [source_of(paper, one.number)], f"{key}-{one.number}")
    return f'<article class="entry">{_head(paper)}<p class="tldr">{text}</p>{_foot(one)}{"".join(cards)}</article>'


def missing(one: Missing) -> str:
    """A paper without TL;DR as HTML, and why it has none."""
    return (
        f'<article class="entry">{_head(one.paper)}<p class="note">No TL;DR. {escape(one.reason)}</p>'
        f'<p class="about">{html.about(one.paper, upvotes=False)}</p><p class="links">{html.links(one.paper)}</p></article>'
    )


def waiting(paper: Paper) -> str:
    """A paper whose TL;DR is still to come, as HTML."""
    return (
        f'<article class="entry">{_head(paper)}<p class="tldr pending" role="status">The TL;DR is being written …</p>'
        f'<p class="about">{html.about(paper, upvotes=False)}</p><p class="links">{html.links(paper)}</p></article>'
    )


def _head(paper: Paper) -> str:
    votes = (
        f'<span class="votes" title="upvotes">▲ {paper.upvotes:,}</span>' if paper.upvotes is not None else ""
    )
    return f'<h2 class="title">{escape(one_line(paper.title))}{votes}</h2>'


def _foot(one: DigestEntry) -> str:
    on = "".join(f'<span class="on">{escape(topic)}</span>' for topic in one.topics)
    return (
        f'<p class="about">{html.about(one.paper, upvotes=False)}</p>'
        f'<p class="links">{html.links(one.paper)}{html.sample(one.paper)}{on}</p>'
    )


def _missing(one: Missing) -> str:
    return f"{escaped(one_line(one.paper.title))}: {escaped(one_line(one.reason))}"


def _papers(count: int) -> str:
    return f"{count:,} paper{'s' * (count != 1)}"
