"""Who breaks promises is spoken to firmly; a notice says where a due date was agreed."""

from datetime import timedelta

from odoo import api, models


class ArDunningNotice(models.Model):
    # EXTENDS the room channel
    _inherit = "ar.dunning.notice"

    @api.model
    def _read_tone_facts(self, profiles):
        # EXTENDS the room channel
        facts = super()._read_tone_facts(profiles)
        for company, own in profiles.grouped("company_id").items():
            since = company._ar_today() - timedelta(days=365)
            domain = [
                ("profile_id", "in", own.ids),
                ("state", "=", "broken"),
                ("ended_on", ">", since),
            ]
            groups = self.env["ar.promise"].sudo()._read_group(domain, ["profile_id"], ["__count"])
            for profile, count in groups:
                facts[profile.id] = facts[profile.id]._replace(broken=count)
        return facts

    @api.model
    def _prepare_line(self, kind, row, date, asked=None, residual=None, level=None):
        # EXTENDS the room dunning
        values = super()._prepare_line(kind, row, date, asked, residual, level)
        return {**values, "date_contract": row["date_due"] if row.get("date_agreed") else None}
