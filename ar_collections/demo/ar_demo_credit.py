"""Credit in the demo company: statements, agency ratings, reviews, and an application."""

from datetime import date, timedelta

from odoo import Command, models

from .credit_tables import AGENCY, APPLICATION, APPLICATION_FIGURES, CREDIT, OFFERS

FIGURES = (
    "current_assets",
    "total_assets",
    "current_liabilities",
    "total_liabilities",
    "retained_earnings",
    "equity",
    "sales",
    "ebit",
    "net_profit",
)


class ArDemo(models.AbstractModel):
    _inherit = "ar.demo"

    def _do_figures(self, told):
        """Enter the customers' statements and what agencies say; the night scores behaviour."""
        agency = self.sudo()._make("ar.credit.agency", {"agency": {"name": AGENCY}})["agency"]
        statements, ratings = [], []
        for key, credit in CREDIT.items():
            profile = self._get_profile(told, key)
            if credit.figures:
                amounts = {
                    name: 1000.0 * amount
                    for name, amount in zip(FIGURES, credit.figures, strict=True)
                }
                statements.append(
                    {
                        "profile_id": profile.id,
                        "date": date(told.today.year - credit.years, 12, 31),
                        "currency_id": told.company.currency_id.id,
                        **amounts,
                    }
                )
            if credit.agency:
                score, days = credit.agency
                ratings.append(
                    {
                        "profile_id": profile.id,
                        "agency_id": agency.id,
                        "date": told.day(-days),
                        "value": score,
                    }
                )
        self.env["ar.credit.financials"].create(statements)
        self.env["ar.credit.agency.rating"].create(ratings)
        # As every night: what is decided is measured against the behaviour of today.
        self.env["ar.credit.review"].sudo()._rescore(told.company)

    def _do_review(self, told, key):
        """A review, as far as the table says; the manager approves."""
        credit = CREDIT[key]
        review = self.env["ar.credit.review"].create(
            {"profile_id": self._get_profile(told, key).id, "judgement": credit.judgement}
        )
        line = review.line_ids.filtered(lambda line: line.source == "qualitative")[:1]
        if line and credit.answer is not None:
            line.choice_id = line.factor_id.line_ids[credit.answer]
        review.offer_ids = [
            Command.create({"side": side, "limit_amount": limit, "note": note})
            for side, limit, note in OFFERS.get(key, ())
        ]
        if credit.state != "draft":
            review.action_propose()
        if credit.state == "approved":
            review.with_user(told.users["manager"]).action_approve()

    def _do_apply(self, told):
        """A new customer has applied; another one has a login to the portal, to try it."""
        company, partners = told.company, told.partners
        contacts = self._make(
            "res.partner",
            {
                f"contact_{key}": {
                    "name": "Office (demo)",
                    "parent_id": partners[key].id,
                    "email": f"office@{key}.example.net",
                }
                for key in ("palace", "comet")
            },
        )
        year_end = told.today.replace(month=1, day=1) - timedelta(days=1)
        figures = {**APPLICATION_FIGURES, "date": year_end}
        self.env["ar.credit.application"]._submit(
            contacts["contact_palace"], company, APPLICATION, figures
        )
        self._create_portal_user(company, contacts["contact_comet"])

    def _create_portal_user(self, company, contact):
        users = self.env["res.users"].with_context(active_test=False)
        if users.search_count([("login", "=", "customer")]):
            return
        # no invitation: the password is known, and nothing may be mailed from a demo
        self.with_context(no_reset_password=True)._make(
            "res.users",
            {
                "user_customer": {
                    "name": contact.name,
                    "login": "customer",
                    "password": "customer",
                    "partner_id": contact.id,
                    "company_id": company.id,
                    "company_ids": [Command.set(company.ids)],
                    "group_ids": [Command.set(self.env.ref("base.group_portal").ids)],
                }
            },
        )
