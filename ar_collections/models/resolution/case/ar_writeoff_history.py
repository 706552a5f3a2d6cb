"""What comes after: money that comes in all the same, or that it was a mistake."""

from odoo import models
from odoo.exceptions import UserError

from ...base.locking import lock


class ArWriteoff(models.Model):
    _inherit = "ar.writeoff"

    def action_reverse(self):
        """It was a mistake: the entries are reversed, and the item is open again."""
        self.check_access("write")
        for one in self.filtered(lambda one: one.state == "booked"):
            one._check_may_undo()
            one._lock()
            if one.recovery_ids:
                raise UserError(
                    self.env._(
                        "Money came in for %s, so it is not reversed. What comes in is booked as "
                        "a recovery.",
                        one.display_name,
                    )
                )
            one._reverse()
        return True

    def _reverse(self):
        today = self.company_id._ar_today()
        record = self.sudo()
        claimed = bool(record.claim_entry_id)
        self._check_open_period(today, has_tax=claimed)
        moved = self._move_to(
            "reversed",
            ("booked",),
            reversed_on=today,
            tax_relief="reversed" if claimed else "none",
        )
        for move in record.entry_id | record.claim_entry_id:
            words = self.env._("Reversal of %s", move.ref)
            move._reverse_moves([{"date": today, "ref": words}], cancel=True)
        moved._log(self.env._("The write-off was reversed; the item is open again."))

    def action_recover(self):
        """Ask which payment came in for it."""
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Recovered"),
            "res_model": "ar.writeoff.recover",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_writeoff_id": self.id},
        }

    def _recover(self, credit, amount, day=None):
        """Book (a part of) a payment as recovery of the write-off.

        :param credit: the open journal item of the payment or credit note
        :param amount: in the currency of the item
        :return: the ``ar.writeoff.recovery``
        :raise UserError: it does not fit, and why
        """
        self.ensure_one()
        self.check_access("write")
        self._lock()
        credit = credit.sudo()
        lock(credit, self)
        row = self._check_recovery(credit, amount)
        day = max(day or self.company_id._ar_today(), credit.date)
        claimed = self.tax_relief == "claimed"
        never_due = bool(self.sudo().tax_ids.filtered("unexigible"))
        self._check_open_period(day, has_tax=claimed or never_due)
        share = amount / row["residual_currency"]
        balance = self.company_currency_id.round(row["residual"] * share)
        lines, tax = self._prepare_recovery(credit, amount, balance)
        move = self._make_move(day, self.env._("Recovery of %s", self.move_id.name), lines)
        line = move.line_ids.filtered(lambda one: one.account_id == credit.account_id)[:1]
        (line | credit).reconcile()
        recovery = (
            self.env["ar.writeoff.recovery"]
            .sudo()
            .create(
                {
                    "writeoff_id": self.id,
                    "date": day,
                    "amount": amount,
                    "amount_company": line.balance,
                    "tax_company": tax,
                    "credit_line_id": credit.id,
                    "move_id": move.id,
                    "user_id": self.env.uid,
                }
            )
        )
        self._note_recovered(claimed)
        return recovery.sudo(self.env.su)

    def _check_recovery(self, credit, amount):
        """Whether a credit may be taken for this write-off.

        :return: the row of the credit
        """
        values = {
            "credit": credit.move_id.display_name,
            "writeoff": self.display_name,
            "customer": self.partner_id.display_name,
        }
        if self.state != "booked":
            raise UserError(self.env._("Nothing is left to recover of %(writeoff)s.", **values))
        own = credit.partner_id.commercial_partner_id == self.partner_id
        if not own or credit.company_id != self.company_id:
            raise UserError(
                self.env._("%(credit)s is no payment of %(customer)s in this company.", **values)
            )
        if credit.currency_id != self.currency_id:
            raise UserError(
                self.env._(
                    "%(credit)s is in another currency than %(writeoff)s. Book the recovery by "
                    "hand, or exchange the payment first.",
                    **values,
                )
            )
        rows = self.env["ar.open.item"]._read_rows(
            self.company_id.ids, ids=credit.ids, include_future=True
        )
        left = -rows[0]["residual_currency"] if rows else 0.0
        rest = self.amount - self.recovered_amount
        compare = self.currency_id.compare_amounts
        if compare(amount, 0) <= 0 or compare(amount, left) > 0 or compare(amount, rest) > 0:
            raise UserError(
                self.env._(
                    "%(left)s are open of %(credit)s, and %(rest)s were written off in "
                    "%(writeoff)s and not recovered. Take an amount up to both.",
                    left=self.currency_id.format(max(left, 0.0)),
                    rest=self.currency_id.format(rest),
                    **values,
                )
            )
        return rows[0]

    def _note_recovered(self, claimed):
        """The state follows from what came in."""
        rest = self.amount - self.recovered_amount
        words = self.env._("Recovered: %s.", self.currency_id.format(self.recovered_amount))
        if self.currency_id.compare_amounts(rest, 0) <= 0:
            values = {"tax_relief": "reversed"} if claimed else {"tax_relief": "none"}
            self._move_to("recovered", **values)
        self._log(words)

    def action_view_entries(self):
        """Open all entries of the write-off."""
        self.ensure_one()
        self.check_access("read")
        moves = self.sudo()
        ids = (moves.entry_id | moves.claim_entry_id | moves.recovery_ids.move_id).ids
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Journal Entries"),
            "res_model": "account.move",
            "view_mode": "list,form",
            "domain": [("id", "in", ids)],
        }
