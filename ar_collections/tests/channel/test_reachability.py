"""Who is reached by which way, and who is asked for what is missing."""

from freezegun.api import real_perf_counter

from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged
from odoo.tools import SQL

from ...models.channel.ar_reachability import WAYS
from .common import TODAY, ArChannelCommon

MOBILE = "+32 470 12 34 56"
# Columns that the many customers fill themselves.
MASS = ("name", "complete_name", "active", "is_company", "type", "ar_phone_kind")


@freeze_time(TODAY + " 12:00:00")
@tagged("post_install", "-at_install")
class TestReachability(ArChannelCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rows = cls.env["ar.reachability"].with_company(cls.company)
        cls.full = cls._make("Full Ltd", phone=MOBILE)

    @classmethod
    def _make(cls, name, amount=1000.0, **values):
        debtor = cls._make_debtor(name, amount=amount, **values)
        cls.env["ar.profile"].get_or_create(debtor, cls.company)
        return debtor

    def _row(self, partner):
        return self.rows.search([("partner_id", "=", partner.id)])

    def _ways(self, partner):
        row = self._row(partner)
        return (row.by_email, row.by_letter, row.by_sms, row.by_call)

    def test_by_all_ways(self):
        self.assertEqual(self._ways(self.full), (True,) * 4)
        self.assertEqual(self._row(self.full).ways, 5)
        self.assertFalse(self._row(self.full).reason)

    def test_why_not(self):
        for values, ways, words in (
            ({"email": False}, (False, True, True, True), "E-mail: no address is entered."),
            ({"email": "nonsense"}, (False, True, True, True), "E-mail: the address is not valid."),
            (
                {"street": False},
                (True, False, True, True),
                "Letter: street or city is missing.\nVisit: street or city is missing.",
            ),
            (
                {"phone": "+32 2 507 68 11"},
                (True, True, False, True),
                "SMS: the phone number is a landline.",
            ),
            (
                {"phone": "ask Ann"},
                (True, True, False, True),
                "SMS: the phone number is not valid.",
            ),
            (
                {"phone": "+999 12 34 56 78"},
                (True, True, False, True),
                "SMS: nobody can tell which country the phone number belongs to.",
            ),
            (
                {"phone": "+32 800 12 345"},
                (True, True, False, True),
                "SMS: the phone number is no mobile.",
            ),
            (
                {"phone": False},
                (True, True, False, False),
                "SMS: no phone number is entered.\nCall: no phone number is entered.",
            ),
        ):
            with self.subTest(**values):
                debtor = self._make("Partly Ltd", **{"phone": MOBILE, **values})
                self.assertEqual(self._ways(debtor), ways)
                self.assertEqual(self._row(debtor).reason, words)

    def test_it_says_what_the_channels_say(self):
        """Contacts in place of the customer, confirmed ones, those that have left."""
        numbers = {"mobile": MOBILE, "landline": "+32 2 507 68 11", "none": False}
        emails = {"one": "x@example.com", "none": False, "bad": "nonsense"}
        streets = {"one": "High Street 1", "none": False}
        debtors = self.env["res.partner"]
        for number in numbers.values():
            for email in emails.values():
                for street in streets.values():
                    debtor = self._make("Mixed Ltd", phone=number, email=email, street=street)
                    debtors |= debtor
                    child = self._make_partner(
                        "Contact",
                        parent_id=debtor.id,
                        is_company=False,
                        email=email and "y@example.com",
                        phone=number and "+32 470 12 34 57",
                        active=bool(street),
                    )
                    debtor.ar_profile_id.contact_id = child
                    if number != MOBILE:
                        self._name(debtor)
        self.env["mail.blacklist"].create({"email": "y@example.com"})
        self.env["ar.refused.address"]._mark(debtors[0].ar_profile_id, ["+32470123457"], "no")
        self.levels[1].channel_ids = [
            (5,),
            *((0, 0, {"channel": one}) for one in WAYS),
        ]
        run = self.env["ar.dunning.run"].create({"company_id": self.company.id})
        run.action_propose()
        notices = run.notice_ids.filtered(lambda one: one.partner_id in debtors)
        self.assertEqual(len(notices), len(debtors))
        rows = self.rows.search([("partner_id", "in", debtors.ids)])
        rows = {row.partner_id: row for row in rows}
        for code in WAYS:
            problems = self.env["ar.channel"]._get_stopping(code, notices)
            for notice in notices:
                with self.subTest(code=code, contact=notice.contact_id.read(["email", "phone"])):
                    row = rows[notice.partner_id]
                    # A call is tried although the number was wrong once.
                    self.assertEqual(row[f"by_{code}"], notice.id not in problems)

    def _name(self, debtor):
        """Lines of the account by which others are told of reminders, of text messages alone, of
        what is no reminder, and one who may not be told."""
        one, two = (
            self._make_partner(
                name, parent_id=debtor.id, is_company=False, email=email, phone=phone, street=street
            )
            for name, email, phone, street in (
                ("Named", "named@example.com", False, "Side Street 2"),
                ("Texts", False, MOBILE, False),
            )
        )
        stranger = self._make_partner("Stranger", email="else@example.com", phone=MOBILE)
        told = self.env["ar.profile.contact"].sudo()
        for sequence, (subject, channel, contact) in enumerate(
            (
                ("statement", False, two),
                ("reminder", "sms", two),
                ("reminder", False, one),
                ("reminder", "call", stranger),
                ("all", "email", two),
            )
        ):
            told.create(
                {
                    "profile_id": debtor.ar_profile_id.id,
                    "subject": subject,
                    "channel": channel,
                    "contact_id": contact.id,
                    "sequence": sequence,
                }
            )

    def test_came_back(self):
        profile = self.full.ar_profile_id
        self.env["ar.refused.address"]._mark(profile, [self.full.email], "gone")
        self.assertIn("E-mail: the last message came back.", self._row(self.full).reason)
        with freeze_time("2026-07-31 12:00:00"):
            self.assertTrue(self._row(self.full).by_email, "Tried again after three months")

    def test_wishes(self):
        self.env["ar.optout"]._note_stop("+32470123456")
        self.env["ar.optout"].create({"partner_id": self.full.id, "channel": "email"})
        row = self._row(self.full)
        self.assertEqual(
            row.reason, "E-mail: the contact wants none.\nSMS: the contact wants none."
        )
        heir = self._make("Heir Ltd", phone=MOBILE)
        self.assertFalse(self._row(heir).by_sms, "The number, whoever has it")

    def test_webhook(self):
        """On, switched off, or none: told beside the ways, and not counted as one."""
        self.assertFalse(self._row(self.full).webhook)
        profile = self.env["ar.profile"].search([("partner_id", "=", self.full.id)])
        endpoint = self.env["ar.webhook.endpoint"].create(
            {"profile_id": profile.id, "url": "https://hooks.example.com/ar"}
        )
        self.assertEqual((self._row(self.full).webhook, self._row(self.full).ways), ("on", 5))
        endpoint._switch_off("410 Gone")
        self.assertEqual(self._row(self.full).webhook, "off")
        found = self.rows.search([("webhook", "=", "off")])
        self.assertEqual(found.partner_id, self.full)

    def test_what_is_owed(self):
        self._make_overdue(self.full, -10, 500.0)
        row = self._row(self.full)
        self.assertEqual((row.open_amount, row.overdue_amount, row.item_count), (1500, 1000, 2))
        self.assertEqual(row.currency_id, self.company.currency_id)
        paid = self._make("Paid Ltd")
        self._pay(self.env["account.move"].search([("partner_id", "=", paid.id)]), 1000.0, TODAY)
        domain = [("partner_id", "in", (self.full | paid).ids)]
        self.assertEqual(self.rows.search([*domain, ("item_count", ">", 0)]).partner_id, self.full)
        self.assertEqual(self.rows.search([*domain, ("overdue_amount", "=", 0)]).partner_id, paid)

    def test_the_largest_first(self):
        small, large = self._make("Small Ltd", 10.0), self._make("Large Ltd", 90_000.0)
        domain = [("partner_id", "in", (small | large | self.full).ids)]
        self.assertEqual(
            self.rows.search(domain).mapped("partner_id.name"),
            ["Large Ltd", "Full Ltd", "Small Ltd"],
        )
        found = self.rows.web_search_read(domain, {"partner_id": {}}, limit=1)
        self.assertEqual(found["records"][0]["partner_id"], large.id)
        self.assertEqual(found["length"], 3)
        grouped = self.rows.search(domain, order="open_amount asc").mapped("open_amount")
        self.assertEqual(grouped, [10, 1000, 90_000])

    def test_filters(self):
        none = self._make("None Ltd", email=False, street=False, phone=False)
        domain = [("partner_id", "in", (none | self.full).ids)]
        for condition in (
            ("ways", "=", 0),
            ("by_sms", "=", False),
            ("sms_problem", "=", "missing"),
        ):
            with self.subTest(condition=condition):
                self.assertEqual(self.rows.search([*domain, condition]).partner_id, none)

    def test_other_companies(self):
        other = self._make_user("other reach", "ar_collections.ar_collections_group_collector")
        self.assertIn(self.full, self.rows.with_user(other).search([]).partner_id)
        company = self.env["res.company"].create({"name": "Elsewhere"})
        other.write({"company_ids": [(6, 0, company.ids)], "company_id": company.id})
        rows = self.env["ar.reachability"].with_user(other).with_company(company)
        self.assertNotIn(self.full, rows.search([]).partner_id)

    # -- asking ------------------------------------------------------------------------

    def _tasks(self, partner):
        kind = self.env.ref("ar_collections.mail_activity_type_ar_reach")
        return self.env["mail.activity"].search(
            [
                ("activity_type_id", "=", kind.id),
                "|",
                "&",
                ("res_model", "=", "ar.profile"),
                ("res_id", "=", partner.ar_profile_id.id),
                "&",
                ("res_model", "=", "res.partner"),
                ("res_id", "=", partner.id),
            ]
        )

    def test_ask_many_once(self):
        collector = self._make_collector("Carl", "carl@example.com")
        seller = self._make_user("seller reach", "base.group_user")
        one = self._make("Unreached 1", email=False)
        two = self._make("Unreached 2", phone=False, user_id=seller.id)
        three = self._make("Unreached 3", phone=False, user_id=False)
        three.ar_profile_id.collector_id = collector
        rows = self.rows.with_user(self.collector).search(
            [("partner_id", "in", (one | two | three | self.full).ids)]
        )
        action = rows.action_ask()
        self.assertIn("3 customers are asked about; of 1", action["params"]["message"])
        for partner, user, model in (
            (one, self.collector, "ar.profile"),
            # A salesperson who may not open accounts gets it on the contact.
            (two, seller, "res.partner"),
            (three, collector, "ar.profile"),
        ):
            task = self._tasks(partner)
            self.assertEqual((task.user_id, task.res_model), (user, model))
            self.assertIn("cannot be reached", task.note)
        self.assertIn("no address is entered", self._tasks(one).note)
        self.assertFalse(self._tasks(self.full))
        rows.action_ask()
        rows.filtered(lambda row: row.partner_id == two).action_ask()
        self.assertEqual(len(self._tasks(one) | self._tasks(two) | self._tasks(three)), 3)
        self.assertEqual(self._row(two).asked_id, seller)

    def test_rights(self):
        auditor = self._make_user("auditor reach", "account.group_account_readonly")
        row = self._row(self._make("Audited Ltd", phone=False)).with_user(auditor)
        self.assertIn("no phone number", row.reason)
        with self.assertRaises(AccessError):
            row.action_ask()

    # -- many --------------------------------------------------------------------------

    def test_queries(self):
        """As many for a page as for one."""
        debtors = [self._make(f"Many {number}", phone=False) for number in range(6)]
        wanted = {"partner_id": {}, "reason": {}, "overdue_amount": {}, "asked_id": {}}

        def count(limit):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.rows.web_search_read([("item_count", ">", 0)], wanted, limit=limit)
            return self.env.cr.sql_log_count - before

        count(1)
        self.assertLessEqual(count(len(debtors)), count(1))

    def test_12800_customers(self):
        """A page of the list within a second."""
        # Other add-ons have required columns of their own.
        required = SQL(", ").join(
            SQL.identifier(name)
            for name, field in self.env["res.partner"]._fields.items()
            if field.store and field.column_type and field.required and name not in MASS
        )
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO res_partner (name, complete_name, active, is_company, type, email,
                    email_normalized, street, city, phone, phone_sanitized, ar_phone_kind,
                    %(required)s)
                SELECT 'Mass ' || n, 'Mass ' || n, TRUE, TRUE, 'contact', n || '@example.com',
                       n || '@example.com', CASE WHEN mod(n, 3) = 0 THEN 'Street' END, 'Town',
                       '+32 470 12 34 56', '+32470123456',
                       CASE WHEN mod(n, 2) = 0 THEN 'mobile' ELSE 'landline' END, %(required)s
                  FROM generate_series(1, 12800) AS n
                       CROSS JOIN (SELECT %(required)s FROM res_partner WHERE id = %(model)s) one
                """,
                required=required,
                model=self.full.id,
            )
        )
        self.env.cr.execute(
            """
            UPDATE res_partner SET commercial_partner_id = id WHERE starts_with(name, 'Mass ');
            INSERT INTO ar_profile (partner_id, company_id, reminder_mode)
            SELECT id, %s, 'auto' FROM res_partner WHERE starts_with(name, 'Mass ');
            """,
            [self.company.id],
        )
        self.env.cr.execute("ANALYZE res_partner; ANALYZE ar_profile")
        self.env.invalidate_all()
        wanted = {
            "partner_id": {"fields": {"display_name": {}}},
            "reason": {},
            "overdue_amount": {},
        }
        began = real_perf_counter()
        found = self.rows.web_search_read([("ways", "<", 4)], wanted, limit=80)
        seconds = real_perf_counter() - began
        self.assertEqual(len(found["records"]), 80)
        self.assertGreater(found["length"], 8000)
        self.assertLess(seconds, 1.0)
