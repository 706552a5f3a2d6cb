"""What customers have answered, and asked for."""

from odoo import api, models
from odoo.fields import Domain

from .ar_today import ANSWERS, Found, Tile


class ArToday(models.AbstractModel):
    _inherit = "ar.today"

    @api.model
    def _get_tiles(self):
        # EXTENDS the page
        return [*super()._get_tiles(), *self._get_answer_tiles()]

    @api.model
    def _get_answer_tiles(self):
        return [
            Tile(
                "replies",
                ANSWERS,
                "fa-comments-o",
                self.env._("Replies to Read"),
                self.env._("What customers answer to reminders and statements comes here."),
            ),
            Tile(
                "differences",
                ANSWERS,
                "fa-random",
                self.env._("Differences in Balances"),
                self.env._("No customer disagrees with a balance that you asked to confirm."),
            ),
            Tile(
                "confirmations_over",
                ANSWERS,
                "fa-clock-o",
                self.env._("Balances Not Answered in Time"),
                self.env._("All customers whom you asked to confirm a balance still have time."),
            ),
            Tile(
                "reconciliation",
                ANSWERS,
                "fa-exchange",
                self.env._("Differences in Ledgers"),
                self.env._("No reconciliation with a customer's ledger has open differences."),
            ),
            Tile(
                "applications",
                ANSWERS,
                "fa-id-card-o",
                self.env._("Credit Applications"),
                self.env._("Customers apply for credit on the portal; nobody waits for an answer."),
            ),
        ]

    @api.model
    def _find_replies(self, scope):
        new = Domain("state", "=", "new") & self._whose(scope)
        return Found("ar.reply", new, "ar_collections.ar_reply_action")

    @api.model
    def _find_differences(self, scope):
        open_ones = Domain("state", "=", "open") & self._whose(scope, "user_id")
        action = "ar_collections.ar_balance_difference_action"
        return Found("ar.balance.difference", open_ones, action)

    @api.model
    def _find_confirmations_over(self, scope):
        over = Domain("expired", "=", True) & self._whose(scope)
        action = "ar_collections.ar_balance_confirmation_action"
        return Found("ar.balance.confirmation", over, action)

    @api.model
    def _find_reconciliation(self, scope):
        open_ones = Domain("state", "=", "open") & self._whose(scope, "user_id")
        open_ones &= Domain("reconciliation_id.state", "in", ("draft", "matched"))
        action = "ar_collections.ar_reconciliation_difference_action"
        return Found("ar.reconciliation.difference", open_ones, action)

    @api.model
    def _find_applications(self, scope):
        asked = Domain("state", "in", ("draft", "proposed"))
        asked &= self._whose(scope, "profile_id.collector_id")
        return Found("ar.credit.application", asked, "ar_collections.ar_credit_application_action")
