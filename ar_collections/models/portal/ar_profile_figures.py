"""Figures of the customer's account that are said in words: what is overdue after the credits,
amounts that hold until the last day of a discount, and what is asked of an item that is clarified
in part."""

from odoo import api, models
from odoo.tools import format_amount, format_date


class ArProfile(models.Model):
    _inherit = "ar.profile"

    def _portal_overdue_words(self, currency, past_due, overdue):
        """How the overdue amount, which is after the credits as the balance is, comes about."""
        covered = currency.round(past_due - overdue)
        if currency.is_zero(covered):
            return ""
        return self.env._(
            "%(overdue)s past its due date, less credits of %(credit)s",
            overdue=format_amount(self.env, past_due, currency),
            credit=format_amount(self.env, covered, currency),
        )

    def _portal_total_discount_words(self, currency, choice):
        """Until when an amount that counts on early payment discounts holds; '' without any."""
        discounted = [row for row in choice["rows"] if self._portal_is_discounted(row, currency)]
        if not discounted:
            return ""
        lost = sum(row["residual_currency"] - row["asked_currency"] for row in discounted)
        return self.env._(
            "%(amount)s if paid by %(day)s: early payment discounts are taken off. Without them "
            "it is %(full)s.",
            amount=format_amount(self.env, choice["amount"], currency),
            day=format_date(self.env, min(row["discount_date"] for row in discounted)),
            full=format_amount(self.env, currency.round(choice["amount"] + lost), currency),
        )

    @api.model
    def _portal_is_discounted(self, row, currency):
        owed = row["residual_currency"]
        return owed > 0 and bool(currency.compare_amounts(self._portal_amount(row), owed))

    def _portal_discount_words(self, row, currency, asked):
        # A discount is for who pays all of it.
        if row["free"] or not self._portal_is_discounted(row, currency):
            return ""
        return self.env._(
            "%(amount)s if paid by %(day)s",
            amount=format_amount(self.env, asked, currency),
            day=format_date(self.env, row["discount_date"]),
        )

    def _portal_instalments(self, rows):
        """{journal item id: "Instalment 2 of 3"} of invoices that are paid in several."""
        lines = (
            self.env["account.move.line"]
            .sudo()
            .search(
                [
                    ("move_id", "in", list({row["move_id"] for row in rows})),
                    ("move_id.move_type", "!=", "entry"),
                    ("account_id.account_type", "=", "asset_receivable"),
                ]
            )
        )
        wanted, result = {row["id"] for row in rows}, {}
        for own in lines.grouped("move_id").values():
            own = own.sorted(lambda line: (line.date_maturity or line.date, line.id))
            for number, line in enumerate(own if len(own) > 1 else (), 1):
                if line.id in wanted:
                    result[line.id] = self.env._(
                        "Instalment %(number)s of %(count)s", number=number, count=len(own)
                    )
        return result

    # -- clarified in part -------------------------------------------------------------

    @api.model
    def _portal_get_free(self, row):
        """What of a debt nobody clarifies, where that is a part of it; None else."""
        currency = self.env["res.currency"].browse(row["currency_id"])
        if not row["clarifying"] or not row["part"]:
            return None
        free = currency.round(row["residual_currency"] - row["part"])
        return free if currency.compare_amounts(free, 0) > 0 else None

    @api.model
    def _portal_without_disputed(self, row):
        """A row that is to be paid: of what is clarified in part, the rest."""
        if not row["free"]:
            return row
        return {**row, "residual_currency": row["free"], "asked_currency": row["free"]}
