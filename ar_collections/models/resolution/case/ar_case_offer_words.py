"""What the customer is told who accepts a settlement."""

from odoo import models


class ArCaseOffer(models.Model):
    _inherit = "ar.case.offer"

    def _get_changed_words(self):
        return self.env._("What you owe has changed since we made the offer. We will write to you.")

    def _get_over_words(self):
        # EXTENDS what is accepted
        return self.env._("The offer has been answered or taken back already, or its day is over.")

    def _get_busy_words(self):
        # EXTENDS what is accepted
        return self.env._("Somebody else is working on the offer. Please try again in a minute.")
