"""What of a customer's items is written off, and why."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..models.resolution.case.ar_writeoff import REASONS

MOST_ITEMS = 100


class ArWriteoffMake(models.TransientModel):
    """Makes a write-off for each item that has an amount, and asks for its approval."""

    _name = "ar.writeoff.make"
    _description = "Write Off"

    profile_id = fields.Many2one(
        "ar.profile", string="Customer Account", required=True, readonly=True
    )
    partner_id = fields.Many2one(
        related="profile_id.partner_id", string="Customer", related_sudo=False
    )
    company_id = fields.Many2one(related="profile_id.company_id", related_sudo=False)
    case_id = fields.Many2one("ar.case", domain="[('profile_id', '=', profile_id)]")
    reason = fields.Selection(REASONS)
    note = fields.Text(help="Why nobody will pay, and what was tried.")
    line_ids = fields.One2many("ar.writeoff.make.line", "wizard_id", string="Items")
    attachment_ids = fields.Many2many("ir.attachment", string="Evidence")
    rule_id = fields.Many2one("ar.writeoff.rule", compute="_compute_rule_id")
    rule_note = fields.Text(related="rule_id.note", string="Conditions", related_sudo=False)
    verification = fields.Selection(
        related="rule_id.verification", string="Rule Is", related_sudo=False
    )

    @api.depends("company_id")
    def _compute_rule_id(self):
        for wizard in self:
            wizard.rule_id = self.env["ar.writeoff.rule"]._find_rule(wizard.company_id)

    def _offer_items(self, ids):
        """Offer the customer's open items; those with ``ids`` have their whole amount chosen."""
        self.ensure_one()
        rows = self.env["ar.open.item"]._read_rows(
            self.company_id.ids, self.partner_id.ids, ids=ids or None
        )
        debts = [row for row in rows if row["residual_currency"] > 0 and row["residual"] > 0]
        if not debts:
            raise UserError(
                self.env._("%s owes nothing that could be written off.", self.partner_id.name)
            )
        self.line_ids = [
            Command.create(
                {
                    "move_line_id": row["id"],
                    "left": row["residual_currency"],
                    "amount": row["residual_currency"] if ids else 0.0,
                }
            )
            for row in debts[:MOST_ITEMS]
        ]

    def action_make(self):
        """Make the write-offs and ask for their approval."""
        self.ensure_one()
        chosen = self.line_ids.filtered("amount")
        if not chosen or not self.reason:
            raise UserError(
                self.env._(
                    "Enter how much is written off of at least one item of %s, and why.",
                    self.partner_id.name,
                )
            )
        writeoffs = self.env["ar.writeoff"].create(
            [
                {
                    "move_line_id": line.move_line_id.id,
                    "amount": line.amount,
                    "reason": self.reason,
                    "note": self.note,
                    "case_id": self.case_id.id,
                    "attachment_ids": [Command.set(self._copy_files().ids)],
                }
                for line in chosen
            ]
        )
        writeoffs.action_request()
        return writeoffs._get_records_action()

    def _copy_files(self):
        """Each write-off keeps its evidence by itself."""
        files = self.attachment_ids
        files.check_access("read")
        return files.sudo().copy({"res_model": False, "res_id": False})
