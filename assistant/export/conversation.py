"""A conversation in the forms people take away: the text with its references, or exactly the papers it cites."""

from collections.abc import Sequence

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
    from markupsafe import Markup

    title = replies[0].question.text if len(replies) == 1 else "A conversation about papers"
    turns = [
        (reply, Markup(html.answer(reply, f"answer{n}")), Markup(html.sources(reply.cited)), summary(reply))
        for n, reply in enumerate(replies)
    ]
    return page(title, html.render("page.conversation", turns))
