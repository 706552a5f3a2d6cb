"""Cases and write-offs move when accounts merge."""

from odoo import api, models
from odoo.fields import Domain


class ArProfile(models.Model):
    # EXTENDS 'limit'
    _inherit = "ar.profile"

    @api.model
    def _get_credit_history(self):
        # EXTENDS the room limit: what follows the account by its columns.
        return [*super()._get_credit_history(), "case_ids", "writeoff_ids"]

    def _merge_into(self, target):
        # EXTENDS 'customer': of two insolvencies of what is one customer now, one goes on.
        open_ones = Domain("kind", "=", "insolvency") & Domain("state", "=", "open")
        cases = self.env["ar.case"].sudo()
        theirs = cases.search(open_ones & Domain("profile_id", "=", target.id))
        mine = cases.search(open_ones & Domain("profile_id", "=", self.id))
        if theirs and mine:
            mine._close("withdrawn", self.env._("Goes on in %s", theirs.name))
            theirs._log(
                self.env._("The customer of %s is the same one now: add its items.", mine.name)
            )
        return super()._merge_into(target)
