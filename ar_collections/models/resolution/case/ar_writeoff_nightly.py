"""Every night: somebody is told when the tax of a bad debt may be claimed, and before it lapses."""

from markupsafe import Markup

from odoo import api, models

from ....tools.resolution.writeoff import relief_step


class ArWriteoff(models.Model):
    _inherit = "ar.writeoff"

    @api.model
    def _cron_watch(self):
        """Every company on its own day."""
        companies = self.env["res.company"].search([])
        self._work_through(companies, self._watch, whole=True)

    @api.model
    def _watch(self, company):
        today = company._ar_today()
        found = self.search(
            [
                ("company_id", "=", company.id),
                ("state", "=", "booked"),
                ("tax_relief", "=", "eligible"),
                ("eligible_from", "<=", today),
                "|",
                ("told_open", "=", False),
                "&",
                ("told_ending", "=", False),
                ("claim_until", "!=", False),
            ]
        )
        for one in found:
            step = relief_step(one._get_days(), today, one.told_open, one.told_ending)
            if step in ("open", "ending"):
                self._attempt_one(
                    one, lambda record, step=step: record._tell(step), self._tell_failed
                )

    def _tell(self, step):
        """A task for who answers for it: an accountant's, by way of who booked it."""
        record = self.sudo()
        record.write({"told_open": True, "told_ending": step == "ending" or record.told_ending})
        summary = (
            self.env._("Claim the tax of %s", record.display_name)
            if step == "open"
            else self.env._("Claim the tax of %s before it lapses", record.display_name)
        )
        collector = record.profile_id._get_collector()
        user = record.company_id._ar_pick_collector(record.booked_by_id, collector)
        note = Markup("<p>{}</p>").format(record._say_relief() or "")
        record.company_id._ar_ask(record, user, summary, note)

    @api.model
    def _tell_failed(self, record, error):
        record.sudo()._message_log(body=self.env._("The nightly watch failed: %s", error))
