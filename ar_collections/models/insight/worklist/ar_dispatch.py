"""The worklist asks when somebody last spoke with each customer."""

from odoo import models


class ArDispatch(models.Model):
    _inherit = "ar.dispatch"

    # Few dispatches are talks, and each of them has an outcome.
    _talked_idx = models.Index("(company_id, profile_id, date) WHERE outcome IS NOT NULL")
