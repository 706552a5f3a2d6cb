"""What hostile colleagues tried with accounts, runs, notices, letters and snapshots."""

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged

from ..common import ArCommon

COLLECTOR = "ar_collections.ar_collections_group_collector"
MANAGER = "ar_collections.ar_collections_group_manager"


@tagged("post_install", "-at_install")
@freeze_time("2026-03-31 12:00:00")
class TestDunningGuard(ArCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._add_companies()
        cls.policy = cls._make_policy(3, 14)
        cls.invoice = cls._make_invoice(amount=100, due="2026-03-11")
        cls.foreign = cls._make_invoice(
            cls._make_partner("Theirs"), 7, due="2026-03-11", company=cls.other
        )
        cls.run_ = cls._run()
        cls.notice = cls.run_.notice_ids
        cls.profile = cls.notice.profile_id
        cls.collector = cls._make_user("guard collector", COLLECTOR)
        cls.biller = cls._make_user("guard biller", "account.group_account_invoice")
        cls.auditor = cls._make_user("guard auditor", "account.group_account_readonly")

    def test_a_line_at_a_foreign_invoice_shows_nothing_of_it(self):
        """Not its customer's link, whatever a line has come to point at."""
        line = self.notice.line_ids[:1].with_user(self.collector)
        with self.assertRaises(AccessError):
            line.write({"move_id": self.foreign.id})
        line.sudo().move_id = self.foreign
        self.assertNotIn(self.foreign.id, line.sudo()._get_links(self.notice.sudo()))
        self.assertFalse(self.foreign.sudo().access_token)
        self.foreign.sudo().message_main_attachment_id = self.env["ir.attachment"].create(
            {"name": "theirs.pdf", "raw": b"%PDF-1.4", "mimetype": "application/pdf"}
        )
        self.assertFalse(self.notice.sudo()._map_invoice_pdfs()[self.notice.id])

    def test_a_run_stays_in_its_company(self):
        run = self.run_.with_user(self.collector)
        for values in ({"company_id": self.branch.id}, {"kind": "nightly"}, {"name": "RUN/1"}):
            with self.subTest(values=values), self.assertRaises(AccessError):
                run.write(values)
        with self.assertRaises(AccessError):
            run.create({"kind": "nightly"})

    def test_a_level_that_a_manager_approves(self):
        """A collector finds no way round: not the level, its approval, or a born state."""
        self.policy.level_ids.approval = "manager"
        run = self.env["ar.dunning.run"].with_user(self.collector).create({})
        run.action_propose()
        notice = run.notice_ids
        run.action_confirm()
        self.assertEqual(notice.state, "draft")
        for record, values in (
            (notice, {"state": "queued"}),
            (notice, {"level_id": self.policy.level_ids[-1].id}),
            (notice.line_ids, {"level_id": self.policy.level_ids[-1].id}),
            (notice.level_id, {"approval": "none"}),
            (notice, {"policy_id": False}),
        ):
            with self.subTest(values=values), self.assertRaises(AccessError):
                record.write(values)
        with self.assertRaises(AccessError):
            notice.with_context(default_state="queued").create({"profile_id": notice.profile_id.id})

    def test_letters_are_marked_by_who_sends_them(self):
        dispatch = (
            self.env["ar.dispatch"]
            .sudo()
            .create({"notice_id": self.notice.id, "channel": "letter", "state": "sent"})
        )
        for user in (self.biller, self.auditor):
            letter = dispatch.with_user(user)
            for act in (
                letter.action_mark_printed,
                letter.action_print_letters,
                letter.action_log_call,
            ):
                with (
                    self.subTest(user=user.login, act=act.__name__),
                    self.assertRaises(AccessError),
                ):
                    act()
        self.assertEqual(dispatch.state, "sent")
        dispatch.with_user(self.collector).action_mark_printed()
        self.assertEqual(dispatch.state, "delivered")

    def test_a_hold_that_has_begun_is_history(self):
        holds = self.env["ar.hold"].with_user(self.collector)
        begun = holds.create({"move_id": self.invoice.id, "date_from": "2026-03-30", "reason": "x"})
        with self.assertRaisesRegex(UserError, "Release it instead"):
            begun.unlink()
        begun.action_release()
        self.assertFalse(begun.in_force)
        today = {"move_id": self.invoice.id, "date_from": "2026-03-31", "reason": "x"}
        holds.create(today).unlink()
        other = self.env["ar.profile"].get_or_create(self._make_partner("Else"), self.company)
        with self.assertRaises(AccessError):
            begun.write({"profile_id": other.id})
        with self.assertRaises(AccessError):
            begun.write({"kind": "dispute"})

    def test_an_account_with_a_history_is_not_deleted(self):
        """Nor do its holds go with it."""
        profile = self.env["ar.profile"].get_or_create(self._make_partner("Gone"), self.company)
        hold = self.env["ar.hold"].create({"profile_id": profile.id, "reason": "Talks"})
        with self.assertRaisesRegex(UserError, "has a history"):
            profile.unlink()
        self.assertTrue(hold.exists())

    def test_a_new_parent_does_not_merge_accounts_for_good(self):
        """Unless a manager says so, or nothing was said or decided yet."""
        parent = self._make_partner("Parent Co")
        # Whoever keeps contacts.
        keeper = self._make_user("guard keeper", "base.group_user,base.group_partner_manager")
        become = {"parent_id": parent.id, "is_company": False}
        with self.assertRaisesRegex(AccessError, "Ask a collections manager"):
            self.partner.with_user(keeper).write({**become})
        self.assertEqual(self.profile.partner_id, self.partner)
        new = self._make_partner("New and Empty")
        profile = self.env["ar.profile"].get_or_create(new, self.company)
        new.with_user(keeper).write({**become})
        self.assertFalse(profile.exists())
        manager = self._make_user("guard manager", f"{MANAGER},base.group_partner_manager")
        self.partner.with_user(manager).write({**become})
        self.assertEqual(self.notice.profile_id.partner_id, parent)

    def test_settings_stay_where_they_are(self):
        """A manager moves no schedule, policy or level, and a branch not its parent's."""
        manager = self._make_user("two companies", MANAGER, self.company | self.other)
        schedule = self.env["ar.aging.schedule"].create(
            {
                "name": "Weekly",
                "company_id": self.company.id,
                "recipient_ids": [Command.set(self.partner.ids)],
            }
        )
        for record in (schedule, self.policy):
            with self.subTest(record=record), self.assertRaises(AccessError):
                record.with_user(manager).write({"company_id": self.other.id})
        shared = self._make_policy(5, company_id=False)
        with self.assertRaises(AccessError):
            self.policy.level_ids[0].with_user(manager).write({"policy_id": shared.id})
        of_branch = self._make_user("guard branch", MANAGER, self.branch)
        seen = self.policy.with_user(of_branch).with_context(allowed_company_ids=self.branch.ids)
        self.assertEqual(seen.name, "Test policy")
        with self.assertRaises(AccessError):
            seen.name = "Mine now"

    def test_a_policy_of_another_company_is_not_pinned(self):
        theirs = self._make_policy(3, company_id=self.other.id)
        with self.assertRaisesRegex(ValidationError, "another company's"):
            self.profile.policy_pinned_id = theirs

    def test_who_only_reads_makes_nothing(self):
        """No account, no snapshot, no run."""
        unknown = self._make_partner("Unknown")
        for user in (self.biller, self.auditor):
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    self.env["ar.profile"].with_user(user).get_or_create(unknown, self.company)
                with self.assertRaises(AccessError):
                    self.env["ar.snapshot"].with_user(user).take("2026-02-28", self.company)
                with self.assertRaises(AccessError):
                    self.profile.with_user(user).action_remind()
