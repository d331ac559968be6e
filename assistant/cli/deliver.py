"""`papers subscribe`, `unsubscribe`, `deliver`: digests by mail, for whom and when."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.shared import AsJson, Model, note, open_services, out, out_json
from assistant.errors import InputError, SettingsError

if TYPE_CHECKING:
    from assistant.digests.digest import Digest
    from assistant.digests.selection import Request
    from assistant.mail.delivery import Outcome
    from assistant.mail.subscriptions import Subscription
    from assistant.services import Services

commands = typer.Typer()

NOBODY = "Nobody has subscribed yet. Begin with: papers subscribe ADDRESS"


@commands.command()
def subscribe(
    address: Annotated[
        str | None, typer.Argument(help="Who gets it; without an address, all subscriptions are listed.")
    ] = None,
    weekly: Annotated[
        bool, typer.Option("--weekly/--daily", help="After each whole week, or every day.")
    ] = False,
    topic: Annotated[list[str] | None, typer.Option(help="Only papers on this; may be repeated.")] = None,
    mute: Annotated[list[str] | None, typer.Option(help="No papers with this word; may be repeated.")] = None,
    top: Annotated[
        int | None, typer.Option(min=1, max=200, help="At most this many papers; by default 20.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Subscribe an address to the digest; subscribing it again replaces what it gets."""
    from assistant.digests.following import Following, tidied
    from assistant.mail.subscriptions import (
        TOP,
        Subscription,
        checked_address,
        subscribe,
        subscriptions,
    )

    store = open_services("none").subscriptions
    if address is not None:
        chosen = Following(tidied(topic or ()), tidied(mute or ()))
        subscribe(
            store, Subscription(checked_address(address), "week" if weekly else "day", chosen, top or TOP)
        )
    if as_json:
        from assistant.export import shapes

        out_json({"subscriptions": list(subscriptions(store))}, dict[str, list[shapes.Subscription]])
        return
    subscribed = list(subscriptions(store))
    if not subscribed:
        note(NOBODY)
    for each in subscribed:
        topics = f", on {'; '.join(each.following.topics)}" if each.following.topics else ""
        muted = f", without {'; '.join(each.following.muted)}" if each.following.muted else ""
        out(f"{each.address}  every {each.rhythm}, {each.top} papers at most{topics}{muted}")


@commands.command()
def unsubscribe(address: Annotated[str, typer.Argument(help="Who gets no more digests.")]) -> None:
    """End the subscription of an address."""
    from assistant.mail.subscriptions import unsubscribe

    if not unsubscribe(open_services("none").subscriptions, address):
        raise InputError(f"{address[:80]!r} has no subscription.", "See: papers subscribe")
    out("Unsubscribed.")


@commands.command()
def deliver(
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say who would get what, and send nothing.")
    ] = False,
    model: Model = None,
    as_json: AsJson = False,
) -> None:
    """Mail each subscriber the newest digest, at most one a day. It needs PAPERS_SMTP_HOST and PAPERS_SMTP_FROM."""
    from assistant.digests.selection import days_of
    from assistant.mail.subscriptions import subscriptions

    services, today = open_services(model), date.today()
    subscribed = list(subscriptions(services.subscriptions))
    if not subscribed:
        note(NOBODY)
    days = days_of(services.library)
    if dry_run:
        _print_due(subscribed, days, today, as_json)
    else:
        _print_outcomes(_outcomes(services, subscribed, days, today), as_json)


def _print_due(subscribed: "list[Subscription]", days: set[date], today: date, as_json: bool) -> None:
    """Who would get the digest of which day or week."""
    from assistant.mail.delivery import due

    would = {each.address: due(each, days, today) for each in subscribed}
    if as_json:
        out_json({"due": {address: span and span.name for address, span in would.items()}})
        return
    for address, span in would.items():
        out(f"{address}: {span.label if span else 'nothing yet'}")


def _print_outcomes(coming: "Iterator[Outcome]", as_json: bool) -> None:
    """Each outcome as it comes; exit code 1 where one failed."""
    from assistant.export.terminal import plain

    outcomes = []
    for outcome in coming:
        outcomes.append(outcome)
        if not as_json:
            (note if outcome.state == "failed" else out)(
                plain(f"{outcome.address}: {outcome.state}: {outcome.why}")
            )
    if as_json:
        out_json({"outcomes": outcomes})
    if any(outcome.state == "failed" for outcome in outcomes):
        raise typer.Exit(1)


def _outcomes(
    services: "Services", subscribed: "list[Subscription]", days: set[date], today: date
) -> "Iterator[Outcome]":
    """Each subscription's outcome as it comes; a digest that several get is made once."""
    from assistant.digests.digest import make
    from assistant.digests.selection import select
    from assistant.export import mail
    from assistant.mail.delivery import Delivery
    from assistant.mail.mailer import Mailer
    from assistant.mail.subscriptions import checked_address

    server = services.settings.mail
    if subscribed and not server:
        raise SettingsError(
            "No mail server is set.", "Set PAPERS_SMTP_HOST and PAPERS_SMTP_FROM, see the README's table."
        )

    @cache
    def digest(request: "Request") -> "Digest":
        selection = select(request, services.library, services.days, today)
        *_, whole = make(selection, services.library, services.tldrs)
        return whole

    if server:
        sender = checked_address(server.sender)
        with closing(Mailer(server)) as postbox:
            delivery = Delivery(
                digest,
                lambda made, to: mail.message(made, sender, to, datetime.now().astimezone()),
                postbox.send,
                services.delivered,
            )
            yield from delivery.deliver(subscribed, days, today)
