"""Documents that have passed their checkpoint are checked again when they grow or change hands."""

from contextlib import contextmanager
from typing import NamedTuple

from odoo import api, models


class Stake(NamedTuple):
    """What is at risk with a document that has passed: who owes how much to whom.

    :param origin: id of the document that it follows from, if that decides about the check
    :param amount: in its currency
    """

    debtor: int
    company: int
    currency: int
    origin: int
    amount: float


class ArCreditDocument(models.AbstractModel):
    _inherit = "ar.credit.document"

    # -- questions to the document: all in sudo ----------------------------------------

    def _ar_credit_has_passed(self):
        """Whether the document is past its checkpoint, and counts."""
        raise NotImplementedError

    @api.model
    def _ar_credit_find_passed(self, partners):
        """The documents past their checkpoint that these partners, or contacts of them, owe."""
        return self.browse()

    # -- the watch ---------------------------------------------------------------------

    @contextmanager
    def _ar_credit_watch(self):
        """Check the documents again that have passed, and come out of what is done here with
        another debtor, company or currency, or with more at risk.

        What is done inside of another watch is looked at once, by the outermost.
        """
        watched = self.env.cr.cache.setdefault("ar_credit_watched", set())
        before = {
            document: document._ar_credit_stake()
            for document in self.sudo()
            if (self._name, document._origin.id) not in watched
            and document._origin.id
            and document._ar_credit_has_passed()
        }
        mine = {(self._name, document.id) for document in before}
        watched |= mine
        try:
            yield
        finally:
            watched -= mine
        if before:
            self.sudo()._ar_credit_check_moved(before)

    @api.model
    def _ar_credit_check_moved(self, before):
        """Check the documents again that are riskier than ``before``: {document: Stake}."""
        documents = self.union(*before).exists()
        documents.filtered(
            lambda document: (
                document._ar_credit_has_passed()
                and document._ar_credit_is_riskier(before[document])
            )
        )._ar_credit_guard()

    def _ar_credit_stake(self):
        self.ensure_one()
        return Stake(
            self._ar_credit_debtor().commercial_partner_id.id,
            self.company_id.id,
            self._ar_credit_currency().id,
            0,
            self._ar_credit_amount(),
        )

    def _ar_credit_is_riskier(self, before):
        now = self._ar_credit_stake()
        compare = self._ar_credit_currency().compare_amounts
        return now[:-1] != before[:-1] or compare(now.amount, before.amount) > 0
