"""What an answer of a mail server means, and when to try again: pure, no database.

Sources: RFC 5321 (reply codes), 3463, 7293, 7505 (enhanced status codes; RFC 5248 lists them).
"""

import ast
import re
from typing import NamedTuple

# Whose fault it is that an e-mail did not leave.
# The address takes no mail, for good: it is marked, another way speaks.
ADDRESS = "address"
# This e-mail cannot go to it (too large, for example), another one may: another way speaks.
MESSAGE = "message"
# Nobody's: the same e-mail is tried again later.
LATER = "later"
# Our own server, its settings or its name with others: no customer's matter.
OURS = "ours"

# Odoo's own kinds of failures, which need no answer of a server.
OF_ODOO = {
    "mail_email_invalid": ADDRESS,
    "mail_email_missing": ADDRESS,
    "mail_bl": ADDRESS,
    "mail_optout": ADDRESS,
    "mail_bounce": ADDRESS,
    "mail_dup": MESSAGE,
    "mail_from_invalid": OURS,
    "mail_from_missing": OURS,
    "mail_spam": OURS,
}

# Minutes until an e-mail that was refused for now is tried again; then it has failed.
WAITS = (15, 60, 4 * 60, 12 * 60, 24 * 60)
# Minutes until what failed by our own fault is tried again; the last one for ever.
OWN_WAITS = (5, 15, 60, 4 * 60)

# What of an answer is read: the rest is somebody's prose.
MOST_TEXT = 4000
REFUSED = re.compile(r"SMTPRecipientsRefused: (\{.{1,4000}\})", re.DOTALL)
SENDER = re.compile(r"SMTPSenderRefused: \((\d{3})")
ANSWERED = re.compile(r"(SMTP[A-Za-z]{1,30}|OSError): \((\d{3})")
QUOTED = re.compile(r"^[A-Za-z]{1,40}: \((\d{3}), (b'[^']{0,1000}'|b\"[^\"]{0,1000}\")")
SOONER = ("SMTPServerDisconnected", "SMTPConnectError", "SMTPHeloError")
ENHANCED = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
# Words by which servers without enhanced codes say that it is us whom they do not want.
UNWANTED = re.compile(
    r"relay|spam|block|black ?list|deny ?list|reputation|policy|spf\b|dkim|dmarc|authenticat|"
    r"not authori[sz]ed|rate limit|too many|reverse dns|ptr record|sender",
    re.IGNORECASE,
)
# The mailbox's own: disabled, moved, another owner (RFC 7293), although the class is "policy".
OWN_7 = (13, 17, 18)
SMTPUTF8 = "SMTPUTF8"


class Answer(NamedTuple):
    """Whose fault it is, one of the four above, and the addresses that were refused for good."""

    whose: str
    refused: tuple = ()


def read_answer(kind, text):
    """What became of an e-mail that did not leave.

    :param kind: Odoo's ``failure_type``, or nothing
    :param text: Odoo's ``failure_reason``, which quotes the exception of ``smtplib``
    :return: an :class:`Answer`
    """
    if kind in OF_ODOO:
        return Answer(OF_ODOO[kind])
    text = str(text or "")[:MOST_TEXT]
    if refused := read_refused(text):
        verdicts = {address: judge(code, words, True) for address, (code, words) in refused.items()}
        gone = tuple(sorted(one for one, whose in verdicts.items() if whose == ADDRESS))
        # One that may take it later decides; then our own fault; then what is the message's.
        order = (LATER, OURS, MESSAGE, ADDRESS)
        return Answer(next(whose for whose in order if whose in verdicts.values()), gone)
    if found := SENDER.search(text):
        whose = judge(int(found[1]), text, False)
        return Answer(whose if whose in (LATER, MESSAGE) else OURS)
    if found := ANSWERED.search(text):
        return Answer(judge(int(found[2]), text, found[1] == "SMTPDataError", at_data=True))
    if SMTPUTF8 in text:
        return Answer(MESSAGE)
    return Answer(LATER if any(name in text for name in SOONER) else OURS)


def read_refused(text):
    """{address: (code, words)} of the recipients that a server refused, as ``smtplib`` writes
    them; empty where ``text`` says nothing of the kind."""
    found = REFUSED.search(str(text or "")[:MOST_TEXT])
    # The text goes on behind the dictionary: take it up to each closing brace, the last one first.
    ends = [at.end() for at in re.finditer(r"\}", found[1])][-3:] if found else []
    for end in reversed(ends):
        try:
            read = ast.literal_eval(found[1][:end])
            return {
                str(address).lower(): (int(code), _to_text(words))
                for address, (code, words) in read.items()
            }
        except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError, AttributeError):
            continue
    return {}


def say_answer(text):
    """What the server said, for people: without Odoo's and Python's words around it."""
    text = str(text or "")[:MOST_TEXT]
    if refused := read_refused(text):
        return "; ".join(
            f"{address}: {code} {' '.join(words.split())}"
            for address, (code, words) in sorted(refused.items())
        )
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    last = lines[-1] if lines else ""
    if found := QUOTED.search(last):
        return f"{found[1]} {' '.join(_to_text(_read_literal(found[2])).split())}"
    return last


def _read_literal(text):
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError):
        return text


def quote_refused(refused):
    """The text from which ``read_refused`` reads the same again."""
    return f"SMTPRecipientsRefused: {refused!r}"


def judge(code, words, of_address, at_data=False):
    """Whose fault one answer of a server is.

    :param code: three digits, the server's reply code
    :param words: what it said with it
    :param of_address: the answer may be about the recipient; otherwise it is about the session
    :param at_data: it came after the whole e-mail was handed over
    """
    enhanced = ENHANCED.search(words)
    if 400 <= code < 500 or (enhanced and enhanced[1] == "4"):
        return LATER
    if enhanced:
        return _judge_enhanced(int(enhanced[2]), int(enhanced[3]), of_address)
    if code == 552:
        # RFC 5321 4.5.3.1.10: "too many recipients" or a full mailbox, and the size at the end.
        return MESSAGE if at_data or not of_address else LATER
    if not of_address or UNWANTED.search(words):
        return OURS
    if code in (521, 550, 551, 553, 556):
        return ADDRESS
    if code == 554:
        return MESSAGE if at_data else ADDRESS
    return OURS


def _judge_enhanced(subject, detail, of_address):
    """By RFC 3463: x.1 address, x.2 mailbox, x.3 system, x.4 network, x.6 content, x.7 policy."""
    if (subject, detail) in ((3, 4), (2, 3)) or subject == 6:
        return MESSAGE
    if (subject, detail) in ((1, 7), (1, 8)):
        # The sender's address, ours.
        return OURS
    if subject in (1, 2, 4) or (subject == 7 and detail in OWN_7):
        return ADDRESS if of_address else OURS
    return OURS


def next_wait(attempts, whose):
    """Minutes until the next try, or None when there is none.

    :param attempts: how often it was tried
    """
    if whose == OURS:
        return OWN_WAITS[min(attempts, len(OWN_WAITS)) - 1]
    return WAITS[attempts - 1] if attempts <= len(WAITS) else None


def _to_text(words):
    return words.decode(errors="replace") if isinstance(words, bytes) else str(words)
