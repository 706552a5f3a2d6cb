"""Which quarter's review was begun last."""

from odoo import models

from ...base import guarded


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = ["res.company", "ar.closed.mixin"]

    _ar_closed = {"ar_review_begun": None}

    ar_review_begun = guarded.Date(
        string="Last Quarter Whose Review Was Begun",
        readonly=True,
        copy=False,
        help="Its first day. The night begins the review of a quarter that is over, once.",
        groups=guarded.SETTINGS,
    )
