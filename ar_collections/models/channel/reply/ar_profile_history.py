"""When a customer usually answers."""

from datetime import timedelta

import pytz

from odoo import models
from odoo.fields import Domain

from ..ar_profile_history import HABIT_DAYS


class ArProfile(models.Model):
    _inherit = "ar.profile"

    def _read_habits(self, now):
        # EXTENDS the room channel: answers of people; a note of absence writes itself.
        habits = super()._read_habits(now)
        domain = Domain("profile_id", "in", self.ids) & Domain("kind", "!=", "absent")
        domain &= Domain("date_received", ">=", now - timedelta(days=HABIT_DAYS))
        for reply in self.env["ar.reply"].sudo().search(domain):
            moment = pytz.utc.localize(reply.date_received)
            habits.setdefault(reply.profile_id.id, []).append(moment)
        return habits
