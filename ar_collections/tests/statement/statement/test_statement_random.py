"""Whatever an accountant does: opening balance + movements = closing balance."""

from collections import Counter, defaultdict
from contextlib import closing
from datetime import timedelta
from itertools import pairwise

from freezegun import freeze_time
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from odoo.tests import tagged

# Its class is named by its module, so that its tests do not run here again.
from ...ledger.aging import test_aging_random as aging
from ...ledger.random_ledger import Books, days, plans


@tagged("post_install", "-at_install")
@freeze_time("2026-12-01 12:00:00")
class TestStatementRandom(aging.TestAgingRandom):
    def _balances(self, day, by_contact):
        """{(customer, contact, currency): [company's currency, own currency]} of a day."""
        found = defaultdict(lambda: [0.0, 0.0])
        for row in self.env["ar.open.item"]._read_balances(self.company.ids, day):
            contact = row["contact_id"] if by_contact else None
            sums = found[row["partner_id"], contact, row["currency_id"]]
            sums[0] += row["balance"]
            sums[1] += row["balance_currency"]
        return found

    def _check_period(self, first, last, by_contact):
        sums = self._balances(first - timedelta(days=1), by_contact)
        rows = self.env["ar.open.item"]._read_movements(
            self.company.ids, first, last, by_contact=by_contact
        )
        for row in rows:
            self.assertTrue(first <= row["date"] <= last)
            self.seen[row["kind"]] += 1
            both = sums[row["partner_id"], row["contact_id"], row["currency_id"]]
            both[0] += row["amount"]
            both[1] += row["amount_currency"]
        end = self._balances(last, by_contact)
        for key in sums.keys() | end.keys():
            self.assertEqual(
                [round(value, 2) + 0.0 for value in sums[key]],
                [round(value, 2) + 0.0 for value in end[key]],
                (key, first, last, rows),
            )

    @settings(
        max_examples=aging.EXAMPLES or 15,
        derandomize=not aging.EXAMPLES,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    @given(plan=plans, asked=st.lists(days, min_size=3, max_size=5, unique=True))
    def _check_random_statements(self, plan, asked):
        with closing(self.env.cr.savepoint()):
            books = Books(self)
            for step in plan:
                books.do(step)
            marks = sorted({*asked, books.moves[:1].date, self._day("2026-12-31")})
            for first, last in pairwise(marks):
                for by_contact in (False, True):
                    self._check_period(first, last, by_contact)
            self._check_statements(marks[0])

    def _check_statements(self, first):
        """The statements themselves, whose making asserts the same, tie to the ledger."""
        day = self._day("2026-12-01")
        if first > day:
            return
        rows = self.env["ar.open.item"]._read_rows(self.company.ids, as_of=day)
        owed = Counter()
        for row in rows:
            owed[row["partner_id"]] += row["residual"]
        for partner_id, amount in owed.items():
            if not any(row["residual_currency"] for row in rows if row["partner_id"] == partner_id):
                continue
            statement = self.env["ar.statement"].create(
                {
                    "kind": "activity",
                    "partner_id": partner_id,
                    "company_id": self.company.id,
                    "date_from": first,
                    "date_to": day,
                }
            )
            self.assertEqual(statement.closing_balance, round(amount, 2))

    def test_random_statements(self):
        self.seen.clear()
        self._check_random_statements()
        for kind in ("invoice", "payment", "transfer", "exchange"):
            self.assertTrue(self.seen[kind], kind)
