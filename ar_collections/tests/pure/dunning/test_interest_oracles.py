"""What ships (data/ar_interest_data.xml) against figures from the laws and their publishers."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from dateutil.relativedelta import relativedelta
from lxml import etree

from odoo.tests import BaseCase

from ....tools.dunning.default import Dates, Start, last_free_day
from ....tools.dunning.interest import (
    MissingRate,
    ReferenceRate,
    Rule,
    Tier,
    compute_interest,
    fixed_compensation,
    make_segments,
)

DATA = Path(__file__).parents[3] / "data" / "ar_interest_data.xml"
D = Decimal

# rule, debt, due, as of, interest; dates without a year are of 2026
ORACLES = """
eu       10000  2026-06-30 2026-08-14 128.22
de       10000  2025-12-31 2026-01-30 84.41
fr       10000  2026-06-15 2026-07-30 151.85
uk       5000   2025-08-01 2025-11-10 169.49
cn_lpr   500000 2025-06-30 2025-08-29 3205.48
cn       500000 2025-06-30 2025-08-29 15000.00
us_federal 10000 2026-01-31 2026-03-02 34.38
us       1000   2025-01-01 2026-01-01 180.00
in       100000 2023-06-30 2023-12-31 10561.88
in       100000 2024-12-31 2025-12-31 19704.31
"""

# Each day of a series that is sure (S), or not (K), and its rate.
RATES = """
ecb 2023-01-01 2.50 S
ecb 2023-07-01 4.00 S
ecb 2024-01-01 4.50 S
ecb 2024-07-01 4.25 S
ecb 2025-01-01 3.15 K
ecb 2025-07-01 2.15 S
ecb 2026-01-01 2.15 S
ecb 2026-07-01 2.40 K
basiszins 2025-01-01 2.27 K
basiszins 2025-07-01 1.27 S
basiszins 2026-07-01 1.52 K
boe 2023-01-01 3.50 K
boe 2024-07-01 5.25 S
boe 2025-01-01 4.75 K
boe 2025-07-01 4.25 K
boe 2026-01-01 3.75 S
boe 2026-07-01 3.75 S
lpr 2019-08-20 4.25 K
lpr 2024-10-21 3.10 S
lpr 2025-05-20 3.00 S
rbi 2018-08-01 6.75 S
rbi 2020-05-22 4.25 S
rbi 2025-12-05 5.50 S
us 2024-07-01 4.875 S
us 2026-01-01 4.125 S
"""


def shipped(model):
    """{code: {field: text, or what it refers to}} of the records of a model that ship."""
    prefix = model.replace(".", "_") + "_"
    return {
        record.get("id").removeprefix(prefix): {
            field.get("name"): field.text or field.get("ref") or field.get("eval")
            for field in record
        }
        for record in etree.parse(str(DATA)).iter("record")
        if record.get("model") == model
    }


def shipped_series():
    series = shipped("ar.interest.reference")
    rows = {code: [] for code in series}
    for values in shipped("ar.interest.rate").values():
        code = values["reference_id"].removeprefix("ar_interest_reference_")
        first, months = date.fromisoformat(values["date_from"]), int(series[code].get("months", 0))
        last = first + relativedelta(months=months, days=-1) if months else None
        rows[code].append(ReferenceRate(first, D(values["rate"]), last))
    return {code: tuple(found) for code, found in rows.items()}


def shipped_rules():
    series = shipped_series()
    return {
        code: Rule(
            references=series.get(
                values.get("reference_id", "").removeprefix("ar_interest_reference_"), ()
            ),
            multiple=D(values.get("multiple", "1")),
            margin=D(values.get("margin", "0")),
            agreed=D(values["agreed_rate"]) if values["basis"] == "agreed" else None,
            unit=values.get("rate_unit", "year"),
            fixing=values.get("fixing", "floating"),
            day_count=values.get("day_count", "365"),
            compounding=values.get("compounding", "none"),
        )
        for code, values in shipped("ar.interest.rule").items()
    }


def interest(rule, amount, due, as_of):
    due, as_of = date.fromisoformat(due), date.fromisoformat(as_of)
    return compute_interest(rule, make_segments(D(amount), due, [], as_of))


class TestShipped(BaseCase):
    def test_oracles(self):
        rules = shipped_rules()
        for line in ORACLES.split("\n")[1:-1]:
            code, amount, due, as_of, expected = line.split()
            with self.subTest(rule=code, due=due):
                self.assertEqual(str(interest(rules[code], amount, due, as_of).amount), expected)

    def test_oracles_of_rules_that_are_agreed(self):
        rules = shipped_rules()
        steeper = rules["cn_lpr"]._replace(multiple=D("1.5"))
        got = interest(steeper, 500000, "2025-06-30", "2025-08-29").amount
        self.assertEqual(str(got), "3698.63")
        # 31 U.S.C. 3902: 75 days are two whole periods of 30 days, and 15 days.
        six = rules["us_federal"]._replace(references=(), agreed=D(6))
        self.assertEqual(str(interest(six, 1500, "2026-04-01", "2026-06-15").amount), "18.83")

    def test_rates(self):
        rows = {
            (values["reference_id"].removeprefix("ar_interest_reference_"), values["date_from"]): (
                values["rate"],
                values["checked_on"] != "False",
            )
            for values in shipped("ar.interest.rate").values()
        }
        for line in RATES.split("\n")[1:-1]:
            series, day, rate, mark = line.split()
            with self.subTest(series=series, day=day):
                self.assertEqual(rows[series, day], (rate, mark == "S"))

    def test_each_rate_has_a_source(self):
        for code, values in shipped("ar.interest.rate").items():
            self.assertTrue(values.get("note"), code)

    def test_the_german_base_rate_follows_the_ecb(self):
        series = shipped_series()
        ecb = {row.date_from: row.rate for row in series["ecb"]}
        german = {row.date_from: row.rate + D("0.88") for row in series["basiszins"]}
        self.assertEqual(german, ecb)

    def test_no_day_since_2023_is_without_a_rate(self):
        days = [date(2023, 1, 1) + timedelta(days=number) for number in range(1430)]
        for code in ("eu", "de", "de_consumer", "fr", "at", "it", "nl", "es", "ie", "uk", "in"):
            rule = shipped_rules()[code]
            for due in days[::13]:
                try:
                    interest(rule, 100, str(due), "2026-11-30")
                except MissingRate as missing:
                    self.fail(f"{code}: {missing}")

    def test_compensation(self):
        tiers = {}
        for values in shipped("ar.interest.compensation").values():
            rule = values["rule_id"].removeprefix("ar_interest_rule_")
            tiers.setdefault(rule, []).append(
                Tier(D(values["amount_from"]), D(values["compensation"]))
            )
        cases = [
            ("eu", "10000", 40),
            ("fr", "1", 40),
            ("uk", "999.99", 40),
            ("uk", "5000", 70),
            ("uk", "10000", 100),
            ("pl", "5000", 40),
            ("pl", "5000.01", 70),
            ("pl", "50000", 100),
        ]
        for code, amount, expected in cases:
            with self.subTest(rule=code, amount=amount):
                self.assertEqual(fixed_compensation(tiers[code], amount), expected)

    def test_ireland_has_one_rate(self):
        """1,000 from 1 June: 400 paid on 20 June at 2.15, 600 on 30 July at 2.40, plus 8."""
        rule = shipped_rules()["ie"]
        payments = [(date(2026, 6, 20), 400)]
        segments = make_segments(1000, date(2026, 5, 31), payments, date(2026, 7, 30))
        lines = compute_interest(rule, segments).lines
        self.assertEqual(
            [(line.days, line.principal, str(line.rate)) for line in lines],
            [(20, 400, "10.15"), (60, 600, "10.40")],
        )


INDIA = Start("acceptance", 15, agreed_first=True, max_days=45)
GERMANY = Start("invoice", 30, agreed_first=True, not_before_receipt=True)
INVOICE = date(2026, 1, 1)


class TestStart(BaseCase):
    """The last day without interest."""

    def test_cases(self):
        later = date(2026, 1, 21)
        cases = [
            ("the due date", Start(), Dates(date(2026, 2, 1), INVOICE), date(2026, 2, 1)),
            ("after the invoice", Start("invoice", 30), Dates(INVOICE, INVOICE), date(2026, 1, 31)),
            ("India, agreed", INDIA, Dates(date(2026, 1, 31), INVOICE), date(2026, 1, 31)),
            ("India, 90 days", INDIA, Dates(date(2026, 4, 1), INVOICE), date(2026, 2, 15)),
            (
                "India, 90 days, accepted later",
                INDIA,
                Dates(date(2026, 4, 1), INVOICE, later),
                date(2026, 3, 7),
            ),
            ("India, none", INDIA, Dates(INVOICE, INVOICE, agreed=False), date(2026, 1, 16)),
            ("Germany, agreed", GERMANY, Dates(date(2026, 1, 11), INVOICE), date(2026, 1, 11)),
            ("Germany, none", GERMANY, Dates(INVOICE, INVOICE, agreed=False), date(2026, 1, 31)),
            ("Germany, goods later", GERMANY, Dates(date(2026, 1, 11), INVOICE, later), later),
        ]
        for name, rule, dates, expected in cases:
            with self.subTest(name):
                self.assertEqual(last_free_day(rule, dates), expected)

    def test_what_ships(self):
        starts = {
            code: (
                values.get("start", "due"),
                int(values.get("start_days", 0)),
                values.get("start_agreed_first") == "True",
                int(values.get("start_max_days", 0)),
                values.get("start_after_receipt") == "True",
            )
            for code, values in shipped("ar.interest.rule").items()
        }
        self.assertEqual(starts.pop("in"), INDIA)
        self.assertEqual(starts.pop("de"), GERMANY)
        self.assertEqual(starts.pop("de_consumer"), GERMANY)
        self.assertEqual(set(starts.values()), {Start()})
