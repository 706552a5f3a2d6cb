"""What a check found on a day, kept."""

from odoo import fields, models

from ..base.ar_guard_mixin import ANY

STATES = [("open", "To Look at"), ("error", "Failed"), ("ok", "In Order")]


class ArCheckResult(models.Model):
    """One row per check and day; the last run of the day counts, other days are history."""

    _name = "ar.check.result"
    _inherit = ["ar.guard.mixin"]
    _description = "Result of an Internal Check"
    _order = "date desc, check_id, id desc"
    _rec_name = "date"
    _writable = {ANY: ("note",)}

    check_id = fields.Many2one(
        "ar.check", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="check_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(required=True, readonly=True)
    run_date = fields.Datetime(string="Run at", readonly=True)
    state = fields.Selection(STATES, required=True, readonly=True, index=True)
    count = fields.Integer(string="Records", readonly=True, aggregator=None)
    amount = fields.Monetary(readonly=True, aggregator=None)
    message = fields.Text(string="What Went Wrong", readonly=True)
    owner_id = fields.Many2one(
        "res.users", readonly=True, ondelete="set null", help="Who answered for it on that day."
    )
    note = fields.Text(help="Why it is so, or what is being done. Kept as long as it is open.")

    _check_date_uniq = models.UniqueIndex(
        "(check_id, date)", "There is a result of this check and day already."
    )

    def _get_way_out(self):
        return self.env._(
            "What a check found is not changed by hand, only its note. Run the check again."
        )

    def action_view_records(self):
        """Open the records that the check counts now, whichever day the result is of."""
        self.ensure_one()
        return self.check_id.action_view_records()
