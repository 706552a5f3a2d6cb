"""What of a write-off is tax, when that may be claimed, and what was lost in a period."""

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import format_date

from ....tools.resolution.writeoff import Relief, next_part, relief_of, relief_step
from .ar_writeoff import BOOKED


class ArWriteoff(models.Model):
    _inherit = "ar.writeoff"

    # -- the tax in it -----------------------------------------------------------------

    def _get_tax_lines(self):
        """The tax lines of the invoice, as superuser."""
        return self.move_id.sudo().line_ids.filtered("tax_repartition_line_id")

    def _read_tax_parts(self, company=False):
        """{tax line: what of it falls on the amount}, in the item's or the company's currency.

        Parts of an invoice, written off one after the other, have together exactly its tax.
        """
        self.ensure_one()
        invoice = self.move_id.sudo()
        if not invoice.is_sale_document(include_receipts=True):
            return {}
        before = sum(self._find_earlier().mapped("amount"))
        field = "balance" if company else "amount_currency"
        own = invoice.company_currency_id if company else self.currency_id
        return {
            line: next_part(
                -line[field],
                before,
                self.amount,
                invoice.amount_total,
                self.currency_id.rounding,
                own.rounding,
            )
            for line in self._get_tax_lines()
        }

    def _find_earlier(self):
        """What of the same invoice stands in the books as written off already."""
        own = self._origin.id
        domain = Domain("move_id", "=", self.move_id.id) & Domain("state", "in", BOOKED)
        if own:
            domain &= Domain("id", "<", own) if self.state in BOOKED else Domain("id", "!=", own)
        return self.sudo().search(domain)

    # -- when it may be claimed --------------------------------------------------------

    def _note_relief(self):
        """Keep what the rule says of the days, and whether there is anything to claim."""
        for one in self.sudo():
            relief = one._get_relief()
            may = bool(relief.eligible_from and one.currency_id.compare_amounts(one.tax, 0) > 0)
            one.write(
                {
                    "eligible_from": may and relief.eligible_from,
                    "claim_until": may and relief.claim_until,
                    "tax_relief": "eligible" if may else "none",
                }
            )

    def _get_relief(self):
        """The days of the rule; a tax that becomes due when it is paid never was."""
        taxes = self._get_tax_lines().tax_line_id
        if taxes and all(tax.tax_exigibility == "on_payment" for tax in taxes):
            return Relief()
        invoice, line = self.move_id.sudo(), self.move_line_id.sudo()
        supply = invoice.delivery_date or invoice.invoice_date or invoice.date
        day = self.date or self.company_id._ar_today()
        return relief_of(self.rule_id._as_value(), line.date_maturity or line.date, supply, day)

    def _say_relief(self):
        """What becomes of the tax, in a sentence."""
        if self.tax_relief == "claimed":
            day = format_date(self.env, self.claimed_on)
            return self.env._("Claimed on %s.", day)
        if self.tax_relief == "reversed":
            return self.env._("It was claimed, and is owed again.")
        if self.tax_relief == "none":
            if self.currency_id and self.currency_id.is_zero(self.tax):
                return self.env._("There is no tax in it.")
            rule = self.rule_id.sudo()
            if rule and not rule.relief:
                return self.env._("%s gives no relief: the tax is lost.", rule.display_name)
            return self.env._("No rule gives relief.") if not rule else False
        step = relief_step(self._get_days(), self.company_id._ar_today())
        first, last = (
            day and format_date(self.env, day) for day in (self.eligible_from, self.claim_until)
        )
        if step == "lapsed":
            return self.env._("It could be claimed until %s. It is lost.", last)
        if last:
            return self.env._("From %(first)s until %(last)s.", first=first, last=last)
        return self.env._("From %s; no end is known.", first)

    def _get_days(self):
        """The stored days as a value."""
        return Relief(self.eligible_from or None, self.claim_until or None)

    # -- figures for others ------------------------------------------------------------

    @api.model
    def _read_recovered(self, line_ids):
        """What came in for items that were written off, in one query.

        :return: {journal item id: [(day, amount)]}, in the company's currency
        """
        recoveries = self.env["ar.writeoff.recovery"].sudo()
        rows = recoveries._read_group(
            [("writeoff_id.move_line_id", "in", list(line_ids))],
            ["writeoff_id", "date:day"],
            ["amount_company:sum"],
        )
        found = {}
        for writeoff, day, amount in rows:
            found.setdefault(writeoff.move_line_id.id, []).append((day, amount))
        return found

    @api.model
    def _read_written_off(self, company_ids, date_from, date_to):
        """What was lost in a period: written off, less what was reversed and recovered in it.

        :return: {company id: {'written_off', 'reversed', 'recovered', 'net'}}, in the companies'
            currencies
        """
        done = self.sudo().with_context(active_test=False)
        company = Domain("company_id", "in", list(company_ids))
        result = {
            id_: {"written_off": 0.0, "reversed": 0.0, "recovered": 0.0} for id_ in company_ids
        }
        for key, model, day in (
            ("written_off", done, "booked_on"),
            ("reversed", done, "reversed_on"),
            ("recovered", self.env["ar.writeoff.recovery"].sudo(), "date"),
        ):
            domain = company & Domain(day, ">=", date_from) & Domain(day, "<=", date_to)
            rows = model._read_group(domain, ["company_id"], ["amount_company:sum"])
            for one, amount in rows:
                result[one.id][key] = amount
        for id_, figures in result.items():
            currency = self.env["res.company"].sudo().browse(id_).currency_id
            lost = figures["written_off"] - figures["reversed"] - figures["recovered"]
            figures["net"] = currency.round(lost)
        return result
