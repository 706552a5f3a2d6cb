"""What was said to customers, and what they answered, is nobody's to change: attacks by people
who may use the room, through the calls that a browser can make."""

import inspect
import runpy
from contextlib import contextmanager, suppress
from pathlib import Path
from unittest.mock import patch

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from ...models.base.ar_guard_mixin import AUTOMATIC
from .confirmation.confirmation_common import DAY, PDF, TODAY, ConfirmationCommon

# What a collector may write, by model and state; all else is closed. Fields of chatter and tasks
# aside.
OPEN_FIELDS = {
    ("ar.statement", "draft"): {
        "ask_confirmation",
        "by_contact",
        "channel",
        "date_from",
        "date_to",
        "kind",
    },
    ("ar.statement", "queued"): {"channel"},
    ("ar.statement", "sent"): {"channel"},
    ("ar.statement.balance", None): set(),
    ("ar.statement.line", None): set(),
    ("ar.balance.confirmation", "asked"): set(),
    ("ar.balance.confirmation", "differs"): set(),
    ("ar.balance.reminder", None): set(),
    ("ar.balance.difference", "open"): {"date_deadline", "outcome", "outcome_note", "user_id"},
    ("ar.balance.difference", "settled"): set(),
    ("ar.balance.round", "draft"): {"also_nil", "channel", "date", "excluded_partner_ids"},
    ("ar.balance.round", "running"): set(),
    ("ar.balance.round.left", None): set(),
    ("ar.reconciliation", "draft"): {
        "currency_id",
        "date",
        "has_stated",
        "stated_balance",
        "user_id",
        "window",
    },
    ("ar.reconciliation", "agreed"): {"user_id"},
    ("ar.reconciliation.line", None): {"chosen"},
    ("ar.reconciliation.match", None): set(),
    ("ar.reconciliation.difference", "open"): {
        "cause",
        "correction",
        "date_deadline",
        "note",
        "user_id",
    },
    ("ar.check.result", None): {"note"},
    ("ar.payment.item", None): set(),
}
REFUSED = (
    "is kept as it is",
    "stays as it is",
    "is closed",
    "is imported already",
    "is no contact of",
)
TABLES = (
    "ar_statement",
    "ar_statement_balance",
    "ar_statement_line",
    "ar_statement_rule",
    "ar_balance_confirmation",
    "ar_balance_difference",
    "ar_balance_reminder",
    "ar_balance_round",
    "ar_balance_round_left",
    "ar_reconciliation",
    "ar_reconciliation_line",
    "ar_reconciliation_match",
    "ar_reconciliation_difference",
    "ar_reconciliation_mapping",
    "ar_check",
    "ar_check_result",
    "ar_payment_item",
    "ar_profile",
    "ar_hold",
    "mail_mail",
    "mail_activity",
    "ir_attachment",
)
MODELS = (
    "ar.statement",
    "ar.statement.rule",
    "ar.balance.confirmation",
    "ar.balance.difference",
    "ar.balance.reminder",
    "ar.balance.round",
    "ar.reconciliation",
    "ar.reconciliation.line",
    "ar.reconciliation.match",
    "ar.reconciliation.difference",
    "ar.check",
    "ar.check.result",
)


class _Undone(Exception):
    pass


@tagged("post_install", "-at_install")
@freeze_time(TODAY + " 12:00:00")
class TestStatementGuard(ConfirmationCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls._make_user("guard_manager", "ar_collections.ar_collections_group_manager")
        cls.auditor = cls._make_user("guard_auditor", "account.group_account_readonly")
        cls.biller = cls._make_user("guard_biller", "account.group_account_invoice")
        cls.elsewhere = cls.env["res.company"].create({"name": "Elsewhere"})
        cls.secret = (
            cls.env["ir.attachment"]
            .sudo()
            .create({"name": "salaries.pdf", "raw": b"salaries", "company_id": cls.elsewhere.id})
        )

    # -- short ways --------------------------------------------------------------------

    @contextmanager
    def _undone(self):
        """What happens inside does not last."""
        with suppress(_Undone), self.env.cr.savepoint():
            yield
            raise _Undone
        self.env.invalidate_all()

    def _forge(self, record, name):
        """Another value for a field than it has."""
        field, now = record._fields[name], record[name]
        if field.type in ("one2many", "many2many"):
            return [Command.clear()] if now else [Command.create({})]
        if field.type == "many2one":
            others = record.env[field.comodel_name].search([("id", "!=", now.id)], limit=1)
            return others.id or (False if now else None)
        if field.type == "selection":
            values = field.get_values(record.env)
            return next((value for value in values if value != now), None)
        if field.type == "boolean":
            return not now
        if field.type in ("integer", "float", "monetary", "many2one_reference"):
            return now + 1
        return {"date": "2026-11-15", "datetime": "2026-11-15 10:00:00", "json": [1]}.get(
            field.type, "forged"
        )

    def _get_written(self, record, user):
        """The names of the fields that a user gets changed."""
        written = set()
        chatter = {"website_message_ids", "rating_ids", "message_main_attachment_id"}
        for name, field in record._fields.items():
            if name in AUTOMATIC or field.type == "binary" or name in chatter:
                continue
            if name.startswith(("message_", "activity_", "my_activity_")):
                continue
            value = self._forge(record.sudo(), name)
            if value is None:
                continue
            with self._undone(), mute_logger("odoo.sql_db", "odoo.addons.base.models.ir_rule"):
                try:
                    record.with_user(user).write({name: value})
                    self.env.flush_all()
                except AccessError:
                    continue
                except Exception as error:
                    if any(words in str(error) for words in REFUSED):
                        continue
                written.add(name)
        return written

    def _check_fields(self, record, state=None, user=None):
        with self.subTest(model=record._name, state=state):
            self.assertTrue(record)
            self.assertEqual(
                self._get_written(record[0], user or self.collector),
                OPEN_FIELDS[record._name, state],
            )

    def _refused(self, action, *args, error=UserError, **kwargs):
        with self.assertRaises(error), self.env.cr.savepoint():
            action(*args, **kwargs)

    def _reconcile(self):
        one = self.env["ar.reconciliation"].create(
            {
                "partner_id": self.partner.id,
                "date": DAY,
                "company_id": self.company.id,
                "currency_id": self.company.currency_id.id,
            }
        )
        Line = self.env["ar.reconciliation.line"].sudo()
        for line in one.our_line_ids:
            Line.create(
                {
                    "reconciliation_id": one.id,
                    "side": "theirs",
                    "number": line.number,
                    "date": line.date,
                    "amount": line.amount - 1,
                }
            )
        one.invalidate_recordset()
        one.action_match()
        return one

    # -- fields ------------------------------------------------------------------------

    def test_what_a_collector_writes_of_statements(self):
        draft = self._state()
        self._check_fields(draft, "draft")
        self._check_fields(draft.balance_ids)
        self._check_fields(draft.line_ids)
        queued = self._state(date_to="2026-11-29")
        queued._queue()
        self._check_fields(queued, "queued")
        draft.action_send()
        self._check_fields(draft, "sent")
        self._check_fields(draft.balance_ids)
        self._check_fields(draft.line_ids)
        one = draft.confirmation_ids
        self._check_fields(one, "asked")
        one.action_remind()
        self._check_fields(one.reminder_ids)
        self._answer(one, "differs", [self._differ(one, self.first)])
        self._check_fields(one, "differs")
        self._check_fields(one.difference_ids, "open")
        one.difference_ids.write({"outcome": "agreed"})
        one.difference_ids.action_settle()
        self._check_fields(one.difference_ids, "settled")

    def test_what_a_collector_writes_of_the_rest(self):
        one = self._reconcile()
        self._check_fields(one.line_ids)
        self._check_fields(one.match_ids)
        self._check_fields(one.difference_ids, "open")
        one.action_confirm_matches()
        one.difference_ids.write({"cause": "other", "user_id": self.collector.id})
        one.action_agree()
        self.assertEqual(one.state, "agreed")
        self._check_fields(one, "agreed")
        plain = self.env["ar.reconciliation"].create(
            {
                "partner_id": self.partner.id,
                "date": DAY,
                "company_id": self.company.id,
                "currency_id": self.company.currency_id.id,
            }
        )
        self._check_fields(plain, "draft")
        checks = self.env["ar.check"]._ensure(self.company)
        checks[0]._run()
        self._check_fields(checks[0].result_ids)

    def test_what_a_manager_writes_of_rounds(self):
        one = self.env["ar.balance.round"].create({"company_id": self.company.id, "date": DAY})
        self._check_fields(one, "draft", self.manager)
        one.action_start()
        self._check_fields(one, "running", self.manager)
        left = (
            self.env["ar.balance.round.left"]
            .sudo()
            .create({"round_id": one.id, "partner_id": self.partner.id, "reason": "x"})
        )
        self._check_fields(left, None, self.manager)

    def test_what_is_agreed_with_a_customer_is_frozen(self):
        one = self._reconcile()
        one.action_confirm_matches()
        one.difference_ids.write({"cause": "other", "user_id": self.collector.id})
        one.action_agree()
        difference = one.difference_ids[0].with_user(self.collector)
        for values in ({"cause": "price"}, {"correction": "us"}):
            self._refused(difference.write, values)
        difference.write({"note": "Ann will call", "date_deadline": "2026-12-30"})
        one.action_reopen()
        difference.cause = "price"

    def test_a_statement_goes_to_the_customers_people(self):
        statement = self._state().with_user(self.collector)
        ann = self.env["res.partner"].create({"name": "Ann", "parent_id": self.partner.id})
        foreign = self._make_partner("Foreign")
        self._refused(statement.write, {"contact_id": foreign.id})
        values = {
            "kind": "open",
            "partner_id": self.partner.id,
            "company_id": self.company.id,
            "date_to": DAY,
            "contact_id": foreign.id,
        }
        self._refused(statement.create, values)
        statement.contact_id = ann
        self.profile.sudo().contact_id = foreign
        self._refused(statement.write, {"contact_id": foreign.id})
        self.env["ar.outside.contact"].with_user(self.collector).create(
            {"profile_id": self.profile.id, "contact_id": foreign.id, "reason": "Keeps the books"}
        )
        statement.contact_id = foreign
        self.assertEqual(statement.contact_id, foreign, "somebody has confirmed it")

    def test_lines_do_not_move(self):
        """By the lists of a form, or by a copy, nothing gets where writing would not put it."""
        one = self._reconcile().with_user(self.collector)
        other = one.create(
            {
                "partner_id": self._make_partner("Other").id,
                "date": DAY,
                "company_id": self.company.id,
                "currency_id": self.company.currency_id.id,
            }
        )
        for name in ("our_line_ids", "their_line_ids", "difference_ids"):
            for command in (Command.link, Command.unlink, Command.delete):
                self._refused(other.write, {name: [command(one[name][0].id)]})
            update = Command.update(one[name][0].id, {"amount": 1.0})
            self._refused(one.write, {name: [update]})
        one.write({"our_line_ids": [Command.update(one.our_line_ids[0].id, {"chosen": True})]})
        self.assertTrue(one.our_line_ids[0].chosen)
        statement = self._ask().statement_id.with_user(self.collector)
        for values in ({"state": "sent"}, {"queued": True}, {"attachment_id": self.secret.id}):
            twin = statement.copy({"date_to": "2026-11-20", **values})
            self.assertEqual((twin.state, twin.queued), ("draft", False))
            self.assertFalse(twin.sudo().attachment_id)
        profile = self.profile.with_user(self.collector)
        update = Command.update(statement.id, {"closing_balance": 1.0})
        self._refused(profile.write, {"statement_ids": [update]})

    def test_a_scan_is_a_file(self):
        one = self._ask()
        link = (
            self.env["ir.attachment"]
            .with_user(self.collector)
            .create({"name": "slip", "type": "url", "url": "https://example.com/slip.pdf"})
        )
        wizard = (
            self.env["ar.balance.confirmation.record"]
            .with_user(self.collector)
            .create(
                {
                    "confirmation_id": one.id,
                    "answered_by": "Ann",
                    "attachment_ids": [Command.set(link.ids)],
                }
            )
        )
        self._refused(wizard.action_record)

    def test_old_answers_are_sealed_at_the_upgrade(self):
        good, bad = self._answered(), self._ask(date_to="2026-11-29")
        self._answer(bad)
        (good | bad).sudo().write({"seal": False, "sealed": False})
        bad.sudo().figures = "{}"
        files = good.difference_ids.attachment_ids
        good.difference_ids.attachment_ids = False
        rule = self.env["ar.statement.rule"].create({"name": "x", "company_id": self.company.id})
        rule.sudo().user_id = False
        self.env.flush_all()
        script = next(Path(__file__).parents[2].glob("migrations/*/post-evidence.py"))
        runpy.run_path(str(script))["migrate"](self.env.cr, "19.0.1.0.1")
        self.env.invalidate_all()
        self.assertTrue(good.intact, good.intact_note)
        self.assertEqual(good.difference_ids.attachment_ids, files)
        self.assertFalse(bad.seal)
        self.assertFalse(bad.intact)
        self.assertIn("no seal", bad.intact_note)
        self.assertEqual(rule.user_id, self.env.user)

    def test_no_key_opens_a_guard(self):
        statement = self._state()
        statement.action_send()
        own = statement.with_user(self.collector).with_context(ar_merge=True)
        for values in ({"date_to": "2026-11-01"}, {"kind": "activity"}, {"by_contact": True}):
            self._refused(own.write, values)

    # -- birth -------------------------------------------------------------------------

    def test_nothing_is_born_sent(self):
        Statement = self.env["ar.statement"].with_user(self.collector)
        values = {
            "kind": "open",
            "partner_id": self.partner.id,
            "company_id": self.company.id,
            "date_to": DAY,
        }
        other = self._state()
        for name, value in {
            "state": "sent",
            "queued": True,
            "attachment_id": self.secret.id,
            "closing_balance": 1.0,
            "version": 7,
            "name": "S/1",
            "replaced_id": other.id,
            "sent_date": TODAY,
            "recipient": "x@example.com",
            "balance_ids": [Command.create({"currency_id": 1})],
        }.items():
            with self.subTest(name=name):
                self._refused(Statement.create, {**values, name: value})
                if not isinstance(value, list):
                    made = Statement.with_context(**{f"default_{name}": value}).create(values)
                    field = made._fields[name]
                    now = field.convert_to_write(made[name], made)
                    self.assertNotEqual(now, value, "by a default in the context")
                    self.assertEqual(made.state, "draft")
        twin = Statement.browse(other.id).copy()
        self.assertEqual((twin.state, twin.queued, twin.version), ("draft", False, 1))
        Round = self.env["ar.balance.round"].with_user(self.manager)
        for values in ({"state": "running"}, {"user_id": self.env.ref("base.user_root").id}):
            self._refused(Round.create, {"company_id": self.company.id, "date": DAY, **values})
        Rule = self.env["ar.statement.rule"].with_user(self.manager)
        for values in ({"requested": True}, {"user_id": self.env.ref("base.user_root").id}):
            self._refused(Rule.create, {"name": "x", "company_id": self.company.id, **values})

    # -- pointers ----------------------------------------------------------------------

    def _point_at_secret(self):
        one = self._ask()
        one.statement_id.sudo().attachment_id = self.secret
        self.env.flush_all()
        return one

    def test_a_foreign_file_is_not_served(self):
        """Even where the pointer is wrong: what is served belongs to the statement."""
        one = self._point_at_secret()
        statement = one.statement_id
        page = self._get(one, "/statement")
        self.assertEqual(page.status_code, 404)
        self.assertNotIn("salaries", page.text)
        action = statement.with_user(self.collector).action_print()
        self.assertNotIn(str(self.secret.id), str(action.get("url")))
        wizard = (
            self.env["ar.statement.print_letters"]
            .with_user(self.collector)
            .create({"statement_ids": [Command.set(statement.ids)]})
        )
        self.assertFalse(wizard.count)
        self._refused(statement.with_user(self.collector).action_send_again)
        one.with_user(self.collector).action_remind()
        mails = self.env["mail.mail"].sudo().search([("attachment_ids", "in", self.secret.ids)])
        self.assertFalse(mails)
        reminder = one.reminder_ids
        reminder.sudo().attachment_id = self.secret
        self._refused(reminder.with_user(self.collector).action_print)

    def test_a_foreign_file_is_not_served_on_the_portal(self):
        one = self._point_at_secret()
        contact = self.env["res.partner"].create({"name": "Ann", "parent_id": self.partner.id})
        portal = self._make_user("guard_ann", "base.group_portal", partner_id=contact.id)
        self.authenticate(portal.login, portal.login)
        with mute_logger("odoo.http"):
            page = self.url_open(f"/my/balance/statement/{one.statement_id.id}")
        self.assertEqual(page.status_code, 403)
        self.assertNotIn("salaries", page.text)

    def test_a_foreign_mail_is_not_withdrawn(self):
        statement = self._ask().statement_id
        foreign = self.env["mail.mail"].sudo().create({"subject": "Board", "email_to": "x@y.zz"})
        statement.sudo().mail_mail_id = foreign
        statement.with_user(self.collector).action_send_again()
        self.assertEqual(foreign.state, "outgoing")
        self.assertNotEqual(statement.mail_mail_id, foreign)

    # -- rights of who set it up -------------------------------------------------------

    def _lose_rights(self):
        """The ways in which the manager's rights go, each in a world of its own."""
        group = self.env.ref("ar_collections.ar_collections_group_manager")
        accounting = self.env.ref("account.group_account_manager")
        user = self.manager.sudo()
        for name, values in {
            "group": {"group_ids": [Command.unlink(group.id), Command.unlink(accounting.id)]},
            "company": {
                "company_id": self.elsewhere.id,
                "company_ids": [Command.set(self.elsewhere.ids)],
            },
            "active": {"active": False},
        }.items():
            with self.subTest(lost=name), self._undone():
                user.write(values)
                self.env.flush_all()
                self.env.invalidate_all()
                yield name

    def _run_cron(self, model):
        with patch.object(
            self.env.registry["ir.cron"], "_commit_progress", lambda self, *a, **k: 9999
        ):
            self.env[model].sudo().with_user(self.env.ref("base.user_root"))._cron_make()

    def _get_tasks(self, record):
        return (
            self.env["mail.activity"]
            .sudo()
            .search([("res_model", "=", record._name), ("res_id", "=", record.id)])
        )

    def test_a_rule_does_not_move(self):
        rule = (
            self.env["ar.statement.rule"]
            .with_user(self.manager)
            .create({"name": "Month end", "company_id": self.company.id, "kind": "open"})
        )
        self.manager.sudo().company_ids += self.elsewhere
        both = rule.with_context(allowed_company_ids=[self.company.id, self.elsewhere.id])
        self._refused(both.write, {"company_id": self.elsewhere.id})
        for values in (
            {"user_id": self.env.ref("base.user_root").id},
            {"requested": True},
            {"date_last": "2026-01-01"},
            {"last_error": False, "date_tried": "2026-01-01"},
        ):
            self._refused(rule.write, values)
        rule.name = "Month end, all"
        self._refused(rule.with_user(self.collector).action_run)

    def test_a_rule_has_the_rights_of_who_set_it_up(self):
        rule = (
            self.env["ar.statement.rule"]
            .with_user(self.manager)
            .create(
                {
                    "name": "Month end",
                    "company_id": self.company.id,
                    "kind": "open",
                    "automatic": True,
                }
            )
        )
        self.assertEqual(rule.user_id, self.manager)
        rule.action_run()
        for _name in self._lose_rights():
            self._run_cron("ar.statement.rule")
            self.assertFalse(rule.sudo().statement_ids)
            self.assertIn("guard_manager", rule.sudo().last_error)
            self.assertTrue(self._get_tasks(rule).user_id)
            self.assertNotIn(self.manager, self._get_tasks(rule).user_id)
            taken_over = rule.with_user(self.env.user)
            taken_over.action_run()
            self.assertEqual(taken_over.user_id, self.env.user)
            self._run_cron("ar.statement.rule")
            self.assertTrue(taken_over.statement_ids)
            self.assertFalse(taken_over.last_error)
            self.assertFalse(self._get_tasks(rule))
        self._run_cron("ar.statement.rule")
        self.assertTrue(rule.sudo().statement_ids)

    def test_a_round_has_the_rights_of_who_started_it(self):
        one = (
            self.env["ar.balance.round"]
            .with_user(self.manager)
            .create({"company_id": self.company.id, "date": DAY})
        )
        one.action_start()
        self.assertEqual(one.user_id, self.manager)
        for _name in self._lose_rights():
            self._run_cron("ar.balance.round")
            self.assertFalse(one.sudo().statement_ids)
            self.assertEqual(one.sudo().state, "running")
            self.assertIn("guard_manager", one.sudo().error)
            self.assertTrue(self._get_tasks(one).user_id)
            one.with_user(self.env.user).action_start()
            self._run_cron("ar.balance.round")
            self.assertEqual(one.sudo().state, "done")
            self.assertTrue(one.sudo().statement_ids)

    # -- evidence ----------------------------------------------------------------------

    def _answered(self):
        one = self._ask()
        file = ("slip.pdf", PDF, "application/pdf")
        said = self._differ(
            one,
            self.first,
            claimed_amount=900,
            has_claim=True,
            note="dear",
            claimed_date="2026-10-05",
            files=[file],
        )
        evidence = {
            "answered_by": "Ann Buyer",
            "answer_way": "link",
            "answer_ip": "203.0.113.9",
            "answer_agent": "Mozilla/5.0",
            "answer_note": "as discussed",
        }
        scan = ("scan.pdf", PDF + b"2", "application/pdf")
        self.assertTrue(one._answer("differs", evidence, [said], [scan]))
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertTrue(one.intact, one.intact_note)
        self.assertFalse(one.intact_note)
        return one.sudo()

    def test_intact_covers_the_whole_record(self):
        one = self._answered()
        user = self.env.user
        difference, scan = one.difference_ids, one.attachment_ids
        slip, sent = difference.attachment_ids, one.statement_id.attachment_id
        self.assertEqual((len(scan), len(slip), len(sent)), (1, 1, 1))
        cases = {
            "number": lambda: one.write({"name": "S/999"}),
            "statement's number": lambda: one.statement_id.write({"name": "S/998"}),
            "balance": lambda: one.write({"balance": 1.0}),
            "day": lambda: one.write({"date": "2026-10-31"}),
            "company": lambda: one.write({"company_id": self.elsewhere.id}),
            "customer": lambda: one.write({"partner_id": user.partner_id.id}),
            "outcome": lambda: one.write({"state": "confirmed"}),
            "way": lambda: one.write({"answer_way": "paper"}),
            "moment": lambda: one.write({"date_answer": "2026-12-14 12:00:00"}),
            "signed": lambda: one.write({"date_signed": "2026-12-14"}),
            "who": lambda: one.write({"answered_by": "Bob"}),
            "user": lambda: one.write({"answer_user_id": user.id}),
            "ip": lambda: one.write({"answer_ip": "203.0.113.10"}),
            "agent": lambda: one.write({"answer_agent": "Other"}),
            "note": lambda: one.write({"answer_note": "no"}),
            "recorded": lambda: one.write({"recorded_by_id": user.id}),
            "figures": lambda: one.write({"figures": one.figures.replace("1500", "1501")}),
            "seal": lambda: one.write({"sealed": one.sealed.replace("Ann", "Eve")}),
            "said": lambda: difference.write({"claimed_amount": 1}),
            "stated": lambda: difference.write({"amount": 1}),
            "cause": lambda: difference.write({"cause": "paid"}),
            "comment": lambda: difference.write({"note": "cheap"}),
            "their day": lambda: difference.write({"claimed_date": "2026-10-06"}),
            "document": lambda: difference.write({"name": "INV/1"}),
            "difference gone": difference.unlink,
            "scan changed": lambda: scan.write({"raw": b"other"}),
            "scan renamed": lambda: scan.write({"name": "other.pdf"}),
            "scan gone": scan.unlink,
            "scan moved": lambda: scan.write({"res_id": 0}),
            "scan added": lambda: one._attach(one, [("more.pdf", PDF, "application/pdf")]),
            "slip changed": lambda: slip.write({"raw": b"other"}),
            "slip gone": slip.unlink,
            "pdf changed": lambda: sent.write({"raw": b"other"}),
            "pdf gone": sent.unlink,
            "pdf replaced": lambda: one.statement_id.write({"attachment_id": self.secret.id}),
        }
        for name, tamper in cases.items():
            with self.subTest(name=name), self._undone():
                tamper()
                self.env.flush_all()
                self.env.invalidate_all()
                self.assertFalse(one.intact)
                self.assertTrue(one.intact_note)
        self.assertTrue(one.intact)

    def test_intact_goes_on_through_ordinary_life(self):
        one = self._answered()
        difference = one.difference_ids.with_user(self.collector)
        difference.write(
            {
                "outcome": "agreed",
                "outcome_note": "10 % off",
                "user_id": self.collector.id,
                "date_deadline": "2026-12-30",
            }
        )
        Files = self.env["ir.attachment"].with_user(self.collector)
        values = {"res_model": difference._name, "res_id": difference.id}
        file = Files.create({"name": "list.pdf", "raw": PDF, **values})
        difference.message_post(attachment_ids=file.ids)
        difference.action_settle()
        self.partner.name = "Alpha Trading and Sons"
        self.company.name = "We, renamed"
        self.profile.collector_id = self.env.user
        self.first.line_ids.filtered("date_maturity").date_maturity = "2026-12-31"
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(one.state, "settled")
        self.assertTrue(one.intact, one.intact_note)
        other = self._make_partner("Alpha Group")
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge([self.partner.id, other.id], other)
        self.env.invalidate_all()
        self.assertEqual(one.partner_id, other)
        self.assertTrue(one.intact, one.intact_note)

    def test_evidence_on_paper_tells_what_is_wrong(self):
        one = self._answered()
        report = self.env.ref("ar_collections.action_report_ar_balance_evidence")
        self.assertIn(one.seal, report._render_qweb_html(report.id, one.ids)[0].decode())
        one.attachment_ids.unlink()
        self.env.invalidate_all()
        page = report._render_qweb_html(report.id, one.ids)[0].decode()
        self.assertIn("scan.pdf", one.intact_note)
        self.assertIn("scan.pdf", page)

    def test_files_of_evidence_are_kept(self):
        one = self._answered()
        one.with_user(self.collector).action_remind if one.state == "asked" else None
        files = (
            one.attachment_ids | one.difference_ids.attachment_ids | one.statement_id.attachment_id
        )
        self.assertEqual(len(files), 3)
        for user in (self.collector, self.manager, self.env.ref("base.user_admin")):
            if user not in (self.collector, self.manager):
                user.sudo().write({"company_ids": [Command.link(self.company.id)]})
            for file in files.with_user(user).with_context(allowed_company_ids=self.company.ids):
                for values in (
                    {"raw": b"forged"},
                    {"datas": "Zm9yZ2Vk"},
                    {"name": "forged.pdf"},
                    {"res_id": 0},
                    {"res_model": "res.partner", "res_id": self.partner.id},
                    {"public": True},
                    {"mimetype": "text/html"},
                    {"type": "url", "url": "https://evil.example.com"},
                    {"access_token": "guess"},
                    {"description": "forged"},
                ):
                    with self.subTest(user=user.login, file=file.name, values=values):
                        self._refused(file.write, values, error=AccessError)
                self._refused(file.unlink, error=AccessError)
                self._refused(file.sudo()._delete_and_notify, error=AccessError)
            Files = self.env["ir.attachment"].with_user(user)
            Files = Files.with_context(allowed_company_ids=self.company.ids)
            for record in (one, one.statement_id):
                values = {"name": "x", "raw": b"x"}
                target = {"res_model": record._name, "res_id": record.id}
                self._refused(Files.create, {**values, **target}, error=AccessError)
                loose = Files.create(values)
                self._refused(loose.write, target, error=AccessError)
        self.env.invalidate_all()
        self.assertTrue(one.intact, one.intact_note)

    def test_a_draft_goes_with_its_files(self):
        draft = self._state().with_user(self.collector)
        file = (
            self.env["ir.attachment"]
            .sudo()
            .create({"name": "x.pdf", "raw": PDF, "res_model": draft._name, "res_id": draft.id})
        )
        draft.unlink()
        self.assertFalse(file.exists())
        self.env["ir.attachment"].with_user(self.collector).create({"name": "own"}).unlink()

    def test_our_own_people_do_not_answer(self):
        one = self._ask()
        for user in (self.auditor, self.biller, self.collector, self.manager):
            self.authenticate(user.login, user.login)
            with self.subTest(user=user.login), mute_logger("odoo.http"):
                answer = self._post(one, answer="confirmed")
                self.assertEqual(answer.status_code, 403)
                self.logout(keep_db=True)
                answer = self._post(one, answer="confirmed")
                self.assertEqual(answer.status_code, 403, "logged out in the same browser")
                one.invalidate_recordset()
                self.assertEqual(one.state, "asked")

    def test_history_does_not_vanish(self):
        one = self._answered()
        for record in (one.statement_id, one.profile_id, one):
            with (
                self.subTest(model=record._name),
                mute_logger("odoo.sql_db"),
                self.assertRaises(Exception),  # noqa: B017 the database or a sentence
                self.env.cr.savepoint(),
            ):
                record.unlink()
        self.env.invalidate_all()
        self.assertTrue(one.difference_ids.exists() and one.exists())

    # -- public methods ----------------------------------------------------------------

    def _count_all(self):
        self.env.flush_all()
        return {
            table: self.env.execute_query(
                SQL(
                    "SELECT count(*), md5(coalesce(string_agg(t::text, '' ORDER BY id), '')) "
                    "FROM %s t",
                    SQL.identifier(table),
                )
            )[0]
            for table in TABLES
        }

    def test_public_methods_of_readers_change_nothing(self):
        one = self._answered()
        asked = self._ask(date_to="2026-11-29")
        draft = self._state(date_to="2026-11-28")
        queued = self._state(date_to="2026-11-27")
        queued._queue()
        asked.action_remind()
        rule = self.env["ar.statement.rule"].create({"name": "x", "company_id": self.company.id})
        round_ = self.env["ar.balance.round"].create({"company_id": self.company.id, "date": DAY})
        reconciliation = self._reconcile()
        checks = self.env["ar.check"]._ensure(self.company)[0]
        checks._run()
        records = [
            draft,
            queued,
            asked.statement_id,
            one.statement_id,
            one,
            asked,
            asked.reminder_ids,
            one.difference_ids,
            rule,
            round_,
            reconciliation,
            reconciliation.line_ids[:1],
            reconciliation.match_ids[:1],
            reconciliation.difference_ids[:1],
            checks,
            checks.result_ids,
        ]
        self.assertEqual({record._name for record in records}, set(MODELS))
        before = self._count_all()
        for user in (self.auditor, self.biller):
            for record in records:
                for name in self._get_public(record):
                    with (
                        self.subTest(user=user.login, model=record._name, method=name),
                        mute_logger("odoo.addons.base.models.ir_rule", "odoo.sql_db"),
                    ):
                        self._call(record.sudo(False).with_user(user), name)
                        self.assertEqual(self._count_all(), before)

    def _get_public(self, record):
        """Our own public methods that take no arguments."""
        for name, method in inspect.getmembers(type(record), inspect.isfunction):
            if name.startswith("_") or getattr(method, "_api_private", False):
                continue
            if not method.__module__.startswith("odoo.addons.ar_collections"):
                continue
            if name in ("create", "write", "default_get", "copy_data"):
                continue
            parameters = list(inspect.signature(method).parameters.values())[1:]
            if not any(p.default is p.empty and p.kind < p.VAR_POSITIONAL for p in parameters):
                yield name

    def _call(self, record, name):
        try:
            with self.env.cr.savepoint():
                getattr(record, name)()
                self.env.flush_all()
        except UserError:
            self.env.invalidate_all()

    # -- wizards -----------------------------------------------------------------------

    def test_differences_are_in_the_currency_of_the_line(self):
        one = self._ask()
        scan = (
            self.env["ir.attachment"]
            .with_user(self.collector)
            .create({"name": "slip.pdf", "raw": PDF})
        )
        other = self.env["res.currency"].search(
            [("id", "!=", self.company.currency_id.id)], limit=1
        )
        wizard = (
            self.env["ar.balance.confirmation.record"]
            .with_user(self.collector)
            .create(
                {
                    "confirmation_id": one.id,
                    "answered_by": "Ann",
                    "outcome": "differs",
                    "attachment_ids": [Command.set(scan.ids)],
                    "line_ids": [
                        Command.create(
                            {"line_id": self._line(one, self.first).id, "cause": "other"}
                        )
                    ],
                }
            )
        )
        wizard.line_ids.currency_id = other
        wizard.action_record()
        self.assertEqual(one.difference_ids.currency_id, self.company.currency_id)
