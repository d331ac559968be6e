"""Delivery: the right digest, at most one a day, never one twice, and one who fails keeps nobody from theirs."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from assistant.digests.digest import Digest
from assistant.digests.selection import Request
from assistant.errors import MailRefused, MailUncertain
from assistant.export import mail
from assistant.key_value_store import KeyValueStore
from assistant.mail.delivery import Delivery, due
from assistant.mail.subscriptions import Subscription
from tests.days import DAY, day_papers
from tests.export.digests import of

ADA, BO = Subscription("ada@example.org"), Subscription("bo@example.org")


class Sent(list[EmailMessage]):
    """A server that takes everything but what is for `refusing`, or stops at `breaking`."""

    def __init__(
        self, refusing: str = "", breaking: str = "", error: type[BaseException] = MailUncertain
    ) -> None:
        self.refusing, self.breaking, self.error = refusing, breaking, error

    def send(self, message: EmailMessage) -> None:
        if message["To"] == self.refusing:
            raise MailRefused("The mail server refused it: 550 no such user.")
        self.append(message)
        if message["To"] == self.breaking:
            raise self.error("It broke.")

    @property
    def addresses(self) -> list[str]:
        return [message["To"] for message in self]


def deliver(
    home: Path, sent: Sent, *subscribed: Subscription, days: tuple[date, ...] = (DAY,), today: date = DAY
) -> list[tuple[str, str]]:
    def digest(request: Request) -> Digest:
        made = of(day_papers()[:1])
        return replace(made, selection=replace(made.selection, request=request))

    def message(made: Digest, to: str) -> EmailMessage:
        return mail.message(made, "papers@example.org", to, datetime(2025, 11, 12, tzinfo=UTC))

    delivery = Delivery(digest, message, sent.send, KeyValueStore(home, "delivered"))
    return [(one.state, one.why) for one in delivery.deliver(subscribed, days, today)]


def test_everyone_gets_the_newest_day_once_a_day(tmp_path: Path) -> None:
    sent = Sent()
    assert [state for state, _ in deliver(tmp_path, sent, ADA, BO)] == ["sent", "sent"]
    assert deliver(tmp_path, sent, ADA, BO) == [("waiting", "it had its mail today")] * 2
    assert sent.addresses == ["ada@example.org", "bo@example.org"]
    assert sent[0]["Subject"] == "Papers of Wednesday, 12 November 2025"


def test_a_day_is_sent_once_and_the_next_one_on_the_next_day(tmp_path: Path) -> None:
    sent, tomorrow = Sent(), DAY + timedelta(days=1)
    deliver(tmp_path, sent, ADA)
    assert deliver(tmp_path, sent, ADA, today=tomorrow) == [("waiting", f"nothing is newer than {DAY}")]
    assert deliver(tmp_path, sent, ADA, days=(DAY, tomorrow), today=tomorrow)[0][0] == "sent"
    assert len(sent) == 2


def test_of_all_the_days_only_the_last_claim_of_each_address_is_kept(tmp_path: Path) -> None:
    sent, days = Sent(), tuple(DAY + timedelta(days=number) for number in range(4))
    deliver(tmp_path, sent, BO)
    for number, today in enumerate(days, 1):
        deliver(tmp_path, sent, ADA, days=days[:number], today=today)
    kept = [(claim["to"], claim["first"]) for claim in KeyValueStore(tmp_path, "delivered").items().values()]
    assert kept == [("bo@example.org", f"{DAY}"), ("ada@example.org", f"{days[-1]}")]
    assert deliver(tmp_path, sent, ADA, today=days[-1] + timedelta(days=90)) == [
        ("waiting", f"nothing is newer than {days[-1]}")
    ]
    assert len(sent) == 5


def test_one_refused_of_ten_is_told_and_the_other_nine_arrive(tmp_path: Path) -> None:
    ten = [Subscription(f"reader{n}@example.org") for n in range(10)]
    sent = Sent(refusing="reader4@example.org")
    outcomes = deliver(tmp_path, sent, *ten)
    assert [state for state, _ in outcomes].count("sent") == 9
    assert outcomes[4] == ("failed", "The mail server refused it: 550 no such user.")
    assert len(sent) == 9


def test_who_was_refused_can_be_tried_again_the_same_day(tmp_path: Path) -> None:
    deliver(tmp_path, Sent(refusing="ada@example.org"), ADA)
    assert deliver(tmp_path, Sent(), ADA)[0][0] == "sent"


@pytest.mark.parametrize("error", [MailUncertain, KeyboardInterrupt])
def test_after_a_crash_while_sending_it_is_never_sent_twice_and_that_is_told(
    tmp_path: Path, error: type[BaseException]
) -> None:
    sent = Sent(breaking="ada@example.org", error=error)
    if error is KeyboardInterrupt:
        with pytest.raises(KeyboardInterrupt):
            deliver(tmp_path, sent, ADA)
    else:
        assert deliver(tmp_path, sent, ADA)[0][0] == "failed"
    [(state, why)] = deliver(tmp_path, sent, ADA)
    assert state == "failed" and "broke off today" in why
    assert len(sent) == 1
    tomorrow = DAY + timedelta(days=1)
    assert deliver(tmp_path, Sent(), ADA, days=(tomorrow,), today=tomorrow)[0][0] == "sent"


def test_of_several_processes_at_once_one_sends(tmp_path: Path) -> None:
    sent = Sent()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: deliver(tmp_path, sent, ADA), range(8)))
    assert len(sent) == 1


def test_where_the_claim_cannot_be_kept_nothing_is_sent(tmp_path: Path) -> None:
    (tmp_path / "shelf.sqlite").mkdir()
    sent = Sent()
    assert deliver(tmp_path, sent, ADA)[0][0] == "failed" and not sent


def test_a_week_is_due_when_it_is_whole() -> None:
    weekly = Subscription("ada@example.org", "week")
    days = [date(2025, 11, 7), date(2025, 11, 12), date(2025, 11, 20)]
    for today, name in ((date(2025, 11, 14), "2025-W45"), (date(2025, 11, 17), "2025-W46")):
        span = due(weekly, days, today)
        assert span and span.name == name
    assert due(weekly, [], DAY) is None
    span = due(ADA, days, date(2025, 11, 14))
    assert span and span.name == "2025-11-12", "a day still to come is not sent"
