"""What people may record, and who else knows of events: two open lists."""

from typing import NamedTuple

from odoo import api, models


class EventKind(NamedTuple):
    """What may be recorded by hand, in the language of the context.

    What it counts as before the law is in ``COUNTS_AS`` of ``tools/resolution/limitation.py``.

    :param name: a few words
    :param lasts: it has a last day
    """

    name: str
    lasts: bool = False


class Asked(NamedTuple):
    """The items whose events are read.

    :param rows: {journal item: its row of ``ar.open.item``}
    :param accounts: {(customer, company): journal items}
    """

    rows: dict
    accounts: dict

    @property
    def ids(self):
        return list(self.rows)


class ArLimitationEvent(models.Model):
    _inherit = "ar.limitation.event"

    @api.model
    def _get_kinds(self):
        """{code: ``EventKind``} of what people record."""
        return {
            "demand": EventKind(self.env._("Demand that arrived")),
            "reserving": EventKind(self.env._("Demand that arrived and reserves our rights")),
            "ack": EventKind(self.env._("Acknowledgement by word")),
            "ack_written": EventKind(self.env._("Acknowledgement by e-mail or in text")),
            "ack_signed": EventKind(self.env._("Signed acknowledgement")),
            "promise_written": EventKind(self.env._("Promise or request for delay, in writing")),
            "plan_signed": EventKind(self.env._("Signed payment plan")),
            "payment": EventKind(self.env._("Part payment")),
            "security": EventKind(self.env._("Security given")),
            "suit": EventKind(self.env._("Suit or order to pay"), lasts=True),
            "enforcement": EventKind(self.env._("Enforcement")),
            "conciliation": EventKind(self.env._("Conciliation"), lasts=True),
            "negotiation": EventKind(self.env._("Negotiation"), lasts=True),
        }

    @api.model
    def _get_sources(self):
        """Who knows of events: codes. Each has ``_read_<code>(asked)``, for many items in a fixed
        number of queries, which gives pairs of a journal item and an ``Event`` of the pure
        functions, and ``_describe_<code>(event)``, a few words for people."""
        return ["dispatch", "receipt", "hand"]

    @api.model
    def _read_events(self, asked):
        """What happened to items, as ``tools.resolution.limitation.Event``; set-based.

        :param asked: ``Asked``
        :return: {journal item: list of events}
        """
        events = {}
        for code in self._get_sources():
            for item_id, event in getattr(self, f"_read_{code}")(asked):
                events.setdefault(item_id, []).append(event._replace(source=code))
        return events

    @api.model
    def _describe(self, event):
        """What an event is, a few words in the language of the context."""
        return getattr(self, f"_describe_{event.source}")(event)
