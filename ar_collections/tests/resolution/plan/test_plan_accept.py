"""The customer accepts a plan, on paper: sealed, with what restarts a limitation."""

import base64

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .plan_common import TODAY, PlanCommon

PDF = b"%PDF-1.4 signed"


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestPlanAccept(PlanCommon):
    def _proposed(self, **values):
        plan = self._plan(*self._thirds(), **values)
        plan.action_propose()
        return plan

    def _sign(self, plan, content=PDF, **values):
        attachment = self.env["ir.attachment"].with_user(self.collector)
        file = attachment.create({"name": "signed.pdf", "datas": base64.b64encode(content)})
        wizard = self.env["ar.plan.sign"].with_user(self.collector)
        return wizard.create(
            {
                "plan_id": plan.id,
                "accepted_by": "Ann Alpha",
                "date_signed": "2026-03-30",
                "attachment_ids": [Command.set(file.ids)],
                **values,
            }
        )

    def test_signed_paper(self):
        plan = self._proposed()
        self.assertEqual(plan.action_record_paper()["res_model"], "ar.plan.sign")
        self._sign(plan).action_record()
        self.assertEqual(plan.state, "active")
        self.assertEqual(str(plan.acknowledged_on), "2026-03-30")
        self.assertEqual((plan.accepted_by, plan.accept_way), ("Ann Alpha", "paper"))
        self.assertEqual(plan.recorded_by_id, self.collector)
        self.assertEqual(plan.paper_ids.raw, PDF)
        self.assertTrue(plan.intact)
        self.assertFalse(plan.sudo().attachment_id.res_field)
        with self.assertRaises(AccessError):
            plan.paper_ids.with_user(self.collector).unlink()
        with self.assertRaisesRegex(UserError, "accepted or taken back"):
            plan.action_record_paper()
        with self.assertRaisesRegex(UserError, "accepted or taken back"):
            self._sign(plan).action_record()

    def test_what_was_sealed_is_told(self):
        plan = self._proposed()
        self._sign(plan).action_record()
        self.env.cr.execute(
            "UPDATE ar_plan_installment SET amount = amount + 1 WHERE id = %s",
            [plan.installment_ids[0].id],
        )
        plan.sudo().paper_ids.raw = b"%PDF-1.4 other"
        self.env.invalidate_all()
        self.assertFalse(plan.intact)
        self.assertIn("Instalments: not what was sealed", plan.intact_note)
        self.assertIn("signed.pdf has changed", plan.intact_note)

    def test_agreed_by_word_and_signed_later(self):
        plan = self._proposed()
        plan.action_activate()
        self.assertFalse(plan.acknowledged_on)
        self._sign(plan).action_record()
        self.assertEqual(str(plan.acknowledged_on), "2026-03-30")
        self.assertEqual(plan.state, "active")

    def test_an_earlier_proposal_is_kept(self):
        plan = self._proposed()
        before = plan.sudo().attachment_id
        self._pay(self.first, 100, TODAY)
        plan.action_recompute()
        plan.action_propose()
        self.assertNotEqual(plan.sudo().attachment_id, before)
        with self.assertRaisesRegex(AccessError, "kept with"):
            before.with_user(self.collector).unlink()

    def test_wrong_papers(self):
        plan = self._proposed()
        cases = [
            ({"attachment_ids": False}, "Attach the paper"),
            ({"accepted_by": "  "}, "Enter the name"),
            ({"date_signed": "2026-04-01"}, "day to come"),
            ({"content": b""}, "is empty"),
        ]
        for values, words in cases:
            with self.subTest(words=words), self.assertRaisesRegex(UserError, words):
                self._sign(plan, **values).action_record()
        self.assertEqual(plan.state, "proposed")

    def test_what_is_owed_has_changed(self):
        plan = self._proposed()
        self._pay(self.first, 100, TODAY)
        with self.assertRaisesRegex(UserError, "900.00 are open now"):
            self._sign(plan).action_record()
        self.assertEqual(plan.state, "proposed")
        self.assertFalse(plan.acknowledged_on)
        told = plan.sudo()._accept({"accepted_by": "Ann", "accept_way": "link"})
        self.assertIn("has changed", told)
        self.assertFalse(plan.acknowledged_on)
        task = self.profile.activity_ids.filtered(lambda t: "made anew" in (t.summary or ""))
        self.assertIn("900.00", task.note)

    def test_a_plan_in_china_reserves_rights(self):
        values = {"interest_kind": "rate", "interest_rate": 7.3, "waived_amount": 12}
        plan = self._plan(installment_count=2, **values)
        self.assertTrue(plan._prepare_agreement()["interest"])
        self.assertNotIn("reserved", " ".join(plan._prepare_agreement()["terms"]))
        self.company.country_id = self.env.ref("base.cn")
        said = plan._prepare_agreement()
        self.assertFalse(said["interest"] or said["sum"])
        self.assertIn("All rights from late payment stay reserved.", said["terms"])
        self.assertNotIn("12.00", " ".join(said["terms"]))
        html = self.env["ir.qweb"]._render("ar_collections.report_ar_plan_tables", {"plan": said})
        self.assertNotIn("Interest", str(html))
        self.company.ar_plan_interest_shown = "yes"
        self.assertTrue(plan._prepare_agreement()["interest"])

    def test_the_paper(self):
        plan = self._proposed(terms="Deliveries only against payment.", waived_amount=12)
        report = self.env["ir.actions.report"]._render_qweb_html(
            "ar_collections.report_ar_plan", plan.ids
        )
        html = report[0].decode()
        for words in (
            plan.name,
            self.first.name,
            "300.00",
            "1,000.00",
            "04/10/2026",
            "12.00",
            "Deliveries only",
            "Signature",
            "acknowledge that you owe",
        ):
            with self.subTest(words=words):
                self.assertIn(words, html)
        self.assertIn("/pay/", html)
        self._sign(plan).action_record()
        html = self.env["ir.actions.report"]._render_qweb_html(
            "ar_collections.report_ar_plan", plan.ids
        )[0]
        self.assertIn("Accepted by Ann Alpha", html.decode())
        self.assertNotIn("/pay/", html.decode())

    def test_reminder_as_a_letter(self):
        self.partner.write({"street": "Main Street 1", "city": "Town", "zip": "1000"})
        self.profile.preferred_channel = "letter"
        plan = self._active()
        with freeze_time("2026-04-11"):
            self._watch()
            reminder = plan.sudo().installment_ids.reminder_ids
            reminder._lock_bundles()._send()
            self.assertEqual(reminder.dispatch_ids.channel, "letter")
            self.assertIn(b"has not arrived in full", reminder._get_letter().raw)

    def test_webhook(self):
        plan = self._proposed()
        said = plan.with_user(self.collector)._prepare_webhook()
        self.assertEqual(said["total"], "1000.00")
        self.assertEqual(said["instalments"][0], {"date": "2026-04-10", "amount": "300.00"})
        self.assertEqual(len(said["items"]), 2)

    def test_text_message(self):
        plan = self._proposed()
        self.assertIn("3 instalments", plan._get_sms_text())
        self.assertIn("/pay/", plan._get_sms_text())
