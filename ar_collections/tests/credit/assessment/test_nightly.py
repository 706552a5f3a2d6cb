import base64
from datetime import date
from io import BytesIO
from unittest.mock import patch

from freezegun import freeze_time
from openpyxl import Workbook

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from ..common import CreditCommon

ROLES = ("collector", "approver", "manager", "billing", "auditor", "internal", "portal")
# Read, write, create, unlink.
ALL, KEEP, EDIT, SEE, NONE = "rwcu", "rwc", "rw", "r", ""
MATRIX = {
    "ar.credit.rating": (SEE, SEE, ALL, SEE, SEE, NONE, NONE),
    "ar.credit.factor": (SEE, SEE, ALL, NONE, NONE, NONE, NONE),
    "ar.credit.factor.line": (SEE, SEE, ALL, NONE, NONE, NONE, NONE),
    "ar.credit.agency": (SEE, ALL, ALL, NONE, NONE, NONE, NONE),
    "ar.credit.agency.grade": (SEE, ALL, ALL, NONE, NONE, NONE, NONE),
    "ar.credit.agency.rating": (KEEP, ALL, ALL, NONE, SEE, NONE, NONE),
    "ar.credit.financials": (KEEP, ALL, ALL, NONE, SEE, NONE, NONE),
    "ar.credit.event": (KEEP, ALL, ALL, NONE, SEE, NONE, NONE),
    "ar.credit.review": (ALL, ALL, ALL, SEE, SEE, NONE, NONE),
    "ar.credit.review.line": (EDIT, EDIT, EDIT, NONE, SEE, NONE, NONE),
    "ar.credit.review.offer": (ALL, ALL, ALL, NONE, SEE, NONE, NONE),
    "ar.credit.application": (SEE, SEE, "ru", NONE, SEE, NONE, NONE),
    "ar.credit.contract": (ALL, ALL, ALL, SEE, SEE, NONE, NONE),
    "ar.credit.contract.amendment": (ALL, ALL, ALL, SEE, SEE, NONE, NONE),
    "ar.credit.contract.end": (ALL, ALL, ALL, NONE, NONE, NONE, NONE),
    "ar.credit.review.refuse": (NONE, ALL, ALL, NONE, NONE, NONE, NONE),
    "ar.credit.agency.rating.import": (ALL, ALL, ALL, NONE, NONE, NONE, NONE),
}
VERBS = {"r": "read", "w": "write", "c": "create", "u": "unlink"}
OUTSIDERS = {
    "manager": "ar_collections.ar_collections_group_manager",
    "billing": "account.group_account_invoice",
    "auditor": "account.group_account_readonly",
    "internal": "base.group_user",
    "portal": "base.group_portal",
}


@tagged("post_install", "-at_install")
@freeze_time("2026-03-31 12:00:00")
class TestCreditNightly(CreditCommon):
    """Re-scoring at night, reviews that fall due, files of ratings, and who may what."""

    def _nightly(self):
        """The job, for our company alone: a template database has others."""
        Review = self.env["ar.credit.review"]
        worse = Review._rescore(self.company)
        # A test cannot commit; ``test_cron`` takes the real way.
        with patch.object(type(self.env["ir.cron"]), "_commit_progress", return_value=60):
            Review._open_worsened(self.company, worse)
            Review._open_due(self.company)
        return worse

    def _graded(self, partner=None):
        profile = self.env["ar.profile"].get_or_create(partner or self.partner, self.company)
        self._rate(90, profile)
        return self._approve(self._make_review(profile)).profile_id

    # -- behaviour ---------------------------------------------------------------------

    def test_behaviour_is_scored(self):
        """Index 80 × 35 and a quarter of a year, 2.44 points × 10, of 45."""
        for _count in range(3):
            self._make_paid(0)
        self._nightly()
        years = 89 / 365.25
        self.assertTrue(self.profile.behaviour_known)
        self.assertAlmostEqual(self.profile.behaviour_score, (80 * 35 + 100 * years) / 45, 2)
        self.assertEqual(self.profile.behaviour_date, self._day("2026-03-31"))
        self.assertFalse(self.profile.rating_id, "behaviour alone is no grade")
        self.assertFalse(self.profile.review_ids, "who was never graded cannot get worse")

    def test_worsening_opens_one_review(self):
        for _count in range(3):
            self._make_paid(0)
        self._nightly()
        profile = self._graded()
        self.assertAlmostEqual(profile.behaviour_base, profile.behaviour_score)
        self.assertEqual(self._nightly(), {})
        self._make_invoice(amount=9000, date="2025-11-01", due="2025-12-01")
        self._nightly()
        review = profile.review_ids - profile.review_ids[-1]
        self.assertEqual((review.kind, review.state), ("worsening", "draft"))
        self.assertRegex(review.reason, "fell from 63 to [0-9]+ points")
        self.assertEqual(profile.trend, "down")
        self.assertEqual(review.activity_ids.user_id, profile._get_collector())
        self._nightly()
        self.assertEqual(len(profile.review_ids), 2, "once")
        review.with_user(self.users["approver"])._set_refused("We spoke to them")
        self._nightly()
        self.assertEqual(len(profile.review_ids), 2, "looked at: measured anew from there")

    def test_how_much_worse_is_the_companys_choice(self):
        for _count in range(3):
            self._make_paid(0)
        self._nightly()
        profile = self._graded()
        self._make_paid(22, 1000)  # the index falls from 80 to 75
        for mode, points, want in (
            ("points", 10, False),
            ("points", 3, True),
            ("grade", 3, True),  # from 62.8 to 58.9, below the 60 of grade B
            ("off", 3, False),
        ):
            self.company.write({"ar_credit_worsening": mode, "ar_credit_worsening_points": points})
            with self.subTest(mode=mode, points=points):
                worse = self.env["ar.credit.review"]._rescore(self.company)
                self.assertEqual(profile.id in worse, want)

    def test_first_behaviour_after_a_review_is_the_base(self):
        profile = self._graded()
        self.assertFalse(profile.behaviour_base_known)
        for _count in range(3):
            self._make_paid(0)
        self._nightly()
        self.assertEqual(profile.behaviour_base, profile.behaviour_score)

    def test_queries_do_not_grow(self):
        counts = {}
        for size in (1, 12):
            partners = [self._make_partner(f"Many {size} {n}") for n in range(size)]
            moves = self.env["account.move"]
            for partner in partners:
                moves |= self._make_invoice(partner, 100, due="2026-02-01", post=False)
            moves.action_post()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["ar.credit.review"]._rescore(self.company)
            counts[size] = self.env.cr.sql_log_count - before
        self.assertLessEqual(counts[12], counts[1])
        self.assertLessEqual(counts[1], 25)

    # -- due reviews -------------------------------------------------------------------

    def test_due_reviews_are_opened_once(self):
        profile = self._graded()
        profile.next_review_date = "2026-03-31"
        self._nightly()
        review = profile.review_ids.filtered(lambda r: r.state == "draft")
        self.assertEqual((review.kind, len(review.line_ids)), ("due", 5))
        self.assertIn("03/31/2026", review.reason)
        self.assertTrue(review.activity_ids)
        self._nightly()
        self.assertEqual(len(profile.review_ids), 2)

    def test_one_that_fails_does_not_stop_the_others(self):
        good, bad = self._graded(), self._graded(self._make_partner("Beta"))
        (good | bad).next_review_date = "2026-03-30"
        Review = type(self.env["ar.credit.review"])
        collect = Review._collect_facts

        def fail(reviews):
            if bad in reviews.profile_id:
                raise ValueError("Broken")
            return collect(reviews)

        self.patch(Review, "_collect_facts", fail)
        self._nightly()
        self.assertIn("draft", good.review_ids.mapped("state"))
        self.assertNotIn("draft", bad.review_ids.mapped("state"))
        self.assertIn("Broken", bad.message_ids[0].body)

    def test_cron(self):
        """The whole job, through the scheduler."""
        profile = self._graded()
        profile.next_review_date = "2026-03-31"
        cron = self.env.ref("ar_collections.ir_cron_credit_review")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.assertIn("draft", profile.review_ids.mapped("state"))

    # -- agencies that are asked -------------------------------------------------------

    def _provide(self, answers):
        """Let the agency have a provider; ``answers``: {profile: row, or an error}."""
        self.agency.flush_recordset()
        self.env.cr.execute(
            "UPDATE ar_credit_agency SET provider = 'acme' WHERE id = %s", self.agency.ids
        )
        self.agency.invalidate_recordset()
        asked = []

        def fetch(agency, profiles):
            asked.append(profiles)
            for profile in profiles:
                if isinstance(answers.get(profile), Exception):
                    raise answers[profile]
            return {profile.id: answers[profile] for profile in profiles if profile in answers}

        self.patch(type(self.agency), "_fetch_ratings", fetch)
        return asked

    def _load_due(self):
        with patch.object(type(self.env["ir.cron"]), "_commit_progress", return_value=60):
            self.env["ar.credit.agency"]._load_due(self.company)

    def test_button_where_a_provider_answers(self):
        self.assertFalse(self.profile.has_rating_provider)
        with self._refused("No agency loads its ratings"):
            self.profile.action_load_agency_ratings()
        self._provide({self.profile: {"date": "2026-03-30", "value": 65}})
        self.profile.invalidate_recordset()
        collector = self.profile.with_user(self.users["collector"])
        self.assertTrue(collector.has_rating_provider)
        said = collector.action_load_agency_ratings()["params"]["message"]
        self.assertEqual(said, "1 new ratings were loaded.")
        # The same rating again is not kept twice.
        said = collector.action_load_agency_ratings()["params"]["message"]
        self.assertEqual(said, "The agencies say nothing new.")
        self.assertEqual(self.profile.agency_rating_ids.mapped("score"), [65])

    def test_agencies_are_asked_at_night(self):
        """About customers who are judged, once in so many days; a drop opens a review."""
        graded = self._graded()
        stranger = self.env["ar.profile"].get_or_create(self._make_partner("Beta"), self.company)
        answer = {"date": "2026-03-30", "value": 50}
        asked = self._provide({graded: answer, stranger: answer})
        self._load_due()
        self.assertEqual(asked, [graded])
        self.assertEqual(graded.agency_rating_ids[0].score, 50)
        self.assertIn("event", graded.review_ids.mapped("kind"))
        self.assertEqual(graded.agency_asked_on, self._day("2026-03-31"))
        self._load_due()
        with freeze_time("2026-04-29 12:00:00"):
            self._load_due()
        self.assertEqual(len(asked), 1)
        with freeze_time("2026-04-30 12:00:00"):
            self._load_due()
        self.assertEqual(len(asked), 2)
        self.company.ar_credit_agency_days = 0
        with freeze_time("2027-04-30 12:00:00"):
            self._load_due()
        self.assertEqual(len(asked), 2)

    def test_a_provider_that_is_down_says_so(self):
        graded = self._graded()
        self._provide({graded: UserError("The line is dead.")})
        self._load_due()
        self.assertEqual(self.agency.last_error, "The line is dead.")
        self._provide({graded: {"date": "2026-03-30", "value": 80}})
        graded.sudo().agency_asked_on = False
        self._load_due()
        self.assertFalse(self.agency.last_error)

    def test_a_rating_off_the_scale_does_not_stop_the_others(self):
        bad, good = self._graded(), self._graded(self._make_partner("Beta"))
        self._provide(
            {
                bad: {"date": "2026-03-30", "value": 500},
                good: {"date": "2026-03-30", "value": 88},
            }
        )
        self._load_due()
        self.assertEqual(good.agency_rating_ids[0].score, 88)
        self.assertIn("not on that scale", bad.message_ids[0].body)

    # -- contact data ------------------------------------------------------------------

    def _stale_contacts(self):
        return self.env["ar.profile"].search(
            [("stale_contact", "!=", False), ("company_id", "=", self.company.id)]
        )

    def test_contact_data_gets_stale(self):
        """Twelve months after it was verified, and not before."""
        self.profile.with_user(self.users["collector"]).action_verify_contact()
        self.assertEqual(self.profile.contact_checked_by_id, self.users["collector"])
        for day, stale in (("2026-03-31", False), ("2027-03-31", False), ("2027-04-01", True)):
            with freeze_time(f"{day} 12:00:00"):
                self.profile.invalidate_recordset()
                self.assertEqual(bool(self.profile.stale_contact), stale, day)
                self.assertEqual(self.profile in self._stale_contacts(), stale, day)
        with freeze_time("2027-04-01 12:00:00"):
            self.profile.invalidate_recordset()
            self.assertIn("last verified on 03/31/2026", self.profile.stale_contact)
            self.assertIn("last verified", self._make_review().warning)
            self.company.ar_contact_months = 0
            self.profile.invalidate_recordset()
            self.assertFalse(self.profile.stale_contact)
            self.assertNotIn(self.profile, self._stale_contacts())

    def test_contact_data_that_was_never_verified(self):
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE res_partner SET create_date = '2024-05-01' WHERE id = %s", self.partner.ids
        )
        self.env.invalidate_all()
        self.assertIn("since it was entered on 05/01/2024", self.profile.stale_contact)
        self.assertIn(self.profile, self._stale_contacts())
        self.assertIn("never verified", self.partner.ar_stale_contact)
        self.profile.action_verify_contact()
        self.assertFalse(self.profile.stale_contact)

    def test_what_came_back_marks_the_contact_data(self):
        self.profile.action_verify_contact()
        self.partner.message_bounce = 1
        self.profile.invalidate_recordset()
        self.assertIn("came back", self.profile.stale_contact)
        self.assertIn(self.profile, self._stale_contacts())
        self.profile._mark_contact("phone")
        self.assertIn("phone number was wrong", self.profile.stale_contact)
        self.profile.action_verify_contact()
        self.assertFalse(self.profile.stale_contact)
        self.assertFalse(self.profile.phone_wrong or self.partner.message_bounce)
        self.assertNotIn(self.profile, self._stale_contacts())
        self.profile._mark_contact("email")
        self.assertIn(self.profile, self._stale_contacts())

    # -- files -------------------------------------------------------------------------

    def _import(self, content, name="ratings.csv"):
        wizard = self.env["ar.credit.agency.rating.import"].with_user(self.users["collector"])
        wizard = wizard.create(
            {
                "agency_id": self.agency.id,
                "file": base64.b64encode(content),
                "filename": name,
                "company_id": self.company.id,
            }
        )
        return wizard.action_import()

    def test_import(self):
        self.partner.write({"vat": "BE0477472701", "ref": "C-7"})
        self._make_partner("Beta")
        self._import(
            b"Customer;Date;Value;Report\nBE0477472701;2026-03-01;75,5;R1\nBeta;01.02.2026;60;\n"
        )
        ratings = self.env["ar.credit.agency.rating"].search([("agency_id", "=", self.agency.id)])
        self.assertEqual(
            [(r.partner_id.name, r.score, r.reference, r.origin) for r in ratings],
            [("Alpha Trading", 75.5, "R1", "import"), ("Beta", 60, False, "import")],
        )

    def test_import_names_row_and_column_and_keeps_nothing(self):
        self.partner.ref = "C-7"
        self._make_partner("Twin")
        self._make_partner("Twin")
        with self._refused("(?s)Row 3, column customer: .*“Nobody”.*Row 4, column date: .*“soon”"):
            self._import(
                b"customer,date,value\nC-7,2026-03-01,80\nNobody,2026-03-01,80\nC-7,soon,80\n"
            )
        for row, words in (
            ("C-7,2026-03-01,many", "Row 2, column value: “many” is not a number"),
            ("C-7,2026-03-01,120", "Row 2, column value: .*not on that scale"),
            ("C-7,2026-04-01,80", "Row 2, column date: 04/01/2026 is in the future"),
            ("C-7,,80", "Row 2, column date: there is no date"),
            ("Twin,2026-03-01,80", "Row 2, column customer: several customers"),
            ("C-7,2026-03-01,", "Row 2, column value: there is neither"),
        ):
            with self.subTest(row=row), self._refused(words):
                self._import(f"customer,date,value\n{row}\n".encode())
        with self._refused("no column “date”"):
            self._import(b"customer,value\nC-7,80\n")
        for content in (b"\xff\xfe\x00", b"PK not a workbook", b"customer,date,value\n"):
            with self.subTest(content=content), self._refused("Nothing was imported"):
                self._import(content)
        self.assertFalse(self.profile.agency_rating_ids)

    def test_import_workbook(self):
        self.agency.grade_ids = [(0, 0, {"code": "AA", "score": 88})]
        book = Workbook()
        book.active.append(["Customer", "Date", "Grade"])
        book.active.append(["Alpha Trading", date(2026, 3, 2), "AA"])
        content = BytesIO()
        book.save(content)
        self._import(content.getvalue(), "ratings.xlsx")
        self.assertEqual(self.profile.agency_rating_ids.score, 88)

    # -- who may what ------------------------------------------------------------------

    def test_roles(self):
        for role, group in OUTSIDERS.items():
            self.users[role] = new_test_user(self.env, f"credit {role}", groups=group)
        for model, rights in MATRIX.items():
            for role, may in zip(ROLES, rights, strict=True):
                records = self.env[model].with_user(self.users[role])
                granted = "".join(v for v, verb in VERBS.items() if records.has_access(verb))
                with self.subTest(model=model, role=role):
                    self.assertEqual(granted, may)

    def test_other_companies_are_not_seen(self):
        self._make_statement()
        review = self._graded().review_ids
        other = self.setup_other_company(name="Other Ltd")["company"]
        stranger = self.users["second"]
        stranger.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        records = (
            review,
            review.line_ids,
            self.profile.agency_rating_ids,
            self.profile.financials_ids,
            self.grades["A"],
            self.factors["judgement"],
        )
        for record in records:
            with self.subTest(model=record._name), self.assertRaises(AccessError):
                record.with_user(stranger).read(["company_id"])

    def test_merged_customers(self):
        """Reviews and statements of both survive; the later review counts."""
        twin = self._make_partner("Alpha Trading (twin)")
        kept = self._graded()
        gone = self.env["ar.profile"].get_or_create(twin, self.company)
        self._make_statement()
        self._make_statement(gone)
        self._make_statement(gone, date="2024-12-31")
        self._make_review(gone)
        self._make_review(kept)
        self.env["base.partner.merge.automatic.wizard"].create({})._merge(
            (self.partner | twin).ids, self.partner
        )
        self.assertFalse(gone.exists())
        self.assertEqual(sorted(kept.review_ids.mapped("state")), ["approved", "draft", "refused"])
        self.assertEqual(len(kept.financials_ids), 2)
        self.assertEqual(kept.rating_id, self.grades["A"])
