"""A mail server that answers as it is told, on a real socket."""

import socketserver
import threading
from contextlib import contextmanager
from unittest.mock import patch

# Closes the connection instead of an answer.
DROP = None
BYE = "421 4.3.2 Closing"


class _Session(socketserver.StreamRequestHandler):
    def handle(self):
        self._say("220 end.example.com")
        people = []
        while line := self.rfile.readline().decode(errors="replace").strip():
            verb, address = line[:4].upper(), line.partition("<")[2].partition(">")[0].lower()
            answer = "250 OK"
            if verb == "RCPT":
                answer = self.server.answers.get(address, answer)
                people += [address] if answer and answer.startswith("250") else []
            elif verb == "MAIL":
                answer, people = self.server.answers.get("MAIL", answer), []
            elif verb == "DATA":
                answer = self._take(people)
            elif verb == "QUIT":
                answer = "221 Bye"
            if answer is DROP or not self._say(answer) or answer == BYE or verb == "QUIT":
                return

    def _take(self, people):
        self._say("354 Go on")
        lines = []
        while (line := self.rfile.readline()) and line.strip() != b".":
            lines.append(line)
        answer = self.server.answers.get("DATA", "250 OK")
        if answer and answer.startswith("250"):
            self.server.taken += [(address, b"".join(lines).decode()) for address in people]
        return answer

    def _say(self, words):
        self.wfile.write(f"{words}\r\n".encode())
        return True


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False


@contextmanager
def smtp_end(env, **answers):
    """Odoo's mail leaves to a server of its own, whose ``taken`` lists (address, e-mail).

    :param answers: by address, or for MAIL and DATA: the server's answer, ``DROP`` for none
    """
    with _Server(("127.0.0.1", 0), _Session) as server:
        server.answers, server.taken = answers, []
        threading.Thread(
            target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        ).start()
        env["ir.mail_server"].sudo().search([]).active = False
        env["ir.mail_server"].sudo().create(
            {
                "name": "End",
                "smtp_host": "127.0.0.1",
                "smtp_port": server.server_address[1],
                "smtp_encryption": "none",
                "sequence": 1,
            }
        )
        with patch.object(env.registry["ir.mail_server"], "_disable_send", lambda model: False):
            yield server
        server.shutdown()
