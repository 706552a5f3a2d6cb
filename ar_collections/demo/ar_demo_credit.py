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

    def _create_credit(self, company, partners, users):
        """Review the customers of the table through the real steps: the collector proposes,
        the administrator approves."""
        # Nothing may be mailed from a demo.
        builder = self.with_context(mail_activity_quick_update=True, mail_notify_force_send=False)
        users["collector"].notification_type = "inbox"
        profiles = {
            key: builder.env["ar.profile"].get_or_create(partners[key], company)
            for key in (*CREDIT, "palace")
        }
        builder._create_figures(company, profiles)
        # As every night: what is decided is measured against the behaviour of today.
        builder.env["ar.credit.review"]._rescore(company)
        for key, credit in CREDIT.items():
            builder._create_review(profiles[key], key, credit, users["collector"])
        builder._create_application(company, partners)

    def _create_figures(self, company, profiles):
        agency = self._make("ar.credit.agency", {"agency": {"name": AGENCY}})["agency"]
        year = self._get_day(company, 0).year
        statements, ratings = [], []
        for key, credit in CREDIT.items():
            profile = profiles[key]
            if credit.figures:
                day = date(year - credit.years, 12, 31)
                amounts = {
                    name: 1000.0 * amount
                    for name, amount in zip(FIGURES, credit.figures, strict=True)
                }
                currency = company.currency_id.id
                statements.append(
                    {"profile_id": profile.id, "date": day, "currency_id": currency, **amounts}
                )
            if credit.agency:
                score, days = credit.agency
                ratings.append(
                    {
                        "profile_id": profile.id,
                        "agency_id": agency.id,
                        "date": self._get_day(company, -days),
                        "value": score,
                    }
                )
        self.env["ar.credit.financials"].create(statements)
        self.env["ar.credit.agency.rating"].create(ratings)

    def _create_review(self, profile, key, credit, author):
        """A review, as far as the table says."""
        review = self.env["ar.credit.review"].create(
            {"profile_id": profile.id, "judgement": credit.judgement}
        )
        line = review.line_ids.filtered(lambda line: line.source == "qualitative")[:1]
        if line and credit.answer is not None:
            line.choice_id = line.factor_id.line_ids[credit.answer]
        review.offer_ids = [
            Command.create({"side": side, "limit_amount": limit, "note": note})
            for side, limit, note in OFFERS.get(key, ())
        ]
        if credit.state != "draft":
            review.with_user(author).action_propose()
        if credit.state == "approved":
            approver = self.env.ref("base.user_admin", raise_if_not_found=False) or self.env.user
            review.with_user(approver).action_approve()

    def _create_application(self, company, partners):
        """A new customer has applied; another one has a login to the portal, to try it."""
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
        year_end = self._get_day(company, 0).replace(month=1, day=1) - timedelta(days=1)
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
