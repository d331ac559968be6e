"""A conversation in the forms people take away: the text with its references, or exactly the papers it cites."""

from collections.abc import Sequence
from html import escape

from assistant.asking.reply import Reply
from assistant.export import html, markdown, references
from assistant.export.page import page
from assistant.export.terminal import summary


def as_form(replies: Sequence[Reply], form: str) -> str:
    """The conversation in one of `forms.FORMS`."""
    if form == "markdown":
        return markdown.conversation(replies)
    if form == "html":
        return _as_page(replies)
    return references.WRITERS[form](source.paper for reply in replies for source in reply.cited)


def _as_page(replies: Sequence[Reply]) -> str:
    title = replies[0].question.text if len(replies) == 1 else "A conversation about papers"
    return page(title, "\n".join(_turn(reply, number) for number, reply in enumerate(replies)))


def _turn(reply: Reply, number: int) -> str:
    parts = [f"<h2>{escape(reply.question.text)}</h2>"]
    if reply.question.filters:
        only = ", ".join(reply.question.filters.labels().values())
        parts.append(f'<p class="about">Only: {escape(only)}</p>')
    if reply.claims:
        parts += [f"<p>{escape(reply.notice.message)}</p>"] if reply.notice else []
        parts += [html.answer(reply, f"answer{number}"), f'<p class="about">{escape(summary(reply))}</p>']
        parts.append(html.sources(reply.cited))
    else:
        parts.append(f"<p>{escape(reply.text)}</p>")
    return f"<section>{''.join(parts)}</section>"
