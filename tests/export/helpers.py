"""Replies made by hand, so that every text in them can be hostile."""

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from assistant.asking.reply import Reply
from assistant.asking.understanding import understand
from assistant.checking.citations import Claim
from assistant.evidence.ranking import Evidence
from assistant.evidence.sources import Source, number_sources
from assistant.library.papers import Hit, Paper, Sentence
from assistant.text.sentences import split
from tests.conftest import TODAY, paper


def sources(*papers: Paper) -> tuple[Source, ...]:
    """The papers as numbered sources."""
    return number_sources([Hit(p, 1.0, rank, None) for rank, p in enumerate(papers, 1)])


def sentences(one: Paper) -> list[Sentence]:
    """All its sentences, those with markup too: no feature takes these up, but the forms have to be safe by themselves."""
    spans = enumerate(split(one.abstract), 1)
    return [Sentence(one.id, number, one.abstract[start:end], start, end) for number, (start, end) in spans]


def quoting(one: Source, sentence: int = 1, **fields: Any) -> Claim:
    """A claim that quotes a sentence of the source; `fields` replace what is given here."""
    evidence = Evidence(sentences(one.paper)[sentence - 1], 1.0)
    values: dict[str, Any] = {"verdict": "quoted", "reason": "", "prefix": ""} | fields
    return Claim(values.pop("text", evidence.sentence.text), (one.number,), (evidence,), **values)


def reply_of(*claims: Claim, papers: tuple[Source, ...] = (), question: str = "What is new?") -> Reply:
    """A finished reply of these claims."""
    reply = Reply(understand(question, TODAY), "none", "quotations", claims=list(claims), sources=papers)
    reply.finished = True
    return reply


def hostile(text: str) -> Reply:
    """A reply in which every text of a stranger is this one."""
    told = text.strip() or "?"
    one = paper(
        title=told,
        abstract=told,
        authors=(told, told + " II", *["x"] * 9),
        organization=told,
        categories=(told,),
        keywords=(told,),
        featured=date(2026, 11, 20),
        upvotes=1_234,
        code="https://code.example/?a=1&b=2",
        source="sample",
    )
    (source,) = sources(one)
    reply = reply_of(
        quoting(source, text=told),
        quoting(source, text=told, verdict="unsure", reason=told, prefix="\n- "),
        Claim(told, (), (), "uncited", told, "\n\n"),
        papers=(source,),
        question=told,
    )
    reply.pending, reply.nearest = told, (source.hit,)
    return reply


@cache
def payloads(data: Path) -> list[str]:
    """The attacks on web pages and Markdown of the shared data, and the strings that break programs."""

    def read(name: str) -> Any:
        return json.loads((data / name).read_text(encoding="utf-8"))

    attacks = [read(f"injection/{name}")["payloads"] for name in ("web_html_js.json", "markdown_js.json")]
    return [" ".join(text.split()) for text in [*attacks[0], *attacks[1], *read("naughty/blns.json")]]


ATTACKS = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror='alert(1)'>",
    "' onmouseover='alert(1)",
    "</p></div><iframe src=javascript:alert(1)>",
    "&lt;script&gt; &#60;b&#62; &amp;",
    "<!-- comment --> <![CDATA[x]]>",
    "[here](javascript:alert(1)) ![dot](https://tracker.example/x.png)",
    "[1]: https://evil.example\n[1][1]",
    "`code` **bold** __bold__ ~~gone~~ $x^2$ | a | b |",
    "```\nfence\n```",
    "# heading",
    "- item",
    "1. item",
    "2025) year",
    "===",
    "> quoted",
    "C:\\path\\",
]
