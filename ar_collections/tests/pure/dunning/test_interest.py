from datetime import date, timedelta
from decimal import Decimal

from odoo.tests import BaseCase

from ....tools.dunning.interest import (
    MissingRate,
    ReferenceRate,
    Rule,
    Segment,
    Tier,
    compute_interest,
    cut_segments,
    fixed_compensation,
    make_segments,
    round_half_up,
)
from ....tools.dunning.series import Period, last_day, missing_period

DUE = date(2026, 6, 30)
D = Decimal


def late(amount, days, due=DUE):
    """A debt that was paid, or is looked at, ``days`` after its due date."""
    return make_segments(amount, due, [], due + timedelta(days=days))


def amount_of(rule, segments, rounding="0.01"):
    return str(compute_interest(rule, segments, rounding).amount)


def half_years(*rows):
    """Reference rows that hold for a half-year each: (year, half, rate)."""
    return tuple(
        ReferenceRate(
            date(year, 1 if half == 1 else 7, 1),
            D(rate),
            date(year, 6, 30) if half == 1 else date(year, 12, 31),
        )
        for year, half, rate in rows
    )


class TestCheckValues(BaseCase):
    """The check values of the regimes that we ship."""

    def test_eu(self):
        rule = Rule(references=half_years((2026, 2, "2.40")), margin=D(8))
        self.assertEqual(amount_of(rule, late(10000, 45)), "128.22")
        self.assertEqual(fixed_compensation([Tier(D(0), D(40))], 10000), 40)

    def test_uk(self):
        rule = Rule(references=half_years((2025, 2, "4.25")), margin=D(8), fixing="default")
        segments = late(5000, 101, due=date(2025, 8, 1))
        self.assertEqual(amount_of(rule, segments), "169.49")
        self.assertEqual(fixed_compensation(UK_TIERS, 5000), 70)

    def test_china(self):
        rule = Rule(agreed=D("0.05"), unit="day")
        self.assertEqual(amount_of(rule, late(500000, 60)), "15000.00")

    def test_us_prompt_payment(self):
        rule = Rule(agreed=D("4.125"), day_count="360", compounding="30")
        self.assertEqual(amount_of(rule, late(10000, 30)), "34.38")
        self.assertEqual(amount_of(rule._replace(agreed=D(6)), late(1500, 75)), "18.83")

    def test_india(self):
        # From 30 June to 31 December: six whole months at three times the bank rate.
        rule = Rule(
            references=(ReferenceRate(date(2023, 2, 8), D("6.75")),),
            multiple=D(3),
            compounding="month",
        )
        segments = make_segments(100000, date(2023, 6, 30), [], date(2023, 12, 31))
        interest = compute_interest(rule, segments)
        self.assertEqual(str(interest.amount), "10561.88")
        self.assertEqual(len(interest.lines), 6)
        self.assertEqual(interest.lines[1].principal, D("101687.5"))

    def test_us_contract(self):
        # 1.5 % a month is 18 % a year: a year of it on 1,000.
        self.assertEqual(amount_of(Rule(agreed=D("1.5"), unit="month"), late(1000, 365)), "180.00")


UK_TIERS = [Tier(D(0), D(40)), Tier(D(1000), D(70)), Tier(D(10000), D(100))]


class TestFixedCompensation(BaseCase):
    def test_tiers(self):
        cases = [
            ("0", 0),
            ("-5", 0),
            ("0.01", 40),
            ("999.99", 40),
            ("1000", 70),
            ("9999.99", 70),
            ("10000", 100),
            ("1e9", 100),
        ]
        for amount, expected in cases:
            with self.subTest(amount=amount):
                self.assertEqual(fixed_compensation(reversed(UK_TIERS), D(amount)), expected)

    def test_no_tier_reached(self):
        self.assertEqual(fixed_compensation([], 100), 0)
        self.assertEqual(fixed_compensation([Tier(D(50), D(10))], 49.99), 0)


class TestSegments(BaseCase):
    def test_days_start_after_the_due_date(self):
        self.assertEqual(late(100, 0), [])
        self.assertEqual(late(100, -10), [])
        day = date(2026, 7, 1)
        self.assertEqual(late(100, 1), [Segment(D(100), day, day)])

    def test_part_payment_splits_the_period_at_its_date(self):
        segments = make_segments(1000, DUE, [(date(2026, 7, 10), 400)], date(2026, 7, 31))
        self.assertEqual(
            segments,
            [
                Segment(D(1000), date(2026, 7, 1), date(2026, 7, 10)),
                Segment(D(600), date(2026, 7, 11), date(2026, 7, 31)),
            ],
        )
        # 1,000 x 10 days + 600 x 21 days = 22,600 at 10 % / 365
        self.assertEqual(amount_of(Rule(agreed=D(10)), segments), "6.19")

    def test_payments_in_time_on_one_day_and_in_the_future(self):
        payments = [
            (date(2026, 8, 1), 50),  # after the day that is looked at
            (date(2026, 7, 10), 200),
            (date(2026, 6, 1), 100),  # before the due date
            (DUE, 100),  # on the due date: in time
            (date(2026, 7, 10), 300),
        ]
        segments = make_segments(1000, DUE, payments, date(2026, 7, 31))
        self.assertEqual([segment.amount for segment in segments], [800, 300])

    def test_paid_in_full(self):
        segments = make_segments(1000, DUE, [(date(2026, 7, 10), 1000)], date(2026, 12, 31))
        self.assertEqual(segments, [Segment(D(1000), date(2026, 7, 1), date(2026, 7, 10))])
        overpaid = make_segments(1000, DUE, [(date(2026, 7, 10), 1200)], date(2026, 12, 31))
        self.assertEqual(overpaid, segments)
        self.assertEqual(make_segments(1000, DUE, [(DUE, 1000)], date(2026, 12, 31)), [])

    def test_paid_on_the_day_that_is_looked_at(self):
        day = date(2026, 7, 10)
        self.assertEqual(make_segments(1000, DUE, [(day, 1000)], day), late(1000, 10))

    def test_payment_undone(self):
        payments = [(date(2026, 7, 10), 1000), (date(2026, 7, 20), -1000)]
        segments = make_segments(1000, DUE, payments, date(2026, 7, 31))
        self.assertEqual(
            segments,
            [
                Segment(D(1000), date(2026, 7, 1), date(2026, 7, 10)),
                Segment(D(1000), date(2026, 7, 21), date(2026, 7, 31)),
            ],
        )

    def test_amounts_are_taken_as_they_read(self):
        segments = make_segments(0.3, DUE, [(DUE, 0.1)], date(2026, 7, 1))
        self.assertEqual(segments[0].amount, D("0.2"))

    def test_cut(self):
        segments = make_segments(1000, DUE, [(date(2026, 7, 10), 400)], date(2026, 7, 31))
        self.assertEqual(cut_segments(segments, date(2026, 7, 5)), late(1000, 5))
        self.assertEqual(cut_segments(segments, DUE), [])

    def test_overlap_is_refused(self):
        with self.assertRaises(ValueError):
            compute_interest(Rule(agreed=D(10)), late(100, 5) + late(50, 3))


class TestRates(BaseCase):
    def test_floating_follows_the_reference(self):
        rule = Rule(references=half_years((2026, 1, "2.15"), (2026, 2, "2.40")), margin=D(8))
        interest = compute_interest(rule, late(10000, 20, due=date(2026, 6, 20)))
        self.assertEqual([(line.days, str(line.rate)) for line in interest.lines], ROWS_FLOATING)
        self.assertEqual(interest.lines[0].date_to, DUE)
        # 10,000 x (10 x 10.15 % + 10 x 10.40 %) / 365
        self.assertEqual(str(interest.amount), "56.30")

    def test_fixed_on_the_first_day_of_default(self):
        references = half_years((2026, 1, "2.15"), (2026, 2, "2.40"))
        rule = Rule(references=references, margin=D(8), fixing="default")
        payments = [(date(2026, 7, 5), 1)]
        segments = make_segments(10001, date(2026, 6, 20), payments, date(2026, 9, 1))
        lines = compute_interest(rule, segments).lines
        self.assertEqual({str(line.rate) for line in lines}, {"10.15"})

    def test_fixed_when_the_contract_was_made(self):
        references = half_years((2025, 2, "2"), (2026, 1, "3"), (2026, 2, "4"))
        rule = Rule(references=references, fixing="contract")
        signed = date(2025, 9, 1)
        lines = compute_interest(rule, late(1000, 10), agreed_on=signed).lines
        self.assertEqual([line.rate for line in lines], [2])
        self.assertEqual(compute_interest(rule, late(1000, 10)).lines[0].rate, 4)

    def test_the_rate_of_the_day_of_payment(self):
        """Each part has one rate for its whole time, whenever it was paid."""
        rule = Rule(references=half_years((2026, 1, "3"), (2026, 2, "4")), fixing="payment")
        due = date(2026, 6, 20)
        cases = [
            ([], [(20, 1000, 4)]),
            ([(date(2026, 6, 25), 300)], [(5, 300, 3), (20, 700, 4)]),
            # A payment that is undone: the debt is open anew, from then on.
            ([(date(2026, 6, 25), 1000), (date(2026, 6, 30), -400)], [(5, 1000, 3), (10, 400, 4)]),
            (
                [(date(2026, 6, 25), 300), (date(2026, 6, 28), -100), (date(2026, 6, 30), 100)],
                [(5, 300, 3), (10, 100, 3), (20, 600, 4), (12, 100, 4)],
            ),
        ]
        for payments, expected in cases:
            with self.subTest(payments=payments):
                segments = make_segments(1000, due, payments, date(2026, 7, 10))
                lines = compute_interest(rule, segments).lines
                got = [(line.days, line.principal, line.rate) for line in lines]
                self.assertEqual(got, expected)
        with self.assertRaises(ValueError):
            compute_interest(rule._replace(compounding="30"), late(100, 10))

    def test_missing_rate(self):
        references = half_years((2024, 2, "4.25"), (2026, 1, "2.15"))
        cases = [
            (date(2024, 6, 20), date(2024, 6, 21)),  # before the first row
            (date(2024, 12, 20), date(2025, 1, 1)),  # the first day of a gap
            (date(2026, 6, 25), date(2026, 7, 1)),  # after the last row has run out
        ]
        for due, expected in cases:
            with self.subTest(due=due), self.assertRaises(MissingRate) as caught:
                compute_interest(Rule(references=references), late(100, 30, due=due))
            self.assertEqual(caught.exception.day, expected)

    def test_no_rate_is_needed_where_nothing_bears_interest(self):
        self.assertEqual(compute_interest(Rule(), []).amount, 0)
        self.assertEqual(compute_interest(Rule(), late(0, 10)).lines, ())

    def test_a_row_without_end_holds_until_the_next(self):
        references = (
            ReferenceRate(date(2026, 7, 11), D(4)),
            ReferenceRate(date(2020, 1, 1), D(2)),
        )
        lines = compute_interest(Rule(references=references), late(100, 20)).lines
        self.assertEqual([(line.days, line.rate) for line in lines], [(10, 2), (10, 4)])

    def test_a_new_row_ends_the_one_before(self):
        references = (
            ReferenceRate(date(2026, 7, 1), D(2), date(2026, 12, 31)),
            ReferenceRate(date(2026, 7, 11), D(4), date(2026, 7, 20)),
        )
        lines = compute_interest(Rule(references=references), late(100, 20)).lines
        self.assertEqual([(line.days, line.rate) for line in lines], [(10, 2), (10, 4)])

    def test_negative_reference(self):
        references = (ReferenceRate(date(2020, 1, 1), D("-0.88")),)
        self.assertEqual(
            amount_of(Rule(references=references, margin=D(9)), late(10000, 365)), "812.00"
        )
        self.assertEqual(amount_of(Rule(references=references), late(10000, 365)), "0.00")

    def test_agreed_rate_but_at_least_the_reference(self):
        references = (ReferenceRate(date(2020, 1, 1), D("3.65")),)
        cases = [
            ("3", "year", "3.65", "year"),
            ("4", "year", "4", "year"),
            ("0.3", "month", "3.65", "year"),
            ("0.31", "month", "0.31", "month"),
            ("0.009", "day", "3.65", "year"),
            ("0.01", "day", "0.01", "day"),
        ]
        for agreed, unit, rate, rate_unit in cases:
            rule = Rule(references=references, agreed=D(agreed), unit=unit, at_least_reference=True)
            with self.subTest(agreed=agreed, unit=unit):
                line = compute_interest(rule, late(100, 10)).lines[0]
                self.assertEqual((str(line.rate), line.unit), (rate, rate_unit))

    def test_daily_rate_is_not_compounded(self):
        rule = Rule(agreed=D("0.05"), unit="day", compounding="month")
        with self.assertRaises(ValueError):
            compute_interest(rule, late(100, 10))


class TestSeries(BaseCase):
    """What a series lacks."""

    def test_missing_period(self):
        half = half_years((2024, 2, "4.25"), (2026, 1, "2.15"))
        ended = (
            ReferenceRate(date(2023, 2, 8), D(6), date(2024, 12, 31)),
            ReferenceRate(date(2025, 3, 1), D(5)),
        )
        cases = [
            (half, 6, "2025-03-10", "2025-01-01", "2025-06-30"),
            (half, 6, "2025-12-31", "2025-07-01", "2025-12-31"),
            (half, 6, "2026-07-01", "2026-07-01", "2026-12-31"),
            (half, 6, "2024-05-05", "2024-01-01", "2024-06-30"),
            (ended, 0, "2025-02-01", "2025-01-01", "2025-02-28"),
            (ended, 0, "2023-02-07", "2023-01-01", "2023-02-07"),
            (ended, 0, "2022-07-01", "2022-01-01", "2022-12-31"),
            ((), 5, "2022-07-01", "2022-01-01", "2022-12-31"),
            ((), 3, "2022-08-15", "2022-07-01", "2022-09-30"),
        ]
        for rows, months, day, first, last in cases:
            with self.subTest(months=months, day=day):
                got = missing_period(rows, months, date.fromisoformat(day))
                expected = Period(date.fromisoformat(first), date.fromisoformat(last))
                self.assertEqual(got, expected)

    def test_last_day(self):
        half = half_years((2026, 1, "2.15"), (2024, 2, "4.25"))
        self.assertEqual(last_day(half), DUE)
        self.assertIsNone(last_day([*half, ReferenceRate(date(2026, 7, 1), D(2))]))
        self.assertIsNone(last_day([]))


ROWS_FLOATING = [(10, "10.15"), (10, "10.40")]


class TestDayCount(BaseCase):
    def test_year(self):
        # 31 Dec 2023 to 31 Dec 2024: the 366 days of a leap year
        cases = [("365", "100.27"), ("actual", "100.00"), ("360", "101.67")]
        for day_count, expected in cases:
            with self.subTest(day_count=day_count):
                rule = Rule(agreed=D(10), day_count=day_count)
                self.assertEqual(amount_of(rule, late(1000, 366, date(2023, 12, 31))), expected)

    def test_actual_splits_at_the_end_of_the_year(self):
        rule = Rule(agreed=D(10), day_count="actual")
        interest = compute_interest(rule, late(366 * 365, 20, due=date(2024, 12, 21)))
        self.assertEqual([line.days for line in interest.lines], [10, 10])
        self.assertEqual(interest.exact, D(3650 + 3660) / 10)

    def test_a_rate_per_day_needs_no_year(self):
        for day_count in ("365", "actual", "360"):
            rule = Rule(agreed=D("0.05"), unit="day", day_count=day_count)
            with self.subTest(day_count=day_count):
                self.assertEqual(amount_of(rule, late(1000, 10, date(2024, 2, 20))), "5.00")


class TestCompounding(BaseCase):
    rule = Rule(agreed=D(12), compounding="month")

    def test_part_of_a_month_is_its_share(self):
        # July has 31 days: 1 % of a thousand, and 31 of 62 half-days of August on 1,010.
        segments = late(1000, 31 + 15)
        self.assertEqual(
            compute_interest(self.rule, segments).exact, D(10) + D("10.1") * D(15) / D(31)
        )

    def test_month_ends(self):
        # Months counted from 31 January: the second starts on the last of February.
        lines = compute_interest(self.rule, late(1000, 59, due=date(2026, 1, 30))).lines
        starts = [line.date_from for line in lines]
        self.assertEqual(starts, [date(2026, 1, 31), date(2026, 2, 28)])
        self.assertEqual(sum(line.days for line in lines), 59)

    def test_part_payment_leaves_the_months_where_they_are(self):
        payments = [(date(2026, 7, 15), D(400))]
        segments = make_segments(1000, DUE, payments, date(2026, 8, 31))
        july = (1000 * D(15) + 600 * D(16)) / 31 / 100
        expected = july + (600 + july) / 100
        self.assertAlmostEqual(compute_interest(self.rule, segments).exact, expected, 20)

    def test_rate_per_month(self):
        rule = Rule(agreed=D(1), unit="month", compounding="month")
        segments = late(1000, 92)
        self.assertAlmostEqual(
            compute_interest(rule, segments).exact, compute_interest(self.rule, segments).exact, 20
        )


class TestRounding(BaseCase):
    def test_half_up(self):
        cases = [
            ("0.125", 0.01, "0.13"),
            ("0.124999", 0.01, "0.12"),
            ("2.5", 1, "3"),
            ("0.125", 0.05, "0.15"),
            ("0.12", 0.05, "0.10"),
        ]
        for amount, rounding, expected in cases:
            with self.subTest(amount=amount, rounding=rounding):
                self.assertEqual(str(round_half_up(D(amount), rounding)), expected)

    def test_once_at_the_end(self):
        # Three payments: each stretch alone would lose its part of a cent.
        payments = [(DUE + timedelta(days=day), 1) for day in (1, 2, 3)]
        segments = make_segments(103, DUE, payments, DUE + timedelta(days=4))
        interest = compute_interest(Rule(agreed=D("5.1")), segments)
        # (103 + 102 + 101 + 100) x 5.1 % / 365 = 0.0567
        self.assertEqual(str(interest.amount), "0.06")
        self.assertEqual(sum(line.amount for line in interest.lines), interest.amount)

    def test_currency_without_cents(self):
        self.assertEqual(amount_of(Rule(agreed=D(10)), late(10000, 45), rounding=1.0), "123")
