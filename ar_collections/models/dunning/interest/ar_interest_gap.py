"""A period of a series whose rate was asked for."""

from odoo import api, fields, models
from odoo.tools import format_date


class ArInterestGap(models.Model):
    """One row for each period without a rate that somebody got a task for: so it is asked for
    once, whoever misses it and however often. It goes when the rate is entered."""

    _name = "ar.interest.gap"
    _inherit = ["ar.guard.mixin"]
    _description = "Reference Rate Asked For"
    _order = "reference_id, date_from, id"

    reference_id = fields.Many2one(
        "ar.interest.reference", required=True, index=True, ondelete="cascade", readonly=True
    )
    date_from = fields.Date(string="From", required=True, readonly=True)
    date_to = fields.Date(string="Until", required=True, readonly=True)
    activity_id = fields.Many2one(
        "mail.activity", string="Task", readonly=True, index="btree_not_null", ondelete="set null"
    )
    user_id = fields.Many2one(related="activity_id.user_id", string="Who Was Asked")

    # Leads with the series: it serves the look-up of a series' gaps, too.
    _once_uniq = models.Constraint(
        "UNIQUE (reference_id, date_from)", "The rate of this period was already asked for."
    )

    @api.depends("reference_id", "date_from")
    def _compute_display_name(self):
        for gap in self:
            day = format_date(self.env, gap.date_from)
            gap.display_name = f"{gap.reference_id.display_name or ''} {day}".strip()

    def _is_filled(self, rows):
        """Whether a row of the series (``tools.interest.ReferenceRate``) holds on its first day."""
        self.ensure_one()
        before = [row for row in rows if row.date_from <= self.date_from]
        latest = max(before, key=lambda row: row.date_from, default=None)
        return bool(latest) and (not latest.date_to or latest.date_to >= self.date_from)

    def _close(self):
        self.sudo().activity_id.unlink()
        self.sudo().unlink()
