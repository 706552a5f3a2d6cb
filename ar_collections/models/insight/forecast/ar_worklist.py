"""The worklist asks the forecast how likely it is that customers do not pay soon."""

from datetime import timedelta

from odoo import api, models

# Days after which a forecast is too old to be used.
FRESH_DAYS = 7


class ArWorklist(models.Model):
    _inherit = "ar.worklist"

    @api.model
    def _read_probabilities(self, company, profile_ids):
        # EXTENDS the worklist: whom the forecast of the last nights does not know is judged by
        # habits, as before.
        found = super()._read_probabilities(company, profile_ids)
        since = company._ar_today() - timedelta(days=FRESH_DAYS)
        domain = [("id", "in", list(profile_ids)), ("late_chance_on", ">=", since)]
        known = self.env["ar.profile"].sudo().search_fetch(domain, ["late_chance"])
        return {**found, **{profile.id: profile.late_chance for profile in known}}
