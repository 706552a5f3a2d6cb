"""Alerts about late invoices: days of a customer's oldest milestone, and what is not invoiced."""

from odoo import api, models

from odoo.addons.ar_collections.models.insight.alert.ar_alert_rule import COMPANY, Indicator

REACHED = [("kind", "=", "reached")]


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
        """Of the oldest milestone of each customer."""
        return self._read_days_since("ar.milestone.billing", "ready_on", watch, REACHED)

    def _measure_unbilled(self, watch):
        return {False: self._read_sum("ar.milestone.billing", "amount", watch, REACHED)}
