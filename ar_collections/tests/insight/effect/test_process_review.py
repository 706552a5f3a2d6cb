"""The quarterly review: its figures, what was decided, and what came of it."""

import json

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..kpi.common import COLLECTOR, MANAGER, TODAY, KpiCommon


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestProcessReview(KpiCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls._make_user("review_manager", MANAGER, name="Mona")
        cls.review = cls.env["ar.process.review"].with_user(cls.manager).create({})

    def _make_measure(self, review=None, **values):
        return self.env["ar.process.measure"].create(
            {
                "review_id": (review or self.review).id,
                "name": "Call before the letter",
                "user_id": self.collector.id,
                "date": "2026-05-15",
                **values,
            }
        )

    def test_the_last_quarter(self):
        self.assertEqual((self.review.year, self.review.quarter), (2026, "q1"))
        self.assertEqual(str(self.review.date_from), "2026-01-01")
        self.assertEqual(str(self.review.date_to), "2026-03-31")
        with self.assertRaises(ValidationError):
            self.review.year = 1
        self.assertIn("2026", self.review.display_name)

    def test_the_night_begins_the_review_of_a_quarter_once(self):
        reviews = self.env["ar.process.review"]
        self.review.unlink()
        self.assertFalse(reviews._begin(self.company), "Nobody was reminded.")
        self.company.sudo().ar_review_begun = False
        profile = self.env["ar.profile"].get_or_create(self.partner, self.company)
        self.env["ar.dunning.notice"].sudo().create(
            {
                "name": "Q/1",
                "profile_id": profile.id,
                "partner_id": self.partner.id,
                "company_id": self.company.id,
                "currency_id": self.company.currency_id.id,
                "level_id": self.env["ar.dunning.level"].search([], limit=1).id,
                "date": "2026-03-31",
                "state": "sent",
                "sent_date": "2026-03-31 16:00:00",
            }
        )
        begun = reviews._begin(self.company)
        self.assertEqual((begun.year, begun.quarter, begun.state), (2026, "q1", "draft"))
        page = self.env["ar.today"].with_user(self.manager).get_today("all", self.company.ids)
        tiles = [tile for section in page["sections"] for tile in section["tiles"]]
        [tile] = [tile for tile in tiles if tile["code"] == "quarters"]
        self.assertEqual(tile["number"], 1)
        self.assertFalse(reviews._begin(self.company))
        begun.unlink()
        self.assertFalse(reviews._begin(self.company), "Whoever deleted it wants none.")
        with freeze_time("2026-07-01 12:00:00"):
            self.assertFalse(reviews._begin(self.company), "Nobody was reminded in that quarter.")

    def test_the_night_begins_no_review_where_there_is_one(self):
        self.assertFalse(self.env["ar.process.review"]._begin(self.company))

    def test_the_night_begins_no_review_where_nobody_is_shown_it(self):
        self.review.unlink()
        self.env.ref("ar_collections.group_ar_analysis").sudo().write({"user_ids": [(5,)]})
        self.env.ref("base.group_user").sudo()._remove_group(
            self.env.ref("ar_collections.group_ar_analysis")
        )
        self.assertFalse(self.env["ar.process.review"]._begin(self.company))

    def test_figures(self):
        figures = str(self.review.figures)
        for words in ("Key figures", "52.4", "Effect of the steps", "How long each step takes"):
            self.assertIn(words, figures)
        sections = {one["title"]: one for one in self.review._get_sections()}
        dso = next(
            row
            for row in sections["Key figures"]["rows"]
            if row["label"] == "Days Sales Outstanding"
        )
        self.assertAlmostEqual(dso["value"], 52.4, 1)
        late = sections["Who pays late"]["rows"]
        self.assertTrue(late)

    def test_closed_as_it_was(self):
        with self.assertRaisesRegex(UserError, "says nothing that was decided"):
            self.review.action_close()
        self.review.decided = "We call earlier."
        self.review.action_close()
        self.assertEqual(self.review.state, "closed")
        self.assertEqual(self.review.closed_by_id, self.manager)
        before = self.review._print_sections()
        self._make_invoice(amount=5000, date="2026-02-01", due="2026-03-01")
        self.env.invalidate_all()
        self.assertEqual(self.review._print_sections(), before)
        with self.assertRaises(AccessError):
            self.review.decided = "Something else."
        with self.assertRaises(UserError):
            self.review.unlink()
        self.review.action_reopen()
        self.assertFalse(self.review.kept)
        self.assertNotEqual(self.review._print_sections(), before)

    def test_not_before_the_quarter_is_over(self):
        running = self.review.create({"quarter": "q2", "decided": "Too early"})
        with self.assertRaisesRegex(UserError, "ends on"):
            running.action_close()

    def test_measures(self):
        measure = self._make_measure()
        mine = measure.with_user(self.collector)
        with self.assertRaisesRegex(UserError, "without a word"):
            mine.action_drop()
        mine.outcome = "Ten customers called"
        with self.assertRaises(AccessError):
            mine.name = "Something else"
        mine.action_done()
        self.assertEqual((measure.state, str(measure.done_on)), ("done", TODAY))
        other = self._make_user("review_other", COLLECTOR)
        with self.assertRaises(AccessError):
            measure.with_user(other).outcome = "Nothing"
        with self.assertRaises(AccessError):
            self.review.with_user(self.collector).decided = "Mine"
        self.review.action_close()
        with self.assertRaises(ValidationError):
            self._make_measure()
        with self.assertRaises(UserError):
            measure.with_user(self.manager).unlink()

    def test_effect_of_measures(self):
        before = self.review.create({"year": 2025, "quarter": "q4"})
        measure = self._make_measure(before, kpi="overdue_rate", outcome="Done in January")
        self.assertEqual(self.review.previous_id, before)
        self.assertEqual(self.review.previous_measure_ids, measure)
        # All 6,200 overdue at the end of the quarter; then 2,750 of 6,340.
        self.assertIn("100", measure.value_then)
        self.assertIn("43.38", measure.value_after)
        self.assertEqual(measure.effect, "better")
        # The quarter of the review itself has one after it that runs.
        running = self._make_measure(kpi="overdue_rate")
        self.assertTrue(running.value_after)
        self.assertFalse(running.effect)
        sections = {one["title"]: one for one in self.review._get_sections()}
        [row] = sections["Measures of the quarter before, and their effect"]["rows"]
        self.assertEqual((row["effect"], row["outcome"]), ("Better", "Done in January"))

    def test_feedback(self):
        said = (
            self.env["ar.process.feedback"]
            .with_user(self.collector)
            .create({"text": "Letters take a week", "kind": "problem"})
        )
        self.assertEqual((said.user_id, str(said.date)), (self.collector, TODAY))
        with self.assertRaises(AccessError):
            said.answer = "Mine"
        with self.assertRaises(AccessError):
            said.action_answer()
        answering = said.with_user(self.manager)
        for values in ({"text": "All is well"}, {"kind": "praise"}):
            with self.assertRaisesRegex(AccessError, "Say it anew"):
                answering.write({**values, "answer": "Good"})
        answering.write({"text": said.text})
        said.text = "Letters take a week"
        with self.assertRaisesRegex(UserError, "no answer yet"):
            answering.action_answer()
        answering.answer = "We print daily now"
        answering.action_answer()
        self.assertEqual((said.state, said.answered_by_id), ("answered", self.manager))
        self.assertIn(self.collector.partner_id, said.message_ids.partner_ids)
        review = self.review.create({"quarter": "q2"})
        sections = {one["title"]: one for one in review._get_sections()}
        [row] = sections["What the team says"]["rows"]
        self.assertEqual(
            (row["text"], row["answer"]), ("Letters take a week", "We print daily now")
        )
        other = self._make_user("feedback_other", COLLECTOR)
        with self.assertRaises(AccessError):
            self.env["ar.process.feedback"].with_user(other).create(
                {"text": "x", "user_id": self.collector.id}
            )

    def test_tile(self):
        self._make_measure(date=TODAY)
        self._make_measure(name="Later", date="2026-06-01")
        today = self.env["ar.today"].with_user(self.collector).get_today()
        tiles = {
            tile["code"]: tile["number"]
            for section in today["sections"]
            for tile in section["tiles"]
        }
        self.assertEqual(tiles["measures"], 1)

    def test_slow_steps(self):
        self._make_policy(5)
        with freeze_time("2026-04-10"):
            self._remind()
        self._pay(self.new, 3590, "2026-04-25")
        effects = self.env["ar.effect"].with_user(self.collector)
        steps = {one["code"]: one for one in effects.get_slow_steps("2026-04-01", TODAY)}
        # 3,500 due on 7 March was reminded of after 34 days; what is due on 11 April was not.
        self.assertEqual((steps["told"]["count"], steps["told"]["median"]), (1, 34))
        self.assertEqual((steps["paid"]["count"], steps["paid"]["median"]), (0, None))
        self._pay(self.open, 2750, "2026-04-28")
        steps = {one["code"]: one for one in effects.get_slow_steps("2026-04-01", TODAY)}
        self.assertEqual((steps["paid"]["median"], steps["whole"]["median"]), (18, 52))

    def test_items_behind_a_slow_step(self):
        self._make_policy(5)
        with freeze_time("2026-04-10"):
            self._remind()
        effects, period = self.env["ar.effect"].with_user(self.collector), ("2026-04-01", TODAY)
        lines = self.env["account.move.line"].with_user(self.collector)

        def behind(code):
            action = effects.get_step_action(*period, None, code)
            return lines.search(json.loads(json.dumps(action["domain"])))

        self.assertEqual(behind("told"), self._receivable(self.open))
        self.assertFalse(behind("paid"))
        self._pay(self.open, 2750, "2026-04-28")
        for step in effects.get_slow_steps(*period):
            with self.subTest(code=step["code"]):
                self.assertEqual(len(behind(step["code"])), step["count"])
        self.assertEqual(behind("whole"), self._receivable(self.open))
        self.assertFalse(lines.search([("ar_step_of", "=", False)]))
        for code in ("moon", None, 1):
            with self.subTest(code=code), self.assertRaisesRegex(UserError, "nothing behind"):
                effects.get_step_action(*period, None, code)
        for question in ("x", "[1]", "{}", json.dumps(["2026-04-01", TODAY, None, "moon"])):
            with self.subTest(question=question), self.assertRaises(UserError):
                lines.search([("ar_step_of", "=", question)])
        nobody = lines.with_user(self._make_user("step_nobody", "base.group_user"))
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_model"):
            nobody.search([("ar_step_of", "=", "[]")])

    def test_who_pays_late(self):
        effects = self.env["ar.effect"].with_user(self.collector)
        found = effects.get_late("2026-01-01", "2026-03-31", self.company.ids, "country")
        [row] = found["rows"]
        # 4,000 due on 9 February were paid on the 19th; 3,500 due on 7 March are late in part.
        self.assertEqual((row["invoices"], row["late"], row["billed"]), (2, 2, 7500))
        self.assertEqual(row["late_amount"], 7500)
        self.assertAlmostEqual(row["days"], (4000 * 10 + 750 * 10 + 2750 * 54) / 7500)
        for by in found["dimensions"]:
            with self.subTest(by=by):
                rows = effects.get_late("2026-01-01", "2026-03-31", None, by)["rows"]
                self.assertEqual(sum(one["invoices"] for one in rows), 2)
                for one in rows:
                    action = effects.get_late_action(
                        "2026-01-01", "2026-03-31", None, by, one["key"]
                    )
                    lines = self.env["account.move.line"].search(action["domain"])
                    self.assertEqual(len(lines), one["invoices"])
        with self.assertRaises(UserError):
            effects.get_late("2026-01-01", "2026-03-31", None, "color")

    def test_kinds_of_customers_who_pay_late(self):
        industry = self.env["res.partner.industry"].create({"name": "Timber"})
        tags = self.env["res.partner.category"].create([{"name": "Retail"}, {"name": "Export"}])
        self.partner.write(
            {
                "is_company": True,
                "industry_id": industry.id,
                "category_id": [(6, 0, tags.ids)],
            }
        )
        other = self._make_partner("Person", is_company=False, category_id=[(6, 0, tags[0].ids)])
        self._make_invoice(other, amount=100, date="2026-02-01", due="2026-06-01")
        on_time = self._make_invoice(other, amount=200, date="2026-02-01", due="2026-03-31")
        self.env.flush_all()
        self.assertTrue(on_time)
        effects = self.env["ar.effect"].with_user(self.collector)
        words = ("2026-01-01", "2026-03-31", self.company.ids)
        for by, want in (
            ("kind", {"Company": 2, "Private Person": 1}),
            ("industry", {"Timber": 2, "Without industry": 1}),
            # Who has two tags counts in both rows.
            ("tag", {"Retail": 3, "Export": 2}),
        ):
            with self.subTest(by=by):
                rows = effects.get_late(*words, by)["rows"]
                self.assertEqual({row["name"]: row["invoices"] for row in rows}, want)
                for row in rows:
                    action = effects.get_late_action(*words, by, row["key"])
                    lines = self.env["account.move.line"].search(action["domain"])
                    self.assertEqual(len(lines), row["invoices"])
        rows = {row["name"]: row for row in rows}
        self.assertIsNone(rows["Retail"]["gap"], "There are no others")
        late = self.review._get_late_section(self.review._get_request())
        self.assertLessEqual(
            {"Company or Person", "Customer Tag"}, {one["by"] for one in late["rows"]}
        )

    def test_what_is_credited_late_is_not_paid_late(self):
        refund = self._make_invoice(amount=2750, date=TODAY, move_type="out_refund")
        (self._receivable(self.open) + self._receivable(refund)).reconcile()
        self.env.flush_all()
        effects = self.env["ar.effect"].with_user(self.collector)
        [row] = effects.get_late("2026-01-01", "2026-03-31", self.company.ids, "country")["rows"]
        self.assertEqual((row["invoices"], row["late"], row["late_amount"]), (2, 2, 4750))

    def test_paper(self):
        self._make_measure(kpi="dso")
        self.review.decided = "We call earlier."
        report = self.env.ref("ar_collections.action_report_ar_process_review")
        html = (
            report.with_user(self.manager)
            ._render_qweb_html(report.report_name, self.review.ids)[0]
            .decode()
        )
        for words in ("We call earlier.", "Call before the letter", "Clara", "Key figures"):
            self.assertIn(words, html)
        action = self.review.with_user(self.collector).action_print()
        self.assertEqual(action["report_name"], report.report_name)
        with self.allow_pdf_render():
            pdf, _kind = report.with_context(force_report_rendering=True)._render_qweb_pdf(
                report.id, self.review.ids
            )
        self.assertTrue(pdf.startswith(b"%PDF"))
