"""Hand messages to an SMTP server, one connection for all of them. Who gets what is not known here."""

import base64
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage

from assistant.errors import MailRefused, MailUncertain
from assistant.settings import MailServer

TIMEOUT = 30.0
"""Seconds without a word from the server: many answer slowly on purpose, to be rid of senders in a hurry."""


class Mailer:
    """A connection that is opened with the first message, and anew after it broke."""

    def __init__(self, server: MailServer) -> None:
        self._server = server
        self._smtp: smtplib.SMTP | None = None

    def send(self, message: EmailMessage) -> None:
        """Hand one message over; MailRefused where it went to nobody, MailUncertain where it may have gone out."""
        smtp = self._connected()
        try:
            smtp.send_message(message)
        except smtplib.SMTPServerDisconnected as error:
            self.close()
            raise MailUncertain(
                "The mail server broke the connection.",
                "The mail may have gone out, so it is not sent again today.",
            ) from error
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPResponseException) as error:
            with suppress(smtplib.SMTPException, OSError):
                smtp.rset()
            raise MailRefused(f"The mail server refused it: {_said(error)}.", "Check the address.") from error
        except ValueError as error:  # raised while the mail is put into lines, before it is handed over
            self.close()
            raise MailRefused("The mail cannot be written as such.", "Check its addresses.") from error
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise MailUncertain(
                f"The mail server failed: {_said(error)}.",
                "The mail may have gone out, so it is not sent again today.",
            ) from error

    def close(self) -> None:
        """Say goodbye; the next message opens a new connection."""
        if self._smtp:
            with suppress(smtplib.SMTPException, OSError):
                self._smtp.quit()
        self._smtp = None

    def _connected(self) -> smtplib.SMTP:
        if self._smtp is None:
            with _our_errors(self._server):
                self._smtp = _open(self._server)
        return self._smtp


def _open(server: MailServer) -> smtplib.SMTP:
    context = ssl.create_default_context()
    smtp: smtplib.SMTP
    if server.security == "tls":
        smtp = smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT, context=context)
    else:
        smtp = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT)
    try:
        if server.security == "starttls":
            smtp.starttls(context=context)
        if server.user:
            _sign_in(smtp, server)
    except (smtplib.SMTPException, OSError, ValueError):
        smtp.close()
        raise
    return smtp


def _sign_in(smtp: smtplib.SMTP, server: MailServer) -> None:
    """Sign in, in UTF-8 where that is needed (RFC 4616), which smtplib cannot do."""
    if (server.user + server.password).isascii():
        smtp.login(server.user, server.password)
        return
    smtp.ehlo_or_helo_if_needed()
    if "PLAIN" not in smtp.esmtp_features.get("auth", "").upper().split():
        raise smtplib.SMTPNotSupportedError("a user or password with letters beyond ASCII")
    secret = base64.b64encode(f"\0{server.user}\0{server.password}".encode()).decode()
    code, said = smtp.docmd("AUTH", f"PLAIN {secret}")
    if code != 235:
        raise smtplib.SMTPAuthenticationError(code, said)


@contextmanager
def _our_errors(server: MailServer) -> Iterator[None]:
    """Why there is no connection, in a sentence; nothing has gone out."""
    where = f"{server.host}:{server.port}"
    try:
        yield
    except smtplib.SMTPAuthenticationError as error:
        hint = "Check PAPERS_SMTP_USER and PAPERS_SMTP_PASSWORD."
        raise MailRefused(f"{where} does not accept the user or the password.", hint) from error
    except ssl.SSLError as error:
        hint = "Check PAPERS_SMTP_HOST, PAPERS_SMTP_PORT and PAPERS_SMTP_SECURITY."
        raise MailRefused(
            f"{where} offers no connection that can be trusted: {_said(error)}.", hint
        ) from error
    except smtplib.SMTPNotSupportedError as error:
        hint = "Set PAPERS_SMTP_SECURITY to what it offers: tls, or none on a network you trust."
        raise MailRefused(f"{where} does not offer that: {_said(error)}.", hint) from error
    except ValueError:  # its text may hold the password, and so may its traceback
        hint = "Check PAPERS_SMTP_HOST, PAPERS_SMTP_USER and PAPERS_SMTP_PASSWORD."
        raise MailRefused(f"{where} cannot be signed in to: a setting has odd characters.", hint) from None
    except (smtplib.SMTPException, OSError) as error:
        hint = "Check PAPERS_SMTP_HOST, PAPERS_SMTP_PORT and PAPERS_SMTP_SECURITY."
        raise MailRefused(f"{where} cannot be reached: {_said(error)}.", hint) from error


def _said(error: Exception) -> str:
    """What a server or the system said, on one bounded line."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        error = smtplib.SMTPResponseException(*next(iter(error.recipients.values())))
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
        return f"{error.smtp_code} {' '.join(text.split())[:200]}"
    return " ".join(str(error).split())[:200].rstrip(".")
