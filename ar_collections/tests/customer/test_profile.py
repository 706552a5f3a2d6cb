from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from ..common import ArCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-31 12:00:00")
class TestProfile(ArCommon):
    """Customer accounts, holds, and what becomes of them in merges."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Profile = cls.env["ar.profile"]
        cls.policy = cls._make_policy(3, 14, 30)
        cls.sally = new_test_user(cls.env, "sally", groups="base.group_user")
        cls.harry = new_test_user(cls.env, "harry", groups="base.group_user")

    def _profiles(self, partner=None):
        return self.Profile.search([("partner_id", "=", (partner or self.partner).id)])

    def _profile(self, partner=None):
        return self.Profile.get_or_create(partner or self.partner, self.company)

    # -- made by itself ----------------------------------------------------------------

    def test_made_at_posting(self):
        self.partner.user_id = self.sally
        draft = self._make_invoice(post=False)
        self.assertFalse(self._profiles())
        draft.action_post()
        profile = self._profiles()
        self.assertRecordValues(
            profile,
            [
                {
                    "company_id": self.company.id,
                    "collector_id": self.sally.id,
                    "reminder_mode": "auto",
                    "open_amount": 1000,
                }
            ],
        )
        self._make_invoice()
        self.assertEqual(self._profiles(), profile)

    def test_made_by_whatever_is_owed(self):
        for make in (
            lambda partner: self._make_entry(100, "2026-01-01", partner),
            lambda partner: self._pay_on_account(partner, 5, "2026-01-01"),
            lambda partner: self._make_invoice(partner, move_type="out_refund"),
        ):
            partner = self._make_partner("Someone")
            make(partner)
            self.assertEqual(len(self._profiles(partner)), 1)
        vendor = self._make_partner("Vendor")
        self._make_invoice(vendor, move_type="in_invoice")
        account = self.company_data["default_account_receivable"].copy({"non_trade": True})
        self._make_entry(100, "2026-01-01", vendor, account=account)
        self.assertFalse(self._profiles(vendor))

    def test_trap_11_belongs_to_the_commercial_entity(self):
        contact = self.env["res.partner"].create({"name": "Ann", "parent_id": self.partner.id})
        sub = self._make_partner("Alpha Subsidiary", parent_id=self.partner.id)
        self._make_invoice(contact)
        self._make_invoice(sub, 7)
        self.assertFalse(self._profiles(contact))
        self.assertEqual(self._profiles().open_amount, 1000)
        self.assertEqual(self._profiles(sub).open_amount, 7, "a company is its own debtor")
        self.assertEqual(contact.ar_profile_id, self._profiles())
        self.assertEqual(contact.ar_overdue_amount, 1000)
        self.assertEqual(self.Profile.get_or_create(contact, self.company), self._profiles())
        other = self.env["res.partner"].create({"name": "Bob", "parent_id": self.partner.id})
        action = other.action_view_ar_profile()
        self.assertEqual(action["res_id"], self._profiles().id)
        by_hand = self._make_partner("By Hand")
        bob = self.env["res.partner"].create({"name": "Bob", "parent_id": by_hand.id})
        self.assertEqual(self.Profile.create({"partner_id": bob.id}).partner_id, by_hand)

    def test_one_per_customer_and_company(self):
        profile = self._profile()
        self.assertEqual(self._profile(), profile)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.Profile.create({"partner_id": self.partner.id, "company_id": self.company.id})

    def test_installation_takes_one_statement(self):
        partners = [
            self._make_partner(f"Customer {number}", user_id=self.sally.id) for number in range(12)
        ]
        counts = []
        for some in (partners[:1], partners[1:]):
            for partner in some:
                self._make_invoice(partner)
            profiles = self.Profile.search([("partner_id", "in", [p.id for p in some])])
            profiles.unlink()
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            self.Profile._create_missing()
            counts.append(self.env.cr.sql_log_count - before)
            self.assertEqual(len(self._profiles(some[0])), 1)
        self.assertEqual(counts, [1, 1])
        profiles = self.Profile.search([("partner_id", "in", [p.id for p in partners])])
        self.assertEqual((len(profiles), profiles.collector_id), (12, self.sally))
        self.Profile._create_missing()
        self.assertEqual(self.Profile.search_count([("id", "in", profiles.ids)]), 12)

    # -- collector ---------------------------------------------------------------------

    def test_collector_follows_the_salesperson(self):
        profile = self._profile()
        self.assertFalse(profile.collector_id)
        self.partner.user_id = self.sally
        self.assertEqual(profile.collector_id, self.sally)
        self.partner.user_id = self.harry
        self.assertEqual(profile.collector_id, self.harry)
        profile.collector_id = self.sally
        self.partner.user_id = False
        self.assertEqual(profile.collector_id, self.sally, "chosen by hand")

    # -- contact -----------------------------------------------------------------------

    def test_dunning_contact(self):
        make = self.env["res.partner"].create
        ann = make({"name": "Ann", "parent_id": self.partner.id})
        books = make({"name": "Books", "parent_id": self.partner.id})
        profile = self._profile()
        self.assertEqual(profile._get_contact(), self.partner)
        self.assertEqual(profile._get_contact(ann), ann)
        self.assertEqual(profile._get_contact(ann | books), self.partner)
        invoice = make({"name": "Invoices", "parent_id": self.partner.id, "type": "invoice"})
        self.assertEqual(profile._get_contact(self.partner), invoice)
        self.assertEqual(profile._get_contact(ann | books), invoice)
        profile.contact_id = books
        self.assertEqual(profile._get_contact(ann), books)
        books.active = False
        self.assertEqual(profile._get_contact(ann), ann, "who has left reads nothing")
        ann.active = False
        self.assertEqual(profile._get_contact(ann), invoice)

    # -- amounts -----------------------------------------------------------------------

    def test_live_amounts_and_their_search(self):
        self._make_invoice(amount=500, due="2026-03-01")
        self._make_invoice(amount=300, due="2026-04-30")
        self._pay_on_account(self.partner, 120, "2026-03-20")
        other = self._make_partner("Paid up")
        paid = self._make_invoice(other, 50)
        self._pay(paid, 50, "2026-03-20")
        profile, settled = self._profiles(), self._profiles(other)
        self.assertRecordValues(
            profile + settled,
            [
                {
                    "open_amount": 680,
                    "overdue_amount": 380,
                    "credit_amount": 120,
                    "max_days_overdue": 30,
                },
                {"open_amount": 0, "overdue_amount": 0, "credit_amount": 0, "max_days_overdue": 0},
            ],
        )
        both = profile | settled
        for domain, want in (
            ([("overdue_amount", ">", 0)], profile),
            ([("overdue_amount", "=", 0)], settled),
            ([("overdue_amount", "<=", 0)], settled),
            ([("overdue_amount", "!=", 0)], profile),
            ([("overdue_amount", ">=", 0)], both),
            ([("overdue_amount", "in", [380])], profile),
            ([("overdue_amount", "not in", [380])], settled),
            ([("open_amount", "<", 680)], settled),
            ([("credit_amount", ">=", 120)], profile),
            ([("max_days_overdue", ">", 29)], profile),
            ([("max_days_overdue", ">", 30)], self.Profile),
            (["!", ("max_days_overdue", ">", 29)], settled),
        ):
            with self.subTest(domain=domain):
                found = self.Profile.search([("id", "in", both.ids), *domain])
                self.assertEqual(found, want)
        partners = self.env["res.partner"].search(
            [("ar_overdue_amount", ">", 0), ("id", "in", (self.partner | other).ids)]
        )
        self.assertEqual(partners, self.partner)

    # -- holds -------------------------------------------------------------------------

    def test_what_is_wrong_with_a_hold(self):
        profile = self._profile()
        foreign = self._make_invoice(self._make_partner("Foreign"))
        for values, words in (
            (
                {"date_from": "2026-03-31", "date_to": "2026-03-30"},
                "Alpha Trading ends on 03/30/2026, before.*03/31/2026",
            ),
            ({"move_id": foreign.id}, f"{foreign.name}.*does not belong to Alpha Trading"),
            ({"move_line_id": self._receivable(foreign).id}, "does not belong to Alpha Trading"),
        ):
            with self.subTest(values=values), self.assertRaisesRegex(ValidationError, words):
                self.env["ar.hold"].create({"profile_id": profile.id, "reason": "x", **values})
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.env["ar.hold"].create({"profile_id": profile.id, "amount": -1, "reason": "x"})

    def test_hold_in_force_by_the_companys_day(self):
        profile = self._profile()
        hold = self.env["ar.hold"].create(
            {
                "profile_id": profile.id,
                "date_from": "2026-03-30",
                "date_to": "2026-04-01",
                "reason": "Talks",
            }
        )
        search = self.env["ar.hold"].search
        # 23:30 UTC of March 29th is March 30th in Auckland.
        for zone, moment, want in (
            ("UTC", "2026-03-29 23:30:00", False),
            ("Pacific/Auckland", "2026-03-29 23:30:00", True),
            ("UTC", "2026-03-30 00:30:00", True),
            ("UTC", "2026-04-01 23:30:00", True),
            ("Pacific/Auckland", "2026-04-01 23:30:00", False),
            ("America/Los_Angeles", "2026-04-02 05:00:00", True),
        ):
            self.company.partner_id.tz = zone
            with self.subTest(zone=zone, moment=moment), freeze_time(moment):
                self.env.invalidate_all()
                self.assertEqual((hold.in_force, profile.held), (want, want))
                of_it = [("profile_id", "=", profile.id)]
                self.assertEqual(
                    search([("in_force", "=", True), *of_it]), hold if want else hold[:0]
                )
                self.assertEqual(
                    search([("in_force", "=", False), *of_it]), hold[:0] if want else hold
                )
                found = self.Profile.search([("held", "=", True), ("id", "=", profile.id)])
                self.assertEqual(bool(found), want)

    def test_held_means_the_whole_customer(self):
        invoice = self._make_invoice()
        profile = self._profile()
        make = self.env["ar.hold"].create
        for values, want in (
            ({"move_id": invoice.id}, False),
            ({"profile_id": profile.id, "amount": 10}, False),
            ({"profile_id": profile.id, "level_cap_id": self.policy.level_ids[0].id}, False),
            ({"profile_id": profile.id}, True),
        ):
            hold = make({"reason": "Talks", **values})
            with self.subTest(values=values):
                self.assertEqual(hold.profile_id, profile)
                self.assertEqual(profile.held, want)
            hold.unlink()

    def test_release(self):
        make = self.env["ar.hold"].create
        old = make({"profile_id": self._profile().id, "date_from": "2026-03-01", "reason": "x"})
        new = make({"profile_id": self._profile().id, "reason": "x"})
        (old | new).action_release()
        self.assertEqual(old.date_to, self._day("2026-03-30"))
        self.assertFalse(new.exists(), "it never held anything")
        self.assertFalse(self._profile().held)

    def test_item_hold_never_grows_to_the_customer(self):
        held, other = self._make_invoice(due="2026-03-01"), self._make_invoice(due="2026-03-01")
        hold = self.env["ar.hold"].create(
            {"move_line_id": self._receivable(held).id, "reason": "Talks"}
        )
        self.assertEqual((hold.move_id, hold.scope), (held, "item"))
        held.button_draft()
        held.with_context(force_delete=True).unlink()
        self.assertTrue(hold.exists())
        self.assertFalse(hold.move_id | hold.move_line_id.move_id)
        self.assertEqual(hold.scope, "item")
        hold.date_to = "2026-12-31"  # an edit does not change it
        self.assertEqual(hold.scope, "item")
        self.assertFalse(self._profile().held)
        self.assertEqual(self._run().notice_ids.line_ids.move_id, other)

    # -- merge and archive (trap 24) ---------------------------------------------------

    # -- corrections -------------------------------------------------------------------

    def _correct(self, user, **values):
        wizard = self.env["ar.profile.correct_contact"].with_user(user)
        wizard = wizard.with_context(**self._profile().action_correct_contact()["context"])
        return wizard.create(values).action_correct()

    def test_a_collector_corrects_email_and_phone(self):
        """Who may not write contacts corrects what a call has shown to be wrong."""
        collector = self._make_user("corrects", "ar_collections.ar_collections_group_collector")
        self.assertFalse(self.partner.with_user(collector).has_access("write"))
        profile = self._profile()
        profile.write({"phone_wrong": True, "email_bounced": True})
        self._correct(collector, phone="+32 2 111 11 11")
        self.assertEqual(self.partner.phone, "+32 2 111 11 11")
        self.assertEqual(self.partner.email, "alpha@example.com", "as it was")
        self.assertEqual((profile.phone_wrong, profile.email_bounced), (False, True))
        message = profile.message_ids[0]
        self.assertIn("+32 2 111 11 11", message.body)
        self.assertEqual(message.author_id, collector.partner_id)
        ann = self.env["res.partner"].create({"name": "Ann", "parent_id": self.partner.id})
        self._correct(collector, contact_id=ann.id, email="ann@example.com, b@example.com")
        self.assertEqual(ann.email, "ann@example.com, b@example.com")
        self.assertFalse(profile.email_bounced)

    def test_what_a_collector_does_not_correct(self):
        """Other people's contacts, what is no address, and the address of a login."""
        collector = self._make_user("corrects", "ar_collections.ar_collections_group_collector")
        portal = self._make_user("buyer", "base.group_portal", name="Buyer")
        portal.partner_id.parent_id = self.partner
        foreign = self._make_partner("Foreign")
        for values, words in (
            ({"contact_id": foreign.id, "phone": "1"}, "no contact of"),
            ({"email": "nobody"}, "is no e-mail address"),
            ({"contact_id": portal.partner_id.id, "email": "me@evil.example"}, "logs in"),
        ):
            with self.subTest(words), self.assertRaisesRegex(UserError, words):
                self._correct(collector, **values)
        self.partner.sudo().write({"phone": "1"})
        self._correct(collector, contact_id=portal.partner_id.id, phone="2")
        self.assertEqual(portal.partner_id.phone, "2")
        auditor = self._make_user("audits", "account.group_account_readonly")
        with self.assertRaises(AccessError):
            self._profile().with_user(auditor).action_correct_contact()

    def _merge(self, source, target):
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((source | target).ids, target)
        self.env.invalidate_all()

    def test_trap_24_merge_keeps_everything(self):
        """Both customers were reminded on the same day: nothing of it is lost."""
        twin = self._make_partner("Alpha Twin", email=self.partner.email)
        for partner in (self.partner, twin):
            self._make_invoice(partner, due="2026-03-11")
        notices = self._remind()
        source, target = self._profile(twin), self._profile()
        hold = self.env["ar.hold"].create({"profile_id": source.id, "reason": "Talks"})
        source.write({"reminder_mode": "manual", "collector_id": self.sally.id})
        source.policy_id = self.policy
        words = "They promised to pay on Friday."
        message = source.message_post(body=words)
        activity = source.activity_schedule(
            "mail.mail_activity_data_todo", summary="Call", user_id=self.env.user.id
        )
        source.message_subscribe(self.sally.partner_id.ids)
        self._merge(twin, self.partner)
        self.assertEqual(self._profiles(), target)
        self.assertFalse(source.exists())
        self.assertEqual(notices.exists().mapped("state"), ["sent", "sent"])
        self.assertEqual(notices.profile_id, target)
        self.assertEqual(notices.partner_id, self.partner)
        self.assertEqual((hold.profile_id, hold.partner_id), (target, self.partner))
        self.assertTrue(target.held)
        self.assertEqual(message.res_id, target.id)
        self.assertEqual(activity.res_id, target.id)
        self.assertIn(self.sally.partner_id, target.message_partner_ids)
        self.assertEqual(
            (target.collector_id, target.reminder_mode, target.policy_pinned_id),
            (self.sally, "manual", self.policy),
        )
        self.assertEqual(target.open_amount, 2000)
        self.assertEqual(len(target.notice_ids), 2)
        hold.unlink()
        target.reminder_mode = "auto"
        with freeze_time("2026-04-01"):
            run = self._run(confirm=True)
            self.assertEqual(run.notice_ids.amount_total, 2000)
            self.assertEqual(run.notice_ids.level_id, self.policy.level_ids[1])
            self.assertTrue(run.notice_ids._set_sent())

    def test_trap_24_merge_into_a_customer_without_account(self):
        twin = self._make_partner("Alpha Twin", email=self.partner.email)
        self._make_invoice(twin)
        self._merge(twin, self.partner)
        self.assertEqual(self._profiles().open_amount, 1000)

    def test_a_contact_that_comes_under_a_company_brings_its_account(self):
        single = self._make_partner("Single Trader")
        self._make_invoice(single, due="2026-03-11")
        self._make_invoice(due="2026-03-11")
        hold = self.env["ar.hold"].create(
            {"profile_id": self._profile(single).id, "reason": "Talks"}
        )
        single.write({"is_company": False, "parent_id": self.partner.id})
        self.assertFalse(self._profile(single).exists() - self._profile())
        self.assertEqual(hold.profile_id, self._profile())

    def test_trap_24_archived_partner_who_owes(self):
        self._make_invoice(due="2026-03-11")
        self.partner.active = False
        self.assertEqual(self._profiles().overdue_amount, 1000)
        run = self._run()
        self.assertFalse(run.notice_ids, "nobody is written to who is archived")
        self.assertEqual(run.line_ids.reason, "archived")

    def test_company_of_the_account(self):
        other = self.setup_other_company(name="Other Ltd")["company"]
        self._make_invoice(amount=10)
        self._make_invoice(amount=20, company=other)
        self.assertEqual(sorted(self._profiles().mapped("open_amount")), [10, 20])
        self.assertEqual(self.partner.ar_open_amount, 10)
        self.assertEqual(self.partner.with_company(other).ar_open_amount, 20)
        both = self.partner.with_context(allowed_company_ids=(self.company | other).ids)
        self.assertIn("Other Ltd", both.with_company(other).ar_profile_id.display_name)
        wrong = self._make_invoice(amount=20, company=other)
        with self.assertRaisesRegex(ValidationError, "does not belong"):
            self.env["ar.hold"].create(
                {"profile_id": self._profile().id, "move_id": wrong.id, "reason": "x"}
            )

    def test_reminding_from_the_list(self):
        second = self._make_partner("Second")
        for partner in (self.partner, second):
            self._make_invoice(partner, due="2026-03-11")
        action = (self._profile() | self._profile(second)).action_remind()
        run = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual(run.notice_ids.partner_id, self.partner | second)
        self.assertEqual(run.profile_ids, self._profile() | self._profile(second))
        self.assertEqual(run.kind, "single")
