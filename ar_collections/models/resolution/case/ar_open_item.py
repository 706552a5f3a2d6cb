"""From ticked open items to a case or a write-off; and what of a payment was no money."""

from odoo import models
from odoo.tools import SQL

# Journals whose entries are money.
MONEY = ("bank", "cash", "credit")


class ArOpenItem(models.Model):
    # EXTENDS 'ledger'
    _inherit = "ar.open.item"

    def action_hand_over(self):
        """Prepare a case of the chosen items."""
        return self._get_debtor()._ask_hand_over(self.move_line_id)

    def action_write_off(self):
        """Ask what of the chosen items is written off, and why."""
        return self._get_debtor()._ask_write_off(self.move_line_id)

    def _get_debtor(self):
        return self._get_account(
            self.env._(
                "Choose items of one customer in one company: a case and a write-off belong "
                "to one account."
            )
        )

    # -- the difference of a payment, booked as a loss -----------------------------------

    def _find_loss_payments(self, company_ids):
        """SQL of the payments a part of which is a loss, or None where there are none: then the
        readings cost what they did."""
        entries = self.env["ar.writeoff"]._sql_loss_entries(company_ids, MONEY)
        if not entries:
            return None
        [[found]] = self.env.execute_query(SQL("SELECT EXISTS (%s)", entries))
        return entries if found else None

    def _sql_settled_pieces(self, scope, after, kept=(), more=None):
        # EXTENDS the room open_item: what a payment leaves to an account of losses is no money.
        pieces = super()._sql_settled_pieces(scope, after, kept, more)
        losses = self._find_loss_payments(tuple(scope.days))
        if not losses:
            return pieces
        return SQL(
            """
            (SELECT piece.id, piece.partner_id, piece.contact_id, piece.company_id, piece.move_id,
                    piece.kind, piece.date, piece.due, piece.since, part.way,
                    piece.amount * part.share AS amount, piece.entry_id
               FROM %s AS piece
               LEFT JOIN (%s) AS loss ON loss.entry_id = piece.entry_id AND piece.way = 'money'
              CROSS JOIN LATERAL (VALUES (piece.way, 1 - COALESCE(loss.gross, 0)),
                                         ('other', COALESCE(loss.gross, 0))) AS part (way, share)
              WHERE part.share > 0)
            """,
            pieces,
            losses,
        )

    def _sql_money(self):
        # EXTENDS the room open_item
        money = super()._sql_money()
        companies = self.env["res.company"].sudo().search([])
        losses = self._find_loss_payments(tuple(companies.ids))
        if not losses:
            return money
        return SQL(
            """
            SELECT money.line_id, money.day, money.amount * (1 - COALESCE(loss.gross, 0)) AS amount,
                   money.entry_id
              FROM (%s) AS money
              LEFT JOIN (%s) AS loss ON loss.entry_id = money.entry_id
            """,
            money,
            losses,
        )
