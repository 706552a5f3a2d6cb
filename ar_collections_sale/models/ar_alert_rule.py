"""Alerts about deliveries that nobody invoices."""

from odoo import api, models

from odoo.addons.ar_collections.models.insight.alert.ar_alert_rule import COMPANY, Indicator


class ArAlertRule(models.Model):
    _inherit = "ar.alert.rule"

    @api.model
    def _get_indicators(self):
        # EXTENDS 'ar_collections'
        return {
            **super()._get_indicators(),
            "delivered_days": Indicator(self.env._("Days a delivery is not invoiced"), "days"),
            "delivered": Indicator(self.env._("Delivered and not invoiced"), "amount", COMPANY),
        }

    def _measure_delivered_days(self, watch):
        """Of the oldest delivery of each customer."""
        return self._read_days_since("ar.delivery.billing", "delivered_on", watch)

    def _measure_delivered(self, watch):
        return {False: self._read_sum("ar.delivery.billing", "amount", watch)}
