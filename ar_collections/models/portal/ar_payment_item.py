"""The items that a customer chose to pay online."""

from odoo import fields, models


class ArPaymentItem(models.Model):
    """One open item of an online payment, with the amount that the customer saw.

    The payment is matched with exactly these items: an instalment and not its whole invoice,
    an opening balance, the credits that were deducted.
    """

    _name = "ar.payment.item"
    _inherit = ["ar.guard.mixin"]
    _description = "Item Paid Online"
    _order = "transaction_id, date_due, id"
    _rec_name = "name"

    transaction_id = fields.Many2one(
        "payment.transaction", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    currency_id = fields.Many2one(related="transaction_id.currency_id")
    move_id = fields.Many2one(
        "account.move",
        string="Journal Entry",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    move_line_id = fields.Many2one(
        "account.move.line",
        string="Journal Item",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    name = fields.Char(string="Number", readonly=True)
    date_due = fields.Date(string="Due Date", readonly=True)
    residual = fields.Monetary(
        string="Open Amount", readonly=True, help="As the customer saw it. Credits are negative."
    )
    amount = fields.Monetary(
        readonly=True,
        help="What the customer pays of it: the open amount, less the early payment discount. "
        "Credits that are deducted are negative.",
    )

    # -- from the payment to the items -------------------------------------------------

    def _get_lines(self):
        """The journal items that are still open.

        Where an invoice was reset to draft meanwhile its journal items are new ones: those
        with the due date that was chosen.
        """
        lines = self.move_line_id
        for item in self.filtered(lambda item: not item.move_line_id and item.move_id):
            lines |= item.move_id.line_ids.filtered(
                lambda line, due=item.date_due: (
                    line.account_id.account_type == "asset_receivable"
                    and (line.date_maturity or line.date) == due
                )
            )
        return lines.filtered(lambda line: line.parent_state == "posted" and not line.reconciled)

    def _prepare_payment(self, payment_amount):
        """Values of the ``account.payment`` that pays these items.

        :param payment_amount: in the currency of the items; the discount is booked only where
            all of what was asked is paid
        """
        owed = self.filtered(lambda item: item.amount > 0)
        values = {"invoice_ids": owed.move_id, "write_off_line_vals": []}
        if account := self._get_main_account():
            values["destination_account_id"] = account.id
        if not self.currency_id.compare_amounts(payment_amount, sum(self.mapped("amount"))):
            values["write_off_line_vals"] = self._prepare_discounts()
        return values

    def _get_main_account(self):
        """The receivable account that most of the amount is owed on."""
        sums = {}
        for line in self._get_lines():
            sums[line.account_id] = sums.get(line.account_id, 0.0) + line.amount_residual
        return max(sums, key=lambda account: (sums[account], -account.id), default=None)

    def _prepare_discounts(self):
        """Lines that book the early payment discounts, as in the payment by hand."""
        discounted = self.filtered(
            lambda item: (
                item.amount > 0
                and item.move_line_id
                and not item.move_line_id.reconciled
                and item.currency_id.compare_amounts(item.amount, item.residual)
            )
        )
        if not discounted:
            return []
        currency, company = discounted.currency_id, discounted.company_id
        discount = sum(item.residual - item.amount for item in discounted)
        balance = currency._convert(discount, company.currency_id, company, company._ar_today())
        lines = [
            {
                "aml": line,
                "amount_currency": -line.amount_residual_currency,
                "balance": -line.amount_residual,
            }
            for line in discounted.move_line_id
        ]
        values = self.env["account.move"]._get_invoice_counterpart_amls_for_early_payment_discount(
            lines, balance
        )
        return [line for kind in values.values() for line in kind]

    def _match(self, payment):
        """Match a posted payment with these items, and with no others; of what is paid in part, no
        more than that.

        A payment without journal entry (no outstanding account) is matched from the bank.
        """
        if not payment.move_id:
            return
        main, parts = payment.destination_account_id, self._map_parts()
        own = payment.move_id.line_ids.filtered(
            lambda line: line.account_id == main and not line.reconciled
        )
        for account, lines in self._get_lines().grouped("account_id").items():
            if account == main:
                own |= lines
                continue
            transfer = self._make_transfer(lines, main, payment, parts).line_ids
            there = transfer.filtered(lambda line, account=account: line.account_id == account)
            self._match_lines(lines | there, parts)
            own |= transfer.filtered(lambda line: line.account_id == main)
        self._match_lines(own, parts)

    def _match_lines(self, lines, parts):
        """Match journal items of one account; of those in ``parts`` what is paid of them."""
        whole = lines.filtered(lambda line: line not in parts)
        whole.filtered(lambda line: not line.reconciled).reconcile()
        credits = whole.filtered(lambda line: line.balance < 0)
        for line in lines - whole:
            left = parts[line]
            for credit in credits.filtered(lambda one: not one.reconciled):
                paid = min(left, -credit.amount_residual_currency)
                credit._ar_pay(line, paid)
                left -= paid

    def _map_parts(self):
        """{journal item: what is paid of it} of those of which more is open than the customer was
        asked for: the rest is disputed."""
        return {
            item.move_line_id: item.amount
            for item in self
            if item.amount > 0
            and item.currency_id.compare_amounts(
                item.move_line_id.amount_residual_currency, item.residual
            )
            > 0
        }

    def _make_transfer(self, lines, account, payment, parts):
        """Move what is open on another receivable account, and paid, to that of the payment."""
        currency = lines.currency_id
        amount = balance = 0.0
        for line in lines:
            left = line.amount_residual_currency
            paid = parts.get(line, left)
            amount += paid
            balance += line.amount_residual * (paid / left if line in parts else 1)
        balance = lines.company_currency_id.round(balance)
        common = {"partner_id": payment.partner_id.id, "currency_id": currency.id}
        moves = self.env["account.move"].with_company(lines.company_id)
        move = moves.create(
            {
                "move_type": "entry",
                "date": payment.date,
                "company_id": lines.company_id.id,
                "ref": payment.memo,
                "line_ids": [
                    fields.Command.create(
                        {
                            **common,
                            "name": ", ".join(sorted(set(lines.mapped("move_name")))),
                            "account_id": on.id,
                            "amount_currency": sign * amount,
                            "balance": sign * balance,
                        }
                    )
                    for on, sign in ((lines.account_id, -1), (account, 1))
                ],
            }
        )
        move.action_post()
        return move

    # -- on its way --------------------------------------------------------------------

    def _on_its_way(self):
        """The items whose payment the ledger does not show yet."""
        return self.filtered(lambda item: item.transaction_id._ar_is_on_its_way())
