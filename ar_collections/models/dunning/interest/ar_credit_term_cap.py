"""Who is a public body, whose terms of payment laws limit more."""

from odoo import models


class ArCreditTermCap(models.Model):
    _inherit = "ar.credit.term.cap"

    def _concerns(self, profile):
        # EXTENDS the room contract
        public = profile.size_class == "public"
        return public if self.debtor == "public" else super()._concerns(profile) and not public
