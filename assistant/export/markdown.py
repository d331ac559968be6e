"""A conversation as Markdown with numbered references: what the download button gives."""

import re
from collections.abc import Sequence

from assistant.asking.reply import Reply
from assistant.checking.citations import Claim
from assistant.export.terminal import sample, summary
from assistant.library.papers import Paper

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
        (claim.prefix or " ") + _headed(claim) + escaped(claim.display_text) + claim.citation_markers
        for claim in one.claims
    )
    cut = f"{one.pending_lead or ' '}{escaped(one.pending)} …" if one.pending else ""
    return (claims + cut).strip()


def _headed(claim: Claim) -> str:
    return f"**{escaped(claim.heading)}** " if claim.heading else ""


def reference(number: int, paper: Paper) -> str:
    """One numbered line of a list of references."""
    year = f" ({paper.published.year})" if paper.published else ""
    by = f"{escaped(paper.byline)}{year}. " if paper.byline else ""
    return f"{number}. {by}{escaped(paper.title)}. <{paper.url}>{sample(paper)}"
