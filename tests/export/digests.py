"""Digests to show in the tests of their forms, one of them with a stranger's text in every place."""

from dataclasses import replace

from assistant.checking.citations import quote
from assistant.digests.digest import Digest, DigestEntry, Missing
from assistant.digests.following import Following
from assistant.digests.selection import Request, Selection
from assistant.evidence.ranking import Evidence
from assistant.library.papers import Paper
from assistant.overviews.themes import Theme
from assistant.spans import read_span
from tests.conftest import TODAY, paper
from tests.export.helpers import sentences


def of(papers: list[Paper], done: int | None = None, **fields: object) -> Digest:
    """A digest of these papers of which the first `done` are done."""
    selection = Selection(
        Request(read_span("2025-11-12", TODAY)), tuple(papers), ((),) * len(papers), featured=len(papers)
    )
    entries = [entry(n, p) for n, p in enumerate(papers[:done], 1)]
    values: dict[str, object] = {"entries": tuple(entries), "highlights": tuple(p.id for p in papers[:2])}
    return Digest(selection, "quotations", **values | fields)


def entry(number: int, one: Paper) -> DigestEntry:
    return DigestEntry(number, one, quote(Evidence(sentences(one)[0], 0.5), number))


def hostile(text: str) -> Digest:
    """A digest with this text as its paper's title, abstract, author, its theme, topic and reason."""
    told = text.strip() or "?"
    one = paper(1, title=told, abstract=told, authors=(told,), organization=told, keywords=(told,), upvotes=1)
    plain = of([one], missing=(Missing(one, told),), themes=(Theme(told, (one.id,)),))
    request = replace(plain.selection.request, following=Following((told,)))
    return replace(
        plain,
        selection=replace(plain.selection, request=request, topics=((told,),)),
        entries=tuple(replace(each, topics=(told,)) for each in plain.entries),
    )
