"""An explanation in the forms people take away: the page's HTML, Markdown, terminal lines, JSON, the cited papers.

Every text is a stranger's and is escaped for its form. A term of the glossary is a button in the text that opens its
meaning, with the sentence that says so marked; it needs no script.
"""

import json
import re
from collections.abc import Callable, Sequence
from html import escape

from assistant.explaining.explanation import Explanation
from assistant.explaining.glossary import Term
from assistant.explaining.reading import Suggestion
from assistant.jsonable import to_json
from assistant.output import html, references, shapes
from assistant.output.markdown import escaped, reference
from assistant.output.page import page
from assistant.output.terminal import doubt, plain, sample


def as_form(one: Explanation, form: str) -> str:
    """The explanation in one of `forms.FORMS`, or `json`."""
    if form == "json":
        return json.dumps(to_json(one, shapes.Explanation), ensure_ascii=False, indent=2) + "\n"
    if form == "markdown":
        return as_markdown(one)
    if form == "html":
        return page(
            one.paper.title, f"<h1>{escape(one.paper.title)}{html.sample(one.paper)}</h1>{whole(one, 'e')}"
        )
    return references.WRITERS[form](source.paper for source in one.sources)


def whole(one: Explanation, key: str) -> str:
    """All of it as HTML; `key` keeps the cards of several explanations on a page apart."""
    return f'<p class="about">{escape(headline(one))}</p>{body(one, key)}{beside(one)}'


def headline(one: Explanation) -> str:
    """For whom, by whom, and how hard it is to read."""
    parts = [f"For: {one.reader.words_of_their_own or one.reader.title.lower()}", one.note]
    if one.grade is not None:
        parts.append(f"Reading grade {one.grade:g} (Flesch–Kincaid).")
    return " · ".join(parts)


def body(one: Explanation, key: str) -> str:
    """The parts with their claims, citations and terms, each opening a card."""
    parts, cards = [], []
    shown = _with_terms(one.glossary, key)
    for part in one.parts:
        told = []
        for number, claim in enumerate(part.claims):
            text, its_cards = html.claim_with_cards(claim, one.sources, f"{key}-{part.key}-{number}", shown)
            told.append(text)
            cards += its_cards
        parts.append(f"<h3>{part.heading}</h3><p>{' '.join(told)}</p>")
    cards += [_meaning(one, term, f"{key}-term-{number}") for number, term in enumerate(one.glossary)]
    return f'<div class="answer explanation">{"".join(parts)}{"".join(cards)}</div>'


def beside(one: Explanation) -> str:
    """The glossary, and what to read first and next, each with its reason; nothing where there is none of it."""
    read = "".join(f"<h3>{heading}</h3>{suggested(found)}" for heading, found in reading(one))
    return glossary(one) + (f'<div class="beside">{read}</div>' if read else "")


def reading(one: Explanation) -> list[tuple[str, Sequence[Suggestion]]]:
    """What to read first and next under their headings, where there is any."""
    return [
        (heading, found) for heading, found in (("Read first", one.first), ("Read next", one.next)) if found
    ]


def glossary(one: Explanation) -> str:
    """The terms and what they stand for; nothing where there are none."""
    items = "".join(
        f"<dt>{escape(term.name)}</dt><dd>{escape(term.meaning)}{_told_by(one, term)}</dd>"
        for term in one.glossary
    )
    return f'<div class="beside"><h3>Glossary</h3><dl class="glossary">{items}</dl></div>' if items else ""


def as_markdown(one: Explanation) -> str:
    """Title, parts, glossary, reading and numbered references."""
    blocks = [f"# {escaped(one.paper.title)}", f"*{escaped(headline(one))}*"]
    for part in one.parts:
        told = " ".join(escaped(claim.said) + claim.marks + doubt(claim) for claim in part.claims)
        blocks += [f"## {part.heading}", told]
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
    told = [plain(one.paper.title) + sample(one.paper), f"  {one.paper.url}", f"  {plain(headline(one))}"]
    for part in one.parts:
        told += ["", part.heading]
        told += [f"  {plain(c.marked)}{doubt(c)}" for c in part.claims]
    if one.glossary:
        told += ["", "Glossary"]
        told += [f"  {plain(e.name)}: {plain(e.meaning)} [{one.number_of(e.paper)}]" for e in one.glossary]
    for heading, found in reading(one):
        told += ["", heading]
        told += [
            line
            for s in found
            for line in (f"  {plain(s.paper.title)}", f"    {s.paper.url}", f"    {plain(s.why)}")
        ]
    others = one.sources[1:]
    told += ["", "Terms are explained by"] * bool(others)
    return told + [
        f"  [{source.number}] {plain(source.paper.title)}  {source.paper.url}" for source in others
    ]


def _with_terms(glossary: Sequence[Term], key: str) -> Callable[[str], str]:
    """Escapes a text, and makes the first place of each term in it a button that opens its meaning."""
    numbers = {term.name: number for number, term in enumerate(glossary)}
    if not numbers:
        return escape
    names = "|".join(sorted(map(re.escape, numbers), key=len, reverse=True))
    pattern = re.compile(rf"(?<![\w-])({names})(?=s?(?![\w-]))")

    def shown(text: str) -> str:
        parts, at, seen = [], 0, set[str]()
        for match in pattern.finditer(text):
            if (name := match[1]) in seen:
                continue
            seen.add(name)
            meaning = glossary[numbers[name]].meaning
            parts += [
                escape(text[at : match.start()]),
                f'<button type="button" class="term" popovertarget="{key}-term-{numbers[name]}" '
                f'title="{escape(meaning)}" aria-label="{escape(name)}: {escape(meaning)}">{escape(name)}</button>',
            ]
            at = match.end(1)
        return "".join(parts) + escape(text[at:])

    return shown


def _meaning(one: Explanation, term: Term, key: str) -> str:
    """The card that a term opens: its meaning, and the sentence that says so."""
    spans = [(each.sentence.start, each.sentence.end) for each in term.evidence]
    return (
        f'<div popover id="{key}" class="card" role="dialog" aria-label="{escape(term.name)}">'
        f'{html.close(key)}<p class="title">{escape(term.name)}: {escape(term.meaning)}</p>'
        f'<p class="about">As explained in [{one.number_of(term.paper)}] {escape(term.paper.title)}</p>'
        f'<p class="abstract">{html.marked_abstract(term.paper, spans)}</p><p>{html.links(term.paper)}</p></div>'
    )


def _told_by(one: Explanation, term: Term) -> str:
    if term.paper.id == one.paper.id:
        return ""
    title = escape(term.paper.title)
    return f' <span class="about">as in <a href="{escape(term.paper.url)}" target="_blank" rel="noopener noreferrer">{title}</a></span>'


def suggested(found: Sequence[Suggestion]) -> str:
    """A list of papers worth reading, each with the reason."""
    items = "".join(
        f"<li><b>{escape(each.paper.title)}</b><br>"
        f'<span class="why">{escape(_why(each))}</span><br>{html.links(each.paper)}{html.sample(each.paper)}</li>'
        for each in found
    )
    return f'<ul class="sources">{items}</ul>'


def _why(each: Suggestion) -> str:
    return f"{each.paper.published}. {each.why}"
