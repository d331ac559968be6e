"""An explanation in the forms people take away: the page's HTML, Markdown, terminal lines, JSON, the cited papers.

Every text is a stranger's and is escaped for its form. A term of the glossary is a button in the text that opens its
meaning, with the sentence that says so marked; it needs no script.
"""

from collections.abc import Sequence

from assistant.explaining.explanation import Explanation
from assistant.explaining.reading import Suggestion
from assistant.export import html, references, shapes
from assistant.export.markdown import escaped, reference
from assistant.export.page import page
from assistant.export.terminal import doubt, plain, sample
from assistant.jsonable import json_text


def as_form(one: Explanation, form: str) -> str:
    """The explanation in one of `forms.FORMS`, or `json`."""
    if form == "json":
        return json_text(one, shapes.Explanation) + "\n"
    if form == "markdown":
        return as_markdown(one)
    if form == "html":
        return page(one.paper.title, html.render("explanation.title", one) + whole(one, "e"))
    return references.WRITERS[form](source.paper for source in one.sources)


def whole(one: Explanation, key: str) -> str:
    """All of it as HTML; `key` keeps the cards of several explanations on a page apart."""
    return html.render("explanation.whole", one, headline(one), reading(one), key)


def headline(one: Explanation) -> str:
    """For whom, by whom, and how hard it is to read."""
    parts = [f"For: {one.reader.words_of_their_own or one.reader.title.lower()}", one.note]
    if one.grade is not None:
        parts.append(f"Reading grade {one.grade:g} (Flesch–Kincaid).")
    return " · ".join(parts)


def body(one: Explanation, key: str) -> str:
    """The parts with their claims, citations and terms, each opening a card."""
    return html.render("explanation.body", one, key)


def reading(one: Explanation) -> list[tuple[str, Sequence[Suggestion]]]:
    """What to read first and next under their headings, where there is any."""
    return [
        (heading, found) for heading, found in (("Read first", one.first), ("Read next", one.next)) if found
    ]


def glossary(one: Explanation) -> str:
    """The terms and what they stand for; nothing where there are none."""
    return html.render("explanation.glossary", one)


def as_markdown(one: Explanation) -> str:
    """Title, parts, glossary, reading and numbered references."""
    blocks = [f"# {escaped(one.paper.title)}", f"*{escaped(headline(one))}*"]
    for part in one.parts:
        paragraph = " ".join(
            escaped(claim.display_text) + claim.citation_markers + doubt(claim) for claim in part.claims
        )
        blocks += [f"## {part.heading}", paragraph]
    if one.glossary:
        terms = [
            f"- **{escaped(e.name)}**: {escaped(e.meaning)} [{one.number_of(e.paper)}]" for e in one.glossary
        ]
        blocks += ["## Glossary", "\n".join(terms)]
    for heading, found in reading(one):
        lines = [f"- {escaped(s.paper.title)} (<{s.paper.url}>). {escaped(s.why)}" for s in found]
        blocks += [f"## {heading}", "\n".join(lines)]
    blocks += ["## References", "\n".join(reference(source.number, source.paper) for source in one.sources)]
    return "\n\n".join(blocks) + "\n"


def lines(one: Explanation) -> list[str]:
    """The explanation as lines of plain text for the terminal."""
    text = [plain(one.paper.title) + sample(one.paper), f"  {one.paper.url}", f"  {plain(headline(one))}"]
    for part in one.parts:
        text += ["", part.heading]
        text += [f"  {plain(c.marked)}{doubt(c)}" for c in part.claims]
    if one.glossary:
        text += ["", "Glossary"]
        text += [f"  {plain(e.name)}: {plain(e.meaning)} [{one.number_of(e.paper)}]" for e in one.glossary]
    for heading, found in reading(one):
        text += ["", heading]
        text += [
            line
            for s in found
            for line in (f"  {plain(s.paper.title)}", f"    {s.paper.url}", f"    {plain(s.why)}")
        ]
    others = one.sources[1:]
    text += ["", "Terms are explained by"] * bool(others)
    return text + [
        f"  [{source.number}] {plain(source.paper.title)}  {source.paper.url}" for source in others
    ]


def suggested(found: Sequence[Suggestion], heading: str = "") -> str:
    """A list of papers worth reading, each with the reason; over it the heading, if there is one."""
    return html.render("explanation.suggested", found, heading)
