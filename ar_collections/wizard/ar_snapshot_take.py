"""Keep the aging of any day."""

from odoo import fields, models


class ArSnapshotTake(models.TransientModel):
    _name = "ar.snapshot.take"
    _description = "Keep the Aging of a Day"

    date = fields.Date(
        string="Day",
        required=True,
        default=lambda self: self.env.company._ar_today(),
        help="Today, or a day that has passed: the books of that day as they stand now.",
    )
    company_ids = fields.Many2many(
        "res.company",
        string="Companies",
        required=True,
        default=lambda self: self.env.companies,
        domain=lambda self: [("id", "in", self.env.user._get_company_ids())],
    )

    def action_take(self):
        """Keep the day for each company, and show it.

        A day that was kept before stays as it is, and is shown.
        """
        self.ensure_one()
        snapshots = self.env["ar.snapshot"]
        for company in self.company_ids:
            snapshots |= snapshots.take(self.date, company)
        action = {
            "type": "ir.actions.act_window",
            "res_model": "ar.snapshot",
            "name": self.env._("Aging Snapshots"),
        }
        if len(snapshots) == 1:
            return {**action, "res_id": snapshots.id, "views": [(False, "form")]}
        return {
            **action,
            "domain": [("id", "in", snapshots.ids)],
            "views": [(False, "list"), (False, "form")],
        }
