from datetime import date

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, TransactionCase, new_test_user, tagged
from odoo.tools import mute_logger

from ....tools.dunning.interest import make_segments


@tagged("post_install", "-at_install")
@freeze_time("2026-08-14")
class TestInterest(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.currency = cls._make_currency("XTA", 0.01)
        cls.reference = cls.env["ar.interest.reference"].create(
            {
                "name": "Test rate",
                "months": 6,
                "rate_ids": [
                    Command.create({"date_from": "2026-01-01", "rate": 2.15}),
                    Command.create({"date_from": "2026-07-01", "rate": 2.4}),
                ],
            }
        )
        cls.reference.invalidate_recordset(["rate_ids"])  # in their order: the newest first
        cls.rule = cls._make_rule(
            "Test rule",
            margin=8,
            currency_id=cls.currency.id,
            compensation_ids=[
                Command.create({"amount_from": 0, "compensation": 40}),
                Command.create({"amount_from": 1000, "compensation": 70}),
            ],
        )

    @classmethod
    def _make_rule(cls, name, **values):
        values.setdefault("reference_id", cls.reference.id)
        return cls.env["ar.interest.rule"].create({"name": name, **values})

    @classmethod
    def _make_currency(cls, name, rounding):
        return cls.env["res.currency"].create({"name": name, "symbol": name, "rounding": rounding})

    def _late(self, amount, due, as_of, payments=()):
        return make_segments(amount, date.fromisoformat(due), payments, date.fromisoformat(as_of))

    def _interest(self, rule, amount, due, as_of):
        item = ("key", self.currency, self._late(amount, due, as_of))
        return rule._interest_for_items([item], date.fromisoformat(as_of))["key"]

    # -- rates -------------------------------------------------------------------------

    def test_a_rate_of_a_half_yearly_reference_ends(self):
        self.assertEqual(
            self.reference.rate_ids.mapped("date_to"), [date(2026, 12, 31), date(2026, 6, 30)]
        )
        self.reference.rate_ids[0].date_to = "2026-09-30"
        self.assertEqual(self.reference.rate_ids[0].date_to, date(2026, 9, 30))

    def test_a_rate_of_another_reference_holds_until_the_next(self):
        reference = self.env["ar.interest.reference"].create({"name": "Any day"})
        row = self.env["ar.interest.rate"].create(
            {"reference_id": reference.id, "date_from": "2026-01-01", "rate": 5}
        )
        self.assertFalse(row.date_to)

    def test_one_rate_a_day(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.reference.rate_ids[0].copy()

    def test_a_rate_that_ends_before_it_begins(self):
        with self.assertRaisesRegex(ValidationError, "Test rate"):
            self.reference.rate_ids[0].date_to = "2026-06-30"

    def test_negative_months(self):
        with self.assertRaisesRegex(ValidationError, "Test rate"):
            self.reference.months = -1

    # -- constraints of the rule -------------------------------------------------------

    def test_faults_name_the_rule(self):
        faults = [
            {"reference_id": False},
            {"multiple": 0},
            {"margin": -1},
            {"basis": "agreed", "agreed_rate": 0},
            {
                "basis": "agreed",
                "agreed_rate": 4,
                "at_least_reference": True,
                "reference_id": False,
            },
            {"basis": "agreed", "agreed_rate": 1, "rate_unit": "day", "compounding": "month"},
            {"currency_id": False},
            {"consumer_only": True},
            {"fixing": "payment", "compounding": "month"},
            {"start_days": -1},
            {"start_max_days": -1},
            {"valid_from": "2026-02-01", "valid_to": "2026-01-31"},
            {"compensation_ids": [Command.create({"amount_from": 5, "compensation": -1})]},
        ]
        for values in faults:
            with self.subTest(values=values), self.assertRaisesRegex(ValidationError, "Test rule"):
                self.rule.write(values)

    def test_tier_needs_a_currency_from_either_side(self):
        rule = self._make_rule("No currency")
        with self.assertRaisesRegex(ValidationError, "No currency"):
            self.env["ar.interest.compensation"].create(
                {"rule_id": rule.id, "amount_from": 0, "compensation": 40}
            )

    # -- interest ----------------------------------------------------------------------

    def test_interest_of_many_items_reads_the_rates_once(self):
        items = [
            (index, self.currency, self._late(10000, "2026-06-30", "2026-08-14"))
            for index in range(50)
        ]
        self.env.invalidate_all()
        # The rule, its reference and rates, and the currency: the same for 1 item or 1,000.
        with self.assertQueryCount(5):
            result = self.rule._interest_for_items(items, date(2026, 8, 14))
        self.assertEqual(len(result), 50)
        amount, lines, _missing = result[49]
        self.assertEqual(amount, 128.22)
        self.assertEqual([(line.days, float(line.rate)) for line in lines], [(45, 10.4)])

    def test_part_payment_and_change_of_the_rate(self):
        payment = (date(2026, 7, 10), 400.0)
        segments = self._late(1000.0, "2026-06-20", "2026-07-20", [payment])
        items = [("key", self.currency, segments)]
        amount, lines, _missing = self.rule._interest_for_items(items, date(2026, 7, 20))["key"]
        facts = [(line.days, float(line.principal), float(line.rate)) for line in lines]
        self.assertEqual(facts, [(10, 1000, 10.15), (10, 1000, 10.4), (10, 600, 10.4)])
        self.assertEqual(amount, 7.34)

    def test_nothing_counts_after_the_day(self):
        items = [("key", self.currency, self._late(10000, "2026-06-30", "2026-12-31"))]
        result = self.rule._interest_for_items(items, date(2026, 8, 14))
        self.assertEqual(result["key"][0], 128.22)

    def test_the_currency_rounds(self):
        yen = self._make_currency("XTY", 1.0)
        items = [("key", yen, self._late(10000, "2026-06-30", "2026-08-14"))]
        self.assertEqual(self.rule._interest_for_items(items, date(2026, 8, 14))["key"][0], 128.0)

    def test_missing_rate_costs_the_interest(self):
        charge = self._interest(self.rule, 1000, "2026-12-20", "2027-01-10")
        self.assertEqual(charge, (0.0, (), date(2027, 1, 1)))
        self.assertRegex(
            self.rule._say_missing_rate(charge.missing),
            r"Test rule.*Test rate.*01/01/2027.*Reference Rates",
        )

    def test_agreed_rate_needs_no_reference(self):
        rule = self._make_rule(
            "Daily", basis="agreed", agreed_rate=0.05, rate_unit="day", reference_id=False
        )
        self.assertEqual(self._interest(rule, 500000, "2020-01-01", "2020-03-01")[0], 15000.0)

    def test_explanation_in_words(self):
        lines = self._interest(self.rule, 10000, "2026-06-30", "2026-08-14")[1]
        text = self.rule._format_explanation(lines, self.currency)
        self.assertEqual(len(text), 1)
        for part in (
            "07/01/2026",
            "08/14/2026",
            "45 days",
            "10,000.00",
            "10.40 % a year",
            "128.22",
        ):
            self.assertIn(part, text[0])
        self.assertEqual(self.rule._format_rate(lines[0].rate / 1000), "0.0104")

    def test_business_customers_only(self):
        person = self.env["res.partner"].create({"name": "Private person"})
        company = self.env["res.partner"].create({"name": "Business", "is_company": True})
        contact = self.env["res.partner"].create({"name": "Contact", "parent_id": company.id})
        self.assertFalse(self.rule._is_applicable(person))
        self.assertTrue(self.rule._is_applicable(company))
        self.assertTrue(self.rule._is_applicable(contact))
        self.rule.business_only = False
        self.assertTrue(self.rule._is_applicable(person))

    # -- compensation ------------------------------------------------------------------

    def test_compensation(self):
        items = [("small", self.currency, 999.99), ("large", self.currency, 1000.0)]
        result = self.rule._compensation_for_items(items, date(2026, 8, 14), self.env.company)
        self.assertEqual(result, {"small": 40.0, "large": 70.0})

    def test_compensation_in_another_currency(self):
        other = self._make_currency("XTB", 0.01)
        for currency, rate in ((self.currency, 2.0), (other, 4.0)):
            self.env["res.currency.rate"].create(
                {"currency_id": currency.id, "name": "2026-01-01", "rate": rate}
            )
        # 1,998 of the other are 999 of the rule's, 2,000 are 1,000; 40 are 80 of the other.
        items = [("small", other, 1998.0), ("large", other, 2000.0)]
        result = self.rule._compensation_for_items(items, date(2026, 8, 14), self.env.company)
        self.assertEqual(result, {"small": 80.0, "large": 140.0})

    def test_no_compensation(self):
        rule = self._make_rule("None")
        items = [("key", self.currency, 1000.0)]
        result = rule._compensation_for_items(items, date(2026, 8, 14), self.env.company)
        self.assertEqual(result, {"key": 0.0})

    # -- form --------------------------------------------------------------------------

    def test_example_on_the_form(self):
        form = Form(self.rule)
        form.example_amount = 5000
        form.example_days = 45
        self.assertIn("64.11", form.example_result)
        self.assertIn("70.00", form.example_result)
        form.margin = 18
        self.assertIn("125.75", form.example_result)
        form.example_days = 400
        self.assertIn("Test rate", form.example_result)
        self.assertIn("Reference Rates", form.example_result)
        form.save()
        self.assertEqual(self.rule.margin, 18)

    def test_example_of_a_new_rule(self):
        form = Form(self.env["ar.interest.rule"])
        self.assertIn("choose one", form.example_result)
        form.name = "New"
        form.basis = "agreed"
        form.agreed_rate = 3.65
        self.assertIn("45.00", form.example_result)

    # -- access ------------------------------------------------------------------------

    def test_access_by_role(self):
        collector = new_test_user(
            self.env, "int_collector", "ar_collections.ar_collections_group_collector"
        )
        manager = new_test_user(
            self.env, "int_manager", "ar_collections.ar_collections_group_manager"
        )
        outsider = new_test_user(self.env, "int_outsider", "base.group_user")
        records = self.rule | self.rule.browse()
        for record in (
            records,
            self.reference,
            self.reference.rate_ids,
            self.rule.compensation_ids,
        ):
            for operation in ("read", "write", "create", "unlink"):
                with self.subTest(model=record._name, operation=operation):
                    self.assertTrue(record.with_user(manager).has_access(operation))
                    self.assertEqual(
                        record.with_user(collector).has_access(operation), operation == "read"
                    )
                    self.assertFalse(record.with_user(outsider).has_access(operation))
        with self.assertRaises(AccessError):
            self.reference.rate_ids[0].with_user(collector).rate = 0

    def test_collector_can_compute(self):
        collector = new_test_user(
            self.env, "int_collector", "ar_collections.ar_collections_group_collector"
        )
        rule = self.rule.with_user(collector)
        self.assertEqual(self._interest(rule, 10000, "2026-06-30", "2026-08-14")[0], 128.22)

    def test_rules_of_other_companies(self):
        ours = self.env["res.company"].create({"name": "Ours"})
        branch = self.env["res.company"].create({"name": "Branch", "parent_id": ours.id})
        theirs = self.env["res.company"].create({"name": "Theirs"})
        manager = new_test_user(
            self.env,
            "int_manager",
            "ar_collections.ar_collections_group_manager",
            company_id=branch.id,
            company_ids=[Command.set(branch.ids)],
        )
        tiers = [Command.create({"amount_from": 0, "compensation": 40})]
        values = {"currency_id": self.currency.id, "compensation_ids": tiers}
        own = self._make_rule("Own", company_id=ours.id, **values)
        foreign = self._make_rule("Foreign", company_id=theirs.id, **values)
        rules = self.rule | own | foreign
        found = rules.with_user(manager).search([("id", "in", rules.ids)])
        self.assertEqual(found, (self.rule | own).with_user(manager))
        self.assertFalse(foreign.compensation_ids.with_user(manager).has_access("read"))
        self.assertTrue(own.compensation_ids.with_user(manager).has_access("read"))

    # -- shipped data ------------------------------------------------------------------

    def test_shipped_rules(self):
        # Known days of the shipped rows; rows that a user has added do not change them.
        cases = [
            ("eu", 10000, "2026-06-30", "2026-08-14", 128.22),
            ("de", 10000, "2025-12-31", "2026-01-30", 84.41),
            ("fr", 10000, "2026-06-15", "2026-07-30", 151.85),
            ("uk", 5000, "2025-08-01", "2025-11-10", 169.49),
            ("cn_lpr", 500000, "2025-06-30", "2025-08-29", 3205.48),
            ("cn", 500000, "2026-01-01", "2026-03-02", 15000.0),
            ("us", 1000, "2025-01-01", "2026-01-01", 180.0),
            ("us_federal", 10000, "2026-01-31", "2026-03-02", 34.38),
            ("in", 100000, "2023-06-30", "2023-12-31", 10561.88),
            ("in", 100000, "2024-12-31", "2025-12-31", 19704.31),
        ]
        for name, amount, due, as_of, expected in cases:
            with self.subTest(rule=name):
                rule = self.env.ref(f"ar_collections.ar_interest_rule_{name}")
                self.assertEqual(self._interest(rule, amount, due, as_of)[0], expected)

    def test_shipped_limits_in_another_currency(self):
        """Poland: limits in PLN, compensation in EUR; 1 EUR is 4 PLN here."""
        rule = self.env.ref("ar_collections.ar_interest_rule_pl")
        pln, eur = rule.limit_currency_id, rule.currency_id
        rates = self.env["res.currency.rate"]
        (pln | eur).rate_ids.unlink()
        rates.create({"currency_id": eur.id, "name": "2026-01-01", "rate": 1})
        rates.create({"currency_id": pln.id, "name": "2026-01-01", "rate": 4})
        items = [
            ("5000 PLN", pln, 5000.0),
            ("5001 PLN", pln, 5001.0),
            ("1250 EUR", eur, 1250.0),
            ("12500 EUR", eur, 12500.0),
        ]
        result = rule._compensation_for_items(items, date(2026, 8, 14), self.env.company)
        expected = {"5000 PLN": 160.0, "5001 PLN": 280.0, "1250 EUR": 40.0, "12500 EUR": 100.0}
        self.assertEqual(result, expected)
