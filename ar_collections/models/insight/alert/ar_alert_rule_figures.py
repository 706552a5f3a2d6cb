"""Figures of credit that are watched: reviews, data that gets old, cover, insurers, events; and
how add-ons read theirs."""

from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain

from .ar_alert_rule import Indicator

# Risk events count so long.
EVENT_DAYS = 365


class ArAlertRule(models.Model):
    _inherit = "ar.alert.rule"

    @api.model
    def _get_indicators_of_customers(self):
        # EXTENDS the room itself
        return {
            **super()._get_indicators_of_customers(),
            "score_fall": Indicator(self.env._("Points lost in the last credit review"), "number"),
            "review_age": Indicator(self.env._("Days since the last credit review"), "days"),
            "financials_age": Indicator(self.env._("Days since the last balance sheet"), "days"),
            "contact_age": Indicator(
                self.env._("Days since contact data was last verified"), "days"
            ),
            "risk_events": Indicator(self.env._("Risk events within a year"), "number"),
            "limit_days": Indicator(
                self.env._("Days until the credit limit ends"), "days", at_most=True
            ),
            "security_days": Indicator(
                self.env._("Days until a deposit or guarantee ends"), "days", at_most=True
            ),
            "insurer_days": Indicator(
                self.env._("Days left to report to the insurer"), "days", at_most=True
            ),
        }

    # -- how old is what we know -------------------------------------------------------

    def _read_reviews(self, watch):
        """{profile id: approved reviews, the newest first}."""
        reviews = (
            self.env["ar.credit.review"]
            .sudo()
            .search_fetch(
                Domain("company_id", "=", watch.company.id) & Domain("state", "=", "approved"),
                ["profile_id", "date", "score", "scored"],
                order="date desc, id desc",
            )
        )
        return {profile.id: own for profile, own in reviews.grouped("profile_id").items()}

    def _measure_score_fall(self, watch):
        """From the review before to the last one; both were scored."""
        falls = {}
        for id_, reviews in self._read_reviews(watch).items():
            scores = reviews.filtered("scored")[:2].mapped(lambda review: review.score)
            if len(scores) == 2:
                falls[id_] = max(0.0, scores[1] - scores[0])
        return falls

    def _measure_review_age(self, watch):
        return {
            id_: (watch.today - reviews[0].date).days
            for id_, reviews in self._read_reviews(watch).items()
        }

    def _measure_financials_age(self, watch):
        """Of customers with a balance sheet that was entered."""
        groups = (
            self.env["ar.credit.financials"]
            .sudo()
            ._read_group(
                Domain("company_id", "=", watch.company.id) & Domain("date", "!=", False),
                ["profile_id"],
                ["date:max"],
            )
        )
        return {profile.id: (watch.today - day).days for profile, day in groups}

    def _measure_contact_age(self, watch):
        """Of customers that owe something: since somebody verified the data, else since they were
        entered."""
        owing = list(self._get_worklist_scope(watch).totals)
        profiles = self.env["ar.profile"].sudo().browse(owing)
        return {
            profile.id: (watch.today - profile._get_contact_day()).days
            for profile in profiles
            if profile._get_contact_day()
        }

    def _measure_risk_events(self, watch):
        """Events that concern a customer, by itself or by country or tag."""
        first = watch.today - timedelta(days=EVENT_DAYS)
        events = (
            self.env["ar.credit.event"]
            .sudo()
            .search([("company_id", "=", watch.company.id), ("date", ">", first)])
        )
        accounts = self._get_worklist_scope(watch).accounts
        by_partner = {account.partner_id: id_ for id_, account in accounts.items()}
        numbers = {}
        for event in events:
            partner = event.partner_id.commercial_partner_id
            own = [by_partner.get(partner.id)] if partner else event._get_profiles().ids
            for id_ in filter(None, own):
                numbers[id_] = numbers.get(id_, 0) + 1
        return numbers

    # -- what add-ons read -------------------------------------------------------------

    def _read_days_since(self, model, field, watch, domain=()):
        """{profile id: days since the first of its records}; who has no account yet gets one.

        :param model: has ``partner_id`` (commercial) and ``company_id``
        :param field: a date
        """
        own = Domain("company_id", "=", watch.company.id) & Domain(domain)
        groups = self.env[model].sudo()._read_group(own, ["partner_id"], [f"{field}:min"])
        first = {partner.id: day for partner, day in groups if partner and day}
        profiles = self.env["ar.profile"].sudo()
        profiles._ensure([(id_, watch.company.id) for id_ in first])
        own = [("partner_id", "in", list(first)), ("company_id", "=", watch.company.id)]
        return {
            profile.id: (watch.today - first[profile.partner_id.id]).days
            for profile in profiles.search(own)
        }

    def _read_sum(self, model, field, watch, domain=()):
        """What the records of the company add up to."""
        own = Domain("company_id", "=", watch.company.id) & Domain(domain)
        [(amount,)] = self.env[model].sudo()._read_group(own, [], [f"{field}:sum"])
        return amount or 0.0

    # -- what ends ---------------------------------------------------------------------

    def _measure_limit_days(self, watch):
        return self._read_days_left("ar.credit.limit", watch)

    def _measure_security_days(self, watch):
        return self._read_days_left("ar.credit.security", watch)

    def _read_days_left(self, model, watch):
        """{profile id: days until the first of what is in force ends}."""
        records = self.env[model].sudo()
        domain = records._domain_in_force(watch.today) & Domain("date_to", "!=", False)
        domain &= Domain("company_id", "=", watch.company.id)
        groups = records._read_group(domain, ["profile_id"], ["date_to:min"])
        return {profile.id: (day - watch.today).days for profile, day in groups}

    def _measure_insurer_days(self, watch):
        """Negative once the day is over."""
        limits = self.env["ar.credit.limit"].sudo()._find_insured(watch.company)
        days = {}
        for limit, oldest in limits._read_oldest_due().items():
            left = (limit._get_insurer_deadline(oldest) - watch.today).days
            days[limit.profile_id.id] = min(left, days.get(limit.profile_id.id, left))
        return days
