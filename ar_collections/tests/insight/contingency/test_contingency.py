"""Contingency plans: started with the rights of who acts, gone on with, finished, and drilled."""

from unittest.mock import patch

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ...common import ArCommon

COLLECTOR = "ar_collections.ar_collections_group_collector"
MANAGER = "ar_collections.ar_collections_group_manager"


@tagged("post_install", "-at_install")
@freeze_time("2026-03-31 12:00:00")
class TestContingency(ArCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clara = cls._make_user("plan_clara", COLLECTOR)
        cls.dan = cls._make_user("plan_dan", COLLECTOR)
        cls.mona = cls._make_user("plan_mona", MANAGER)
        cls.beta = cls._make_partner("Beta Works")
        cls._make_invoice(cls.partner, 1000.0, "2025-12-01", due="2026-01-01")
        cls._make_invoice(cls.partner, 200.0, "2026-03-01", due="2026-05-01")
        cls._make_invoice(cls.beta, 500.0, "2026-03-01", due="2026-03-21")
        get = cls.env["ar.profile"].get_or_create
        cls.alpha = get(cls.partner, cls.company)
        cls.other = get(cls.beta, cls.company)
        cls.alpha.collector_id = cls.other.collector_id = cls.clara
        cls.runs = cls.env["ar.contingency.run"].with_user(cls.mona)

    def _plan(self, code):
        return self.env.ref(f"ar_collections.ar_contingency_plan_{code}").with_user(self.mona)

    def _make_plan(self, *steps, scenario="customer_stops", **values):
        plan = self.env["ar.contingency.plan"].create(
            {
                "name": "Trouble",
                "scenario": scenario,
                "user_id": self.mona.id,
                "step_ids": [
                    Command.create({"name": step["action"], "sequence": place, **step})
                    for place, step in enumerate(steps)
                ],
                **values,
            }
        )
        return plan.with_user(self.mona)

    def _start(self, plan, profiles=None, **about):
        chosen = {"profile_ids": (profiles or self.alpha).ids, "reason": "Silent", **about}
        return self.runs._start(plan, self.company, chosen)

    def _drill(self, plan, profiles=None, **about):
        chosen = {"profile_ids": (profiles or self.alpha).ids, **about}
        with self.enter_registry_test_mode():
            return self.runs._drill(plan, self.company, chosen)

    def _make_robot(self):
        return self.env["ar.team.endpoint"].create(
            {
                "name": "Collections group",
                "company_id": self.company.id,
                "url": "https://example.com/robot",
                "event_ids": [Command.create({"event": "contingency"})],
            }
        )

    # -- for real ----------------------------------------------------------------------

    def test_plans_to_begin_with(self):
        plans = self.env["ar.contingency.plan"].search([("company_id", "=", False)])
        self.assertLessEqual(
            {"customer_stops", "insolvency", "bank_down", "collector_ill"},
            set(plans.mapped("scenario")),
        )
        plans.step_ids._check_action()
        self.assertTrue(all(plan.step_ids and plan.note and plan.review_due for plan in plans))

    def test_started(self):
        robot = self._make_robot()
        run = self._start(self._plan("customer_stops"))
        self.assertEqual((run.state, run.kind, run.user_id), ("running", "real", self.mona))
        self.assertEqual((run.customer_count, run.amount, run.overdue), (1, 1200.0, 1000.0))
        states = {line.action: line.state for line in run.line_ids}
        self.assertEqual(
            states,
            {
                "task": "planned",
                "credit_hold": "done",
                "review": "done",
                "call_list": "done",
                "message": "done",
            },
        )
        hold = self.env["ar.credit.hold"].search([("profile_id", "=", self.alpha.id)])
        self.assertEqual((hold.user_id, str(hold.date_to)), (self.mona, "2026-04-13"))
        self.assertIn("A customer stops paying", hold.reason)
        bump = self.env["ar.worklist.bump"].search([("profile_id", "=", self.alpha.id)])
        self.assertEqual((bump.points, str(bump.date_to)), (200.0, "2026-04-13"))
        review = self.env["ar.credit.review"].search([("profile_id", "=", self.alpha.id)])
        self.assertEqual((len(review), review.state), (1, "draft"))
        [message] = self.env["ar.team.message"].search([("endpoint_id", "=", robot.id)])
        digest = message._get_digest()
        self.assertIn("A customer stops paying", digest.title)
        self.assertIn("Silent", digest.lines)
        self.assertIn("1,200.00", "".join(digest.totals))
        held = run.line_ids.filtered(lambda line: line.action == "credit_hold")
        self.assertEqual((held.customers, held.amount), (1, 1200.0))
        # Three tasks for the plan's owner, who is a manager, on the days of the steps.
        tasks = run.sudo().activity_ids
        self.assertEqual(len(tasks), 3)
        self.assertEqual(
            {str(day) for day in tasks.mapped("date_deadline")},
            {
                "2026-03-31",
                "2026-04-01",
                "2026-04-03",
            },
        )

    def test_twice_is_once_for_customers(self):
        plan = self._make_plan(
            {"action": "hold"},
            {"action": "credit_hold"},
            {"action": "review"},
            {"action": "call_list"},
        )
        self._start(plan)
        again = self._start(plan, self.alpha | self.other)
        self.assertEqual(again.line_ids.mapped("customers"), [1, 1, 1, 1])
        self.assertEqual(set(again.line_ids.mapped("state")), {"done"})
        for model in ("ar.hold", "ar.credit.hold", "ar.credit.review", "ar.worklist.bump"):
            domain = [("profile_id", "in", (self.alpha | self.other).ids)]
            self.assertEqual(self.env[model].search_count(domain), 2, model)

    def test_tasks_are_done(self):
        task = {"action": "task", "moment": "hand"}
        plan = self._make_plan(task, {**task, "user_id": self.clara.id}, task)
        run = self._start(plan)
        first, second, third = run.line_ids
        self.assertEqual((second.user_id, second.activity_id.user_id), (self.clara, self.clara))
        with self.assertRaisesRegex(UserError, "are left"):
            run.action_finish()
        with self.assertRaisesRegex(AccessError, "manager"):
            first.with_user(self.clara).action_do()
        second.activity_id.with_user(self.clara).action_feedback("They pay on Friday")
        self.assertEqual((second.state, second.text), ("done", "They pay on Friday"))
        first.action_do()
        self.assertEqual((first.state, first.done_by_id), ("done", self.mona))
        self.assertFalse(first.activity_id.active)
        third.action_skip()
        self.assertFalse(third.activity_id.exists())
        run.action_finish()
        self.assertEqual((run.state, run.ended_by_id), ("done", self.mona))
        with self.assertRaisesRegex(UserError, "is over"):
            first.action_do()

    def test_stopped(self):
        plan = self._make_plan({"action": "task", "moment": "hand"}, {"action": "hold"})
        run = self._start(plan)
        run.action_stop()
        self.assertEqual(
            (run.state, run.line_ids.mapped("state")), ("cancelled", ["skipped", "done"])
        )
        self.assertFalse(run.sudo().activity_ids)
        self.assertTrue(self.alpha.held, "What was done stays")

    def test_a_step_waits_for_its_deadline(self):
        plan = self._make_plan(
            {"action": "hold", "moment": "deadline", "deadline": 2, "deadline_unit": "days"}
        )
        run = self._start(plan)
        runs = self.env["ar.contingency.run"]
        self.assertFalse(runs._find_due())
        with freeze_time("2026-04-02 12:30:00"):
            self.assertEqual(runs._find_due(), run)
            run.sudo()._follow()
            self.assertFalse(runs._find_due())
        [hold] = self.env["ar.hold"].search([("profile_id", "=", self.alpha.id)])
        self.assertEqual((hold.create_uid, str(hold.date_from)), (self.mona, "2026-04-02"))

    def test_no_rights_any_more(self):
        plan = self._make_plan({"action": "hold", "moment": "deadline", "deadline": 0})
        run = self._start(plan)
        self.mona.group_ids -= self.env.ref(MANAGER)
        with self.assertRaisesRegex(UserError, "no collections manager"):
            run.sudo()._follow()

    def test_what_fails_is_told(self):
        run = self._start(self._make_plan({"action": "message"}, {"action": "hold"}))
        told, held = run.line_ids
        self.assertEqual((told.state, held.state, run.failed_count), ("failed", "done", 1))
        self.assertIn("Team Robots", told.error)
        self.assertTrue(run.sudo().activity_ids, "A manager is told")
        self._make_robot()
        told.action_do()
        self.assertEqual((told.state, told.error, run.failed_count), ("done", False, 0))

    def test_collector_is_ill(self):
        plan = self._plan("collector_ill")
        with self.assertRaisesRegex(UserError, "who is away"):
            self._start(plan)
        run = self._start(plan, collector_id=self.clara.id, deputy_id=self.dan.id)
        self.assertEqual(run.customer_count, 2)
        [absence] = self.env["ar.absence"].search([("user_id", "=", self.clara.id)])
        self.assertEqual((absence.deputy_id, str(absence.date_to)), (self.dan, "2026-04-13"))
        found = self.env["ar.absence"]._find_stand_ins(self.company, self.clara.ids)
        self.assertEqual(found, {self.clara.id: self.dan.id})
        without = self._start(plan, collector_id=self.dan.id)
        self.assertIn("no deputy", without.line_ids[0].error)

    def test_sending_is_stopped(self):
        run = self._start(self._plan("bank_down"))
        self.assertEqual(run.customer_count, 2)
        self.assertTrue(run.is_stopped)
        self.assertIn("Sending is stopped", self.company._ar_say_setup())
        live = self.env["res.company"].search(self.env["res.company"]._ar_domain_live())
        self.assertNotIn(self.company, live)
        with freeze_time("2026-04-02 12:00:01"):
            self.assertFalse(self.company._ar_say_setup(), "It ends by itself")
            live = self.env["res.company"].search(self.env["res.company"]._ar_domain_live())
            self.assertIn(self.company, live)
        with self.assertRaises(AccessError):
            run.with_user(self.clara).action_resume_sending()
        run.action_resume_sending()
        self.assertFalse(self.company._ar_say_setup())

    # -- who and what ------------------------------------------------------------------

    def test_only_managers(self):
        plan = self._plan("customer_stops")
        for method in (self.runs._start, self.runs._drill):
            with self.assertRaisesRegex(AccessError, "collections manager"):
                getattr(self.runs.with_user(self.clara), method.__name__)(
                    plan.with_user(self.clara), self.company, {"profile_ids": self.alpha.ids}
                )
        with self.assertRaises(AccessError):
            plan.with_user(self.clara).action_reviewed()
        with self.assertRaises(AccessError):
            self.runs.create({"plan_id": plan.id, "kind": "real", "company_id": self.company.id})

    def test_reviewed(self):
        plan = self._plan("insolvency")
        self.assertTrue(plan.review_due)
        plan.action_reviewed()
        self.assertEqual((plan.reviewed_by_id, plan.review_due), (self.mona, False))
        with freeze_time("2027-03-31 12:00:00"):
            plan.invalidate_recordset(["review_due"])
            self.assertTrue(plan.review_due)

    def test_what_does_not_fit(self):
        with self.assertRaisesRegex(ValidationError, "does not fit"):
            self._make_plan({"action": "deputy"})
        with self.assertRaisesRegex(ValidationError, "nobody can do it but people"):
            self._make_plan({"action": "task"})
        ill = self._make_plan({"action": "deputy"}, scenario="collector_ill")
        with self.assertRaisesRegex(ValidationError, "does not fit"):
            ill.scenario = "bank_down"
        with self.assertRaisesRegex(ValidationError, "no steps"):
            self._start(self._make_plan())
        with self.assertRaisesRegex(UserError, "Choose the customers"):
            self.runs._start(self._plan("insolvency"), self.company, {})

    # -- drills ------------------------------------------------------------------------

    def test_drill(self):
        self._make_robot()
        counted = (
            "ar.hold",
            "ar.credit.hold",
            "ar.credit.review",
            "ar.team.message",
            "mail.activity",
        )
        before = [self.env[name].sudo().search_count([]) for name in counted]
        run = self._drill(self._plan("insolvency"))
        self.assertEqual([self.env[name].sudo().search_count([]) for name in counted], before)
        self.assertEqual((run.kind, run.state, run.failed_count), ("drill", "done", 0))
        self.assertEqual((run.customer_count, run.amount, run.overdue), (1, 1200.0, 1000.0))
        self.assertEqual(set(run.line_ids.mapped("state")), {"done"})
        held = run.line_ids.filtered(lambda line: line.action == "credit_hold")
        self.assertIn("On credit hold until", held.text)
        self.assertEqual((held.customers, held.amount), (1, 1200.0))
        asked = run.line_ids.filtered(lambda line: line.action == "task")
        self.assertIn("Task for", asked[0].text)
        self.assertFalse(run.sudo().activity_ids)
        self.assertFalse(run.previous_id)

    def test_drill_is_in_the_log(self):
        newest = self.env["ar.log"].search([], limit=1).id
        run = self._drill(self._make_plan({"action": "hold"}, {"action": "message"}))
        rows = self.env["ar.log"].search([("id", ">", newest)], order="id")
        self.assertEqual(
            set(rows.mapped("res_model")), {"ar.contingency.run"}, "The rest never was"
        )
        self.assertEqual(rows.mapped("event"), ["created", "state"])
        self.assertEqual((rows.user_id, set(rows.mapped("res_id"))), (self.mona, {run.id}))
        said = rows[-1]._read_said()
        self.assertEqual(said["values"]["plan_id"], [run.plan_id.id, "Trouble"])
        self.assertEqual((said["values"]["kind"], said["values"]["failed_count"]), ("drill", 1))
        self.assertEqual(said["line_ids"], {"hold": "done", "message": "failed"})
        self.assertIn("Steps: hold done, message failed", rows[-1].words)
        self.assertTrue(self.env["ar.log"].verify(self.company.ids)["ok"])

    def test_drill_beside_the_one_before(self):
        plan = self._make_plan({"action": "hold"}, {"action": "message"})
        first = self._drill(plan)
        self.assertEqual(first.failed_count, 1)
        self._make_robot()
        second = self._drill(plan, self.alpha | self.other)
        self.assertEqual((second.previous_id, second.failed_count), (first, 0))
        held, told = second.line_ids
        self.assertEqual((held.customers, held.customers_before), (2, 1))
        self.assertEqual((held.amount, held.amount_before), (1700.0, 1200.0))
        self.assertEqual(told.state_before, "failed")
        self.assertFalse(self.alpha.held)
        html = (
            self.env["ir.actions.report"]
            ._render_qweb_html("ar_collections.report_ar_contingency_run", second.ids)[0]
            .decode()
        )
        self.assertIn("nothing was sent", html)
        self.assertIn("1,700.00", html)
        self.assertIn("1,200.00", html)

    def test_drill_draws_no_numbers(self):
        sequence = self.env["ir.sequence"].search([("code", "=", "ar.credit.review")], limit=1)
        runs = self.env["ir.sequence.date_range"].search([("sequence_id", "=", sequence.id)])
        before = [sequence.number_next_actual, *runs.mapped("number_next_actual")]
        self._drill(self._make_plan({"action": "review"}), self.alpha | self.other)
        (sequence | sequence).invalidate_recordset()
        runs.invalidate_recordset()
        after = [sequence.number_next_actual, *runs.mapped("number_next_actual")]
        self.assertEqual(after, before)

    def test_what_cannot_be_taken_back(self):
        """A step that would commit or send by itself fails in a drill, and nothing of it stays."""
        steps = self.env["ar.contingency.step"]

        def commit(step, line, profiles):
            profiles.write({"note": "Changed"})
            step.env["ir.cron"]._commit_progress()

        def send(step, line, profiles):
            server = step.env["ir.mail_server"]
            server.send_email(server._build_email__("a@example.com", ["b@example.com"], "S", "B"))

        for work in (commit, send):
            with patch.object(type(steps), "_do_hold", work):
                run = self._drill(self._make_plan({"action": "hold"}))
            self.assertIn("a drill cannot do it", run.line_ids.error)
            self.assertFalse(self.alpha.note)

    def test_files_of_a_drill(self):
        def attach(step, line, profiles):
            made = step.env["ir.attachment"].create({"name": "x", "raw": b"drill only"})
            profiles.env.flush_all()
            self.assertFalse(made.store_fname)

        steps = self.env["ar.contingency.step"]
        with patch.object(type(steps), "_do_hold", attach):
            self._drill(self._make_plan({"action": "hold"}))

    # -- the dialog --------------------------------------------------------------------

    def test_dialog(self):
        dialogs = self.env["ar.contingency.start"].with_user(self.mona)
        dialogs = dialogs.with_context(active_model="ar.profile", active_ids=self.alpha.ids)
        dialog = dialogs.create({"plan_id": self._plan("insolvency").id})
        self.assertEqual((dialog.profile_ids, dialog.company_id), (self.alpha, self.company))
        with self.assertRaisesRegex(UserError, "what has happened"):
            dialog.action_start()
        dialog.reason = "The court has published it"
        action = dialog.action_start()
        run = self.env["ar.contingency.run"].browse(action["res_id"])
        self.assertEqual((run.kind, run.profile_ids), ("real", self.alpha))
        self.assertEqual(run.action_view_customers()["res_id"], self.alpha.id)

    def test_nothing_of_another_company(self):
        """Neither is its plan told, nor is one started there."""
        elsewhere = self.setup_other_company(name="Elsewhere Ltd")["company"]
        plan = self._plan("insolvency")
        step = {"name": "Call", "action": "task"}
        foreign = plan.sudo().create(
            {
                "name": "Their plan",
                "scenario": "customer_stops",
                "company_id": elsewhere.id,
                "note": "Secret",
                "step_ids": [Command.create({**step, "moment": "hand"})],
            }
        )
        self.env.flush_all()
        self.env.invalidate_all()
        dialogs = self.env["ar.contingency.start"].with_user(self.mona).sudo()
        dialog = dialogs.create({"plan_id": foreign.id, "reason": "Why not"}).sudo(False)
        self.env.invalidate_all()
        for way in (
            lambda: dialog.note,
            lambda: dialog.step_ids,
            dialog.action_start,
            lambda: self.env["ar.contingency.run"].with_user(self.mona)._start(plan, elsewhere),
        ):
            with self.assertRaises(AccessError):
                way()
