"""Cases: handed over after an offer, silent meanwhile, and what they cost and bring."""

from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged

from ....models.resolution.limitation.ar_limitation_event_kinds import Asked
from ...common import ArCommon

COLLECTOR = "ar_collections.ar_collections_group_collector"
MANAGER = "ar_collections.ar_collections_group_manager"
TODAY = "2026-03-31"


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestCase(ArCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.country_id = cls.env.ref("base.de")
        cls.partner.country_id = cls.env.ref("base.de")
        cls.invoice = cls._make_invoice(amount=1000.0, date="2026-01-01", due="2026-01-31")
        cls.later = cls._make_invoice(amount=500.0, date="2026-03-01", due="2026-05-31")
        cls.item, cls.second = cls._receivable(cls.invoice), cls._receivable(cls.later)
        cls.profile = cls.env["ar.profile"].get_or_create(cls.partner, cls.company)
        cls.collector = cls._make_user("case_collector", COLLECTOR)
        cls.manager = cls._make_user("case_manager", MANAGER, name="Mia Manager")
        cls.lawyer = cls.env["res.partner"].create({"name": "Lawyers LLP", "is_company": True})

    def _watch(self, model, job="_cron_watch"):
        """The night's work, in the transaction of the test."""
        cron = self.env.registry["ir.cron"]
        with patch.object(cron, "_commit_progress", lambda *args, **options: float("inf")):
            getattr(self.env[model], job)()

    def _make_case(self, lines=None, user=None, **values):
        cases = self.env["ar.case"].with_user(user or self.collector)
        return cases.create(
            {
                "profile_id": self.profile.id,
                "move_line_ids": [Command.set((lines or self.item).ids)],
                **values,
            }
        )

    def _offer(self, case, until="2026-03-20", **values):
        return case.env["ar.case.offer"].create(
            {
                "case_id": case.id,
                "amount": 800,
                "date": "2026-03-01",
                "date_until": until,
                **values,
            }
        )

    def _hand_over(self, lines=None, **values):
        case = self._make_case(lines, **values)
        if case.kind in ("legal", "arbitration"):
            self._offer(case)
        case.action_hand_over()
        self.assertEqual(case.state, "open")
        return case

    def _holds(self):
        holds = self.env["ar.hold"].search([("profile_id", "=", self.profile.id)])
        return holds.filtered("in_force")

    def test_begun_from_the_account(self):
        """What is in a case already is not offered for a second one."""
        profile = self.profile.with_user(self.collector)
        offered = profile.action_hand_over()["context"]["default_move_line_ids"]
        self.assertEqual(offered, [Command.set(self.item.ids)])
        case = self._make_case()
        self.assertEqual(profile.action_hand_over()["res_id"], case.id, "it is being prepared")
        self._offer(case)
        case.action_hand_over()
        self.assertEqual(profile.action_hand_over()["res_id"], case.id, "all is in it")
        late = self._make_invoice(amount=70.0, date="2026-02-01", due="2026-02-28")
        offered = profile.action_hand_over()["context"]["default_move_line_ids"]
        self.assertEqual(offered, [Command.set(self._receivable(late).ids)])

    # -- stages ------------------------------------------------------------------------

    def test_stages_of_the_forum(self):
        case = self._make_case()
        self.assertEqual(case.country_id.code, "DE")
        self.assertEqual(
            case.stage_id, self.env.ref("ar_collections.ar_case_stage_legal_de_letter")
        )
        self.assertEqual(case.verification, "unchecked")
        case.country_id = self.env.ref("base.br")
        self.assertEqual(case.stage_id, self.env.ref("ar_collections.ar_case_stage_legal_letter"))
        case.kind = "agency"
        self.assertEqual(case.stage_id, self.env.ref("ar_collections.ar_case_stage_agency_handed"))
        with self.assertRaisesRegex(ValidationError, "another procedure"):
            case.stage_id = self.env.ref("ar_collections.ar_case_stage_legal_letter")

    def test_every_procedure_has_an_end(self):
        stages = self.env["ar.case.stage"].search([])
        groups = stages.grouped(lambda stage: (stage.kind, stage.country_id))
        self.assertEqual(len([1 for kind, _country in groups if kind == "legal"]), 7)
        for key, own in groups.items():
            with self.subTest(key=key):
                self.assertEqual(own.sorted("sequence").mapped("is_closing")[-1], True)
                self.assertEqual(sum(own.mapped("is_closing")), 1)
                self.assertEqual(set(own.mapped("verification")), {"unchecked"})

    def test_a_stage_is_checked_with_day_and_source(self):
        stage = self.env.ref("ar_collections.ar_case_stage_legal_de_order").with_user(self.manager)
        stage.checked_on = TODAY
        self.assertEqual(stage.verification, "unchecked")
        stage.confidence = "source"
        self.assertEqual(stage.verification, "checked")

    def _find_proceedings(self):
        """What the case did to the limitation of its item."""
        events = self.env["ar.limitation.event"]
        rows = self.env["ar.open.item"]._read_rows([self.company.id], [self.partner.id])
        rows = {row["id"]: row for row in rows}
        asked = Asked(rows, {(self.partner.id, self.company.id): list(rows)})
        found = [event for _id, event in events._read_case(asked)]
        return found[0]._replace(source="case") if found else None

    def test_steps_are_kept_with_their_effect(self):
        case = self._hand_over()
        order = self.env.ref("ar_collections.ar_case_stage_legal_de_order")
        with freeze_time("2026-04-20"):
            case.write({"stage_id": order.id, "stage_date": "2026-04-15"})
            self.assertEqual(case.stage_days, 5)
        self.assertEqual(str(case.date_next), "2026-04-29")
        self.assertEqual(case.step_ids.mapped("limitation"), ["none", "stops"])
        order.limitation = "none"
        event = self._find_proceedings()
        self.assertEqual((event.kind, str(event.day), event.until), ("suit", "2026-04-15", None))
        self.assertIn("Order for payment", self.env["ar.limitation.event"]._describe(event))
        with freeze_time("2026-04-21"):
            case.stage_date = "2026-04-16"
            self.assertEqual(str(case.step_ids[-1].date), "2026-04-16")
            with self.assertRaisesRegex(ValidationError, "still to come"):
                case.stage_date = "2026-04-22"

    # -- settlement first --------------------------------------------------------------

    def test_no_court_before_an_offer(self):
        case = self._make_case()
        with self.assertRaisesRegex(UserError, "was offered no settlement.*Mia Manager"):
            case.action_hand_over()
        offer = self._offer(case, "2026-04-10")
        with self.assertRaisesRegex(UserError, "may still accept"):
            case.action_hand_over()
        self.company.ar_writeoff_collector_amount = 200
        offer.action_accept()
        with self.assertRaisesRegex(UserError, "has accepted"):
            case.action_hand_over()
        offer.action_break()
        case.action_hand_over()
        self.assertEqual(case.state, "open")
        self.assertEqual(case.amount_handed_over, 1000)
        self.assertEqual(offer.state, "broken")

    def test_a_manager_says_why_none_was_offered(self):
        case = self._make_case()
        with self.assertRaises(AccessError):
            case.settlement_waiver = "Fraud"
        case.with_user(self.manager).settlement_waiver = "Fraud"
        case.action_hand_over()
        self.assertEqual(case.state, "open")

    def test_an_agency_needs_no_offer(self):
        self.assertEqual(self._hand_over(kind="agency").state, "open")

    def test_offers_that_are_none(self):
        case = self._make_case()
        with self.assertRaisesRegex(ValidationError, "no amount"):
            self._offer(case, amount=0)
        with self.assertRaisesRegex(ValidationError, "ends before"):
            self._offer(case, "2026-02-01")
        offer = self._offer(case)
        offer.action_refuse()
        with self.assertRaises(AccessError):
            offer.amount = 1
        with self.assertRaisesRegex(UserError, "part of the history"):
            offer.unlink()

    # -- approval ----------------------------------------------------------------------

    def test_above_the_amount_a_manager_decides(self):
        self.company.ar_case_approval_amount = 999
        case = self._make_case(kind="agency")
        case.action_hand_over()
        self.assertEqual(case.state, "waiting")
        self.assertFalse(self._holds())
        task = case.activity_ids.filtered(lambda one: "Approve" in one.summary)
        self.assertEqual(len(task), 1)
        with self.assertRaisesRegex(AccessError, "Mia Manager"):
            case.action_approve()
        case.with_user(self.manager).action_approve()
        self.assertEqual((case.state, case.approver_id), ("open", self.manager))
        self.assertFalse(task.exists() and task.active)
        case.with_user(self.manager).action_approve()
        self.assertEqual(len(self._holds()), 1)

    def test_waiting_goes_back_or_is_cancelled(self):
        self.company.ar_case_approval_amount = 0
        case = self._make_case(kind="agency")
        case.action_hand_over()
        case.action_prepare()
        self.assertEqual(case.state, "draft")
        case.action_cancel()
        self.assertEqual(case.state, "cancelled")
        self._make_case(kind="agency")

    # -- items -------------------------------------------------------------------------

    def test_items_that_do_not_belong(self):
        other = self._make_partner("Beta Ltd")
        strange = self._receivable(self._make_invoice(other, 100, due="2026-01-31"))
        with self.assertRaisesRegex(ValidationError, "is not owed by Alpha"):
            self._make_case(strange)
        credit = self._receivable(self._make_invoice(amount=10, move_type="out_refund"))
        with self.assertRaisesRegex(ValidationError, "is no debt"):
            self._make_case(credit)
        case = self._make_case(kind="agency")
        twice = self.assertRaisesRegex(ValidationError, f"in the case {case.name}")
        with twice, self.env.cr.savepoint():
            self._make_case(kind="agency")
        self._pay(self.invoice, 1000, "2026-03-15")
        with self.assertRaisesRegex(UserError, "Nothing is open"):
            case.action_hand_over()

    def test_the_account_follows_from_the_items(self):
        case = self.env["ar.case"].create({"move_line_ids": [Command.set(self.item.ids)]})
        self.assertEqual(case.profile_id, self.profile)
        self.assertRegex(case.name, "^CASE/2026/")

    def test_actions_prepare_a_case(self):
        action = self.profile.with_user(self.collector).action_hand_over()
        self.assertEqual(action["context"]["default_move_line_ids"], [(6, 0, self.item.ids)])
        items = self._items().with_user(self.collector)
        context = items.action_hand_over()["context"]
        self.assertEqual(context["default_move_line_ids"], [(6, 0, (self.item | self.second).ids)])
        case = self.env["ar.case"].with_user(self.collector).with_context(**context).create({})
        self.assertEqual(case.move_line_ids, self.item | self.second)
        other = self._make_partner("Beta Ltd")
        self._make_invoice(other, 100, due="2026-01-31")
        both = items | self._items(other).with_user(self.collector)
        with self.assertRaisesRegex(UserError, "one customer in one company"):
            both.action_hand_over()

    # -- silence -----------------------------------------------------------------------

    def test_nothing_is_reminded_of(self):
        self._make_policy(3, 14)
        case = self._make_case(kind="agency")
        run = self._run()
        self.assertEqual(run.notice_ids.line_ids.move_line_id, self.item)
        run.action_confirm()
        case.action_hand_over()
        hold = self._holds()
        self.assertEqual((hold.kind, hold.move_line_id), ("case", self.item))
        self.assertEqual(hold.origin_ref, case)
        self.assertIn(case.name, hold.reason_text)
        # What was in the queue does not leave any more.
        self._watch("ar.dunning.notice", "_cron_send")
        self.assertNotEqual(run.notice_ids.state, "sent")
        with freeze_time("2026-04-15"):
            self.assertFalse(self._run("2026-04-15").notice_ids)
        with freeze_time("2026-04-16"):
            case._close("withdrawn")
            self.assertFalse(self._holds())
            self.assertTrue(self._run("2026-04-16").notice_ids)

    def test_items_join_and_leave(self):
        case = self._hand_over(kind="agency")
        case.move_line_ids = [Command.link(self.second.id)]
        self.assertEqual(self._holds().move_line_id, self.item | self.second)
        case.move_line_ids = [Command.unlink(self.item.id)]
        self.assertEqual(self._holds().move_line_id, self.second)

    def test_the_hold_of_a_case_is_let_go_on_the_case(self):
        case = self._hand_over(kind="agency")
        hold = self._holds().with_user(self.collector)
        for attempt in (
            hold.action_release,
            hold.unlink,
            lambda: hold.write({"date_to": TODAY}),
            lambda: hold.write({"amount": 1}),
        ):
            with self.assertRaisesRegex(UserError, "Close the case"):
                attempt()
        case._close("lost")
        self.assertFalse(self._holds())

    # -- figures -----------------------------------------------------------------------

    def test_costs_recoveries_and_what_is_left(self):
        """1,000 handed over; 300 + 100 come in, 50 are credited: 20 % of 400 are 80; the lawyer
        costs 120: 200 are left."""
        self._pay(self.invoice, 100, "2026-02-15")
        case = self._hand_over(kind="agency", commission_percent=20)
        self.assertEqual(case.amount_handed_over, 900)
        self.assertEqual((case.recoveries, case.commission, case.net_recovery), (0, 0, 0))
        self._pay(self.invoice, 300, TODAY)
        self._pay(self.invoice, 100, "2026-04-01")
        credit = self._make_invoice(amount=50, date="2026-04-02", move_type="out_refund")
        (self._receivable(credit) | self.item).reconcile()
        self._cost(case, 120)
        case.invalidate_recordset()
        self.assertEqual(
            (case.open_amount, case.recoveries, case.commission, case.costs, case.net_recovery),
            (450, 400, 80, 120, 200),
        )
        case.commission_minimum = 100
        self.assertEqual((case.commission, case.net_recovery), (100, 180))

    def _bill(self, case, agency, amount, move_type="in_invoice"):
        """A bill of a supplier with the case's analytic account."""
        bill = self.env["account.move"].create(
            {
                "move_type": move_type,
                "partner_id": agency.id,
                "invoice_date": TODAY,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "name": "For the case",
                            "price_unit": amount,
                            "tax_ids": [],
                            "analytic_distribution": {str(case.analytic_account_id.id): 100},
                        }
                    )
                ],
            }
        )
        bill.action_post()
        case.invalidate_recordset()
        return bill

    def test_the_bill_of_an_agency_takes_the_place_of_its_commission(self):
        """1,000 handed over, 400 come in, 20 % of them are 80. A lawyer costs 50: 270 are left.
        The agency bills 30 of its 80: still 270; 60 more, 10 above it: 260. It refunds 10: 270,
        and 20 more, 10 below it: the 10 are expected again, 270."""
        agency = self.env["res.partner"].create({"name": "Fast Cash"})
        desk = self.env["res.partner"].create({"name": "Its desk", "parent_id": agency.id})
        party = {"role": "agency", "partner_id": desk.id}
        case = self._hand_over(
            kind="agency", commission_percent=20, party_ids=[Command.create(party)]
        )
        self._pay(self.invoice, 400, TODAY)

        def figures():
            return case.costs, case.commission_billed, case.commission_to_come, case.net_recovery

        self._bill(case, self.lawyer, 50)
        self.assertEqual((case.commission, *figures()), (80, 50, 0, 80, 270))
        self._bill(case, agency, 30)
        self.assertEqual(figures(), (80, 30, 50, 270))
        self._bill(case, desk, 60)
        self.assertEqual((case.commission, *figures()), (80, 140, 90, 0, 260))
        self._bill(case, agency, 10, "in_refund")
        self.assertEqual(figures(), (130, 80, 0, 270))
        self._bill(case, agency, 20, "in_refund")
        self.assertEqual(figures(), (110, 60, 20, 270))

    def test_who_has_the_terms_is_the_agency_too(self):
        """Terms alone, without a party: 10 % of 200 are 20; 15 are billed, 5 come: 180."""
        agency = self.env["res.partner"].create({"name": "Slow Cash"})
        terms = self.env["ar.case.commission"].create({"partner_id": agency.id, "percent": 10})
        case = self._hand_over(kind="agency", agency_id=terms.id, commission_percent=10)
        self._pay(self.invoice, 200, TODAY)
        self._bill(case, agency, 15)
        self.assertEqual(
            (case.commission, case.commission_billed, case.commission_to_come, case.net_recovery),
            (20, 15, 5, 180),
        )

    def _cost(self, case, amount):
        account = self.company_data["default_account_expense"]
        entry = self.env["account.move"].create(
            {
                "move_type": "entry",
                "date": TODAY,
                "line_ids": [
                    Command.create(
                        {
                            "account_id": account.id,
                            "balance": amount,
                            "analytic_distribution": {str(case.analytic_account_id.id): 100},
                        }
                    ),
                    Command.create(
                        {
                            "account_id": self.company_data["default_account_payable"].id,
                            "balance": -amount,
                            "partner_id": self.lawyer.id,
                        }
                    ),
                ],
            }
        )
        entry.action_post()

    def test_recoveries_in_another_currency_at_the_rate_of_the_item(self):
        currency = self.setup_other_currency(
            "EUR", rates=[("2026-01-01", 2.0), ("2026-04-01", 4.0)]
        )
        invoice = self._make_invoice(amount=400, due="2026-01-31", currency_id=currency.id)
        case = self._hand_over(self._receivable(invoice), kind="agency")
        self.assertEqual(case.amount_handed_over, 200)
        self._pay(invoice, 100, "2026-04-02", currency_id=currency.id)
        case.invalidate_recordset()
        self.assertEqual((case.recoveries, case.open_amount), (50, 150))

    def test_court_fee_and_commission_by_rule(self):
        court = self.env["ar.case.court"].create(
            {
                "name": "District Court",
                "tier_ids": [
                    Command.create({"up_to": 500, "base": 30}),
                    Command.create({"up_to": 0, "percent": 4}),
                ],
            }
        )
        agency = self.env["res.partner"].create({"name": "Fast Cash"})
        for days, percent in ((0, 10), (30, 25), (90, 50)):
            self.env["ar.case.commission"].create(
                {"partner_id": agency.id, "days_from": days, "percent": percent}
            )
        party = {"role": "agency", "partner_id": agency.id, "file_number": "FC 12"}
        case = self._hand_over(kind="agency", court_id=court.id, party_ids=[Command.create(party)])
        self.assertEqual(case.court_fee, 50)
        self.assertEqual((case.agency_id.percent, case.commission_percent), (25, 25))
        self.assertEqual(
            self.env["ar.case"].search([("party_ids.file_number", "=", "FC 12")]), case
        )
        with self.assertRaisesRegex(ValidationError, "does not rise"):
            court.tier_ids = [Command.create({"up_to": 500})]

    def test_a_table_of_fees_of_a_country(self):
        court = self.env.ref("ar_collections.ar_case_court_cn")
        currency = court.currency_id
        fee = court._get_fee(150000, currency, self.company, self._day(TODAY))
        self.assertEqual(fee, 3300)
        self.assertEqual(court.verification, "unchecked")

    def test_figures_take_as_many_queries_for_more_cases(self):
        cases = self.env["ar.case"].sudo()
        for number in range(4):
            partner = self._make_partner(f"Many{number} Ltd")
            line = self._receivable(self._make_invoice(partner, 100, due="2026-01-31"))
            cases |= self._hand_over(line, profile_id=False, kind="agency").sudo()

        def count(some):
            self.env.invalidate_all()
            some.mapped("name"), some.move_line_ids.mapped("balance")
            some.analytic_account_id.plan_id.root_id.mapped("name")
            before = self.env.cr.sql_log_count
            some._compute_figures()
            return self.env.cr.sql_log_count - before

        count(cases)
        self.assertEqual(count(cases[:1]), count(cases))

    # -- dates and nights --------------------------------------------------------------

    def test_dates_have_tasks(self):
        case = self._hand_over()
        event = case.env["ar.case.event"].create(
            {"case_id": case.id, "name": "Hearing", "kind": "hearing", "date": "2026-05-05"}
        )
        self.assertEqual(str(event.sudo().activity_id.date_deadline), "2026-05-05")
        event.date = "2026-05-12"
        self.assertEqual(
            case.activity_ids.filtered(lambda a: a.summary == "Hearing").mapped(
                lambda a: str(a.date_deadline)
            ),
            ["2026-05-12"],
        )
        event.action_done()
        event.action_done()
        self.assertTrue(event.done)
        self.assertFalse(case.activity_ids.filtered(lambda a: a.summary == "Hearing"))

    def _summaries(self, case):
        return case.sudo().activity_ids.mapped("summary")

    def test_tasks_are_for_who_may_read_the_case(self):
        seller = self._make_user("case_seller", "ar_collections.ar_collections_group_sales")
        self.profile.collector_id = seller
        case = self._hand_over(user_id=seller.id)
        event = case.env["ar.case.event"].create(
            {"case_id": case.id, "name": "Deadline", "date": "2026-05-05"}
        )
        self.assertTrue(event.sudo().activity_id.user_id.has_group(MANAGER))
        case._close("lost")
        insolvency = self.env["ar.case"]._open_insolvency(self.profile)
        self.assertTrue(insolvency.user_id.has_group(COLLECTOR))

    def test_the_night_asks_what_is_next_once(self):
        case = self._hand_over()
        self.assertEqual(str(case.date_next), "2026-04-14")
        self._watch("ar.case")
        self.assertFalse(self._summaries(case))
        with freeze_time("2026-04-14"):
            self._watch("ar.case")
            self.assertEqual(len(self._summaries(case)), 1)
            case.activity_ids.unlink()
            self._watch("ar.case")
            self.assertFalse(self._summaries(case))

    def test_the_night_ends_offers_and_warns_of_free_assets(self):
        waiting = self._make_case(self.second)
        offer = self._offer(waiting, "2026-04-10")
        case = self._hand_over()
        asset = case.env["ar.case.preservation"].create(
            {
                "case_id": case.id,
                "name": "Bank account",
                "amount": 900,
                "date_from": TODAY,
                "date_to": "2026-05-10",
                "status": "granted",
            }
        )
        with freeze_time("2026-04-10"):
            self._watch("ar.case")
            self.assertEqual(offer.state, "open")
        with freeze_time("2026-04-11"):
            self._watch("ar.case")
            self.assertEqual(offer.state, "lapsed")
            self.assertIn("No settlement: hand over?", self._summaries(waiting))
            self.assertIn("Renew the preservation of Bank account", self._summaries(case))
            waiting.action_hand_over()
            self.assertEqual(waiting.state, "open")
        self.assertEqual(asset.told_until, asset.date_to)
        with self.assertRaisesRegex(ValidationError, "does not end before it begins"):
            asset.date_to = "2026-01-01"

    # -- the end -----------------------------------------------------------------------

    def test_closed_and_opened_again(self):
        case = self._hand_over()
        wizard = case.env["ar.case.close"].create(
            {"case_id": case.id, "outcome": "won", "note": "Judgment of 2 May"}
        )
        wizard.action_close()
        self.assertEqual((case.state, case.outcome), ("closed", "won"))
        self.assertFalse(self._holds())
        with self.assertRaises(AccessError):
            case.stage_id = False
        with self.assertRaisesRegex(UserError, "part of the customer's history"):
            case.unlink()
        with self.assertRaises(AccessError):
            case.action_reopen()
        case.with_user(self.manager).action_reopen()
        self.assertEqual((case.state, case.outcome), ("open", False))
        self.assertEqual(len(self._holds()), 1)

    def test_people_do_not_write_what_the_case_says(self):
        case = self._hand_over()
        for name, value in (
            ("state", "closed"),
            ("amount_handed_over", 1),
            ("date_handed_over", TODAY),
            ("outcome", "won"),
            ("kind", "agency"),
        ):
            with self.subTest(name=name), self.assertRaises(AccessError):
                case[name] = value
        with self.assertRaises(AccessError):
            case.step_ids.date = "2026-01-01"
        with self.assertRaises(AccessError):
            self._make_case(self.second, state="open")

    def test_the_debtor_is_no_lawyer_of_ours(self):
        case = self._make_case()
        values = {"case_id": case.id, "role": "lawyer"}
        with self.assertRaisesRegex(ValidationError, "is the customer"):
            case.env["ar.case.party"].create({**values, "partner_id": self.partner.id})
        case.env["ar.case.party"].create({**values, "partner_id": self.lawyer.id})

    # -- insolvency --------------------------------------------------------------------

    def test_an_insolvent_customer_is_stopped_at_once(self):
        self._make_policy(3, 14)
        self.company.ar_case_approval_amount = 0
        legal = self._hand_over(user=self.manager)
        action = self.profile.with_user(self.collector).action_insolvent()
        case = self.env["ar.case"].browse(action["res_id"])
        self.assertEqual((case.kind, case.state), ("insolvency", "open"))
        self.assertEqual(case.move_line_ids, self.item | self.second)
        self.assertEqual(case.amount_handed_over, 1500)
        self.assertTrue(self.profile.held)
        self.assertTrue(self.profile.is_insolvent)
        self.assertEqual(legal.state, "open")
        credit_hold = self.env["ar.credit.hold"].search([("profile_id", "=", self.profile.id)])
        self.assertEqual((credit_hold.cause, credit_hold.state), ("insolvency", "active"))
        self.assertIn("File the claim with the administrator", self._summaries(case))
        self.assertEqual(str(case.date_claim_until), "2026-04-28")
        self._make_invoice(amount=70, due="2026-03-01")
        self.assertFalse(self._run().notice_ids)
        again = self.profile.with_user(self.collector).action_insolvent()
        self.assertEqual(again["res_id"], case.id)
        self.assertEqual(self.env["ar.profile"].search([("is_insolvent", "=", True)]), self.profile)
        own = case.with_user(self.collector)
        own.write({"claim_amount": 1500, "date_claim_filed": TODAY, "claim_quota": 7.5})
        self.assertEqual(case.claim_expected, 112.5)
        own.claim_admitted = 1000
        self.assertEqual(case.claim_expected, 75)
        with self.assertRaisesRegex(ValidationError, "no percentage above 100"):
            own.claim_quota = 101

    def test_an_insolvent_customer_on_the_phone(self):
        self._make_policy(3)
        notices = self._run(confirm=True).notice_ids
        dispatch = (
            self.env["ar.dispatch"]
            .sudo()
            .create({"notice_id": notices[:1].id, "channel": "call", "recipient": "1"})
        )
        dispatch.sudo(False).with_user(self.collector)._log_call("insolvent")
        case = self.env["ar.case"].search([("profile_id", "=", self.profile.id)])
        self.assertEqual((case.kind, case.state), ("insolvency", "open"))
        self.assertTrue(self.profile.held)

    def test_two_insolvent_accounts_become_one(self):
        beta = self._make_partner("Beta Ltd")
        self._make_invoice(beta, 100, due="2026-01-31")
        theirs = self.env["ar.profile"].get_or_create(beta, self.company)
        kept = self.env["ar.case"]._open_insolvency(self.profile)
        gone = self.env["ar.case"]._open_insolvency(theirs)
        theirs._merge_into(self.profile)
        self.assertEqual(gone.profile_id, self.profile)
        self.assertEqual((gone.state, gone.partner_id), ("closed", self.partner))
        self.assertEqual(kept.state, "open")
        self.assertTrue(self.profile._find_history())
