"""`papers digest`: a day's, week's or month's papers in TL;DRs, as they come; and its cache."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.shared import (
    AsJson,
    Model,
    chosen_form,
    ensure_sample,
    note,
    open_services,
    out,
    out_json,
)
from assistant.errors import InputError

if TYPE_CHECKING:
    from assistant.digests.digest import Digest
    from assistant.digests.selection import Request, Selection
    from assistant.services import Services
    from assistant.spans import Span, SpanKind

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
    from assistant.digests.digest import make
    from assistant.digests.selection import select

    form = chosen_form(form, as_json, ("atom", "email")) or "markdown"
    services = open_services(model)
    ensure_sample(services)
    span = _span(services, when, week, month)
    request = _request(services, span, top, topic, follow)
    selection = select(request, services.library, services.days, date.today())
    if dry_run:
        _say_what_it_takes(selection, services)
        return
    if form == "atom" and span.kind != "day":
        from assistant.export.feed import atom

        sys.stdout.write(atom(list(_each_day(request, services, max_tokens))))
        return
    _print(make(selection, services.library, services.tldrs, max_tokens), form, services)


def _span(services: "Services", when: str | None, week: bool, month: bool) -> "Span":
    """What was asked for; with no date the newest day that has papers, and said so."""
    from assistant.digests.selection import newest_day
    from assistant.spans import read_span, span_of

    if week and month:
        raise InputError("A digest covers either a week or a month.", "Leave out --week or --month.")
    kind: SpanKind | None = "week" if week else "month" if month else None
    today = date.today()
    if when:
        return read_span(when, today, kind)
    newest = newest_day(services.library) or today
    if newest != today:
        note(f"No date was given: this is {newest}, the newest day with papers.")
    return span_of(kind or "day", newest)


def _request(
    services: "Services", span: "Span", top: int | None, topics: list[str] | None, follow: bool
) -> "Request":
    from assistant.digests.following import Following, following, tidied
    from assistant.digests.selection import TOP, Request

    kept = following(services.topics) if follow else Following()
    if follow and not kept:
        raise InputError("You follow no topic yet.", 'Begin with: papers follow add "KV-cache compression"')
    return Request(span, top or TOP, Following(tidied((*(topics or ()), *kept.topics)), kept.muted))


def _say_what_it_takes(selection: "Selection", services: "Services") -> None:
    """How many papers and tokens, before anything is spent."""
    from assistant.digests.digest import cost_of
    from assistant.export.digest import price

    out(
        f"{len(selection.papers)} papers; {price(cost_of(selection, services.tldrs), services.settings.price)}."
    )


def _print(growing: "Iterator[Digest]", form: str, services: "Services") -> None:
    """Markdown as the papers come, every other form when all are there; progress beside it."""
    from assistant.export import shapes
    from assistant.export.digest import MarkdownCursor, facts
    from assistant.export.terminal import plain

    digest, shown = None, MarkdownCursor()
    for digest in growing:
        _progress(digest)
        if form == "markdown" and (text := shown.more(digest)):
            sys.stdout.write(plain(text))
            sys.stdout.flush()
    assert digest  # `make` gives at least one
    if form == "json":
        out_json(digest, shapes.Digest)
    elif form != "markdown":
        sys.stdout.write(_whole(digest, form, services))
    for one in digest.missing:
        note(f"Missing: {plain(one.paper.title)}: {plain(one.reason)}")
    if digest.selection.why_empty and form != "markdown":
        note(facts(digest.selection))


def _whole(digest: "Digest", form: str, services: "Services") -> str:
    """A form that is printed only when all is there."""
    from assistant.export import feed, mail
    from assistant.export.digest_forms import as_form

    if form == "atom":
        return feed.atom([digest])
    if form != "email":
        return as_form(digest, form)
    server = services.settings.mail
    sender = server.sender if server else "papers@localhost"
    return mail.message(digest, sender, sender, datetime.now().astimezone()).as_string()


def _each_day(request: "Request", services: "Services", max_tokens: int | None) -> "Iterator[Digest]":
    """A digest of each day of a week or month that has papers; the token budget is for all of them."""
    from assistant.digests.digest import make
    from assistant.digests.selection import days_of, select
    from assistant.spans import span_of

    for day in sorted(days_of(services.library)):
        if day not in request.span:
            continue
        of_day = replace(request, span=span_of("day", day))
        selection = select(of_day, services.library, services.days, date.today())
        *_, digest = make(selection, services.library, services.tldrs, max_tokens)
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
    out(f"Forgot {open_services('none').tldrs.clear()} TL;DRs.")
