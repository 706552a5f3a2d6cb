"""The page of today: each tile counts what it opens, of whom and of what the person may see."""

from datetime import date, timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tests import tagged
from odoo.tools import SQL

from ....models.insight.today.ar_today import Found, Tile
from ...base.world import GROUP, TODAY, ArWorld

# What the page may ask of the database where there is something of every kind, in one company.
MOST_QUERIES = 100
# Besides for each further company: reminders are planned by company.
MOST_OF_COMPANY = 25


@tagged("post_install", "-at_install")
@freeze_time(TODAY + " 12:00:00")
class TestToday(ArWorld):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.day = date.fromisoformat(TODAY)
        # A call of the world that nobody planned is none of the calls here.
        talks = cls.env["ar.dispatch"].search([("res_model", "=", "ar.talk")])
        talks._move_to("cancelled")
        cls._make_debtors()
        cls._make_promises()
        cls._make_claims()
        cls._make_answers()
        cls._ask_for_decisions()
        # Rows that were changed behind the ORM's back.
        cls.env.invalidate_all()
        cls.boss = cls._make_user("today boss", f"{GROUP}manager", cls.companies)
        cls.clara = cls._make_user("today clara", f"{GROUP}collector", cls.companies)

    # -- something of each kind --------------------------------------------------------

    @classmethod
    def _put(cls, records, **values):
        """Bring records to where people and nights would bring them, past guards and gates."""
        cls.env.flush_all()
        columns = [SQL("%s = %s", SQL.identifier(name), value) for name, value in values.items()]
        cls.env.cr.execute(
            SQL(
                "UPDATE %s SET %s WHERE id IN %s",
                SQL.identifier(records._table),
                SQL(", ").join(columns),
                tuple(records.ids),
            )
        )
        records.invalidate_recordset()
        return records

    @classmethod
    def _own(cls, model, company=None, **values):
        """The first record of a model in a company, changed."""
        found = cls.records_of(model, company or cls.company)[:1]
        assert found, model
        return cls._put(found, **values) if values else found

    @classmethod
    def _make_debtors(cls):
        """Customers whom a run proposes to remind, and what became of earlier reminders."""
        names = ("Anna", "Berta", "Carl")
        cls.debtors = cls.env["res.partner"]
        for number, name in enumerate(names):
            partner = cls._make_partner(name, email=f"{name}@example.com" if number else False)
            cls._make_invoice(partner, 100 * (number + 1), date="2026-02-01", due="2026-03-01")
            cls.debtors |= partner
        cls.proposed = cls._run(date="2026-03-30")
        notices = cls.proposed.notice_ids.sorted("id")
        cls.profiles = notices.profile_id
        waiting, failed = notices[0], notices[1]
        cls._put(failed, state="failed")
        cls._dispatch(waiting, "call", "queued", call_date=TODAY)
        cls._dispatch(waiting, "visit", "queued", call_date=TODAY)
        cls._dispatch(waiting, "letter", "sent")
        cls._dispatch(notices[2], "letter", "sent", printed_date=TODAY)
        cls._bounce()
        key = cls._dispatch(failed, "call", "queued", call_date="2026-04-02")  # not due yet
        assert key.state == "queued"
        cls._put(failed.level_id, key_approval=True)
        cls._put(failed.profile_id, key_account=True, email_bounced=True)
        cls._put(failed, approval_asked=f"{TODAY} 10:00:00")

    @classmethod
    def _dispatch(cls, notice, channel, state, **values):
        made = cls.env["ar.dispatch"].create(
            {"notice_id": notice.id, "channel": channel, "recipient": "Somebody"}
        )
        return cls._put(made, state=state, **values)

    @classmethod
    def _bounce(cls):
        """An e-mail that came back, and nothing went instead."""
        talk = cls._own("ar.talk")
        made = cls.env["ar.dispatch"].create(
            {
                "res_model": talk._name,
                "res_id": talk.id,
                "channel": "email",
                "recipient": talk.profile_id.partner_id.email,
            }
        )
        cls._put(made, state="bounced")

    @classmethod
    def _make_promises(cls):
        promises = cls.env["ar.promise"]
        for profile in cls.profiles[:2]:
            promises |= promises.create({"profile_id": profile.id, "date": "2026-04-10"})
        due, broken = promises
        cls._put(due, date=TODAY)
        broken._give_task("Call: the promise was broken")
        cls._put(broken, state="broken", ended_on=TODAY)
        plan = cls._own("ar.plan", state="active")
        cls._put(plan.installment_ids, date="2026-01-15")
        cls._own("ar.dispute", deadline="2026-03-01")

    @classmethod
    def _make_claims(cls):
        """A claim that lapses in 45 days: found by how long one of another age has."""
        partner = cls._make_partner("Delta", country_id=cls.env.ref("base.fr").id)
        items, due = cls.env["ar.open.item"], date(2024, 6, 15)
        for _turn in range(2):
            invoice = cls._make_invoice(partner, 70, date=str(due), due=str(due))
            line = cls._receivable(invoice)
            claim = items._read_claims(ids=line.ids)[line.id]
            due += timedelta(days=45 - claim.days)
        cls.claim = line
        cls.env["ar.limitation.warning"].create(
            {
                "profile_id": cls.env["ar.profile"].get_or_create(partner, cls.company).id,
                "move_line_id": line.id,
                "threshold": 90,
                "date": claim.limit.date,
            }
        )
        cls._own("ar.case.event", date="2026-04-03")
        cls._own("ar.case", state="open", date_next="2026-03-30")
        cls._own("ar.check", state="open")

    @classmethod
    def _make_answers(cls):
        profile, currency = cls.profiles[0], cls.company.currency_id.id
        cls.env["ar.reply"].create(
            {
                "profile_id": profile.id,
                "kind": "other",
                "date_received": f"{TODAY} 09:00:00",
                "currency_id": currency,
            }
        )
        confirmation = cls._own("ar.balance.confirmation", date_expiry="2026-03-30")
        cls.env["ar.balance.difference"].create(
            {"confirmation_id": confirmation.id, "currency_id": currency, "cause": "paid"}
        )
        cls.env["ar.reconciliation.difference"].create(
            {"reconciliation_id": cls._own("ar.reconciliation").id, "kind": "rounding", "amount": 1}
        )
        cls._own("ar.credit.application", state="proposed")
        cls._own("ar.process.measure", date=TODAY)
        cls._own("ar.target", date_to="2026-03-30")

    @classmethod
    def _ask_for_decisions(cls):
        profile = cls.profiles[0]
        invoice = cls.env["account.move"].search([("partner_id", "=", profile.partner_id.id)])
        cls.env["ar.credit.release"].create(
            {
                "profile_id": profile.id,
                "res_model": "account.move",
                "res_id": invoice.id,
                "document_name": invoice.name,
                "checkpoint": "invoice",
                "currency_id": cls.company.currency_id.id,
                "requested_by_id": cls.env.uid,
            }
        )
        review = cls.env["ar.credit.review"].create({"profile_id": profile.id})
        cls._put(review, state="proposed")
        cls._own("ar.credit.limit", state="waiting")
        cls._own("ar.credit.security", state="waiting")
        cls._own("ar.plan", cls.branch, approval_asked=True)
        cls._own("ar.charge.waiver", state="waiting")
        cls._own("ar.case", cls.branch, state="waiting")
        cls._own("ar.writeoff", state="requested")

    def _page(self, user=None, scope="all", **values):
        return self.env["ar.today"].with_user(user or self.boss).get_today(scope, **values)

    @staticmethod
    def _tiles(page):
        return {tile["code"]: tile for section in page["sections"] for tile in section["tiles"]}

    def _open(self, code, user=None, scope="all", **values):
        """The records that a tile opens."""
        user = user or self.boss
        today = self.env["ar.today"].with_user(user)
        action = today.get_tile_action(code, scope, **values)
        allowed = values.get("company_ids") or user.company_ids.ids
        model = self.env[action["res_model"]].with_user(user)
        return action, model.with_context(allowed_company_ids=allowed).search(action["domain"])

    # -- what is counted ---------------------------------------------------------------

    def test_each_tile_has_something_and_opens_exactly_that(self):
        allowed = self.companies.ids
        today = self.env["ar.today"].with_user(self.boss)
        tiles = self._tiles(self._page(company_ids=allowed))
        self.assertEqual(set(tiles), {tile.code for tile in today._get_own_tiles()})
        for code, tile in tiles.items():
            # Those of bridges are tested there.
            find = getattr(type(today), f"_find_{code}")
            if not find.__module__.startswith("odoo.addons.ar_collections."):
                continue
            with self.subTest(tile=code):
                action, records = self._open(code, company_ids=allowed)
                self.assertGreater(tile["number"], 0)
                self.assertEqual(len(records), tile["number"])
                self.assertEqual(action["name"], tile["label"])
                self.assertFalse(action["context"])
                has_form = "form" in [view[1] for view in action["views"]]
                if tile["number"] == 1 and has_form:
                    self.assertEqual(action["res_id"], records.id)
                else:
                    self.assertFalse(action.get("res_id"))

    def test_amounts_are_those_of_the_accounts(self):
        """Each customer once, in the currency of the company."""
        tiles = self._tiles(self._page(company_ids=self.companies.ids))
        for code in ("calls", "replies", "promises_due", "contact_wrong", "no_collector"):
            with self.subTest(tile=code):
                _action, records = self._open(code, company_ids=self.companies.ids)
                own = records if records._name == "ar.profile" else records.profile_id
                wanted = {}
                for profile in own:
                    currency = profile.currency_id.id
                    wanted[currency] = wanted.get(currency, 0) + profile.overdue_amount
                sums = {one["currency_id"]: one["amount"] for one in tiles[code]["sums"]}
                self.assertEqual(sums, {key: value for key, value in wanted.items() if value})

    def test_a_run_is_told_by_level(self):
        tile = self._tiles(self._page(company_ids=self.company.ids))["run"]
        drafts = self.proposed.notice_ids.filtered(lambda one: one.state == "draft")
        (part,) = tile["parts"]
        self.assertEqual(part["number"], len(drafts))
        self.assertEqual(part["sums"][0]["amount"], sum(drafts.mapped("amount_total_company")))
        self.assertEqual(tile["sums"], part["sums"])
        _action, records = self._open("run", company_ids=self.company.ids, part=part["keys"])
        self.assertEqual(records, drafts)

    def test_what_is_not_due_yet_does_not_stand_there(self):
        _action, calls = self._open("calls")
        self.assertEqual(calls.call_date, self.day)
        _action, claims = self._open("limitation")
        self.assertEqual(claims.ids, self.claim.ids)

    def test_a_task_that_is_done_clears_a_broken_promise(self):
        _action, promise = self._open("promises_broken")
        promise.sudo().follow_activity_id.action_done()
        self.assertFalse(self._tiles(self._page())["promises_broken"]["number"])

    # -- whose -------------------------------------------------------------------------

    def test_mine_team_and_all(self):
        profile = self.profiles[0]
        _action, calls = self._open("calls")
        self.assertEqual(calls.profile_id, profile)
        for owner, scopes in (
            (False, {"mine": 1, "team": 1, "all": 1}),
            (self.clara, {"mine": 1, "team": 1, "all": 1}),
            (self.boss, {"mine": 0, "team": 1, "all": 1}),
            (self.users["manager"], {"mine": 0, "team": 0, "all": 1}),
        ):
            self.clara.ar_lead_id = self.boss
            self.env["ar.profile"].search([]).collector_id = owner
            for scope, number in scopes.items():
                with self.subTest(owner=owner and owner.login, scope=scope):
                    page = self._page(self.clara, scope)
                    self.assertEqual(self._tiles(page)["calls"]["number"], number)
                    self.assertEqual(bool(page["overdue"]), bool(number))
                    (row,) = page["aging"]["rows"]
                    self.assertEqual(bool(row["now"]["overdue"]), bool(number))

    def test_who_answers_for_nobody_begins_with_all(self):
        self.env["ar.profile"].search([]).collector_id = self.boss
        self.assertEqual(self._page(self.clara, None)["scope"], "all")
        self.profiles[0].collector_id = self.clara
        self.assertEqual(self._page(self.clara, None)["scope"], "mine")

    def test_a_team_is_who_has_the_same_lead(self):
        other = self._make_user("today other", f"{GROUP}collector")
        self.assertEqual(self.clara._ar_get_team(), self.clara)
        self.assertNotIn("team", [one["code"] for one in self._page(self.clara)["scopes"]])
        (self.clara | other).ar_lead_id = self.boss
        for one in self.clara | other | self.boss:
            self.assertEqual(one._ar_get_team(), self.clara | other | self.boss)
        self.assertIn("team", [one["code"] for one in self._page(self.clara)["scopes"]])

    def test_companies(self):
        _action, reviews = self._open("reviews", company_ids=self.company.ids)
        self.assertEqual(reviews.company_id, self.company)
        tiles = self._tiles(self._page(company_ids=self.other.ids))
        self.assertFalse(tiles["calls"]["number"])
        self.assertEqual(tiles["run"]["number"], 1)
        self.assertEqual(self._tiles(self._page(company_ids=self.branch.ids))["plans"]["number"], 1)
        stranger = self._make_user("today stranger", f"{GROUP}collector", self.company)
        with self.assertRaises(AccessError):
            self._page(stranger, company_ids=self.other.ids)

    # -- who may -----------------------------------------------------------------------

    def test_who_sees_what(self):
        self.company.ar_aging_for_sales = True
        for role, user in self.users.items():
            today = self.env["ar.today"].with_user(user)
            with self.subTest(role=role):
                if role in ("portal", "plain"):
                    for call in (today.get_today, today.set_start_page, today.get_received_action):
                        self.assertRaises(AccessError, call)
                    self.assertRaises(AccessError, today.get_tile_action, "calls")
                    continue
                tiles = self._tiles(today.get_today("mine"))
                for tile in today._get_own_tiles():
                    found = getattr(today, f"_find_{tile.code}")(today._prepare("mine", None)[1])
                    may = self.env[found.model].with_user(user).has_access("read")
                    self.assertEqual(tile.code in tiles, may)
                    if not may:
                        self.assertRaises(AccessError, today.get_tile_action, tile.code)
                self.assertEqual("reviews" in tiles, role in ("approver", "manager"))
                self.assertEqual("writeoffs" in tiles, role == "manager")

    def test_a_salesperson_sees_own_customers_alone(self):
        sales, page = self.users["salesperson"], self.env["ar.today"]
        with self.assertRaisesRegex(AccessError, "does not show salespeople"):
            page.with_user(sales).get_today()
        self.company.ar_aging_for_sales = True
        self.debtors[0].user_id = sales
        shown = page.with_user(sales).get_today("all")
        self.assertEqual([row["partner_id"] for row in shown["overdue"]], self.debtors[0].ids)
        self.assertEqual(shown["scope"], "mine")
        (row,) = shown["aging"]["rows"]
        self.assertEqual(row["now"]["overdue"], 100)

    def test_odd_requests_get_a_sentence(self):
        today = self.env["ar.today"].with_user(self.boss)
        for scope in ("x", 1, [1], {"a": 1}):
            self.assertRaises(UserError, today.get_today, scope)
            self.assertRaises(UserError, today.get_tile_action, "calls", scope)
        for code in ("x", 1, None, [1], {"a": 1}, "__class__"):
            self.assertRaises(UserError, today.get_tile_action, code)
        self.assertRaises(UserError, today.get_tile_action, "run", "all", None, "x")
        self.assertRaises(UserError, today.get_today, "all", "x")
        self.assertRaises(UserError, today.set_start_page, "x")

    # -- beside the tiles --------------------------------------------------------------

    def test_the_largest_with_their_next_step(self):
        rows = {row["partner_id"]: row for row in self._page()["overdue"]}
        amounts = [row["amount"] for row in self._page()["overdue"]]
        self.assertEqual(amounts, sorted(amounts, reverse=True))
        first, second, third = (rows[one.id] for one in self.profiles.partner_id)
        for row, profile in zip((first, second, third), self.profiles, strict=True):
            self.assertEqual(row["profile_id"], profile.id)
            self.assertEqual(row["amount"], profile.overdue_amount)
            self.assertEqual(row["days"], 30)
        # What is told first of several: see ``test_next_steps``.
        self.assertRegex(first["next"], "^Read the answer: ")
        self.assertRegex(second["next"], "^Call: the promise was broken, on 03/31/2026$")
        self.assertRegex(third["next"], "^Confirm the run: ")

    def test_what_came_in(self):
        partner = self.debtors[2]
        self._pay(partner.invoice_ids, 50, TODAY)
        self._pay_on_account(self.debtors[1], 20, "2026-03-30")
        self._pay_on_account(self.debtors[1], 20, "2026-03-29")
        received = self._page()["receipts"]
        self.assertEqual(received["number"], 2)
        self.assertEqual([row["amount"] for row in received["rows"]], [50, 20])
        self.assertEqual([one["amount"] for one in received["sums"]], [70])
        action = self.env["ar.today"].with_user(self.boss).get_received_action("all")
        self.assertEqual(self.env["account.move"].search_count(action["domain"]), 2)

    def test_the_aging_is_the_report(self):
        report = self.env["ar.aging.report"].with_user(self.boss)
        aging = self._page(company_ids=self.company.ids)["aging"]
        self.assertEqual(aging["earlier_day"], "2026-02-28")
        (row,) = aging["rows"]
        for name, day in (("now", TODAY), ("earlier", "2026-02-28")):
            told = report.get_aging(day, company_ids=self.company.ids)
            self.assertEqual(row[name]["buckets"], told["totals"]["buckets"])
            self.assertEqual(row[name]["total"], told["totals"]["total"])

    def test_another_add_on_adds_a_tile(self):
        """An entry and a method are all that it takes."""
        page = type(self.env["ar.today"])
        tile = Tile("holds", "todo", "fa-hand-paper-o", "Holds", "No hold.")
        tiles = page._get_tiles

        def find(this, scope):
            return Found(
                "ar.hold", Domain("id", "!=", 0), "ar_collections.ar_hold_action", partner=""
            )

        with (
            patch.object(page, "_get_tiles", lambda this: [*tiles(this), tile]),
            patch.object(page, "_find_holds", find, create=True),
        ):
            shown = self._tiles(self._page(company_ids=self.companies.ids))["holds"]
            _action, holds = self._open("holds", company_ids=self.companies.ids)
        self.assertEqual(shown["number"], len(holds))
        self.assertTrue(holds)

    def test_few_queries(self):
        today = self.env["ar.today"].with_user(self.boss)
        # Claims and plans are judged by rooms of their own, in a fixed number of queries.
        self.env["ar.limitation.warning"].search([]).unlink()
        self._put(self.env["ar.plan"].search([]), state="draft")
        for scope in ("mine", "all"):
            for companies in (self.company, self.companies):
                most = MOST_QUERIES + MOST_OF_COMPANY * (len(companies) - 1)
                today.get_today(scope, companies.ids)  # what is cached for good is cached
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                today.get_today(scope, companies.ids)
                asked = self.env.cr.sql_log_count - before
                with self.subTest(scope=scope, companies=len(companies)):
                    self.assertLessEqual(asked, most)

    def test_start_page(self):
        today = self.env["ar.today"].with_user(self.clara)
        self.assertFalse(today.get_today()["is_start_page"])
        self.assertTrue(today.set_start_page())
        self.assertTrue(today.get_today()["is_start_page"])
        self.assertEqual(self.clara.action_id.name, "Today")
        self.assertFalse(today.set_start_page(False))
        self.assertFalse(self.clara.action_id)

    # -- by e-mail ---------------------------------------------------------------------

    def test_the_digest_tells_what_waits(self):
        self.clara.write(
            {"email": "clara@example.com", "company_ids": [Command.set(self.company.ids)]}
        )
        digests = self.env["ar.digest"]
        self.assertFalse(digests._send_to(self.clara))
        self.clara.with_user(self.clara).ar_digest_today = True
        self.assertIn(self.clara, self.env["res.users"].search(digests._get_wishes()))
        body = str(digests._send_to(self.clara).mail_mail_id.body_html)
        self.assertIn("Waits today", body)
        self.assertIn("Calls Due", body)
        self.assertIn("/odoo/action-ar_collections.ar_today_action", body)
        tiles = self._tiles(self._page(self.clara, "mine", company_ids=self.company.ids))
        for tile in tiles.values():
            self.assertEqual(tile["label"] in body, bool(tile["number"]), tile["label"])

    def test_the_digest_tells_of_promises_and_disputes(self):
        digests = self.env["ar.digest"]
        promise = self.records_of("ar.promise").filtered(lambda one: one.state == "broken")
        dispute = self._own("ar.dispute", deadline="2026-03-30")
        self._put(promise.follow_activity_id, create_date=f"{TODAY} 11:00:00")
        promise.profile_id.collector_id = self.clara
        dispute.user_id = self.clara
        self.clara.write({"email": "clara@example.com", "ar_digest_steps": True})
        self.clara.company_ids = self.company
        with freeze_time(TODAY + " 12:10:00"):
            body = str(digests._send_to(self.clara).mail_mail_id.body_html)
        self.assertIn("Promises broken", body)
        self.assertIn(f"{dispute.name} was to be answered by 03/30/2026", body)

    def test_our_team_is_told_of_a_broken_promise(self):
        robot = self.env["ar.team.endpoint"].create(
            {
                "url": "https://hook.example.com/",
                "name": "Group",
                "company_id": self.company.id,
                "event_ids": [Command.create({"event": "promise_broken"})],
            }
        )
        promise = self.env["ar.promise"].create(
            {"profile_id": self.profiles[2].id, "date": "2026-04-02"}
        )
        with freeze_time("2026-05-15 12:00:00"):
            promise._settle()
        self.assertEqual(promise.state, "broken")
        message = robot.message_ids
        self.assertEqual((message.res_model, message.res_id), ("ar.promise", promise.id))
        digest = robot._make_digest("promise_broken", promise)
        self.assertEqual(digest.title, "Carl has broken a promise")
        self.assertIn("300.00", digest.lines[0])
