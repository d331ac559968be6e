"""An overview in the forms people take away: Markdown, whole or as it comes, a page, JSON, its papers as references."""

from collections.abc import Callable, Iterator, Sequence

from assistant.checking.citations import Claim
from assistant.comparing.synthesis import short_name
from assistant.export import html, shapes
from assistant.export.markdown import escaped, reference
from assistant.export.page import page
from assistant.export.references import WRITERS
from assistant.export.terminal import doubt, one_line
from assistant.jsonable import json_text
from assistant.overviews.make import Cost
from assistant.overviews.overview import Overview, Section


def title(one: Overview) -> str:
    """What it is of, in one line of plain text."""
    return one_line(one.topic) or "Overview"


def facts(one: Overview) -> str:
    """How many papers it is of, by which conditions they were chosen, and who wrote, in plain text."""
    count = f"{len(one.papers)} paper{'s' * (len(one.papers) != 1)}"
    conditions = one_line(", ".join(one.filters.labels().values()))
    by = f"written by {one_line(one.writer)}, checked against the abstracts" if one.writer else "quoted"
    return "; ".join(filter(None, (count, conditions, by)))


def price(cost: Cost, per_million: float | None) -> str:
    """What is read, its tokens and, where a price is set, the money: `30 papers, 7 calls to a model, at most …`."""
    text = f"{cost.papers} papers, {cost.calls} calls to a model, at most {cost.tokens:,} tokens"
    return text if per_million is None else f"{text}, at most ${cost.tokens * per_million / 1_000_000:.2f}"


def as_markdown(one: Overview) -> str:
    """Summary, sections, what is open, and the numbered papers."""
    parts = [_head(one), _summary(one), *(_section(section, one) for section in one.sections), *_foot(one)]
    return "\n\n".join(filter(None, parts)) + "\n"


class MarkdownCursor:
    """How much of a growing overview a reader of its Markdown has seen: the summary, which comes last, stands last."""

    def __init__(self) -> None:
        self._headed, self._sections = False, 0

    def more(self, one: Overview) -> str:
        """What there is to show since the last call; a section waits for those before it."""
        return "".join(f"{part}\n\n" for part in self._parts(one) if part)

    def _parts(self, one: Overview) -> Iterator[str]:
        if not self._headed:
            self._headed = True
            yield _head(one)
        while self._sections < one.ready:
            self._sections += 1
            yield _section(one.sections[self._sections - 1], one)
        if one.finished:
            yield f"## In short\n\n{_summary(one)}" if one.summary else ""
            yield from _foot(one)


def _head(one: Overview) -> str:
    return f"# {escaped(title(one))}\n\n*{escaped(facts(one))}*"


def _summary(one: Overview) -> str:
    return _sentences(one.summary, one)


def _section(section: Section, one: Overview) -> str:
    papers = ", ".join(map(str, section.papers))
    return (
        f"## {escaped(one_line(section.heading))}\n\n*Papers {papers}*\n\n{_sentences(section.claims, one)}"
    )


def _foot(one: Overview) -> Iterator[str]:
    if one.open:
        yield f"## Open questions\n\n{_sentences(one.open, one)}"
    yield "## Papers\n\n" + "\n".join(reference(source.number, source.paper) for source in one.sources)
    yield "\n".join(f"*{escaped(note)}*" for note in one.notes)


def _sentences(claims: Sequence[Claim], one: Overview) -> str:
    """Written sentences as a paragraph; quotations as a list, each after the name of its paper."""
    quoted = any(claim.verdict == "quoted" for claim in claims)
    lines = [f"{named(claim, one)}{escaped(_text(claim))}{claim.citation_markers}" for claim in claims]
    return "\n".join(f"- {line}" for line in lines) if quoted else " ".join(lines)


def _text(claim: Claim) -> str:
    return one_line(claim.display_text) + doubt(claim)


def named(claim: Claim, one: Overview) -> str:
    """The name of the paper before a quotation, as Markdown: "we" alone says nothing of who speaks."""
    if claim.verdict != "quoted":
        return ""
    return f"*{escaped(one_line(short_name(one.papers[claim.cited[0] - 1])))}*: "


def as_json(one: Overview) -> str:
    """The overview as one JSON object."""
    return json_text(one, shapes.Overview)


def as_page(one: Overview) -> str:
    """The overview as one HTML page, to be kept as a file."""
    return page(title(one), html.render("overview.title", title(one)) + as_html(one, "overview"))


def as_html(one: Overview, key: str) -> str:
    """What there is of it so far as HTML; every citation opens the card of its source."""
    return html.render("overview.whole", one, facts(one), key, short_name)


_MAKERS: dict[str, Callable[[Overview], str]] = {"markdown": as_markdown, "html": as_page, "json": as_json}


def in_form(one: Overview, form: str) -> str:
    """The overview in one of `forms.FORMS`, or as JSON."""
    return _MAKERS[form](one) if form in _MAKERS else WRITERS[form](one.papers)
