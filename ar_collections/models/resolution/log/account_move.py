"""Invoices, credit notes and payments in the log: what was posted, and what was taken back."""

from odoo import models


class AccountMove(models.Model):
    _inherit = "account.move"

    def _post(self, soft=True):
        # EXTENDS 'account'
        posted = super()._post(soft)
        posted._ar_log("posted")
        return posted

    def button_draft(self):
        # EXTENDS 'account'
        posted = self.filtered(lambda move: move.state == "posted")
        result = super().button_draft()
        posted.filtered(lambda move: move.state != "posted")._ar_log("unposted")
        return result

    def _ar_log(self, event):
        """Note what happened to those of the moves that change what customers owe."""
        items = self._ar_receivable_items() if self else self.line_ids
        owners = self.env["ar.log"]._map_accounts(items)
        rows = []
        for move, lines in items.sudo().grouped("move_id").items():
            said = move._ar_prepare_log(lines)
            account = owners.get((lines[:1].partner_id.commercial_partner_id, move.company_id))
            rows.append((move.id, account, move.company_id.id, said))
        self.env["ar.log"]._append(self._name, event, rows)

    def _ar_prepare_log(self, items):
        """What the log says of a move with these receivable items, values that JSON knows."""
        partner = items[:1].partner_id.commercial_partner_id
        return {
            "values": {
                "name": self.name,
                "move_type": self.move_type,
                "partner_id": [partner.id, partner.display_name] if partner else None,
                "date": str(self.date),
                "invoice_date": self.invoice_date and str(self.invoice_date),
                "ref": self.ref or None,
                "currency_id": [self.currency_id.id, self.currency_id.name],
            },
            "items": [
                [
                    line.id,
                    str(line.date_maturity or line.date),
                    f"{line.amount_currency:.{line.currency_id.decimal_places}f}",
                    line.currency_id.name,
                ]
                for line in items.sorted("id")
            ],
        }
