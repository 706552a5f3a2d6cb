"""A request to a web address that somebody else has named: where it may go, and one bounded call.

Whoever may enter an address could otherwise let our server speak to itself, to its neighbours or
to the cloud it runs in. So the name is resolved once, all its addresses are looked at, and the
connection is made to the address that was looked at: a name that points elsewhere a moment later
(DNS rebinding) gains nothing. No redirect is followed, no proxy asked, the answer is bounded in
size, and the whole call in time, however slowly it comes.
"""

import contextlib
import http.client
import ipaddress
import re
import socket
import ssl
import threading
import time
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import NamedTuple
from urllib.parse import urlsplit

# Seconds for the whole call: name, connection, request, answer.
SECONDS = 10.0
# Bytes of an answer that are read; what comes after them is of no interest.
MAX_ANSWER = 65_536
MAX_URL = 2_000
# Letters of an answer that are kept.
MAX_WORDS = 200
# Addresses of one name that are tried.
MOST_ADDRESSES = 4
# Seconds that an answer may ask us to wait at most: a day.
MOST_WAIT = 86_400
AGENT = "ar_collections/1.0"
# The block of NAT64, whose last four bytes are an IPv4 address.
NAT64 = ipaddress.ip_network("64:ff9b::/96")
# Answers below 500 after which it is tried again.
PASSING = (408, 429)
DIGITS = re.compile(r"[0-9]{1,9}")


class Request(NamedTuple):
    """What is sent by POST; ``headers`` is a dictionary, ``body`` bytes."""

    url: str
    headers: dict
    body: bytes


class Reply(NamedTuple):
    """What came back. ``status`` 0: no answer, ``error`` says why. ``refused`` is a code of
    ``find_problem`` where nothing was sent."""

    status: int = 0
    retry_after: str = ""
    body: bytes = b""
    error: str = ""
    refused: str = ""


class _Refused(Exception):
    """An address that must not be called; the argument is a code of ``find_problem``."""


# -- where it may go -------------------------------------------------------------------


def is_public(text):
    """Whether an IP address, as text, is one of the open internet."""
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    if address.version == 6:
        inner = address.ipv4_mapped or address.sixtofour
        if address in NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner:
            return is_public(str(inner))
    return address.is_global and not address.is_multicast and not address.is_reserved


def _split(url, private):
    """(scheme, host in ASCII, port, path with query) of an address.

    :raise _Refused: it is none that may be called
    """
    url = url or ""
    if len(url) > MAX_URL or any(not "!" <= sign <= "~" or sign in '\\"<>^`{|}' for sign in url):
        # Names with other letters are for people; here they would have two readings.
        raise _Refused("malformed")
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError as error:
        raise _Refused("malformed") from error
    if parts.scheme not in ("http", "https"):
        raise _Refused("scheme")
    if not host or "@" in parts.netloc or "%" in host or parts.fragment or port == 0:
        raise _Refused("malformed")
    if parts.scheme == "http" and not private:
        raise _Refused("scheme")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return parts.scheme, host, port or (443 if parts.scheme == "https" else 80), path


def find_problem(url, private=False):
    """Why an address cannot be used, as far as it can be seen without asking for its name.

    :param private: whether addresses of our own network, and those without encryption, may be
    :return: ``malformed``, ``scheme``, ``private``, or '' if nothing is wrong
    """
    try:
        _scheme, host, _port, _path = _split(url, private)
    except _Refused as refused:
        return str(refused)
    if private:
        return ""
    if host == "localhost" or host.endswith((".localhost", ".local", ".internal")):
        return "private"
    with contextlib.suppress(OSError):
        # As the C library reads numbers, too: 127.1, 2130706433, 0x7f.1, 0177.0.0.1.
        host = socket.inet_ntoa(socket.inet_aton(host))
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return ""
    return "" if is_public(host) else "private"


def host_of(url):
    """The name in an address, for people; '' if there is none. The rest may be a secret."""
    try:
        return urlsplit(url or "").hostname or ""
    except ValueError:
        return ""


def _resolve(host, port, private, seconds):
    """What ``socket`` needs to connect, for each address of a name.

    :raise _Refused: one of them is not public
    :raise OSError: it has none, or nobody knew it in time
    """
    answers = []

    def ask():
        try:
            answers.append(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except OSError as error:
            answers.append(error)

    # It has no time of its own, and whoever owns the name may let it wait.
    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(seconds)
    found = answers[0] if answers else TimeoutError(f"nobody knew {host} in time")
    if isinstance(found, OSError):
        raise found
    if not private and not all(is_public(where[0]) for *_kind, where in found):
        raise _Refused("private")
    return found[:MOST_ADDRESSES]


# -- the call --------------------------------------------------------------------------


class _Connection(http.client.HTTPConnection):
    """A connection to addresses that were looked at, whatever the name means by now."""

    def __init__(self, host, port, addresses, tls, ends):
        super().__init__(host, port)
        self._addresses, self._tls, self._ends = addresses, tls, ends
        self.is_over = False

    def connect(self):
        """Connect to the first address that answers, and greet by the name."""
        error = OSError("The name has no address.")
        for family, kind, protocol, _name, where in self._addresses:
            try:
                self.sock = socket.socket(family, kind, protocol)
                self.sock.settimeout(max(self._ends - time.monotonic(), 0.001))
                self.sock.connect(where)
                break
            except OSError as failed:
                error = failed
                self.sock.close()
                self.sock = None
        else:
            raise error
        if self._tls:
            self.sock = self._tls.wrap_socket(
                self.sock, server_hostname=self.host, do_handshake_on_connect=False
            )
            self.sock.do_handshake()

    def cut(self):
        """Its time is up: end the connection now, from another thread."""
        self.is_over = True
        if sock := self.sock:
            # Not that of TLS, which would wait for the other side.
            with contextlib.suppress(OSError):
                socket.socket.shutdown(sock, socket.SHUT_RDWR)


def call(request, private=False, seconds=SECONDS):
    """Send a ``Request``, once; never raises for what the other side does.

    :param private: see ``find_problem``
    :return: a ``Reply``
    """
    ends = time.monotonic() + seconds
    if refused := find_problem(request.url, private):
        return Reply(refused=refused, error=refused)
    try:
        scheme, host, port, path = _split(request.url, private)
        addresses = _resolve(host, port, private, seconds)
        tls = ssl.create_default_context() if scheme == "https" else None
    except _Refused as refused:
        return Reply(refused=str(refused), error=str(refused))
    except (OSError, ValueError) as error:
        return Reply(error=_say(error))
    connection = _Connection(host, port, addresses, tls, ends)
    timer = threading.Timer(max(ends - time.monotonic(), 0.0), connection.cut)
    timer.daemon = True
    timer.start()
    try:
        return _exchange(connection, request, path)
    except (OSError, http.client.HTTPException, ValueError) as error:
        # The socket's own time may be up a moment before the timer says so.
        late = connection.is_over or time.monotonic() >= ends
        return Reply(error=f"no answer within {seconds:g} s" if late else _say(error))
    finally:
        timer.cancel()
        connection.close()


def _exchange(connection, request, path):
    """Send and read; a body that breaks off, or does not end, is as long as it came."""
    headers = {"User-Agent": AGENT, "Accept-Encoding": "identity", "Connection": "close"}
    connection.request("POST", path, request.body, {**headers, **request.headers})
    response = connection.getresponse()
    if connection.is_over:
        # What came of its headers is not all of them.
        raise TimeoutError
    body = b""
    with contextlib.suppress(OSError, http.client.HTTPException, ValueError):
        while len(body) < MAX_ANSWER and (part := response.read1(MAX_ANSWER - len(body))):
            body += part
    return Reply(response.status, response.getheader("Retry-After") or "", body)


def _say(error):
    """An error in one line, for people: it may quote what the other side sent."""
    return _clean(f"{type(error).__name__}: {error}")


def _clean(text):
    """A text of others in one short line."""
    text = "".join(sign if sign.isprintable() else " " for sign in text[:MAX_WORDS])
    return " ".join(text.split())


# -- what came back, and when to try again ---------------------------------------------


class Answer(NamedTuple):
    """What an answer means: ``ok``, ``retry``, ``fail``, or ``off`` where nothing is to be sent
    there any more; and what was said, for people."""

    verdict: str
    words: str


def judge(status):
    """What a number of HTTP means where nothing else is known; 0: no answer came."""
    if 200 <= status < 300:
        return "ok"
    if status in PASSING or status >= 500 or status < 200:
        return "retry"
    # Redirects, too: they are not followed.
    return "fail"


def say_answer(status, body, error=""):
    """An answer in one short line: its number, and the beginning of what it says."""
    if not status:
        return error or "no answer"
    return _clean(f"HTTP {status} {body[:MAX_WORDS].decode('utf-8', 'replace')}")


def read_wait(text, now):
    """Seconds that a Retry-After asks for, as a number or a date; 0 if it says nothing.

    :param now: the time in UTC, without a zone
    """
    text = (text or "").strip()[:60]
    if DIGITS.fullmatch(text):
        return min(int(text), MOST_WAIT)
    try:
        then = parsedate_to_datetime(text)
        wait = then.replace(tzinfo=then.tzinfo or UTC) - now.replace(tzinfo=UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return 0
    return max(0, min(int(wait.total_seconds()), MOST_WAIT))


def next_delay(delays, tries, chance, wait=0):
    """Seconds until the next try; None if there is none.

    :param delays: seconds before the second try, the third one, and so on
    :param tries: how often it was tried
    :param chance: a number from 0 to 1: up to a fifth is added, so that what failed together
        does not come back together
    :param wait: seconds that the other side asked for: not before
    """
    if not 0 < tries <= len(delays):
        return None
    delay = delays[tries - 1]
    return max(delay, wait) + int(delay * 0.2 * chance)
