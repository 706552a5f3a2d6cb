"""The months that rates are made of, for the auditor to follow."""

from odoo import fields, models


class ArEclCohort(models.Model):
    """What was billed in a month, and what became of it until the day of the provision."""

    _name = "ar.ecl.cohort"
    _inherit = ["ar.guard.mixin"]
    _description = "Monthly Cohort of a Provision"
    _order = "ecl_id, date"
    _rec_name = "date"
    _writable = {}

    ecl_id = fields.Many2one(
        "ar.ecl", string="Provision", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="ecl_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(string="Month", readonly=True)
    billed = fields.Monetary(readonly=True, help="Without what was credited, or deducted.")
    paid = fields.Monetary(
        readonly=True, help="By money until the day, with reclaimed tax and recoveries."
    )
    lost = fields.Monetary(
        string="Lost for Good", readonly=True, help="Without reclaimed tax and recoveries."
    )
    left_open = fields.Monetary(
        string="Still Open", readonly=True, help="Neither paid nor lost until the day."
    )
    rate = fields.Float(string="Lost (%)", digits=(16, 4), readonly=True, help="Lost / billed.")

    def get_drill_action(self, figure):
        """See ``ar.ecl``."""
        self.ensure_one()
        return self.ecl_id._get_drill(self, figure)
