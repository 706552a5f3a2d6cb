from datetime import date, timedelta
from decimal import Decimal

from odoo.tests import BaseCase

from ....tools.dunning.interest import ReferenceRate, Rule, compute_interest, make_segments
from ....tools.resolution.charge import (
    Past,
    Waived,
    charge_anew,
    cut_after,
    join,
    last_day,
    leave_out,
    share_waiver,
    still_asked,
)

D = Decimal
DUE = date(2026, 1, 31)
TEN = Rule(agreed=D("36.5"))  # 0.1 % a day


def day(number):
    """So many days late."""
    return DUE + timedelta(days=number)


def charge(past, until, payments=(), rule=TEN, amount=1000):
    segments = make_segments(D(amount), DUE, payments, day(until))
    cut = cut_after(segments, last_day(past))
    interest = compute_interest(rule, cut)
    return charge_anew(interest.amount, interest.lines, past)


class TestChargeAnew(BaseCase):
    def test_the_first_charge_covers_all_days(self):
        new = charge([], 10)
        self.assertEqual(
            (new.date_from, new.date_to, new.amount, new.excess), (day(1), day(10), 10, 0)
        )

    def test_the_next_begins_the_day_after(self):
        new = charge([Past(day(1), day(10), D(10))], 25)
        self.assertEqual((new.date_from, new.date_to, new.amount), (day(11), day(25), 15))
        self.assertEqual([(line.date_from, line.days) for line in new.lines], [(day(11), 15)])

    def test_what_is_held_in_part_is_charged_on_the_rest_from_then_on(self):
        past = [Past(day(1), day(10), D(10))]
        segments = make_segments(D(600), DUE, (), day(20))
        interest = compute_interest(TEN, cut_after(segments, day(10)))
        new = charge_anew(interest.amount, interest.lines, past, whole=False)
        self.assertEqual((new.date_from, new.amount, new.excess), (day(11), 6, 0))
        # Nothing was charged before: all days of the rest are new.
        new = charge_anew(interest.amount, interest.lines, [], whole=False)
        self.assertEqual((new.date_from, new.amount), (day(1), 12))

    def test_days_that_are_left_out(self):
        segments = make_segments(D(1000), DUE, [(day(10), D(400))], day(20))
        periods = [(day(5), day(12)), (day(20), day(30)), (day(-9), day(-1))]
        self.assertEqual(
            [(one.amount, one.date_from, one.date_to) for one in leave_out(segments, periods)],
            [(1000, day(1), day(4)), (600, day(13), day(19))],
        )

    def test_nothing_new_on_the_same_day(self):
        new = charge([Past(day(1), day(10), D(10))], 10)
        self.assertEqual((new.date_from, new.amount, new.excess, new.lines), (None, 0, 0, ()))

    def test_interest_ends_with_the_payment_and_stays(self):
        for until in (20, 21, 90):
            new = charge([], until, [(day(20), D(1000))])
            self.assertEqual((new.date_to, new.amount), (day(20), 20))

    def test_part_payments_and_credit_notes_split_the_period(self):
        new = charge([], 30, [(day(10), D(400)), (day(20), D(500))])
        self.assertEqual(new.amount, D("10") + D("6") + D("1"))
        self.assertEqual(
            [(line.days, line.principal) for line in new.lines], [(10, 1000), (10, 600), (10, 100)]
        )

    def test_a_payment_known_late_lowers_what_comes(self):
        past = [Past(day(1), day(10), D(10))]
        # Paid on day 5, booked after day 10: 5 until then, and 0.5 a day for the rest of 500.
        new = charge(past, 20, [(day(5), D(500))])
        self.assertEqual((new.amount, new.excess), (D("2.50"), 0))
        new = charge(past, 12, [(day(5), D(1000))])
        self.assertEqual((new.date_from, new.amount, new.excess), (None, 0, 5))

    def test_a_rate_corrected_later_is_caught_up(self):
        rule = Rule(references=(ReferenceRate(date(2026, 1, 1), D("73")),))
        new = charge([Past(day(1), day(10), D(10))], 11, rule=rule)
        self.assertEqual(new.amount, 12)

    def test_compounding_goes_on_where_it_was(self):
        rule = Rule(agreed=D(12), compounding="month")
        whole = charge([], 150, rule=rule)
        first = charge([], 40, rule=rule)
        second = charge([Past(first.date_from, first.date_to, first.amount)], 150, rule=rule)
        self.assertEqual(first.amount + second.amount, whole.amount)

    def test_one_rate_of_the_day_of_payment(self):
        """What was charged at the old rate is corrected to that of the day of payment."""
        rates = (ReferenceRate(date(2026, 1, 1), D("36.5")), ReferenceRate(day(11), D("73")))
        rule = Rule(references=rates, fixing="payment")
        first = charge([], 10, rule=rule)
        self.assertEqual(first.amount, 10)
        past = [Past(first.date_from, first.date_to, first.amount)]
        new = charge(past, 15, [(day(15), D(1000))], rule=rule)
        self.assertEqual((new.date_from, new.amount), (day(11), 20))

    def test_what_is_still_asked(self):
        past = [Past(day(1), day(5), D(5), D(2)), Past(day(6), day(9), D(4))]
        self.assertEqual(still_asked(past), 2)
        self.assertEqual(still_asked([]), 0)

    def test_cuts_of_charges_are_joined_again(self):
        segments = make_segments(D(1000), DUE, [(day(20), D(400))], day(30))
        cut = compute_interest(TEN, cut_after(segments, day(10))).lines
        self.assertEqual(len(cut), 3)
        self.assertEqual(join(cut), compute_interest(TEN, segments).lines)
        self.assertEqual(join([]), ())


class TestShareWaiver(BaseCase):
    def test_the_first_first(self):
        charges = [(1, 500), (2, 0), (3, 700)]
        cases = [
            (100, [(1, 100, 400)]),
            (500, [(1, 500, 0)]),
            (501, [(1, 500, 0), (3, 1, 699)]),
            (1200, [(1, 500, 0), (3, 700, 0)]),
        ]
        for amount, expected in cases:
            with self.subTest(amount):
                self.assertEqual(share_waiver(charges, amount), [Waived(*row) for row in expected])

    def test_more_than_there_is(self):
        for amount in (0, -1, 1201):
            with self.subTest(amount), self.assertRaises(ValueError):
                share_waiver([(1, 1200)], amount)


class TestCompoundedOverLeftOutDays(BaseCase):
    """Rests run on over days that bear nothing; what had accrued before is capitalised."""

    due = date(2025, 12, 31)
    thirty = Rule(agreed=D(12), day_count="360", compounding="30")
    monthly = Rule(agreed=D(12), compounding="month")

    def _interest(self, rule, until, free=(), amount=10000, default_on=None):
        segments = make_segments(D(amount), self.due, [], until)
        bearing = leave_out(segments, free)
        return compute_interest(rule, bearing, default_on=default_on)

    def test_rests_of_30_days(self):
        """10,000 at 12 % of 360 days. Ten days: 33.33. Days 11 to 40 are left out; the second rest
        is that of days 31 to 60: twenty days on 10,033.33 are 66.89; ten on 10,100.22, 33.67."""
        free = [(date(2026, 1, 11), date(2026, 2, 9))]
        interest = self._interest(self.thirty, date(2026, 3, 11), free)
        self.assertEqual(
            [(line.days, str(line.amount)) for line in interest.lines],
            [(10, "33.33"), (20, "66.89"), (10, "33.67")],
        )
        self.assertEqual(str(interest.amount), "133.89")

    def test_monthly_rests(self):
        """12,000 at 1 % a month. 15 of January's 31 days: 58.06; February is left out, and the
        rest of January; all of March on 12,058.06: 120.58."""
        free = [(date(2026, 1, 16), date(2026, 2, 28))]
        interest = self._interest(self.monthly, date(2026, 3, 31), free, amount=12000)
        self.assertEqual([line.days for line in interest.lines], [15, 31])
        self.assertEqual(str(interest.amount), "178.65")

    def test_left_out_within_one_rest(self):
        """Nothing is capitalised before the rest is over: 20 of 30 days on 10,000: 66.67."""
        free = [(date(2026, 1, 6), date(2026, 1, 15))]
        interest = self._interest(self.thirty, date(2026, 1, 30), free)
        self.assertEqual({line.principal for line in interest.lines}, {D(10000)})
        self.assertEqual(str(interest.amount), "66.67")

    def test_the_first_days_left_out(self):
        """Days 1 to 20 are left out, until day 40: ten days on 10,000 are 33.33, ten of the second
        rest on 10,033.33 are 33.44. Without the day of default the rest would begin on day 21."""
        free = [(date(2026, 1, 1), date(2026, 1, 20))]
        until = date(2026, 2, 9)
        interest = self._interest(self.thirty, until, free, default_on=date(2026, 1, 1))
        self.assertEqual([str(line.amount) for line in interest.lines], ["33.33", "33.45"])
        self.assertEqual(str(interest.amount), "66.78")
        self.assertEqual(str(self._interest(self.thirty, until, free).amount), "66.67")

    def test_the_rate_of_the_first_day_of_default_though_it_is_left_out(self):
        rates = (ReferenceRate(date(2025, 7, 1), D(2)), ReferenceRate(date(2026, 1, 11), D(5)))
        rule = Rule(references=rates, fixing="default", day_count="360")
        free = [(date(2026, 1, 1), date(2026, 1, 15))]
        interest = self._interest(
            rule, date(2026, 1, 24), free, amount=36000, default_on=date(2026, 1, 1)
        )
        self.assertEqual([(line.days, line.rate) for line in interest.lines], [(9, D(2))])
        self.assertEqual(interest.amount, 18)

    def test_nothing_left_out_is_as_ever(self):
        for rule in (self.thirty, self.monthly):
            until = date(2026, 4, 15)
            self.assertEqual(
                self._interest(rule, until, default_on=date(2026, 1, 1)),
                self._interest(rule, until),
            )

    def test_what_was_held_is_charged_as_though_it_never_had_been(self):
        """1,000 at 0.1 % a day, rests of 30 days: 25 for 25 days, held until day 45, when all is
        30 + 15 × 1.03 = 45.45: 20.45 are new."""
        rule = TEN._replace(compounding="30")
        first = charge([], 25, rule=rule)
        self.assertEqual(first.amount, 25)
        past = [Past(first.date_from, first.date_to, first.amount, first.amount, first.lines)]
        new = charge(past, 45, rule=rule)
        self.assertEqual(str(new.amount), "20.45")
        self.assertEqual((new.date_from, new.date_to), (day(26), day(45)))
