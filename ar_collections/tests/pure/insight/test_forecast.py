"""Forecast of payments: its laws by generated cases, its quality on generated ledgers."""

from datetime import date, timedelta

from odoo.tests import BaseCase, tagged

from ....tools.insight import agreed, backtest, receipts
from ....tools.insight.backtest import Outcome
from ....tools.insight.forecast import Open, Settled, fit
from . import ledgers

try:
    from hypothesis import given, settings
    from hypothesis import strategies as st
except ImportError:  # a development dependency
    given = None

DAY = date(2025, 6, 30)
NOBODY = Open("nobody", date(2025, 6, 1), date(2025, 7, 1), 100.0)


def paid(customer, delay, start, amount=100.0, features=(), terms=30):
    invoiced = date(2024, 1, 1) + timedelta(start)
    due = invoiced + timedelta(terms)
    return Settled(customer, invoiced, due, due + timedelta(delay), amount, features)


def history(delays, customer="A", every=13):
    return [paid(customer, delay, index * every) for index, delay in enumerate(delays)]


def several():
    """A model of a dozen customers, and what is open of them."""
    rows = [row for n in range(12) for row in history([n, 2 * n, 5, 9], f"S{n}", 90)]
    items = [
        Open(f"S{n}", DAY - timedelta(40 - age), DAY + timedelta(age - 10), 100.0 + n)
        for n in range(12)
        for age in range(0, 40, 4)
    ]
    return fit(rows, DAY), [*items, Open("S3", DAY, DAY, -150.0)]


def outcomes(rows, known=()):
    """Rows of a generated ledger, of which ``known`` features are known at once; disputes are
    learned later, and other features never."""
    return [
        Outcome(
            *row[:5],
            tuple(name for name in row.features if name in known),
            tuple(name for name in row.features if name == "disputed" and name not in known),
        )
        for row in rows
    ]


@tagged("post_install", "-at_install")
class TestForecast(BaseCase):
    # -- what nobody knows ---------------------------------------------------------------

    def test_without_history(self):
        told = fit([], DAY).predict(NOBODY)
        self.assertAlmostEqual(told.days, 0.0, delta=1.0)
        self.assertAlmostEqual(told.late, 0.5, delta=0.05)
        self.assertLess(told.low, told.days)
        self.assertLess(told.days, told.high)

    def test_what_came_later_is_not_known(self):
        early = history([3] * 20)
        late = [paid("A", 90, 600), paid("A", 0, 535)]
        for item in (NOBODY, NOBODY._replace(customer="A")):
            self.assertEqual(
                fit(early, DAY).predict(item), fit(early + late[:1], DAY).predict(item)
            )
        self.assertGreater(late[1].settled, DAY)
        self.assertEqual(
            fit(early, DAY).predict(NOBODY), fit([*early, late[1]], DAY).predict(NOBODY)
        )

    def test_nothing_and_less_say_nothing(self):
        rows = history([5] * 12)
        odd = [paid("A", 80, 100, amount=-50.0), paid("A", 80, 100, amount=0.0)]
        self.assertEqual(fit(rows, DAY).predict(NOBODY), fit(rows + odd, DAY).predict(NOBODY))
        model = fit(rows, DAY)
        for amount in (0.0, -10.0):
            told = model.predict(NOBODY._replace(amount=amount, customer="A"))
            self.assertAlmostEqual(told.days, 5, delta=1.5)

    def test_odd_days(self):
        rows = [
            Settled("A", DAY - timedelta(9), DAY - timedelta(9), DAY - timedelta(9), 10.0),
            Settled("A", DAY - timedelta(9), DAY, DAY - timedelta(20), 10.0),
        ] * 3
        model = fit(rows, DAY)
        told = model.predict(Open("A", DAY, DAY, 10.0))
        self.assertLessEqual(0, told.low)
        told = model.predict(Open("A", DAY, DAY - timedelta(5), 10.0))
        self.assertLessEqual(5, told.low)

    def test_far_beyond_history(self):
        model = fit(history([1, 2, 3, 2] * 10), DAY)
        old = Open("A", date(2015, 1, 1), date(2015, 1, 31), 100.0)
        told = model.predict(old, DAY)
        age = (DAY - old.due).days
        self.assertEqual(told.late, 1.0)
        self.assertTrue(age <= told.low <= told.days <= told.high, told)
        (week,) = model.receipts([old], 1, DAY)
        self.assertLess(week.expected, 2.0)

    # -- what is learned -----------------------------------------------------------------

    def test_between_group_and_own(self):
        group = [row for n in range(30) for row in history([0, 1, -1, 2, -2], f"G{n}")]
        before = fit(group, DAY).predict(NOBODY._replace(customer="A")).days
        for count in (1, 2, 4, 8, 16):
            with self.subTest(count=count):
                model = fit(group + history([20] * count), DAY)
                days = model.predict(NOBODY._replace(customer="A")).days
                self.assertTrue(before < days <= 20.6, days)
                before = days
        self.assertGreater(before, 18)

    def test_recent_payments_weigh_more(self):
        group = [
            row
            for n in range(40)
            for row in history([n % 5 + index * (n % 3) for index in range(24)], f"G{n}", 20)
        ]
        worse = fit(group + history(range(24), every=20), DAY)
        better = fit(group + history(range(23, -1, -1), every=20), DAY)
        item = NOBODY._replace(customer="A")
        self.assertGreater(worse.predict(item).days, 14)
        self.assertLess(better.predict(item).days, 10)

    def test_first_payment_is_believed(self):
        """A customer who pays once after two months is no outlier among prompt ones; nor is one
        slow because the first payment has just come in."""
        group = [row for n in range(30) for row in history([n % 9, 3, 5, 2], f"G{n}")]
        slow = fit([*group, *history([60, 61], "S")], DAY)
        self.assertGreater(slow.predict(NOBODY._replace(customer="S")).days, 40)
        late = [row for n in range(5) for row in history([40, 42, 41, 40], f"L{n}")]
        start = (DAY - timedelta(35) - date(2024, 1, 1)).days
        quick = fit([*group, *late, paid("Q", 2, start)], DAY)
        self.assertLess(quick.predict(NOBODY._replace(customer="Q")).days, 6)

    def test_newcomers_pay_as_most_do(self):
        """A few who are very late do not make everybody late."""
        group = [row for n in range(30) for row in history([3, 4, 5, 4], f"G{n}")]
        group += [row for n in range(5) for row in history([60, 62, 61, 60], f"L{n}")]
        told = fit(group, DAY).predict(NOBODY)
        self.assertAlmostEqual(told.days, 4.5, delta=2)

    def test_features_are_any_names(self):
        rows = [
            paid(f"C{n % 20}", 2 + n % 3 + 15 * (n % 7 < 2), n, features=("purple",) * (n % 7 < 2))
            for n in range(400)
        ]
        model = fit(rows, DAY)
        item = NOBODY._replace(customer="C1")
        plain, with_it = model.predict(item), model.predict(item._replace(features=("purple",)))
        self.assertAlmostEqual(with_it.days - plain.days, 15, delta=2)
        mixed = model.predict(item._replace(unknown=("purple",)))
        self.assertTrue(plain.days <= mixed.days < with_it.days)
        self.assertGreaterEqual(mixed.high, with_it.days - 2)
        self.assertEqual(model.predict(item._replace(features=("green",))), plain)

    def test_only_the_quick_are_settled(self):
        """On the day after young invoices only those paid early are seen."""
        group = [row for n in range(30) for row in history([10, 12, 8, 11, 9] * 4, f"G{n}")]
        young = [
            Settled(f"G{n}", DAY - timedelta(25), DAY + timedelta(5), DAY - timedelta(1), 100.0)
            for n in range(3)
        ]
        told = fit(group + young, DAY).predict(NOBODY._replace(customer="G7"))
        self.assertAlmostEqual(told.days, 10, delta=1.5)

    def test_what_is_open_today(self):
        model = fit(history([0, 5, 10, 15, 20, 25, 30, 10, 5, 15] * 3), DAY)
        item = Open("A", date(2025, 5, 1), date(2025, 5, 31), 100.0)
        before = model.predict(item)
        for age in (0, 10, 20, 30, 60, 200):
            told = model.predict(item, item.due + timedelta(age))
            self.assertGreaterEqual(told.low, age)
            self.assertGreaterEqual(told.days, before.days)
            before = told

    def test_due_date_payers(self):
        """Who pays on the due date is not half late."""
        group = [row for n in range(20) for row in history([n % 7, 3, 9, 2], f"S{n}")]
        exact = [row for n in range(10) for row in history([0, 0, 1, 0, -1, 0] * 5, f"E{n}")]
        told = fit([*group, *exact], DAY).predict(NOBODY._replace(customer="E3"))
        self.assertLess(told.late, 0.35)
        self.assertAlmostEqual(told.days, 0, delta=1)

    def test_large_amounts_wait(self):
        """Some customers need more signatures for large invoices, others do not."""
        rows = []
        for n in range(24):
            for index in range(30):
                large = index % 4 == 0
                delay = index % 3 + 9 * (large and n % 2)
                rows.append(paid(f"C{n}", delay, 13 * index, 5000.0 if large else 100.0))
        model = fit(rows, DAY)
        small, large = (
            [model.predict(NOBODY._replace(customer=f"C{n}", amount=amount)).days for n in (0, 1)]
            for amount in (100.0, 5000.0)
        )
        self.assertAlmostEqual(large[0] - small[0], 0, delta=2)
        self.assertAlmostEqual(large[1] - small[1], 9, delta=2)

    def test_explained(self):
        model = fit(history([10] * 20) + history([0] * 20, "B"), DAY)
        parts = model.explain(NOBODY._replace(customer="A"))
        self.assertAlmostEqual(sum(days for _name, days in parts), 10, delta=2)
        self.assertEqual([name for name, _days in parts][:2], ["level", "customer"])

    # -- what was agreed -----------------------------------------------------------------

    def test_agreed_is_believed_as_far_as_it_is_kept(self):
        self.assertAlmostEqual(agreed.kept_rate(0, 0), 0.7)
        self.assertAlmostEqual(agreed.kept_rate(300, 1000), 0.3, delta=0.005)
        self.assertEqual(agreed.band(100, 80, [], 0.5), 80)
        self.assertEqual(agreed.band(100, 80, [50], 1.0), 130)
        self.assertEqual(agreed.band(100, 80, [50], 0.0), 80)
        one, many = agreed.band(100, 80, [100], 0.7), agreed.band(100, 80, [1] * 100, 0.7)
        self.assertTrue(80 <= one < many <= 170, (one, many))

    def test_agreed_day_of_an_item(self):
        model = fit(history([3, 4, 5] * 10), DAY)
        item = Open("A", DAY - timedelta(30), DAY + timedelta(5), 100.0)
        day = DAY + timedelta(20)
        told = agreed.tell_agreed(model, item, DAY, day, 0.95)
        self.assertEqual((told.expected, told.low, told.high, told.late), (day, day, day, 1.0))
        self.assertGreater(agreed.tell_agreed(model, item, DAY, day, 0.6).high, day)
        soon = agreed.tell_agreed(model, item, DAY, DAY + timedelta(1), 0.75)
        self.assertLessEqual(soon.late, 0.25)
        self.assertEqual(agreed.middle_day([(day, 30), (DAY, 30)], 100), day)
        self.assertIsNone(agreed.middle_day([(day, 30)], 100))
        self.assertEqual(agreed.agreed_for(told), day)
        self.assertEqual(agreed.to_keep(told), told.why)
        habit = agreed.tell(model, item, model.predict(item, DAY))
        self.assertTrue(habit.low <= habit.expected <= habit.high)
        self.assertIsNone(agreed.agreed_for(habit))
        self.assertIsNone(agreed.agreed_for(agreed.tell_stuck()))
        kept = agreed.to_keep(habit)
        self.assertTrue(kept and all(isinstance(days, int) and days for _name, days in kept), kept)

    # -- what comes in -------------------------------------------------------------------

    def test_parts_of_a_week_add_up(self):
        model, items = several()
        rows, _sums = receipts.tell(model, items, 6, DAY)
        for number, (_start, expected, _low, _high) in enumerate(rows):
            parts = receipts.parts(model, items, number, DAY)
            self.assertAlmostEqual(sum(part for _chance, part in parts.values()), expected)
            for place, (chance, part) in parts.items():
                self.assertTrue(0 < chance <= 1 + 1e-9)
                self.assertLessEqual(part, items[place].amount * (1 + 1e-9))

    def test_an_item_is_told_by_the_days_of_its_money(self):
        model, items = several()
        parts = receipts.split(model, items, 26, DAY)
        self.assertTrue(parts)
        for part in parts:
            day = part.item.due + timedelta(days=round(part.told.days))
            week, comes = (day - DAY).days // 7, sum(part.chances)
            self.assertLess(sum(part.chances[:week]), 0.5)
            self.assertGreaterEqual(sum(part.chances[: week + 1]), 0.5 * comes - 1e-6)
            live = model.predict(part.item, DAY)
            self.assertAlmostEqual(part.told.days, live.days, delta=1.0)

    def test_low_of_the_sum(self):
        """What does not come in one week comes in another: the sum is surer than its parts."""
        model, items = several()
        rows, sums = receipts.tell(model, items, 6, DAY)
        self.assertEqual(rows, receipts.add_up(model, items, 6, DAY))
        self.assertEqual(sums[0], rows[0])
        low = high = expected = before = 0.0
        for row, total in zip(rows, sums, strict=True):
            expected, low, high = expected + row[1], low + row[2], high + row[3]
            self.assertAlmostEqual(total[1], expected)
            self.assertGreaterEqual(total[2], low - 1e-6)
            self.assertLessEqual(total[3], high + 1e-6)
            self.assertGreaterEqual(total[2], before)
            before = total[2]
        self.assertGreater(sums[-1][2], low * 1.05)

    def test_receipts(self):
        model = fit(history([3, 4, 5] * 10), DAY)
        items = [
            Open("A", DAY - timedelta(30 - age), DAY + timedelta(age), 100.0) for age in range(10)
        ]
        weeks = model.receipts(items, 8, DAY)
        self.assertEqual([week.start for week in weeks[:2]], [DAY, DAY + timedelta(7)])
        total = sum(week.expected for week in weeks)
        self.assertTrue(900 < total <= 1000, total)
        for week in weeks:
            self.assertTrue(0 <= week.low <= week.expected <= week.high <= 1000)

    def test_credits_come_off_the_oldest(self):
        model = fit(history([3, 4, 5] * 10), DAY)
        item = Open("A", DAY - timedelta(30), DAY, 100.0)
        credit = Open("A", DAY, DAY, -100.0)
        self.assertEqual(sum(w.expected for w in model.receipts([item, credit], 4, DAY)), 0.0)
        other = credit._replace(customer="B")
        self.assertGreater(sum(w.expected for w in model.receipts([item, other], 4, DAY)), 90)

    def test_what_a_customer_pays_together_widens_the_band(self):
        model = fit([row for n in range(20) for row in history([n % 7, 3, 9], f"S{n}")], DAY)
        one = [Open("S1", DAY - timedelta(32), DAY - timedelta(2), 50.0)] * 10
        many = [item._replace(customer=f"S{n}") for n, item in enumerate(one)]
        model.shared = 0.5
        (alone,), (apart,) = model.receipts(one, 1, DAY), model.receipts(many, 1, DAY)
        self.assertGreater(alone.expected - alone.low, apart.expected - apart.low)

    def test_payment_runs_are_noticed(self):
        """Two invoices a few days apart, paid on one day, again and again."""
        rows = []
        for n in range(5):
            for start in range(0, 400, 9 + n):
                for day in (start, start + 2):
                    row = paid(f"R{n}", 0, day)
                    settled = row.due + timedelta(3)
                    settled = settled.replace(day=25) + timedelta(30 * (settled.day > 25))
                    rows.append(row._replace(settled=settled.replace(day=25)))
        model = fit(rows, DAY)
        self.assertGreater(model.shared, 0.3)
        told = model.predict(Open("R1", date(2025, 6, 10), date(2025, 7, 10), 50.0))
        run = (date(2025, 7, 25) - date(2025, 7, 10)).days
        self.assertAlmostEqual(told.days, run, delta=1)


@tagged("post_install", "-at_install")
class TestForecastQuality(BaseCase):
    """No naive way beats it on four generated ledgers of different mechanisms."""

    def _run(self, rows, known=(), unknown=("disputed",)):
        until = max(row.invoiced for row in rows)
        found = backtest.run(outcomes(rows, known), until, unknown, origins=14)
        self.assertEqual(found.origins, 14)
        self.assertLess(found.error, found.error_due)
        self.assertLess(found.error, found.error_median)
        self.assertLess(found.error, found.error_mean)
        return found

    def _judge(self, found, error, auc):
        self.assertLess(found.error, error)
        self.assertGreater(found.auc, auc)
        self.assertLessEqual(found.calibration, 0.03)
        self.assertTrue(0.78 <= found.coverage <= 0.87, found.coverage)
        self.assertTrue(0.7 <= found.band <= 0.97, found.band)

    def _judge_weeks(self, ledgers, most):
        """Receipts by week of several ledgers: those of one depend on chance."""
        for week in range(4):
            told, due, usual = (
                sum(getattr(found, name)[week] for found in ledgers) / len(ledgers)
                for name in ("receipts", "receipts_due", "receipts_median")
            )
            with self.subTest(week=week + 1):
                self.assertLessEqual(told, most[week])
                self.assertLess(told, due)
                self.assertLess(told, usual)

    def test_additive(self):
        rows = ledgers.additive()
        self._judge(self._run(rows), 5.5, 0.89)
        self._judge(self._run(rows, ("electronic",)), 5.2, 0.9)
        self._judge(self._run(rows, ("electronic", "disputed"), ()), 3.8, 0.955)

    def test_teaching(self):
        """What a real ledger of this kind is asked to reach."""
        rows = ledgers.teaching()
        self._judge(self._run(rows), 6.0, 0.88)
        self._judge(self._run(rows, ("electronic",)), 5.4, 0.895)
        self._judge(self._run(rows, ("electronic", "disputed"), ()), 3.9, 0.955)

    # Who knows the truth of these ledgers, but not what chance will make of it, is off by 0.11,
    # 0.16, 0.16 and 0.20 in weeks 1 to 4; of one ledger alone by up to 0.15, 0.22, 0.22 and 0.26.

    def test_weeks_of_additive(self):
        found = [self._run(ledgers.additive(seed), ("electronic",)) for seed in range(3, 9)]
        self._judge_weeks(found, (0.14, 0.18, 0.18, 0.24))

    def test_weeks_of_teaching(self):
        found = [self._run(ledgers.teaching(seed), ("electronic",)) for seed in range(3, 9)]
        self._judge_weeks(found, (0.14, 0.18, 0.18, 0.24))

    def test_payment_runs(self):
        found = self._run(ledgers.runs(), ("electronic",))
        self._judge(found, 10.8, 0.95)
        self._judge_weeks([found], (1, 1, 1, 1))
        self.assertGreater(found.overdue, 50)

    def test_habits(self):
        found = self._run(ledgers.habits(seed=4, customers=300, invoices=8000), (), ())
        self._judge(found, 4.8, 0.9)
        self._judge_weeks([found], (0.2, 0.2, 0.2, 0.2))

    def test_large_ledger(self):
        """Many customers with nine payments each in a year and a half, as large ledgers have it:
        all past days are tried, and the forecast beats whoever knows the same."""
        rows = ledgers.additive(customers=600, invoices=5500, days=540)
        found = backtest.run(outcomes(rows), max(row.invoiced for row in rows), ("disputed",))
        self.assertGreaterEqual(found.origins, 10)
        self.assertLess(found.error, 0.95 * found.error_median)
        self.assertLess(found.error, 0.6 * found.error_due)

    def test_only_old_origins(self):
        """The day before yesterday nobody knew yet who pays late: such days are not tried, and
        what is late and open counts as late."""
        rows = [
            Outcome("A", day, day + timedelta(30), day + timedelta(40), 100.0)
            for day in (DAY - timedelta(n) for n in range(400, 40, -4))
        ]
        found = backtest.run(rows, DAY)
        self.assertEqual((found.origins, found.overdue), (11, 0))
        self.assertEqual(found.calibration, backtest.run(rows, DAY).calibration)
        late = [row._replace(settled=None) for row in rows[-30:]]
        found = backtest.run([*rows[:-30], *late], DAY)
        self.assertGreater(found.overdue, 5)
        young = [Outcome("B", DAY, DAY + timedelta(30), None, 100.0)]
        self.assertEqual(backtest.run([*rows, *young], DAY).overdue, 0)


if given:
    DAYS = st.integers(-40, 200)
    ROWS = st.lists(
        st.builds(
            lambda customer, start, terms, delay, amount, features: paid(
                customer, delay, start, amount, features, terms
            ),
            st.sampled_from("ABC"),
            st.integers(0, 400),
            st.integers(0, 60),
            DAYS,
            st.floats(-100, 1e6, allow_nan=False),
            st.sampled_from([(), ("x",), ("y",), ("x", "y"), ("x", "x")]),
        ),
        max_size=40,
    )
    ITEMS = st.builds(
        lambda customer, start, terms, amount, features, unknown: Open(
            customer,
            date(2025, 1, 1) + timedelta(start),
            date(2025, 1, 1) + timedelta(start + terms),
            amount,
            features,
            unknown,
        ),
        st.sampled_from("ABCD"),
        st.integers(0, 180),
        st.integers(-10, 90),
        st.floats(-1e4, 1e6, allow_nan=False),
        st.sampled_from([(), ("x",)]),
        st.sampled_from([(), ("y",), ("x", "y")]),
    )

    @tagged("post_install", "-at_install")
    class TestForecastProperties(BaseCase):
        @settings(max_examples=60, deadline=None)
        @given(ROWS, ITEMS, st.integers(-200, 2000))
        def test_in_order(self, rows, item, ahead):
            model = fit(rows, DAY)
            today = DAY + timedelta(ahead)
            for at in (None, today):
                told = model.predict(item, at)
                self.assertTrue(told.low <= told.days <= told.high, told)
                self.assertTrue(0 <= told.late <= 1, told)
                self.assertGreaterEqual(told.low, (item.invoiced - item.due).days)
            self.assertGreaterEqual(told.low, (today - item.due).days)

        @settings(max_examples=40, deadline=None)
        @given(ROWS, ITEMS, st.randoms(use_true_random=False))
        def test_order_does_not_matter(self, rows, item, rng):
            mixed = list(rows)
            rng.shuffle(mixed)
            one, two = fit(rows, DAY).predict(item), fit(mixed, DAY).predict(item)
            for left, right in zip(one, two, strict=True):
                self.assertAlmostEqual(left, right, places=6)

        @settings(max_examples=40, deadline=None)
        @given(ROWS, st.lists(ITEMS, max_size=12), st.integers(1, 14))
        def test_receipts_are_of_what_is_owed(self, rows, items, count):
            weeks = fit(rows, DAY).receipts(items, count, DAY)
            self.assertEqual(len(weeks), count)
            owed = sum(item.amount for item in items if item.amount > 0)
            self.assertLessEqual(sum(week.expected for week in weeks), owed + 1e-6)
            for week in weeks:
                self.assertTrue(0 <= week.low <= week.expected + 1e-9)
                self.assertLessEqual(week.expected, week.high + 1e-9)
