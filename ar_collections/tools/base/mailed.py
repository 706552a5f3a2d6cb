"""What became of an e-mail, and whether it may leave now: pure decisions, no database."""

# What became of it.
WAITS = "waits"
LEFT = "left"
FAILED = "failed"
WITHDRAWN = "withdrawn"

# What to do with one that somebody is about to send.
GO = "go"
LATER = "later"
DOUBT = "doubt"
STOP = "stop"

# A mail server answers within a minute, or the connection is given up. One that was begun longer
# ago than this is in nobody's hands any more.
MOST_SECONDS = 15 * 60


def became(mail_state, notified=None):
    """What became of an e-mail that was handed to the mail queue.

    :param mail_state: the state of its row (``mail.mail``), None if that is gone
    :param notified: the state of its notification, if it has one
    """
    if mail_state is None:
        # A row is deleted when it has left, or by somebody before.
        return LEFT if notified == "sent" else WITHDRAWN
    known = {"outgoing": WAITS, "exception": FAILED, "cancel": WITHDRAWN}
    return known.get(mail_state, LEFT)


def may_go(state, seconds, again=False):
    """Whether an e-mail may be given to the mail server now, by what is known of it.

    :param state: ``leaving``: it waits; ``unknown``: somebody has begun to send it, and we do not
        know how that ended; ``failed``; anything else: it has left, or is not to leave
    :param seconds: since when it is in that state
    :param again: whether one that failed may leave later
    """
    if state == "leaving" or (state == "failed" and again):
        return GO
    if state == "unknown":
        return LATER if seconds < MOST_SECONDS else DOUBT
    return STOP
