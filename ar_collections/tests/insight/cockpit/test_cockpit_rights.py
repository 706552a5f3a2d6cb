"""Ways around the rights of the account's page and its dialogs, as the person who would try."""

from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ...channel.common import ArChannelCommon
from ...channel.test_outcomes import find_pdfs

ODD = (None, "", "x", 0, -1, 2**31, 10**20, 1.5, [[1]], ["1"], {"a": 1}, [None], 2**31 - 1)


@tagged("post_install", "-at_install")
class TestCockpitRights(ArChannelCommon):
    def setUp(self):
        super().setUp()
        self.alpha = self._make_debtor("Alpha", days_late=20, email="alpha@example.net")
        self.notice = self._remind(self.alpha)
        self.profile = self.notice.profile_id
        self.call = self.notice.dispatch_ids.filtered(lambda one: one.channel == "call")
        self.timeline = self.env["ar.timeline"].with_user(self.collector)

    def _make_foreign_profile(self):
        """An account of a company that the collector is not of."""
        other = self.setup_other_company(name="Other Ltd")["company"]
        self.env.user.company_ids |= other
        stranger = self._make_partner("Stranger", email="stranger@example.net", company_id=other.id)
        self._make_invoice(stranger, amount=44.37, due="2026-02-01", company=other)
        self.env["ar.profile"]._create_missing()
        return self.env["ar.profile"].search([("partner_id", "=", stranger.id)])

    def _log(self, **values):
        wizard = self.env["ar.dispatch.log_call"].with_user(self.collector)
        return wizard.create({"outcome": "documents", **values})

    # -- dialogs -----------------------------------------------------------------------

    def test_a_call_to_one_is_not_logged_about_another(self):
        """Invoices of Beta would leave for Alpha."""
        beta = self._make_debtor("Beta", days_late=20, email="beta@example.net")
        invoices = self.env["account.move"].search([("partner_id", "=", beta.id)])
        account = self._remind(beta).profile_id
        moves = self.env.registry["account.move"]
        wizard = self._log(dispatch_id=self.call.id, send_copies=True)
        wizard.write({"profile_id": account.id, "move_ids": [Command.set(invoices.ids)]})
        with (
            patch.object(moves, "_ar_find_pdfs", find_pdfs),
            patch.object(moves, "_ar_ensure_pdfs", lambda moves: {}),
            self.assertRaisesRegex(UserError, "not one to Beta"),
        ):
            wizard.action_log()
        self.assertFalse(self.profile.message_ids.attachment_ids)
        self.assertFalse(self.call.outcome)

    def test_dialogs_tell_no_address_of_others(self):
        foreign = self._make_foreign_profile()
        for model, field in (
            ("ar.dispatch.log_call", "copies_to"),
            ("ar.invoice.copies", "contact_id"),
        ):
            with self.subTest(model=model):
                dialog = self.env[model].with_user(self.collector)
                values = {"profile_id": foreign.id}
                spec = {"profile_id": {}, field: {"fields": {"display_name": {}}}}
                spec = spec if field == "contact_id" else {"profile_id": {}, field: {}}
                told = ""
                try:
                    told = str(dialog.onchange(values, ["profile_id"], spec)["value"].get(field))
                    if model == "ar.dispatch.log_call":
                        values["outcome"] = "documents"
                    told += str(dialog.create(values).read([field]))
                except AccessError as error:
                    told += str(error)
                self.assertNotIn("stranger", told.lower())

    # -- what was said -----------------------------------------------------------------

    def test_what_is_told_to_one_person_is_unfolded_for_that_person(self):
        colleague = self.env.user.partner_id
        message = self.profile.message_notify(
            partner_ids=colleague.ids, body="For your eyes only", subject="Between us"
        )
        self.assertEqual(message.message_type, "user_notification")
        key = f"chatter-{message.id}"
        self.assertFalse(self.timeline.read_text(self.profile.id, key))
        self.assertNotIn("eyes only", str(self.timeline.read_page(self.profile.id, limit=100)))

    def test_only_calls_have_a_script(self):
        others = self.notice.dispatch_ids - self.call
        for number in (*others.ids, 2**31 - 1):
            self.assertFalse(self.timeline.read_text(self.profile.id, f"call-{number}"))
        self.assertTrue(self.timeline.read_text(self.profile.id, f"call-{self.call.id}"))

    def test_a_source_that_is_named_twice_is_read_once(self):
        once = self.timeline.read_page(self.profile.id, kinds=["call"])
        self.assertEqual(self.timeline.read_page(self.profile.id, kinds=["call"] * 400), once)

    # -- odd arguments -----------------------------------------------------------------

    def test_odd_arguments_get_a_sentence(self):
        kpis = self.env["ar.kpi"].with_user(self.collector)
        forecast = self.env["ar.forecast"].with_user(self.collector)
        worklist = self.env["ar.worklist"].with_user(self.collector)
        today = self.env["ar.today"].with_user(self.collector)
        period = ("2026-01-01", "2026-03-31")
        calls = {
            "drill key": lambda odd: kpis.get_drill_action("dso", *period, by="collector", key=odd),
            "drill by": lambda odd: kpis.get_drill_action("dso", *period, by=odd),
            "groups by": lambda odd: kpis.get_groups(*period, by=odd),
            "trend": lambda odd: kpis.get_trend(months=odd),
            "trend day": lambda odd: kpis.get_trend(date_to=odd),
            "forecast companies": forecast.get_forecast,
            "forecast day": lambda odd: forecast.get_forecast(as_of=odd),
            "items day": lambda odd: forecast.get_items(as_of=odd),
            "backtest day": lambda odd: forecast.backtest(as_of=odd),
            "week": forecast.get_week_action,
            "worklist user": worklist.get_worklist,
            "worklist companies": lambda odd: worklist.get_worklist(company_ids=odd),
            "worklist limit": lambda odd: worklist.get_worklist(limit=odd),
            "today scope": today.get_today,
            "today companies": lambda odd: today.get_today(company_ids=odd),
            "tile part": lambda odd: today.get_tile_action("proposed", part=odd),
            "tile": today.get_tile_action,
            "face": self.notice.with_user(self.collector).get_review,
            "text": lambda odd: self.timeline.read_page(self.profile.id, kinds=[odd]),
        }
        for name, call in calls.items():
            for odd in (*ODD, "9999-12-31", "1900-01-01"):
                with self.subTest(call=name, odd=odd):
                    try:
                        with self.env.cr.savepoint():
                            call(odd)
                    except UserError as error:
                        self.assertTrue(str(error).strip())
