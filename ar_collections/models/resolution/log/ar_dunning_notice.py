"""Notices in the log: what was said to whom, and what became of it."""

from odoo import models


class ArDunningNotice(models.Model):
    _inherit = "ar.dunning.notice"

    _logged = (
        "name",
        "partner_id",
        "contact_id",
        "level_id",
        "date",
        "deadline",
        "currency_id",
        "amount_total",
        "amount_fee",
        "amount_interest",
        "sent_date",
        "added_text",
        "key_decision",
        "key_decided_by_id",
        "seal_code",
        "error",
    )
    _logged_states = ("sent", "failed", "cancelled")
    _logged_before = ("added_text", "key_decision")

    def _read_logged(self):
        # EXTENDS the guard: the items that it asked for, each with its amount.
        said = super()._read_logged()
        for notice in self.sudo():
            said[notice.id]["lines"] = [
                [line.name, str(line.date_due), f"{line.amount:.2f}", line.level_id.name]
                for line in notice.line_ids
                if line.state != "dropped"
            ]
        return said
