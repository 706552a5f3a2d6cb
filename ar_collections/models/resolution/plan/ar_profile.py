"""The customer account shows its payment plans, and keeps them when customers are merged."""

from odoo import Command, api, fields, models
from odoo.exceptions import UserError


class ArProfile(models.Model):
    _inherit = "ar.profile"

    plan_ids = fields.One2many("ar.plan", "profile_id", string="Payment Plans", readonly=True)
    plan_count = fields.Integer(string="Number of Payment Plans", compute="_compute_plan_count")
    plan_active = fields.Boolean(string="Pays by a Plan", compute="_compute_plan_count")

    @api.depends("plan_ids.state")
    def _compute_plan_count(self):
        counts, active = {}, set()
        for profile, state, count in self.env["ar.plan"]._read_group(
            [("profile_id", "in", self.ids)], ["profile_id", "state"], ["__count"]
        ):
            counts[profile] = counts.get(profile, 0) + count
            if state == "active":
                active.add(profile)
        for profile in self:
            profile.plan_count = counts.get(profile, 0)
            profile.plan_active = profile in active

    def action_view_plans(self):
        """Open the customer's payment plans."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("ar_collections.ar_plan_action")
        action["domain"] = [("profile_id", "=", self.id)]
        action["context"] = {"default_profile_id": self.id}
        return action

    def action_make_plan(self):
        """Begin a payment plan over what the customer owes, no plan is about and nobody disputes,
        in the currency of the oldest debt. Where all is disputed, it is over that.

        :raise UserError: there is nothing
        """
        self.ensure_one()
        self.check_access("read")
        rows = self.env["ar.open.item"].sudo()._read_rows(self.company_id.ids, self.partner_id.ids)
        living = self.sudo().plan_ids.filtered(lambda one: one.state in ("proposed", "active"))
        taken = set(living.move_line_ids.ids)
        owed = [row for row in rows if row["residual_currency"] > 0 and row["id"] not in taken]
        if not owed:
            raise UserError(
                self.env._(
                    "%s owes nothing that a payment plan is not about already.",
                    self.partner_id.display_name,
                )
            )
        items = self.env["ar.open.item"].sudo().browse([row["id"] for row in owed])
        disputed = set(items.filtered("is_disputed").ids)
        owed = [row for row in owed if row["id"] not in disputed] or owed
        currency = owed[0]["currency_id"]
        return self._begin_plan([row["id"] for row in owed if row["currency_id"] == currency])

    def _begin_plan(self, line_ids):
        """The form of a new plan over journal items."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Payment Plan"),
            "res_model": "ar.plan",
            "view_mode": "form",
            "views": [(False, "form")],
            "context": {
                "default_profile_id": self.id,
                "default_move_line_ids": [Command.set(line_ids)],
                "default_installment_count": 3,
            },
        }
