"""Ask one server for papers: politely, within bounds, and no one else.

Every address asked stays with the configured host, redirects included; an answer may be only so large and take only
so long; what may pass (an overloaded or silent server, a cut connection) is tried again a few times, with growing
random waits or the wait the server asks for. Whatever goes wrong comes out as one FetchError. What the answers mean
is not known here.
"""

import logging
import random
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from assistant.errors import SourceOverloaded, SourceRefused, SourceUnreachable, UnexpectedResponse

if TYPE_CHECKING:
    import httpx2
    import tenacity

logger = logging.getLogger(__name__)

JSON = ("application/json",)
ATOM = ("application/atom+xml", "application/xml", "text/xml")

_USER_AGENT = "papers-assistant (a personal library of paper abstracts)"
_REDIRECTS = (301, 302, 303, 307, 308)
_MAX_REDIRECTS = 3
_THROTTLED = b"Rate exceeded"
"""What arXiv answers, sometimes with status 200, to one who asks too fast."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How long to wait and how much to take, in seconds and bytes."""

    connect: float = 10.0
    read_timeout: float = 30.0
    """Without a single byte; a search of arXiv over a large category takes up to some 20 seconds to begin."""
    answer: float = 120.0
    """For a whole answer, so that a server that drips cannot hold on for ever."""
    tries: int = 4
    first_wait: float = 1.0
    """Before the second try; doubled each time, and half of it random so that many clients do not return at once."""
    longest_wait: float = 60.0
    """The most that a server may ask to wait; asked for more, it is said at once."""
    total_timeout: float = 90.0
    """After so much time nothing is tried again."""
    size: int = 16_000_000
    """The largest recorded day has 0.6 MB, a page of 100 arXiv results 0.25 MB."""


class Server:
    """One server at its base address. Safe to share between threads; asks one thing at a time, `pause` seconds apart."""

    def __init__(self, base: str, pause: float = 0.0, bounds: Bounds | None = None, key: str = "") -> None:
        self.base = base.rstrip("/")
        self.name = urlsplit(base).netloc.rpartition("@")[2]
        self._headers = {"user-agent": _USER_AGENT} | ({"authorization": f"Bearer {key}"} if key else {})
        self._pause = pause
        self._bounds = bounds or Bounds()
        self._guard = threading.Lock()
        self._asked = float("-inf")

    def get(self, address: str, kinds: tuple[str, ...]) -> bytes:
        """What stands at the address (whole, or below the base), of one of these content types; else a FetchError."""
        import tenacity

        url = self.base + address if address.startswith("/") else address
        retrying = tenacity.Retrying(
            stop=self._gives_up,
            wait=self._wait,
            retry=tenacity.retry_if_exception_type((SourceUnreachable, SourceOverloaded)),
            before_sleep=self._log_retry,
            reraise=True,
        )
        with self._guard:
            return retrying(self._once, url, kinds)

    def _once(self, url: str, kinds: tuple[str, ...]) -> bytes:
        import httpx2

        time.sleep(max(0.0, self._asked + self._pause - time.monotonic()))
        try:
            return self._follow(url, kinds)
        except httpx2.TimeoutException as error:
            raise SourceUnreachable(f"{self.name} does not answer.", _LATER) from error
        except httpx2.InvalidURL as error:
            raise UnexpectedResponse(
                f"{self.name} redirects to something that is not an address.", _ODD
            ) from error
        except (httpx2.TransportError, httpx2.DecodingError) as error:
            raise SourceUnreachable(
                f"The connection to {self.name} failed: {_short(str(error)) or type(error).__name__}.",
                "Check the network, or try again later.",
            ) from error
        finally:
            self._asked = time.monotonic()

    @cached_property
    def _client(self) -> "httpx2.Client":
        """Made once, for it loads the certificates; it keeps no connection open, so there is nothing to close."""
        import httpx2

        return httpx2.Client(
            timeout=httpx2.Timeout(self._bounds.read_timeout, connect=self._bounds.connect),
            limits=httpx2.Limits(max_keepalive_connections=0),
            headers=self._headers,
        )

    def _follow(self, url: str, kinds: tuple[str, ...]) -> bytes:
        for _ in range(_MAX_REDIRECTS + 1):
            self._check_place(url)
            with self._client.stream("GET", url) as response:
                logger.debug("%s answers %d to %s", self.name, response.status_code, url)
                if response.status_code not in _REDIRECTS:
                    return self._answer(response, kinds)
                url = _joined(url, response.headers.get("location", ""))
        raise UnexpectedResponse(f"{self.name} redirects without end.", _LATER)

    def _check_place(self, url: str) -> None:
        """Refuse an address of another host, another scheme, or one that gives up encryption."""
        if not _same_place(url, self.base):
            raise UnexpectedResponse(
                f"{self.name} redirects to {_short(url) or 'nowhere'}, which is not the server in the settings.",
                "Check the address in the settings.",
            )

    def _answer(self, response: "httpx2.Response", kinds: tuple[str, ...]) -> bytes:
        status = response.status_code
        if status in (429, 503):
            raise self._overloaded(_seconds(response.headers.get("retry-after", "")))
        content = self._content(response)
        if content.lstrip().startswith(_THROTTLED):
            raise self._overloaded(None)
        if status >= 500:
            raise SourceUnreachable(f"{self.name} has a server error (HTTP {status}).", _LATER)
        if status != 200:
            raise SourceRefused(
                f"{self.name} refused the request (HTTP {status}).",
                "Check the day, the id or the query.",
                status,
                content,
            )
        kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind not in kinds:
            raise UnexpectedResponse(
                f"{self.name} answers with {_short(kind) or 'something unnamed'}, not {kinds[0]}.", _ODD
            )
        return content

    def _content(self, response: "httpx2.Response") -> bytes:
        """The body, given up when it is too large or too slow."""
        parts, size, end = [], 0, time.monotonic() + self._bounds.answer
        for part in response.iter_bytes():
            size += len(part)
            if size > self._bounds.size:
                raise UnexpectedResponse(
                    f"{self.name} answers with more than {self._bounds.size // 1_000_000} MB.", _ODD
                )
            if time.monotonic() > end:
                raise SourceUnreachable(f"{self.name} answers too slowly.", _LATER)
            parts.append(part)
        return b"".join(parts)

    def _overloaded(self, wait: float | None) -> SourceOverloaded:
        asked = f" for {wait:,.0f} seconds" if wait else ""
        return SourceOverloaded(f"{self.name} asks to wait{asked}.", "Try again later.", wait)

    def _log_retry(self, state: "tenacity.RetryCallState") -> None:
        error = state.outcome.exception() if state.outcome else None
        logger.info("Try %d failed, next in %.1f s: %s", state.attempt_number, state.upcoming_sleep, error)

    def _wait(self, state: "tenacity.RetryCallState") -> float:
        error = state.outcome.exception() if state.outcome else None
        wait: float = self._bounds.first_wait * 2 ** (state.attempt_number - 1) * random.uniform(0.5, 1)
        asked = error.wait if isinstance(error, SourceOverloaded) else None
        return wait if asked is None else asked + wait / 10

    def _gives_up(self, state: "tenacity.RetryCallState") -> bool:
        error = state.outcome.exception() if state.outcome else None
        asked = error.wait if isinstance(error, SourceOverloaded) else None
        spent = state.seconds_since_start or 0.0
        over = spent >= self._bounds.total_timeout or (asked or 0.0) > self._bounds.longest_wait
        return over or state.attempt_number >= self._bounds.tries


_LATER = "Try again later."
_ODD = "A proxy or sign-in page may stand between; check the network and the address in the settings."


def _joined(base: str, address: str) -> str:
    """The address as seen from the base; empty if it is not a valid address."""
    try:
        return urljoin(base, address)
    except ValueError:
        return ""


def _same_place(url: str, base: str) -> bool:
    """Whether the address has the host and port of the base, and its scheme or a safer one."""
    try:
        asked, own = urlsplit(url), urlsplit(base)
        safe = asked.scheme == "https" or asked.scheme == own.scheme == "http"
        return safe and (asked.hostname, asked.port) == (own.hostname, own.port)
    except ValueError:
        return False


def _seconds(text: str) -> float | None:
    """The seconds that a Retry-After header asks for, given as a number or as a date; None where it is neither."""
    try:
        if text.isascii() and text.isdigit():
            return float(text[:9])
        when = parsedate_to_datetime(text)
    except ValueError:
        return None
    return max(0.0, (when.astimezone(UTC) - datetime.now(UTC)).total_seconds())


def _short(text: str) -> str:
    """A server's words in an error: one printable line of at most 100 characters."""
    return "".join(c for c in " ".join(text.split()) if c.isprintable())[:100]
