"""Alerts about late invoices: days of a customer's oldest milestone, and what is not invoiced."""

from odoo import api, models

from odoo.addons.ar_collections.models.insight.alert.ar_alert_rule import COMPANY, Indicator


class ArAlertRule(models.Model):
    _inherit = "ar.alert.rule"

    @api.model
    def _get_indicators(self):
        # EXTENDS 'ar_collections'
        return {
            **super()._get_indicators(),
            "unbilled_days": Indicator(self.env._("Days a milestone is not invoiced"), "days"),
            "unbilled": Indicator(
                self.env._("Milestones reached and not invoiced"), "amount", COMPANY
            ),
        }

    def _measure_unbilled_days(self, watch):
        """Of the oldest milestone of each customer; who has no account yet gets one."""
        oldest = {
            partner.id: day
            for partner, day in self._read_unbilled(watch, ["partner_id"], "ready_on:min")
        }
        profiles = self.env["ar.profile"].sudo()
        profiles._ensure([(id_, watch.company.id) for id_ in oldest])
        own = [("partner_id", "in", list(oldest)), ("company_id", "=", watch.company.id)]
        return {
            profile.id: (watch.today - oldest[profile.partner_id.id]).days
            for profile in profiles.search(own)
        }

    def _measure_unbilled(self, watch):
        [(amount,)] = self._read_unbilled(watch, [], "amount:sum")
        return {False: amount or 0.0}

    def _read_unbilled(self, watch, groups, aggregate):
        own = [("company_id", "=", watch.company.id), ("kind", "=", "reached")]
        return self.env["ar.milestone.billing"].sudo()._read_group(own, groups, [aggregate])
