"""Who of a customer is told what, by which way: a pure decision, no database."""

from typing import NamedTuple


class Row(NamedTuple):
    """One line of a customer account.

    :param subject: what it is about
    :param channel: by which way; ``None`` is any
    :param contact: who is told
    """

    subject: str
    channel: str | None
    contact: object


def climb(subject, above):
    """A subject and those that it belongs to, the nearest first.

    :param above: {subject: the one above it, or None}
    """
    found = []
    while subject and subject not in found:
        found.append(subject)
        subject = above.get(subject)
    return found


def pick(rows, subjects, channel):
    """The rows that fit best: the nearest subject first, and there the very way before any way.

    :param rows: :class:`Row`, in their order
    :param subjects: as of :func:`climb`
    :param channel: the way; None asks for rows of any way alone
    :return: list of rows of one subject and way, in order; empty if none fits
    """
    for subject in subjects:
        for way in dict.fromkeys((channel, None)):
            if found := [
                row for row in rows if (row.subject, row.channel or None) == (subject, way)
            ]:
                return found
    return []
