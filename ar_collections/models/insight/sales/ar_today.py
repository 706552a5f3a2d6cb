"""What sales has heard waits for an answer, and reminders for who reads none and approves them."""

from odoo import api, models
from odoo.fields import Domain

from ...base.guarded import COLLECTOR, SALES
from ..today.ar_today import ANSWERS, APPROVAL, Found, Tile


class ArToday(models.AbstractModel):
    _inherit = "ar.today"

    @api.model
    def _get_tiles(self):
        # EXTENDS the page
        hints = Tile(
            "hints",
            ANSWERS,
            "fa-lightbulb-o",
            self.env._("Heard by Sales"),
            self.env._("What salespeople hear from their customers comes here to be answered."),
            COLLECTOR,
        )
        return [*super()._get_tiles(), hints, *self._get_seller_tiles()]

    @api.model
    def _get_seller_tiles(self):
        """Salespeople read no notices: they approve on the customer."""
        notices = self.env["ar.dunning.notice"]
        if notices.has_access("read") or not notices._get_approvers_companies():
            return []
        return [
            Tile(
                "customers_to_approve",
                APPROVAL,
                "fa-key",
                self.env._("Reminders to Approve"),
                self.env._("No reminder waits for your approval."),
                SALES,
            )
        ]

    @api.model
    def _find_customers_to_approve(self, scope):
        notices = self.env["ar.dunning.notice"].sudo()
        waiting = notices.search(notices._get_own_approval_domain())
        return Found(
            "ar.sales.account",
            Domain("id", "in", waiting.profile_id.ids),
            "ar_collections.ar_sales_account_action",
            opens="action_open_contact",
        )

    @api.model
    def _find_hints(self, scope):
        waiting = Domain("state", "=", "open") & self._whose(scope)
        return Found("ar.hint", waiting, "ar_collections.ar_hint_action")
