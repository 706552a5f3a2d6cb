"""Whose fault an answer of a mail server is: the answers of real servers."""

import smtplib

from odoo.tests import BaseCase

from ....tools.channel.answer import (
    ADDRESS,
    LATER,
    MESSAGE,
    OURS,
    next_wait,
    quote_refused,
    read_answer,
    read_refused,
    say_answer,
)

ADDRESS_ = "ann@example.com"


def said(error):
    """Odoo's words around an error of smtplib, as it keeps them."""
    head = "Mail Delivery Failed\nMail delivery failed via SMTP server 'None'.\n"
    return f"{head}{type(error).__name__}: {error}"


def at_recipient(code, words):
    return said(smtplib.SMTPRecipientsRefused({ADDRESS_: (code, words.encode())}))


def at_data(code, words):
    return said(smtplib.SMTPDataError(code, words.encode()))


def at_sender(code, words):
    return said(smtplib.SMTPSenderRefused(code, words.encode(), "us@example.com"))


ANSWERS = [
    # Postfix, Exim, Exchange Online, Gmail, Yahoo: nobody lives there.
    (
        at_recipient(550, "5.1.1 <ann@example.com>: Recipient address rejected: User unknown"),
        ADDRESS,
    ),
    (at_recipient(550, "Unrouteable address"), ADDRESS),
    (at_recipient(550, "5.4.1 Recipient address rejected: Access denied. AS(201806281)"), ADDRESS),
    (at_recipient(550, "5.2.1 The email account that you tried to reach is disabled."), ADDRESS),
    (at_recipient(556, "5.1.10 Recipient address has null MX"), ADDRESS),
    (at_recipient(553, "sorry, that domain isn't in my list of allowed rcpthosts"), ADDRESS),
    (at_recipient(550, "5.7.17 Mailbox owner has changed"), ADDRESS),
    (at_data(554, "5.1.1 This user doesn't have a yahoo.com account"), ADDRESS),
    # For now.
    (at_recipient(450, "4.2.0 Greylisted, see http://postgrey"), LATER),
    (at_recipient(451, "Temporary local problem, please try later"), LATER),
    (at_recipient(452, "4.2.2 The email account is over quota"), LATER),
    (at_recipient(552, "Mailbox full"), LATER),
    (at_data(421, "4.7.0 Try again later, closing connection."), LATER),
    (at_sender(451, "4.3.0 Mail server temporarily rejected message"), LATER),
    (at_sender(421, "Too many messages in this session"), LATER),
    (said(smtplib.SMTPServerDisconnected("Connection unexpectedly closed")), LATER),
    # This e-mail.
    (at_data(552, "5.3.4 Message size exceeds fixed limit"), MESSAGE),
    (at_data(552, "Message too large"), MESSAGE),
    (at_sender(552, "5.3.4 Message too big for system"), MESSAGE),
    (at_data(554, "5.6.0 Message content rejected"), MESSAGE),
    (at_data(554, "Transaction failed"), MESSAGE),
    # Ours.
    (at_recipient(554, "5.7.1 <ann@example.com>: Relay access denied"), OURS),
    (at_recipient(550, "relay not permitted"), OURS),
    (
        at_recipient(554, "Service unavailable; Client host [192.0.2.1] blocked using Spamhaus"),
        OURS,
    ),
    (at_data(550, "5.7.26 This mail is unauthenticated (SPF, DKIM)"), OURS),
    (at_data(554, "Your IP is on our blacklist"), OURS),
    (at_sender(550, "5.7.60 Client does not have permissions to send as this sender"), OURS),
    (at_sender(550, "5.1.8 Sender address rejected: Domain not found"), OURS),
    (at_sender(530, "5.7.0 Authentication Required"), OURS),
    (said(smtplib.SMTPAuthenticationError(535, b"5.7.8 Bad credentials")), OURS),
    (said(ConnectionRefusedError(111, "Connection refused")), OURS),
    (said(TimeoutError("timed out")), OURS),
    ("OSError: [Errno 28] No space left on device", OURS),
    (at_recipient(503, "5.5.1 Bad sequence of commands"), OURS),
    ("", OURS),
]


class TestAnswer(BaseCase):
    def test_answers(self):
        for text, whose in ANSWERS:
            with self.subTest(text):
                self.assertEqual(read_answer("unknown", text).whose, whose)

    def test_odoos_own_words_come_first(self):
        for kind, whose in (
            ("mail_email_invalid", ADDRESS),
            ("mail_bl", ADDRESS),
            ("mail_from_invalid", OURS),
            ("mail_spam", OURS),
        ):
            with self.subTest(kind):
                self.assertEqual(read_answer(kind, "Whatever 451").whose, whose)
        self.assertEqual(read_answer("mail_smtp", "[Errno 111] Connection refused").whose, OURS)

    def test_an_answer_for_each_of_several(self):
        """One that may take it later decides; those refused for good are named."""
        refused = {
            "Ann@example.com": (550, b"5.1.1 User unknown"),
            "bob@example.com": (451, b"Try later"),
        }
        answer = read_answer("unknown", said(smtplib.SMTPRecipientsRefused(refused)))
        self.assertEqual((answer.whose, answer.refused), (LATER, ("ann@example.com",)))
        refused["bob@example.com"] = (550, b"5.7.1 Relay denied")
        answer = read_answer("unknown", said(smtplib.SMTPRecipientsRefused(refused)))
        self.assertEqual((answer.whose, answer.refused), (OURS, ("ann@example.com",)))

    def test_what_is_quoted_is_read_again(self):
        refused = {"a@example.com": (550, b"5.1.1 {gone} \xff")}
        read = read_refused("Before\n" + quote_refused(refused) + "\nBehind } it")
        self.assertEqual(list(read), ["a@example.com"])
        self.assertEqual(read["a@example.com"][0], 550)
        for text in ("", None, "SMTPRecipientsRefused: {", "SMTPRecipientsRefused: {1: 2}"):
            self.assertEqual(read_refused(text), {})

    def test_what_people_read(self):
        for text, words in (
            (
                at_recipient(550, "5.1.1 User\r\n unknown"),
                "ann@example.com: 550 5.1.1 User unknown",
            ),
            (at_data(451, "4.3.0 It's full"), "451 4.3.0 It's full"),
            (at_sender(550, 'No "us"'), '550 No "us"'),
            (
                said(ConnectionRefusedError(111, "Refused")),
                "ConnectionRefusedError: [Errno 111] Refused",
            ),
            ("Down", "Down"),
            (None, ""),
        ):
            with self.subTest(text):
                self.assertEqual(say_answer(text), words)

    def test_waits(self):
        """Longer each time; what is refused for now ends after two days, ours never does."""
        waits = [next_wait(attempts, LATER) for attempts in range(1, 8)]
        self.assertEqual(waits, [15, 60, 240, 720, 1440, None, None])
        self.assertEqual([next_wait(n, OURS) for n in (1, 2, 3, 4, 50)], [5, 15, 60, 240, 240])
