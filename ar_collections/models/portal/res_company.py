"""How long the links of messages open."""

from odoo import models

from ..base import guarded


class ResCompany(models.Model):
    _inherit = "res.company"

    ar_answer_days = guarded.Integer(
        string="Days That Links of Messages Open",
        default=60,
        help="So many days after a message its link opens the page where the customer pays or "
        "answers without a login. 0: messages carry no link, and those sent before do not open.",
        groups=guarded.SETTINGS,
    )

    _ar_answer_days_range = models.Constraint(
        "CHECK (ar_answer_days BETWEEN 0 AND 365)",
        "Links of messages open for at most 365 days. Enter 0 for no links.",
    )
