from unittest.mock import patch

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ....models.credit.assessment.ar_credit_scorer import Metric
from ....tools.credit import scoring
from ....tools.ledger.payment_index import PAYMENT_KNOTS
from ..common import CreditCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-31 12:00:00")
class TestCreditReview(CreditCommon):
    """What a review finds, suggests and writes."""

    # -- facts -------------------------------------------------------------------------

    def test_behaviour_by_hand(self):
        """On time, 15 and 30 days late: the index is the oracle's 71.0."""
        self._make_paid(0, 50000)
        self._make_paid(15, 30000)
        self._make_paid(30, 20000)
        facts = self.env["ar.open.item"]._read_behaviour(self.company.ids)
        facts = facts[self.partner.id, self.company.id]
        self.assertAlmostEqual(facts["payment_index"], 71.0)
        self.assertEqual((facts["experiences"], facts["worst_delay"]), (3, 30))
        self.assertAlmostEqual(facts["on_time"], 50.0)
        self.assertAlmostEqual(facts["mean_delay"], (30000 * 15 + 20000 * 30) / 100000)
        self.assertEqual(facts["volume"], 100000)
        self.assertEqual(facts["terms_days"], 31)
        self.assertEqual(facts["first_date"], self._day("2026-01-01"))
        self.assertEqual(facts["overdue_share"], 0)

    def test_sql_and_pure_give_the_same_index(self):
        """One table of points, two readers: days on, between and beyond the knots."""
        paid = [(-45, 10), (-27, 20), (-11, 30), (3, 40), (19, 50), (44, 60), (58, 7)]
        for days, amount in paid:
            self._make_paid(days, amount)
        facts = self.env["ar.open.item"]._read_behaviour(self.company.ids, self.partner.ids)
        # Dated before the invoice: what counts is the day of the invoice, 31 days early.
        known = [
            (amount, scoring.interpolate(max(days, -31), PAYMENT_KNOTS)) for days, amount in paid
        ]
        got = facts[self.partner.id, self.company.id]["payment_index"]
        self.assertAlmostEqual(got, scoring.weighted_mean(known))

    def test_who_stops_paying_is_seen(self):
        """What is overdue now counts as an experience at its age; credit notes do not."""
        self._make_paid(0)
        self._make_invoice(amount=1000, due="2025-12-01", date="2025-11-01")
        self._make_invoice(amount=500, due="2026-04-30")
        refund = self._make_invoice(amount=100, date="2026-03-01", move_type="out_refund")
        invoice = self._make_invoice(amount=100, date="2026-01-01", due="2026-01-05")
        self._receivable(invoice + refund).reconcile()
        facts = self.env["ar.open.item"]._read_behaviour(self.company.ids, self.partner.ids)
        facts = facts[self.partner.id, self.company.id]
        self.assertEqual((facts["experiences"], facts["worst_delay"]), (2, 120))
        self.assertAlmostEqual(facts["payment_index"], (80 + 20) / 2)
        self.assertAlmostEqual(facts["overdue_share"], 100 * 1000 / 1500)
        self.assertEqual(facts["volume"], 2500)

    def test_review_collects_by_itself(self):
        for days, amount in ((0, 50000), (15, 30000), (30, 20000)):
            self._make_paid(days, amount)
        self._make_statement()
        self._rate(80)
        review = self._make_review()
        points = {line.factor_id.metric: line.points for line in review.line_ids}
        self.assertAlmostEqual(points["payment_index"], 71.0)
        self.assertAlmostEqual(points["altman_general"], 3.1945 * 20, 1)
        self.assertAlmostEqual(points["agency_score"], 80)
        self.assertIn("71.0", self._line(review, "payment_index").found)
        self.assertIn("3 invoices", self._line(review, "payment_index").found)
        self.assertIn("Agency One", self._line(review, "agency_score").found)
        self.assertEqual(review.missing, "judgement")
        # 35 × 71 + 25 × 63.89 + 20 × 80 + 10 × 2.44, of 90
        years = (self._day("2026-03-31") - self._day("2026-01-01")).days / 365.25
        want = (35 * 71 + 25 * 63.8905 + 20 * 80 + 10 * 10 * years) / 90
        self.assertAlmostEqual(review.score, want, 1)
        self.assertAlmostEqual(sum(review.line_ids.mapped("contribution")), review.score, 1)
        self.assertAlmostEqual(review.coverage, 0.9)

    def test_figure_of_an_add_on(self):
        """One class: an entry in ``_get_metrics`` and ``_measure_<code>``."""
        Scorer = self.registry["ar.credit.scorer"]
        get_metrics = Scorer._get_metrics
        metric = Metric("Goods sent back (%)", "ledger", 0)
        metrics = patch.object(
            Scorer, "_get_metrics", lambda scorer: {**get_metrics(scorer), "returns": metric}
        )
        measure = patch.object(
            Scorer, "_measure_returns", lambda scorer, evidence: {self.profile.id: 25}, create=True
        )
        with metrics, measure:
            choices = self.env["ar.credit.factor"].fields_get(["metric"])["metric"]["selection"]
            self.assertIn(("returns", "Goods sent back (%)"), choices)
            factor = self.env["ar.credit.factor"].create(
                {
                    "name": "Returns",
                    "metric": "returns",
                    "company_id": self.company.id,
                    "line_ids": [
                        (0, 0, {"threshold": t, "points": p}) for t, p in ((0, 90), (20, 40))
                    ],
                }
            )
            self.assertEqual(factor.source, "ledger")
            review = self._make_review()
            line = self._line(review, "returns")
            self.assertEqual((line.found, line.points, line.missing), ("25", 40, False))
            self.assertEqual(review.score, 40, "nothing else is known")
            self.env["ar.credit.review"]._rescore(self.company)
            self.profile.invalidate_recordset()
            self.assertEqual(self.profile.behaviour_score, 40)
            say = patch.object(
                Scorer,
                "_describe_returns",
                lambda scorer, found: f"{found.value} of 100",
                create=True,
            )
            with say:
                review.action_collect()
            self.assertEqual(self._line(review, "returns").found, "25 of 100")
        # Its add-on is gone: the factor drops out, and says why.
        review.action_collect()
        line = self._line(review, "returns")
        self.assertTrue(line.missing)
        self.assertIn("not installed", line.found)

    def test_answer_is_worth_points(self):
        review = self._make_review()
        line = self._line(review, "judgement")
        self.assertTrue(line.missing)
        self.assertFalse(review.scored)
        with Form(review.with_user(self.users["collector"])) as form:
            with form.line_ids.edit(review.line_ids.ids.index(line.id)) as row:
                row.choice_id = self.factors["judgement"].line_ids[1]
            self.assertEqual(form.score, 50, "seen before saving")
            self.assertEqual(form.rating_id, self.grades["C"])
        self.assertEqual((line.points, line.missing, review.score), (50, False, 50))
        review.action_collect()
        self.assertEqual(review.score, 50, "answers survive a new collection")

    def test_answer_counts_at_once(self):
        """In the form, before it is saved: what each factor adds, and the score."""
        self._rate(80)
        review = self._make_review()
        line = self._line(review, "judgement")
        with Form(review) as form:
            place = review.line_ids.ids.index(line.id)
            rated = review.line_ids.ids.index(self._line(review, "agency_score").id)
            before = form.score
            with form.line_ids.edit(place) as answer:
                answer.choice_id = line.factor_id.line_ids[-1]
            shown = [form.line_ids.edit(at)._values["contribution"] for at in (rated, place)]
            self.assertNotEqual(form.score, before)
            # 20 × 80 and 10 × 100, of the known weights.
            known = sum(review.line_ids.filtered(lambda one: not one.missing).mapped("weight")) + 10
            self.assertAlmostEqual(shown[0], 20 * 80 / known, 1)
            self.assertAlmostEqual(shown[1], 10 * 100 / known, 1)

    def test_missing_factors_are_named(self):
        review = self._make_review()
        self.assertEqual(len(review.missing.split(", ")), 5)
        self.assertEqual(self._line(review, "payment_index").found, "No invoices yet")
        self._make_paid(0)
        review.action_collect()
        self.assertIn("1 paid or overdue", self._line(review, "payment_index").found)
        self.assertNotIn("relationship", review.missing)

    # -- suggestions -------------------------------------------------------------------

    def test_limit_oracle(self):
        """Need 48,000, net worth 50,000, expected loss 66,667, insured 45,000: the smallest."""
        self.company.ar_credit_loss_budget = 1200
        # The insurer's limit is entered by one person.
        self.company.ar_credit_four_eyes_amount = 45000
        self._make_statement(equity=500000)
        review = self._make_review()
        review.sudo().write({"monthly_sales": 40000, "mean_delay": 15})
        review.rating_id = self.grades["B"]
        self.assertEqual(review.suggested_limit, 48000)
        self.assertIn("48,000.00", review.limit_reason)
        self.assertIn("50,000.00", review.limit_reason)
        self.assertIn("66,666.67", review.limit_reason)
        self.env["ar.credit.limit"].create(
            {
                "profile_id": self.profile.id,
                "kind": "insured",
                "amount": 45000,
                "reason": "Policy 1",
            }
        )
        review._collect_facts()
        self.assertEqual(review.insured_amount, 45000)
        review.sudo().write({"monthly_sales": 40000, "mean_delay": 15})
        review.rating_id = self.grades["B"]
        self.assertEqual((review.suggested_limit, review.limit_amount), (45000, 45000))
        self.assertIn("The smallest of them counts: $\xa045,000.00", review.limit_reason)

    def test_grade_without_credit(self):
        review = self._make_review(rating_id=self.grades["E"].id)
        review.rating_id = self.grades["E"]
        self.assertEqual(review.suggested_limit, 0)
        self.assertIn("gives no credit", review.limit_reason)

    def test_new_customer_is_judged_by_what_he_expects_to_buy(self):
        review = self._make_review()
        review.rating_id = self.grades["A"]
        self.assertIn("No rule gives a limit", review.limit_reason)
        review.expected_monthly = 1000
        self.assertEqual(review.suggested_limit, 2000, "two months of terms")

    def test_net_worth_is_converted_once(self):
        euro = self.setup_other_currency("EUR", rates=[("2020-01-01", 0.5)])
        self._make_statement(currency_id=euro.id)
        self.assertEqual(self._make_review().net_worth, 1000, "500 EUR are 1,000 dollars")

    def test_warnings(self):
        self._make_invoice(amount=5000, due="2026-03-01")
        self._make_statement(date="2024-09-29")
        review = self._make_review()
        self.assertIn("payment behaviour alone", self._only_ledger_warning())
        review.limit_amount = 4999
        self.assertIn("below the present exposure of $\xa05,000.00", review.warning)
        self.assertIn("09/29/2024", review.warning)
        self.assertIn("09/29/2024", self.profile.stale_figures)
        stale = self.env["ar.profile"].search([("stale_figures", "!=", False)])
        self.assertEqual(stale, self.profile)
        review.limit_amount = 5000
        self.assertNotIn("below the present exposure", review.warning)

    def _only_ledger_warning(self):
        other = self._make_partner("Beta")
        for _count in range(3):
            self._make_paid(0, partner=other)
        profile = self.env["ar.profile"].get_or_create(other, self.company)
        return self._make_review(profile).warning

    # -- the gate ----------------------------------------------------------------------

    def _known_review(self, limit=0.0, **values):
        self._rate(90)
        review = self._make_review(**values)
        review.limit_amount = limit
        return review

    def test_states(self):
        review = self._known_review()
        self.assertEqual(review.state, "draft")
        with self._refused("not proposed"):
            review.with_user(self.users["approver"]).action_approve()
        review.with_user(self.users["collector"]).action_propose()
        review.with_user(self.users["collector"]).action_propose()
        self.assertEqual((review.state, review.author_id), ("proposed", self.users["collector"]))
        review.with_user(self.users["collector"]).action_draft()
        self.assertEqual(review.state, "draft")
        self._approve(review)
        self.assertEqual((review.state, review.approver_id), ("approved", self.users["approver"]))
        posted = len(self.profile.message_ids)
        review.with_user(self.users["approver"]).action_approve()
        self.assertEqual(len(self.profile.message_ids), posted, "twice does nothing")
        review.with_user(self.users["approver"])._set_refused("Too late")
        self.assertEqual(review.state, "approved")

    def test_state_is_not_written_by_hand(self):
        review = self._known_review().with_user(self.users["approver"])
        for fact in ("state", "author_id", "score", "monthly_sales", "suggested_limit"):
            with self.subTest(fact=fact), self.assertRaises(AccessError):
                review.write({fact: "approved" if fact == "state" else 1})
        with self.assertRaises(AccessError):
            self._line(review, "agency_score").points = 100
        other = self.env["ar.profile"].get_or_create(self._make_partner("Beta"), self.company)
        with self.assertRaises(AccessError):
            review.create({"profile_id": other.id, "state": "approved"})
        with self.assertRaises(AccessError):
            review.create({"profile_id": other.id, "author_id": self.users["second"].id})
        born = review.with_context(default_state="approved").create({"profile_id": other.id})
        self.assertEqual((born.state, born.author_id), ("draft", self.env["res.users"]))

    def test_proposal_stands_still(self):
        review = self._known_review().with_user(self.users["collector"])
        review.action_propose()
        for change in ({"limit_amount": 1}, {"rating_id": self.grades["E"].id}, {"judgement": "x"}):
            with self.subTest(change=change), self.assertRaises(UserError):
                review.write(change)
        with self.assertRaises(UserError):
            self._line(review, "judgement").choice_id = self.factors["judgement"].line_ids[2]
        with self.assertRaises(UserError):
            review.unlink()
        with self.assertRaises(UserError):
            review.action_collect()

    def test_only_approvers_decide(self):
        review = self._known_review().with_user(self.users["collector"])
        review.action_propose()
        with self.assertRaises(AccessError):
            review.action_approve()
        refuse = self.env["ar.credit.review.refuse"].with_user(self.users["collector"])
        with self.assertRaises(AccessError):
            refuse.create({"review_id": review.id, "reason": "No"})

    def test_author_does_not_approve_above_the_amount(self):
        self.company.ar_credit_four_eyes_amount = 10000
        approver = self.users["approver"]
        review = self._known_review(limit=10000.01)
        review.with_user(approver).action_propose()
        with self._refused("another credit approver"):
            review.with_user(approver).action_approve()
        review.with_user(self.users["second"]).action_approve()
        small = self._make_review()
        small.limit_amount = 10000
        small.with_user(approver).action_propose()
        small.with_user(approver).action_approve()
        self.assertEqual(small.state, "approved")

    def test_who_made_the_review_is_its_author_too(self):
        approver = self.users["approver"]
        self._rate(90)
        review = (
            self.env["ar.credit.review"].with_user(approver).create({"profile_id": self.profile.id})
        )
        review.limit_amount = 50000
        review.with_user(self.users["collector"]).action_propose()
        with self._refused("another credit approver"):
            review.action_approve()

    def test_payment_behaviour_alone_is_no_grade(self):
        for _count in range(3):
            self._make_paid(0)
        review = self._make_review()
        self.assertTrue(review.only_ledger)
        with self._refused("Only the payment behaviour"):
            review.action_propose()
        line = self._line(review, "judgement")
        line.choice_id = self.factors["judgement"].line_ids[2]
        review.action_propose()
        self.assertEqual(review.state, "proposed")

    def test_nothing_known_needs_words(self):
        review = self._make_review()
        with self._refused("no grade"):
            review.action_propose()
        review.rating_id = self.grades["C"]
        with self._refused("Write down"):
            review.action_propose()
        review.judgement = "We know the owner."
        review.action_propose()
        self.assertEqual(review.state, "proposed")

    def test_refused_with_a_reason(self):
        review = self._known_review()
        review.with_user(self.users["collector"]).action_propose()
        self.env["ar.credit.review.refuse"].with_user(self.users["approver"]).create(
            {"review_id": review.id, "reason": "Too little equity"}
        ).action_refuse()
        self.assertEqual((review.state, review.refusal), ("refused", "Too little equity"))
        self.assertFalse(self.profile.rating_id)
        told = review.message_ids[0]
        self.assertIn("Too little equity", told.body)
        self.assertIn(self.users["collector"].partner_id, told.partner_ids)

    def test_one_open_review(self):
        self._make_review()
        with mute_logger("odoo.sql_db"), self.assertRaises(Exception) as caught:
            with self.env.cr.savepoint():
                self._make_review()
        self.assertIn("ar_credit_review_open_uniq", str(caught.exception))
        action = self.profile.action_new_review()
        self.assertEqual(action["res_id"], self.profile.review_ids.id)

    def test_supplier_has_no_credit(self):
        supplier = self._make_partner("Supplies Ltd", supplier_rank=1)
        profile = self.env["ar.profile"].get_or_create(supplier, self.company)
        with self._refused("Supplies Ltd is a supplier"):
            self._make_review(profile)
        self._make_invoice(supplier, 10)
        self.assertTrue(self._make_review(profile), "a supplier who buys, too")

    def test_tasks(self):
        self.company.ar_credit_approver_id = self.users["second"]
        review = self._known_review()
        review.with_user(self.users["collector"]).action_propose()
        self.assertEqual(review.activity_ids.user_id, self.users["second"])
        review.with_user(self.users["second"]).action_approve()
        self.assertFalse(review.activity_ids)

    # -- the result --------------------------------------------------------------------

    def test_result_is_written(self):
        self.assertFalse(self.profile._has_approved_review())
        review = self._approve(self._known_review(limit=7000))
        self.assertTrue(self.profile._has_approved_review())
        profile = self.profile
        self.assertEqual((profile.rating_id, profile.score), (self.grades["A"], 90))
        self.assertEqual(profile.grace_days, 10)
        self.assertEqual(profile.next_review_date, self._day("2027-03-31"))
        self.assertFalse(profile._review_expired())
        partner = self.partner.with_company(self.company)
        self.assertEqual(partner.property_payment_term_id, self.terms[60])
        self.assertEqual((profile.credit_limit, partner.credit_limit), (7000, 7000))
        self.assertEqual(profile.limit_ids.review_id, review)
        self.assertIn(review.name, profile.message_ids[0].body)
        with freeze_time("2027-04-01"):
            self.assertTrue(profile._review_expired())

    def test_result_is_of_the_reviews_company(self):
        """Whatever company the approver is working in."""
        other = self.setup_other_company(name="Other Ltd")["company"]
        self.users["approver"].company_ids |= other
        self._rate(90)
        review = self._make_review()
        review.with_user(self.users["collector"]).action_propose()
        review.with_user(self.users["approver"]).with_context(
            allowed_company_ids=[other.id, self.company.id]
        ).action_approve()
        term = self.partner.with_company(self.company).property_payment_term_id
        self.assertEqual(term, self.terms[60])
        self.assertNotEqual(self.partner.with_company(other).property_payment_term_id, term)

    def test_pins_are_respected(self):
        self.partner.property_payment_term_id = self.terms[0]
        self.profile.credit_limit = 123
        pins = ("term_pinned", "limit_pinned", "grace_pinned")
        self.profile.write({**dict.fromkeys(pins, True), "grace_days": 3})
        review = self._known_review(limit=7000)
        self.assertEqual(review.payment_term_id, self.terms[0])
        self.assertIn("pinned", review.term_reason)
        self._approve(review)
        self.assertEqual(self.partner.property_payment_term_id, self.terms[0])
        self.assertEqual((self.profile.grace_days, self.profile.credit_limit), (3, 123))
        self.assertEqual(self.profile.rating_id, self.grades["A"])
        self.assertIn("Pinned by hand", self.profile.message_ids[0].body)

    def test_pin_set_after_the_proposal(self):
        review = self._known_review()
        review.with_user(self.users["collector"]).action_propose()
        self.profile.term_pinned = True
        review.with_user(self.users["approver"]).action_approve()
        self.assertEqual(review.payment_term_id, self.terms[60])
        self.assertFalse(self.partner.property_payment_term_id)

    def test_trend(self):
        self._approve(self._known_review())
        self.assertFalse(self.profile.trend, "nothing to compare with")
        self._rate(70, date="2026-03-20")
        review = self.profile.review_ids.filtered(lambda r: r.state == "draft")
        self._approve(review)
        self.assertEqual((self.profile.trend, self.profile.score), ("down", 70))
        self._rate(72, date="2026-03-21")
        self._approve(self._make_review())
        self.assertEqual(self.profile.trend, "stable")

    def test_decided_review_does_not_move(self):
        review = self._approve(self._known_review(limit=7000))
        self.grades["A"].write({"limit_factor": 0.1, "min_score": 95, "review_months": 1})
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual((review.rating_id, review.limit_amount), (self.grades["A"], 7000))
        self.assertEqual(review.next_review_date, self._day("2027-03-31"))
        self._rate(10, date="2026-03-30")
        self.assertEqual(review.score, 90)

    def test_negotiation_is_kept(self):
        review = self._known_review(limit=7000).with_user(self.users["collector"])
        review.write(
            {
                "offer_ids": [
                    Command.create({"side": "customer", "limit_amount": 20000}),
                    Command.create(
                        {
                            "side": "company",
                            "limit_amount": 9000,
                            "payment_term_id": self.terms[30].id,
                        }
                    ),
                ]
            }
        )
        review.offer_ids[1].action_accept()
        self.assertEqual((review.limit_amount, review.payment_term_id), (9000, self.terms[30]))
        self._approve(review)
        self.assertEqual(review.offer_ids.mapped("accepted"), [False, True])
        with self.assertRaises(UserError):
            review.offer_ids[0].limit_amount = 1

    # -- records -----------------------------------------------------------------------

    def test_overlapping_bands(self):
        Rating = self.env["ar.credit.rating"]
        with self._refused("begin at the same score"):
            Rating.create(
                {"code": "X", "name": "X", "min_score": 60, "company_id": self.company.id}
            )
        with self._refused("two grades A"):
            Rating.create(
                {"code": "A", "name": "X", "min_score": 61, "company_id": self.company.id}
            )
        with self._refused("0 to 100"):
            self.grades["A"].min_score = 101
        self.grades["B"].active = False
        self.grades["C"].min_score = 60

    def test_grades_in_use_stay(self):
        self._approve(self._known_review())
        with self._refused("Archive it"):
            self.grades["A"].unlink()
        self.grades["A"].active = False
        self.grades["C"].unlink()

    def test_own_grades_replace_the_shared(self):
        Rating = self.env["ar.credit.rating"]
        self.assertEqual(Rating._for_company(self.company), Rating.union(*self.grades.values()))
        branch = self.env["res.company"].create({"name": "B", "parent_id": self.company.id})
        self.assertEqual(Rating._for_company(branch), Rating._for_company(self.company))
        other = self.env["res.company"].create({"name": "Other"})
        shared = Rating._for_company(other)
        self.assertFalse(shared.company_id)
        self.assertEqual(shared.mapped("code"), ["A", "B", "C", "D", "E"])

    def test_weights_that_sum_to_zero(self):
        factors = self.env["ar.credit.factor"].union(*self.factors.values())
        with self._refused("sum to zero"):
            factors.weight = 0
        with self._refused("negative"):
            factors[0].weight = -1
        factors[1:].weight = 0
        with self._refused("sum to zero"):
            factors[0].unlink()
        with self._refused("sum to zero"):
            factors[0].active = False

    def test_points_table(self):
        factor = self.factors["agency_score"]
        with self._refused("begin at the same value"):
            factor.line_ids = [Command.create({"threshold": 0, "points": 1})]
        with self._refused("no points table"):
            factor.line_ids = [Command.clear()]

    def test_source_alone_makes_a_factor(self):
        factor = self.env["ar.credit.factor"].create({"name": "X", "source": "external"})
        self.assertEqual((factor.metric, factor.source), ("agency_score", "external"))

    def test_shipped_scorecard(self):
        shipped = self.env["ar.credit.factor"].search([("company_id", "=", False)])
        weights = {factor.metric: factor.weight for factor in shipped}
        self.assertEqual(
            weights,
            {
                "payment_index": 35,
                "altman_general": 25,
                "agency_score": 20,
                "relationship_years": 10,
                "judgement": 10,
            },
        )

    def test_statement(self):
        statement = self._make_statement(business="manufacturing")
        self.assertAlmostEqual(statement.altman_private, 2.1542)
        self.assertAlmostEqual(statement.altman_general, 3.1945)
        statement.business = "financial"
        self.assertFalse(self._line(self._make_review(), "altman_general").points)
        statement.write({"equity": 400})
        self.assertIn("100", statement.remark)
        with self._refused("future"):
            statement.date = "2026-12-31"
        with self._refused("negative"):
            statement.total_assets = -1

    # -- agencies ----------------------------------------------------------------------

    def test_scale_of_an_agency(self):
        agency = self.env["ar.credit.agency"].create({"name": "Index", "worst": 600, "best": 100})
        rating = self._rate(225, agency_id=agency.id)
        self.assertEqual(rating.score, 75)
        with self._refused("not on that scale"):
            self._rate(601, agency_id=agency.id)
        agency.grade_ids = [Command.create({"code": "AA", "score": 88})]
        self.assertEqual(self._rate(0, agency_id=agency.id, grade="aa").score, 88)
        with self._refused("no grade ZZ"):
            self._rate(0, agency_id=agency.id, grade="ZZ")

    def test_drop_opens_a_review(self):
        self._rate(80, date="2026-01-01")
        self._rate(70.1, date="2026-02-01")
        self.assertFalse(self.profile.review_ids)
        self._rate(60, date="2026-03-01")
        review = self.profile.review_ids
        self.assertEqual(review.kind, "event")
        self.assertIn("from 70 to 60", review.reason)
        self.assertTrue(review.activity_ids)

    def test_provider_gives_ratings_by_one_method(self):
        agency, profile = self.agency, self.profile

        def fetch(agency, profiles):
            return {profile.id: {"date": "2026-03-30", "value": 65, "reference": "R1"}, -1: {}}

        self.patch(type(agency), "_fetch_ratings", fetch)
        rating = agency._load_ratings(profile)
        self.assertEqual((rating.score, rating.origin, rating.reference), (65, "provider", "R1"))

    def test_agency_without_provider(self):
        with self._refused("Install the add-on"):
            self.agency._load_ratings(self.profile)

    def test_risk_event(self):
        event = {"name": "Filed for insolvency", "company_id": self.company.id}
        Event = self.env["ar.credit.event"]
        with self._refused("Whom"):
            Event.create(event)
        Event.create({**event, "partner_id": self.partner.id, "severity": "info"})
        self.assertFalse(self.profile.review_ids)
        opened = Event.create({**event, "partner_id": self.partner.id}).review_ids
        self.assertEqual((opened.profile_id, opened.kind), (self.profile, "event"))
        Event.create({**event, "partner_id": self.partner.id})
        self.assertEqual(self.profile.review_ids, opened, "one open review")

    def test_market_event(self):
        """Concerns the graded customers of a country."""
        self.partner.country_id = self.env.ref("base.be")
        self._approve(self._known_review())
        abroad = self._make_partner("Gamma", country_id=self.env.ref("base.be").id)
        self.env["ar.profile"].get_or_create(abroad, self.company)
        event = self.env["ar.credit.event"].create(
            {"name": "Strike", "kind": "market", "country_id": self.env.ref("base.be").id}
        )
        self.assertEqual(event.review_ids.profile_id, self.profile)

    # -- dunning -----------------------------------------------------------------------

    def test_policy_follows_the_grade(self):
        """Pinned by hand, else the grade's, else the first that fits; and why."""
        first, strict, own = (self._make_policy(3, name=n) for n in ("First", "Strict", "Own"))
        strict.sequence = own.sequence = 50
        profile = self.profile
        self.assertEqual(profile.policy_id, first)
        self.grades["A"].policy_id = strict
        self._approve(self._known_review())
        self.assertEqual(profile.policy_id, strict)
        self.assertEqual(profile.policy_reason, "The policy of grade A.")
        profile.policy_id = own
        self.env.invalidate_all()
        self.assertEqual(profile.policy_id, own)
        self.assertEqual(profile.policy_reason, "Pinned on this customer by hand.")

    def test_grace_follows_the_grade(self):
        """Four days late: past the level's third day, not past the five of grace of grade B."""
        self._make_policy(3)
        invoice = self._make_invoice(amount=100, due="2026-03-27")
        self.assertTrue(self._run().notice_ids)
        self.assertEqual(invoice.ar_next_action_date, self._day("2026-03-31"))
        self._approve(self._known_review())
        self.env.invalidate_all()
        self.assertFalse(self._run().notice_ids)
        self.assertEqual(invoice.ar_next_action_date, self._day("2026-04-04"))
