"""Open items know until when they were deferred, and are promised with one click."""

from odoo import fields, models
from odoo.tools import SQL


class ArOpenItem(models.Model):
    # EXTENDS the ledger
    _inherit = "ar.open.item"

    _depends = {"ar.deferral": ["date", "ended_by_id", "move_line_id", "state"]}

    date_agreed = fields.Date(
        string="Agreed Date",
        readonly=True,
        help="The due date that was agreed later. Reminders and interest count from it; age and "
        "key figures from the contractual one.",
    )

    def _sql_columns(self, scope):
        # EXTENDS the ledger
        return SQL(
            "%s, (%s) AS date_agreed",
            super()._sql_columns(scope),
            self.env["ar.deferral"]._sql_agreed(SQL("line.id")),
        )

    def action_promise(self):
        """Take a promise for the chosen items."""
        profile = self._get_account(
            self.env._(
                "A promise is for the items of one customer in one currency. Choose such ones."
            ),
            one_currency=True,
        )
        action = profile.action_promise()
        action["context"] |= {
            "default_move_line_ids": self.filtered(lambda one: one.residual > 0).ids,
            "default_currency_id": self.currency_id.id,
        }
        return action

    def action_defer(self):
        """Ask for a later due date of the item."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Deferral"),
            "res_model": "ar.deferral",
            "view_mode": "form",
            "views": [(self.env.ref("ar_collections.ar_deferral_view_form_new").id, "form")],
            "target": "new",
            "context": {"default_move_line_id": self.move_line_id.id},
        }
