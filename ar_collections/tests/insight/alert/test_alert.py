"""Alert rules and alerts: the edge, what is done at once, who handles it, and the review."""

from unittest.mock import patch

from freezegun import freeze_time

from odoo import SUPERUSER_ID
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ...common import ArCommon

COLLECTOR = "ar_collections.ar_collections_group_collector"


@tagged("post_install", "-at_install")
@freeze_time("2026-03-31 12:00:00")
class TestAlert(ArCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clara = cls._make_user("alert_clara", COLLECTOR)
        cls.beta = cls._make_partner("Beta Works")
        cls.late = cls._make_invoice(cls.partner, 1000.0, "2025-12-01", due="2026-01-01")
        cls.fresh = cls._make_invoice(cls.beta, 500.0, "2026-03-01", due="2026-03-21")
        get = cls.env["ar.profile"].get_or_create
        cls.alpha_account = get(cls.partner, cls.company)
        cls.beta_account = get(cls.beta, cls.company)
        cls.alpha_account.collector_id = cls.clara
        cls.rules = cls.env["ar.alert.rule"]

    def _make_rule(self, **values):
        return self.rules.create({"name": "Late", "threshold": 60, **values})

    def _watch(self):
        self.rules._watch_company(self.company)

    def _alerts(self, rule):
        return rule.alert_ids.sorted("id")

    # -- the edge ----------------------------------------------------------------------

    def test_raised_once_and_cleared(self):
        rule = self._make_rule()
        self._watch()
        self._watch()
        [one] = self._alerts(rule)
        self.assertEqual(one.profile_id, self.alpha_account)
        self.assertEqual((one.value, one.value_now, one.threshold), (89.0, 89.0, 60.0))
        self.assertEqual((one.state, one.user_id), ("open", self.clara))
        with freeze_time("2026-04-05 12:00:00"):
            self._watch()
            self.assertEqual((one.value, one.value_now), (89.0, 94.0))
            self._pay(self.late, 1000.0, "2026-04-04")
            self._watch()
        # Nobody had looked into it: it closes with that.
        self.assertEqual((one.state, one.value_now), ("closed", 0.0))
        self.assertEqual(one.cleared_on, self._day("2026-04-05"))
        self.assertEqual(len(self._alerts(rule)), 1)

    def test_not_again_before_it_was_cleared(self):
        rule = self._make_rule()
        self._watch()
        [one] = self._alerts(rule)
        one.write({"cause": "Strike", "route": "Call on Monday"})
        one.action_acknowledge()
        one.action_close()
        self._watch()
        self.assertEqual(self._alerts(rule), one)
        rule.threshold = 100
        self._watch()
        self.assertTrue(one.cleared_on)
        rule.threshold = 60
        self._watch()
        again = self._alerts(rule) - one
        self.assertEqual((len(again), again.state), (1, "open"))

    def test_stands_again_while_somebody_works_on_it(self):
        rule = self._make_rule()
        self._watch()
        [one] = self._alerts(rule)
        one.write({"cause": "Strike", "route": "Call on Monday"})
        one.action_acknowledge()
        rule.threshold = 100
        self._watch()
        self.assertEqual((one.state, bool(one.cleared_on)), ("acknowledged", True))
        rule.threshold = 60
        self._watch()
        self.assertEqual(self._alerts(rule), one)
        self.assertFalse(one.cleared_on)

    def test_reviewed_after_a_month(self):
        rule = self._make_rule()
        self._watch()
        [one] = self._alerts(rule)
        with freeze_time("2026-04-29 12:00:00"):
            self._watch()
            self.assertFalse(one.value_after_on)
        rule.active = False
        with freeze_time("2026-04-30 12:00:00"):
            self._watch()
        self.assertEqual(one.value_after, 119.0)
        self.assertEqual((one.effect, str(one.value_after_on)), ("worse", "2026-04-30"))
        with freeze_time("2026-05-30 12:00:00"):
            self._watch()
        self.assertEqual((one.value_after, one.value_now), (119.0, 149.0))

    def test_scope(self):
        rule = self._make_rule(threshold=5, collector_ids=[(6, 0, self.clara.ids)])
        self._watch()
        self.assertEqual(rule.alert_ids.profile_id, self.alpha_account)
        rule.collector_ids = False
        self._watch()
        self.assertEqual(rule.alert_ids.profile_id, self.alpha_account | self.beta_account)
        off = self._make_rule(active=False)
        self._watch()
        self.assertFalse(off.alert_ids)

    # -- the indicators ----------------------------------------------------------------

    def test_every_indicator_is_read(self):
        self.env["ar.credit.limit"].create(
            {"profile_id": self.alpha_account.id, "amount": 800, "reason": "Start"}
        )
        self.alpha_account.sudo().write({"late_chance": 0.75, "late_chance_on": "2026-03-31"})
        self.company.ar_credit_cap = 3000
        rules = self.rules.create(
            [{"name": code, "indicator": code} for code in self.rules._get_indicators()]
        )
        with patch.object(type(self.rules), "_tell_manager", side_effect=AssertionError):
            own = rules.with_context(allowed_company_ids=self.company.ids)
            watch = self._make_watch()
            values = own.sudo()._measure(own, watch)
        alpha = self.alpha_account.id
        self.assertEqual(values["overdue"][alpha], 1000.0)
        self.assertEqual(values["limit_used"][alpha], 125.0)
        self.assertEqual(values["late_chance"], {alpha: 75.0})
        self.assertEqual(values["broken_promises"], {})
        self.assertEqual(values["company_overdue"], {False: 1500.0})
        self.assertEqual(values["portfolio"], {False: 50.0})
        self.assertEqual(values["kpi_overdue_rate"], {False: 100.0})
        self.assertAlmostEqual(values["kpi_dso"][False], 1500 * 90 / 500)
        self.assertEqual(values["kpi_to_invoice"], {False: None}, "Nothing was delivered")
        self.assertEqual(set(values["cash"]), {False})
        for code, indicator in self.rules._get_indicators().items():
            self.assertTrue(rules.filtered(lambda rule, code=code: rule.indicator == code).unit)
            self.assertIn(indicator.of, ("customer", "company"))

    def test_every_kind_of_the_worklist_and_every_key_figure_is_one(self):
        indicators = self.rules._get_indicators()
        kinds = {one.kind for one in indicators.values()}
        named = {
            code for code, kind in self.env["ar.worklist.rule"]._get_kinds().items() if kind.unit
        }
        self.assertEqual(named - kinds, set())
        kpis = {one.kpi for one in indicators.values()}
        self.assertEqual(kpis - {""}, set(self.env["ar.kpi"]._get_kpis()))

    def test_only_key_figures_of_rules_are_read(self):
        self._make_rule(indicator="kpi_cei", threshold=100)
        self._make_rule(indicator="kpi_countback", threshold=1)
        kpis = self.env["ar.kpi"]
        with patch.object(
            type(kpis), "_measure", autospec=True, side_effect=type(kpis)._measure
        ) as read:
            self._watch()
        [call] = read.call_args_list
        self.assertEqual(call.args[2], ("cei", "countback"))

    def test_low_figures_of_customers_are_over_when_there_is_nothing_to_tell(self):
        """A limit ends in ten days, and is told from 15 days on; without an end nothing is told."""
        limit = self.env["ar.credit.limit"].create(
            {
                "profile_id": self.alpha_account.id,
                "amount": 800,
                "reason": "Start",
                "date_from": "2026-01-01",
                "date_to": "2026-04-10",
            }
        )
        rule = self._make_rule(indicator="limit_days", threshold=15)
        self.assertEqual(rule.direction, "at_most")
        self._watch()
        [one] = rule.alert_ids
        self.assertEqual((one.profile_id, one.value, one.state), (self.alpha_account, 10.0, "open"))
        limit.sudo()._write({"date_to": None})
        limit.invalidate_recordset()
        self._watch()
        self.assertEqual((one.state, one.cleared_on), ("closed", self._day("2026-03-31")))
        self.assertEqual(one.value_now, 10.0, "The last one that could be told.")
        with freeze_time("2026-09-01 12:00:00"):
            running = self.env["ar.alert"].search(self.rules._domain_running(self.company))
        self.assertFalse(running, "It is not looked at for ever.")

    def test_a_limit_that_lapses_is_told_until_another_one_follows(self):
        limits = self.env["ar.credit.limit"]
        values = {"profile_id": self.alpha_account.id, "amount": 800, "reason": "Start"}
        limits.create({**values, "date_from": "2026-01-01", "date_to": "2026-04-10"})
        rule = self._make_rule(indicator="limit_days", threshold=15)
        self._watch()
        [one] = rule.alert_ids
        with freeze_time("2026-04-20 12:00:00"):
            limits.with_user(SUPERUSER_ID)._watch(self.company)
            self._watch()
            self.assertEqual((one.value_now, one.state), (-10.0, "open"), "Nothing covers it now.")
            limits.create({**values, "date_from": "2026-04-20", "date_to": "2026-12-31"})
            self._watch()
        self.assertEqual((one.state, one.value_now), ("closed", 255.0))

    def test_figures_of_credit(self):
        for day, score in (("2026-01-30", 70.0), ("2026-03-01", 55.5)):
            values = {"profile_id": self.alpha_account.id, "date": day}
            review = self.env["ar.credit.review"].create(values)
            review.flush_recordset()
            self.env.cr.execute(
                "UPDATE ar_credit_review SET state = 'approved', scored = TRUE, score = %s "
                "WHERE id = %s",
                [score, review.id],
            )
            review.invalidate_recordset()
        self.env["ar.credit.security"].create(
            {
                "profile_id": self.alpha_account.id,
                "reference": "G 1",
                "amount": 100,
                "date_from": "2026-01-01",
                "date_to": "2026-05-01",
            }
        )
        self.env["ar.credit.limit"].create(
            {
                "profile_id": self.alpha_account.id,
                "amount": 800,
                "kind": "insured",
                "notification_days": 60,
                "reason": "Insurer",
                "date_from": "2026-01-01",
            }
        )
        self.env["ar.credit.event"].create(
            [
                {"name": "Fire", "partner_id": self.partner.id, "severity": "info"},
                {
                    "name": "Old",
                    "partner_id": self.partner.id,
                    "severity": "info",
                    "date": "2025-03-31",
                },
            ]
        )
        self.alpha_account.sudo().write({"contact_checked_on": "2026-03-01"})
        alpha, watch, rules = self.alpha_account.id, self._make_watch(), self.rules.sudo()
        self.assertEqual(rules._measure_score_fall(watch), {alpha: 14.5})
        self.assertEqual(rules._measure_review_age(watch)[alpha], 30)
        self.assertEqual(rules._measure_security_days(watch), {alpha: 31})
        # Due on 1 January, to be reported within 60 days: until 2 March.
        self.assertEqual(rules._measure_insurer_days(watch), {alpha: -29})
        self.assertEqual(rules._measure_risk_events(watch), {alpha: 1})
        self.assertEqual(rules._measure_contact_age(watch)[alpha], 30)

    def _make_watch(self):
        return self.rules._get_watch(self.company)

    def test_of_the_company(self):
        rule = self._make_rule(indicator="company_overdue", threshold=1200, action="task")
        self._watch()
        self._watch()
        [one] = rule.alert_ids
        self.assertFalse(one.profile_id)
        self.assertEqual(one.value, 1500.0)
        self.assertEqual(one.activity_ids.user_id, one.user_id)
        self.assertIn("1,500.00", one.value_text)
        self.assertIn(self.company.name, one.display_name)

    def test_low_is_bad(self):
        rule = self._make_rule(indicator="kpi_cei", threshold=100)
        self.assertEqual(rule.direction, "at_most")
        self._watch()
        self.assertEqual(len(rule.alert_ids), 1)

    def test_one_that_fails_does_not_stop_the_others(self):
        broken = self._make_rule(indicator="portfolio")
        fine = self._make_rule()
        with patch.object(type(self.rules), "_measure_portfolio", side_effect=ValueError("Oh")):
            self._watch()
        self.assertFalse(broken.alert_ids)
        self.assertEqual(len(fine.alert_ids), 1)
        self.assertTrue(
            self.env["mail.activity"].search([("summary", "=", "The alert rule “Late” failed")])
        )

    # -- what is done at once ----------------------------------------------------------

    def test_task(self):
        rule = self._make_rule(action="task")
        self._watch()
        [task] = rule.alert_ids.activity_ids
        self.assertEqual((task.user_id, str(task.date_deadline)), (self.clara, "2026-03-31"))
        one = rule.alert_ids
        one.write({"cause": "Strike", "route": "Call"})
        one.action_acknowledge()
        one.action_close()
        self.assertFalse(one.activity_ids)

    def test_hold(self):
        rule = self._make_rule(action="hold", hold_days=10)
        other = self._make_rule(action="hold", indicator="overdue", threshold=900)
        self._watch()
        hold = rule.alert_ids.hold_id
        self.assertEqual(hold, other.alert_ids.hold_id)
        self.assertEqual((hold.cause, hold.profile_id), ("alert", self.alpha_account))
        self.assertEqual(str(hold.date_to), "2026-04-09")
        self.assertEqual(hold.reason_text, "Alert: Late")
        self.assertTrue(self.alpha_account.credit_hold)

    def test_limit_cut_is_a_proposal(self):
        self.env["ar.credit.limit"].create(
            {"profile_id": self.alpha_account.id, "amount": 5000, "reason": "Start"}
        )
        rule = self._make_rule(threshold=5, action="limit_cut", limit_percent=40)
        self._watch()
        self.assertEqual(self.alpha_account.credit_limit, 5000)
        reviews = {one.profile_id: one.review_id for one in rule.alert_ids}
        self.assertEqual(reviews[self.alpha_account].limit_amount, 2000)
        self.assertEqual(reviews[self.alpha_account].state, "draft")
        self.assertTrue(reviews[self.beta_account])
        more = self._make_rule(action="review")
        self._watch()
        self.assertEqual(more.alert_ids.review_id, reviews[self.alpha_account])

    def test_message(self):
        robot = self.env["ar.team.endpoint"].create(
            {
                "name": "Group",
                "url": "https://hook.example.com/",
                "company_id": self.company.id,
                "event_ids": [(0, 0, {"event": "alert"})],
            }
        )
        rule = self._make_rule(action="message")
        self._watch()
        [message] = self.env["ar.team.message"].search([("endpoint_id", "=", robot.id)])
        self.assertEqual((message.event, message.res_id), ("alert", rule.alert_ids.id))
        self.assertIn("89 days", "".join(message._get_digest().lines))

    def test_one_message_for_all_alerts_of_a_night(self):
        robot = self.env["ar.team.endpoint"].create(
            {
                "name": "Group",
                "url": "https://hook.example.com/",
                "company_id": self.company.id,
                "event_ids": [(0, 0, {"event": "alert"})],
            }
        )
        told = [("endpoint_id", "=", robot.id)]
        late = self._make_rule(action="message", threshold=5)
        much = self._make_rule(
            name="Much", action="message", indicator="overdue", threshold=900, sequence=20
        )
        self._make_rule(name="Silent", action="tell", threshold=5)
        self._watch()
        self._watch()
        [message] = self.env["ar.team.message"].search(told)
        digest = message._get_digest()
        self.assertIn("3 alerts", digest.title)
        self.assertEqual(len(digest.lines), 3)
        self.assertEqual(digest.totals, (f"{late.name}: 2", f"{much.name}: 1"))
        self.assertIn("ar_alert_action", digest.link)
        # What was closed meanwhile is not told; nothing is told once all of it was.
        for one in late.alert_ids:
            one.write({"cause": "Strike", "route": "Call"})
            one.action_acknowledge()
            one.action_close()
        self.assertEqual(message._get_digest().title, f"Alert: {much.alert_ids.display_name}")
        self.assertIn(f"/ar.alert/{much.alert_ids.id}", message._get_digest().link)
        much.alert_ids._move_to("closed")
        self.assertIsNone(message._get_digest())
        with freeze_time("2026-04-05 12:00:00"):
            much.threshold = 400
            self._watch()
            self.assertEqual(len(self.env["ar.team.message"].search(told)), 2)

    def test_message_that_nobody_hears_is_told(self):
        rule = self._make_rule(action="message")
        self._watch()
        self.assertIn("No robot of", rule.alert_ids.error)
        self.assertFalse(rule.alert_ids.told_with_id)
        self.env["ar.team.endpoint"].create(
            {
                "name": "Group",
                "url": "https://hook.example.com/",
                "company_id": self.company.id,
                "event_ids": [(0, 0, {"event": "alert"})],
            }
        )
        self._watch()
        self.assertFalse(rule.alert_ids.error)
        self.assertEqual(rule.alert_ids.told_with_id, rule.alert_ids)

    def test_action_that_fails_is_told(self):
        rule = self._make_rule(action="review")
        problem = UserError("No review today")
        with patch.object(type(self.rules), "_act_review", side_effect=problem, autospec=True):
            self._watch()
        self.assertEqual(rule.alert_ids.error, "No review today")

    # -- people ------------------------------------------------------------------------

    def test_handled_by_a_collector(self):
        rule = self._make_rule()
        self._watch()
        one = rule.alert_ids.with_user(self.clara)
        with self.assertRaisesRegex(UserError, "no cause or no route"):
            one.action_acknowledge()
        one.write({"cause": "Strike", "route": "Call on Monday"})
        one.action_acknowledge()
        self.assertEqual((one.state, one.acknowledged_by_id), ("acknowledged", self.clara))
        one.outcome = "Paid half"
        one.action_close()
        self.assertEqual((one.state, one.closed_by_id), ("closed", self.clara))
        with self.assertRaises(AccessError):
            one.cause = "Other"
        with self.assertRaises(AccessError):
            one.value = 1
        with self.assertRaises(AccessError):
            rule.with_user(self.clara).threshold = 1

    def test_rules_are_checked(self):
        with self.assertRaisesRegex(ValidationError, "figure of the company"):
            self._make_rule(indicator="company_overdue", action="hold")
        with self.assertRaisesRegex(ValidationError, "ten years"):
            self._make_rule(hold_days=100000)

    def test_today(self):
        self._make_rule()
        self._watch()
        page = self.env["ar.today"].with_user(self.clara)
        found = page.get_today("mine", self.company.ids)
        tiles = {tile["code"]: tile for part in found["sections"] for tile in part["tiles"]}
        self.assertEqual(tiles["alerts"]["number"], 1)
        self.assertEqual(tiles["alerts"]["sums"][0]["amount"], 1000.0)

    def test_shipped_rules_are_switched_off(self):
        shipped = self.env["ir.model.data"].search(
            [("module", "=", "ar_collections"), ("model", "=", "ar.alert.rule")]
        )
        rules = self.rules.sudo().browse(shipped.mapped("res_id"))
        self.assertEqual(len(rules), 6)
        self.assertFalse(any(rules.mapped("active")))
