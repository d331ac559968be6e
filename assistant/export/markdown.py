"""A conversation as Markdown with numbered references: what the download button gives."""

import re
from collections.abc import Sequence

from assistant.asking.reply import Reply
from assistant.checking.citations import Claim
from assistant.export.terminal import sample, summary
from assistant.library.papers import Paper
from assistant.text.markup import Block

_BREAK = "\n\n"
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$&]|:(?=//)|(?<=[wW]{3})\.)")
"""What Markdown gives a meaning; a colon and a dot where GitHub would make a link of a bare address."""
_AT_START = re.compile(r"^([^\S\n]*\d*)([-+=.)])", re.MULTILINE)
"""What would begin a list, an underline or a number at the start of a line."""


def escaped(text: str) -> str:
    """The text so that Markdown shows it as it is written: no link, image, tag or formula comes from a stranger."""
    return _AT_START.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", text.strip()))


def conversation(replies: Sequence[Reply]) -> str:
    """Questions, answers with their verdicts, and references."""
    return "\n\n".join(map(reply, replies)) + "\n"


def reply(one: Reply) -> str:
    """One question with its answer."""
    parts = [f"## {escaped(one.question.text)}", _answer(one)]
    if one.question.filters:
        parts.insert(1, f"*Only: {escaped(', '.join(one.question.filters.labels().values()))}*")
    if one.claims:
        parts += [escaped(one.notice.message)] if one.notice else []
        parts.append(f"*{summary(one)}*")
        parts.append("\n".join(reference(source.number, source.paper) for source in one.cited))
    return "\n\n".join(parts)


def _answer(one: Reply) -> str:
    """The text of the reply, everything in it escaped but its own citations and bullets."""
    if not one.claims:
        return escaped(one.text)
    claims = "".join(
        _before(claim) + (claim.prefix or " ") + escaped(claim.display_text) + claim.citation_markers
        for claim in one.claims
    )
    cut = f"{_BREAK if one.pending_lead.strip(' ') else ' '}{escaped(one.pending)} …" if one.pending else ""
    ended = f"\n\n*{escaped(one.cut_short)}*" if one.cut_short else ""
    return (claims + cut + ended).strip()


def _before(claim: Claim) -> str:
    """The headings, code and parts of a table before a claim, in Markdown."""
    return "".join(map(_block, claim.before))


def _block(block: Block) -> str:
    match block.kind:
        case "heading":
            return f"\n\n#### {escaped(block.text)}"
        case "code":
            fence = "`" * max(3, 1 + max(map(len, re.findall("`+", block.text)), default=0))
            return f"\n\n{fence}\n{block.text}\n{fence}"
        case "head":
            cells = " | ".join(map(escaped, block.cells))
            return f"\n\n| {cells} |\n|{' --- |' * len(block.cells)}"
    return f"\n| {escaped(block.text)}"


def reference(number: int, paper: Paper) -> str:
    """One numbered line of a list of references."""
    year = f" ({paper.published.year})" if paper.published else ""
    by = f"{escaped(paper.byline)}{year}. " if paper.byline else ""
    return f"{number}. {by}{escaped(paper.title)}. <{paper.url}>{sample(paper)}"
