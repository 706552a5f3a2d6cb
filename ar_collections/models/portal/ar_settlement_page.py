"""What a customer's page shows of a settlement offer, as plain values."""

from odoo import models


class ArSettlement(models.Model):
    _inherit = "ar.settlement"

    def _find_agreement(self):
        # EXTENDS the message
        offer = self.sudo().offer_id
        return offer if offer._is_acceptable() else None

    def _prepare_agreement_page(self):
        # EXTENDS the message
        return {
            "template": "ar_collections.portal_answer_settlement",
            "title": self.env._("Our offer to settle"),
            "offer": self._prepare_offer(),
        }

    def _prepare_page(self):
        """The settlement on the page of its message, formatted, in the language of the context.

        :return: that of ``_prepare_offer``, with 'acceptable', 'payable', 'over', 'kept'
        """
        self.ensure_one()
        offer = self.sudo().offer_id
        acceptable = offer._is_acceptable()
        return {
            **self._prepare_offer(),
            "acceptable": acceptable,
            "payable": offer.state == "accepted",
            "over": not acceptable and offer.state in ("open", "lapsed", "refused", "broken"),
            "kept": offer.state == "kept",
        }
