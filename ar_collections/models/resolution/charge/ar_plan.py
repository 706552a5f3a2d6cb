"""A plan that was kept to costs no late interest beside its own, and what it waives is waived."""

from odoo import api, models


class ArPlan(models.Model):
    _inherit = "ar.plan"

    @api.model
    def _read_kept(self, item_ids):
        """The days of plans that were kept to the end: their agreement says what these days cost.

        :param item_ids: journal items
        :return: {journal item id: [(first day, last day)]}; one query
        """
        domain = [("move_line_id", "in", list(item_ids)), ("plan_id.state", "=", "done")]
        items = self.env["ar.plan.item"].sudo().search(domain) if item_ids else ()
        kept = {}
        for item in items:
            days = (item.plan_id.activated_on, item.plan_id.ended_on)
            if all(days):
                kept.setdefault(item.move_line_id.id, []).append(days)
        return kept

    def _finish(self):
        # EXTENDS the room plan
        super()._finish()
        for plan in self.sudo().filtered(lambda one: one.state == "done" and one.waived_amount):
            items = plan.item_ids.move_line_id
            charges = self.env["ar.charge"]._find_asked(items, plan.currency_id)
            reason = self.env._("The payment plan %s was kept to.", plan.name)
            if problem := charges._waive_agreed(reason, plan.waived_amount):
                plan._log(problem)
