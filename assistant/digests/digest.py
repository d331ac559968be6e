"""A day's, week's or month's papers → TL;DRs, a headline and themes.

`make` gives the digest after each paper that is done, so that results can be shown as they come; a paper that
fails is among `missing` with the reason, and the rest arrives. Every sentence of the headline is a checked claim;
what is counted are facts of the library and stands apart.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from assistant.checking.citations import Claim
from assistant.digests.selection import Selection
from assistant.digests.tldr import TldrWriter
from assistant.errors import PapersError
from assistant.library.grouping import positions
from assistant.library.library import Library
from assistant.library.papers import Paper
from assistant.llm.models import Usage
from assistant.llm.parallel import in_parallel
from assistant.overviews.themes import Theme, find_themes

HEADLINE = 3
"""Papers that the headline tells of where there are too few for themes."""


@dataclass(frozen=True, slots=True)
class DigestEntry:
    """One paper of a digest with its TL;DR, which cites it by its number in the digest."""

    number: int
    paper: Paper
    tldr: Claim
    topics: tuple[str, ...] = ()
    """The topics followed, or asked for, that it is on."""


@dataclass(frozen=True, slots=True)
class Missing:
    """A paper that has no TL;DR, and why."""

    paper: Paper
    reason: str


@dataclass(frozen=True, slots=True)
class Digest:
    """A digest while it is made and after: `entries` and `missing` grow until together they are all `papers`."""

    selection: Selection
    writer: str
    """Who writes the TL;DRs, as a person would say it."""
    themes: tuple[Theme, ...] = ()
    places: tuple[tuple[float, float], ...] = ()
    """Where each of the papers stands on the map: near where they are alike."""
    entries: tuple[DigestEntry, ...] = ()
    missing: tuple[Missing, ...] = ()
    highlights: tuple[str, ...] = ()
    """Ids of the papers that the headline tells of."""
    usage: Usage = field(default_factory=Usage)

    @property
    def papers(self) -> tuple[Paper, ...]:
        """All the papers it is of, in their order."""
        return self.selection.papers

    @property
    def done(self) -> int:
        """How many papers are done, well or not."""
        return len(self.entries) + len(self.missing)

    @property
    def finished(self) -> bool:
        """Whether all of them are."""
        return self.done == len(self.papers)

    @property
    def headline(self) -> tuple[Claim, ...]:
        """What the papers are about: the checked TL;DRs of those that stand out, the themes' order."""
        by_id = {entry.paper.id: entry.tldr for entry in self.entries}
        claims = (by_id[id_] for id_ in self.highlights if id_ in by_id)
        return tuple(claim for claim in claims if claim.holds)

    def theme_of(self, claim: Claim) -> Theme | None:
        """The theme of the paper that a claim of the headline cites."""
        id_ = self.papers[claim.cited[0] - 1].id
        return next((theme for theme in self.themes if id_ in theme.papers), None)


def make(
    selection: Selection, library: Library, writer: TldrWriter, most_tokens: int | None = None
) -> Iterator[Digest]:
    """The digest as it grows: once before the first TL;DR, once after each paper, the last one whole.

    The papers that the headline tells of come first. `most_tokens` is never exceeded: what does not fit any more
    is missing, and says so.
    """
    begun = _begin(selection, library, writer)
    yield begun
    first = [paper for paper in begun.papers if paper.id in begun.highlights]
    rest = [paper for paper in begun.papers if paper.id not in begun.highlights]
    affordable, too_dear = within(most_tokens, [*first, *rest], writer)
    for paper in too_dear:
        begun = _with(begun, paper, PapersError("The token budget is used up.", "Raise --max-tokens."))
    if too_dear:
        yield begun
    work = in_parallel(lambda paper: writer.write(paper, begun.usage), affordable, writer.at_once)
    for paper, result in work:
        begun = _with(begun, paper, result)
        yield begun


@dataclass(frozen=True, slots=True)
class Cost:
    """What is still to be written by a model: how many TL;DRs, at most how many tokens."""

    tldrs: int
    tokens: int


def cost_of(selection: Selection, writer: TldrWriter) -> Cost:
    """What the digest would cost; nothing where no model writes, or all is kept from before."""
    costs = [writer.tokens(paper) for paper in selection.papers]
    return Cost(sum(cost > 0 for cost in costs), sum(costs))


def within(
    most_tokens: int | None, papers: Sequence[Paper], writer: TldrWriter
) -> tuple[list[Paper], list[Paper]]:
    """The papers whose TL;DRs fit the budget, in order, and those that do not."""
    if most_tokens is None:
        return list(papers), []
    fit: list[Paper] = []
    too_dear: list[Paper] = []
    left = most_tokens
    for paper in papers:
        cost = writer.tokens(paper)
        (fit if cost <= left else too_dear).append(paper)
        left -= cost if cost <= left else 0
    return fit, too_dear


def _begin(selection: Selection, library: Library, writer: TldrWriter) -> Digest:
    papers = selection.papers
    vectors = library.store.vectors([paper.id for paper in papers])
    known = [paper for paper in papers if paper.id in vectors]
    rows = [vectors[paper.id] for paper in known]
    themes = find_themes(known, rows)
    return Digest(
        selection,
        writer.name,
        themes,
        tuple(positions(rows)) if len(known) == len(papers) else ((0.0, 0.0),) * len(papers),
        highlights=_highlights(papers, themes),
    )


def _highlights(papers: Sequence[Paper], themes: Sequence[Theme]) -> tuple[str, ...]:
    """The paper of each theme that comes first in the digest's order; with no themes, the first of several.

    Papers that are kept by their titles only have no sentence for a headline.
    """
    ids = [paper.id for paper in papers if paper.abstract]
    if not themes:
        return tuple(ids[:HEADLINE]) if len(papers) > HEADLINE else ()
    firsts = (next((id_ for id_ in theme.papers if id_ in ids), None) for theme in themes)
    return tuple(filter(None, firsts))


def _with(digest: Digest, paper: Paper, result: Claim | PapersError) -> Digest:
    """The digest with one paper more, all in the order of the papers."""
    place = {one.id: number for number, one in enumerate(digest.papers, 1)}
    if isinstance(result, PapersError):
        missing = [*digest.missing, Missing(paper, str(result))]
        return replace(digest, missing=tuple(sorted(missing, key=lambda one: place[one.paper.id])))
    number = place[paper.id]
    topics = digest.selection.topics[number - 1]
    entry = DigestEntry(number, paper, replace(result, cited=(number,), prefix=""), topics)
    return replace(digest, entries=tuple(sorted([*digest.entries, entry], key=lambda one: one.number)))
