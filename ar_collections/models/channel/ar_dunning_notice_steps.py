"""A notice is sent when something of it has left; what waits is looked at again."""

from odoo import models

from ...tools.base import leaving


class ArDunningNotice(models.Model):
    # EXTENDS 'dunning': from handing over to leaving.
    _inherit = "ar.dunning.notice"

    # -- what has left -----------------------------------------------------------------

    def _waits_to_leave(self):
        """Whether an e-mail waits to leave, and nothing else of the notice has left."""
        states = set(self.sudo().dispatch_ids.mapped("state"))
        return "leaving" in states and not states & {"sent", "delivered", "unknown"}

    def _settle_leaving(self):
        """Those of which something has left, or a call is all that is left to do, are sent."""
        self.filtered(lambda one: one.state == "leaving" and not one._waits_to_leave())._set_sent()

    def _on_left(self, dispatches):
        # EXTENDS the message
        self.filtered(lambda notice: notice.state == "leaving")._set_sent()

    def _on_withdrawn(self, dispatches, reason):
        # EXTENDS the message: the level does not count, the collector decides what follows.
        for notice in self:
            others = notice.dispatch_ids - dispatches
            if any(other._carries_message() for other in others):
                continue
            if any(other.state == "queued" for other in others):
                notice._settle_leaving()
                continue  # the collector calls about it
            notice._set_failed(reason)
            notice._make_delivery_task(reason)

    def _on_doubtful(self, dispatches, reason):
        # EXTENDS the message: most likely the customer has it, so the level counts.
        self.filtered(lambda notice: notice.state == "leaving")._set_sent()
        self._make_delivery_task(reason)

    # -- a second look -----------------------------------------------------------------

    def _read_leaving(self):
        # EXTENDS the message
        changes = self._find_changes()
        last = dict(
            self.sudo()._read_group(
                [("profile_id", "in", self.profile_id.ids), ("state", "in", ("leaving", "sent"))],
                ["profile_id"],
                ["date:max"],
            )
        )
        return {
            notice.id: leaving.Facts(
                stands=notice.state in ("leaving", "sent"),
                change=changes.get(notice.id, ""),
                newer=last.get(notice.profile_id, notice.date) > notice.date,
            )
            for notice in self
        }

    def _on_outdated(self, dispatches, reason):
        # EXTENDS the message: it was not said, unless it left by another channel.
        for notice in self:
            others = notice.dispatch_ids - dispatches
            if any(other._carries_message() for other in others):
                continue
            # A call about it is not made either.
            calls = others.filtered(lambda one: one.state == "queued")
            calls.activity_id.unlink()
            calls._move_to("cancelled", error=reason)
            notice._take_back(reason)
