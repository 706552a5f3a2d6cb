"""The demo company holds every case that the add-on is about, lives, and is built once."""

from collections import Counter
from datetime import date, timedelta

from odoo import fields
from odoo.tests import TransactionCase, freeze_time, tagged
from odoo.tools import file_open

from ...demo import clock
from ...demo.ar_demo import XMLID_MODULE
from ...demo.company_tables import RATES
from ...demo.customer_tables import CUSTOMERS
from ...demo.told import Told
from . import screens

TODAY = date(2026, 3, 31)


@tagged("post_install", "-at_install")
@freeze_time("2026-03-31 12:00:00")
class TestDemo(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # A database with demo data has the company already: forget it, and build another.
        existing = cls.env.ref(f"{XMLID_MODULE}.company", raise_if_not_found=False)
        if existing:
            existing.name = "An earlier demo company"
        cls.env["ir.model.data"].search([("module", "=", XMLID_MODULE)]).unlink()
        with screens.listening() as cls.heard:
            cls.company = cls.env["ar.demo"]._load()
        cls.env = cls.env(context={"allowed_company_ids": cls.company.ids})
        cls.moves = cls.env["account.move"].search([("company_id", "=", cls.company.id)])
        cls.items = cls.env["ar.open.item"].search([("company_id", "=", cls.company.id)])

    def _customer(self, key):
        return self.env.ref(f"{XMLID_MODULE}.customer_{key}")

    def _items_of(self, key):
        """The open items of a customer: {days from today to the due date: residual}."""
        items = self.items.filtered(lambda item: item.partner_id == self._customer(key))
        return {(item.date_due - TODAY).days: item.residual_currency for item in items}

    def _bill(self, key, due):
        partner = self._customer(key)
        return self.moves.filtered(
            lambda move: (
                move.commercial_partner_id == partner
                and due in [(line.date_maturity - TODAY).days for line in self._terms(move)]
            )
        )

    @staticmethod
    def _terms(moves):
        return moves.line_ids.filtered(lambda line: line.display_type == "payment_term")

    def test_counts(self):
        customers = [self._customer(key) for key in CUSTOMERS]
        invoices = self.moves.filtered(lambda move: move.move_type == "out_invoice")
        self.assertEqual(len({partner.commercial_partner_id for partner in customers}), 46)
        self.assertGreaterEqual(len(invoices.filtered(lambda move: move.state == "posted")), 200)
        # One is not sent yet, one waits for its release.
        self.assertEqual(len(invoices.filtered(lambda move: move.state == "draft")), 2)
        self.assertEqual(invoices.commercial_partner_id, self.env["res.partner"].union(*customers))

    def test_papers_say_whose_they_are_and_where_to_pay(self):
        account = self.env.ref(f"{XMLID_MODULE}.bank_account")
        self.assertTrue(self.company.logo)
        self.assertNotEqual(self.company.logo, self.env.ref("base.main_company").logo)
        self.assertIn(account.acc_number, self.company.report_footer)

    def test_month_ends_are_kept(self):
        snapshots = self.env["ar.snapshot"].search([("company_id", "=", self.company.id)])
        self.assertEqual(len(snapshots), 6)
        self.assertEqual(str(max(snapshots.mapped("date"))), "2026-02-28")
        self.assertEqual(set(snapshots.mapped("difference")), {0})
        self.assertTrue(all(snapshots.mapped("total")))

    def test_second_run_makes_nothing(self):
        models = ["res.company", "res.partner", "res.users", "account.move", "account.payment"]
        before = [self.env[model].sudo().search_count([]) for model in models]
        self.assertEqual(self.env["ar.demo"]._load(), self.company)
        self.assertEqual([self.env[model].sudo().search_count([]) for model in models], before)

    def test_a_bill_of_every_age(self):
        days = [(item.date_due - TODAY).days for item in self.items if item.residual > 0]
        ages = (6, 400), (0, 5), (-13, -3), (-29, -14), (-44, -30), (-119, -45), (-999, -120)
        for low, high in ages:
            with self.subTest(low=low, high=high):
                self.assertTrue([day for day in days if low <= day <= high])

    def test_company(self):
        self.assertEqual(self.company.currency_id.name, "EUR")
        self.assertEqual(self.company.country_code, "IE")
        self.assertEqual(self.company.partner_id.tz, "Europe/Dublin")
        self.assertTrue(self.company.partner_id.bank_ids)
        for login in ("admin", "collector", "salesperson"):
            user = self.env["res.users"].search([("login", "=", login)])
            self.assertEqual(user.company_id, self.company, login)
        collector = self.env["res.users"].search([("login", "=", "collector")])
        self.assertTrue(collector.has_group("ar_collections.ar_collections_group_collector"))

    def test_instalments_and_part_payments(self):
        # 60% of the first half is paid; and a payment over the first half and some of the second
        self.assertEqual(self._items_of("tallship"), {-15: 1400.0, -10: 1200.0, 20: 3000.0})
        self.assertEqual(self._items_of("prairie"), {-8: 3800.0, 12: 8450.0})
        self.assertEqual(self._bill("prairie", -8).payment_state, "partial")

    def test_credits(self):
        self.assertEqual(self._items_of("birch"), {-20: 2400.0, -7: 900.0, -3: -1000.0})
        self.assertEqual(self._items_of("ejemplo"), {-9: 1600.0, -3: -400.0})
        self.assertLess(sum(self._items_of("comet").values()), 0, "in credit overall")
        credited = self._bill("ejemplo", -40)
        self.assertEqual(credited.payment_state, "paid")
        self.assertEqual(credited.reversal_move_ids.amount_residual, 0.0)

    def test_early_payment_discount(self):
        taken, still_open = self._bill("musterhaus", 3), self._bill("musterhaus", 25)
        self.assertEqual(taken.payment_state, "paid")
        self.assertAlmostEqual(taken.matched_payment_ids.amount, taken.amount_total * 0.97)
        item = self.items.filtered(lambda item: item.move_id == still_open)
        self.assertEqual(item.discount_date, TODAY + timedelta(days=5))
        self.assertEqual((item.residual, item.asked_currency), (5000.0, 4850.0))

    def test_currencies(self):
        exchange = self.moves.filtered(
            lambda move: move.journal_id == self.company.currency_exchange_journal_id
        )
        for code in RATES:
            with self.subTest(currency=code):
                currency = self.env.ref(f"base.{code}")
                self.assertIn(currency, self.items.currency_id)
                booked = exchange.line_ids.grouped("currency_id")[currency]
                self.assertTrue(any(booked.mapped("balance")))

    def test_addressees(self):
        contact = self.env.ref(f"{XMLID_MODULE}.contact_juniper")
        items = self.items.filtered(lambda item: item.partner_id == self._customer("juniper"))
        self.assertEqual(items.contact_id, contact)
        daughter = self._customer("juniper_retail")
        self.assertEqual(daughter.parent_id, self._customer("juniper"))
        self.assertEqual(list(self._items_of("juniper_retail")), [-4])
        self.assertFalse(self._customer("gull").email)
        self.assertTrue(self._customer("nowhere").email.endswith(".invalid"))
        self.assertEqual(self._customer("yunshan").lang, "zh_CN")

    def test_opening_balance(self):
        opening = self.items.filtered(lambda item: item.move_type == "entry" and item.residual > 0)
        self.assertEqual(opening.partner_id, self._customer("ledger"))
        self.assertEqual(opening.residual, 3600.0)
        self.assertTrue(opening.no_followup)

    def test_odd_documents(self):
        blocked = self._bill("teapot", -25)
        self.assertEqual((blocked.payment_state, blocked.amount_residual), ("blocked", 0.0))
        self.assertEqual(self._bill("palace", 8).amount_total, 0.0)
        self.assertGreater(self._bill("palace", 40).invoice_date, TODAY)
        receipts = self.moves.filtered(lambda move: move.move_type == "out_receipt")
        self.assertEqual(set(receipts.mapped("payment_state")), {"paid", "not_paid"})
        # neither what is dated ahead nor what is free or a draft is owed today
        self.assertEqual(self._items_of("palace"), {-4: 86.5})

    def test_dispute(self):
        lines = self._terms(self._bill("orchard", -35))
        holds = self.env["ar.hold"].search([("move_line_id", "in", lines.ids)])
        self.assertEqual(len(holds), 1)
        self.assertIn("wrong wood", holds.reason)

    def test_tonights_run(self):
        """The first run has something to say at every level, and reasons to leave others alone."""
        plan = self.env["ar.dunning.run"].simulate(self.company.id, TODAY)
        levels = self.env["ar.dunning.level"].browse(
            notice["level_id"] for notice in plan["notices"]
        )
        self.assertEqual(set(levels.mapped("number")), {1, 2, 3, 4, 5})
        self.assertGreaterEqual(len(levels.policy_id), 3)
        reasons = {line["reason"] for line in plan["lines"] if line["decision"] == "skip"}
        self.assertLessEqual(
            {"held", "covered_by_credit", "no_followup", "below_policy_minimum"}, reasons
        )
        reminded = {notice["partner_id"] for notice in plan["notices"]}
        for key in ("comet", "teapot", "paperboat", "palace"):
            self.assertNotIn(self._customer(key).id, reminded, key)

    def test_collectors(self):
        profiles = self.env["ar.profile"].search([("company_id", "=", self.company.id)])
        self.assertEqual(len(profiles), 46)
        tag = self.env.ref(f"{XMLID_MODULE}.tag_key")
        key_accounts = profiles.filtered(lambda p: tag in p.partner_id.category_id)
        demo_user = self.env.ref("base.user_demo", raise_if_not_found=False)
        expected = {"collector", *(["demo"] if demo_user else [])}
        self.assertEqual(set((profiles - key_accounts).collector_id.mapped("login")), expected)
        for profile in key_accounts:
            self.assertEqual(profile.collector_id, profile.partner_id.user_id)

    def test_nothing_is_written_by_sql(self):
        for part in ("", "_channel", "_collections", "_credit", "_ledger", "_resolution", "_story"):
            name = f"ar_demo{part}.py"
            with file_open(f"ar_collections/demo/{name}") as source:
                self.assertNotIn("execute", source.read())

    # -- it lives ----------------------------------------------------------------------

    def _states(self, name, field="state"):
        """{state: how many} of the company's records of a model."""
        records = self.env[name].search([("company_id", "=", self.company.id)])
        return Counter(records.mapped(field))

    def test_nothing_went_wrong(self):
        self.assertFalse(self.heard)

    def test_every_entry_of_the_menu_shows_something(self):
        self.env["ar.switch"]._switch_on()
        users = [self.env.ref("base.user_admin"), self._user("salesperson")]
        for menu in screens.list_entries(self.env):
            user = next(one for one in users if menu.id in menu.with_user(one)._visible_menu_ids())
            with self.subTest(menu=menu.complete_name):
                shown = screens.count(menu.action, self.env(user=user.id))
                self.assertTrue(shown is None or shown > 0)

    def _user(self, login):
        return self.env["res.users"].search([("login", "=", login)])

    def test_every_screen_shows_something(self):
        """States that a list, a filter or a button is about."""
        wanted = {
            "ar.dunning.run": {"done": 20, "proposed": 1},
            "ar.dunning.notice": {"sent": 100, "draft": 5, "failed": 1},
            "ar.promise": {"open": 2, "kept": 2, "partly_kept": 1, "broken": 1},
            "ar.plan": {"proposed": 1, "active": 1, "failed": 1, "done": 1},
            "ar.dispute": {
                "open": 1,
                "investigating": 1,
                "credited": 1,
                "rejected": 1,
                "agreed": 1,
            },
            "ar.deferral": {"requested": 1, "approved": 1},
            "ar.case": {"draft": 1, "open": 2},
            "ar.writeoff": {"booked": 1},
            "ar.charge": {"accrued": 5, "claimed": 1},
            "ar.charge.claim": {"sent": 1},
            "ar.charge.waiver": {"done": 1},
            "ar.reply": {"new": 4, "handled": 2},
            "ar.hint": {"open": 2, "answered": 1},
            "ar.thank.you": {"sent": 1},
            "ar.balance.confirmation": {"asked": 2, "confirmed": 8, "differs": 2},
            "ar.reconciliation": {"matched": 1},
            "ar.alert": {"open": 1, "acknowledged": 1, "closed": 1},
            "ar.ecl": {"booked": 2, "draft": 1},
            "ar.contingency.run": {"done": 2},
            "ar.credit.release": {"requested": 1, "refused": 1},
            "ar.evidence": {"done": 1},
            "ar.outside.contact": {"confirmed": 1, "ended": 1},
            "ar.process.feedback": {"new": 1, "answered": 1},
            "ar.team.message": {"cancelled": 2},
            "ar.text.test": {"running": 1},
        }
        for name, states in wanted.items():
            found = self._states(name)
            for state, least in states.items():
                with self.subTest(model=name, state=state):
                    self.assertGreaterEqual(found[state], least, found)

    def test_dispatches(self):
        """Read, bounced, posted, to be posted, called, to be called."""
        dispatches = self.env["ar.dispatch"].search([("company_id", "=", self.company.id)])
        found = {(one.channel, one.state) for one in dispatches}
        self.assertLessEqual(
            {
                ("email", "sent"),
                ("email", "bounced"),
                ("letter", "sent"),
                ("letter", "delivered"),
                ("call", "queued"),
                ("call", "delivered"),
                ("visit", "queued"),
                ("visit", "delivered"),
                ("sms", "sent"),
            },
            found,
        )
        self.assertTrue(self.env["ar.refused.address"].search([]))
        seen = self.env["ar.seen"].search([("company_id", "=", self.company.id)])
        self.assertGreaterEqual(len(seen), 5)
        calls = dispatches.filtered(lambda one: one.channel == "call" and one.state == "queued")
        self.assertLessEqual(min(calls.mapped("call_date")), TODAY)

    def test_replies_are_read_in_their_languages(self):
        new = self.env["ar.reply"].search(
            [("company_id", "=", self.company.id), ("state", "=", "new")]
        )
        self.assertEqual(set(new.mapped("kind")), {"paid", "promise", "dispute", "copy"})

    def test_nothing_is_out_of_time(self):
        """Nothing lies in the future, what is open is not long over, and the log is in order."""
        own = [("company_id", "=", self.company.id)]
        promises = self.env["ar.promise"].search([*own, ("state", "=", "open")])
        self.assertGreaterEqual(min(promises.mapped("date_end")), TODAY)
        kept = self.env["ar.promise"].search([*own, ("state", "=", "kept")])
        self.assertTrue(all(promise.ended_on < TODAY for promise in kept))
        now = self.env.cr.now()
        for name in ("ar.dunning.notice", "ar.dispatch", "ar.promise", "ar.dispute"):
            with self.subTest(model=name):
                dates = self.env[name].search(own).mapped("create_date")
                self.assertLess(min(dates), now - timedelta(days=120))
                self.assertLessEqual(max(dates), now)
        queued = [*own, ("state", "in", ("queued", "leaving"))]
        self.assertFalse(self.env["ar.dunning.notice"].search(queued))

    def test_the_trend_rises_and_the_books_tie(self):
        snapshots = self.env["ar.snapshot"].search(
            [("company_id", "=", self.company.id)], order="date"
        )
        self.assertGreater(snapshots[-1].total, snapshots[0].total)
        checks = self.env["ar.check"]._ensure(self.company)
        checks._run()
        states = {check.code: check.state for check in checks}
        self.assertEqual((states["ledger"], states["no_customer"]), ("ok", "ok"))
        self.assertNotIn("error", states.values())

    def test_the_log_is_whole(self):
        found = self.env["ar.log"].verify(self.company.ids)
        self.assertTrue(found["ok"], found["broken"][:3])
        self.assertGreater(found["seals"], 10)

    def test_nights_go_on(self):
        """What the scheduled actions do next changes nothing of what is told."""
        names = ("ar.promise", "ar.plan", "ar.dispute", "ar.case", "ar.deferral", "ar.writeoff")
        before = {name: self._states(name) for name in names}
        with clock.telling(self.env.cr):
            clock.tell(TODAY)
            self.env["ar.demo"]._pass_night(Told(self.company, TODAY, {}), whole=True)
        self.assertEqual({name: self._states(name) for name in names}, before)

    def test_the_forecast_is_kept(self):
        kept = self.env["ar.forecast.kept"].sudo()._find(self.company, TODAY)
        self.assertTrue(kept.nightly)
        self.assertGreater(kept.test["count"], 50)
        page = self.env["ar.forecast"].get_page(self.company.ids)
        self.assertFalse(page["changed"])
        self.assertGreater(page["weeks"][0]["expected"], 0)

    def test_what_was_learned(self):
        domain = [("company_id", "=", self.company.id)]
        review = self.env["ar.process.review"].search(domain)
        self.assertEqual((review.state, len(review.measure_ids)), ("closed", 1))
        self.assertEqual(self.env["ar.lesson"].search(domain).mapped("state"), ["kept", "kept"])

    def test_nobody_else_has_that_day(self):
        """The clock of the story is put back, also where it ends by an error."""
        self.assertIsNone(clock.get_moment())
        with self.assertRaises(ZeroDivisionError), clock.telling(self.env.cr):
            clock.tell(date(2001, 1, 1))
            self.assertEqual(fields.Date.today(), date(2001, 1, 1))
            self.assertEqual(self.env.cr.now().year, 2001)
            raise ZeroDivisionError
        self.assertEqual(fields.Date.today(), TODAY)
        self.assertNotEqual(self.env.cr.now().year, 2001)

    def test_credit(self):
        """Every grade but one in use, a proposal, a draft, and an application to decide."""
        reviews = self.env["ar.credit.review"].search([("company_id", "=", self.company.id)])
        by_state = reviews.grouped("state")
        self.assertEqual(len(by_state["approved"]), 6)
        self.assertEqual(by_state["proposed"].partner_id, self._customer("juniper"))
        graded = {
            key: self.env["ar.profile"].get_or_create(self._customer(key), self.company).rating_id
            for key in ("musterhaus", "paperboat", "prairie", "lantern", "exemplaire", "secondwind")
        }
        self.assertEqual(
            {key: rating.code for key, rating in graded.items()},
            {
                "musterhaus": "A",
                "paperboat": "A",
                "prairie": "B",
                "lantern": "C",
                "exemplaire": "D",
                "secondwind": "E",
            },
        )
        stale = self.env["ar.profile"].search([("stale_figures", "!=", False)])
        self.assertIn(self._customer("exemplaire"), stale.partner_id)
        application = self.env["ar.credit.application"].search(
            [("company_id", "=", self.company.id)]
        )
        self.assertEqual(application.partner_id, self._customer("palace"))
        self.assertEqual((application.state, application.review_id.kind), ("draft", "application"))
        self.assertTrue(application.review_id.suggested_limit)

    def test_confirmations(self):
        asked = self.env["ar.balance.confirmation"].search([("company_id", "=", self.company.id)])
        self.assertEqual(set(asked.mapped("state")), {"asked", "confirmed", "differs"})
        for difference in asked.difference_ids:
            self.assertTrue(difference.hold_id.in_force)
            self.assertTrue(difference.activity_ids)
        self.assertTrue(asked.filtered("date_answer")[0].intact)

    def test_contracts_limits_and_holds(self):
        """One amended, one to decide about, one over, one to be approved."""
        contracts = self.env["ar.credit.contract"].search([("company_id", "=", self.company.id)])
        by_state = contracts.grouped("state")
        self.assertEqual(
            {state: len(some) for state, some in by_state.items()},
            {"approved": 2, "ended": 1, "draft": 1},
        )
        amended = contracts.filtered("amendment_ids")
        self.assertEqual(amended.partner_id, self._customer("musterhaus"))
        self.assertNotEqual(amended.current_term_id, amended.payment_term_id)
        asked = by_state["approved"].filtered("activity_ids")
        self.assertEqual(asked.partner_id, self._customer("lantern"))
        held = self.env["ar.profile"].get_or_create(self._customer("secondwind"), self.company)
        self.assertTrue(held.credit_hold)
        prairie = self.env["ar.profile"].get_or_create(self._customer("prairie"), self.company)
        waiting = self.env["ar.credit.limit"].search(
            [("profile_id", "=", prairie.id), ("state", "=", "waiting")]
        )
        self.assertEqual(waiting.amount, 60000, "above what one person may decide")

    def test_nothing_is_mailed(self):
        mails = self.env["mail.mail"].search([("state", "=", "outgoing")])
        ours = self.env["ar.credit.review"].search([("company_id", "=", self.company.id)])
        self.assertFalse(mails.filtered(lambda m: m.model == ours._name and m.res_id in ours.ids))
        accounts = self.env["ar.profile"].search([("company_id", "=", self.company.id)])
        self.assertFalse(mails.filtered(lambda m: m.res_id in accounts.ids))
