"""Who gets which digest by mail: an address, day or week, topics and muted words. Kept in a KeyValueStore; nothing is sent."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from email.errors import MessageError
from email.headerregistry import Address
from typing import Literal

from assistant.digests.following import Following
from assistant.errors import InputError
from assistant.jsonable import from_json, to_json
from assistant.key_value_store import KeyValueStore

Rhythm = Literal["day", "week"]
TOP = 20
"""Papers of a mail: what is read over a coffee. The page shows more."""
LONGEST = 254
"""Characters of an address (RFC 5321, 4.5.3.1, as RFC 3696's erratum 1690 counts them)."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """What one address gets; with no topics and nothing muted, the papers by upvotes."""

    address: str
    rhythm: Rhythm = "day"
    following: Following = field(default_factory=Following)
    top: int = TOP


def checked_address(text: str) -> str:
    """The address; InputError if it is not one, and above all if it would bring mail headers of its own."""
    text = text.strip()
    try:
        address = Address(addr_spec=text)
    except (ValueError, MessageError, IndexError) as error:
        raise _no_address(text) from error
    plain = (
        text.isascii() and text.isprintable() and len(text) <= LONGEST and not set(text) & set(' ,;<>()"\\')
    )
    if not plain or not address.domain or not address.username:
        raise _no_address(text)
    return text


def subscribe(store: KeyValueStore, subscription: Subscription) -> None:
    """Keep the subscription in place of what this address had."""
    store.put(subscription.address.casefold(), to_json(subscription))


def unsubscribe(store: KeyValueStore, address: str) -> bool:
    """Forget the address; False where it had no subscription."""
    return store.remove(address.strip().casefold())


def subscriptions(store: KeyValueStore) -> Iterator[Subscription]:
    """All of them, by address."""
    for kept in store.items().values():
        yield from_json(
            Subscription, {"following": kept, **kept}
        )  # version 0.1 kept the topics beside the address


def _no_address(text: str) -> InputError:
    return InputError(f"{text[:80]!r} is not an email address.", "Write it like this: ada@example.org")
