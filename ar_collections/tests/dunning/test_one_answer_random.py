"""Whatever an accountant does: everybody says the same of what a customer owes, on any day."""

from collections import defaultdict
from contextlib import closing

from freezegun import freeze_time
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from odoo.tests import tagged

from ...models.credit.limit.ar_credit_standing import Customers
from ...tools.base.money import round_to

# Its class is named by its module, so that its tests do not run here again.
from ..ledger.aging import test_aging_random as aging
from ..ledger.random_ledger import Books, days, steps

KINDS = (
    ["invoice"] * 4
    + ["refund", "on_account", "pay", "opening", "pay_out", "misc"] * 2
    + ["match", "instalments", "unmatch", "draft", "repost", "hold"]
)
plans = st.tuples(
    st.lists(steps.map(lambda step: step._replace(kind="invoice")), min_size=1, max_size=3),
    st.lists(
        st.tuples(steps, st.sampled_from(KINDS)).map(lambda pair: pair[0]._replace(kind=pair[1])),
        min_size=3,
        max_size=12,
    ),
).map(lambda parts: parts[0] + parts[1])


class OneAnswerBooks(Books):
    """Books in which much is left out of the reminders, and money goes back to customers.
    ``misc`` is the bank's: a direct debit that came back, or money."""

    def _do_opening(self, step):
        move = self._entry(step, step.amount * (1 if step.pick % 3 else -1), self.test.accounts[0])
        move.move_id.line_ids.no_followup = True

    def _do_pay_out(self, step):
        payment = self.test._pay_on_account(
            self.test.partners[step.partner],
            step.amount,
            step.day,
            currency=self.test.currencies[step.currency],
            payment_type="outbound",
        )
        self.moves += payment.move_id

    def _do_hold(self, step):
        invoices = self.moves.filtered(lambda move: move.is_invoice())
        if invoices:
            invoice = invoices[step.pick % len(invoices)]
            values = {"move_id": invoice.id, "reason": "Disputed"}
            values["date_from"] = self.test._day("2025-01-01")
            self.test.env["ar.hold"].create(values)


@tagged("post_install", "-at_install")
@freeze_time("2026-12-01 12:00:00")
class TestOneAnswerRandom(aging.TestAgingRandom):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy = cls._make_policy(1)
        cls.customers = cls.partners.commercial_partner_id

    # -- the same by another way: item after item, in Python ---------------------------

    def _left(self, rows, day):
        """{(customer, currency): {item: [left in its currency, in the company's, row]}}."""
        groups = defaultdict(list)
        for row in rows:
            groups[row["partner_id"], row["currency_id"]].append(row)
        left = {}
        for key, own in groups.items():
            real = [r for r in own if r["residual"] * r["residual_currency"] > 0]
            credit = -sum(r["residual_currency"] for r in real if r["residual"] < 0)
            debits = [r for r in real if r["residual"] > 0]
            outbound = {row["id"]: self._is_outbound(row) for row in debits}
            debits.sort(key=lambda r: (not outbound[r["id"]], r["date_due"], r["id"]))
            left[key] = {}
            for row in debits:
                amount = round(row["residual_currency"], 2)
                taken = min(amount, round(credit, 2))
                credit -= taken
                rest = round(amount - taken, 2)
                if not outbound[row["id"]]:
                    home = row["residual"] * rest / row["residual_currency"]
                    left[key][row["id"]] = (rest, home, row)
        return left

    def _is_outbound(self, row):
        payment = self.env["account.move"].browse(row["move_id"]).origin_payment_id
        return payment.payment_type == "outbound"

    def _overdue(self, left, day):
        """{(customer, currency): overdue}, {customer: (overdue, days) of the company}."""
        own, home = {}, {}
        for (partner_id, currency_id), items in left.items():
            late = [item for item in items.values() if item[2]["date_due"] < day and item[0] > 0]
            if late:
                own[partner_id, currency_id] = round(sum(item[0] for item in late), 2)
                oldest = max((day - item[2]["date_due"]).days for item in late)
                before, days_before = home.get(partner_id, (0.0, 0))
                amount = before + sum(item[1] for item in late)
                home[partner_id] = (amount, max(days_before, oldest))
        return own, {key: (round_to(amount), oldest) for key, (amount, oldest) in home.items()}

    # -- who is asked ------------------------------------------------------------------

    def _say_statement(self, rows, day):
        customers = {row["partner_id"] for row in rows if row["residual_currency"]}
        statements = self.env["ar.statement"].create(
            [
                {
                    "kind": "open",
                    "partner_id": partner_id,
                    "company_id": self.company.id,
                    "date_to": day,
                }
                for partner_id in sorted(customers)
            ]
        )
        return {
            (balance.statement_id.partner_id.id, balance.currency_id.id): balance.overdue_amount
            for balance in statements.balance_ids
            if balance.overdue_amount
        }

    def _say_portal(self, profiles):
        found = {}
        for profile in profiles.sudo():
            for row in profile._portal_rows():
                if row["days_overdue"] > 0 and row["left"]:
                    key = profile.partner_id.id, row["currency_id"]
                    found[key] = round(found.get(key, 0.0) + row["left"], 2)
        return found

    def _say_credit(self, profiles):
        rules = self.env["ar.credit.rule"]
        pairs = [(partner.id, self.company.id) for partner in self.customers]
        customers = Customers(self.env, pairs)
        debts, late = rules._find_overdue_share(customers), rules._find_overdue_days(customers)
        return {
            pair[0]: (round(debts[pair].overdue, 2), late[pair])
            for pair in pairs
            if debts[pair].overdue
        }

    def _say_reminders(self, day):
        """What is asked, {(customer, currency): amount}, and {item: why not}."""
        found = self.env["ar.dunning.run"].simulate(self.company.id, day)
        asked = {}
        for notice in found["notices"]:
            key = notice["partner_id"], notice["currency_id"]
            asked[key] = round(asked.get(key, 0.0) + notice["amount_total"], 2)
        return asked, {line["move_line_id"]: line["reason"] for line in found["lines"]}

    def _check_day(self, day):
        self.env.invalidate_all()
        reader = self.env["ar.open.item"]
        rows = reader._read_rows(self.company.ids, as_of=day)
        left = self._left(rows, day)
        overdue, home = self._overdue(left, day)
        told = "\n".join(
            f"{r['id']} of {r['partner_id']} {r['date']} due {r['date_due']} {r['residual']} "
            f"{r['residual_currency']} in {r['currency_id']}"
            for r in rows
        )
        self.seen["overdue"] += len(overdue)
        self.seen["days"] += 1
        self.assertEqual(self._say_statement(rows, day), overdue, f"statement {day} {told}")
        profiles = self.profiles
        self.assertEqual(self._say_portal(profiles), overdue, f"portal {day} {told}")
        account = {
            profile.partner_id.id: (profile.overdue_amount, profile.max_days_overdue)
            for profile in profiles
            if profile.overdue_amount
        }
        # What is worth less than a cent of the company's is owed in its currency alone.
        home = {key: value for key, value in home.items() if value[0]}
        self.assertEqual(account, home, f"account {day} {told}")
        self.assertEqual(self._say_credit(profiles), home, f"credit {day} {told}")
        held = {profile.partner_id.id for profile in profiles if profile.credit_hold}
        self.assertEqual(held, set(home), f"hold until paid {day} {told}")
        self._check_reminders(day, left, told)

    def _check_reminders(self, day, left, told):
        """Asked is what is overdue, but for what is left out for a reason that is told."""
        asked, reasons = self._say_reminders(day)
        wanted = {}
        pending = {row["id"]: row for row in self.rows_of_today() if row["payment_pending"]}
        held = self.env["ar.hold"].search([]).move_id.ids
        for key, items in left.items():
            amount = 0.0
            for item_id, (rest, _home, row) in items.items():
                if row["date_due"] >= day or rest <= 0:
                    continue
                out = row["no_followup"] or item_id in pending or row["move_id"] in held
                self.seen["left out"] += out
                self.assertIn(item_id, reasons, f"{day} {told}")
                self.assertEqual(
                    reasons[item_id] == "level_due", not out, f"{item_id} {day} {told}"
                )
                amount += 0 if out else rest
            if amount:
                wanted[key] = round(amount, 2)
        self.seen["asked"] += len(wanted)
        self.assertEqual(asked, wanted, f"reminders {day} {told}")

    def rows_of_today(self):
        return self.env["ar.open.item"]._read_covered(self.company.ids)

    @settings(
        max_examples=aging.EXAMPLES or 10,
        derandomize=not aging.EXAMPLES,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    @given(plan=plans, asked=st.lists(days, min_size=1, max_size=2, unique=True))
    def _check_random_answers(self, plan, asked):
        with closing(self.env.cr.savepoint()):
            books = OneAnswerBooks(self)
            for step in plan:
                books.do(step)
                self.seen[step.kind] += 1
            self.profiles = self.env["ar.profile"].union(
                *(self.env["ar.profile"].get_or_create(p, self.company) for p in self.customers)
            )
            self.env["ar.credit.hold"].create(
                [
                    {
                        "profile_id": profile.id,
                        "until_paid": True,
                        "reason": "Late",
                        "date_from": "2025-01-01",
                    }
                    for profile in self.profiles
                ]
            )
            for day in {*asked, self._day("2026-12-01")}:
                with freeze_time(f"{day} 12:00:00"):
                    self._check_day(day)

    def test_one_answer(self):
        self.seen.clear()
        self._check_random_answers()
        aging._logger.info("In the random ledgers: %s", dict(self.seen))
        for what in ("overdue", "asked", "left out", "opening", "pay_out", "on_account"):
            self.assertTrue(self.seen[what], what)
