"""`papers subscribe`, `unsubscribe` and `deliver`: from a subscription to a mail on a real server."""

import json
from email import message_from_bytes, policy

import pytest

from assistant.library.library import Library
from tests.conftest import Run
from tests.days import day_papers
from tests.delivering.test_postbox import Inbox, serving

pytestmark = pytest.mark.filterwarnings("ignore:.*login_data.*", "ignore::DeprecationWarning:aiosmtpd")


@pytest.fixture
def day_at_home(library: Library) -> None:
    library.put(day_papers())
    library.store.close()


def test_subscriptions_are_kept_listed_and_ended(run: Run) -> None:
    code, out, _ = run(
        "subscribe", "ada@example.org", "--weekly", "--topic", "owls", "--mute", "mice", "--top", 5
    )
    assert (code, out) == (0, "ada@example.org  every week, 5 papers at most, on owls, without mice\n")
    kept = {"address": "ada@example.org", "rhythm": "week", "top": 5, "topics": ["owls"], "muted": ["mice"]}
    assert json.loads(run("subscribe", "--json")[1])["subscriptions"] == [kept]
    assert run("unsubscribe", "ada@example.org")[0] == 0
    assert run("unsubscribe", "ada@example.org")[0] == 2
    assert run("subscribe")[2].startswith("Nobody has subscribed yet.")
    assert run("subscribe", "ada@example.org\nBcc: eve@example.org")[0] == 2


@pytest.mark.usefixtures("day_at_home")
def test_a_dry_run_says_who_would_get_what_and_needs_no_server(run: Run) -> None:
    run("subscribe", "ada@example.org")
    assert run("deliver", "--dry-run")[1] == "ada@example.org: Wednesday, 12 November 2025\n"
    code, _, err = run("deliver")
    assert code == 2 and "PAPERS_SMTP_HOST" in err


@pytest.mark.usefixtures("day_at_home")
def test_each_subscriber_gets_their_own_digest_once_and_a_refusal_is_told(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("subscribe", "ada@example.org", "--topic", "bread yeast")
    run("subscribe", "bo@example.org")
    run("subscribe", "cy@example.org", "--mute", "glacier")
    inbox = Inbox()
    inbox.refusing = "bo@example.org"
    with serving(inbox, "none", None) as server:
        for name, value in (("HOST", "localhost"), ("PORT", server.port), ("FROM", server.sender)):
            monkeypatch.setenv(f"PAPERS_SMTP_{name}", str(value))
        for name, value in (("USER", "ada"), ("PASSWORD", "secret"), ("SECURITY", "none")):
            monkeypatch.setenv(f"PAPERS_SMTP_{name}", value)
        code, out, err = run("deliver")
        again = json.loads(run("deliver", "--json")[1])
    assert code == 1 and "bo@example.org: failed: The mail server refused it: 550" in err
    assert "ada@example.org: sent: 3 papers" in out and "cy@example.org: sent: 6 papers" in out
    assert [one["state"] for one in again["outcomes"]] == ["waiting", "failed", "waiting"]
    assert [address for address, _ in inbox.taken] == ["ada@example.org", "cy@example.org"]
    mail = message_from_bytes(inbox.taken[0][1], policy=policy.default)
    assert "bread yeast" in mail["Subject"]
    assert "Slow Bread Yeast" in mail.get_body(("plain",)).get_content()
