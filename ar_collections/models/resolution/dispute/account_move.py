"""Credit notes that settle a dispute: drafted in part or by lines, and what posting them ends."""

from odoo import Command, models

from ...base import guarded

#: How often a line is corrected until a credit note is what it should be, to the cent.
MOST_CORRECTIONS = 4


class AccountMove(models.Model):
    _inherit = "account.move"
    _ar_closed = {"ar_dispute_id": None}

    ar_dispute_id = guarded.Many2one(
        "ar.dispute",
        string="Dispute",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups=guarded.LEDGER,
        help="The dispute that this credit note was drafted for.",
    )

    def _ar_draft_credit(self, amount, lines, words, day):
        """Draft the credit note of a part of an invoice, as superuser.

        :param amount: what it comes to, with tax
        :param lines: the lines that are credited; none: a share of all of them
        :param words: why, for its reference
        :param day: its date
        """
        self.ensure_one()
        reversal = (
            self.env["account.move.reversal"]
            .with_company(self.company_id)
            .with_context(active_model=self._name, active_ids=self.ids)
            .create({"reason": words, "date": day, "journal_id": self.journal_id.id})
        )
        reversal.refund_moves()
        note = reversal.new_move_ids
        # Odoo asks the user's today; a note of today is nothing that waits for a day.
        note.auto_post = "no"
        exact = self.currency_id.compare_amounts
        if lines:
            note._ar_keep_lines(self, lines)
        if exact(note.amount_total, amount):
            note._ar_come_to(amount)
        return note

    def _ar_keep_lines(self, invoice, lines):
        """Keep of a drafted credit note the copies of these lines of its invoice."""
        ours, theirs = invoice._ar_get_products(), self._ar_get_products()
        if len(ours) != len(theirs):
            return
        gone = theirs.browse(
            own.id for one, own in zip(ours, theirs, strict=True) if one not in lines
        )
        rest = self.invoice_line_ids - theirs
        if gone:
            self.write({"invoice_line_ids": [Command.delete(line.id) for line in gone | rest]})

    def _ar_get_products(self):
        return self.invoice_line_ids.filtered(lambda line: line.display_type == "product").sorted(
            lambda line: (line.sequence, line.id)
        )

    def _ar_come_to(self, amount):
        """Turn the lines of a drafted credit note into reductions of price that come to ``amount``
        with tax: no goods come back, and each account and tax has its share."""
        self.ensure_one()
        share = amount / self.amount_total
        values = []
        for line in self._ar_get_products():
            gross = any(line.tax_ids.mapped("price_include"))
            base = line.price_total if gross else line.price_subtotal
            values.append(
                {
                    "name": line.name,
                    "account_id": line.account_id.id,
                    "tax_ids": [Command.set(line.tax_ids.ids)],
                    "analytic_distribution": line.analytic_distribution,
                    "quantity": 1,
                    "price_unit": self.currency_id.round(base * share),
                }
            )
        clear = [Command.delete(line.id) for line in self.invoice_line_ids]
        self.write({"invoice_line_ids": [*clear, *map(Command.create, values)]})
        self._ar_correct_cents(amount)

    def _ar_correct_cents(self, amount):
        """What rounding has left is put on the largest line."""
        line = self._ar_get_products().sorted(lambda one: -abs(one.price_unit))[:1]
        for _try in range(MOST_CORRECTIONS):
            rest = self.currency_id.round(amount - self.amount_total)
            if not line.price_unit or self.currency_id.is_zero(rest):
                return
            step = self.currency_id.round(rest * line.price_unit / (line.price_total or 1.0))
            line.price_unit += step or (self.currency_id.rounding if rest > 0 else -rest)

    # -- posted, and taken back --------------------------------------------------------

    def _post(self, soft=True):
        # EXTENDS 'account': the rest of a dispute is due again once its credit is booked.
        posted = super()._post(soft)
        posted.sudo().ar_dispute_id._follow_credit_notes()
        return posted

    def button_draft(self):
        # EXTENDS 'account': until it is posted again, nobody is asked for what it credits.
        result = super().button_draft()
        self.sudo().ar_dispute_id._follow_credit_notes()
        return result
