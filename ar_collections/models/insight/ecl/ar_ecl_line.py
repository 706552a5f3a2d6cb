"""A bucket of a group: what was owed, the rate of own history, and what is expected to differ."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ....tools.insight.ecl import used_rate
from .ar_ecl import WITHOUT_OVERLAY

PERCENT = 100.0


class ArEclLine(models.Model):
    """A field of the matrix, as it was computed; people add overlays, with their source."""

    _name = "ar.ecl.line"
    _inherit = ["ar.guard.mixin"]
    _description = "Bucket of a Provision"
    _order = "ecl_id, group_name, group_key, bucket, id"
    _rec_name = "bucket_name"
    _writable = {"draft": ("overlay", "overlay_source", "overlay_date")}

    ecl_id = fields.Many2one(
        "ar.ecl", string="Provision", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="ecl_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    group_key = fields.Char(readonly=True)
    group_name = fields.Char(string="Group", readonly=True)
    bucket = fields.Integer(readonly=True, help="The place of the bucket; 0: not due.")
    bucket_name = fields.Char(string="Age", readonly=True)
    reached = fields.Monetary(
        readonly=True,
        help="What of the cohorts got this old before it was paid, lost, or until today; without "
        "credit notes and deductions, and without what is open so long that nothing of its age "
        "has ended yet.",
    )
    lost = fields.Monetary(
        string="Lost for Good",
        readonly=True,
        help="Of it, written off or booked against the accounts of losses; without tax that is "
        "reclaimed and recoveries.",
    )
    still_open = fields.Monetary(readonly=True, help="Of what reached this age, open until today.")
    open_lost = fields.Monetary(
        string="Of It to Be Lost",
        readonly=True,
        help="Σ of what is still open × the rate of the bucket it stands in.",
    )
    rate = fields.Float(
        string="Rate (%)",
        digits=(16, 4),
        readonly=True,
        help="(Lost + what of the still open is to be lost) / reached.",
    )
    rate_source = fields.Selection(
        [
            ("own", "Own history"),
            ("all", "All customers"),
            ("younger", "Bucket before"),
            ("none", "No history"),
        ],
        string="Rate From",
        readonly=True,
        help="A bucket without history of its own takes the rate of all customers, else that of "
        "the bucket before; no history: 0.",
    )
    overlay = fields.Float(
        string="Overlay (% points)",
        digits=(16, 4),
        help="What is expected to be different from history, added to the rate.",
    )
    overlay_source = fields.Char(help="Who says so: a forecast of growth, an index, a report.")
    overlay_date = fields.Date(help="The day of the source.")
    overlay_author_id = fields.Many2one("res.users", readonly=True, string="Overlay By")
    used_rate = fields.Float(
        string="Used Rate (%)",
        digits=(16, 4),
        compute="_compute_allowance",
        store=True,
        help="Rate + overlay, from 0 to 100 %.",
    )
    balance = fields.Monetary(
        readonly=True, help="Open on the day, without what is apart, covered or collected since."
    )
    allowance = fields.Monetary(
        compute="_compute_allowance", store=True, help="Balance × used rate."
    )
    past_expected = fields.Monetary(
        string="Expected a Year Ago",
        readonly=True,
        help="Balance × used rate of the matrix of a year ago.",
    )
    past_lost = fields.Monetary(
        string="Lost Since", readonly=True, help="What of that balance was lost until the day."
    )

    @api.depends("rate", "overlay", "balance", "ecl_id.method")
    def _compute_allowance(self):
        for line in self:
            overlay = 0.0 if line.ecl_id.method in WITHOUT_OVERLAY else line.overlay
            rate = used_rate(line.rate / PERCENT, overlay / PERCENT)
            line.used_rate = rate * PERCENT
            line.allowance = line.currency_id.round(line.balance * rate)

    @api.constrains("overlay", "overlay_source", "overlay_date")
    def _check_overlay(self):
        for line in self:
            if line.overlay and not (line.overlay_source and line.overlay_date):
                raise ValidationError(
                    self.env._(
                        "The overlay of %(group)s, %(bucket)s has no source or no day. Say where "
                        "it comes from, and of which day that is.",
                        group=line.group_name,
                        bucket=line.bucket_name,
                    )
                )
            if not -PERCENT <= line.overlay <= PERCENT:
                raise ValidationError(
                    self.env._(
                        "The overlay of %(group)s, %(bucket)s lies between −100 and 100 points.",
                        group=line.group_name,
                        bucket=line.bucket_name,
                    )
                )

    def _get_state(self):
        # EXTENDS the guard
        return self.sudo().ecl_id.state

    @api.model
    def _get_first_state(self):
        # EXTENDS the guard
        return "draft"

    @api.model
    def _get_way_out(self):
        # EXTENDS the guard
        return self.env._("Enter overlays while the provision is a draft; all else is computed.")

    def get_drill_action(self, figure):
        """See ``ar.ecl``."""
        self.ensure_one()
        return self.ecl_id._get_drill(self, figure)

    def write(self, vals):
        """Whoever changes an overlay is its author."""
        # EXTENDS the guard
        result = super().write(vals)
        if "overlay" in vals and not self.env.su:
            self.sudo().overlay_author_id = self.env.uid
        return result
