"""Subscriptions: they come back as they were, once an address, and no address brings headers of its own."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.digests.following import Following
from assistant.errors import InputError
from assistant.key_value_store import KeyValueStore
from assistant.mail.subscriptions import (
    Subscription,
    checked_address,
    subscribe,
    subscriptions,
    unsubscribe,
)


def test_a_subscription_comes_back_and_the_later_one_replaces_it(tmp_path: Path) -> None:
    shelf = KeyValueStore(tmp_path, "subscriptions")
    subscribe(shelf, Subscription("Ada@example.org"))
    subscribe(shelf, Subscription("ada@Example.org", "week", Following(("owls",), ("mice",)), 5))
    subscribe(shelf, Subscription("bo@example.org"))
    assert [each.address for each in subscriptions(shelf)] == ["ada@Example.org", "bo@example.org"]
    assert next(subscriptions(shelf)).following == Following(("owls",), ("mice",))
    assert unsubscribe(shelf, " ADA@example.org ") and not unsubscribe(shelf, "ada@example.org")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ada",
        "ada@",
        "@example.org",
        "ada@example.org\nBcc: eve@example.org",
        "ada@example.org\r\n\r\nHello",
        "ada@example.org, eve@example.org",
        "Ada <ada@example.org>",
        '"a b"@example.org',
        "ada@exa mple.org",
        "ada@example.org\0",
        "ädä@example.org",
        f"{'a' * 250}@example.org",
    ],
)
def test_what_is_no_plain_address_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="is not an email address"):
        checked_address(text)


@given(st.text())
def test_whatever_is_accepted_is_one_address_on_one_line(text: str) -> None:
    try:
        address = checked_address(text)
    except InputError:
        return
    assert address.count("@") == 1 and not any(c.isspace() or c in ",;<>" for c in address)
