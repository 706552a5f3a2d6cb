"""Figures of credit that are watched: reviews, data that gets old, cover, insurers, events; and
how add-ons read theirs."""

from datetime import date, timedelta

from odoo import SUPERUSER_ID, api, models
from odoo.fields import Domain

from .ar_alert_rule import Indicator

# Risk events count so long.
EVENT_DAYS = 365
# So long it is told that a limit or a security has lapsed.
LAPSED_DAYS = 90


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
        for id_, (last, *before) in self._read_reviews(watch).items():
            earlier = next((one for one in before if one.scored), None)
            if last.scored and earlier:
                falls[id_] = max(0.0, earlier.score - last.score)
        return falls

    def _measure_review_age(self, watch):
        """Of customers that owe something; who was never reviewed counts since the account was
        made."""
        reviews = self._read_reviews(watch)
        owing = list(self._get_worklist_scope(watch).totals)
        profiles = self.env["ar.profile"].sudo().browse({*owing, *reviews})
        days = {}
        for profile in profiles:
            last = reviews.get(profile.id)
            day = last[0].date if last else watch.company._ar_day_of(profile.create_date)
            days[profile.id] = (watch.today - day).days
        return days

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
            profile.id: (watch.today - day).days
            for profile in profiles
            if (day := profile._get_contact_day())
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
        """Of limits whose last day the night says, too: what a person ended is ended on purpose."""
        lapsed = Domain("state", "=", "active") | (
            Domain("state", "=", "ended") & Domain("ended_by_id", "in", (False, SUPERUSER_ID))
        )
        return self._read_days_left("ar.credit.limit", lapsed, watch)

    def _measure_security_days(self, watch):
        return self._read_days_left("ar.credit.security", Domain("state", "=", "valid"), watch)

    def _read_days_left(self, model, counted, watch):
        """{profile id: days until the last one of a kind ends}, the fewest of its kinds; negative
        once that is over, for as long as it is news. One without an end, or a later one that is
        agreed already, goes on."""
        recent = watch.today - timedelta(days=LAPSED_DAYS)
        domain = Domain("company_id", "=", watch.company.id) & counted
        domain &= Domain("date_to", "=", False) | Domain("date_to", ">=", recent)
        last = {}
        for one in self.env[model].sudo().search_fetch(domain, ["profile_id", "kind", "date_to"]):
            key = one.profile_id.id, one.kind
            last[key] = max(last.get(key, date.min), one.date_to or date.max)
        days = {}
        for (id_, _kind), end in last.items():
            if end != date.max:
                left = (end - watch.today).days
                days[id_] = min(left, days.get(id_, left))
        return days

    def _measure_insurer_days(self, watch):
        """Negative once the day is over."""
        limits = self.env["ar.credit.limit"].sudo()._find_insured(watch.company)
        days = {}
        for limit, oldest in limits._read_oldest_due().items():
            left = (limit._get_insurer_deadline(oldest) - watch.today).days
            days[limit.profile_id.id] = min(left, days.get(limit.profile_id.id, left))
        return days
