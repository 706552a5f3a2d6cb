"""A web server that answers as it is told, on a real socket: good, bad, slow, endless, gone."""

import socketserver
import threading
import time
from contextlib import contextmanager, suppress
from typing import NamedTuple

# What the end does instead of an answer.
CLOSE = "close"
HANG = "hang"
ENDLESS = "endless"
NONSENSE = "nonsense"
TRICKLE = "trickle"
SLOW_HEADERS = "slow headers"


class Taken(NamedTuple):
    """A request as it came."""

    path: str
    headers: dict
    body: bytes


class _Session(socketserver.StreamRequestHandler):
    def handle(self):
        line = self.rfile.readline().decode(errors="replace").split()
        headers = {}
        while (header := self.rfile.readline().decode(errors="replace").strip()) != "":
            name, _colon, value = header.partition(":")
            headers[name.lower()] = value.strip()
        body = self.rfile.read(int(headers.get("content-length", 0)))
        self.server.taken.append(Taken(line[1] if len(line) > 1 else "", headers, body))
        answers = self.server.answers
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        # They may have hung up.
        with suppress(OSError):
            self._answer(answer)

    def _answer(self, answer):
        if answer == CLOSE:
            return
        if answer == HANG:
            self.server.over.wait(30)
        elif answer == NONSENSE:
            self.wfile.write(b"\0\xff this is no HTTP\r\n\r\n" * 20)
        elif answer == SLOW_HEADERS:
            self.wfile.write(b"HTTP/1.1 200 OK\r\n")
            self._drip(b"X-Slow: 1\r\n")
        elif answer == TRICKLE:
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
            self._drip(b".")
        elif answer == ENDLESS:
            self.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
            while not self.server.over.is_set():
                self.wfile.write(b"x" * 65_536)
        else:
            status, body, headers = answer if isinstance(answer, tuple) else (answer, "", {})
            lines = [f"HTTP/1.1 {status} Answer", f"Content-Length: {len(body.encode())}"]
            lines += [f"{name}: {value}" for name, value in headers.items()]
            self.wfile.write(("\r\n".join(lines) + "\r\n\r\n" + body).encode())

    def _drip(self, drop):
        while not self.server.over.is_set():
            self.wfile.write(drop)
            time.sleep(0.05)


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False


@contextmanager
def http_end(*answers, tls=None):
    """A server with an ``url``, whose ``taken`` lists what came.

    :param answers: one after the other, the last one for all that follow: a number, (number,
        body, headers), or one of the words above
    :param tls: the ``SSLContext`` of a server that encrypts
    """
    with _Server(("127.0.0.1", 0), _Session) as server:
        server.answers, server.taken, server.over = list(answers or (200,)), [], threading.Event()
        server.url = f"http{'s' if tls else ''}://127.0.0.1:{server.server_address[1]}/hook"
        if tls:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        threading.Thread(
            target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        ).start()
        try:
            yield server
        finally:
            server.over.set()
            server.shutdown()
