"""Open items show what of them is disputed, and are disputed from their list."""

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class ArOpenItem(models.Model):
    _inherit = "ar.open.item"

    disputed_amount = fields.Monetary(
        string="Disputed",
        compute="_compute_disputed_amount",
        help="What of it is disputed at present, in the currency of the document: nobody is asked "
        "for it, and it counts as owed all the same.",
    )
    is_disputed = fields.Boolean(compute="_compute_disputed_amount", search="_search_is_disputed")

    def _compute_disputed_amount(self):
        held = (
            self.env["ar.dispute.item"]
            .sudo()
            .search([("move_line_id", "in", self.ids), ("is_held", "=", True)])
            .grouped(lambda one: one.move_line_id.id)
        )
        for item in self:
            amount = sum(one.amount for one in held.get(item.id, ()))
            item.disputed_amount = min(amount, max(item.residual_currency, 0.0))
            item.is_disputed = item.id in held

    def _search_is_disputed(self, operator, value):
        if operator != "in":
            return NotImplemented
        held = self.env["ar.dispute.item"].sudo().search([("is_held", "=", True)])
        domain = Domain("id", "in", held.move_line_id.ids)
        return domain if True in value else ~domain

    def _sql_counts_from(self):
        # EXTENDS the ledger: what a dispute credits was never owed, and bore no interest.
        return SQL(
            """
            CASE WHEN move.ar_dispute_id IS NULL THEN %(day)s
                 ELSE LEAST(%(day)s, COALESCE(debit.date_maturity, debit.date)) END
            """,
            day=super()._sql_counts_from(),
            to_flush=self.env["account.move"]._fields["ar_dispute_id"],
        )

    def action_dispute(self):
        """Ask what is wrong with these items.

        :raise UserError: they are of several customers
        """
        self.env["ar.profile"].check_access("write")
        profile = self._get_account(
            self.env._("A dispute is of one customer in one company. Tick the items of one.")
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Open a Dispute"),
            "res_model": "ar.dispute.open",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_profile_id": profile.id,
                "default_move_line_ids": [fields.Command.set(self.move_line_id.ids)],
            },
        }
