"""What of an item is disputed stands on the line of the notice, as it was when it left."""

from odoo import fields, models

from ....tools.resolution.dispute import disputed_of


class ArDunningNoticeLine(models.Model):
    _inherit = "ar.dunning.notice.line"

    amount_disputed = fields.Monetary(
        string="Of Which Disputed",
        help="What of the open amount is disputed, and not asked for.",
    )

    def _refresh(self, debtor, rows, policy, today, early):
        # EXTENDS 'dunning'
        reason = super()._refresh(debtor, rows, policy, today, early)
        if not reason and self.kind in ("item", "overdue"):
            disputed = disputed_of(debtor, "dispute").get(self.move_line_id.id, 0.0)
            self._update(amount_disputed=self.currency_id.round(disputed))
        return reason

    def _prepare_rows(self, notice, links):
        # EXTENDS 'channel'
        rows = super()._prepare_rows(notice, links)
        for line, row in zip(self, rows, strict=True):
            row["disputed"] = line._get_disputed_words(notice)
        return rows

    def _get_disputed_words(self, notice):
        """What of the item is disputed, and that it is not asked for; '' where nothing is. The
        language is that of ``notice``."""
        self.ensure_one()
        if notice.currency_id.compare_amounts(self.amount_disputed, 0) <= 0:
            return ""
        return notice.env._(
            "Open: %(open)s, of which %(disputed)s disputed and not asked for at present",
            open=notice._format_money(self.amount_open, notice.currency_id),
            disputed=notice._format_money(self.amount_disputed, notice.currency_id),
        )
