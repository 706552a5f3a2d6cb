"""What the tests of credit share."""

from contextlib import contextmanager

from odoo.exceptions import UserError

from ..common import ArCommon

GROUP = "ar_collections.ar_collections_group_"


class CreditCommon(ArCommon):
    """A company with grades A to E and a scorecard of its own, so that no shipped data matters."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.terms = {
            days: cls._instalment_term((100, days)).with_context(lang=None) for days in (0, 30, 60)
        }
        cls.grades = {
            code: cls.env["ar.credit.rating"].create(
                {
                    "code": code,
                    "name": f"Grade {code}",
                    "company_id": cls.company.id,
                    "min_score": start,
                    "limit_factor": factor,
                    "payment_term_id": cls.terms[days].id,
                    "grace_days": grace,
                    "review_months": months,
                    "default_probability": default,
                }
            )
            for code, start, factor, days, grace, months, default in (
                ("A", 80, 1.0, 60, 10, 12, 0.01),
                ("B", 60, 0.8, 30, 5, 12, 0.03),
                ("C", 40, 0.5, 30, 0, 3, 0.1),
                ("E", 0, 0.0, 0, 0, 1, 0.3),
            )
        }
        cls.factors = {
            metric: cls.env["ar.credit.factor"].create(
                {
                    "name": metric,
                    "metric": metric,
                    "company_id": cls.company.id,
                    "weight": weight,
                    "straight": True,
                    "sequence": number,
                    "line_ids": [(0, 0, {"threshold": t, "points": p}) for t, p in table],
                }
            )
            for number, (metric, weight, table) in enumerate(
                (
                    ("payment_index", 35, ((0, 0), (100, 100))),
                    ("altman_general", 25, ((0, 0), (5, 100))),
                    ("agency_score", 20, ((0, 0), (100, 100))),
                    ("relationship_years", 10, ((0, 0), (10, 100))),
                    ("judgement", 10, ((0, 0), (1, 50), (2, 100))),
                )
            )
        }
        cls.agency = cls.env["ar.credit.agency"].create({"name": "Agency One"})
        cls.users = {
            role: cls._make_user(f"credit {role}", GROUP + group)
            for role, group in (
                ("collector", "collector"),
                ("approver", "credit_approver"),
                ("second", "credit_approver"),
            )
        }
        cls.profile = cls.env["ar.profile"].get_or_create(cls.partner, cls.company)

    @classmethod
    def _make_paid(cls, days_late, amount=1000.0, due="2026-02-01", partner=None):
        """A paid invoice; ``days_late`` negative for early. Due dates from the day of issue."""
        invoice = cls._make_invoice(partner, amount, date="2026-01-01", due=due)
        paid_on = cls._day(due).toordinal() + days_late
        cls._pay(invoice, amount, cls._day(due).fromordinal(paid_on))
        return invoice

    @classmethod
    def _make_review(cls, profile=None, **values):
        return cls.env["ar.credit.review"].create(
            {"profile_id": (profile or cls.profile).id, **values}
        )

    @classmethod
    def _make_statement(cls, profile=None, date="2025-12-31", **values):
        """The statement of the oracle: Z″ 3.1945, net worth 500."""
        return cls.env["ar.credit.financials"].create(
            {
                "profile_id": (profile or cls.profile).id,
                "date": date,
                "current_assets": 600,
                "current_liabilities": 400,
                "total_liabilities": 700,
                "ebit": 120,
                "total_assets": 1200,
                "sales": 1500,
                "retained_earnings": 250,
                "equity": 500,
                **values,
            }
        )

    @classmethod
    def _rate(cls, value, profile=None, date="2026-03-01", **values):
        """An agency rating."""
        return cls.env["ar.credit.agency.rating"].create(
            {
                "profile_id": (profile or cls.profile).id,
                "agency_id": cls.agency.id,
                "date": date,
                "value": value,
                **values,
            }
        )

    @classmethod
    def _approve(cls, review, author="collector", approver="approver"):
        """Take a review all the way, as two people."""
        review.with_user(cls.users[author]).action_propose()
        review.with_user(cls.users[approver]).action_approve()
        return review

    @contextmanager
    def _refused(self, words, error=UserError):
        """What is done here is refused in these words, and undone."""
        with self.assertRaises(error) as caught:
            yield
        self.assertRegex(str(caught.exception), words)

    @staticmethod
    def _line(review, metric):
        return review.line_ids.filtered(lambda line: line.factor_id.metric == metric)
