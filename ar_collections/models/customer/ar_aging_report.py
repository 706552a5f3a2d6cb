"""The aging by collector, and the way from a row to the customer's account."""

from odoo import api, models
from odoo.tools import SQL

from ..base import arguments
from ..ledger.aging.ar_aging_report_dimensions import Dimension


class ArAgingReport(models.AbstractModel):
    _inherit = "ar.aging.report"

    def _get_dimensions(self):
        # EXTENDS the ledger's: the collector of the customer's account.
        dimensions = super()._get_dimensions()
        dimensions["collector"] = Dimension(
            self.env._("Collector"),
            self.env._("Without collector"),
            SQL("profile.collector_id"),
            "res.users",
            SQL(
                """LEFT JOIN ar_profile profile ON profile.partner_id = item.partner_id
                                               AND profile.company_id = item.company_id""",
                to_flush=self.env["ar.profile"]._fields["collector_id"],
            ),
            domain=(("share", "=", False),),
        )
        return dimensions

    @api.model
    def get_customer_action(self, partner_id):
        """The action that opens the customer's account with the companies switched on; his
        contact form if there is none that the user may see."""
        arguments.to_ids(self.env, [partner_id])
        profiles = self.env["ar.profile"]
        if profiles.has_access("read"):
            profiles = profiles.search(
                [("partner_id", "=", partner_id), ("company_id", "in", self.env.companies.ids)]
            )
        own = profiles.filtered(lambda profile: profile.company_id == self.env.company)
        record = (own or profiles)[:1] or self.env["res.partner"].browse(partner_id)
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "views": [(False, "form")],
        }
