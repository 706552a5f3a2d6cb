"""What is done with ticked open items is done on the account of their one customer."""

from odoo import models
from odoo.exceptions import UserError


class ArOpenItem(models.Model):
    # EXTENDS 'ledger'
    _inherit = "ar.open.item"

    def _get_account(self, refusal, one_currency=False):
        """The account of the one customer and company that the items are of.

        :param refusal: the sentence where they are of several, or of nobody
        :param one_currency: they are to be of one currency, too
        :raise UserError: with that sentence
        """
        self.check_access("read")
        pairs = {(item.partner_id, item.company_id) for item in self}
        several = len(pairs) != 1 or (one_currency and len(self.currency_id) != 1)
        if several or not self.partner_id:
            raise UserError(refusal)
        [(partner, company)] = pairs
        return self.env["ar.profile"].get_or_create(partner, company)
