"""Payment plans on a customer's pages, and the payment of exactly one instalment."""

from odoo import models

from .ar_profile import PLAN


class ArProfile(models.Model):
    _inherit = "ar.profile"

    def _portal_page(self):
        # EXTENDS the room itself
        return {**super()._portal_page(), "plans": self._portal_plans()}

    def _portal_answer_page(self, message, online):
        # EXTENDS the room itself
        page = super()._portal_answer_page(message, online)
        offered = message._name == "ar.settlement"
        return {
            **page,
            "plans": self._portal_plans(message),
            "settlement": message._prepare_page() if offered else None,
        }

    def _portal_plans(self, message=None):
        """The plans that the customer pays by, the oldest first; and those proposed: to who is
        logged in all, on the page of a message that of the message."""
        plans = self._portal_find_plans()
        proposed = self.sudo().plan_ids.filtered(lambda one: one.state == "proposed")
        if message is not None:
            proposed = proposed & message if message._name == "ar.plan" else proposed.browse()
        return [plan._prepare_page(message) for plan in (*plans, *proposed)]

    def _portal_find_plans(self, currency=None):
        """The active plans, as superuser: the one with the oldest instalment that is not paid
        first."""
        plans = (
            self.env["ar.plan"]
            .sudo()
            .search([("profile_id", "=", self.id), ("state", "=", "active")], order="id")
        )
        if currency:
            plans = plans.filtered(lambda one: one.currency_id == currency and one.next_date)
        return plans.sorted(lambda one: (not one.next_date, one.next_date or one.activated_on))

    def _portal_choose(self, currency, scope=None, ids=None, rows=None, used=None):
        # EXTENDS the room itself
        if scope == PLAN:
            return self._portal_choose_instalment(currency)
        return super()._portal_choose(currency, scope, ids, rows, used)

    def _portal_choose_instalment(self, currency, plan=None):
        """What is left of the next instalment, as parts of the items of its plan, the oldest first.

        Interest of a plan is part of its instalments, and no item as long as nobody has booked it:
        the last instalments may be more than what is left of the items.

        :param plan: else the active one with the oldest instalment
        :return: as ``_portal_choose``; nothing while a payment of one of its items is on its way
        """
        nothing = {"rows": [], "amount": 0.0}
        plan = plan or self._portal_find_plans(currency)[:1]
        if not plan or plan.state != "active" or plan.next_amount <= 0:
            return nothing
        ids = set(plan.move_line_ids.ids)
        rows = [row for row in self._portal_rows() if row["id"] in ids]
        if any(row["in_process"] for row in rows):
            return nothing
        chosen, wanted = [], plan.next_amount
        for row in rows:
            part = currency.round(min(max(row["left"], 0.0), wanted))
            if part > 0:
                # Of the rest nothing is asked now.
                chosen.append({**row, "residual_currency": part, "asked_currency": part})
                wanted = currency.round(wanted - part)
        amount = currency.round(sum(row["residual_currency"] for row in chosen))
        return {"rows": chosen, "amount": amount}

    def _portal_begin(self, currency, chosen):
        # EXTENDS the room itself: exactly what is left of the next instalment.
        self._portal_lock()
        choice = self._portal_choose_instalment(currency)
        parts = {row["id"]: self._portal_amount(row) for row in choice["rows"]}
        same = parts.keys() == {item_id for item_id, _amount in chosen}
        if parts and same and all(currency.is_zero(parts[id_] - part) for id_, part in chosen):
            return choice
        return super()._portal_begin(currency, chosen)
