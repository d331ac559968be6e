"""A digest as Markdown, for a repository or Slack, and in pieces of HTML for pages.

Facts of the library (how many papers, most upvotes) are kept apart from claims. Everything of strangers is escaped.
"""

from collections.abc import Iterator, Sequence

from assistant.digests.digest import Cost, Digest, DigestEntry, Missing
from assistant.digests.selection import Selection
from assistant.digests.tldr import ChosenTldrs
from assistant.evidence.sources import source_of, sources_of
from assistant.export import html
from assistant.export.markdown import escaped
from assistant.export.terminal import one_line, sample, upvotes
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
    themes = f" and {cost.themes} themes" if cost.themes else ""
    text = f"{cost.tldrs} TL;DRs{themes} to be written by a model, at most {cost.tokens:,} tokens"
    return text if per_million is None else f"{text}, at most ${cost.tokens * per_million / 1_000_000:.2f}"


def days(paper: Paper) -> str:
    """The day Daily Papers featured it, else the day it was published; said which."""
    if paper.featured:
        return f"featured {paper.featured}"
    return f"published {paper.published}" if paper.published else ""


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
    if digest.summary:
        yield " ".join(escaped(one_line(c.display_text)) + c.citation_markers for c in digest.summary)
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
    return html.render("digest.headline", digest, sources_of(digest.papers), key)


def entry(one: DigestEntry, key: str) -> str:
    """One paper as HTML: title, TL;DR with verdict and its source one click away, who and when, links."""
    return html.render("digest.entry", one, source_of(one.paper, one.number), f"{key}-{one.number}")


def missing(one: Missing) -> str:
    """A paper without TL;DR as HTML, and why it has none."""
    return html.render("digest.missing", one)


def waiting(paper: Paper) -> str:
    """A paper whose TL;DR is still to come, as HTML."""
    return html.render("digest.waiting", paper)


def _missing(one: Missing) -> str:
    return f"{escaped(one_line(one.paper.title))}: {escaped(one_line(one.reason))}"


def _papers(count: int) -> str:
    return f"{count:,} paper{'s' * (count != 1)}"
