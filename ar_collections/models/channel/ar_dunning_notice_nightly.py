"""Courtesy of notices: their policy's hours, their bundles, their fallbacks."""

from odoo import fields, models


class ArDunningNotice(models.Model):
    _inherit = "ar.dunning.notice"

    def _get_courtesy_rules(self):
        # EXTENDS the message
        policy, company = self.policy_id, self.company_id
        return self.env["ar.channel"]._ask_once(
            ("courtesy", policy.id, company.id), lambda: policy._get_courtesy(company)
        )

    def _leaves_by_itself(self):
        # EXTENDS the message
        return self.run_id.kind == "nightly"

    def _get_occasion(self):
        # EXTENDS the message: the notices of one run are one word to the customer, also where the
        # policy splits them by level or invoice.
        return ("run", self.run_id.id) if self.run_id else super()._get_occasion()

    def _get_whole(self):
        # EXTENDS the message
        domain = [
            ("run_id", "in", self.run_id.ids),
            ("profile_id", "in", self.profile_id.ids),
            ("state", "=", "queued"),
        ]
        return self | (self.search(domain) if self.run_id else self.browse())

    def _hold_fallbacks(self, dispatches):
        """Fallbacks that are queued keep to quiet hours and days, too; they are no message more.

        :return: those of the ``dispatches`` that wait
        """
        held = dispatches.browse()
        timed = dispatches.filtered(lambda one: self.env["ar.channel"]._get(one.channel)._is_timed)
        now = fields.Datetime.now()
        moments = timed.notice_id._map_hours(now)
        for dispatch in timed:
            if (at := moments[dispatch.notice_id.id]) > now:
                dispatch.next_try = at
                dispatch.notice_id._wake_sender(at=at)
                held |= dispatch
        return held

    def _is_paid(self):
        """Whether all that it asked for is settled, and by a payment: nobody is thanked for a
        credit note or a write-off."""
        self.ensure_one()
        lines = self.line_ids.filtered(lambda line: line.kind == "item" and line.state == "sent")
        items = lines.move_line_id
        settled = bool(items) and all(item.reconciled for item in items)
        credits = items.matched_credit_ids.credit_move_id if settled else items.browse()
        return any(line.payment_id or line.statement_line_id for line in credits)
