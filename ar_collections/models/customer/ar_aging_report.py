from odoo import models
from odoo.tools import SQL

from ..ledger.ar_aging_report_dimensions import Dimension


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
        )
        return dimensions
