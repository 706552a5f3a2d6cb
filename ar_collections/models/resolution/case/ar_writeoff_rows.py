"""The entries of a write-off, line by line: the bad debt, its tax, and money that comes after."""

from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import format_date

from ....tools.resolution.writeoff import next_part


class ArWriteoff(models.Model):
    """All amounts are in the company's currency, positive for what is debited; what touches the
    customer's account is in the currency of the item, too."""

    _inherit = "ar.writeoff"

    # -- where it is booked ------------------------------------------------------------

    def _get_accounts(self):
        """Account of bad debts, of tax that waits (may be empty), of recoveries, and the journal.

        :raise UserError: the company has not chosen them
        """
        company = self.company_id.sudo()
        journal = company.ar_writeoff_journal_id or company._ar_get_journal("general")
        debts = company.ar_writeoff_account_id
        if not debts or not journal:
            raise UserError(
                self.env._(
                    "%s has no account for bad debts, or no journal to book them in. An "
                    "accountant chooses them in the settings of Collections.",
                    company.name,
                )
            )
        recoveries = company.ar_writeoff_recovery_account_id or debts
        return debts, company.ar_writeoff_tax_account_id, recoveries, journal

    def _check_accounts(self):
        """Refuse to book what would lose its relief.

        :raise UserError: the country wants an account that the company has not chosen
        """
        _debts, waits, _recoveries, _journal = self._get_accounts()
        if self.rule_id.sudo().own_account and self.tax_relief == "eligible" and not waits:
            raise UserError(
                self.env._(
                    "%(country)s gives relief only for what stands on an account of its own. "
                    "An accountant chooses the account for the tax of bad debts of %(company)s in "
                    "the settings.",
                    country=self.rule_id.sudo().display_name,
                    company=self.company_id.sudo().name,
                )
            )

    def _check_open_period(self, day, has_tax):
        """Refuse a day in a closed period.

        :raise UserError: with the day up to which it is closed
        """
        _debts, _tax, _recoveries, journal = self._get_accounts()
        locks = self.company_id.sudo()._get_violated_lock_dates(day, has_tax, journal)
        if locks:
            raise UserError(
                self.env._(
                    "%(writeoff)s: the books of %(company)s are closed until %(closed)s, so "
                    "nothing is booked on %(day)s. Choose a later accounting date.",
                    writeoff=self.display_name,
                    company=self.company_id.name,
                    closed=format_date(self.env, locks[-1][0]),
                    day=format_date(self.env, day),
                )
            )

    def _make_move(self, day, words, lines):
        """A posted entry of these lines, as superuser; nothing recomputes its taxes."""
        _debts, _tax, _recoveries, journal = self._get_accounts()
        moves = self.env["account.move"].sudo().with_company(self.company_id)
        move = moves.create(
            {
                "move_type": "entry",
                "journal_id": journal.id,
                "date": day,
                "ref": words,
                "line_ids": [Command.create({"name": words, **line}) for line in lines],
            }
        )
        move._post(soft=False)
        return move

    def _line(self, account, balance, **values):
        """The values of a line in the company's currency."""
        return {
            "account_id": account.id,
            "partner_id": self.partner_id.id,
            "balance": balance,
            "currency_id": self.company_currency_id.id,
            "amount_currency": balance,
            **values,
        }

    def _sums(self, amounts):
        return self.company_currency_id.round(sum(amounts))

    # -- the bad debt ------------------------------------------------------------------

    def _prepare_entry(self, balance, taxes):
        """Lines that take the amount off what is owed.

        Tax that was never due goes off the account where it waits; tax to be claimed waits on an
        account of its own, if the company has one; all else is a loss.

        :param balance: the amount in the company's currency
        :param taxes: ``ar.writeoff.tax``
        """
        debts, waits, _recoveries, _journal = self._get_accounts()
        item = self.move_line_id.sudo()
        lines = [
            self._line(
                item.account_id,
                -balance,
                currency_id=self.currency_id.id,
                amount_currency=-self.amount,
                partner_id=item.partner_id.id,
                date_maturity=item.date_maturity,
            )
        ]
        off = [(tax.tax_line_id.account_id, tax.amount) for tax in taxes if tax.unexigible]
        to_claim = self._sums(tax.amount for tax in taxes if not tax.unexigible)
        if self.tax_relief == "eligible" and waits and to_claim:
            off.append((waits, to_claim))
        loss = self._sums([balance, *(-amount for _account, amount in off)])
        lines += [self._line(account, amount) for account, amount in [(debts, loss), *off]]
        return [line for line in lines if line["balance"]]

    # -- the tax -----------------------------------------------------------------------

    def _get_tax_account(self):
        """Where the tax stands until it is claimed: on its own account, or with the loss."""
        debts, _waits, _recoveries, _journal = self._get_accounts()
        return self.tax_account_id.sudo() or debts

    def _left_to_claim(self):
        """{tax: what may still be claimed}: what came in meanwhile is not lost."""
        gone = sum(self.recovery_ids.mapped("amount"))
        left = self.amount - gone
        rounding, own = self.currency_id.rounding, self.company_currency_id.rounding
        return {
            tax: next_part(tax.amount, gone, left, self.amount, rounding, own)
            for tax in self.sudo().tax_ids.filtered(lambda tax: not tax.unexigible)
        }

    def _prepare_claim(self):
        """Lines that move the tax to the tax account, by the tax's own repartition for credit
        notes, with its tags; where the rule says so, the base is corrected in the return, too."""
        lines, total = [], []
        debts = self._get_accounts()[0]
        rounding, own = self.currency_id.rounding, self.company_currency_id.rounding
        gone = sum(self.recovery_ids.mapped("amount"))
        for tax, amount in self._left_to_claim().items():
            repartition = self._mirror(tax.tax_line_id.tax_repartition_line_id, "refund")
            base = next_part(tax.base, gone, self.amount - gone, self.amount, rounding, own)
            lines.append(self._tax_line(tax, repartition, amount, base))
            total.append(amount)
            tags = tax.tax_id.refund_repartition_line_ids.filtered(
                lambda line: line.repartition_type == "base"
            ).tag_ids
            if self.rule_id.sudo().corrects_base and tags and base:
                tagged = {"tax_tag_ids": [Command.set(tags.ids)]}
                lines.append(self._line(debts, base, **tagged))
                lines.append(self._line(debts, -base))
        lines.append(self._line(self._get_tax_account(), -self._sums(total)))
        return [line for line in lines if line["balance"]]

    def _tax_line(self, tax, repartition, amount, base):
        account = repartition.account_id or tax.tax_line_id.account_id
        return self._line(
            account,
            amount,
            tax_repartition_line_id=repartition.id,
            tax_tag_ids=[Command.set(repartition.tag_ids.ids)],
            tax_base_amount=base,
        )

    def _mirror(self, repartition, document):
        """The line of a tax's repartition that stands for this one in the other document."""
        tax = repartition.tax_id
        if repartition.document_type == document:
            return repartition
        own = tax.invoice_repartition_line_ids.sorted(lambda line: (line.sequence, line.id))
        other = tax.refund_repartition_line_ids.sorted(lambda line: (line.sequence, line.id))
        if document == "invoice":
            own, other = other, own
        return other[list(own).index(repartition)]

    # -- money that comes after --------------------------------------------------------

    def _prepare_recovery(self, credit, amount, balance):
        """Lines that book a payment as income; what of it is tax is owed again, or was never
        claimed and goes back to where it waits.

        :param credit: the journal item of the payment
        :param amount: in the currency of the item, ``balance`` in the company's
        :return: (lines, the tax in it)
        """
        _debts, _waits, income, _journal = self._get_accounts()
        lines = [
            self._line(
                credit.account_id,
                balance,
                currency_id=credit.currency_id.id,
                amount_currency=amount,
                partner_id=credit.partner_id.id,
            )
        ]
        before = sum(self.recovery_ids.mapped("amount"))
        rounding, own = self.currency_id.rounding, self.company_currency_id.rounding
        owed = []
        for tax in self.sudo().tax_ids:
            args = before, amount, self.amount, rounding, own
            part, base = next_part(tax.amount, *args), next_part(tax.base, *args)
            if tax.unexigible or self.tax_relief == "claimed":
                repartition = self._mirror(tax.tax_line_id.tax_repartition_line_id, "invoice")
                lines.append(self._tax_line(tax, repartition, -part, -base))
                lines += self._base_lines(tax, base, income)
                owed.append(part)
            elif self.tax_account_id:
                lines.append(self._line(self.tax_account_id.sudo(), -part))
                owed.append(part)
        lines.append(self._line(income, -self._sums([balance, *(-part for part in owed)])))
        return [line for line in lines if line["balance"]], self._sums(owed)

    def _base_lines(self, tax, base, account):
        """The base that stands in the return again, beside its own opposite."""
        tags = tax.tax_id.invoice_repartition_line_ids.filtered(
            lambda line: line.repartition_type == "base"
        ).tag_ids
        if not base or not tags or not (tax.unexigible or self.rule_id.sudo().corrects_base):
            return []
        tagged = {"tax_tag_ids": [Command.set(tags.ids)]}
        return [self._line(account, -base, **tagged), self._line(account, base)]
