"""A mail server for tests, on a real socket: it takes, refuses, waits, hangs up, sends back."""

import asyncio
import email
import logging
import threading
import time
from email.message import EmailMessage
from email.mime.base import MIMEBase
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from typing import NamedTuple

from aiosmtpd.smtp import SMTP

# Closes the connection in place of an answer.
DROP = None
BYE = "421 4.3.2 Closing"
TAKEN = "250 OK"


class Slow(NamedTuple):
    """The answer comes after some seconds."""

    seconds: float
    answer: str | None = TAKEN


class Report(NamedTuple):
    """The e-mail is taken, and a report of what became of it follows: see ``MailEnd.reports``."""

    action: str
    status: str
    words: str = ""


class _Session(SMTP):
    """aiosmtpd's side of one connection, which may refuse it before the first word."""

    async def _handle_client(self):
        end = self.event_handler.end
        if (answer := end.answers.get("CONNECT", TAKEN)) != TAKEN:
            if answer is not DROP:
                await self.push(answer)
            self.transport.close()
            return
        await super()._handle_client()


class _Handler:
    """Answers as the end was told, phase by phase."""

    def __init__(self, end):
        self.end = end

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        session.host_name = hostname
        answer = await self._answer(server, self.end.answers.get("EHLO", TAKEN))
        return responses if answer == TAKEN else [answer]

    async def handle_MAIL(self, server, session, envelope, address, options):
        envelope.mail_from = address
        return await self._answer(server, self.end.answers.get("MAIL", TAKEN))

    async def handle_RCPT(self, server, session, envelope, address, options):
        answer = self.end.answers.get(address.lower(), TAKEN)
        said = await self._answer(server, TAKEN if isinstance(answer, Report) else answer)
        if said.startswith("250"):
            envelope.rcpt_tos.append(address.lower())
        return said

    async def handle_DATA(self, server, session, envelope):
        answer = self.end.answers.get("DATA", TAKEN)
        final = answer.answer if isinstance(answer, Slow) else answer
        if isinstance(final, str) and final.startswith("250"):
            # Taken, whether or not the other side hears so.
            self.end.take(envelope)
        return await self._answer(server, answer)

    async def _answer(self, server, answer):
        if isinstance(answer, Slow):
            # Not the loop's own clock: tests stop it.
            await asyncio.get_running_loop().run_in_executor(None, time.sleep, answer.seconds)
            answer = answer.answer
        if answer is DROP:
            server.transport.abort()
            return "421 gone"
        if answer == BYE:
            await server.push(BYE)
            server.transport.close()
        return answer


class MailEnd:
    """``with MailEnd() as end``: a mail server at ``end.port``.

    ``answers`` says what it answers: by address, or for CONNECT, EHLO, MAIL, DATA. A text is the
    answer, ``DROP`` none, :class:`Slow` a late one; :class:`Report` takes the e-mail and makes a
    report of its delivery. ``taken`` lists (address, e-mail), ``messages`` each e-mail once.
    """

    def __init__(self, answers=None):
        self.answers = answers or {}
        self.taken, self.messages, self.reports = [], [], []
        self.port = None
        self._loop = self._server = self._thread = None

    def __enter__(self):
        for name in ("mail.log", "mail.debug", "asyncio"):
            logging.getLogger(name).setLevel(logging.CRITICAL)
        started = threading.Event()
        self._thread = threading.Thread(target=self._serve, args=(started,), daemon=True)
        self._thread.start()
        started.wait()
        return self

    def __exit__(self, *error):
        self.stop()

    def stop(self):
        """Close the port; twice is once."""
        if self._loop and self._loop.is_running():
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(5)

    def _serve(self, started):
        loop = self._loop = asyncio.new_event_loop()
        asyncio.set_event_loop(loop)
        made = loop.create_server(self._open, "127.0.0.1", 0)
        self._server = loop.run_until_complete(made)
        self.port = self._server.sockets[0].getsockname()[1]
        started.set()
        loop.run_forever()
        self._server.close()
        tasks = asyncio.all_tasks(loop)
        for task in tasks:
            task.cancel()
        loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
        loop.close()

    def _open(self):
        return _Session(_Handler(self), hostname="end.example.com", loop=self._loop)

    # -- what it took ------------------------------------------------------------------

    def take(self, envelope):
        content = envelope.original_content
        text = content.decode(errors="replace")
        self.taken += [(address, text) for address in envelope.rcpt_tos]
        self.messages.append(email.message_from_bytes(content))
        asked = [(address, self.answers.get(address)) for address in envelope.rcpt_tos]
        if told := [(to, answer) for to, answer in asked if isinstance(answer, Report)]:
            self.reports.append(make_report(told, content))

    def report_of(self, message_id, *told):
        """A report about an e-mail by its Message-ID alone, as bytes; see ``make_report``."""
        return make_report(told, f"From: us@example.com\nMessage-Id: {message_id}\n\n".encode())

    def deliver(self, env):
        """Let the reports come in by Odoo's gateway, as the sender's mail server would."""
        while self.reports:
            env["mail.thread"].message_process(None, self.reports.pop(0))


def make_report(told, original, kind="delivery-status"):
    """A report as mail servers write it (RFC 3464), as bytes.

    :param told: list of (address, :class:`Report`)
    :param original: the e-mail that it is about, as bytes
    """
    report = MIMEMultipart("report", report_type=kind)
    about = email.message_from_bytes(original)
    report["From"] = "Mail Delivery System <MAILER-DAEMON@end.example.com>"
    report["To"] = about["Return-Path"] or about["From"]
    report["Subject"] = "Delivery Status Notification"
    report["Message-Id"] = f"<{time.time_ns()}@end.example.com>"
    report.attach(MIMEText("This is what became of your e-mail.\n"))
    status = MIMEBase("message", kind)
    first = EmailMessage()
    first["Reporting-MTA"] = "dns; end.example.com"
    status.attach(first)
    for address, one in told:
        part = EmailMessage()
        part["Final-Recipient"] = f"rfc822; {address}"
        part["Action"] = one.action
        part["Status"] = one.status
        if one.words:
            part["Diagnostic-Code"] = f"smtp; {one.words}"
        status.attach(part)
    report.attach(status)
    report.attach(MIMEMessage(about))
    return report.as_bytes()
