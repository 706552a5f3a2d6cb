"""A line of a notice whose item was deferred names the agreed day."""

from odoo import fields, models


class ArDunningNoticeLine(models.Model):
    # EXTENDS the room dunning
    _inherit = "ar.dunning.notice.line"

    date_contract = fields.Date(
        string="Contractual Due Date",
        readonly=True,
        help="The invoice's own due date, where another one was agreed.",
    )

    def _prepare_rows(self, notice, links):
        # EXTENDS the room channel
        rows = super()._prepare_rows(notice, links)
        for line, row in zip(self, rows, strict=True):
            if line.date_contract:
                row["due"] = notice.env._("%s (agreed)", row["due"])
        return rows

    def _get_detail_words(self, notice):
        # EXTENDS the room channel
        words = super()._get_detail_words(notice)
        if self.date_contract:
            day = notice._format_day(self.date_contract)
            words.insert(1, notice.env._("Agreed instead of %s", day))
        return words
