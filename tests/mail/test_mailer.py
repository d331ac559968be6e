"""Handing mail to a real SMTP server on loopback: plain, STARTTLS and TLS, and every way of being refused."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from email.message import EmailMessage
from typing import Any

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from assistant.errors import MailRefused, MailUncertain
from assistant.mail.mailer import Mailer
from assistant.settings import MailSecurity, MailServer

pytestmark = pytest.mark.filterwarnings("ignore:.*login_data.*", "ignore::DeprecationWarning:aiosmtpd")


class Inbox:
    """What a server took; `refusing` it refuses as a recipient, at `breaking` it hangs up."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, bytes]] = []
        self.refusing, self.breaking = "", ""

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address == self.refusing:
            return "550 5.1.1 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.taken.append((envelope.rcpt_tos[0], envelope.content))
        if envelope.rcpt_tos[0] == self.breaking:
            server.transport.abort()
        return "250 OK"


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def trusted(authority: trustme.CA, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with authority.cert_pem.tempfile() as file:
        monkeypatch.setenv("SSL_CERT_FILE", file)
        yield


def context(authority: trustme.CA) -> ssl.SSLContext:
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(made)
    return made


@contextmanager
def serving(
    inbox: Inbox, security: MailSecurity, tls: ssl.SSLContext | None, password: str = "secret"
) -> Iterator[MailServer]:
    """A server on a free port that wants the user ada with the password."""
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        port = probe.getsockname()[1]

    def who(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        known = isinstance(data, LoginPassword) and (data.login, data.password) == (b"ada", password.encode())
        return AuthResult(success=known, handled=False)

    options: dict[str, Any] = {"tls": {"ssl_context": tls}, "none": {"auth_require_tls": False}}.get(
        security, {}
    )
    if security == "starttls":
        options = {"tls_context": tls, "require_starttls": True, "auth_required": True}
    elif security == "tls":
        options["auth_require_tls"] = False  # which aiosmtpd takes to mean STARTTLS
    controller = Controller(inbox, hostname="localhost", port=port, authenticator=who, **options)
    controller.start()
    try:
        yield MailServer("localhost", port, "papers@example.org", "ada", password, security)
    finally:
        controller.stop()


def mail_for(address: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "papers@example.org", address, "Papers"
    message.set_content("Kestrels hover.")
    return message


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("security", ["starttls", "tls", "none"])
def test_a_mail_arrives_over_every_kind_of_connection(
    inbox: Inbox, authority: trustme.CA, security: MailSecurity
) -> None:
    with serving(inbox, security, context(authority)) as server, closing(Mailer(server)) as postbox:
        postbox.send(mail_for("ada@example.org"))
        postbox.send(mail_for("bo@example.org"))
    assert [address for address, _ in inbox.taken] == ["ada@example.org", "bo@example.org"]
    assert b"Kestrels hover." in inbox.taken[0][1]


@pytest.mark.usefixtures("trusted")
def test_one_address_that_is_refused_leaves_the_connection_for_the_next(
    inbox: Inbox, authority: trustme.CA
) -> None:
    inbox.refusing = "bo@example.org"
    with serving(inbox, "starttls", context(authority)) as server, closing(Mailer(server)) as postbox:
        postbox.send(mail_for("ada@example.org"))
        with pytest.raises(MailRefused, match="no such user"):
            postbox.send(mail_for("bo@example.org"))
        postbox.send(mail_for("cy@example.org"))
    assert [address for address, _ in inbox.taken] == ["ada@example.org", "cy@example.org"]


@pytest.mark.usefixtures("trusted")
def test_a_connection_that_breaks_while_sending_is_uncertain_and_opened_anew(
    inbox: Inbox, authority: trustme.CA
) -> None:
    inbox.breaking = "ada@example.org"
    with serving(inbox, "starttls", context(authority)) as server, closing(Mailer(server)) as postbox:
        with pytest.raises(MailUncertain, match="not sent again today"):
            postbox.send(mail_for("ada@example.org"))
        postbox.send(mail_for("bo@example.org"))
    assert [address for address, _ in inbox.taken] == ["ada@example.org", "bo@example.org"]


def test_a_certificate_that_nobody_vouches_for_is_refused_before_the_password_is_told(
    inbox: Inbox, authority: trustme.CA
) -> None:
    with (
        serving(inbox, "starttls", context(authority)) as server,
        pytest.raises(MailRefused, match="no connection that can be trusted"),
    ):
        Mailer(server).send(mail_for("ada@example.org"))
    assert inbox.taken == []


@pytest.mark.usefixtures("trusted")
def test_a_wrong_password_says_what_to_check(inbox: Inbox, authority: trustme.CA) -> None:
    with (
        serving(inbox, "starttls", context(authority)) as server,
        pytest.raises(MailRefused, match="PAPERS_SMTP_PASSWORD") as error,
    ):
        Mailer(replace(server, password="guess")).send(mail_for("ada@example.org"))
    assert "guess" not in str(error.value) and "secret" not in repr(server)


@pytest.mark.usefixtures("trusted")
def test_a_password_with_letters_beyond_ascii_signs_in(inbox: Inbox, authority: trustme.CA) -> None:
    with (
        serving(inbox, "starttls", context(authority), "pässwörd") as server,
        closing(Mailer(server)) as postbox,
    ):
        postbox.send(mail_for("ada@example.org"))
        wrong = Mailer(replace(server, password="gräss"))
        with pytest.raises(MailRefused, match="does not accept the user or the password"):
            wrong.send(mail_for("ada@example.org"))
    assert len(inbox.taken) == 1


@pytest.mark.parametrize("odd", [{"host": "a..b"}, {"user": "a\nb", "password": "s"}], ids=str)
@pytest.mark.usefixtures("trusted")
def test_a_setting_that_cannot_be_sent_is_refused_without_being_shown(
    inbox: Inbox, authority: trustme.CA, odd: dict[str, str]
) -> None:
    with serving(inbox, "none", None) as server, pytest.raises(MailRefused) as error:
        Mailer(replace(server, **odd)).send(mail_for("ada@example.org"))
    assert "secret" not in str(error.value)


def test_a_server_without_starttls_is_not_spoken_to_in_the_clear(inbox: Inbox) -> None:
    with (
        serving(inbox, "none", None) as server,
        pytest.raises(MailRefused, match="does not offer that"),
    ):
        Mailer(replace(server, security="starttls")).send(mail_for("ada@example.org"))
    assert inbox.taken == []


def test_a_server_that_is_not_there_says_what_to_check() -> None:
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        server = MailServer("localhost", probe.getsockname()[1], "papers@example.org", security="none")
        with pytest.raises(MailRefused, match="cannot be reached"):
            Mailer(server).send(mail_for("ada@example.org"))
