"""The credit check: its rules, releases and holds, on invoices."""

from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ....models.credit.limit.ar_credit_check import Demand
from ....models.credit.limit.ar_credit_hold import HoldCause
from ....models.credit.limit.ar_credit_rule import RuleKind
from ....tools.credit import check as credit_check
from .limit_common import GROUPS, LimitCommon

ALL, KEEP, ADD, SEE, NONE = "rwcu", "rwc", "rc", "r", ""
ROLES = ("collector", "approver", "manager", "billing", "auditor", "internal", "portal")
MATRIX = {
    "ar.credit.limit": (SEE, KEEP, KEEP, SEE, SEE, NONE, NONE),
    "ar.credit.security": (SEE, ALL, ALL, SEE, SEE, NONE, NONE),
    "ar.credit.hold": (ADD, KEEP, KEEP, SEE, SEE, NONE, NONE),
    "ar.credit.rule": (SEE, SEE, ALL, SEE, NONE, NONE, NONE),
    "ar.credit.release": (SEE, "rw", "rw", SEE, SEE, NONE, NONE),
}
VERBS = {"r": "read", "w": "write", "c": "create", "u": "unlink"}


@tagged("post_install", "-at_install")
@freeze_time("2026-03-31 12:00:00")
class TestCheck(LimitCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = {role: cls._user(role) for role in ROLES if role != "portal"}
        contact = cls.env["res.partner"].create({"name": "Buyer", "parent_id": cls.partner.id})
        cls.users["portal"] = cls._user("portal", partner_id=contact.id)

    def _draft(self, amount, **values):
        return self._make_invoice(amount=amount, date="2026-03-31", post=False, **values)

    def _release(self, document, reason="Pays tomorrow", by="manager"):
        ask = self.env["ar.credit.release.ask"].with_user(self.users[by])
        wizard = ask.create({"res_model": document._name, "res_id": document.id, "reason": reason})
        wizard.action_grant()
        return self.env["ar.credit.release"].search([], limit=1)

    # -- the rules ---------------------------------------------------------------------

    def test_contract(self):
        self._rule("over_limit", "warn")
        self._limit(1000)
        self._make_invoice(amount=800)
        result = self._check(200)
        self.assertEqual(
            (result["decision"], result["exposure"], result["limit"], result["available"]),
            ("ok", 800, 1000, 200),
        )
        self.assertEqual(result["reasons"], [])
        result = self._check(200.01)
        self.assertEqual(result["decision"], "warn")
        [reason] = result["reasons"]
        self.assertEqual(reason["code"], "over_limit")
        for words in ("Alpha Trading", "1,000.00", "800.00", "200.01", "0.01"):
            self.assertIn(words, reason["message"])

    def test_actions_of_a_rule(self):
        self._limit(100)
        for action, decision, approval in (
            ("off", "ok", False),
            ("warn", "warn", False),
            ("approve", "block", True),
            ("block", "block", False),
        ):
            self._rule("over_limit", "off", action_invoice=action)
            result = self._check(101, "invoice")
            with self.subTest(action=action):
                self.assertEqual(
                    (result["decision"], result["needs_approval"]), (decision, approval)
                )
                self.assertEqual(self._decision(101, "order"), "ok")
                self.assertEqual(self._decision(101, "delivery"), "ok")

    def test_matrix_of_rules_and_checkpoints(self):
        """Each rule alone, at each checkpoint: broken there, and nowhere else."""
        self._limit(100)
        self._make_invoice(amount=101, due="2026-02-28")  # 31 days, all of it overdue
        self.env["ar.credit.hold"].create({"profile_id": self.profile.id, "reason": "Fraud"})
        self.company.ar_credit_cap = 50
        for code in ("over_limit", "overdue_days", "overdue_share", "hold", "portfolio"):
            for checkpoint in ("order", "invoice", "delivery"):
                self._rule(code, "off", **{f"action_{checkpoint}": "block"})
                for asked in ("order", "invoice", "delivery"):
                    result = self._check(1, asked)
                    with self.subTest(code=code, checkpoint=checkpoint, asked=asked):
                        hit = asked == checkpoint
                        self.assertEqual(result["decision"], "block" if hit else "ok")
                        codes = [reason["code"] for reason in result["reasons"]]
                        self.assertEqual(codes, [code] if hit else [])
            self._rule(code, "off")

    def test_limits_of_days_and_share(self):
        self._make_invoice(amount=40, due="2026-03-01")  # 30 days
        self._make_invoice(amount=60, due="2026-04-30")
        self._rule("overdue_days", days=31)
        self.assertEqual(self._decision(1), "ok")
        self._rule("overdue_days", days=30)
        self.assertEqual(self._decision(1), "block")
        self._rule("overdue_days", "off")
        self._rule("overdue_share", share=40.1)
        self.assertEqual(self._decision(1), "ok")
        self._rule("overdue_share", share=40)
        self.assertEqual(self._decision(1), "block")
        self._pay_on_account(self.partner, 39.99, "2026-03-15")
        self.assertEqual(self._decision(1), "ok", "a cent of 60.01 is overdue")
        self._rule("overdue_days", days=30)
        self.assertEqual(self._decision(1), "block", "and late")
        self._pay_on_account(self.partner, 0.01, "2026-03-15")
        self.assertEqual(self._decision(1), "ok", "credits cover what is overdue")
        for values in ({"days": 0}, {"share": 0}, {"share": 101}):
            with self.subTest(values=values), self.assertRaises(ValidationError):
                self._rule("overdue_share").write(values)

    def test_rules_of_a_company_come_first(self):
        other = self.setup_other_company(name="Other Ltd")["company"]
        self.env.user.company_ids |= other
        self._limit(100)
        self._rule("over_limit", "warn")
        own = self._rule("over_limit").copy(
            {"company_id": self.company.id, "action_order": "block"}
        )
        self.assertEqual(self._decision(101), "block")
        own.sudo().company_id = other
        self.assertEqual(self._decision(101), "block", "the general one says block")
        own.action_order = "off"
        self.assertEqual(self._decision(101), "block")

    def test_default_rules_warn(self):
        """As shipped: a limit warns, a hold asks for a release."""
        shipped = self.env["ar.credit.rule"].search([])
        self.assertEqual(len(shipped), len(set(shipped.mapped("code"))))
        self._rule("over_limit", "warn")
        self._limit(1)
        self.assertEqual(self._decision(2), "warn")

    def test_rule_of_an_add_on(self):
        """One class: an entry in ``_get_kinds``, ``_find_<code>`` and ``_say_<code>``."""
        Rule = self.registry["ar.credit.rule"]
        get_kinds = Rule._get_kinds
        asked = []

        def find(rules, customers):
            asked.append(customers.pairs)
            return {(self.partner.id, self.company.id): 3}

        def say(rules, breach):
            return f"{breach.partner.name}: {breach.fact} of {breach.rule.threshold}"

        kind = RuleKind("Cheques returned", credit_check.reaches, "days", heals=True)
        kinds = patch.object(Rule, "_get_kinds", lambda rules: {**get_kinds(rules), "cheque": kind})
        finder = patch.object(Rule, "_find_cheque", find, create=True)
        sayer = patch.object(Rule, "_say_cheque", say, create=True)
        self._check(1)
        with kinds, finder, sayer:
            choices = self.env["ar.credit.rule"].fields_get(["code"])["code"]["selection"]
            self.assertIn(("cheque", "Cheques returned"), choices)
            rule = self.env["ar.credit.rule"].create(
                {"code": "cheque", "days": 3, "action_order": "block", "sets_hold": True}
            )
            result = self._check(1)
            self.assertEqual(result["decision"], "block")
            self.assertEqual(result["reasons"][0]["message"], f"{self.partner.name}: 3 of 3")
            self.assertEqual(asked, [{(self.partner.id, self.company.id)}])
            self._check(1, "invoice")
            self.assertEqual(len(asked), 1, "no rule asks at this checkpoint")
            self.env["ar.credit.limit"]._watch(self.company)
            self.assertEqual(self.profile.credit_hold_ids.rule_id, rule)
            rule.days = 4
            self.assertEqual(self._decision(1), "ok")
        # Its add-on is gone: the rule says nothing.
        self.assertEqual(self._decision(1), "ok")

    # -- invoices ----------------------------------------------------------------------

    def test_invoice_is_not_counted_twice(self):
        self._rule("over_limit")
        self._limit(1000)
        invoice = self._draft(1000)
        invoice.action_post()
        too_much = self._draft(0.01)
        with self.assertRaisesRegex(UserError, "stopped by the credit check"):
            too_much.action_post()
        for part in ("draft", "open"):
            self.company[f"ar_exposure_{part}"] = False
            self.assertEqual(self._check(0, "invoice")["exposure"], 1000 if part == "draft" else 0)
        too_much.action_post()

    def test_every_way_to_a_posted_invoice(self):
        self._rule("over_limit")
        self._limit(100)
        user = self.users["billing"]
        ways = {
            "button": lambda move: move.with_user(user).action_post(),
            "private": lambda move: move.with_user(user)._post(),
            "hard": lambda move: move.with_user(user)._post(soft=False),
            "superuser": lambda move: move.sudo().action_post(),
            "wizard": lambda move: (
                self.env["validate.account.move"]
                .with_user(user)
                .create({"move_ids": move.ids})
                .validate_move()
            ),
        }
        for way, act in ways.items():
            move = self._draft(101)
            with self.subTest(way=way), self.assertRaises(UserError), self.env.cr.savepoint():
                act(move)
            self.assertEqual(move.state, "draft")
            move.unlink()

    def test_batch_in_one_transaction(self):
        """Trap 14: the second document sees the first."""
        self._rule("over_limit")
        self._limit(100)
        self.company.ar_exposure_draft = False
        both = self._draft(60) | self._draft(60)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            both.action_post()
        both[0].action_post()
        with self.assertRaises(UserError):
            both[1].action_post()

    def test_later_invoice_is_checked_on_its_day(self):
        self._rule("over_limit")
        self._limit(100)
        invoice = self._make_invoice(amount=101, date="2026-04-10", post=False)
        invoice._post(soft=True)
        self.assertEqual(invoice.state, "draft")
        with freeze_time("2026-04-10 12:00:00"), self.assertRaises(UserError):
            invoice._post()

    def test_credit_notes_and_bills_pass(self):
        self._rule("over_limit")
        self._limit(0)
        self._draft(100, move_type="out_refund").action_post()
        self._draft(100, move_type="in_invoice").action_post()

    def test_warning_is_noted(self):
        self._rule("over_limit", "warn")
        self._limit(100)
        invoice = self._draft(101)
        self.assertEqual(invoice.ar_credit_state, "warn")
        invoice_message = invoice.ar_credit_message
        invoice.action_post()
        self.assertIn("over it by", invoice_message)
        note = invoice.message_ids.mapped("body")[0]
        self.assertIn("over the credit limit", note)
        self.assertNotIn("101", note, "others read it, too")
        self.assertFalse(invoice.ar_credit_message, "it has passed")

    def test_exclusions(self):
        self._rule("over_limit")
        self._limit(0)
        invoice = self._draft(100)
        with self.assertRaises(AccessError):
            invoice.with_user(self.users["billing"]).ar_credit_excluded = True
        invoice.ar_credit_excluded = True
        self.assertFalse(invoice.ar_credit_message)
        invoice.action_post()
        self.profile.sudo().credit_exempt = True
        self._draft(100).action_post()
        self.assertEqual(self._decision(100), "ok")

    def test_core_warning_of_the_documents_company(self):
        """Trap 13 in Odoo's own words."""
        other = self.setup_other_company(name="Other Ltd")["company"]
        self.env.user.company_ids |= other
        (self.company | other).account_use_credit_limit = True
        self._limit(100)
        invoice = self._draft(101)
        self.assertIn("100.00", invoice.with_company(other).partner_credit_warning)

    # -- releases ----------------------------------------------------------------------

    def test_release_is_for_this_document_and_amount(self):
        self._rule("over_limit", "approve")
        self._limit(100)
        invoice, other = self._draft(150), self._draft(150)
        self.assertEqual(invoice.ar_credit_state, "approve")
        with self.assertRaisesRegex(UserError, "Ask for a release"), self.env.cr.savepoint():
            invoice.action_post()
        release = self._release(invoice)
        self.assertEqual((release.state, release.amount), ("granted", 150))
        self.assertEqual(release.decided_by_id, self.users["manager"])
        with self.assertRaises(UserError), self.env.cr.savepoint():
            other.action_post()
        line = invoice.invoice_line_ids
        line.price_unit = 151
        with self.assertRaises(UserError), self.env.cr.savepoint():
            invoice.action_post()
        line.price_unit = 149
        self.assertEqual(invoice.ar_credit_state, "warn")
        self.assertIn("Released by", invoice.ar_credit_message)
        invoice.action_post()
        self.assertIn("Pays tomorrow", " ".join(invoice.message_ids.mapped("body")))
        self.assertIn("Pays tomorrow", " ".join(self.profile.message_ids.mapped("body")))

    def test_release_is_for_this_customer_reason_and_time(self):
        self._rule("over_limit", "approve")
        self._limit(100)
        invoice = self._draft(150)
        release = self._release(invoice)
        release.sudo().valid_until = "2026-03-30"
        with self.assertRaises(UserError), self.env.cr.savepoint():
            invoice.action_post()
        release.sudo().valid_until = "2026-03-31"
        self._rule("hold", "approve")
        self.profile.credit_hold = True
        with self.assertRaises(UserError), self.env.cr.savepoint():
            invoice.action_post()  # nobody has released the hold
        self.profile.credit_hold = False
        beta = self._make_partner("Beta")
        self._limit(1, self.env["ar.profile"].get_or_create(beta, self.company))
        invoice.partner_id = beta
        with self.assertRaises(UserError), self.env.cr.savepoint():
            invoice.action_post()
        invoice.partner_id = self.partner
        invoice.action_post()

    def test_block_cannot_be_released(self):
        self._rule("over_limit", "approve")
        self._limit(100)
        invoice = self._draft(150)
        self._release(invoice)
        self._rule("over_limit", "block")
        with self.assertRaisesRegex(UserError, "Nobody can release"), self.env.cr.savepoint():
            invoice.action_post()
        with self.assertRaises(UserError):
            self._release(invoice)

    def test_asking_and_deciding(self):
        """The approver gets a task; whoever asked is told; only an approver decides."""
        self._rule("over_limit", "approve")
        self._limit(100)
        approver, billing = self.users["approver"], self.users["billing"]
        self.company.ar_credit_approver_id = approver
        invoice = self._draft(150)
        wizard = (
            self.env["ar.credit.release.ask"]
            .with_user(billing)
            .create({"res_model": "account.move", "res_id": invoice.id, "reason": "Please"})
        )
        self.assertFalse(wizard.is_approver)
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            wizard.action_grant()
        wizard.action_ask()
        release = self.env["ar.credit.release"].search([], limit=1)
        self.assertEqual((release.state, release.requested_by_id), ("requested", billing))
        self.assertEqual(release.activity_ids.user_id, approver)
        invoice.invalidate_recordset()
        self.assertIn("Please", invoice.ar_credit_message)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            invoice.action_post()
        with self.assertRaises(AccessError):
            release.with_user(billing)._decide("granted", "x")
        with self.assertRaises(AccessError):
            release.with_user(approver).write({"state": "granted"})
        with self.assertRaises(AccessError):
            release.with_user(approver).write({"amount": 9999})
        action = release.with_user(approver).action_grant()
        decision = (
            self.env["ar.credit.release.decide"]
            .with_user(approver)
            .with_context(**action["context"])
            .create({"reason": "Known for years"})
        )
        decision.action_decide()
        self.assertEqual((release.state, release.decided_by_id), ("granted", approver))
        self.assertFalse(release.activity_ids)
        self.assertIn(billing.partner_id, invoice.message_ids.partner_ids)
        # Deciding twice does nothing.
        release.with_user(approver)._decide("refused", "No")
        self.assertEqual(release.state, "granted")
        invoice.with_user(billing).action_post()

    def test_refusal(self):
        self._rule("over_limit", "approve")
        self._limit(100)
        invoice = self._draft(150)
        release = self.env["ar.credit.release"]._ask(invoice, "Please")
        again = self.env["ar.credit.release"]._ask(invoice, "Please!")
        self.assertEqual(release.state, "refused", "asked for again")
        with self.assertRaises(UserError):
            again._decide("refused", " ")
        again._decide("refused", "Too risky")
        with self.assertRaises(UserError):
            invoice.action_post()

    # -- holds -------------------------------------------------------------------------

    def test_hold_by_hand_and_date(self):
        self._rule("hold")
        self.profile.credit_hold = True
        self.assertEqual(self._decision(1), "block")
        self.assertEqual(len(self.profile.credit_hold_ids), 1)
        self.profile.credit_hold = False
        self.assertEqual(self._decision(1), "ok")
        hold = self.env["ar.credit.hold"].create(
            {
                "profile_id": self.profile.id,
                "reason": "Stocktaking",
                "date_from": "2026-03-31",
                "date_to": "2026-04-02",
            }
        )
        self.profile.invalidate_recordset()
        self.assertTrue(self.profile.credit_hold)
        self.assertIn("Stocktaking", self.profile.credit_hold_reason)
        self.assertIn("Stocktaking", self._check(1)["reasons"][0]["message"])
        self.assertIn(self.profile, self.profile.search([("credit_hold", "=", True)]))
        with freeze_time("2026-04-03"):
            self.profile.invalidate_recordset()
            self.assertFalse(self.profile.credit_hold)
            self.env["ar.credit.limit"]._watch(self.company)
            self.assertEqual(hold.state, "released")
        with self.assertRaises(ValidationError):
            hold.copy({"date_to": "2026-01-01"})
        with self.assertRaises(UserError):
            hold.sudo().unlink()

    def test_hold_until_paid(self):
        invoice = self._make_invoice(amount=100, due="2026-03-01")
        self._rule("hold")
        self.env["ar.credit.hold"].create(
            {"profile_id": self.profile.id, "reason": "Late", "until_paid": True}
        )
        self.assertEqual(self._decision(1), "block")
        self._pay(invoice, 100, "2026-03-31")
        self.assertEqual(self._decision(1), "ok", "at once, without a job")
        self.env["ar.credit.limit"]._watch(self.company)
        self.assertEqual(self.profile.credit_hold_ids.state, "released")

    def test_a_reason_of_the_machine_is_said_in_the_readers_language(self):
        """What people write stays as they wrote it, also where the machine had said something."""
        self.env["res.lang"]._activate_lang("zh_CN")
        self._make_invoice(amount=100, due="2026-02-15")
        self._rule("overdue_days", "off", days=31, sets_hold=True)
        self.env["ar.credit.limit"]._watch(self.company)
        hold = self.profile.credit_hold_ids
        chinese = hold.with_context(lang="zh_CN")
        self.assertEqual(hold.reason_text, "Credit rule: Oldest item overdue")
        self.assertRegex(chinese.reason_text, "[\u4e00-\u9fff]")
        self.assertNotIn("Credit rule", chinese.display_name)
        account = self.profile.with_context(lang="zh_CN")
        self.assertIn(chinese.reason_text, account.credit_hold_reason)
        hold.with_user(self.users["approver"]).reason_text = "Two cheques came back"
        self.assertEqual(chinese.reason_text, "Two cheques came back")
        self.assertEqual(hold.reason, "Two cheques came back")
        with self.assertRaises(AccessError):
            hold.with_user(self.users["approver"]).reason_code = "rule"

    def test_hold_by_rule(self):
        """Set at night, released by payment; what an approver releases does not come back."""
        invoice = self._make_invoice(amount=100, due="2026-02-15")
        rule = self._rule("overdue_days", "off", days=31, sets_hold=True)
        self._rule("hold")
        watch = self.env["ar.credit.limit"]._watch
        for _night in range(2):
            watch(self.company)
        hold = self.profile.credit_hold_ids
        self.assertEqual((hold.cause, hold.rule_id, hold.state), ("rule", rule, "active"))
        self.assertNotIn("overdue_days", hold.reason, "the rule's name, not its code")
        self.assertEqual(self._decision(1), "block")
        action = hold.with_user(self.users["collector"]).action_release()
        release = self.env["ar.credit.hold.release"].with_context(**action["context"])
        with self.assertRaises(AccessError):
            release.with_user(self.users["collector"]).create({"reason": "x"})
        release.with_user(self.users["approver"]).create({"reason": "Promised"}).action_release()
        self.assertEqual(self._decision(1), "ok")
        watch(self.company)
        self.assertEqual(len(self.profile.credit_hold_ids), 1, "the same cause as before")
        self._pay(invoice, 100, "2026-03-31")
        watch(self.company)
        self.assertTrue(hold.cause_gone)
        self._make_invoice(amount=50, due="2026-02-01")
        watch(self.company)
        self.assertEqual(len(self.profile.credit_hold_ids), 2, "a new cause")
        self._pay(self.partner.invoice_ids.filtered("amount_residual"), 50, "2026-03-31")
        watch(self.company)
        self.assertFalse(self.profile.credit_hold_ids.filtered(lambda h: h.state == "active"))
        with self.assertRaises(ValidationError):
            self._rule("over_limit", sets_hold=True)

    def test_cause_of_an_add_on(self):
        """One class: an entry in ``_get_causes`` and ``_follow_<code>``."""
        Hold = self.registry["ar.credit.hold"]
        get_causes = Hold._get_causes
        cause = HoldCause("Insolvency register", nightly=True)
        causes = patch.object(
            Hold, "_get_causes", lambda holds: {**get_causes(holds), "register": cause}
        )

        def follow(holds, company):
            profile = self.profile if company == self.company else self.profile.browse()
            if profile and not profile.credit_hold_ids:
                values = {"profile_id": profile.id, "cause": "register", "reason": "Case 12/26"}
                holds.sudo().create(values)

        self._rule("hold")
        with causes, patch.object(Hold, "_follow_register", follow, create=True):
            choices = self.env["ar.credit.hold"].fields_get(["cause"])["cause"]["selection"]
            self.assertIn(("register", "Insolvency register"), choices)
            self.env["ar.credit.limit"]._watch(self.company)
            result = self._check(1)
            self.assertEqual(result["decision"], "block")
            self.assertIn("Case 12/26", result["reasons"][0]["message"])
            self.profile.credit_hold_ids._release("Paid in advance")
            self.assertFalse(self.profile.credit_hold_ids.cause_gone, "it goes on")
            self.env["ar.credit.limit"]._watch(self.company)
            self.assertEqual(self._decision(1), "ok")

    def test_hold_in_the_company_above(self):
        branch = self.env["res.company"].create(
            {"name": "Branch North", "parent_id": self.company.id}
        )
        self.env.user.company_ids |= branch
        of_branch = self.env["ar.profile"].get_or_create(self.partner, branch)
        self._rule("hold")
        self.env["ar.credit.hold"].create({"profile_id": of_branch.id, "reason": "Here"})
        self.assertEqual(self._decision(1, company=branch), "block")
        self.assertEqual(self._decision(1), "ok")
        self.profile.credit_hold = True
        self.assertEqual(self._decision(1), "block")

    # -- who sees what -----------------------------------------------------------------

    def test_roles(self):
        self.assertEqual(set(ROLES), set(GROUPS))
        for model, rights in MATRIX.items():
            for role, may in zip(ROLES, rights, strict=True):
                records = self.env[model].with_user(self.users[role])
                granted = "".join(v for v, verb in VERBS.items() if records.has_access(verb))
                with self.subTest(model=model, role=role):
                    self.assertEqual(granted, may)

    def test_words_without_figures(self):
        """Who may not see what customers owe reads why, and no amount."""
        self._make_invoice(amount=5678, due="2026-01-01")
        self._rule("over_limit")
        self._rule("overdue_days")
        self._limit(1234)
        check = self.env["ar.credit.check"]
        with self.assertRaisesRegex(AccessError, "Write it into a document"):
            check.with_user(self.users["internal"]).check(self.partner, self.company, 1, "order")
        # What a document of his own tells him.
        demand = Demand(self.partner.id, self.company.id, 1)
        [seen] = check.with_user(self.users["internal"])._check_many([demand], "order")
        self.assertEqual(seen["decision"], "block")
        self.assertNotRegex(str(seen["reasons"]), r"\d{3}")
        self.assertIn("Alpha Trading", seen["reasons"][0]["message"])
        full = check.with_user(self.users["auditor"]).check(self.partner, self.company, 1, "order")
        self.assertEqual((full["exposure"], full["limit"]), (5678, 1234))

    def test_outsiders_ask_nothing(self):
        check = self.env["ar.credit.check"]
        with self.assertRaises(AccessError):
            check.with_user(self.users["portal"]).check(self.partner, self.company, 1, "order")
        other = self.env["res.company"].create({"name": "Elsewhere"})
        with self.assertRaises(AccessError):
            check.with_user(self.users["billing"]).check(self.partner, other, 1, "order")
        with self.assertRaises(UserError):
            check.check(self.partner, self.company, 1, "lunch")
        by_id = check.check(self.partner.id, self.company.id, 1, "order")
        self.assertEqual(by_id["decision"], "ok")

    def test_check_writes_and_locks_nothing(self):
        self._rule("over_limit")
        self._limit(1)
        self.profile.sudo().credit_checked_on = False
        self.env.flush_all()
        self._check(5)
        self.assertFalse(self.profile.credit_checked_on)
        self._rule("over_limit", "warn")
        self._draft(5).action_post()
        self.assertTrue(self.profile.credit_checked_on)

    def test_many_in_few_queries(self):
        self._rule("over_limit", "warn")
        partners = self.env["res.partner"].create(
            [{"name": f"Many {number}", "is_company": True} for number in range(50)]
        )
        Check = self.env["ar.credit.check"]

        counts = {}
        for size in (1, 1, 50):
            demands = [Demand(p.id, self.company.id, 10) for p in partners[:size]]
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            Check._check_many(demands * 4, "order")
            counts[size] = self.env.cr.sql_log_count - before
        self.assertLessEqual(counts[50], counts[1] + 2, counts)
