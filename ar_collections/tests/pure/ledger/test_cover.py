"""What covers what a customer owes: by hand, and for any ledger."""

from datetime import date, timedelta
from importlib.util import find_spec

from odoo.tests import BaseCase

from ....tools.ledger import cover
from ....tools.ledger.cover import CREDIT, DEBIT, PAID_OUT, SETTLED, Figures, Share

DAY = date(2026, 3, 31)
EUR, USD = 1, 2


def row(id, amount, days=0, residual=None, **values):
    """An item over ``amount``, due ``days`` ago."""
    return {
        "id": id,
        "partner_id": 1,
        "company_id": 1,
        "currency_id": EUR,
        "date_due": DAY - timedelta(days=days),
        "residual": amount if residual is None else residual,
        "residual_currency": amount,
        "paid_out": False,
        **values,
    }


def figures(*rows, company=False, rounding=0.01):
    covered = cover.covered_by(cover.match(rows))
    told = [{**one, "covered": covered.get(one["id"], 0.0)} for one in rows]
    return cover.figures(told, DAY, rounding, company)


class TestCover(BaseCase):
    def test_kinds(self):
        for values, kind in (
            ({"amount": 5}, DEBIT),
            ({"amount": -5}, CREDIT),
            ({"amount": 5, "paid_out": True}, PAID_OUT),
            ({"amount": 5, "residual": 0}, SETTLED),
            ({"amount": 0, "residual": 5}, SETTLED),
            ({"amount": -5, "residual": 0}, SETTLED),
            ({"amount": 0, "residual": -5}, SETTLED),
            ({"amount": 5, "residual": -0.01}, SETTLED),
            ({"amount": -5, "residual": 0.01}, SETTLED),
        ):
            with self.subTest(values=values):
                self.assertEqual(cover.kind_of(row(1, **values)), kind)

    def test_the_oldest_first(self):
        rows = [row(1, 100, 10), row(2, 50, 40), row(3, 70, -5)]
        rows += [row(8, -60, 3), row(9, -30.5, 20)]
        self.assertEqual(
            cover.match(rows), [Share(2, 9, 30.5), Share(2, 8, 19.5), Share(1, 8, 40.5)]
        )
        self.assertEqual(figures(*rows), Figures(129.5, 59.5, 0, 10, rows[0]["date_due"]))

    def test_what_is_paid_of_some_debits(self):
        """70 for 2 and 3: 50 pay the older, 20 of 120 the other one, in both currencies; nothing
        of what is not asked about."""
        rows = [row(1, 100, 90), row(2, 50, 40), row(3, 120, 10, residual=60), row(8, -5, 50)]
        left = cover.pay(rows, {2, 3, 8}, 70)
        self.assertEqual(
            [(one["residual_currency"], one["residual"]) for one in left],
            [(100, 100), (0, 0), (100, 50), (-5, -5)],
        )
        self.assertEqual(cover.pay(rows, {2, 3}, 0), rows)
        self.assertEqual(cover.match(left), [Share(1, 8, 5)])
        self.assertEqual(rows[1]["residual_currency"], 50, "given rows stay as they are")

    def test_of_one_day_the_first_item(self):
        rows = [row(4, 10, 7), row(3, 10, 7), row(9, -5)]
        self.assertEqual(cover.match(rows), [Share(3, 9, 5)])

    def test_each_customer_company_and_currency_for_itself(self):
        for name, value in (("partner_id", 2), ("company_id", 2), ("currency_id", USD)):
            with self.subTest(name):
                self.assertEqual(cover.match([row(1, 10, 7), row(9, -5, **{name: value})]), [])

    def test_money_that_we_paid_out(self):
        """It uses up credits first, whatever its date, and is no debt."""
        paid = row(5, 40, 1, paid_out=True)
        self.assertEqual(figures(paid), Figures(0, 0, 40, 0, None))
        self.assertEqual(
            figures(row(1, 100, 30), paid, row(9, -50)),
            Figures(90, 90, 0, 30, DAY - timedelta(days=30)),
        )
        self.assertEqual(figures(paid, row(9, -15)).paid_out, 25)

    def test_what_an_exchange_difference_has_left(self):
        """It is not owed, and takes no credit."""
        cents = [row(1, 5, 90, residual=0), row(2, 0, 90, residual=5), row(3, -5, 90, residual=0)]
        self.assertEqual(cover.match([*cents, row(9, -5)]), [])
        self.assertEqual(figures(*cents, row(4, 7, 3)).overdue, 7)

    def test_in_the_company_currency(self):
        """60 of 100 are covered: 40 % of 133.33 are 53.33, to the cent."""
        rows = [row(1, 100, 5, residual=133.33), row(9, -60, residual=-70)]
        self.assertEqual(figures(*rows, company=True).overdue, 53.33)
        self.assertEqual(figures(*rows, company=True, rounding=1).overdue, 53)
        self.assertEqual(figures(*rows).overdue, 40)
        half = [row(1, 76, 5, residual=0.57), row(9, -38, residual=-0.29)]
        self.assertEqual(figures(*half, company=True).overdue, 0.29, "half a cent")

    def test_due_today_is_not_overdue(self):
        self.assertEqual(figures(row(1, 10)), Figures(10, 0, 0, 0, DAY))
        self.assertEqual(figures(row(1, 10, 1)), Figures(10, 10, 0, 1, DAY - timedelta(days=1)))

    def test_noise(self):
        """0.1 + 0.2 on account cover 0.3, of any currency's unit."""
        self.assertEqual(figures(row(1, 0.3, 9), row(8, -0.1), row(9, -0.2)).owed, 0)
        self.assertEqual(figures(row(1, 1.005, 9), row(9, -1.004), rounding=0.001).owed, 0.001)


if find_spec("hypothesis"):
    from hypothesis import given, settings
    from hypothesis import strategies as st

    amounts = st.integers(-50000, 50000).filter(bool).map(lambda cents: cents / 100)
    ledgers = st.lists(
        st.tuples(amounts, st.integers(-40, 90), st.sampled_from([EUR, EUR, USD]), st.booleans()),
        max_size=9,
    ).map(
        lambda items: [
            row(
                id,
                amount,
                days,
                currency_id=currency,
                residual=amount if currency == EUR else amount * 2,
                paid_out=paid_out and amount > 0,
            )
            for id, (amount, days, currency, paid_out) in enumerate(items, 1)
        ]
    )

    class TestCoverProperties(BaseCase):
        @settings(max_examples=80, deadline=None, database=None)
        @given(rows=ledgers)
        def test_nothing_is_lost_or_used_twice(self, rows):
            by_id = {one["id"]: one for one in rows}
            used, covered = {}, {}
            for share in cover.match(rows):
                self.assertGreater(share.amount, 0)
                debit, credit = by_id[share.debit_id], by_id[share.credit_id]
                self.assertEqual(debit["currency_id"], credit["currency_id"])
                covered[share.debit_id] = covered.get(share.debit_id, 0) + share.amount
                used[share.credit_id] = used.get(share.credit_id, 0) + share.amount
            for found in (covered, used):
                for id_, amount in found.items():
                    self.assertLess(amount, abs(by_id[id_]["residual_currency"]) + 0.001)

        @settings(max_examples=80, deadline=None, database=None)
        @given(rows=ledgers)
        def test_sums(self, rows):
            """Per currency, what refunds leave of the credits pays the overdue first."""
            for currency in (EUR, USD):
                own = [one for one in rows if one["currency_id"] == currency]

                def total(*kinds, test=lambda one: True, own=own):
                    return sum(
                        one["residual_currency"]
                        for one in own
                        if cover.kind_of(one) in kinds and test(one)
                    )

                credit = -total(CREDIT)
                left = max(credit - total(PAID_OUT), 0)
                late = total(DEBIT, test=lambda one: one["date_due"] < DAY)
                found = figures(*own)
                self.assertAlmostEqual(found.overdue, max(late - left, 0), 2)
                self.assertAlmostEqual(found.owed, max(total(DEBIT) - left, 0), 2)
                self.assertAlmostEqual(found.paid_out, max(total(PAID_OUT) - credit, 0), 2)
