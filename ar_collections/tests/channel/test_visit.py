"""Visits: planned for the collector, printed as the list of a day, closed by their outcome."""

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .common import ArChannelCommon

VISIT = "ar_collections.mail_activity_type_ar_visit"


@tagged("post_install", "-at_install")
class TestVisit(ArChannelCommon):
    def setUp(self):
        super().setUp()
        self.level = self.levels.filtered(
            lambda level: "call" in level.channel_ids.mapped("channel")
        )[0]
        self.level.channel_ids = [(5,), (0, 0, {"channel": "visit", "usage": "always"})]
        self.level.visit_script = "<p>Ask for {{ text_total }} at the desk.</p>"

    def _visit(self, name="Alpha", **values):
        self.notice = self._remind(self._make_debtor(name, days_late=20, amount=1500.0, **values))
        return self.notice.dispatch_ids

    def _log(self, visit, outcome, **values):
        wizard = self.env["ar.dispatch.log_call"].with_user(self.collector)
        wizard.create({"dispatch_id": visit.id, "outcome": outcome, **values}).action_log()

    def test_task(self):
        visit = self._visit()
        self.assertEqual((visit.channel, visit.state), ("visit", "queued"))
        self.assertEqual(visit.recipient, "High Street 1, 1000 Springfield, Belgium")
        activity = visit.activity_id
        self.assertEqual(activity.activity_type_id, self.env.ref(VISIT))
        self.assertEqual(
            (activity.user_id, activity.date_deadline), (self.collector, self.notice.date)
        )
        self.assertIn("Visit Alpha about $\xa01,500.00", activity.summary)
        self.assertIn("openstreetmap.org/search?query=High%20Street%201", activity.note)
        self.assertIn("+32 81 81 37 00", activity.note)
        self.assertIn("1,500.00 at the desk.", activity.note)

    def test_words_of_the_phone_where_there_are_none(self):
        self.level.visit_script = False
        self.assertIn("When will you pay?", self._visit().activity_id.note)

    def test_map_of_the_company(self):
        visit = self._visit()
        self.company.ar_map_service = "google"
        visit.invalidate_recordset(["map_link"])
        self.assertTrue(
            visit.map_link.startswith("https://www.google.com/maps/search/?api=1&query=")
        )

    def test_address_is_escaped(self):
        visit = self._visit("Beta", street="<b>1</b>&x=<script>'")
        self.assertNotIn("<script>", visit.activity_id.note)
        self.assertIn("%3Cscript%3E", visit.map_link)

    def test_nobody_finds_the_way(self):
        for name, gap in (("No Street", {"street": False}), ("No City", {"city": False})):
            with self.subTest(name):
                self._visit(name, **gap)
                self.assertEqual(self.notice.state, "failed")
                self.assertIn("no street or no city", self.notice.error)
                self.assertIn(name, self.notice.error)

    def test_logged(self):
        visit = self._visit()
        self._log(visit, "will_pay", note="Met the owner", promised_date="2026-04-10")
        self.assertEqual((visit.state, visit.outcome), ("delivered", "will_pay"))
        self.assertFalse(visit.activity_id.active)

    def test_wrong_address(self):
        visit = self._visit()
        self._log(visit, "wrong_number")
        profile = self.notice.profile_id
        self.assertEqual((visit.state, visit.reason_id.code), ("failed", "contact"))
        self.assertIn("Nobody was found at the address", profile.stale_contact)
        self.assertFalse(profile.phone_wrong)
        profile.action_verify_contact()
        self.assertFalse(profile.address_wrong)

    def test_nobody_goes_there_for_what_is_paid(self):
        visit = self._visit()
        self._pay(self.notice.line_ids.move_id, 1500.0, "2026-03-31")
        self.env["ar.dunning.notice"]._withdraw_calls()
        self.assertEqual(visit.state, "cancelled")

    def test_every_kind_of_message(self):
        """A visit serves what is no notice, too."""
        partner = self._make_debtor("Stated", days_late=20)
        statement = self.env["ar.statement"].create(
            {"partner_id": partner.id, "company_id": self.company.id, "date_to": "2026-03-31"}
        )
        for code in ("call", "visit"):
            with self.subTest(code):
                dispatch = statement._queue_dispatches([(statement, code, "always")])
                statement._hand_over(dispatch)
                self.assertEqual((dispatch.state, dispatch.res_model), ("queued", "ar.statement"))
                self.assertEqual(str(dispatch.call_date), "2026-03-31")
                self.assertIn("1,000.00", dispatch.activity_id.summary)
                first = dispatch.activity_id
                self._log(dispatch, "not_reached")
                self.assertEqual((dispatch.attempts, dispatch.state), (2, "queued"))
                self.assertNotEqual(dispatch.activity_id, first)
                self._log(dispatch, "disputes")
                self.assertEqual(dispatch.state, "delivered")

    def test_dialog_shows_what_the_outcome_asks(self):
        visit = self._visit()
        context = visit.with_user(self.collector).action_log_call()["context"]
        with Form(
            self.env["ar.dispatch.log_call"].with_user(self.collector).with_context(**context)
        ) as form:
            self.assertEqual(form.recipient, visit.recipient)
            form.outcome = "disputes"
            self.assertEqual(form.reason_id.code, "dispute")
            self.assertIn("two weeks", form.step)
            form.outcome = "will_pay"
            self.assertFalse(form.reason_id)
            form.promised_date = "2026-04-10"

    # -- the list of the day -----------------------------------------------------------

    def _pages(self, visits):
        report = self.env["report.ar_collections.report_ar_visits"].with_user(self.collector)
        return report._get_report_values(visits.ids)["pages"]

    def test_list_in_the_order_of_the_way(self):
        visits = self.env["ar.dispatch"]
        for name, code in (("Far", "9000"), ("Near", "1000"), ("Middle", "4000")):
            visits |= self._visit(name, zip=code)
        [(company, user, title, words, stops)] = self._pages(visits)
        self.assertEqual((company, user), (self.company, self.collector))
        self.assertEqual(title, "Visits of Clara Collector")
        self.assertIn("Customers: 3", words)
        self.assertEqual([stop.customer for stop in stops], ["Near", "Middle", "Far"])
        self.assertEqual(stops[0].address, "High Street 1, 1000 Springfield, Belgium")
        self.assertEqual((stops[0].phone, stops[0].amount), ("+32 81 81 37 00", "$\xa01,500.00"))

    def test_list_says_what_was_said_last(self):
        visit = self._visit()
        self._log(visit, "refuses", note="Not my problem")
        [(_company, _user, _title, _words, [stop])] = self._pages(visit)
        self.assertEqual(
            stop.said, "03/31/2026: Reached: refuses to pay. Does not want to pay. Not my problem"
        )

    def test_html(self):
        visit = self._visit("Gamma & Sons")
        report = self.env["ir.actions.report"].with_user(self.collector)
        html = report._render_qweb_html("ar_collections.report_ar_visits", visit.ids)[0].decode()
        self.assertIn("Gamma &amp; Sons", html)
        self.assertIn("Notes", html)

    def test_asked_for(self):
        visit = self._visit()
        wizard = self.env["ar.dispatch.print_visits"].with_user(self.collector)
        printed = wizard.create({"date": "2026-03-31"}).action_print()
        self.assertEqual(printed["context"]["active_ids"], visit.ids)
        with self.assertRaisesRegex(UserError, "Nobody is to be visited"):
            wizard.create({"date": "2026-03-30"}).action_print()
        other = self._make_collector("Otto Other", "otto@example.com")
        with self.assertRaisesRegex(UserError, "Nobody is to be visited"):
            wizard.create({"date": "2026-03-31", "user_id": other.id}).action_print()
        self.assertEqual(
            self.env["ar.dispatch"].action_print_visits()["res_model"], "ar.dispatch.print_visits"
        )

    def test_calls_are_no_visits(self):
        self.level.channel_ids = [(5,), (0, 0, {"channel": "call", "usage": "always"})]
        with self.assertRaisesRegex(UserError, "None of these is a visit"):
            self._visit().action_print_visits()
