"""Ways around the guards that were tried with fresh eyes, as the person who would try them."""

from contextlib import suppress
from unittest.mock import patch

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...models.base.closing import is_change
from .world import TODAY, ArWorld

SAID = "I agree"


@tagged("post_install", "-at_install")
@freeze_time(f"{TODAY} 12:00:00")
class TestAttacks(ArWorld):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.home = cls.records_of("ar.credit.limit", cls.company)[:1].profile_id
        cls.abroad = cls.env["ar.profile"].search([("company_id", "=", cls.other.id)])[:1]

    def _as(self, role, records):
        return records.with_user(self.users[role]).with_context(
            allowed_company_ids=self.company.ids
        )

    def _own(self, model):
        return self.records_of(model, self.company)[:1]

    # -- what a refusal tells ----------------------------------------------------------

    def test_refusal_tells_nothing_to_who_may_not_read(self):
        """Neither the name of a record, nor whether a value is right, by a refused write."""
        for role in ("portal", "plain"):
            for model in self.own_models():
                record = self.records_of(model)[:1]
                if not record or not hasattr(record, "_get_writable"):
                    continue
                for name in [*list(record._get_writable())[:3], "create_date"]:
                    with self.subTest(role=role, model=model, field=name):
                        told = self._refusal(self._as(role, record), name, False)
                        self.assertNotIn(record.display_name or "-none-", told)

    def _refusal(self, record, name, value):
        with self.assertRaises(UserError) as caught, mute_logger("odoo.models"):
            record.write({name: value})
        return str(caught.exception)

    def test_refusal_is_no_oracle(self):
        limit = self._own("ar.credit.limit")
        as_plain = self._as("plain", limit)
        self.assertEqual(
            self._refusal(as_plain, "amount", limit.amount),
            self._refusal(as_plain, "amount", limit.amount + 1),
        )
        move = self.records_of("account.move", self.company)[:1]
        as_portal = self._as("plain", move)
        for value in (move.ar_level_id.id, 987654):
            told = self._refusal(as_portal, "ar_level_id", value)
            self.assertNotIn("not written by hand", told)

    def test_refused_file_is_not_named(self):
        statement = self._own("ar.statement")
        file = self.env["ir.attachment"].create(
            {
                "name": "Secret name.pdf",
                "raw": b"x",
                "res_model": "ar.statement",
                "res_id": statement.id,
            }
        )
        for role in ("portal", "plain"):
            told = self._refusal(self._as(role, file), "name", "y")
            self.assertNotIn("Secret name", told)
            self.assertNotIn(statement.display_name, told)

    # -- writing -----------------------------------------------------------------------

    def test_x2many_is_not_emptied_by_a_plain_value(self):
        """False, None and a list of ids are commands, too."""
        users = self.users["plain"] | self.users["biller"]
        review = self._own("ar.credit.review")
        review.editor_ids = users
        for value in (False, None, users[:1].ids, (), tuple(users[:1].ids), users[:1], [(5,)]):
            with self.subTest(value=value):
                self.assertTrue(is_change(review, "editor_ids", value))
        for value in (users.ids, tuple(users.ids), users, [Command.set(users.ids)], []):
            with self.subTest(value=value):
                self.assertFalse(is_change(review, "editor_ids", value))

    def test_default_of_what_others_write(self):
        """A field that approvers write is not filled by a collector's context or default."""
        partner = self._make_partner("Newcomer")
        for name, value in {"credit_exempt": True, "score": 99.0}.items():
            with self.subTest(name=name), self.env.cr.savepoint():
                values = {"partner_id": partner.id, "company_id": self.company.id}
                profile = (
                    self._as("collector", self.env["ar.profile"])
                    .with_context(**{f"default_{name}": value})
                    .create(values)
                )
                self.assertFalse(profile.sudo()[name])
                profile.sudo().unlink()
                self.env["ir.default"].with_user(self.users["collector"]).set(
                    "ar.profile", name, value, user_id=True
                )
                profile = self._as("collector", self.env["ar.profile"]).create(values)
                self.assertFalse(profile.sudo()[name])
                profile.sudo().unlink()

    def test_no_number_is_no_amount(self):
        """NaN and infinity compare with nothing: no limit, no deposit, no hold is that much."""
        profile = self.home
        for value in (float("nan"), float("inf"), float("-inf")):
            for role, model, values in (
                ("approver", "ar.credit.limit", {"profile_id": profile.id, "reason": "x"}),
                ("approver", "ar.credit.security", {"profile_id": profile.id, "reference": "x"}),
                ("collector", "ar.hold", {"profile_id": profile.id}),
            ):
                with self.subTest(value=value, model=model):
                    with self.assertRaises(UserError):
                        self._as(role, self.env[model]).create({**values, "amount": value})
                        self.env.flush_all()
        for value in (float("nan"), "nan", "inf", 10**400):
            with self.subTest(value=value), self.assertRaises(UserError):
                self._as("collector", self._own("ar.hold")).write({"amount": value})

    def test_trace_is_not_switched_off(self):
        """What is tracked is tracked, whatever the context says."""
        profile = self._as("collector", self.home)
        for key in ("tracking_disable", "mail_notrack"):
            with self.subTest(key=key):
                before = self.home.message_ids
                mode = "manual" if self.home.reminder_mode == "auto" else "auto"
                profile.with_context(**{key: True}).write({"reminder_mode": mode})
                self.env.flush_all()
                self.env.cr.precommit.run()
                self.home.invalidate_recordset()
                self.assertTrue(
                    (self.home.message_ids - before).tracking_value_ids, "there is a trace"
                )

    def test_begun_hold_does_not_vanish(self):
        """Its first day is moved to tomorrow, and it is one that has not begun."""
        hold = self._own("ar.hold")
        hold.date_from = "2026-01-01"
        as_collector = self._as("collector", hold)
        with self.assertRaises(UserError):
            as_collector.write({"date_from": "2026-05-01"})
            as_collector.unlink()

    def test_translations_are_written_by_who_may_write(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        schedule = self._own("ar.aging.schedule")
        for role in ("biller", "auditor", "collector"):
            for act in (
                lambda one: one.update_field_translations("name", {"fr_FR": "Forged"}),
                lambda one: one.web_override_translations({"name": "Forged"}),
            ):
                with self.subTest(role=role), self.assertRaises(AccessError):
                    act(self._as(role, schedule))

    # -- other ways in -----------------------------------------------------------------

    def test_onchange_follows_no_foreign_pointer(self):
        """What a form would show of a record of another company."""
        told = []
        foreign = self.records_of
        plain = ("monetary", "float", "char", "text", "html", "date", "integer", "boolean")
        for model in self.own_models():
            Model = self.env[model]
            for name, field in Model._fields.items():
                if field.type != "many2one" or field.comodel_name not in self.own_models():
                    continue
                target = (
                    foreign(field.comodel_name, self.other)[:1]
                    if ("company_id" in self.env[field.comodel_name]._fields)
                    else None
                )
                if not target:
                    continue
                spec = {
                    f: {}
                    for f, one in Model._fields.items()
                    if one.compute and one.type in plain and f != "display_name"
                }
                if not spec:
                    continue
                for role in ("collector", "manager"):
                    try:
                        with self.env.cr.savepoint():
                            blank = self._as(role, Model).onchange({name: False}, [name], spec)
                            got = self._as(role, Model).onchange({name: target.id}, [name], spec)
                            born = {f"default_{name}": target.id}
                            more = self._as(role, Model).with_context(**born)
                            got["value"] |= more.onchange({}, [], spec)["value"]
                            got = {
                                key: value
                                for key, value in got["value"].items()
                                if value and value != blank["value"].get(key)
                            }
                    except (UserError, ValueError):
                        continue
                    if got:
                        told.append((role, model, name, got))
        self.assertFalse(told)

    def test_refused_birth_names_nobody(self):
        """What is wrong with a record of another company's customer is not told."""
        values = {"profile_id": self.abroad.id, "reason": "x", "date_to": "2020-01-01"}
        invoice = self.records_of("ar.hold", self.other).move_id
        tries = [
            ("approver", "ar.credit.limit", {**values, "amount": 1}),
            ("approver", "ar.credit.hold", values),
            ("collector", "ar.hold", values),
            ("collector", "ar.hold", {"move_id": invoice.id}),
            (
                "collector",
                "ar.statement",
                {"partner_id": self.abroad.partner_id.id, "company_id": self.other.id},
            ),
            ("collector", "ar.credit.review", {"profile_id": self.abroad.id}),
            ("approver", "ar.credit.contract", {"profile_id": self.abroad.id, "notice_days": -1}),
        ]
        for role, model, vals in tries:
            with self.subTest(model=model), self.assertRaises(UserError) as caught:
                self._as(role, self.env[model]).create(vals)
            self.assertNotIn(self.abroad.partner_id.name, str(caught.exception))

    def test_commercial_entity_is_not_written(self):
        """The debtor is computed from the parent; written by hand, debts change hands."""
        partner, other = self.home.partner_id, self._make_partner("Straw man")
        for role in ("biller", "collector", "manager"):
            self.users[role].group_ids |= self.env.ref("base.group_partner_manager")
            with self.subTest(role=role):
                with suppress(AccessError):
                    self._as(role, partner).write({"commercial_partner_id": other.id})
                self.env.flush_all()
                self.assertEqual(partner.commercial_partner_id, partner)

    def test_residual_is_not_written(self):
        """What is left of an item follows from its matching."""
        line = self._receivable(
            self.records_of("account.move", self.company).filtered(
                lambda move: move.move_type == "out_invoice"
            )[:1]
        )
        before = line.amount_residual
        for values in (
            {"amount_residual": 0.0},
            {"reconciled": True},
            {"amount_residual_currency": 0.0},
        ):
            with self.subTest(values=values):
                with suppress(UserError):
                    self._as("biller", line).write(values)
                self.env.flush_all()
                line.invalidate_recordset()
                self.assertEqual((line.amount_residual, line.reconciled), (before, False))

    def test_receivable_item_of_a_draft_has_its_customer(self):
        """A customer with credit passes the check, and another one owes."""
        invoice = self._make_invoice(self.home.partner_id, 700, post=False)
        other = self._make_partner("Straw man")
        line = self._receivable(invoice)
        with suppress(UserError):
            self._as("biller", line).write({"partner_id": other.id})
        self._as("biller", invoice).action_post()
        self.assertEqual(
            self._receivable(invoice).partner_id.commercial_partner_id,
            invoice.partner_id.commercial_partner_id,
        )

    # -- amounts of the check ----------------------------------------------------------

    def _strict(self):
        self.env["ar.credit.rule"].search([("code", "=", "over_limit")]).write(
            {"action_invoice": "block", "action_order": "block"}
        )

    def test_total_of_an_invoice_is_not_written(self):
        self._strict()
        for counts in (True, False):
            self.company.ar_exposure_draft = counts
            for name in ("amount_total", "amount_total_signed"):
                invoice = self._make_invoice(self.home.partner_id, 50000, post=False)
                with self.assertRaisesRegex(UserError, "stopped by the credit check"):
                    self._as("biller", invoice).action_post()
                with self.subTest(name=name, counts=counts), self.assertRaises(UserError):
                    self._as("biller", invoice).write({name: 1.0})
                    self._as("biller", invoice).action_post()

    def test_rate_of_an_invoice_is_no_lever(self):
        self._strict()
        self.company.ar_exposure_draft = False
        currency = self.setup_other_currency("EUR", rates=[("2026-01-01", 2.0)])
        invoice = self._make_invoice(
            self.home.partner_id, 50000, post=False, currency_id=currency.id
        )
        with self.assertRaises(UserError):
            self._as("biller", invoice).action_post()
        with self.assertRaises(UserError):
            self._as("biller", invoice).write({"invoice_currency_rate": 1000000.0})
            self._as("biller", invoice).action_post()

    def test_post_by_the_nightly_job(self):
        self._strict()
        invoice = self._make_invoice(self.home.partner_id, 50000, date=TODAY, post=False)
        self._as("biller", invoice).write({"auto_post": "at_date"})
        with (
            mute_logger("odoo.addons.account.models.account_move"),
            patch.object(self.registry["ir.cron"], "_commit_progress", lambda *a, **k: 1.0),
            patch.object(self.env.cr, "rollback", lambda: None),
        ):
            self.env["account.move"]._autopost_draft_entries()
        self.assertEqual(invoice.state, "draft")

    # -- evidence ----------------------------------------------------------------------

    def test_letter_as_sent_is_kept(self):
        """The letter of a reminder that has left is neither changed nor deleted."""
        notice = self._own("ar.dunning.notice")
        file = self.env["ir.attachment"].create(
            {"name": "Letter.pdf", "raw": b"x", "res_model": notice._name, "res_id": notice.id}
        )
        notice.letter_attachment_id = file
        notice._set_sent()
        for role in ("collector", "manager"):
            for act in (
                lambda one: one.write({"raw": b"forged"}),
                lambda one: one.write({"res_id": False}),
                lambda one: one.unlink(),
            ):
                with self.subTest(role=role), self.assertRaises(AccessError):
                    act(self._as(role, file))

    def test_reminder_takes_no_foreign_file_along(self):
        """An invoice that is pointed at somebody else's file, which leaves with a reminder."""
        notice = self._own("ar.dunning.notice")
        secret = self.env["ir.attachment"].create(
            {
                "name": "Salaries.pdf",
                "raw": b"%PDF-1.4",
                "mimetype": "application/pdf",
                "res_model": "res.company",
                "res_id": self.company.id,
            }
        )
        move = notice.line_ids.move_id[:1]
        move.message_main_attachment_id = False
        with suppress(AccessError):
            self._as("biller", move).write({"message_main_attachment_id": secret.id})
        self.assertNotIn(secret, notice._map_invoice_pdfs()[notice.id])
        # Nor does another file of the invoice: its own PDF alone.
        note = secret.copy({"res_model": "account.move", "res_id": move.id})
        move.message_main_attachment_id = note
        self.assertFalse(notice._map_invoice_pdfs()[notice.id])
        own = note.copy({"res_field": "invoice_pdf_report_file"})
        move.invalidate_recordset(["invoice_pdf_report_id"])
        self.assertEqual(notice._map_invoice_pdfs()[notice.id], own)

    def test_customers_pay_to_no_smuggled_account(self):
        """A bank account that somebody with rights to contacts gives the company."""
        partner = self.company.partner_id
        own = self.env["res.partner.bank"].create(
            {"acc_number": "OWN-1", "partner_id": partner.id, "allow_out_payment": True}
        )
        self.users["plain"].group_ids |= self.env.ref("base.group_partner_manager")
        statement, notice = self._own("ar.statement"), self._own("ar.dunning.notice")
        with suppress(AccessError):
            self._as("plain", self.env["res.partner.bank"]).create(
                {
                    "acc_number": "THIEF-1",
                    "partner_id": partner.id,
                    "sequence": -1,
                    "currency_id": statement.company_currency_id.id,
                }
            )
        self.env.invalidate_all()
        for record in (statement, notice):
            bank = record._get_company_bank(self.company.currency_id)
            self.assertEqual(bank, own)

    def test_signed_contract_is_kept(self):
        contract = self._own("ar.credit.contract")
        file = self.env["ir.attachment"].create(
            {"name": "Signed.pdf", "raw": b"x", "res_model": contract._name, "res_id": contract.id}
        )
        contract.attachment_ids = file
        contract.state = "approved"
        for role in ("collector", "approver", "manager"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self._as(role, file).write({"raw": b"forged"})

    def test_file_of_an_answer_is_not_added_by_a_message(self):
        one = self._own("ar.balance.confirmation")
        for role in ("collector", "manager"):
            with self.subTest(role=role):
                with suppress(AccessError, AttributeError):
                    self._as(role, one).message_post(body=SAID, attachments=[("a.pdf", b"x")])
                self.assertFalse(
                    self.env["ir.attachment"].search(
                        [("res_model", "=", one._name), ("res_id", "=", one.id)]
                    )
                )

    # -- the second round --------------------------------------------------------------

    def test_reports_of_foreign_records(self):
        """A report by its address, with ids of another company or of any."""
        reports = self.env["ir.actions.report"].search([("model", "like", "ar.%")])
        self.assertTrue(reports)
        for report in reports:
            for role in ("portal", "plain", "salesperson", "collector", "manager"):
                company = self.other if role in ("collector", "manager") else self.company
                if "company_id" not in self.env[report.model]._fields:
                    continue
                record = self.records_of(report.model, company)[:1]
                if not record:
                    continue
                with self.subTest(report=report.report_name, role=role):
                    with self.assertRaises(AccessError):
                        self._as(role, report)._render_qweb_html(report.report_name, record.ids)

    def test_merge_wizard_is_no_way_around_the_manager(self):
        """Two accounts with a history become one for good by Odoo's wizard for contacts."""
        source = self._make_partner("Held", email="same@example.com")
        target = self._make_partner("Clean", email="same@example.com")
        profile = self.env["ar.profile"].get_or_create(source, self.company)
        self.env["ar.credit.hold"].create({"profile_id": profile.id, "reason": "Fraud"})
        collector = self.users["collector"]
        collector.group_ids |= self.env.ref("base.group_partner_manager")
        wizard = self._as("collector", self.env["base.partner.merge.automatic.wizard"])
        with self.assertRaises(AccessError):
            wizard._merge((source | target).ids, target.with_user(collector))

    def test_time_zone_of_the_context(self):
        statement = self._own("ar.statement")
        statement.confirmation_ids.state = "withdrawn"
        statement.state = "sent"
        self._as("collector", statement).with_context(tz="Pacific/Kiritimati").action_confirm()
        self.assertEqual(statement.answer_date, self.company._ar_today())

    def test_reason_of_a_limit_leaves_its_trace(self):
        limit = self._own("ar.credit.limit")
        limit.write({"state": "active", "reason": "Approved by the board"})
        before = self.home.message_ids
        self._as("approver", limit).write({"reason": "Other"})
        told = "".join((self.home.message_ids - before).mapped("body"))
        self.assertIn("Approved by the board", told)

    def test_mixed_companies(self):
        for model in ("ar.profile", "ar.hold", "ar.credit.limit", "ar.credit.review"):
            mixed = self._own(model) | self.records_of(model, self.other)[:1]
            name = {"ar.profile": "note", "ar.credit.review": "reason"}.get(model, "reason")
            with self.subTest(model=model), self.assertRaises(AccessError):
                self._as("manager", mixed).write({name: "x"})

    def test_lines_through_the_account(self):
        """Commands on what hangs on an account, and through the contact."""
        profile, partner = self.home, self.home.partner_id
        hold = self.env["ar.hold"].create(
            {"profile_id": profile.id, "date_from": "2026-01-01", "reason": "Talks"}
        )
        limit = self._own("ar.credit.limit")
        foreign = self.records_of("ar.credit.limit", self.other)[:1]
        tries = [
            ("collector", profile, {"limit_ids": [(0, 0, {"amount": 1, "reason": "x"})]}),
            ("approver", profile, {"limit_ids": [(1, limit.id, {"amount": 1})]}),
            ("approver", profile, {"limit_ids": [(2, limit.id)]}),
            ("manager", profile, {"limit_ids": [(3, limit.id)]}),
            ("manager", profile, {"limit_ids": [(5,)]}),
            ("manager", profile, {"limit_ids": False}),
            ("manager", profile, {"limit_ids": [(4, foreign.id)]}),
            ("manager", profile, {"limit_ids": [(6, 0, [])]}),
            ("collector", profile, {"hold_ids": [(2, hold.id)]}),
            ("collector", profile, {"hold_ids": [(3, hold.id)]}),
            ("collector", profile, {"hold_ids": False}),
            ("biller", partner, {"ar_hold_ids": [(2, hold.id)]}),
            ("biller", partner, {"ar_hold_ids": [(0, 0, {"date_from": TODAY})]}),
            ("collector", partner, {"ar_hold_ids": [(5,)]}),
            ("biller", partner, {"ar_collector_id": self.users["biller"].id}),
            ("biller", partner, {"ar_reminder_mode": "manual"}),
        ]
        for role in ("biller", "collector"):
            self.users[role].group_ids |= self.env.ref("base.group_partner_manager")
        for role, record, vals in tries:
            with self.subTest(role=role, vals=vals), self.assertRaises(UserError):
                with self.env.cr.savepoint():
                    self._as(role, record).write(vals)
                    self.env.flush_all()
            self.env.invalidate_all()
        self.assertTrue(hold.exists() and limit.exists())

    def test_copy_and_import_of_decisions(self):
        limit = self._own("ar.credit.limit")
        approver = self.users["approver"]
        copied = self._as("approver", limit).copy(
            {"state": "ended", "approver_id": approver.id, "user_id": self.users["manager"].id}
        )
        self.assertEqual((copied.state, copied.approver_id), ("active", approver.browse()))
        self.assertEqual(copied.user_id, approver)
        got = self._as("approver", self.env["ar.credit.limit"]).load(
            [".id", "amount", "reason"], [[str(limit.id), "9", "x"]]
        )
        self.assertFalse(got["ids"])
        got = self._as("approver", self.env["ar.credit.limit"]).load(
            ["profile_id/.id", "amount", "reason", "approver_id/.id"],
            [[str(self.home.id), "9", "x", str(approver.id)]],
        )
        self.assertFalse(got["ids"])

    def test_author_of_a_message(self):
        """A note in a colleague's name on the customer's page."""
        profile = self._as("collector", self.home)
        author = self.users["approver"].partner_id
        own = self.users["collector"].partner_id
        for values in ({"author_id": author.id}, {"email_from": author.email_formatted}):
            message = profile.message_post(body=SAID, **values)
            self.assertEqual(message.sudo().author_id, own)
        for values in (
            {"author_id": author.id},
            {"author_id": False, "email_from": "ceo@example.com"},
            {"date": "2020-01-01"},
            {"model": "res.partner", "res_id": own.id},
        ):
            with self.subTest(values=values), self.assertRaises(AccessError):
                message.write(values)
        with self.assertRaises(AccessError):
            message.create(
                {"model": "ar.profile", "res_id": profile.id, "body": SAID, "author_id": author.id}
            )
        self.users["collector"].group_ids |= self.env.ref("base.group_partner_manager")
        note = self.users["collector"].partner_id.with_user(self.users["collector"])
        elsewhere = note.message_post(body=SAID)
        with self.assertRaises(AccessError):
            elsewhere.write({"model": "ar.profile", "res_id": self.home.id, "date": "2020-01-01"})

    def test_templates_of_ours_are_not_written(self):
        """What leaves in the company's name is not changed by who only sends it."""
        templates = self.env["mail.template"].search([("model", "like", "ar.%")])
        self.assertTrue(templates)
        for role in ("plain", "salesperson", "biller", "collector"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self._as(role, templates[:1]).write({"body_html": "<p>Pay to another account</p>"})

    def test_rendering_tells_no_figures(self):
        """A template of one's own about a contact, or about a record one may not read."""
        partner = self.home.partner_id
        for text in ("{{ object.ar_open_amount }}", "{{ object.ar_profile_id.exposure }}"):
            with self.subTest(text=text), self.assertRaises(UserError):
                self._as("plain", self.env["mail.template"])._render_template(
                    text, "res.partner", partner.ids, engine="inline_template"
                )

    def test_export_of_figures(self):
        plain = self.users["plain"]
        plain.group_ids |= self.env.ref("base.group_allow_export")
        for name in ("ar_open_amount", "ar_profile_id/open_amount", "ar_credit_message"):
            with self.subTest(name=name), self.assertRaises(AccessError):
                self._as("plain", self.home.partner_id).export_data([name])

    def test_onchange_of_a_contact_tells_no_figures(self):
        plain = self.users["plain"]
        plain.group_ids |= self.env.ref("base.group_partner_manager")
        for name in ("ar_open_amount", "ar_credit_message", "ar_max_days_overdue"):
            with self.subTest(name=name), self.assertRaises(AccessError):
                self._as("plain", self.home.partner_id).onchange(
                    {"name": "x"}, ["name"], {name: {}}
                )
