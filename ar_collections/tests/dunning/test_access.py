from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common import ArCommon

GROUPS = {
    "collector": "ar_collections.ar_collections_group_collector",
    "manager": "ar_collections.ar_collections_group_manager",
    "billing": "account.group_account_invoice",
    "auditor": "account.group_account_readonly",
    "internal": "base.group_user",
    "portal": "base.group_portal",
}
# Read, write, create, unlink.
ALL, KEEP, ACT, SEE, NONE = "rwcu", "rwc", "rw", "r", ""
ROLES = ("collector", "manager", "billing", "auditor", "internal", "portal")
MATRIX = {
    "ar.profile": (KEEP, ALL, SEE, SEE, NONE, NONE),
    "ar.hold": (ALL, ALL, SEE, SEE, NONE, NONE),
    "ar.dunning.policy": (SEE, ALL, SEE, SEE, NONE, NONE),
    "ar.dunning.level": (SEE, ALL, SEE, SEE, NONE, NONE),
    "ar.dunning.policy.minimum": (SEE, ALL, NONE, NONE, NONE, NONE),
    "ar.dunning.level.fee": (SEE, ALL, NONE, NONE, NONE, NONE),
    "ar.dunning.run": (KEEP, ALL, NONE, NONE, NONE, NONE),
    "ar.dunning.run.line": (SEE, SEE, NONE, NONE, NONE, NONE),
    "ar.dunning.notice": (ACT, "rwu", SEE, SEE, NONE, NONE),
    "ar.dunning.notice.line": (ACT, ACT, SEE, SEE, NONE, NONE),
}
VERBS = {"r": "read", "w": "write", "c": "create", "u": "unlink"}


@tagged("post_install", "-at_install")
@freeze_time("2026-03-31 12:00:00")
class TestAccess(ArCommon):
    """Who may see and do what, in the rooms customer and dunning."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._add_companies()
        cls.policy = cls._make_policy(3, 14, company_id=False)
        cls.invoice = cls._make_invoice(amount=100, due="2026-03-11")
        cls.runs = cls.env["ar.dunning.run"]
        for company in (cls.company, cls.branch, cls.other):
            if company != cls.company:
                cls._make_invoice(amount=7, due="2026-03-11", company=company)
            cls.runs |= cls._run(company_id=company.id)
        cls.hold = cls.env["ar.hold"].create(
            {
                "profile_id": cls.runs[0].notice_ids.profile_id.id,
                "date_from": "2026-05-01",
                "reason": "Talks",
            }
        )
        cls.users = {role: cls._user(role, cls.company) for role in ROLES}

    @classmethod
    def _user(cls, role, companies):
        return cls._make_user(
            f"{role} of {len(cls.env['res.users'].search([]))}",
            GROUPS[role],
            companies,
            **({"partner_id": cls.partner.id} if role == "portal" else {}),
        )

    def test_roles(self):
        for model, rights in MATRIX.items():
            for role, may in zip(ROLES, rights, strict=True):
                records = self.env[model].with_user(self.users[role])
                granted = "".join(v for v, verb in VERBS.items() if records.has_access(verb))
                with self.subTest(model=model, role=role):
                    self.assertEqual(granted, may)

    def _seen(self, user, model):
        records = self.env[model].with_user(user)
        companies = user.company_ids
        return records.with_context(allowed_company_ids=companies.ids).search([]).company_id

    def test_trap_12_companies_and_branches(self):
        models = ("ar.profile", "ar.dunning.run", "ar.dunning.notice", "ar.dunning.notice.line")
        for companies in (self.company, self.branch, self.other, self.company | self.branch):
            user = self._user("collector", companies)
            for model in (*models, "ar.dunning.run.line"):
                with self.subTest(model=model, companies=companies.mapped("name")):
                    self.assertEqual(self._seen(user, model), companies)
        branch_user = self._user("manager", self.branch)
        for record in (self.runs[0], self.runs[0].notice_ids, self.hold):
            with self.subTest(record=record), self.assertRaises(AccessError):
                record.with_user(branch_user).read(["company_id"])

    def test_collector_goes_through_a_run(self):
        run = self.env["ar.dunning.run"].with_user(self.users["collector"]).create({})
        self.assertEqual(run.company_id, self.company)
        run.action_propose()
        run.line_ids.action_leave_out()
        run.line_ids.action_take_back()
        run.action_confirm()
        self.assertEqual(run.notice_ids.state, "queued")
        self.assertTrue(run.notice_ids._refresh_before_sending()._set_sent())
        self.assertEqual(self.invoice.ar_level_id, self.policy.level_ids[0])
        hold = self.env["ar.hold"].with_user(self.users["collector"])
        hold.create({"move_id": self.invoice.id, "reason": "Talks"}).action_release()
        with self.assertRaises(AccessError):
            run.create({"company_id": self.other.id})
        with self.assertRaises(AccessError):
            self.policy.with_user(self.users["collector"]).name = "Mine"

    def test_states_are_not_written_by_hand(self):
        """A level that asks for a manager's approval is not passed by writing the state."""
        collector = self.users["collector"]
        notice = self.runs[0].notice_ids.with_user(collector)
        for record in (notice, notice.line_ids, self.runs[0].with_user(collector)):
            with self.subTest(model=record._name), self.assertRaises(AccessError):
                record.write({"state": "cancelled"})
        with self.assertRaises(AccessError):
            notice.copy({"state": "queued"})
        with self.assertRaises(AccessError):
            notice.write({"level_id": self.policy.level_ids[0].id})
        with self.assertRaises(AccessError):
            notice.line_ids.copy({"state": "sent"})
        notice.action_cancel()
        self.assertEqual(notice.state, "cancelled")

    def test_billing_looks_and_does_not_touch(self):
        user = self.users["billing"]
        notice = self.runs[0].notice_ids.with_user(user)
        self.assertEqual(notice.amount_total, 100)
        for act in (
            notice.action_cancel,
            notice.action_confirm,
            self.hold.with_user(user).action_release,
            lambda: self.runs[0].with_user(user).action_confirm(),
            lambda: self.runs[0].with_user(user).action_cancel(),
            lambda: (
                self.env["ar.dunning.run"].with_user(user).simulate(self.company.id, "2026-03-31")
            ),
            lambda: self.partner.with_user(user).write({"ar_reminder_mode": "manual"}),
        ):
            with self.subTest(act=act), self.assertRaises(AccessError):
                act()
        move = self.invoice.with_user(user)
        self.assertEqual(move.ar_days_overdue, 20)
        self.assertEqual(move.ar_next_action_date, self._day("2026-03-31"))
        self.assertIn(move, move.search([("ar_days_overdue", ">", 0)]))
        self.assertEqual(self.partner.with_user(user).ar_overdue_amount, 100)

    def test_billing_posts_and_takes_back(self):
        """Posting makes the account, and a draft leaves the queue, whatever the rights."""
        user = self.users["billing"]
        self.runs[0].action_confirm()
        invoice = self._make_invoice(self._make_partner("New"), due="2026-03-11", post=False)
        invoice.with_user(user).action_post()
        self.assertEqual(len(self.env["ar.profile"].search([("partner_id.name", "=", "New")])), 1)
        self.invoice.with_user(user).button_draft()
        self.assertEqual(self.runs[0].notice_ids.state, "cancelled")
        self.invoice.with_user(user).action_post()

    def test_auditor_reads(self):
        user = self.users["auditor"]
        self.assertEqual(self.partner.with_user(user).ar_open_amount, 100)
        self.assertEqual(self.invoice.with_user(user).ar_days_overdue, 20)
        self.assertTrue(self.invoice.with_user(user).ar_notice_line_ids)

    def test_what_is_owed_is_not_for_everybody(self):
        """Partners and invoices are read by salespeople and through the portal."""
        for role in ("internal", "portal"):
            partner = self.partner.with_user(self.users[role])
            fields = [name for name in partner._fields if name.startswith("ar_")]
            self.assertGreater(len(fields), 8)
            self.assertFalse(set(fields) & set(partner.fields_get()))
            for name in fields:
                with self.subTest(role=role, field=name), self.assertRaises(AccessError):
                    partner.read([name])
            with self.subTest(role=role), self.assertRaises(AccessError):
                partner.search([("ar_overdue_amount", ">", 0)])

    def test_the_portal_reads_its_invoice_without_our_notes(self):
        move = self.invoice.with_user(self.users["portal"])
        self.assertTrue(move.has_access("read"))
        for records in (move, move.line_ids):
            ours = {name for name in records._fields if name.startswith("ar_")}
            self.assertGreater(len(ours), 1)
            self.assertFalse(ours & set(records.fields_get()))
            for name in ours:
                with self.subTest(field=name), self.assertRaises(AccessError):
                    records.read([name])
