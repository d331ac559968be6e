"""Send each subscriber the newest digest: at most one a day, none twice, also after a crash.

A mail is claimed on disk before it is handed over, and the claim is taken back only where the server said no. So a
crash, or a connection that breaks in between, can cost one mail, which is reported; it never sends one twice.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from email.message import EmailMessage
from typing import Literal

from assistant.digests.digest import Digest
from assistant.digests.selection import Request
from assistant.errors import MailRefused, MailUncertain, PapersError
from assistant.key_value_store import KeyValueStore
from assistant.mail.subscriptions import Subscription
from assistant.spans import Span, span_of

logger = logging.getLogger(__name__)

State = Literal["sent", "waiting", "failed"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one subscription: sent, nothing to send now, or failed; and why."""

    address: str
    state: State
    why: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """What delivering needs: who makes a digest, who makes and who sends a mail, and where claims are kept."""

    digest: Callable[[Request], Digest]
    message: Callable[[Digest, str], EmailMessage]
    send: Callable[[EmailMessage], None]
    claims: KeyValueStore

    def deliver(
        self, subscriptions: Iterable[Subscription], days: Iterable[date], today: date
    ) -> Iterator[Outcome]:
        """Each subscription's outcome as it comes; one that fails keeps nobody else from theirs."""
        days = list(days)
        for subscription in subscriptions:
            try:
                outcome = self._one(subscription, due(subscription, days, today), today)
            except PapersError as error:
                outcome = Outcome(subscription.address, "failed", str(error))
            logger.info("Delivery to %s: %s: %s", outcome.address, outcome.state, outcome.why)
            yield outcome

    def _one(self, subscription: Subscription, span: Span | None, today: date) -> Outcome:
        address = subscription.address
        if reason := self._why_not(address.casefold(), span, today):
            return Outcome(address, "waiting", reason)
        assert span  # else there was a reason
        digest = self.digest(Request(span, subscription.top, subscription.following))
        if not digest.entries:
            return Outcome(address, "waiting", f"{span.label} has no paper for it")
        self._send(digest, address, today)
        return Outcome(address, "sent", f"{len(digest.entries)} papers of {span.label}")

    def _why_not(self, key: str, span: Span | None, today: date) -> str:
        """Why nothing is to be sent to this address now, or nothing; MailUncertain where today's broke off."""
        claims = [claim for claim in self.claims.items().values() if claim["to"] == key]
        of_today = next((claim for claim in claims if claim["on"] == today.isoformat()), None)
        if of_today and of_today["state"] == "sending":
            raise MailUncertain("Sending broke off today.", "It may have arrived, so it is not sent again.")
        if of_today:
            return "it had its mail today"
        if span is None:
            return "there are no papers yet"
        newest = max((claim["first"] for claim in claims), default="")
        return f"nothing is newer than {newest}" if newest >= span.first.isoformat() else ""

    def _send(self, digest: Digest, address: str, today: date) -> None:
        """Claim, send, mark as sent; of several processes at once only one gets the claim."""
        message = self.message(digest, address)
        first = digest.selection.request.span.first.isoformat()
        claim = {"to": address.casefold(), "on": today.isoformat(), "first": first, "state": "sending"}
        key = f"{today} {address.casefold()}"
        if not self.claims.put_new(key, claim):
            raise MailRefused("Another process is sending to it.")
        try:
            self.send(message)
        except MailRefused:
            self.claims.remove(key)
            raise
        self.claims.put(key, claim | {"state": "sent"})
        self._forget_before(claim)

    def _forget_before(self, claim: dict[str, str]) -> None:
        """Throw the address's claims of earlier days away: what they sent is older than what this one did."""
        for key, earlier in self.claims.items().items():
            if earlier["to"] == claim["to"] and earlier["on"] < claim["on"]:
                self.claims.remove(key)


def due(subscription: Subscription, days: Iterable[date], today: date) -> Span | None:
    """The newest day that has papers, or the newest whole week; None where there is none."""
    rhythm = subscription.rhythm
    spans = (span_of(rhythm, day) for day in days if day <= today)
    return max((span for span in spans if rhythm == "day" or span.last < today), default=None)
