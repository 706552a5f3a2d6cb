"""Calls and visits one after the other: whose, and which is next."""

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class ArDispatch(models.Model):
    _inherit = "ar.dispatch"

    def action_call_next(self):
        """Open the call with the largest amount; the next ones follow by themselves, then visits.

        :raise UserError: nobody is left to call
        """
        self.check_access("write")
        lead = self.sorted(lambda one: one.state != "queued")[:1]
        queued = lead if lead.state == "queued" else self._find_next(lead.channel or "call")
        if not queued:
            raise UserError(self.env._("Nobody is left to call today: no call of yours is due."))
        return queued._ask_outcome(then_next=True)

    @api.model
    def _get_domain_of_mine(self):
        """Calls and visits that the acting person makes: the own, and nobody's."""
        return Domain("collector_id", "in", (self.env.uid, False))

    @api.model
    def _find_next(self, channel, skipped=()):
        """The due call or visit, the acting person's or nobody's, that is about most: first of this
        way, then of the others.

        :param skipped: ids of those that are left alone
        """
        codes = self.env["ar.channel.task"]._get_task_codes()
        for code in sorted(codes, key=lambda code: code != channel):
            if found := self._find_next_by(code, skipped):
                return found
        return self.browse()

    @api.model
    def _find_next_by(self, channel, skipped):
        domain = Domain("channel", "=", channel) & Domain("state", "=", "queued")
        domain &= Domain("id", "not in", list(skipped))
        domain &= self._get_domain_of_mine()
        domain &= Domain("company_id", "in", self.env.companies.ids)
        due = self.search(domain).filtered(
            lambda one: not one.call_date or one.call_date <= one.company_id._ar_today()
        )
        # A customer's notices by currency are settled by one call.
        amounts = {}
        for one in due:
            key = one.activity_id or one
            amount = one._get_amount_in(one.company_id.currency_id)
            amounts[key] = amounts.get(key, 0.0) + amount
        return max(
            due,
            key=lambda one: (amounts[one.activity_id or one], -one.id),
            default=self.browse(),
        )

    def _get_amount_in(self, currency):
        """What it is about, at today's rate of ``currency``."""
        own = self.currency_id or currency
        if own == currency:
            return self.amount_total
        return own._convert(
            self.amount_total, currency, self.company_id, self.company_id._ar_today()
        )
