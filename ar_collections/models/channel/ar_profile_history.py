"""When a customer usually answers or pays."""

from datetime import timedelta

import pytz

from odoo import models
from odoo.fields import Domain

# Habits are read off so many days.
HABIT_DAYS = 365


class ArProfile(models.Model):
    _inherit = "ar.profile"

    def _read_habits(self, now):
        """The moments at which the customers acted by themselves in the last year: {profile id:
        list of aware moments}; set-based. Payments on the portal and looks at our pages here, later
        rooms add theirs.

        :param now: a moment (UTC, as stored)
        """
        if not self:
            return {}
        profiles = {(one.partner_id.id, one.company_id.id): one.id for one in self}
        domain = Domain("partner_id.commercial_partner_id", "in", self.partner_id.ids)
        domain &= Domain("company_id", "in", self.company_id.ids)
        domain &= Domain("state", "in", ("done", "authorized", "pending"))
        domain &= Domain("operation", "!=", "offline")
        domain &= Domain("create_date", ">=", now - timedelta(days=HABIT_DAYS))
        habits = {}
        for payment in self.env["payment.transaction"].sudo().search(domain):
            key = (payment.partner_id.commercial_partner_id.id, payment.company_id.id)
            if profile_id := profiles.get(key):
                moment = pytz.utc.localize(payment.create_date)
                habits.setdefault(profile_id, []).append(moment)
        for profile_id, moments in self._read_looks(now).items():
            habits.setdefault(profile_id, []).extend(moments)
        return habits

    def _read_looks(self, now):
        """{profile id: aware moments} at which the customers looked at pages of ours, those of the
        last year: of each page the first time and the last."""
        since = now - timedelta(days=HABIT_DAYS)
        domain = Domain("profile_id", "in", self.ids) & Domain("last_date", ">=", since)
        looks = {}
        for row in self.env["ar.seen"].sudo().search(domain):
            moments = {row.first_date, row.last_date}
            looks.setdefault(row.profile_id.id, []).extend(
                pytz.utc.localize(moment) for moment in moments if moment >= since
            )
        return looks
