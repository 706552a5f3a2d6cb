"""The planner hears of promises that were broken."""

from odoo import api, models


class ArDunningPlanner(models.AbstractModel):
    # EXTENDS the room dunning
    _inherit = "ar.dunning.planner"

    @api.model
    def _read_firmer(self, rows):
        # EXTENDS the room dunning
        found = dict(super()._read_firmer(rows))
        domain = [
            ("state", "=", "broken"),
            ("partner_id", "in", list({row["partner_id"] for row in rows if row["partner_id"]})),
            ("company_id", "in", list({row["company_id"] for row in rows})),
        ]
        broken = self.env["ar.promise"].sudo().search(domain)
        firm = broken.filtered(lambda one: one.profile_id._get_promise_terms().firmer)
        by_key = firm.grouped(lambda one: one._get_key())
        for row in rows if firm else ():
            key = row["partner_id"], row["company_id"], row["currency_id"]
            days = [one.ended_on for one in by_key.get(key, ()) if one._covers(row)]
            if days:
                found[row["id"]] = max(days)
        return found
