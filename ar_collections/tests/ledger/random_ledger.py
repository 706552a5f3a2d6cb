"""Random ledgers: plans drawn by Hypothesis, and the books that carry them out."""

from datetime import date, timedelta
from typing import NamedTuple

from hypothesis import strategies as st

from odoo import Command

FIRST_DAY = date(2026, 1, 5)
LENGTH = 340  # days; the last ones lie ahead of the frozen today

days = st.integers(0, LENGTH).map(lambda offset: FIRST_DAY + timedelta(days=offset))
cents = st.integers(1, 300000).map(lambda amount: amount / 100)
picks = st.integers(0, 99)


class Step(NamedTuple):
    """One thing that an accountant does; ``picks`` choose among what is there by then."""

    kind: str
    day: date
    amount: float
    currency: int
    partner: int
    pick: int
    other: int


KINDS = (
    ["invoice"] * 5
    + ["pay"] * 6
    + ["match"] * 3
    + ["instalments", "refund", "on_account", "misc", "unmatch", "draft", "repost"]
)

steps = st.builds(
    Step,
    kind=st.sampled_from(KINDS),
    day=days,
    amount=cents,
    currency=st.integers(0, 2),
    partner=st.integers(0, 3),
    pick=picks,
    other=picks,
)
# There is something to pay first.
plans = st.tuples(
    st.lists(steps.map(lambda step: step._replace(kind="invoice")), min_size=1, max_size=3),
    st.lists(steps, min_size=2, max_size=10),
).map(lambda parts: parts[0] + parts[1])


class Books:
    """Carries out steps with Odoo's own methods, as the screens do."""

    def __init__(self, test):
        self.test = test
        self.moves = test.env["account.move"]

    def do(self, step):
        getattr(self, f"_do_{step.kind}")(step)

    # -- documents ---------------------------------------------------------------------

    def _invoice(self, step, **values):
        self.moves += self.test._make_invoice(
            self.test.partners[step.partner],
            amount=step.amount,
            date=step.day,
            currency_id=self.test.currencies[step.currency].id,
            **values,
        )

    def _do_invoice(self, step):
        self._invoice(step, due=step.day + timedelta(days=step.pick - 10))

    def _do_instalments(self, step):
        self._invoice(step, invoice_payment_term_id=self.test.term.id)

    def _do_refund(self, step):
        self._invoice(step, move_type="out_refund")

    def _do_on_account(self, step):
        payment = self.test._pay_on_account(
            self.test.partners[step.partner],
            step.amount,
            step.day,
            currency=self.test.currencies[step.currency],
        )
        self.moves += payment.move_id

    def _do_misc(self, step):
        sign = 1 if step.pick % 2 else -1
        account = self.test.accounts[step.other % 2]
        self._entry(step, sign * step.amount, account)

    def _entry(self, step, amount, account, partner=None):
        """An entry over ``amount`` in the step's currency at the day's rate."""
        currency = self.test.currencies[step.currency]
        company = self.test.company
        balance = currency._convert(amount, company.currency_id, company, step.day)
        line = {"currency_id": currency.id}
        partner = partner or self.test.partners[step.partner]
        move = self.test.env["account.move"].create(
            {
                "date": step.day,
                "journal_id": self.test.company_data["default_journal_bank"].id,
                "line_ids": [
                    Command.create(
                        {
                            **line,
                            "account_id": account.id,
                            "partner_id": partner.id,
                            "amount_currency": amount,
                            "balance": balance,
                        }
                    ),
                    Command.create(
                        {
                            **line,
                            "account_id": self.test.company_data["default_account_revenue"].id,
                            "amount_currency": -amount,
                            "balance": -balance,
                        }
                    ),
                ],
            }
        )
        move.action_post()
        self.moves += move
        return self.test._receivable(move)

    # -- matching ----------------------------------------------------------------------

    def _open(self, sign):
        lines = self.test._receivable(self.moves.filtered(lambda move: move.state == "posted"))
        return lines.filtered(
            lambda line: not line.reconciled and sign * line.amount_residual > 0
        ).sorted("id")

    def _do_pay(self, step):
        """Part, all or more of an item, in its currency or another; now and then by
        another customer."""
        items = self._open(1)
        if not items:
            return
        item = items[step.pick % len(items)]
        partner = self.test.partners[step.partner] if step.other % 5 == 0 else item.partner_id
        if step.other % 3:
            currency = item.currency_id
            step = step._replace(currency=self.test.currencies.ids.index(currency.id))
            share = (0.25, 0.5, 1, 1, 1.5)[step.other % 5]
            amount = currency.round(item.amount_residual_currency * share)
        else:
            amount = step.amount
        if amount:
            payment = self._entry(step, -amount, item.account_id, partner)
            self._reconcile(item + payment)

    def _do_match(self, step):
        debits, credits = self._open(1), self._open(-1)
        if debits and credits:
            debit = debits[step.pick % len(debits)]
            credits = credits.filtered(lambda line: line.account_id == debit.account_id)
            if credits:
                self._reconcile(debit + credits[step.other % len(credits)])

    def _reconcile(self, lines):
        if any(lines.mapped("reconciled")):
            return  # worth nothing in the company's currency
        lines.reconcile()
        self.moves |= (lines.matched_debit_ids + lines.matched_credit_ids).exchange_move_id

    def _do_unmatch(self, step):
        lines = self.test._receivable(self.moves)
        lines = lines.filtered(lambda line: line.matching_number).sorted("id")
        if lines:
            lines[step.pick % len(lines)].remove_move_reconcile()
            self.moves = self.moves.exists()

    # -- states ------------------------------------------------------------------------

    def _do_draft(self, step):
        posted = self.moves.filtered(
            lambda move: move.state == "posted" and not move.exchange_diff_partial_ids
        )
        if posted:
            posted[step.pick % len(posted)].button_draft()
            self.moves = self.moves.exists()

    def _do_repost(self, step):
        draft = self.moves.filtered(lambda move: move.state == "draft")
        if draft:
            draft[step.pick % len(draft)].action_post()
