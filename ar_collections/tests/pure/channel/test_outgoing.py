"""Where our server may be sent by somebody else's address, and how long it listens there."""

import ipaddress
import socket
import ssl
import tempfile
import threading
import time
from contextlib import contextmanager
from datetime import datetime
from importlib.util import find_spec
from unittest import skipUnless
from unittest.mock import patch

from odoo.tests import BaseCase, tagged

from ....tools.channel import outgoing
from ...channel.http_end import (
    CLOSE,
    ENDLESS,
    HANG,
    NONSENSE,
    SLOW_HEADERS,
    TRICKLE,
    http_end,
)

NOW = datetime(2026, 11, 30, 8, 0, 0)
#: Addresses that must not be called, however they are written.
INNER = (
    "https://127.0.0.1/",
    "https://127.1/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0x7f.1/",
    "https://017700000001/",
    "https://0177.0.0.1/",
    "https://127.0.0.1.:8069/",
    "https://0.0.0.0/",
    "https://0/",
    "https://10.0.0.1/",
    "https://172.16.0.1/",
    "https://192.168.1.1/",
    "https://100.64.0.1/",
    "https://169.254.169.254/latest/meta-data/",
    "https://2852039166/",
    "https://224.0.0.1/",
    "https://255.255.255.255/",
    "https://240.0.0.1/",
    "https://[::1]/",
    "https://[::]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:7f00:1]/",
    "https://[::ffff:10.0.0.1]/",
    "https://[::127.0.0.1]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[64:ff9b::a9fe:a9fe]/",
    "https://[2002:7f00:1::]/",
    "https://[2001:0:7f00:1::]/",
    "https://[fe80::1]/",
    "https://[fc00::1]/",
    "https://[fd00:ec2::254]/",
    "https://[ff02::1]/",
    "https://localhost/",
    "https://LOCALHOST:443/",
    "https://a.localhost/",
    "https://printer.local/",
    "https://metadata.google.internal/",
)
#: Those that are written so that two readers read two things.
MALFORMED = (
    "",
    "https://",
    "https:///path",
    "https://a b.example.com/",
    "https://user@example.com/",
    "https://user:pass@example.com/",
    "https://example.com@127.0.0.1/",
    "https://example.com\\@127.0.0.1/",
    "https://example.com#@127.0.0.1/",
    "https://127.0.0.1#.example.com/",
    "https://exam\nple.com/",
    "https://example.com/\r\nHost: inner",
    "https://exam\tple.com/",
    "https://①②⑦.⓪.⓪.①/",
    "https://127。0。0。1/",
    "https://bücher.example/",
    "https://[fe80::1%25eth0]/",
    "https://[::1/",
    "https://example.com:99999/",
    "https://example.com:0/",
    "https://example.com:x/",
    "https://example.com/" + "a" * 2000,
)
SCHEMES = (
    "http://example.com/",
    "ftp://example.com/",
    "file:///etc/passwd",
    "gopher://example.com/",
    "//example.com/",
    "example.com",
    "javascript:alert(1)",
)


@contextmanager
def names(**addresses):
    """What names resolve to: lists of addresses, or lists of such, one for each time of asking."""
    asked = []

    def resolve(host, port, **_options):
        asked.append(host)
        found = addresses[host.partition(".")[0]]
        if isinstance(found[0], list):
            found = found.pop(0)
        return [
            (
                socket.AF_INET6 if ":" in one else socket.AF_INET,
                socket.SOCK_STREAM,
                6,
                "",
                (one, port),
            )
            for one in found
        ]

    with patch.object(socket, "getaddrinfo", resolve):
        yield asked


@contextmanager
def make_certificate(address):
    """(path of a certificate that nobody has signed but itself, the context of its server)."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "End")])
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(datetime(2020, 1, 1)).not_valid_after(datetime(2099, 1, 1))
    names = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(address))])
    made = builder.add_extension(names, critical=False).sign(key, hashes.SHA256())
    with tempfile.NamedTemporaryFile(suffix=".pem") as file:
        file.write(made.public_bytes(serialization.Encoding.PEM))
        form = serialization.PrivateFormat.PKCS8
        secret = serialization.NoEncryption()
        file.write(key.private_bytes(serialization.Encoding.PEM, form, secret))
        file.flush()
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(file.name)
        yield file.name, tls


@tagged("post_install", "-at_install")
class TestWhere(BaseCase):
    def test_inner_addresses(self):
        for url in INNER:
            with self.subTest(url=url):
                self.assertEqual(outgoing.find_problem(url), "private")
                self.assertEqual(outgoing.call(outgoing.Request(url, {}, b"")).refused, "private")

    def test_malformed(self):
        for url in MALFORMED:
            for private in (False, True):
                with self.subTest(url=url, private=private):
                    found = outgoing.find_problem(url, private)
                    self.assertIn(found, ("malformed", "scheme"))
                    reply = outgoing.call(outgoing.Request(url, {}, b""), private)
                    self.assertEqual(reply.refused, found)

    def test_schemes(self):
        for url in SCHEMES:
            with self.subTest(url=url):
                self.assertIn(outgoing.find_problem(url), ("scheme", "malformed"))
                self.assertEqual(outgoing.call(outgoing.Request(url, {}, b"")).status, 0)
        self.assertEqual(outgoing.find_problem("http://10.0.0.1/", private=True), "")
        self.assertEqual(outgoing.find_problem("ftp://10.0.0.1/", private=True), "scheme")

    def test_open_ones(self):
        for url in (
            "https://example.com",
            "https://hooks.slack.com/services/T/B/X",
            "https://oapi.dingtalk.com/robot/send?access_token=a-b_c",
            "https://example.com:8443/a?b=c&d=%20",
            "https://xn--bcher-kva.example/",
            "https://93.184.216.34/",
            "https://[2606:2800:220:1:248:1893:25c8:1946]/",
        ):
            with self.subTest(url=url):
                self.assertEqual(outgoing.find_problem(url), "")

    def test_a_name_of_an_inner_address(self):
        for address in (
            "127.0.0.1",
            "10.1.2.3",
            "169.254.169.254",
            "::1",
            "fe80::1%2",
            "::ffff:192.168.0.1",
            "64:ff9b::7f00:1",
        ):
            for found in ([address], ["93.184.216.34", address]):
                with self.subTest(found=found), names(evil=found):
                    reply = outgoing.call(outgoing.Request("https://evil.example.com/", {}, b""))
                    self.assertEqual((reply.status, reply.refused), (0, "private"))

    def test_a_name_that_turns(self):
        """Asked once, and connected to what was looked at."""
        went = []

        def connect(sock, where):
            went.append(where)
            raise OSError("far away")

        with (
            names(turn=[["93.184.216.34"], ["127.0.0.1"]]) as asked,
            patch.object(socket.socket, "connect", connect),
        ):
            reply = outgoing.call(outgoing.Request("https://turn.example.com/", {}, b""))
        self.assertEqual((asked, went), (["turn.example.com"], [("93.184.216.34", 443)]))
        self.assertIn("far away", reply.error)

    def test_a_name_that_is_not_told(self):
        over = threading.Event()
        self.addCleanup(over.set)
        with patch.object(socket, "getaddrinfo", lambda *_args, **_options: over.wait(20)):
            began = time.monotonic()
            request = outgoing.Request("https://slow.example.com/", {}, b"")
            reply = outgoing.call(request, seconds=0.3)
            self.assertLess(time.monotonic() - began, 5)
        self.assertIn("slow.example.com in time", reply.error)

    def test_unknown_name(self):
        with patch.object(socket, "getaddrinfo", side_effect=socket.gaierror("no such name")):
            reply = outgoing.call(outgoing.Request("https://nowhere.example.com/", {}, b""))
        self.assertEqual((reply.status, reply.refused), (0, ""))
        self.assertIn("no such name", reply.error)

    def test_host_of(self):
        self.assertEqual(outgoing.host_of("https://a.b:1/c?key=secret"), "a.b")
        for url in (None, False, "", "https://[", "x"):
            self.assertEqual(outgoing.host_of(url), "")


@tagged("post_install", "-at_install")
class TestCall(BaseCase):
    def _call(self, server, url=None, seconds=5.0, **headers):
        request = outgoing.Request(url or server.url, headers, b'{"a":1}')
        return outgoing.call(request, private=True, seconds=seconds)

    def test_it_arrives(self):
        with http_end((202, "ok", {})) as server:
            reply = self._call(server, server.url + "?key=1", **{"webhook-id": "m"})
            self.assertEqual((reply.status, reply.body, reply.error), (202, b"ok", ""))
        [taken] = server.taken
        self.assertEqual((taken.path, taken.body), ("/hook?key=1", b'{"a":1}'))
        self.assertEqual(taken.headers["webhook-id"], "m")
        self.assertEqual(taken.headers["host"], server.url.split("/")[2])

    def test_inner_ends_are_left_alone(self):
        with http_end(200) as server:
            request = outgoing.Request(server.url, {}, b"")
            self.assertEqual(outgoing.call(request).refused, "scheme")
            tls = outgoing.Request(server.url.replace("http:", "https:"), {}, b"")
            self.assertEqual(outgoing.call(tls).refused, "private")
            self.assertEqual(server.taken, [])

    def test_no_redirect(self):
        with http_end(200) as inner, http_end((302, "", {"Location": "?"})) as server:
            server.answers = [(302, "", {"Location": inner.url})]
            self.assertEqual(self._call(server).status, 302)
            self.assertEqual(inner.taken, [])

    def test_endless(self):
        with http_end(ENDLESS) as server:
            reply = self._call(server)
            self.assertEqual((reply.status, len(reply.body)), (200, outgoing.MAX_ANSWER))

    def test_slow(self):
        """However it is slow, the call ends in its time."""
        for answer, status in ((HANG, 0), (SLOW_HEADERS, 0), (TRICKLE, 200)):
            with self.subTest(answer), http_end(answer) as server:
                began = time.monotonic()
                reply = self._call(server, seconds=0.6)
                self.assertLess(time.monotonic() - began, 3)
                self.assertEqual(reply.status, status)
                if not status:
                    self.assertEqual(reply.error, "no answer within 0.6 s")

    def test_nonsense(self):
        for answer in (NONSENSE, CLOSE):
            with self.subTest(answer), http_end(answer) as server:
                reply = self._call(server)
                self.assertEqual(reply.status, 0)
                self.assertTrue(reply.error)

    def test_nobody_there(self):
        with http_end(200) as server:
            url = server.url
        self.assertIn("Error", self._call(server, url).error)

    def test_no_tls(self):
        with http_end(200) as server:
            reply = self._call(server, server.url.replace("http:", "https:"), seconds=0.6)
            self.assertEqual(reply.status, 0)
            self.assertTrue(reply.error)

    @skipUnless(find_spec("cryptography"), "certificates are made with cryptography")
    def test_certificates(self):
        """Whom nobody knows is told nothing; whom we know is, by the name that was asked for."""
        with make_certificate("127.0.0.1") as (path, tls), http_end(200, tls=tls) as server:
            reply = self._call(server)
            self.assertEqual((reply.status, server.taken), (0, []))
            self.assertIn("CERTIFICATE_VERIFY_FAILED", reply.error)
            known = ssl.create_default_context(cafile=path)
            with patch.object(ssl, "create_default_context", lambda: known):
                self.assertEqual(self._call(server).status, 200)
        with make_certificate("127.0.0.9") as (path, tls), http_end(200, tls=tls) as server:
            known = ssl.create_default_context(cafile=path)
            with patch.object(ssl, "create_default_context", lambda: known):
                self.assertIn("CERTIFICATE_VERIFY_FAILED", self._call(server).error)
            self.assertEqual(server.taken, [])

    def test_headers_are_headers(self):
        with http_end(200) as server:
            reply = self._call(server, **{"X-A": "1\r\nX-B: 2"})
            self.assertEqual((reply.status, server.taken), (0, []))


@tagged("post_install", "-at_install")
class TestAgain(BaseCase):
    def test_retry_after(self):
        for text, seconds in (
            ("120", 120),
            (" 5 ", 5),
            ("0", 0),
            ("999999999", 86_400),
            ("9999999999", 0),
            ("-5", 0),
            ("1.5", 0),
            ("", 0),
            (None, 0),
            ("soon", 0),
            ("Mon, 30 Nov 2026 08:02:00 GMT", 120),
            ("Mon, 30 Nov 2026 09:02:00 +0100", 120),
            ("Mon, 30 Nov 2026 07:00:00 GMT", 0),
            ("Mon, 30 Nov 2999 07:00:00 GMT", 86_400),
            ("Mon, 99 Nov 2026 07:00:00 GMT", 0),
        ):
            with self.subTest(text=text):
                self.assertEqual(outgoing.read_wait(text, NOW), seconds)

    def test_delays(self):
        delays = (30, 300)
        self.assertEqual(outgoing.next_delay(delays, 1, 0), 30)
        self.assertEqual(outgoing.next_delay(delays, 1, 1), 36)
        self.assertEqual(outgoing.next_delay(delays, 2, 0.5), 330)
        self.assertEqual(outgoing.next_delay(delays, 1, 0, 120), 120)
        self.assertEqual(outgoing.next_delay(delays, 2, 0, 120), 300)
        self.assertIsNone(outgoing.next_delay(delays, 3, 0))
        self.assertIsNone(outgoing.next_delay((), 1, 0))
