"""The books of the demo company: bills, credit notes, payments and what was matched with what."""

from datetime import timedelta

from odoo import Command, models

from .demo_tables import (
    AMOUNT_CYCLE,
    BILLS,
    CREDITED_SHARE,
    CUSTOMERS,
    DELAY_CYCLE,
    GOODS,
    ON_ACCOUNT,
    OPENING,
    OPENING_DAY,
    TERM_DAYS,
    Bill,
    Paid,
)


class ArDemo(models.AbstractModel):
    _inherit = "ar.demo"

    def _create_ledger(self, company, partners, terms):
        """Everything the customers were billed and paid, in the order in which it happened.

        Returns the bills that are disputed.
        """
        opening = self._post_opening(company, partners)
        bills = sorted(
            (*self._list_settled_bills(), *BILLS), key=lambda bill: bill.due - TERM_DAYS[bill.terms]
        )
        moves = self._create_bills(company, partners, terms, bills)
        told = list(zip(bills, moves, strict=True))
        moves.browse([move.id for bill, move in told if bill.mark != "draft"]).action_post()
        for bill, move in told:
            if bill.mark == "blocked":
                move.action_toggle_block_payment()
        self._post_credit_notes(company, [pair for pair in told if pair[0].mark == "credited"])
        self._pay_with_discount(company, [pair for pair in told if pair[0].mark == "discount"])
        self._pay_bills(company, opening + [p for p in told if p[0].mark != "discount"])
        self._pay_on_account(company, partners)
        return moves.browse([move.id for bill, move in told if bill.mark == "disputed"])

    # -- bills -------------------------------------------------------------------------

    @staticmethod
    def _list_settled_bills():
        """The bills of the past year, all paid: each customer's habit, the last one a while ago."""
        bills = []
        for key, customer in CUSTOMERS.items():
            # The newest was paid a fortnight ago, so that what is open is only what BILLS says.
            newest_due = -(14 + max(DELAY_CYCLE) + max(customer.delay, 0))
            for number in range(customer.bills):
                due = newest_due - customer.every * number
                paid_on = due + customer.delay + DELAY_CYCLE[number % len(DELAY_CYCLE)]
                amount = customer.amount * AMOUNT_CYCLE[number % len(AMOUNT_CYCLE)]
                bills.append(
                    Bill(key, due, round(amount, -1), (Paid(paid_on),), terms=customer.terms)
                )
        return bills

    def _create_bills(self, company, partners, terms, bills):
        """Draft documents for the bills, in their order."""
        addressees = {
            key: partner.address_get(["invoice"])["invoice"] for key, partner in partners.items()
        }
        values = []
        for number, bill in enumerate(bills):
            customer = CUSTOMERS[bill.customer]
            day = self._get_day(company, bill.due - TERM_DAYS[bill.terms])
            values.append(
                {
                    "move_type": bill.kind,
                    "partner_id": addressees[bill.customer],
                    "invoice_date": day,
                    "date": day,
                    "currency_id": self.env.ref(f"base.{customer.currency}").id,
                    "invoice_payment_term_id": terms[bill.terms].id,
                    "ref": f"PO {4100 + number}",
                    "invoice_line_ids": self._prepare_bill_lines(company, customer, bill, number),
                }
            )
        return self.env["account.move"].create(values)

    @staticmethod
    def _prepare_bill_lines(company, customer, bill, number):
        """Goods, some of them delivered, with VAT for customers in the company's own country."""
        domestic = customer.country == company.country_code
        common = {
            "tax_ids": [Command.set(company.account_sale_tax_id.ids if domestic else [])],
            "discount": 100.0 if bill.mark == "free" else 0.0,
        }
        delivery = 0.0 if number % 3 else round(bill.amount * 0.08, 2)
        lines = [{"name": GOODS[number % len(GOODS)], "price_unit": bill.amount - delivery}]
        if delivery:
            lines.append({"name": "Delivery and assembly", "price_unit": delivery})
        return [Command.create(common | line) for line in lines]

    def _post_opening(self, company, partners):
        """What was open in the books before ours, as one entry in a general journal.

        Returns pairs (bill, lines) for the payments.
        """
        day = self._get_day(company, OPENING_DAY)
        lines = [
            {
                "name": f"Opening balance, old bill {number}",
                "partner_id": partners[key].id,
                "account_id": partners[key].property_account_receivable_id.id,
                "date_maturity": self._get_day(company, due),
                "debit": amount,
            }
            for number, (key, due, amount, _paid) in enumerate(OPENING, start=1)
        ]
        counterpart = {
            "name": "Opening balance",
            "account_id": company.get_unaffected_earnings_account().id,
            "credit": sum(line["debit"] for line in lines),
        }
        entry = self.env["account.move"].create(
            {
                "move_type": "entry",
                "journal_id": self._get_journal(company, "general").id,
                "date": day,
                "ref": "Opening balance",
                "line_ids": [Command.create(line) for line in (*lines, counterpart)],
            }
        )
        entry.action_post()
        bills = [Bill(key, due, amount, paid) for key, due, amount, paid in OPENING]
        return list(zip(bills, self._get_receivable_lines(entry), strict=True))

    def _post_credit_notes(self, company, told):
        """A credit note for a part of each bill, matched with it."""
        for bill, move in told:
            day = move.invoice_date + timedelta(days=12)
            note = Bill(bill.customer, 0, round(bill.amount * CREDITED_SHARE, 2))
            refund = self.env["account.move"].create(
                {
                    "move_type": "out_refund",
                    "partner_id": move.partner_id.id,
                    "reversed_entry_id": move.id,
                    "ref": f"Returned goods, {move.name}",
                    "invoice_date": day,
                    "date": day,
                    "currency_id": move.currency_id.id,
                    "invoice_payment_term_id": False,
                    "invoice_line_ids": self._prepare_bill_lines(
                        company, CUSTOMERS[bill.customer], note, 0
                    ),
                }
            )
            refund.action_post()
            self._get_receivable_lines(refund + move).reconcile()

    # -- payments ----------------------------------------------------------------------

    @staticmethod
    def _get_receivable_lines(moves):
        return moves.line_ids.filtered(
            lambda line: line.account_id.account_type == "asset_receivable"
        )

    def _pay_bills(self, company, told):
        """Pay the bills as told, one payment each, and match it: the oldest instalment first.

        :param told: pairs (bill, its move or its receivable lines)
        """
        journal = self._get_journal(company, "bank")
        values, plan_lines = [], []
        for bill, move in told:
            lines = move if move._name == "account.move.line" else self._get_receivable_lines(move)
            for paid in bill.paid:
                amount = paid.amount or sum(lines.mapped("amount_residual_currency"))
                day = self._get_day(company, paid.day)
                values.append(self._prepare_payment_values(journal, lines, day, amount))
                plan_lines.append(lines)
        payments = self.env["account.payment"].create(values)
        payments.action_post()
        payment_lines = [self._get_receivable_lines(payment.move_id) for payment in payments]
        self.env["account.move.line"]._reconcile_plan(
            [lines + paid for lines, paid in zip(plan_lines, payment_lines, strict=True)]
        )

    @staticmethod
    def _prepare_payment_values(journal, lines, day, amount):
        """A bank transfer for open items; it quotes the reference printed on the bill."""
        invoice = lines.move_id.filtered(lambda move: move.is_invoice(include_receipts=True))
        return {
            "payment_type": "inbound",
            "partner_type": "customer",
            "partner_id": lines.partner_id.commercial_partner_id.id,
            "journal_id": journal.id,
            "currency_id": lines.currency_id.id,
            "amount": amount,
            "date": day,
            "memo": invoice.payment_reference or lines[:1].name,
            "invoice_ids": [Command.set(invoice.ids)],
        }

    def _pay_with_discount(self, company, told):
        """Payments that take the early payment discount, which core's wizard knows how to book."""
        for bill, move in told:
            for paid in bill.paid:
                self.env["account.payment.register"].with_context(
                    active_model="account.move", active_ids=move.ids
                ).create({"payment_date": self._get_day(company, paid.day)})._create_payments()

    def _pay_on_account(self, company, partners):
        """Transfers that name no bill and are not yet matched."""
        journal = self._get_journal(company, "bank")
        self.env["account.payment"].create(
            [
                {
                    "payment_type": "inbound",
                    "partner_type": "customer",
                    "partner_id": partners[key].id,
                    "journal_id": journal.id,
                    "amount": amount,
                    "date": self._get_day(company, day),
                    "memo": "On account",
                }
                for key, day, amount in ON_ACCOUNT
            ]
        ).action_post()
