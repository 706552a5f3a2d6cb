"""Scheduled actions that our work waits for: woken where they are, and what is wrong with them."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import format_datetime

# One that has not run for so long does not do its work.
OVERDUE = timedelta(days=1)


class IrCron(models.Model):
    _inherit = "ir.cron"

    @api.model
    def _ar_wake(self, xmlid, at=None):
        """Start a scheduled action once this transaction commits, or ``at`` a time. One that was
        deleted cannot be: the internal check tells of it."""
        cron = self.env.ref(xmlid, raise_if_not_found=False)
        if cron:
            cron.sudo()._trigger(at=at)

    @api.model
    def _ar_get_problem(self, xmlid):
        """A sentence if the scheduled action does not do its work, else None."""
        cron = self.env.ref(xmlid, raise_if_not_found=False)
        if not cron:
            return self.env._(
                "The scheduled action %s was deleted. An administrator gets it back under Apps: "
                "find the add-on and choose Upgrade.",
                xmlid,
            )
        return cron.sudo()._ar_say_problem()

    def _ar_say_problem(self):
        """A sentence if this scheduled action is switched off or has not run for a day."""
        self.ensure_one()
        if not self.active:
            return self.env._(
                "The scheduled action “%s” is switched off. An administrator switches it on under "
                "Settings, Technical, Scheduled Actions.",
                self.name,
            )
        if self.failure_count and self.first_failure_date < fields.Datetime.now() - OVERDUE:
            return self.env._(
                "The scheduled action “%(name)s” has failed since %(since)s. An administrator "
                "finds the reason in the server's log.",
                name=self.name,
                since=format_datetime(self.env, self.first_failure_date, dt_format="short"),
            )
        if not self._ar_is_overdue():
            return None
        last = self.lastcall
        return self.env._(
            "The scheduled action “%(name)s” was to run on %(due)s, and has not (last: %(last)s). "
            "An administrator looks whether the server runs scheduled actions, and at its log.",
            name=self.name,
            due=format_datetime(self.env, self.nextcall, dt_format="short"),
            last=format_datetime(self.env, last, dt_format="short") if last else "–",
        )

    def _ar_is_overdue(self):
        """True if it was to run more than a day ago."""
        return bool(self.nextcall) and self.nextcall < fields.Datetime.now() - OVERDUE
