"""`papers digest`: a day's, week's or month's papers in TL;DRs, as they come; and its cache."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.commands.shared import (
    AsJson,
    Model,
    chosen_form,
    ensure_sample,
    note,
    open_workshop,
    out,
    out_json,
)
from assistant.errors import InputError

if TYPE_CHECKING:
    from assistant.digesting.digest import Digest
    from assistant.digesting.selection import Request, Selection
    from assistant.spans import Span, SpanKind
    from assistant.wiring import Workshop

commands = typer.Typer()
cache = typer.Typer(
    help="The TL;DRs that were written, kept for the same abstract, prompt and model.", no_args_is_help=True
)


@commands.command()
def digest(
    when: Annotated[
        str | None,
        typer.Argument(
            metavar="[DATE]", help="2025-11-12, 2025-W46, 2025-11, today; else the newest day there is."
        ),
    ] = None,
    week: Annotated[bool, typer.Option("--week", help="The week of that day.")] = False,
    month: Annotated[bool, typer.Option("--month", help="The month of that day.")] = False,
    top: Annotated[int | None, typer.Option(min=1, help="At most this many papers; by default 50.")] = None,
    topic: Annotated[
        list[str] | None, typer.Option(help="Only papers on this topic, best first; may be repeated.")
    ] = None,
    follow: Annotated[
        bool, typer.Option("--follow", help="By the topics you follow (papers follow).")
    ] = False,
    form: Annotated[
        str | None,
        typer.Option("--format", help="markdown, html, json, atom or email; bibtex, ris or csl: its papers."),
    ] = None,
    as_json: AsJson = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what it would cost, and write nothing.")
    ] = False,
    max_tokens: Annotated[int | None, typer.Option(min=0, help="Never use more tokens than this.")] = None,
    model: Model = None,
) -> None:
    """Sum up a day's papers: a TL;DR of each, and above them the themes they share."""
    from assistant.digesting.digest import make
    from assistant.digesting.selection import select

    form = chosen_form(form, as_json, ("atom", "email")) or "markdown"
    workshop = open_workshop(model)
    ensure_sample(workshop)
    span = _span(workshop, when, week, month)
    request = _request(workshop, span, top, topic, follow)
    selection = select(request, workshop.library, workshop.days, date.today())
    if dry_run:
        _say_what_it_takes(selection, workshop)
        return
    if form == "atom" and span.kind != "day":
        from assistant.output.feed import atom

        sys.stdout.write(atom(list(_each_day(request, workshop, max_tokens))))
        return
    _print(make(selection, workshop.library, workshop.tldrs, max_tokens), form, workshop)


def _span(workshop: "Workshop", when: str | None, week: bool, month: bool) -> "Span":
    """What was asked for; with no date the newest day that has papers, and said so."""
    from assistant.digesting.selection import newest_day
    from assistant.spans import read_span, span_of

    if week and month:
        raise InputError("A digest covers either a week or a month.", "Leave out --week or --month.")
    kind: SpanKind | None = "week" if week else "month" if month else None
    today = date.today()
    if when:
        return read_span(when, today, kind)
    newest = newest_day(workshop.library) or today
    if newest != today:
        note(f"No date was given: this is {newest}, the newest day with papers.")
    return span_of(kind or "day", newest)


def _request(
    workshop: "Workshop", span: "Span", top: int | None, topics: list[str] | None, follow: bool
) -> "Request":
    from assistant.digesting.following import Following, following, tidied
    from assistant.digesting.selection import TOP, Request

    kept = following(workshop.topics) if follow else Following()
    if follow and not kept:
        raise InputError("You follow no topic yet.", 'Begin with: papers follow add "KV-cache compression"')
    return Request(span, top or TOP, Following(tidied((*(topics or ()), *kept.topics)), kept.muted))


def _say_what_it_takes(selection: "Selection", workshop: "Workshop") -> None:
    """How many papers and tokens, before anything is spent."""
    from assistant.digesting.digest import cost_of
    from assistant.output.digest import price

    out(
        f"{len(selection.papers)} papers; {price(cost_of(selection, workshop.tldrs), workshop.settings.price)}."
    )


def _print(growing: "Iterator[Digest]", form: str, workshop: "Workshop") -> None:
    """Markdown as the papers come, every other form when all are there; progress beside it."""
    from assistant.output import shapes
    from assistant.output.digest import MarkdownShown, facts
    from assistant.output.terminal import plain

    digest, shown = None, MarkdownShown()
    for digest in growing:
        _progress(digest)
        if form == "markdown" and (text := shown.more(digest)):
            sys.stdout.write(plain(text))
            sys.stdout.flush()
    assert digest  # `make` gives at least one
    if form == "json":
        out_json(digest, shapes.Digest)
    elif form != "markdown":
        sys.stdout.write(_whole(digest, form, workshop))
    for one in digest.missing:
        note(f"Missing: {plain(one.paper.title)}: {plain(one.reason)}")
    if digest.selection.why_empty and form != "markdown":
        note(facts(digest.selection))


def _whole(digest: "Digest", form: str, workshop: "Workshop") -> str:
    """A form that is printed only when all is there."""
    from assistant.output import feed, mail
    from assistant.output.digest_forms import as_form

    if form == "atom":
        return feed.atom([digest])
    if form != "email":
        return as_form(digest, form)
    server = workshop.settings.mail
    sender = server.sender if server else "papers@localhost"
    return mail.message(digest, sender, sender, datetime.now().astimezone()).as_string()


def _each_day(request: "Request", workshop: "Workshop", max_tokens: int | None) -> "Iterator[Digest]":
    """A digest of each day of a week or month that has papers; the token budget is for all of them."""
    from assistant.digesting.digest import make
    from assistant.digesting.selection import days_of, select
    from assistant.spans import span_of

    for day in sorted(days_of(workshop.library)):
        if day not in request.span:
            continue
        of_day = replace(request, span=span_of("day", day))
        selection = select(of_day, workshop.library, workshop.days, date.today())
        *_, digest = make(selection, workshop.library, workshop.tldrs, max_tokens)
        note(f"{day}: {len(digest.entries)} paper{'s' * (len(digest.entries) != 1)}")
        if max_tokens is not None:
            max_tokens = max(0, max_tokens - digest.usage.input_tokens - digest.usage.output_tokens)
        yield digest


def _progress(digest: "Digest") -> None:
    """`12 of 37`, in place where somebody watches."""
    if sys.stderr.isatty() and digest.papers:
        end = "\n" if digest.finished else ""
        print(f"\r{digest.done} of {len(digest.papers)}", end=end, file=sys.stderr, flush=True)


@cache.command("clear")
def clear() -> None:
    """Forget all written TL;DRs, of every model; the next digest writes them again."""
    out(f"Forgot {open_workshop('none').tldrs.clear()} TL;DRs.")
