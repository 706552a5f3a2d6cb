"""What is asked of accounting: the drafts of credit notes, which nobody but a person posts."""

from markupsafe import Markup

from odoo import models
from odoo.exceptions import UserError

from ....tools.resolution import dispute as tools


class ArDispute(models.Model):
    _inherit = "ar.dispute"

    def _draft_credit_notes(self):
        """Draft a credit note for each invoice, by Odoo's own reversal.

        :raise UserError: an item is no invoice, or more is credited than is disputed
        """
        self.ensure_one()
        notes = self.env["account.move"]
        for move, (amount, lines) in self._read_credits().items():
            notes |= move._ar_draft_credit(
                amount, lines, self.env._("Dispute %s", self.name), self.company_id._ar_today()
            )
        notes.ar_dispute_id = self
        links = Markup(", ").join(note._get_html_link(title=note.display_name) for note in notes)
        self._message_log(
            body=Markup("<p>{} {}</p>").format(
                self.env._(
                    "Drafted, to be checked and posted by accounting; what is disputed stays on "
                    "hold until then:"
                ),
                links,
            ),
            author_id=self.env.user.partner_id.id,
        )
        return notes

    def _check_credit(self):
        strange = self.item_ids.move_id.filtered(lambda move: move.move_type != "out_invoice")
        if strange:
            raise UserError(
                self.env._(
                    "%s is no invoice, so that no credit note can be drafted for it. Let "
                    "accounting enter the correction, then close the dispute as agreed.",
                    strange[:1].name,
                )
            )
        if not self.item_ids.move_id:
            raise UserError(
                self.env._(
                    "The documents of %s do not exist any more. Close it as agreed.", self.name
                )
            )
        wanted = self.credit_amount
        if wanted and len(self.item_ids.currency_id) > 1:
            raise UserError(
                self.env._(
                    "%s is about items in several currencies: only all of it can be credited in "
                    "one step. Leave the amount to credit at 0.",
                    self.name,
                )
            )
        if wanted and self.currency_id.compare_amounts(wanted, self.amount_disputed) > 0:
            raise UserError(
                self.env._(
                    "%(dispute)s is about %(disputed)s; more than that cannot be credited. Lower "
                    "the amount to credit.",
                    dispute=self.name,
                    disputed=self.currency_id.format(self.amount_disputed),
                )
            )

    def _read_credits(self):
        """{invoice: (amount to credit, the lines that are meant or none)}: the oldest first."""
        rows = self._read_rows(self.item_ids.move_line_id)
        items = [
            tools.Open(item.id, min(item.amount, row["residual_currency"]), item.date_due)
            for item in self.item_ids
            if (row := rows.get(item.move_line_id.id))
        ]
        wanted = self.credit_amount
        parts = tools.spread(wanted, items) or tools.spread(0, items)
        credits = {}
        for move, own in self.item_ids.grouped("move_id").items():
            amount = move.currency_id.round(sum(parts.get(item.id, 0.0) for item in own))
            if move.currency_id.compare_amounts(amount, 0) > 0:
                credits[move] = (amount, self.product_line_ids & move.invoice_line_ids)
        if not credits:
            raise UserError(
                self.env._(
                    "Nothing is open any more of what %s is about. Close it as withdrawn.",
                    self.name,
                )
            )
        return credits
