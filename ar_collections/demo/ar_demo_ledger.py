"""The books of the demo company: bills, credit notes, payments and what was matched with what."""

from datetime import timedelta

from odoo import Command, models

from .company_tables import TERM_DAYS
from .customer_tables import CUSTOMERS
from .ledger_tables import (
    AMOUNT_CYCLE,
    BILLS,
    CREDITED_SHARE,
    DELAY_CYCLE,
    GOODS,
    ON_ACCOUNT,
    OPENING,
    OPENING_DAY,
    Bill,
    Paid,
)

# Days from a bill to its credit note.
DAYS_TO_CREDIT = 12


def _day_of(payment):
    return payment[0].day


class ArDemo(models.AbstractModel):
    _inherit = "ar.demo"

    def _plan_books(self, told):
        """Read the tables: what will be billed and paid, in the order of its days."""
        bills = (*self._list_settled_bills(), *BILLS)
        told.bills = sorted(bills, key=lambda bill: bill.due - TERM_DAYS[bill.terms])
        self._post_opening(told)
        told.on_account = sorted(ON_ACCOUNT, key=lambda paid: paid[1])

    def _keep_books(self, told, offset):
        """Bill and book what came in up to a day of the tables, the oldest first."""
        due = [bill for bill in told.bills if bill.due - TERM_DAYS[bill.terms] <= offset]
        told.bills = told.bills[len(due) :]
        if due:
            self._bill(told, due)
        self._credit(told, offset)
        paid = sorted((one for one in told.payments if one[0].day <= offset), key=_day_of)
        told.payments = [one for one in told.payments if one[0].day > offset]
        self._pay_with_discount(told, [one for one in paid if one[1].mark == "discount"])
        self._pay_bills(told, [one for one in paid if one[1].mark != "discount"])
        came = [paid for paid in told.on_account if paid[1] <= offset]
        told.on_account = told.on_account[len(came) :]
        self._pay_on_account(told, came)

    def _bill(self, told, bills):
        moves = self._create_bills(told, bills)
        pairs = list(zip(bills, moves, strict=True))
        moves.browse([move.id for bill, move in pairs if bill.mark != "draft"]).action_post()
        for bill, move in pairs:
            told.moves[bill.customer, bill.due] = move
            if bill.mark == "blocked":
                move.action_toggle_block_payment()
            if bill.mark == "credited":
                told.credits.append((bill, move))
            told.payments += [(paid, bill, move) for paid in bill.paid]

    # -- bills -------------------------------------------------------------------------

    @staticmethod
    def _list_settled_bills():
        """The bills of the past year, all paid: each customer's habit, the last one a while ago."""
        bills = []
        for key, customer in CUSTOMERS.items():
            # The newest was paid a fortnight ago, so that what is open is only what BILLS says.
            newest_due = -(14 + max(DELAY_CYCLE) + max(customer.delay, 0))
            newest_due = min(newest_due, customer.until)
            for number in range(customer.bills):
                due = newest_due - customer.every * number
                paid_on = due + customer.delay + DELAY_CYCLE[number % len(DELAY_CYCLE)]
                amount = customer.amount * AMOUNT_CYCLE[number % len(AMOUNT_CYCLE)]
                bills.append(
                    Bill(key, due, round(amount, -1), (Paid(paid_on),), terms=customer.terms)
                )
        return bills

    def _create_bills(self, told, bills):
        """Draft documents for the bills, in their order."""
        values = []
        for bill in bills:
            customer = CUSTOMERS[bill.customer]
            partner = told.partners[bill.customer]
            day = told.day(bill.due - TERM_DAYS[bill.terms])
            values.append(
                {
                    "move_type": bill.kind,
                    "partner_id": partner.address_get(["invoice"])["invoice"],
                    "invoice_date": day,
                    "date": day,
                    "currency_id": self.env.ref(f"base.{customer.currency}").id,
                    "invoice_payment_term_id": told.terms[bill.terms].id,
                    "ref": f"PO {4100 + told.number}",
                    "invoice_line_ids": self._prepare_bill_lines(
                        told.company, customer, bill, told.number
                    ),
                }
            )
            told.number += 1
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

    def _post_opening(self, told):
        """What was open in the books before ours, as one entry in a general journal."""
        partners, company = told.partners, told.company
        lines = [
            {
                "name": f"Opening balance, old bill {number}",
                "partner_id": partners[key].id,
                "account_id": partners[key].property_account_receivable_id.id,
                "date_maturity": told.day(due),
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
                "date": told.day(OPENING_DAY),
                "ref": "Opening balance",
                "line_ids": [Command.create(line) for line in (*lines, counterpart)],
            }
        )
        entry.action_post()
        for (key, due, amount, paid), line in zip(
            OPENING, self._get_receivable_lines(entry), strict=True
        ):
            bill = Bill(key, due, amount, paid)
            told.payments += [(one, bill, line) for one in paid]

    def _credit(self, told, offset):
        """A credit note for a part of each bill that is marked so, matched with it."""
        for bill, move in list(told.credits):
            day = move.invoice_date + timedelta(days=DAYS_TO_CREDIT)
            if day > told.day(offset):
                continue
            told.credits.remove((bill, move))
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
                        told.company, CUSTOMERS[bill.customer], note, 0
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

    def _pay_bills(self, told, payments):
        """Book what came in, one payment each, and match it: the oldest instalment first.

        :param payments: (paid, bill, its move or its receivable line), in the order of their days
        """
        journal = self._get_journal(told.company, "bank")
        # Of one bill one after the other: what the first leaves open is what the second pays.
        while payments:
            seen, now, later = set(), [], []
            for one in payments:
                (later if one[2].id in seen else now).append(one)
                seen.add(one[2].id)
            self._pay_together(told, journal, now)
            payments = later

    def _pay_together(self, told, journal, payments):
        values, plan_lines = [], []
        for paid, _bill, move in payments:
            lines = move if move._name == "account.move.line" else self._get_receivable_lines(move)
            amount = paid.amount or sum(lines.mapped("amount_residual_currency"))
            day = told.day(paid.day)
            values.append(self._prepare_payment_values(journal, lines, day, amount))
            plan_lines.append(lines.filtered(lambda line: not line.reconciled))
        made = self.env["account.payment"].create(values)
        made.action_post()
        payment_lines = [self._get_receivable_lines(payment.move_id) for payment in made]
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

    def _pay_with_discount(self, told, payments):
        """Payments that take the early payment discount, which core's wizard knows how to book."""
        for paid, _bill, move in payments:
            self.env["account.payment.register"].with_context(
                active_model="account.move", active_ids=move.ids
            ).create({"payment_date": told.day(paid.day)})._create_payments()

    def _pay_on_account(self, told, payments):
        """Transfers that name no bill and are not yet matched."""
        journal = self._get_journal(told.company, "bank")
        self.env["account.payment"].create(
            [
                {
                    "payment_type": "inbound",
                    "partner_type": "customer",
                    "partner_id": told.partners[key].id,
                    "journal_id": journal.id,
                    "amount": amount,
                    "date": told.day(day),
                    "memo": "Payment on account",
                }
                for key, day, amount in payments
            ]
        ).action_post()
