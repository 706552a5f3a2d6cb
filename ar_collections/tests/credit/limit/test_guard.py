"""What was done by hostile users in the room credit, and is refused with a sentence."""

from contextlib import suppress

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .limit_common import GROUPS, LimitCommon

MUCH = 5_000_000
# Nobody's to write: reviews, the check and the night do.
NOBODYS = {
    "score": 99,
    "trend": "up",
    "review_trend": "up",
    "review_date": "2026-01-01",
    "behaviour_score": 100,
    "behaviour_known": True,
    "behaviour_date": "2026-01-01",
    "behaviour_base": 100,
    "behaviour_base_known": True,
    "credit_checked_on": "2026-01-01 00:00:00",
    "contact_checked_on": "2026-01-01",
    "agency_asked_on": "2026-01-01",
}
# Credit approvers'.
APPROVERS = {
    "credit_exempt": True,
    "term_pinned": True,
    "limit_pinned": True,
    "grace_pinned": True,
    "grace_days": 90,
    "next_review_date": "2030-01-01",
    "credit_limit": 5000,
}


@tagged("post_install", "-at_install")
@freeze_time("2026-03-31 12:00:00")
class TestGuard(LimitCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.setup_other_company(name="Other Ltd")["company"]
        cls.env.user.company_ids |= cls.other
        cls.both = cls.company | cls.other
        cls.users = {role: cls._user(role, cls.both) for role in GROUPS if role != "portal"}
        cls.users["portal"] = cls._user("portal", partner_id=cls._contact("Buyer").id)
        cls.users["sales"] = cls._user("ar_collections.ar_collections_group_sales", cls.both)
        cls.users["second"] = cls._user("approver", cls.both)
        cls.beta = cls._make_partner("Beta")
        cls.of_beta = cls.env["ar.profile"].get_or_create(cls.beta, cls.company)
        cls.there = cls.env["ar.profile"].get_or_create(cls.partner, cls.other)
        cls.company.ar_credit_four_eyes_amount = 10000
        cls.grade = cls.env["ar.credit.rating"].create(
            {"code": "GX", "name": "Guard", "company_id": cls.company.id, "min_score": 0}
        )

    @classmethod
    def _contact(cls, name):
        return cls.env["res.partner"].create({"name": name, "parent_id": cls.partner.id})

    def _as(self, role, records):
        return records.with_user(self.users[role]).with_context(allowed_company_ids=self.both.ids)

    def assertRefused(self, act, words=""):
        """``act`` is refused with a sentence, and changes nothing."""
        with self.assertRaises(UserError) as caught, self.env.cr.savepoint():
            act()
            self.env.flush_all()
        self.env.invalidate_all()
        self.assertRegex(str(caught.exception), words or r"\w{3,}")

    def _values(self, model, **values):
        common = {"profile_id": self.profile.id, **values}
        return {
            "ar.credit.limit": {"kind": "permanent", "amount": 100, "reason": "x", **common},
            "ar.credit.security": {"amount": 100, "reference": "D1", **common},
            "ar.credit.hold": {"reason": "x", **common},
            "ar.credit.review": common,
            "ar.credit.contract": common,
            "ar.credit.financials": {"date": "2025-12-31", **common},
            "ar.credit.agency.rating": common,
        }[model]

    def _make(self, model, role="approver", **values):
        records = self._as(role, self.env[model])
        return records.create(self._values(model, **values)).sudo(False)

    # -- the account -------------------------------------------------------------------

    def test_fields_of_the_account(self):
        for name, value in NOBODYS.items():
            for role in ("collector", "manager"):
                with self.subTest(name=name, role=role):
                    self.assertRefused(
                        lambda n=name, v=value, r=role: self._as(r, self.profile).write({n: v})
                    )
        self.assertRefused(
            lambda: self._as("manager", self.profile).write({"rating_id": self.grade.id})
        )
        for name, value in APPROVERS.items():
            with self.subTest(name=name):
                self.assertRefused(
                    lambda n=name, v=value: self._as("collector", self.profile).write({n: v})
                )
                self._as("approver", self.profile).write({name: value})
        self.assertEqual(self.profile.credit_limit, 5000)

    def test_hold_is_released_by_approvers(self):
        profile = self._as("collector", self.profile)
        profile.credit_hold = True
        self.assertRefused(lambda: profile.write({"credit_hold": False}))
        hold = self.profile.credit_hold_ids
        for values in ({"date_to": "2026-03-31"}, {"state": "released"}, {"until_paid": True}):
            with self.subTest(values=values):
                self.assertRefused(lambda v=values: self._as("collector", hold).write(v))
                self.assertRefused(
                    lambda v=values: profile.write(
                        {"credit_hold_ids": [Command.update(hold.id, v)]}
                    )
                )
        for values in ({"state": "released"}, {"date_from": "2027-01-01"}, {"cause_gone": True}):
            self.assertRefused(lambda v=values: self._as("approver", hold).write(v))
        self.assertTrue(self.profile.credit_hold)
        self._as("approver", self.profile).credit_hold = False
        self.assertFalse(self.profile.credit_hold)
        self.assertRefused(lambda: self._as("approver", hold).write({"reason": "Other"}))

    # -- birth -------------------------------------------------------------------------

    def test_nothing_is_born_decided(self):
        born = {
            "ar.credit.limit": {"state": "ended"},
            "ar.credit.hold": {"state": "released"},
            "ar.credit.review": {"state": "approved"},
            "ar.credit.contract": {"state": "approved"},
        }
        for model, values in born.items():
            with self.subTest(model=model):
                self.assertRefused(lambda m=model, v=values: self._make(m, **v))
                context = {f"default_{name}": value for name, value in values.items()}
                records = self._as("approver", self.env[model]).with_context(**context)
                record = records.create(self._values(model))
                first = self.env[model]._fields["state"].default(self.env[model])
                self.assertEqual(record.sudo().state, first)

    def test_names_are_the_acting_users(self):
        colleague = self.users["second"]
        for model, name in (
            ("ar.credit.limit", "user_id"),
            ("ar.credit.hold", "user_id"),
            ("ar.credit.review", "author_id"),
            ("ar.credit.review", "approver_id"),
            ("ar.credit.contract", "approver_id"),
        ):
            with self.subTest(model=model, name=name):
                self.assertRefused(lambda m=model, n=name: self._make(m, **{n: colleague.id}))
        limit = self._make("ar.credit.limit")
        self.assertEqual(limit.user_id, self.users["approver"])

    # -- four eyes: limits -------------------------------------------------------------

    def _standing(self):
        self.env.invalidate_all()
        return self.profile.has_credit_limit, self.profile.credit_limit

    def test_a_high_limit_waits_for_a_second_person(self):
        self._limit(1000)
        insured = {"insurer_id": self.beta.id, "policy_number": "P1"}
        for kind, more in (
            ("permanent", {}),
            ("temporary", {"date_to": "2026-12-31"}),
            ("insured", insured),
            ("group", {}),
        ):
            with self.subTest(kind=kind):
                limit = self._make("ar.credit.limit", kind=kind, amount=MUCH, **more)
                self.assertEqual((limit.state, self._standing()), ("waiting", (True, 1000)))
                self.assertRefused(lambda one=limit: self._as("approver", one).action_approve())
                self.assertRefused(lambda one=limit: self._as("collector", one).action_approve())
                self.assertRefused(lambda one=limit: self._as("second", one).write({"amount": 1}))
                self._as("approver", limit).action_withdraw()
                self.assertEqual((limit.state, self._standing()), ("withdrawn", (True, 1000)))

    def test_every_way_to_a_high_limit(self):
        editor = self._user(
            "account.group_account_invoice,base.group_partner_manager,"
            "ar_collections.ar_collections_group_credit_approver"
        )
        contact = self.partner.with_user(editor).with_company(self.company)
        self._limit(1000)
        contact.credit_limit = MUCH
        self.assertEqual(self._standing(), (True, 1000))
        self.assertEqual(self.partner.with_company(self.company).credit_limit, 1000)
        self.profile.limit_ids.filtered(lambda one: one.state == "waiting").action_withdraw()
        self._as("approver", self.profile).credit_limit = MUCH
        self.assertEqual(self._standing(), (True, 1000))
        waiting = self.profile.limit_ids.filtered(lambda one: one.state == "waiting")
        self._as("second", waiting).action_approve()
        self.assertEqual(self._standing(), (True, MUCH))
        self.assertEqual(waiting.approver_id, self.users["second"])
        # Less than what two people agreed on needs one.
        self._as("approver", self.profile).credit_limit = MUCH - 1
        self.assertEqual(self._standing(), (True, MUCH - 1))
        self._as("approver", self.profile).credit_limit = MUCH
        self.assertEqual(self._standing(), (True, MUCH - 1))

    def test_limits_of_odoo_are_approvers(self):
        """Odoo's own limit cannot be raised around ours, withdrawn proposals or not."""
        self.partner.with_company(self.company).sudo().credit_limit = 700
        clerk = self._user("account.group_account_invoice,base.group_partner_manager")
        contact = self.partner.with_user(clerk).with_company(self.company)
        self.assertRefused(lambda: contact.write({"credit_limit": MUCH}))
        contact.write({"credit_limit": 700, "comment": "The form writes all"})
        contact.create({"name": "New", "is_company": True, "credit_limit": 0})
        self.assertRefused(
            lambda: contact.create({"name": "New", "is_company": True, "credit_limit": MUCH})
        )
        new = contact.with_context(default_credit_limit=MUCH).create(
            {"name": "Newer", "is_company": True}
        )
        self.assertEqual(new.credit_limit, 0)
        self._as("approver", self.profile).credit_limit = MUCH
        self.assertEqual(self._standing(), (True, 700))
        self.profile.limit_ids.action_withdraw()
        self.assertEqual(self._standing(), (True, 700))

    def test_ended_limits_stand(self):
        limit = self._limit(1000)
        for role in ("auditor", "billing", "collector", "internal", "sales", "portal"):
            with self.subTest(role=role):
                self.assertRefused(lambda r=role: self._as(r, limit).action_end())
        self._as("approver", limit).action_end()
        self._as("second", limit).action_end()
        for values in (
            {"amount": MUCH},
            {"reason": "Nicer"},
            {"end_reason": "Nicer"},
            {"ended_by_id": self.users["second"].id},
            {"ended_on": "2026-01-01"},
            {"state": "active"},
            {"replaced_by_id": self._limit(1, self.of_beta).id},
        ):
            with self.subTest(values=values):
                self.assertRefused(lambda v=values: self._as("manager", limit).write(v))

    # -- four eyes: securities ---------------------------------------------------------

    def _exposure(self):
        self.env.invalidate_all()
        return self.profile.exposure

    def test_a_high_deposit_waits_for_a_second_person(self):
        self._make_invoice(amount=20000)
        security = self._make("ar.credit.security", amount=MUCH)
        self.assertEqual((security.state, self._exposure()), ("waiting", 20000))
        self.assertRefused(lambda: self._as("approver", security).action_approve())
        self.assertRefused(lambda: self._as("second", security).write({"amount": 1}))
        self._as("second", security).action_approve()
        self.assertEqual(security.state, "valid")
        self.assertLess(self._exposure(), 0)
        for values in (
            {"amount": 2 * MUCH},
            {"date_to": "2099-01-01"},
            {"date_from": "2020-01-01"},
            {"currency_id": self.env.ref("base.EUR").id},
            {"active": False},
            {"kind": "bank"},
            {"state": "waiting"},
        ):
            with self.subTest(values=values):
                self.assertRefused(lambda v=values: self._as("approver", security).write(v))
        self.assertRefused(lambda: self._as("approver", security).unlink())
        wizard = self._as("approver", self.env["ar.credit.security.release"])
        wizard.create({"security_ids": security.ids, "reason": "Given back"}).action_release()
        self.assertEqual((security.state, self._exposure()), ("released", 20000))
        for role in ("approver", "manager"):
            self.assertRefused(lambda r=role: self._as(r, security).write({"active": True}))
            self.assertRefused(lambda r=role: self._as(r, security).action_unarchive())

    def test_small_deposits_do_not_add_up_alone(self):
        self._make("ar.credit.security", amount=9000)
        self.assertEqual(self._make("ar.credit.security", amount=9000).state, "waiting")
        self.assertEqual(self._make("ar.credit.security", "second", amount=900).state, "valid")

    def test_a_security_takes_the_place_of_another(self):
        first = self._make("ar.credit.security", amount=9000, date_to="2026-04-30")
        longer = self._make("ar.credit.security", amount=9000, replaces_id=first.id)
        self.assertEqual((first.state, longer.state), ("released", "valid"))
        high = self._make("ar.credit.security", amount=MUCH, replaces_id=longer.id)
        self.assertEqual((longer.state, high.state), ("valid", "waiting"))
        self._as("second", high).action_approve()
        self.assertEqual((longer.state, high.state), ("released", "valid"))
        self.assertEqual(longer.replaced_by_id, high)
        less = self._make("ar.credit.security", amount=MUCH - 1, replaces_id=high.id)
        self.assertEqual(less.state, "valid")
        self.assertRefused(
            lambda: self._make(
                "ar.credit.security", profile_id=self.of_beta.id, replaces_id=less.id
            )
        )

    # -- four eyes: reviews and contracts ----------------------------------------------

    def test_who_rewrites_a_review_does_not_approve_it(self):
        review = self._make("ar.credit.review", "collector")
        written = {
            "judgement": "Known for years",
            "rating_id": self.grade.id,
            "limit_amount": 20000,
        }
        self._as("collector", review).write(written)
        self._as("approver", review).write({"limit_amount": MUCH})
        self._as("collector", review).action_propose()
        self.assertRefused(lambda: self._as("approver", review).action_approve())
        self._as("second", review).action_approve()
        self.assertEqual(review.state, "approved")
        self.assertEqual(self._standing(), (True, MUCH))
        for values in ({"judgement": "x"}, {"reason": "x"}, {"limit_amount": 1}, {"date": False}):
            self.assertRefused(lambda v=values: self._as("manager", review).write(v))
        offer = {"review_id": review.id, "limit_amount": 1}
        self.assertRefused(
            lambda: self._as("manager", self.env["ar.credit.review.offer"]).create(offer)
        )
        line = review.line_ids[:1]
        self.assertRefused(lambda: self._as("manager", line).write({"points": 100}))

    def test_an_accepted_offer_is_written_by_who_accepts_it(self):
        review = self._make("ar.credit.review", "collector")
        self._as("collector", review).write(
            {"judgement": "Known for years", "rating_id": self.grade.id}
        )
        offers = self._as("approver", self.env["ar.credit.review.offer"])
        offer = offers.create({"review_id": review.id, "limit_amount": MUCH})
        self.assertRefused(lambda: offer.write({"accepted": True}))
        self.assertRefused(lambda: offer.write({"user_id": self.users["second"].id}))
        offer.action_accept()
        self._as("collector", review).action_propose()
        self.assertRefused(lambda: self._as("approver", review).action_approve())

    def test_who_rewrites_a_contract_does_not_approve_it(self):
        term = self.env.ref("account.account_payment_term_30days")
        contract = self._make("ar.credit.contract", "collector", payment_term_id=term.id)
        self._as("approver", contract).write({"credit_amount": MUCH})
        self.assertRefused(lambda: self._as("approver", contract).action_approve())
        self._as("second", contract).action_approve()
        for values in (
            {"credit_amount": 1},
            {"date_from": "2020-01-01"},
            {"subject": "Other"},
            {"state": "draft"},
            {"approver_id": self.users["approver"].id},
            {"ending_date": "2026-01-01"},
            {"currency_id": self.env.ref("base.EUR").id},
        ):
            with self.subTest(values=values):
                self.assertRefused(lambda v=values: self._as("manager", contract).write(v))
        amendments = self._as("collector", self.env["ar.credit.contract.amendment"])
        amendment = amendments.create({"contract_id": contract.id, "reason": "More"})
        self._as("approver", amendment).write({"credit_amount": 2 * MUCH})
        self.assertRefused(lambda: self._as("approver", amendment).action_approve())
        self._as("second", amendment).action_approve()
        self.assertRefused(lambda: self._as("manager", amendment).write({"credit_amount": 1}))
        self.assertRefused(lambda: self._as("manager", amendment).write({"date": "2020-01-01"}))

    def test_files_of_others_are_not_taken(self):
        """A loose file of a colleague does not become readable by linking it."""
        secret = self.env["ir.attachment"].sudo().create({"name": "secret", "raw": b"x"})
        secret = self._as("collector", secret)
        contract = self._make("ar.credit.contract", "collector")
        self.assertRefused(
            lambda: self._as("collector", contract).write(
                {"attachment_ids": [Command.link(secret.id)]}
            )
        )
        self.assertRefused(
            lambda: self._make(
                "ar.credit.contract", "collector", attachment_ids=[Command.link(secret.id)]
            )
        )

    def test_a_high_release_needs_two(self):
        self._rule("over_limit", "approve")
        self._limit(0)
        invoice = self._make_invoice(amount=20000, date="2026-03-31", post=False)
        ask = self._as("approver", self.env["ar.credit.release.ask"]).create(
            {"res_model": "account.move", "res_id": invoice.id, "reason": "Please"}
        )
        self.assertRefused(ask.action_grant)
        asks = self._as("auditor", self.env["ar.credit.release.ask"])
        for model, words in (("account.move", ""), ("res.users", "Releases are for")):
            values = {"res_model": model, "res_id": invoice.id, "reason": "Please"}
            self.assertRefused(lambda v=values: asks.create(v).action_ask(), words)
        ask.action_ask()
        release = self.env["ar.credit.release"].search([], limit=1)
        self.assertRefused(lambda: self._as("approver", release)._decide("granted", "Mine"))
        self._as("second", release)._decide("granted", "Known")
        invoice.action_post()

    # -- company and account -----------------------------------------------------------

    def test_nothing_moves_to_another_account(self):
        agency = self.env["ar.credit.agency"].create({"name": "Agency One"})
        for model, more in (
            ("ar.credit.limit", {}),
            ("ar.credit.security", {}),
            ("ar.credit.hold", {}),
            ("ar.credit.review", {}),
            ("ar.credit.contract", {}),
            ("ar.credit.financials", {}),
            ("ar.credit.agency.rating", {"agency_id": agency.id, "value": 50}),
        ):
            record = self._make(model, **more)
            for target in (self.of_beta, self.there):
                for values in (
                    {"profile_id": target.id},
                    {"partner_id": self.beta.id},
                    {"company_id": self.other.id},
                ):
                    with self.subTest(model=model, values=values):
                        self.assertRefused(
                            lambda one=record, v=values: self._as("manager", one).write(v)
                        )
        for record in (self.grade, self.rules[:1]):
            self.assertRefused(
                lambda one=record: self._as("manager", one).write({"company_id": self.other.id})
            )

    def test_evidence_stands(self):
        agency = self.env["ar.credit.agency"].create({"name": "Agency One"})
        profile = self._as("collector", self.profile)
        self.assertRefused(
            lambda: profile.write(
                {
                    "agency_rating_ids": [
                        Command.create({"agency_id": agency.id, "origin": "provider"})
                    ]
                }
            )
        )
        event = self._as("collector", self.env["ar.credit.event"]).create(
            {"name": "Fire", "partner_id": self.partner.id, "severity": "info"}
        )
        self.assertRefused(lambda: event.write({"company_id": self.other.id}))
        self.assertRefused(
            lambda: (
                event.write({"review_ids": [Command.clear()]})
                or event.write({"review_ids": [Command.link(self._make("ar.credit.review").id)]})
            )
        )

    # -- history -----------------------------------------------------------------------

    def test_history_outlives_the_account(self):
        for model in ("ar.credit.limit", "ar.credit.security", "ar.credit.hold"):
            self._make(model, profile_id=self.of_beta.id)
            with self.subTest(model=model):
                self.assertRefused(lambda: self.of_beta.sudo().unlink(), "history")
        before = {name: self.of_beta[name] for name in ("limit_ids", "security_ids")}
        self.beta.sudo().write({"parent_id": self.partner.id, "is_company": False})
        self.env.invalidate_all()
        for name, records in before.items():
            self.assertEqual(records.profile_id, self.profile)
            self.assertEqual(records.partner_id, self.partner)
            self.assertLessEqual(records, self.profile[name])

    # -- buttons -----------------------------------------------------------------------

    def test_buttons_of_readers_change_nothing(self):
        """An auditor, a biller and everybody below them press every button."""
        limit, hold = self._make("ar.credit.limit"), self._make("ar.credit.hold")
        security = self._make("ar.credit.security")
        review, contract = self._make("ar.credit.review"), self._make("ar.credit.contract")
        offer = self.env["ar.credit.review.offer"].create(
            {"review_id": review.id, "limit_amount": 5}
        )
        pressed = (
            (limit, ("action_end", "action_approve", "action_withdraw")),
            (security, ("action_approve", "action_withdraw", "action_release")),
            (hold, ("action_release",)),
            (review, ("action_propose", "action_draft", "action_approve", "action_collect")),
            (offer, ("action_accept",)),
            (contract, ("action_approve", "action_ask_approval", "action_replace")),
            (self.profile, ("action_verify_contact", "action_load_agency_ratings")),
            (self.profile, ("action_new_review",)),
        )
        self.env.flush_all()
        before = self._snapshot()
        for records, names in pressed:
            for name in names:
                for role in ("auditor", "billing", "sales", "internal", "portal"):
                    with suppress(UserError), self.env.cr.savepoint():
                        getattr(self._as(role, records), name)()
                        self.env.flush_all()
                    self.env.invalidate_all()
                    with self.subTest(model=records._name, name=name, role=role):
                        self.assertEqual(self._snapshot(), before)

    def _snapshot(self):
        self.env.flush_all()
        rows = []
        for model in sorted(self.env.registry):
            if model.startswith("ar.credit.") or model in ("ar.profile", "mail.activity"):
                table = self.env[model]
                if table._auto and not table._abstract and not table._transient:
                    query = f'SELECT COUNT(*), MAX(id), MAX(write_date) FROM "{table._table}"'
                    self.env.cr.execute(query)
                    rows.append((model, self.env.cr.fetchone()))
        self.profile.invalidate_recordset()
        self.env.cr.execute("SELECT state FROM ar_credit_limit ORDER BY id")
        return rows, self.env.cr.fetchall(), self.profile.agency_asked_on

    # -- documents at a checkpoint -----------------------------------------------------

    def test_the_check_is_not_left_out_by_a_default(self):
        self._rule("over_limit")
        self._limit(0)
        move = {
            "move_type": "out_invoice",
            "partner_id": self.partner.id,
            "invoice_date": "2026-03-31",
            "invoice_line_ids": [Command.create({"name": "x", "price_unit": 5, "tax_ids": []})],
        }
        billing = self._as("billing", self.env["account.move"]).with_company(self.company)
        self.assertRefused(lambda: billing.create({**move, "ar_credit_excluded": True}))
        key = {"default_ar_credit_excluded": True}
        for moves in (billing.with_context(**key), billing.sudo().with_context(**key)):
            self.assertRefused(lambda some=moves: some.create(dict(move)).action_post())
        self.env["ir.default"].sudo().create(
            {
                "field_id": self.env["ir.model.fields"]
                ._get("account.move", "ar_credit_excluded")
                .id,
                "user_id": self.users["billing"].id,
                "json_value": "true",
            }
        )
        invoice = billing.create(dict(move))
        self.assertFalse(invoice.sudo().ar_credit_excluded)
        self.assertRefused(invoice.action_post)
        excluded = self.env["account.move"].browse(invoice.id)
        excluded.ar_credit_excluded = True
        self.assertFalse(excluded.copy().ar_credit_excluded)
        again = excluded.copy({"ar_credit_excluded": True})
        self.assertFalse(again.ar_credit_excluded)
        invoice.action_post()

    def test_every_way_past_the_check_of_an_invoice(self):
        self._rule("over_limit")
        self._limit(100)
        billing = self._as("billing", self.env["account.move"]).with_company(self.company)
        draft = self._make_invoice(amount=101, date="2026-03-31", post=False)
        # Journal items as they stand: Odoo computes none for what is posted already.
        accounts = self.company_data
        items = (
            {"account_id": accounts["default_account_receivable"].id, "debit": 101},
            {"account_id": accounts["default_account_revenue"].id, "credit": 101},
        )
        born = {
            "move_type": "out_invoice",
            "partner_id": self.partner.id,
            "invoice_date": "2026-03-31",
            "line_ids": [
                Command.create({"partner_id": self.partner.id, "name": "x", **item, "tax_ids": []})
                for item in items
            ],
        }
        ways = {
            "state": lambda: billing.browse(draft.id).write({"state": "posted"}),
            "state as superuser": lambda: draft.sudo().write({"state": "posted"}),
            "born posted": lambda: billing.with_context(default_state="posted").create(born),
        }
        for way, act in ways.items():
            with self.subTest(way=way):
                self.assertRefused(act)
        self.assertEqual(draft.state, "draft")

    def test_a_posted_invoice_keeps_its_debtor(self):
        self._rule("over_limit")
        self._limit(0)
        self._rule("over_limit")
        invoice = self._make_invoice(self.beta, amount=101, date="2026-03-31")
        moved = self._as("billing", invoice).with_context(skip_readonly_check=True)
        self.assertRefused(lambda: moved.write({"partner_id": self.partner.id}))
        small = self._make_invoice(self.beta, amount=1, date="2026-03-31")
        self._limit(1, self.of_beta)
        accounts, more = self.company_data, {"move_id": small.id, "partner_id": self.beta.id}
        lines = [
            {**more, "account_id": accounts["default_account_receivable"].id, "debit": 500},
            {**more, "account_id": accounts["default_account_revenue"].id, "credit": 500},
        ]
        self.assertRefused(lambda: self._as("billing", small.line_ids).create(lines))
        item = invoice.line_ids.filtered(lambda line: line.account_type == "asset_receivable")
        self.assertRefused(lambda: self._as("billing", item).write({"partner_id": self.partner.id}))
        # The debtor changes by the parent of the contact as well.
        gamma = self._make_partner("Gamma")
        self._make_invoice(gamma, amount=101, date="2026-03-31")
        self.assertRefused(
            lambda: gamma.write({"parent_id": self.partner.id, "is_company": False}),
            "credit check",
        )
